import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { browserPath, launchBrowser } from "../../../platform/chromium.ts";
import { testAssets } from "../../testing.ts";
import { extractCandidates } from "../candidates.ts";
import { createProject } from "../project.ts";
import { loadResources } from "../resources.ts";
import { createStyler } from "../styles.ts";

setDefaultTimeout(60_000);

interface Case {
  /** What is looked at has `id="it"`. */
  html: string;
  property: string;
  in3: string;
  in4: string;
  pseudo?: string;
}

const it = (classes: string, property: string, in3: string, in4: string): Case => ({
  html: `<div id="it" class="${classes}"></div>`,
  property,
  in3,
  in4,
});
const tag = (html: string, property: string, in3: string, in4: string, pseudo?: string): Case => ({
  html,
  property,
  in3,
  in4,
  ...(pseudo ? { pseudo } : {}),
});

const token = "oklch(0.922 0 0)";
const ink = "oklch(0.145 0 0)";
const red = "oklch(0.637 0.237 25.331)";
const none = "none";
const cases: Case[] = [
  it("border", "border-top-color", "rgb(229, 231, 235)", token),
  tag('<div class="divide-y"><p></p><p id="it"></p></div>', "border-top-color", "rgb(229, 231, 235)", token),
  tag('<div class="divide-y"><p></p><p id="it"></p></div>', "border-top-width", "1px", "0px"),
  tag('<div class="divide-x"><p id="it"></p><p></p></div>', "border-right-width", "0px", "1px"),
  it("ring", "box-shadow", "rgba(59, 130, 246, 0.5) 0px 0px 0px 3px", `${ink} 0px 0px 0px 1px`),
  it("ring-2", "box-shadow", "rgba(59, 130, 246, 0.5) 0px 0px 0px 2px", `${ink} 0px 0px 0px 2px`),
  it("outline-none", "outline-style", "solid", none),
  it("outline-none", "outline-offset", "2px", "0px"),
  it("outline-2", "outline-style", none, "solid"),
  it("outline outline-2", "outline-style", "solid", "solid"),
  it(
    "shadow-sm",
    "box-shadow",
    "rgba(0, 0, 0, 0.05) 0px 1px 2px 0px",
    "rgba(0, 0, 0, 0.1) 0px 1px 3px 0px, rgba(0, 0, 0, 0.1) 0px 1px 2px -1px",
  ),
  it(
    "shadow",
    "box-shadow",
    "rgba(0, 0, 0, 0.1) 0px 1px 3px 0px, rgba(0, 0, 0, 0.1) 0px 1px 2px -1px",
    "rgba(0, 0, 0, 0.1) 0px 1px 3px 0px, rgba(0, 0, 0, 0.1) 0px 1px 2px -1px",
  ),
  it(
    "drop-shadow-sm",
    "filter",
    "drop-shadow(rgba(0, 0, 0, 0.05) 0px 1px 1px)",
    "drop-shadow(rgba(0, 0, 0, 0.15) 0px 1px 2px)",
  ),
  it("blur-sm", "filter", "blur(4px)", "blur(8px)"),
  it("blur", "filter", "blur(8px)", "blur(8px)"),
  it("backdrop-blur-sm", "backdrop-filter", "blur(4px)", "blur(8px)"),
  it("rounded-sm", "border-top-left-radius", "2px", "6px"),
  it("rounded-lg", "border-top-left-radius", "8px", "10px"),
  tag('<div class="space-y-4"><p></p><p id="it" class="mt-8"></p></div>', "margin-top", "16px", "32px"),
  tag('<div class="space-x-4"><p id="it"></p><p></p></div>', "margin-right", "0px", "16px"),
  tag('<div class="space-x-4"><p></p><p id="it"></p></div>', "margin-left", "16px", "0px"),
  tag('<input id="it" placeholder="p">', "color", "rgb(156, 163, 175)", "oklab(0.145 0 0 / 0.5)", "::placeholder"),
  tag('<button id="it">b</button>', "cursor", "pointer", "default"),
  tag('<span id="it" role="button">b</span>', "cursor", "pointer", "auto"),
  tag('<button id="it" disabled>b</button>', "cursor", "default", "default"),
  tag('<input id="it">', "background-color", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"),
  tag('<dialog open id="it" style="width: 100px; border: 0"></dialog>', "margin-left", "358px", "0px"),
  it("bg-black bg-opacity-50", "background-color", "rgba(0, 0, 0, 0.5)", "rgb(0, 0, 0)"),
  it("text-white text-opacity-[.25]", "color", "rgba(255, 255, 255, 0.25)", "rgb(255, 255, 255)"),
  it("border border-red-500 border-opacity-50", "border-top-color", "rgba(239, 68, 68, 0.5)", red),
  tag(
    '<div class="divide-y divide-black divide-opacity-50"><p></p><p id="it"></p></div>',
    "border-top-color",
    "rgba(0, 0, 0, 0.5)",
    token,
  ),
  it(
    "ring-1 ring-black ring-opacity-5",
    "box-shadow",
    "rgba(0, 0, 0, 0.05) 0px 0px 0px 1px",
    "rgb(0, 0, 0) 0px 0px 0px 1px",
  ),
  it("flex-shrink-0", "flex-shrink", "0", "0"),
  it("flex-grow", "flex-grow", "1", "1"),
  it("overflow-ellipsis", "text-overflow", "ellipsis", "ellipsis"),
  it("decoration-clone", "box-decoration-break", "clone", "clone"),
  it("bg-red-500", "background-color", "rgb(239, 68, 68)", red),
  it("text-gray-500", "color", "rgb(107, 114, 128)", "oklch(0.551 0.027 264.364)"),
  it("bg-[--shade]", "background-color", "rgb(1, 2, 3)", "rgba(0, 0, 0, 0)"),
  it("w-[--length]", "width", "37px", "816px"),
  it("bg-(--shade)", "background-color", "rgb(1, 2, 3)", "rgb(1, 2, 3)"),
  it("!p-4 p-8", "padding-top", "16px", "16px"),
  it("scale-50", "transform", "matrix(0.5, 0, 0, 0.5, 0, 0)", none),
  it("scale-50", "scale", none, "0.5"),
  it("-translate-x-4 rotate-90", "transform", "matrix(0, 1, -1, 0, -16, 0)", none),
  it("translate-x-4 transform-none", "transform", none, none),
  it(
    "transition",
    "transition-property",
    "color, background-color, border-color, text-decoration-color, fill, stroke, opacity, box-shadow, transform, filter, backdrop-filter",
    "",
  ),
  it("transition-transform", "transition-property", "transform", "transform, translate, scale, rotate"),
  it("leading-none md:text-lg", "line-height", "28px", "18px"),
  tag('<div class="text-sm"><p id="it" style="font-size: 40px"></p></div>', "line-height", "20px", "57.1429px"),
  it(
    "bg-gradient-to-r from-black to-white",
    "background-image",
    "linear-gradient(to right, rgb(0, 0, 0) 0%, rgb(255, 255, 255) 100%)",
    "linear-gradient(to right in oklab, rgb(0, 0, 0) 0%, rgb(255, 255, 255) 100%)",
  ),
  it(
    "bg-gradient-to-r from-black via-white to-black md:from-white",
    "background-image",
    "linear-gradient(to right, rgb(255, 255, 255) 0%, rgba(0, 0, 0, 0) 100%)",
    "linear-gradient(to right in oklab, rgb(255, 255, 255) 0%, rgb(255, 255, 255) 50%, rgb(0, 0, 0) 100%)",
  ),
  it(
    "bg-[radial-gradient(var(--tw-gradient-stops))] from-black to-white",
    "background-image",
    "radial-gradient(rgb(0, 0, 0) 0%, rgb(255, 255, 255) 100%)",
    none,
  ),
  it("p-[theme(spacing.4)]", "padding-top", "16px", "16px"),
  it("text-[theme(colors.red.500)]", "color", "rgb(239, 68, 68)", red),
  it("mt-13", "margin-top", "0px", "52px"),
  it("z-60", "z-index", "auto", "60"),
  it("bg-black/8", "background-color", "rgba(0, 0, 0, 0)", "oklab(0 0 0 / 0.08)"),
  it("[mask-type:luminance]", "mask-type", "luminance", "luminance"),
  it("supports-[display:grid]:p-4", "padding-top", "16px", "16px"),
  tag('<div class="group is-open"><p id="it" class="group-[.is-open]:p-4"></p></div>', "padding-top", "16px", "16px"),
  tag(
    '<div><i class="peer" data-on="yes"></i><p id="it" class="peer-data-[on=yes]:p-4"></p></div>',
    "padding-top",
    "16px",
    "16px",
  ),
  tag('<p id="it" data-state="open" class="data-[state=open]:p-4"></p>', "padding-top", "16px", "16px"),
  tag('<p id="it" aria-checked="true" class="aria-checked:p-4"></p>', "padding-top", "16px", "16px"),
  tag('<div class="dark"><p id="it" class="dark:p-4"></p></div>', "padding-top", "16px", "16px"),
  tag('<h2 id="it" class="text-4xl">x</h2>', "font-size", "36px", "10px"),
];

/** Unlayered rules of a project, which win over utilities in 4 and have to compete with them in 3. */
const sheet = "h2 { font-size: 10px }\n:root { --shade: rgb(1, 2, 3); --length: 37px }";

describe.skipIf(browserPath === undefined)("what Tailwind 3 and 4 make of the same markup", () => {
  let browser: Browser;
  let page: Page;
  const css = new Map<3 | 4, string>();

  beforeAll(async () => {
    const styler = createStyler(await loadResources(await testAssets()));
    const project = createProject([
      { path: "a.css", text: sheet },
      { path: "a.html", text: cases.map(({ html }) => html).join("\n") },
    ]);
    for (const version of [3, 4] as const) {
      const classes = cases.flatMap(({ html }) => extractCandidates(html));
      css.set(version, (await styler.build(project, classes, version)).css);
    }
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 816, height: 600 } });
  });
  afterAll(() => browser?.close());

  async function computed({ html, property, pseudo }: Case, version: 3 | 4): Promise<string> {
    // A newer sheet replaces the older one, and no transition may be under way.
    await page.setContent(`<style>${css.get(version)}</style><main>${html}</main>`);
    const value: string = await page.evaluate(
      `getComputedStyle(document.querySelector("#it"), ${JSON.stringify(pseudo ?? null)}).getPropertyValue(${JSON.stringify(property)})`,
    );
    return plain(value);
  }

  test.each(
    cases.map(
      (one) => [`${one.html.replaceAll('<div id="it" ', "<div ")} ${one.property} ${one.pseudo ?? ""}`, one] as const,
    ),
  )("%s", async (_, one) => {
    expect(await computed(one, 3)).toBe(one.in3);
    const in4 = await computed(one, 4);
    if (one.in4 !== "") expect(in4).toBe(one.in4);
    else expect(in4).not.toBe(one.in3);
  });

  test("a tap is no hover in 4, and is one in 3", () => {
    expect(css.get(3)).not.toContain("@media (hover: hover)");
  });
});

/** Colours as `rgb()` with whole numbers, and shadows without the layers that show nothing. */
function plain(value: string): string {
  return value
    .replace(/(?:color\(srgb|oklab\(|oklch\(|lab\()[^)]*\)/g, asRgb)
    .replace(/(?:rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\)) 0px 0px 0px 0px(?:, )?/g, "")
    .replace(/, $/, "");
}

function asRgb(colour: string): string {
  const numbers = colour
    .replace(/^[^(]*\((?:srgb )?|\)$/g, "")
    .split(/[ /]+/)
    .map(Number);
  const [a = 0, b = 0, c = 0, alpha = 1] = numbers;
  if (!colour.startsWith("color(srgb")) return colour;
  const rgb = [a, b, c].map((part) => Math.round(part * 255)).join(", ");
  return alpha === 1 ? `rgb(${rgb})` : `rgba(${rgb}, ${alpha})`;
}
