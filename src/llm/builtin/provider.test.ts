import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { ManualClock, systemClock } from "../../platform/clock.ts";
import { type ChatMessage, LlmError, type StreamPart } from "../contract.ts";
import { builtinProvider } from "./index.ts";

// The work is small, but a busy machine may be many times slower.
setDefaultTimeout(60_000);

const user = (content: ChatMessage["content"]): ChatMessage => ({ role: "user", content });
const signal = new AbortController().signal;

async function collect(messages: ChatMessage[]): Promise<{ parts: StreamPart[]; reasoning: string; text: string }> {
  const parts: StreamPart[] = [];
  const provider = builtinProvider({ clock: systemClock, paceCharsPerSecond: 0 });
  for await (const part of provider.stream({ model: "patterns", messages }, signal)) parts.push(part);
  const join = (type: "reasoning" | "text") => parts.map((part) => (part.type === type ? part.text : "")).join("");
  return { parts, reasoning: join("reasoning"), text: join("text") };
}

const filesOf = (text: string): string[] =>
  [...text.matchAll(/^```\w+ file="([^"]+)"$/gm)].map((match) => match[1] ?? "");

describe("the provider", () => {
  test("says what it is", async () => {
    const provider = builtinProvider({ clock: systemClock });
    expect(await provider.models(signal)).toMatchObject([
      {
        id: "builtin/patterns",
        provider: "builtin",
        model: "patterns",
        builtin: true,
        vision: false,
        label: "Built-in patterns",
      },
    ]);
  });
  test("streams reasoning, explanation, fenced files, suggestions, usage and the end", async () => {
    const { parts, reasoning, text } = await collect([
      { role: "system", content: "a table" },
      user("pricing with 3 tiers"),
    ]);
    expect(reasoning).toContain("a pricing section");
    expect(reasoning).toContain("3 tiers");
    expect(text).toMatch(/^Here is a pricing section with three plans/);
    expect(text).toMatch(
      /```tsx file="components\/pricing\.tsx"\n"use client";[\s\S]*\n```\n\nYou could go on with “four tiers”/,
    );
    expect(parts.at(-2)).toMatchObject({ type: "usage", usage: { estimated: true, costNanoUsd: 0 } });
    expect(parts.at(-1)).toEqual({ type: "end", finishReason: "stop" });
    const types = parts.map((part) => part.type);
    expect(types.lastIndexOf("reasoning")).toBeLessThan(types.indexOf("text"));
  });
  test("equal messages give equal bytes", async () => {
    const messages = [user("landing page for Orbit"), user("dark")];
    expect(JSON.stringify(await collect(messages))).toBe(JSON.stringify(await collect(messages)));
  });
  test("reads the person's words only", async () => {
    const block = '\n\n<current_files>\n```tsx file="components/x.tsx"\nkanban dashboard login\n```\n</current_files>';
    const { text } = await collect([user(`a contact form${block}`)]);
    expect(filesOf(text)).toEqual(["components/contact.tsx"]);
    const parts = await collect([
      user([
        { type: "text", text: "a hero" },
        { type: "image", mediaType: "image/png", data: "AA==" },
      ]),
    ]);
    expect(parts.text).toContain("Pictures are not read");
  });
  test("says honestly what it did not understand", async () => {
    expect((await collect([user("sonnet about the sea")])).text).toContain("No pattern fits this request");
    expect((await collect([user("pricing"), user("more like a cathedral")])).text).toContain("I found no change");
  });
  test("writes only what changed when the project is shown, and takes away what is gone", async () => {
    const first = await collect([user("a navbar, a hero and a footer")]);
    const files = [...first.text.matchAll(/^```\w+ file="([^"]+)"\n([\s\S]*?)^```$/gm)];
    const shown = `<current_files>\n${files.map(([whole]) => whole).join("\n")}\n</current_files>`;
    const second = await collect([user("a navbar, a hero and a footer"), user(`make the hero title "Hi"\n\n${shown}`)]);
    expect(filesOf(second.text)).toEqual(["components/hero.tsx"]);
    const third = await collect([user("a navbar, a hero and a footer"), user(`remove the footer\n\n${shown}`)]);
    expect(third.text).toContain('<delete path="components/footer.tsx" />');
    expect(filesOf(third.text)).toEqual(["app/page.tsx"]);
    const edited = shown.replace("New in Acme", "Brand new");
    const fourth = await collect([
      user("a navbar, a hero and a footer"),
      user(`make the hero title "Hi"\n\n${edited}`),
    ]);
    expect(fourth.text).toContain("your own edits in components/hero.tsx");
  });
  test("refuses an unknown model and an empty conversation", async () => {
    const provider = builtinProvider({ clock: systemClock, paceCharsPerSecond: 0 });
    const run = async (model: string, messages: ChatMessage[]) => {
      for await (const _ of provider.stream({ model, messages }, signal)) return;
    };
    expect(run("gpt", [user("x")])).rejects.toMatchObject({ kind: "model_unknown" });
    expect(run("patterns", [])).rejects.toMatchObject({ kind: "invalid_request" });
  });
});

describe("pacing", () => {
  test("keeps to the pace of the clock", async () => {
    const clock = new ManualClock();
    const provider = builtinProvider({ clock, paceCharsPerSecond: 1_000 });
    let received = 0;
    const reading = (async () => {
      for await (const part of provider.stream({ model: "patterns", messages: [user("a hero")] }, signal)) {
        if (part.type === "reasoning" || part.type === "text") received += part.text.length;
      }
    })();
    await clock.advance(100);
    expect(received).toBeGreaterThanOrEqual(80);
    expect(received).toBeLessThanOrEqual(101);
    for (let turn = 0; turn < 10_000 && Bun.peek.status(reading) === "pending"; turn++) {
      await clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await reading;
    expect(received).toBeGreaterThan(2_000);
    expect(clock.pending).toBe(0);
  });
  test("stops at once when it is aborted, also while it waits", async () => {
    const clock = new ManualClock();
    const stop = new AbortController();
    const iterator = builtinProvider({ clock, paceCharsPerSecond: 10 })
      .stream({ model: "patterns", messages: [user("a hero")] }, stop.signal)
      [Symbol.asyncIterator]();
    const next = iterator.next();
    stop.abort();
    const thrown = await next.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(LlmError);
    expect(thrown).toMatchObject({ kind: "cancelled" });
    expect(clock.pending).toBe(0);
  });
});
