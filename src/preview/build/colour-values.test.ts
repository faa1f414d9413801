import { describe, expect, test } from "bun:test";
import { tripleNames, wholeColours } from "./colour-values.ts";
import { createProject } from "./project.ts";

const triples = tripleNames(
  createProject([
    { path: "a.css", text: ":root { --brand: 222 47% 11%; --whole: oklch(0.5 0 0); --size: 10px }" },
    { path: "a.tsx", text: 'export default () => <p style={{ "--inline": "120 50% 50%" }} />;' },
  ]),
);

test("triples are found in sheets and in style objects", () => expect([...triples]).toEqual(["brand", "inline"]));

describe("colours written for triples", () => {
  const rewritten: [from: string, to: string][] = [
    ["hsl(var(--chart-1))", "var(--chart-1)"],
    ["hsl(var(--brand))", "hsl(var(--brand))"],
    ["hsl(var(--inline) / 0.5)", "hsl(var(--inline) / 0.5)"],
    ["hsl(var(--ring) / 0.5)", "rgb(from var(--ring) r g b / 0.5)"],
    ["shadow-[0_0_0_1px_hsl(var(--ring)/50%)]", "shadow-[0_0_0_1px_rgb(from_var(--ring)_r_g_b/50%)]"],
    ["hsla(var(--ring))", "var(--ring)"],
    ["hsl(10 20% 30%)", "hsl(10 20% 30%)"],
  ];
  test.each(rewritten)("%s", (from, to) => expect(wholeColours(from, triples)).toBe(to));
});
