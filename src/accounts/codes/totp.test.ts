import { expect, test } from "bun:test";
import { systemRandom } from "../../platform/random.ts";
import { base32, codeAt, fromBase32, otpauthUri, stepAt, stepOfCode } from "./totp.ts";

const secret = Buffer.from("12345678901234567890");

// RFC 6238, appendix B, SHA-1; six of its eight digits.
test.each([
  [59, "287082"],
  [1111111109, "081804"],
  [1111111111, "050471"],
  [1234567890, "005924"],
  [2000000000, "279037"],
  [20000000000, "353130"],
])("the code at second %d is %s", (second, code) => {
  expect(codeAt(secret, stepAt(second * 1000))).toBe(code);
});

// RFC 4648, section 10.
test.each([
  ["", ""],
  ["f", "MY"],
  ["fo", "MZXQ"],
  ["foo", "MZXW6"],
  ["foob", "MZXW6YQ"],
  ["fooba", "MZXW6YTB"],
  ["foobar", "MZXW6YTBOI"],
])("%p in base32 is %p", (text, encoded) => {
  expect(base32(Buffer.from(text))).toBe(encoded);
  expect(fromBase32(encoded).toString()).toBe(text);
});

test("any secret comes back from base32", () => {
  for (let n = 0; n < 50; n++) {
    const bytes = systemRandom.bytes(20);
    expect(fromBase32(base32(bytes))).toEqual(Buffer.from(bytes));
  }
});

test.each([
  [-2, false],
  [-1, true],
  [0, true],
  [1, true],
  [2, false],
])("a code %d steps away is taken: %p", (away, taken) => {
  const now = 1_700_000_000_000;
  const step = stepAt(now) + away;
  expect(stepOfCode(secret, codeAt(secret, step), now)).toBe(taken ? step : undefined);
});

test.each(["", "12345", "1234567", "12345a", "１２３４５６", "-12345"])("what is no code is of no step: %p", (code) => {
  expect(stepOfCode(secret, code, 0)).toBeUndefined();
});

test("the address for a QR code escapes what a person typed", () => {
  expect(otpauthUri("ABC", "a&b@example.org", "Vitrine")).toBe(
    "otpauth://totp/Vitrine:a%26b%40example.org?secret=ABC&issuer=Vitrine&algorithm=SHA1&digits=6&period=30",
  );
});
