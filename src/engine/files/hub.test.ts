import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { ManualClock, systemClock } from "../../platform/clock.ts";
import { ModelFilesError } from "./errors.ts";
import { listRepository } from "./hub.ts";
import { PassingError, retryAfterMs, withRetries } from "./hub-request.ts";
import { createMeter } from "./rate.ts";
import { type Misbehaviour, startHub, type TestHub } from "./testing/hub-server.ts";
import { shardedModel } from "./testing/models.ts";

const patience = { stallMs: 1_000, tries: 2, firstWaitMs: 1, longestWaitMs: 5 };
const id = "acme/tiny";
let hub: TestHub;
beforeEach(async () => {
  hub = await startHub({ [id]: shardedModel(100) });
});
afterEach(() => hub.close());

const list = (url = hub.url) =>
  listRepository({ clock: systemClock, access: { url, token: "hf_secret" }, patience }, id, "main");

describe("a server that is no proper hub", () => {
  const strange: [string, Misbehaviour, string][] = [
    ["a page instead of JSON", { status: 200, body: "<html>sign in</html>" }, "like a Hugging Face hub"],
    ["other JSON", { status: 200, body: '{"hello":1}' }, "like a Hugging Face hub"],
    [
      "a redirect to itself without end",
      { status: 302, headers: { location: "/api/models/acme/tiny/revision/main" } },
      "without end",
    ],
    [
      "a redirect to a metadata service",
      { status: 302, headers: { location: "http://169.254.169.254/latest/" } },
      "not sent to from here",
    ],
    ["a redirect to a file", { status: 302, headers: { location: "file:///etc/passwd" } }, "no web address"],
    ["an error that stays", { status: 500 }, "answered with an error (500)"],
    ["a pause of an hour", { status: 429, headers: { "retry-after": "3600" } }, "more slowly"],
    ["a status that it should not have", { status: 418 }, "refused the request (418)"],
    ["a size that is none", { status: 200, body: `[{"type":"file","path":"x","size":-1}]` }, "like a Hugging Face hub"],
  ];
  test.each(strange)("%s", async (name, wrong, part) => {
    const where = name.includes("size") ? "/tree/" : "/revision/";
    hub.misbehave = (call) => (call.path.includes(where) ? wrong : undefined);
    const error = await list().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ModelFilesError);
    expect(String(error)).toContain(part);
    expect(String(error)).not.toContain("hf_secret");
    expect(hub.calls.length).toBeLessThan(12);
  });

  test("a next page on another host is asked of the hub, and the token goes nowhere else", async () => {
    hub.pageSize = 5;
    const elsewhere = hub.cdnUrl;
    hub.misbehave = (call) =>
      call.path.includes("/tree/") && call.query.get("cursor") === null
        ? {
            status: 200,
            headers: { link: `<${elsewhere}${call.path}?recursive=true&cursor=5>; rel="next"` },
            body: `[{"type":"file","path":"a.safetensors","size":1}]`,
          }
        : undefined;
    const { files } = await list();
    expect(files.length).toBeGreaterThan(5);
    expect(hub.calls.filter(({ at }) => at === "cdn")).toEqual([]);
  });
});

describe("patience", () => {
  test("waits longer each time, and as long as it is told", async () => {
    const clock = new ManualClock();
    const at: number[] = [];
    const begin = clock.now();
    const work = withRetries(
      clock,
      { stallMs: 1, tries: 5, firstWaitMs: 1_000, longestWaitMs: 3_000 },
      undefined,
      async () => {
        at.push((clock.now() - begin) / 1_000);
        throw new PassingError("The hub rests.", at.length === 3 ? 60_000 : undefined);
      },
    ).catch((error: unknown) => String(error));
    await clock.advance(120_000);
    expect(await work).toContain("The hub rests.");
    expect(at).toEqual([0, 1, 3, 63, 66]);
  });

  test("begins anew after a try that brought something, and ends at once with the signal", async () => {
    const clock = new ManualClock();
    let tries = 0;
    const limits = { stallMs: 1, tries: 3, firstWaitMs: 10, longestWaitMs: 10 };
    const attempt = async () => {
      if (++tries < 20) throw new PassingError("cut");
      return "whole";
    };
    const work = withRetries(clock, limits, undefined, attempt, () => true);
    await clock.advance(1_000);
    expect(await work).toBe("whole");
    const controller = new AbortController();
    tries = 0;
    const ended = withRetries(clock, limits, controller.signal, attempt).catch((error: unknown) => error);
    controller.abort("stop");
    expect(await ended).toBe("stop");
  });

  test.each([
    ["120", 120_000],
    ["Thu, 01 Jan 2026 00:00:30 GMT", 30_000],
    ["Thu, 01 Jan 2025 00:00:00 GMT", 0],
    ["soon", undefined],
    [undefined, undefined],
  ])("reads Retry-After %p", (value, expected) => {
    expect(retryAfterMs(value, Date.UTC(2026, 0, 1))).toBe(expected);
  });
});

test("rate and time left come from the last seconds alone", async () => {
  const clock = new ManualClock();
  const meter = createMeter(clock, 100_000);
  meter.found(10_000);
  expect(meter.progress()).toMatchObject({ bytes: 10_000, bytesPerSecond: 0, secondsLeft: null });
  for (let second = 0; second < 10; second++) {
    await clock.advance(1_000);
    meter.add(1_000, "a");
  }
  expect(meter.progress()).toMatchObject({ bytes: 20_000, bytesPerSecond: 1_000, secondsLeft: 80, file: "a" });
  await clock.advance(30_000);
  expect(meter.progress()).toMatchObject({ bytesPerSecond: 0, secondsLeft: null });
  meter.add(80_000, "b");
  expect(meter.progress().secondsLeft).toBe(0);
});
