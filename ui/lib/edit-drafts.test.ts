import { expect, test } from "bun:test";
import { createEditDrafts } from "./edit-drafts.ts";

function memory(first: Record<string, string> = {}) {
  const kept = new Map(Object.entries(first));
  return {
    kept,
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
    remove: (key: string) => void kept.delete(key),
  };
}

test("edits belong to their version and outlive the page", () => {
  const store = memory();
  const drafts = createEditDrafts(store, "c");
  drafts.set("v1", "a.tsx", "one");
  drafts.set("v2", "a.tsx", "two");
  const later = createEditDrafts(store, "c");
  expect([
    later.of("v1").get("a.tsx"),
    later.of("v2").get("a.tsx"),
    later.of("v3").size,
    later.of(undefined).size,
  ]).toEqual(["one", "two", 0, 0]);
  later.set("v1", "a.tsx", null);
  later.drop("v2");
  expect(store.kept.size).toBe(0);
});

test.each(["{", "7", '[["v1",[["a"]]]]'.replace('"a"', "1"), '[[1,[]],["v"]]', "null"])(
  "a spoiled store is nothing: %s",
  (text) => {
    const drafts = createEditDrafts(memory({ "edits.c": text }), "c");
    expect(drafts.of("v1").size).toBe(0);
  },
);
