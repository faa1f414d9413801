import { describe, expect, test } from "bun:test";
import { ManualClock } from "../platform/clock.ts";
import { type ChatMessage, LlmError, type Provider } from "./contract.ts";
import { createLlm } from "./llm.ts";
import { nearNames } from "./near-names.ts";
import type { LlmSettings } from "./settings.ts";
import {
  collect,
  fails,
  fixedRandom,
  inTurn,
  kinds,
  never,
  quiet,
  says,
  scripted,
  standIn,
} from "./testing/harness.ts";

const messages: ChatMessage[] = [{ role: "user", content: "hello" }];
const withImage: ChatMessage[] = [
  {
    role: "user",
    content: [
      { type: "text", text: "like this" },
      { type: "image", mediaType: "image/png", data: "AA" },
    ],
  },
];
const down = () => {
  throw new LlmError("unavailable", "Box does not answer.");
};
const make = (providers: Provider[], settings: Partial<LlmSettings> = {}) =>
  createLlm({ clock: new ManualClock(), random: fixedRandom(0), log: quiet, providers, settings });

const a = () => scripted({ id: "a", models: ["one", "two"], behaviours: [says("a")] });
const b = () => scripted({ id: "b", models: ["three"], behaviours: [says("b")] });
const seer = () => scripted({ id: "v", models: ["seer"], vision: true, behaviours: [says("v")] });
const dead = () => scripted({ id: "dead", behaviours: [says("x")], list: down });

describe("auto", () => {
  const table: [
    name: string,
    providers: Provider[],
    image: boolean,
    settings: Partial<LlmSettings>,
    id: string,
    why: RegExp,
  ][] = [
    ["the first provider, in their order", [a(), b(), standIn()], false, {}, "a/one", /first provider/],
    ["never the stand-in while a model is there", [standIn(), b()], false, {}, "b/three", /first provider/],
    ["the next when one is down", [dead(), b(), standIn()], false, {}, "b/three", /first provider/],
    [
      "one without models is passed over",
      [scripted({ id: "n", models: [], behaviours: [] }), b()],
      false,
      {},
      "b/three",
      /first/,
    ],
    ["the administrator's default", [a(), b()], false, { defaultModel: "a/two" }, "a/two", /default/],
    ["a default that is gone", [a(), b()], false, { defaultModel: "a/gone" }, "a/one", /first provider/],
    ["one that sees, for an image", [a(), seer(), standIn()], true, {}, "v/seer", /can see/],
    ["one that sees before a blind default", [a(), seer()], true, { defaultModel: "a/two" }, "v/seer", /can see/],
    ["a blind one where none sees", [a(), standIn()], true, {}, "a/one", /cannot see/],
    [
      "the stand-in where nothing is connected",
      [standIn()],
      false,
      {},
      "builtin/patterns",
      /No language model is connected.*not a language model/,
    ],
    [
      "the stand-in, saying what is wrong",
      [dead(), standIn()],
      false,
      {},
      "builtin/patterns",
      /^Box does not answer\. The built-in pattern engine answers instead; it is not a language model\.$/,
    ],
  ];
  test.each(table)("takes %s", async (_, providers, image, settings, id, why) => {
    const llm = make(providers, settings);
    const got = await collect(llm.stream({ messages: image ? withImage : messages, model: "auto" }, never));
    expect(got.error).toBeUndefined();
    expect(got.parts.filter((part) => part.type === "route")).toHaveLength(1);
    expect(got.parts[0]).toMatchObject({ type: "route", model: { id }, reason: expect.stringMatching(why) });
    if (!image) expect((await llm.defaultModel()).id).toBe(id);
  });

  test("a blind model is told about the image instead of being sent it", async () => {
    const seen: string[] = [];
    const blind = scripted({
      id: "a",
      behaviours: [
        (request, call) => {
          seen.push(JSON.stringify(request.messages));
          return says("a")(request, call);
        },
      ],
    });
    const llm = make([blind]);
    await collect(llm.stream({ messages: withImage }, never));
    expect(seen[0]).toContain("cannot see");
    expect(seen[0]).not.toContain("image/png");
    await collect(llm.stream({ messages: withImage, model: "a/m" }, never));
    expect(seen[1]).toContain("image/png");
  });

  test("falls back, first to another provider and at last to the stand-in, and says so each time", async () => {
    const broken = (id: string) =>
      scripted({
        id,
        models: [`${id}-model`],
        behaviours: [fails(() => new LlmError("unavailable", `${id} is down`))],
      });
    const got = await collect(make([broken("a"), broken("b"), standIn()]).stream({ messages }, never));
    expect(got.error).toBeUndefined();
    expect(kinds(got.parts)).toBe("route retry retry route retry retry route text usage end");
    const routes = got.parts.flatMap((part) => (part.type === "route" ? [`${part.model.id}: ${part.reason}`] : []));
    expect(got.parts.flatMap((part) => (part.type === "route" ? [part.standsIn] : []))).toEqual([
      undefined,
      true,
      true,
    ]);
    expect(routes).toEqual([
      "a/a-model: a is the first provider that is ready.",
      "b/b-model: a is down. Another model answers instead.",
      "builtin/patterns: b is down. The built-in pattern engine stands in; it is not a language model.",
    ]);
  });

  test("the stand-in answers even when the attempts are used up", async () => {
    const broken = scripted({ id: "a", behaviours: [fails(() => new LlmError("unavailable", "down"))] });
    const got = await collect(make([broken, standIn()], { attempts: 1 }).stream({ messages }, never));
    expect(got.text).toBe("pattern");
  });

  test.each(["invalid_request", "cancelled"] as const)("nothing stands in for %s", async (kind) => {
    const refusing = scripted({ id: "a", behaviours: [fails(() => new LlmError(kind, "no"))] });
    const got = await collect(make([refusing, standIn()]).stream({ messages }, never));
    expect(got.error?.kind).toBe(kind);
    expect(kinds(got.parts)).toBe("route");
  });

  test("nothing stands in once something was delivered", async () => {
    const cutting = scripted({
      id: "a",
      behaviours: [
        async function* () {
          yield { type: "text", text: "half" };
          throw new LlmError("cut", "cut");
        },
      ],
    });
    const got = await collect(make([cutting, standIn()]).stream({ messages }, never));
    expect(got.error?.kind).toBe("cut");
    expect(got.text).toBe("half");
  });

  test("a model that its server no longer has is left for the next", async () => {
    const stale = scripted({ id: "a", behaviours: [fails(() => new LlmError("model_unknown", "gone"))] });
    const got = await collect(make([stale, b()]).stream({ messages }, never));
    expect(got.text).toBe("b");
  });

  test("with no provider at all the error says so", async () => {
    const got = await collect(make([]).stream({ messages }, never));
    expect(got.error?.kind).toBe("unavailable");
    expect(got.error?.message).toContain("No model is available");
  });
});

