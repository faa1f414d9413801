import { expect, test } from "bun:test";
import { systemRandom } from "./random.ts";
import { seal, unseal } from "./seal.ts";

const key = systemRandom.bytes(32);
const sealed = seal(systemRandom, key, "codes/1", "a secret");

test("what is sealed opens again, and never looks the same twice", () => {
  expect(unseal(key, "codes/1", sealed)).toBe("a secret");
  expect(seal(systemRandom, key, "codes/1", "a secret")).not.toBe(sealed);
  expect(sealed).not.toContain("secret");
});

test.each([
  ["in another place", key, "codes/2", sealed],
  ["with another key", systemRandom.bytes(32), "codes/1", sealed],
  ["with a shorter tag", key, "codes/1", sealed.slice(0, -4)],
  ["changed", key, "codes/1", sealed.replace(/^v1\.[^.]{4}/, "v1.AAAA")],
  ["of another version", key, "codes/1", sealed.replace("v1", "v2")],
  ["cut", key, "codes/1", sealed.split(".").slice(0, 2).join(".")],
  ["empty", key, "codes/1", ""],
])("it does not open %s", (_why, otherKey, about, text) => {
  expect(unseal(otherKey, about, text)).toBeUndefined();
});
