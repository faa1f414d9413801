import { describe, expect, test } from "bun:test";
import { pictureSize } from "./picture-size.ts";

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));
const riff = (kind: string, body: number[]): Uint8Array => {
  const size = 4 + 8 + body.length;
  return bytes("RIFF", [size & 255, size >> 8, 0, 0], "WEBP", kind, [body.length, 0, 0, 0], body);
};
const pad = Array<number>(10).fill(0);

describe("a picture's own bytes say what it is", () => {
  const told: [what: string, data: Uint8Array, expected: ReturnType<typeof pictureSize>][] = [
    [
      "lossy WebP",
      riff("VP8 ", [0x30, 1, 0, 0x9d, 0x01, 0x2a, 0xe0, 0x01, 0x2c, 0x41, ...pad]),
      { mediaType: "image/webp", width: 480, height: 300 },
    ],
    [
      "lossless WebP",
      riff("VP8L", [0x2f, 0xdf, 0xc1, 0x4a, 0x00, ...pad]),
      { mediaType: "image/webp", width: 480, height: 300 },
    ],
    [
      "extended WebP",
      riff("VP8X", [0x10, 0, 0, 0, 0xdf, 1, 0, 0x2b, 1, 0, ...pad]),
      { mediaType: "image/webp", width: 480, height: 300 },
    ],
    [
      "baseline JPEG behind other segments",
      bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc4, 0, 3, 9, 0xff, 0xc0, 0, 11, 8, 0x01, 0x2c, 0x01, 0xe0, 3]),
      { mediaType: "image/jpeg", width: 480, height: 300 },
    ],
    ["a WebP without its start code", riff("VP8 ", [0x30, 1, 0, 0, 0, 0, 0xe0, 1, 0x2c, 1, ...pad]), undefined],
    [
      "a WebP that is cut off",
      riff("VP8 ", [0x30, 1, 0, 0x9d, 0x01, 0x2a, 0xe0, 1, 0x2c, 1]).subarray(0, 28),
      undefined,
    ],
    ["a WebP of nothing", riff("VP8 ", [0x30, 1, 0, 0x9d, 0x01, 0x2a, 0, 0, 0, 0, ...pad]), undefined],
    ["a RIFF of sound", bytes("RIFF", [40, 0, 0, 0], "WAVE", pad, pad, pad), undefined],
    ["a JPEG without a frame", bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xd9]), undefined],
    ["a JPEG whose segment has no length", bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0, ...pad]), undefined],
    ["PNG", bytes("\x89PNG\r\n\x1a\n", pad, pad), undefined],
    ["SVG", bytes("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), undefined],
    ["a page", bytes("<!doctype html><script>alert(1)</script>"), undefined],
    ["nothing", bytes(), undefined],
  ];
  test.each(told)("%s", (_, data, expected) => expect(pictureSize(data)).toEqual(expected));

  test("and no cut of any of them is read past its end", () => {
    for (const [, data] of told) {
      for (let end = 0; end <= data.length; end++) expect(() => pictureSize(data.subarray(0, end))).not.toThrow();
    }
  });
});