describe("a named model", () => {
  const table: [name: string, wanted: string, id: string][] = [
    ["by its id", "b/three", "b/three"],
    ["by its bare name", "three", "b/three"],
    ["whatever its case", "B/Three", "b/three"],
    ["the stand-in, when it is asked for", "builtin/patterns", "builtin/patterns"],
  ];
  test.each(table)("is found %s", async (_, wanted, id) => {
    const got = await collect(make([a(), b(), standIn()]).stream({ messages, model: wanted }, never));
    expect(got.parts[0]).toMatchObject({ type: "route", model: { id }, reason: "This model was asked for." });
  });

  test("is never replaced by another", async () => {
    const upstream = inTurn(fails(() => new LlmError("unavailable", "down")));
    const broken = scripted({ id: "a", models: ["one"], behaviours: [upstream] });
    const got = await collect(make([broken, b(), standIn()]).stream({ messages, model: "a/one" }, never));
    expect(got.error?.kind).toBe("unavailable");
    expect(got.parts.filter((part) => part.type === "route")).toHaveLength(1);
  });

  test("of a provider that cannot list is tried all the same", async () => {
    const got = await collect(make([dead(), standIn()]).stream({ messages, model: "dead/m" }, never));
    expect(got.text).toBe("x");
  });

  test.each([
    ["a/on", "“a/one”"],
    ["thre", "“b/three”"],
    ["gpt-17-ultra", "There are “a/one”, “a/two”, “b/three”, “builtin/patterns”."],
  ])("%p is unknown, and the message helps", async (wanted, help) => {
    const got = await collect(make([a(), b(), standIn()]).stream({ messages, model: wanted }, never));
    expect(got.error?.kind).toBe("model_unknown");
    expect(got.error?.message).toContain(`There is no model named “${wanted}”.`);
    expect(got.error?.message).toContain(help);
    expect(got.parts).toEqual([]);
  });

  test("a huge name neither blocks nor fills the message", () => {
    expect(nearNames("x".repeat(5_000_000), ["a/one"])).toEqual([]);
  });
});

describe("lists of models", () => {
  test("are asked for once at a time and kept for a while", async () => {
    let asked = 0;
    const clock = new ManualClock();
    const provider = scripted({ id: "a", behaviours: [says("a")], list: () => void asked++ });
    const llm = createLlm({ clock, random: fixedRandom(0), log: quiet, providers: [provider] });
    expect(llm.status()[0]?.state).toBe("unknown");
    await Promise.all([llm.models(), llm.models(), collect(llm.stream({ messages }, never))]);
    expect(asked).toBe(1);
    expect(llm.status()[0]?.state).toBe("ok");
    await clock.advance(20_000);
    await llm.models();
    expect(asked).toBe(2);
  });

  test("a name that is not in a fresh list is asked for once more", async () => {
    const clock = new ManualClock();
    const models = ["old"];
    const growing: Provider = {
      ...standIn(),
      id: "a",
      models: async () =>
        models.map((model) => ({
          id: `a/${model}`,
          provider: "a",
          model,
          label: model,
          vision: false,
          builtin: false,
        })),
    };
    const llm = createLlm({ clock, random: fixedRandom(0), log: quiet, providers: [growing] });
    await llm.models();
    models.push("new");
    await clock.advance(2_000);
    expect((await llm.generate({ messages, model: "a/new" }, never)).model.id).toBe("a/new");
  });

  test("a provider that appears later is found", async () => {
    const providers: Provider[] = [standIn()];
    const llm = createLlm({ clock: new ManualClock(), random: fixedRandom(0), log: quiet, providers: () => providers });
    expect((await llm.defaultModel()).id).toBe("builtin/patterns");
    providers.push(b());
    expect((await llm.defaultModel()).id).toBe("b/three");
  });

  test("one that hangs is given up after its time, and the others are there", async () => {
    const clock = new ManualClock();
    const hanging: Provider = { ...standIn(), id: "h", label: "Hanging", models: () => new Promise(() => {}) };
    const llm = createLlm({ clock, random: fixedRandom(0), log: quiet, providers: [hanging, b()] });
    const listing = llm.models();
    await clock.advance(3_000);
    expect((await listing).map((model) => model.id)).toEqual(["b/three"]);
    expect(llm.status()[0]).toMatchObject({ state: "open", lastError: "Hanging did not list its models in time." });
    expect(clock.pending).toBe(0);
  });
});
