import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { browserPath, launchBrowser } from "../src/platform/chromium.ts";
import { buildUi } from "./build.ts";
import type { SourceFile } from "./lib/types.ts";
import { addVersion } from "./testing/fake-routes.ts";
import { isoNow, uuid } from "./testing/fake-state.ts";
import { openVisit, signIn, type Visit, type VisitOptions } from "./testing/visit.ts";

setDefaultTimeout(90_000);

const chatId = uuid();
const projectId = uuid();
const parts: SourceFile[] = [
  {
    path: "app/page.tsx",
    text: 'export default function Page() {\n  return <main><Kpi label="Revenue" value="€48,210" change="" /></main>;\n}\n',
  },
  {
    path: "components/card.tsx",
    text: 'export function Card({ title, note }) {\n  return <b className="text-lg">Refresh</b>;\n}\nexport function Pill() {}\n',
  },
];
const routed: SourceFile[] = [{ path: "app/page.tsx", text: "// ROUTED\nexport default function Page() {}\n" }];

describe.skipIf(!browserPath)("the stage in a real browser", () => {
  let browser: Browser;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "vitrine-ui-"));
    await buildUi(dir);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(dir, { recursive: true, force: true });
  });

  /** A visit to a chat that has these versions already. */
  const visit = (versions: SourceFile[][], run: (at: Visit) => Promise<void>, options: VisitOptions = {}) =>
    openVisit(
      { browser, dir },
      async (at) => {
        await signIn(at, `/chats/${chatId}`);
        // On a narrow screen it is there and not in sight yet.
        await at.page.locator(".preview-bar").waitFor({ state: "attached" });
        await run(at);
      },
      {
        ...options,
        prepare(state) {
          const times = { createdAt: isoNow(), updatedAt: isoNow() };
          state.projects.push({ id: projectId, name: "Shop", description: "", role: "owner", ...times });
          state.chats.push({ id: chatId, projectId, title: "Parts", ...times });
          for (const files of versions) addVersion(state, chatId, files, {});
          options.prepare?.(state);
        },
      },
    );
  const says = (page: Page, text: string) =>
    page.frameLocator(".glass iframe").getByText(text, { exact: true }).waitFor();
  const picker = (page: Page) => page.getByRole("button", { name: /^Shown:/u });
  const shown = (page: Page, name: string) => page.getByRole("button", { name: `Shown: ${name}` }).waitFor();

  test("one component is chosen by keyboard, survives a reload and a new version, and goes when it is gone", () =>
    visit([parts], async ({ page, server }) => {
      await says(page, "€48,210");
      await picker(page).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("c");
      await page.getByRole("menuitemradio", { name: /^Card/u }).and(page.locator(":focus")).waitFor();
      await page.keyboard.press("Enter");
      await says(page, "Card alone");
      await page.reload();
      await says(page, "Card alone");
      await shown(page, "Card");
      addVersion(server.state, chatId, [...parts, { path: "more.ts", text: "export const more = 1;" }], {});
      await page.reload();
      await says(page, "Card alone");
      addVersion(server.state, chatId, [{ path: "app/page.tsx", text: parts[0]?.text ?? "" }], {});
      await page.reload();
      await says(page, "€48,210");
      await shown(page, "page.tsx");
      expect(await page.evaluate((id) => localStorage.getItem(`vitrine.show.${id}`), chatId)).toBeNull();
    }));

  test("the gallery shows everything, opens one alone, and the palette knows each", () =>
    visit([parts], async ({ page }) => {
      await picker(page).click();
      await page.getByRole("menuitemradio", { name: /^Gallery/u }).click();
      await says(page, "Gallery");
      await page.frameLocator(".glass iframe").getByRole("button", { name: "alone Pill" }).click();
      await says(page, "Pill alone");
      await shown(page, "Pill");
      await picker(page).focus();
      await page.keyboard.press("Control+k");
      await page.keyboard.type("show card");
      await page.keyboard.press("Enter");
      await says(page, "Card alone");
    }));

  test("sample values are told, changed and taken back, and nothing is saved", () =>
    visit([parts], async ({ page, server }) => {
      await picker(page).click();
      await page.getByRole("menuitemradio", { name: /^Card/u }).click();
      await says(page, "title: Sample title");
      await page.getByRole("button", { name: "Sample values" }).click();
      await page.getByLabel("title").fill("My own");
      await says(page, "title: My own");
      await says(page, "note: Sample note");
      expect(server.state.builds.at(-1)?.wish).toMatchObject({ component: "Card", props: { title: "My own" } });
      await page.getByRole("button", { name: "Reset" }).click();
      await says(page, "title: Sample title");
      expect(server.state.versions.get(chatId)?.length).toBe(1);
    }));

  test("the path bar follows the component, takes an address, and steps back and forward", () =>
    visit([routed], async ({ page }) => {
      const path = page.getByLabel("Path", { exact: true });
      const at = (value: string) =>
        page.waitForFunction(
          (wanted) => document.querySelector<HTMLInputElement>(".path-input")?.value === wanted,
          value,
        );
      await page.frameLocator(".glass iframe").getByRole("button", { name: "About" }).click();
      await at("/about");
      await page.getByRole("button", { name: "Back", exact: true }).click();
      await at("/");
      await page.getByRole("button", { name: "Forward" }).click();
      await at("/about");
      await path.fill("https://elsewhere.example/team?x=1#top");
      await path.press("Enter");
      await at("/team?x=1#top");
      await page.getByRole("button", { name: "Known pages" }).click();
      await page.getByRole("menuitemradio", { name: "/blog/[slug]" }).click();
      await page.locator(".path-input:focus").waitFor();
      await page.keyboard.type("first");
      await page.keyboard.press("Enter");
      await at("/blog/first");
    }));

  test("there is no path bar where nothing follows an address", () =>
    visit([parts], async ({ page }) => {
      expect(await page.getByRole("group", { name: "Address in the preview" }).count()).toBe(0);
    }));

  test("a version that is looked at gets a picture, which the strip, the chats and the projects show", () =>
    visit([parts], async ({ page, server }) => {
      const loaded = (where: string) =>
        page.waitForFunction(
          (selector) => (document.querySelector<HTMLImageElement>(`${selector} .thumb img`)?.naturalWidth ?? 0) > 0,
          where,
        );
      await loaded(".strip");
      expect(
        [...server.state.thumbnails.values()].map((data) => Buffer.from(data, "base64").subarray(8, 12).toString()),
      ).toEqual(["WEBP"]);
      expect(await page.locator(".offstage").count()).toBe(0);
      await page.reload();
      await loaded(".strip");
      await page.getByRole("link", { name: "Vitrine, all projects" }).click();
      await loaded(".rows");
      expect(server.state.requests.filter((line) => line.startsWith("PUT")).length).toBe(1);
    }));

  test("who may only look makes no pictures", () =>
    visit(
      [parts],
      async ({ page, server }) => {
        await says(page, "€48,210");
        await page.getByRole("button", { name: /^Tailwind 4/u }).click();
        expect(await page.getByRole("menuitemradio", { name: /^Tailwind 3/u }).isDisabled()).toBe(true);
        expect(await page.locator(".offstage").count()).toBe(0);
        expect(server.state.requests.filter((line) => line.startsWith("PUT"))).toEqual([]);
      },
      {
        prepare(state) {
          for (const project of state.projects) project.role = "viewer";
        },
      },
    ));

  test("the version of Tailwind is told, and chosen for the project", () =>
    visit([parts], async ({ page, server }) => {
      await page.getByRole("button", { name: "Tailwind 4, found out" }).click();
      await page.getByRole("menuitemradio", { name: /^Tailwind 3/u }).click();
      await page.getByRole("button", { name: "Tailwind 3, chosen" }).waitFor();
      expect(server.state.projects[0]?.tailwind).toBe(3);
      await page.reload();
      await page.getByRole("button", { name: "Tailwind 3, chosen" }).click();
      await page.getByRole("menuitemradio", { name: /^Found out/u }).click();
      await page.getByRole("button", { name: "Tailwind 4, found out" }).waitFor();
    }));

  test("what was pointed at goes along with the request, with its place", () =>
    visit([parts], async ({ page, server }) => {
      await page.getByRole("button", { name: "Point at an element" }).click();
      await page.frameLocator(".glass iframe").getByRole("button", { name: "Refresh" }).click();
      const chip = page.getByRole("list", { name: "Pointed at" });
      await chip.getByText("button “Refresh”").waitFor();
      await chip.getByText("card.tsx:2").waitFor();
      expect(await page.getByRole("button", { name: "Point at an element" }).getAttribute("aria-pressed")).toBe(
        "false",
      );
      await page.keyboard.type("Make it red");
      await page.keyboard.press("Enter");
      await chip.waitFor({ state: "detached" });
      const prompt = [...server.state.generations.values()][0]?.prompt;
      expect(prompt).toBe(
        "Make it red\n\nThis is about:\n- the button “Refresh” in components/card.tsx:2 (<button>, part of <Kpi>)",
      );
      await page.getByRole("button", { name: "version 2", exact: true }).waitFor();
    }));

  test("the console filters, finds, copies and clears, and always says that the preview is offline", () =>
    visit(
      [[{ path: "app/page.tsx", text: "// MENDED\nexport default function Page() {}\n" }]],
      async ({ page, context }) => {
        await context.grantPermissions(["clipboard-read", "clipboard-write"]);
        await page.frameLocator(".glass iframe").getByRole("button", { name: "Refresh" }).click();
        await page.getByRole("tab", { name: /Console/u }).click();
        await page.getByText("The preview is offline").waitFor();
        await page.getByText("Mended: class is written className in React.").waitFor();
        const log = page.getByRole("log", { name: "Console" });
        await log.getByText("clicked").waitFor();
        await page.getByRole("button", { name: /^Errors/u }).click();
        await log.getByText("Nothing of this kind.").waitFor();
        await page.getByRole("button", { name: /^Logs 1/u }).click();
        await page.getByLabel("Find in the console").fill("nowhere");
        await log.getByText("Nothing of this kind.").waitFor();
        await page.getByLabel("Find in the console").fill("dashboard");
        await log.getByText("clicked").waitFor();
        await page.getByRole("button", { name: "Copy these messages" }).click();
        await page.getByText("1 message copied.").waitFor();
        expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("log  app/dashboard.tsx:4  clicked");
        await page.getByRole("button", { name: "app/page.tsx:2" }).click();
        await page.getByRole("tab", { name: "Code", selected: true }).waitFor();
        await page.getByRole("tab", { name: /Console/u }).click();
        await page.getByRole("button", { name: "Clear the console" }).click();
        await log.getByText(/^Quiet\./u).waitFor();
      },
    ));

  test("a narrow screen has all of it, without anything to scroll sideways", () =>
    visit(
      [routed],
      async ({ page }) => {
        await page.getByRole("button", { name: "Stage" }).click();
        await picker(page).waitFor();
        await page.getByLabel("Path", { exact: true }).waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      },
      { narrow: true },
    ));
});
