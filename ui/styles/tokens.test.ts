import { describe, expect, test } from "bun:test";
import { join } from "node:path";

const text = await Bun.file(join(import.meta.dir, "tokens.css")).text();
const [light = "", dark = ""] = text.split('[data-theme="dark"]');

function read(block: string): Map<string, string> {
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gu)].map(([, name = "", value = ""]) => [name, value]),
  );
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const surfaces = ["panel", "bg", "raised", "sunken", "hover"];
const pairs: [string, string][] = [
  ...["ink", "ink-2", "ink-3", "accent", "ok", "warn", "bad"].flatMap((ink) =>
    surfaces.map((surface): [string, string] => [ink, surface]),
  ),
  ["ok", "ok-soft"],
  ["warn", "warn-soft"],
  ["bad", "bad-soft"],
  ["accent", "accent-soft"],
  ["accent-ink", "accent"],
  ...["keyword", "string", "tag", "number", "comment", "name"].map((name): [string, string] => [
    `syn-${name}`,
    "panel",
  ]),
];

describe.each([
  ["light", read(light)],
  ["dark", read(dark)],
])("the %s tokens", (_name, tokens) => {
  test("meet WCAG AA wherever they are put together", () => {
    const weak = pairs
      .map(([ink, surface]) => ({
        ink,
        surface,
        ratio: contrast(tokens.get(ink) ?? "#000000", tokens.get(surface) ?? "#000000"),
      }))
      .filter((pair) => pair.ratio < 4.5);
    expect(weak).toEqual([]);
  });
});
