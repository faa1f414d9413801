import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { browserPath, launchBrowser } from "../src/platform/chromium.ts";
import { buildUi } from "./build.ts";
import { openVisit, signIn, type Visit, type VisitOptions } from "./testing/visit.ts";

setDefaultTimeout(90_000);

describe.skipIf(!browserPath)("the studio page in a real browser", () => {
  let browser: Browser;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "vitrine-ui-"));
    const markdown = Bun.build({
      entrypoints: [join(import.meta.dir, "lib/markdown.ts")],
      target: "browser",
      format: "esm",
    });
    await buildUi(dir);
    await Bun.write(join(dir, "markdown.js"), await ((await markdown).outputs[0]?.text() ?? ""));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(dir, { recursive: true, force: true });
  });

  const visit = (run: (at: Visit) => Promise<void>, options: VisitOptions = {}) =>
    openVisit({ browser, dir }, run, options);

  async function ask(page: Page, prompt: string): Promise<void> {
    await page.getByLabel("What to make or change").fill(prompt);
    await page.keyboard.press("Enter");
  }
  const version = (page: Page, number: number) => page.getByRole("button", { name: `version ${number}`, exact: true });
  const frame = (page: Page) => page.frameLocator("iframe");

  test("setup link → account → first prompt → live component → follow-up → second version", () =>
    visit(
      async ({ page, server }) => {
        await page.goto(`${server.url}/setup#good-token`);
        await page.waitForFunction(() => location.hash === "");
        await page.getByLabel("Your name").fill("Mara Keller");
        await page.getByLabel("E-mail").fill("mara@example.org");
        await page.getByLabel("Password").fill("correct horse battery");
        await page.getByRole("button", { name: "Create the account" }).click();
        await page.getByText("rules and patterns, not a language model").first().waitFor();
        await ask(page, "A revenue dashboard with three KPIs");
        await version(page, 1).waitFor();
        await frame(page).getByText("€48,210").waitFor();
        await frame(page).getByRole("button", { name: "Refresh" }).click();
        await page.getByRole("tab", { name: /Console/u }).click();
        await page.getByText("clicked").waitFor();
        await page.getByRole("tab", { name: "Preview" }).click();
        await ask(page, "Now with the title 'Second try'");
        await version(page, 2).waitFor();
        await frame(page).getByRole("heading", { name: "Second try" }).waitFor();
        expect(server.state.builds.some((build) => build.partial)).toBe(true);
      },
      { claimed: false },
    ));

  test.each([
    ["a wrong token", { claimed: false, hash: "#bad" }, "This link no longer works"],
    ["no token", { claimed: false, hash: "" }, "The link is incomplete"],
    ["a claimed appliance", { claimed: true, hash: "#good-token" }, "Already set up"],
  ])("setup with %s says so and what to do", (_name, given, title) =>
    visit(
      async ({ page, server }) => {
        await page.goto(`${server.url}/setup${given.hash}`);
        if (given.hash === "#bad") {
          await page.getByLabel("Your name").fill("Mara");
          await page.getByLabel("E-mail").fill("mara@example.org");
          await page.getByLabel("Password").fill("correct horse battery");
          await page.getByRole("button", { name: "Create the account" }).click();
        }
        await page.getByRole("heading", { name: title }).waitFor();
      },
      { claimed: given.claimed },
    ),
  );

  test("a reload in mid-stream and a cut connection both go on where they were", () =>
    visit(async (at) => {
      await signIn(at);
      await ask(at.page, "A dashboard, gate");
      await at.page
        .getByText(/^Writing/u)
        .first()
        .waitFor();
      await at.page.reload();
      await at.page
        .getByText(/^Writing/u)
        .first()
        .waitFor();
      at.server.open("middle");
      await version(at.page, 1).waitFor();
      await ask(at.page, "Another, cut on the way");
      await version(at.page, 2).waitFor();
      const text = await at.page.getByRole("article", { name: "Answer" }).last().textContent();
      expect(text?.split("A two-column shell").length).toBe(2);
    }));

  test("stop, failure and refusal each keep what there is and offer a way on", () =>
    visit(async (at) => {
      const { page } = at;
      await signIn(at);
      await ask(page, "A dashboard, gate");
      await page
        .getByText(/^Writing/u)
        .first()
        .waitFor();
      await page.getByRole("button", { name: "Stop", exact: true }).click();
      await page.getByText("Stopped", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Continue" }).click();
      await version(page, 2).waitFor();
      expect(await page.getByRole("article", { name: "You" }).count()).toBe(1);
      await ask(page, "please fail");
      await page.getByText("The model took too long").waitFor();
      await page.reload();
      await page.getByText("The model took too long").waitFor();
      await ask(page, "please refuse");
      await page.getByText("The queue is full").waitFor();
      expect(await page.getByLabel("What to make or change").inputValue()).toBe("please refuse");
      await page.reload();
      await page.getByText("The model took too long").waitFor();
      expect(await page.getByLabel("What to make or change").inputValue()).toBe("please refuse");
    }));

  test("code can be edited, saved as a version, compared and restored", () =>
    visit(async (at) => {
      const { page, server } = at;
      await signIn(at);
      await ask(page, "A dashboard");
      await version(page, 1).waitFor();
      await page.getByRole("tab", { name: "Code" }).click();
      await page.getByRole("button", { name: "dashboard.tsx", exact: true }).click();
      await page.locator("#panel-code .cm-content").click();
      await page.keyboard.press("Control+Home");
      await page.keyboard.type("// typed quickly by hand, every letter counts\n");
      await page.reload();
      await page.getByText("Your unsaved edits go along").waitFor();
      await page.keyboard.press("Control+s");
      await page.getByText("Saved as version 2.").waitFor();
      const saved = [...server.state.versions.values()][0]?.[1]?.files.find(
        (file) => file.path === "app/dashboard.tsx",
      );
      expect(saved?.text.split("\n")[0]).toBe("// typed quickly by hand, every letter counts");
      await page.getByRole("button", { name: "Compare" }).click();
      await page.locator("#panel-diff .cm-changedLine, #panel-diff .cm-insertedLine").first().waitFor();
      await page.getByRole("button", { name: /^Version 1,/u }).click();
      await page.getByRole("button", { name: "Restore" }).click();
      await page.getByText("Version 1 is back as version 3.").waitFor();
      await page.getByRole("tab", { name: "Code" }).click();
      await page.locator("#panel-code .cm-content").click();
      await page.keyboard.press("Control+Home");
      await page.keyboard.type("// goes along\n");
      await ask(page, "And change the rest");
      await version(page, 5).waitFor();
      const along = [...server.state.versions.values()][0]?.[3];
      expect(along?.files.some((file) => file.text.startsWith("// goes along"))).toBe(true);
    }));

  test("the keyboard alone reaches commands, tabs and menus", () =>
    visit(async (at) => {
      const { page } = at;
      await signIn(at);
      await ask(page, "A dashboard");
      await version(page, 1).waitFor();
      await page.keyboard.press("Control+k");
      await page.keyboard.type("dark theme");
      await page.keyboard.press("Enter");
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
      await page.reload();
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
      await version(page, 1).waitFor();
      await page.getByRole("tab", { name: "Preview" }).focus();
      await page.keyboard.press("ArrowRight");
      expect(await page.getByRole("tab", { name: "Code" }).getAttribute("aria-selected")).toBe("true");
      await page.getByRole("button", { name: /^Model:/u }).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.getByText("Qwen3 Coder 30B answers.").waitFor();
    }));

  test("versions and answers tell where they come from, also after a reload and without asking for each", () =>
    visit(async (at) => {
      const { page, server } = at;
      await signIn(at);
      await ask(page, "A dashboard");
      await version(page, 1).waitFor();
      await page.getByRole("tab", { name: "Code" }).click();
      await page.getByRole("button", { name: "dashboard.tsx", exact: true }).click();
      await page.locator("#panel-code .cm-content").click();
      await page.keyboard.type("// by hand ");
      await page.keyboard.press("Control+s");
      await page.getByText("Saved as version 2.").waitFor();
      await page.getByRole("button", { name: /^Version 1,/u }).click();
      await page.getByRole("button", { name: "Restore" }).click();
      await page.getByText("Version 1 is back as version 3.").waitFor();
      server.state.requests.length = 0;
      await page.reload();
      await page.getByRole("button", { name: /^Version 1, Pattern engine,/u }).waitFor();
      await page.getByRole("button", { name: /^Version 2, Mara Keller edited the files,/u }).waitFor();
      await page.getByRole("button", { name: /^Version 3, Mara Keller restored version 1,/u }).waitFor();
      await page.getByText("MK · edited").waitFor();
      await page.getByText("MK · restored 1").waitFor();
      await page.getByText("1,842 tokens · 4.2 s").waitFor();
      await page.getByText("One thing repaired").waitFor();
      await page.getByText("Icon “Dollar” does not exist").waitFor();
      expect(server.state.requests.filter((line) => line.includes("/api/generations"))).toEqual([]);
    }));

  test("what went along with a message is shown again, a picture small and large", () =>
    visit(async (at) => {
      const { page } = at;
      await signIn(at);
      const buffer = await page.screenshot();
      await page.setInputFiles("input[type=file]", [
        { name: "sketch.png", mimeType: "image/png", buffer },
        { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("three figures") },
      ]);
      await ask(page, "A dashboard like this");
      await version(page, 1).waitFor();
      const picture = page.getByRole("button", { name: "Show sketch.png" });
      const address = async () => (await picture.locator("img").getAttribute("src")) ?? "";
      const works = (url: string) =>
        page.evaluate((blob) => {
          const image = new Image();
          image.src = blob;
          return image.decode().then(
            () => true,
            () => false,
          );
        }, url);
      await page.getByText("notes.txt").waitFor();
      expect(await address()).toStartWith("blob:");
      await page.reload();
      await picture.click();
      const large = page.getByRole("dialog").getByRole("img", { name: "sketch.png" });
      await large.waitFor();
      expect(await large.evaluate((one) => one instanceof HTMLImageElement && one.naturalWidth)).toBe(1440);
      await page.keyboard.press("Escape");
      await large.waitFor({ state: "detached" });
      const url = await address();
      expect(await works(url)).toBe(true);
      await page.getByRole("link", { name: "Vitrine, all projects" }).click();
      await page.getByLabel("Find a project").waitFor();
      expect(await works(url)).toBe(false);
    }));

  test("an idle page notices that the server went away, came back or was started anew", () =>
    visit(async (at) => {
      const { page, context, server } = at;
      await signIn(at);
      await ask(page, "A dashboard");
      await version(page, 1).waitFor();
      await context.setOffline(true);
      // On a machine without any network the browser was never online, and tells no change.
      await page.evaluate(() => dispatchEvent(new Event("offline")));
      await page.getByText("this page connects again by itself").waitFor();
      await context.setOffline(false);
      await page.getByText("Connected again.").waitFor();
      await page.getByText("Connected again.").waitFor({ state: "detached" });
      server.state.startedAt = new Date(0).toISOString();
      server.state.requests.length = 0;
      await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await page.getByText("Connected again.").waitFor();
      expect(server.state.requests).toContain("GET /health/live");
    }));

  test("a lost connection is said, survived and ended, and the text stays", () =>
    visit(async (at) => {
      const { page, context } = at;
      await signIn(at);
      await ask(page, "A dashboard");
      await version(page, 1).waitFor();
      await context.setOffline(true);
      await ask(page, "while nobody answers");
      await page.getByText("Not sent: Vitrine does not answer").waitFor();
      await page.getByText("this page connects again by itself").waitFor();
      expect(await page.getByLabel("What to make or change").inputValue()).toBe("while nobody answers");
      await context.setOffline(false);
      await page.getByText("Connected again.").waitFor();
      await page.getByRole("button", { name: "Try again" }).click();
      await version(page, 2).waitFor();
    }));

  test("projects are made, renamed, found and deleted", () =>
    visit(async (at) => {
      const { page } = at;
      await signIn(at);
      await page.getByRole("button", { name: "make an empty project" }).click();
      await page.getByRole("textbox", { name: "Name" }).fill("Acme console");
      await page.keyboard.press("Enter");
      await page.getByText("Nothing on show yet").waitFor();
      await page.getByRole("link", { name: "Vitrine, all projects" }).click();
      await page.getByRole("button", { name: "Actions for Acme console" }).click();
      await page.getByRole("menuitem", { name: "Rename" }).click();
      await page.getByRole("textbox", { name: "Name" }).fill("Acme desk");
      await page.getByRole("button", { name: "Save" }).click();
      // Until the dialog has gone, the page behind it takes no keys.
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.getByLabel("Find a project").fill("nothing like it");
      await page.getByText("No project matches").waitFor();
      await page.getByLabel("Find a project").fill("desk");
      await page.getByRole("button", { name: "Actions for Acme desk" }).click();
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await page.getByRole("button", { name: "Delete project" }).click();
      await page.getByText("What shall stand in the vitrine first?").waitFor();
    }));

  test("a narrow screen switches between conversation and stage", () =>
    visit(
      async (at) => {
        const { page } = at;
        await signIn(at);
        await ask(page, "A dashboard");
        await version(page, 1).waitFor();
        expect(await page.locator("iframe").isVisible()).toBe(false);
        await page.getByRole("button", { name: "Stage" }).click();
        await frame(page).getByText("€48,210").waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      },
      { narrow: true },
    ));

  test("a model's markdown cannot bring script, style, frames, forms, images or handlers", () =>
    visit(async ({ page, server, complaints }) => {
      await page.goto(`${server.url}/nowhere`);
      const texts = [
        "**bold** <script>alert(1)</script>",
        '<img src="http://elsewhere.example/x" onerror="alert(1)">',
        "[link](javascript:alert(1)) [good](https://example.org)",
        '<style>*{display:none}</style><iframe src="/"></iframe><form action="/"><input></form>',
        '<a href="data:text/html,hi" id="app" class="x" style="color:red" onclick="x()">a</a>',
        "![tracker](http://elsewhere.example/y)",
        "<svg><a href='javascript:alert(1)'>x</a></svg>",
      ];
      const made = await page.evaluate(async (list) => {
        const module = await import(new URL("/markdown.js", location.origin).href);
        return list.map((text): string => module.renderMarkdown(text));
      }, texts);
      // While it reads the hostile text in an inert document, the content policy already speaks up: that is as it should be.
      const blocked = complaints.splice(0);
      expect(blocked.filter((text) => !text.includes("Content Security Policy"))).toEqual([]);
      expect(made[0]).toContain("<strong>bold</strong>");
      expect(made[2]).toContain('<a target="_blank" rel="noopener noreferrer" href="https://example.org">');
      // What is no formatting is shown as text; there it may say anything.
      expect(made[1]).toContain("&lt;img src=");
      expect((made.join("\n").match(/<[^>]*>/gu) ?? []).join("\n")).not.toMatch(
        /<(script|style|img|iframe|form|input|svg)|javascript:|data:|\son\w+=|\sid=|class=|style=/iu,
      );
    }));
});
