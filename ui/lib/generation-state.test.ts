import { describe, expect, test } from "bun:test";
import { applyEvent, mergedFiles, phaseLine, startGeneration } from "./generation-state.ts";
import type { GenerationEvent } from "./types.ts";

const base = [{ path: "app.tsx", text: "<h1>Old</h1>\n<p>kept</p>\n" }];

function play(events: GenerationEvent[], start = startGeneration("g", base, 1000)) {
  return events.reduce((state, event, at) => applyEvent(state, { ...event, seq: at + 1 }, 2000 + at), start);
}

describe("generation state", () => {
  test("folds words, files and the end together", () => {
    const state = play([
      { type: "status", data: { phase: "routing", model: "builtin/patterns", builtin: true } },
      { type: "reasoning", data: { text: "think" } },
      { type: "explanation", data: { text: "Here " } },
      { type: "explanation", data: { text: "it is." } },
      { type: "file", data: { path: "kpi.tsx", action: "start" } },
      { type: "code-chunk", data: { path: "kpi.tsx", text: "a" } },
      { type: "code-chunk", data: { path: "kpi.tsx", text: "b" } },
      { type: "done", data: { status: "interrupted" } },
    ]);
    expect(state).toMatchObject({
      model: "builtin/patterns",
      builtin: true,
      explanation: "Here it is.",
      thinkingMs: 1002,
      end: "interrupted",
    });
    expect(state.files).toEqual([{ path: "kpi.tsx", text: "ab", writing: false, missed: 0 }]);
    expect(mergedFiles(state).map((file) => file.path)).toEqual(["app.tsx", "kpi.tsx"]);
  });

  test("an event that comes again changes nothing", () => {
    const state = play([{ type: "explanation", data: { text: "once" } }]);
    expect(applyEvent(state, { type: "explanation", data: { text: "once" }, seq: 1 }, 0)).toBe(state);
  });

  test("edits apply to the base and to each other, and a miss is counted", () => {
    const edit = (search: string, replace: string, applied = true): GenerationEvent => ({
      type: "edit",
      data: { path: "app.tsx", search, replace, applied },
    });
    const state = play([edit("Old", "New"), edit("New", "Newest"), edit("nowhere", "x", false)]);
    expect(state.files).toEqual([
      { path: "app.tsx", text: "<h1>Newest</h1>\n<p>kept</p>\n", writing: false, missed: 1 },
    ]);
  });

  test("a file written whole replaces the base only from its first line on", () => {
    const state = play([
      { type: "file", data: { path: "app.tsx", action: "start" } },
      { type: "code-chunk", data: { path: "app.tsx", text: "fresh" } },
    ]);
    expect(mergedFiles(state)).toEqual([{ path: "app.tsx", text: "fresh" }]);
  });

  test.each<[GenerationEvent[], string]>([
    [[], "Starting"],
    [[{ type: "status", data: { phase: "queued", position: 3 } }], "Waiting in the queue, 2 before you"],
    [[{ type: "status", data: { phase: "queued", position: 1 } }], "Next in the queue"],
    [[{ type: "status", data: { phase: "loading" } }], "Loading the model"],
    [
      [{ type: "status", data: { phase: "loading", detail: "Loading weights, about 40 s left.", position: 1 } }],
      "Loading weights, about 40 s left",
    ],
    [
      [{ type: "status", data: { phase: "loading", detail: "Loading weights", position: 3 } }],
      "Loading weights · 2 before you",
    ],
    [
      [
        { type: "status", data: { phase: "writing" } },
        { type: "file", data: { path: "a.tsx", action: "start" } },
      ],
      "Writing a.tsx",
    ],
  ])("says what is going on: %j", (events, line) => {
    expect(phaseLine(play(events))).toBe(line);
  });
});
