import { describe, expect, test } from "bun:test";
import { createChoiceStore, everything, shows } from "./stage-choice.ts";
import type { Build } from "./types.ts";

function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    store: {
      get: (key: string) => kept.get(key) ?? null,
      set: (key: string, value: string) => void kept.set(key, value),
      remove: (key: string) => void kept.delete(key),
    },
  };
}

describe("what somebody chose to look at", () => {
  test("is kept for its chat and taken away again", () => {
    const { kept, store } = memory();
    const choices = createChoiceStore(store, "one");
    choices.write({ entry: "a.tsx", component: "Card" });
    expect(choices.read()).toEqual({ entry: "a.tsx", component: "Card" });
    expect(createChoiceStore(store, "two").read()).toBeNull();
    choices.write(null);
    expect(kept.size).toBe(0);
  });

  test.each([["nonsense{"], ["7"], ["null"], ["{}"], ['{"entry":7,"component":[]}'], ['"a.tsx"']])(
    "%s counts as nothing",
    (text) => {
      const { kept, store } = memory();
      kept.set("show.one", text);
      expect(createChoiceStore(store, "one").read()).toBeNull();
    },
  );

  const build = (shown: Build["shown"]): Build => ({
    js: "1",
    css: "",
    hash: "",
    entry: undefined,
    modules: [],
    diagnostics: [],
    repaired: [],
    ...(shown ? { shown } : {}),
  });
  const card = { kind: "component", path: "a.tsx", name: "Card", props: [] } as const;
  test.each([
    ["the component", card, { entry: "a.tsx", component: "Card" }, true],
    ["another of the file", card, { entry: "a.tsx", component: "Pill" }, false],
    ["another file", card, { entry: "b.tsx", component: "Card" }, false],
    ["a page by its file", { ...card, kind: "pages", name: "default" }, { entry: "a.tsx" }, true],
    ["the gallery", { ...card, kind: "gallery", name: "*" }, everything, true],
    ["no gallery", card, everything, false],
    ["nothing", undefined, everything, false],
  ] as const)("is on show: %s", (_, shown, choice, expected) => {
    expect(shows(build(shown && { ...shown, props: [] }), choice)).toBe(expected);
  });
});
