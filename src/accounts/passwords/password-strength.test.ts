import { expect, test } from "bun:test";
import { type PasswordStrength, passwordStrength } from "./password-strength.ts";

test.each<[string, PasswordStrength]>([
  ["short", "refused"],
  ["Password123", "refused"],
  ["aaaaaaaaaaaaaaaa", "refused"],
  ["abcdefghijklmnop", "weak"],
  ["abcabcabcabcabcabc", "weak"],
  ["tree-lamp-9", "fair"],
  ["a quiet harbour at dawn", "strong"],
  ["пароль из слов и снега", "strong"],
])("%s is %s", (password, strength) => {
  expect(passwordStrength(password)).toBe(strength);
});
