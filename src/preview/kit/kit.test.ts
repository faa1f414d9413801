import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { browserPath, launchBrowser } from "../../platform/chromium.ts";
import { serveKitPage } from "./kit-page.ts";

// A busy machine may be slow; nothing here waits for time to pass.
setDefaultTimeout(60_000);

describe.skipIf(!browserPath)("preview kit in Chromium", () => {
  let kit: Awaited<ReturnType<typeof serveKitPage>>;
  let browser: Browser;
  let page: Page;
  let complaints: string[] = [];

  /** Mounts these examples afresh; `all` is every one that needs no page of its own. */
  async function open(...names: string[]): Promise<void> {
    complaints = [];
    await page.goto(`${kit.url}#${names}`);
    await page.waitForSelector(`html[data-ready="${names}"]`, { state: "attached" });
    await page.mouse.move(0, 0);
  }

  const cell = (name: string) => page.locator(`[data-mount="${name}"]`);
  const slot = (name: string) => page.locator(`[data-slot="${name}"]`);
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const gone = (name: string) => slot(name).first().waitFor({ state: "detached" });

  beforeAll(async () => {
    kit = await serveKitPage();
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    await page.goto(`${kit.url}#nothing`);
    // Only the end of a movement matters here.
    await page.addStyleTag({ content: "* { animation: none !important; transition: none !important; }" });
  });

  afterAll(async () => {
    await browser?.close();
    await kit?.stop();
  });

  describe("mounts", () => {
    test("every example shows its slots, is not empty, and says nothing on the console", async () => {
      await open("all");
      const report = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>("[data-mount]")].map((root) => ({
          name: root.dataset.mount,
          empty: root.getBoundingClientRect().height < 8,
          missing: (root.dataset.slots ?? "").split(" ").filter((name) => {
            return name !== "" && !root.querySelector(`[data-slot="${name}"]`);
          }),
        })),
      );
      expect(report.length).toBeGreaterThan(50);
      expect(report.filter(({ empty, missing }) => empty || missing.length > 0)).toEqual([]);
      expect(complaints).toEqual([]);
    });

    test("icon buttons have names, and colours come from the tokens", async () => {
      const unnamed = await page.evaluate(() =>
        [...document.querySelectorAll("button")]
          .filter((found) => !found.ariaLabel && !found.textContent?.trim() && !found.labels.length)
          .map((found) => found.outerHTML.slice(0, 120)),
      );
      expect(unnamed).toEqual([]);
      const primary = await cell("button")
        .getByText("Default")
        .evaluate((found) => getComputedStyle(found).backgroundColor);
      expect(primary).toBe("oklch(0.205 0 0)");
      await page.evaluate(() => document.documentElement.classList.add("dark"));
      await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === "oklch(0.145 0 0)");
      await page.evaluate(() => document.documentElement.classList.remove("dark"));
    });
  });

  describe("behaviour", () => {
    test("a dialog opens, keeps the focus inside, and closes with Escape", async () => {
      await open("dialog", "alert-dialog");
      await button("Open dialog").click();
      await slot("dialog-content").waitFor();
      for (let press = 0; press < 6; press += 1) {
        await page.keyboard.press("Tab");
        const inside = await page.evaluate(
          () => document.activeElement?.closest("[data-slot=dialog-content]") !== null,
        );
        expect(inside).toBe(true);
      }
      await page.keyboard.press("Escape");
      await gone("dialog-content");
      expect(await button("Open dialog").evaluate((found) => found === document.activeElement)).toBe(true);
      await button("Delete account").click();
      await slot("alert-dialog-content").getByRole("button", { name: "Cancel" }).click();
      await gone("alert-dialog-content");
      expect(complaints).toEqual([]);
    });

    test("a sheet and a drawer open and close", async () => {
      await open("sheet", "drawer");
      await button("Open sheet").click();
      await button("Apply").click();
      await gone("sheet-content");
      await button("Open drawer").click();
      await slot("drawer-content").waitFor();
      await button("Close drawer").click();
      await gone("drawer-content");
      expect(complaints).toEqual([]);
    });

    test("a select takes the option that is picked", async () => {
      await open("select");
      await cell("select").getByRole("combobox").click();
      await page.getByRole("option", { name: "Pear" }).click();
      await gone("select-content");
      expect(await slot("select-value").textContent()).toBe("Pear");
      expect(complaints).toEqual([]);
    });

    test("menus open, nest and mark", async () => {
      await open("dropdown-menu", "context-menu", "menubar", "navigation-menu");
      await button("Open menu").click();
      await page.getByRole("menuitemcheckbox", { name: "Pinned" }).click();
      await gone("dropdown-menu-content");
      await button("Open menu").click();
      await page.getByRole("menuitemcheckbox", { name: "Pinned", checked: false }).waitFor();
      await page.getByRole("menuitem", { name: "Invite" }).hover();
      await slot("dropdown-menu-sub-content").waitFor();
      await page.keyboard.press("Escape");
      await gone("dropdown-menu-content");
      await cell("context-menu").getByText("Right click here").click({ button: "right" });
      await slot("context-menu-content").waitFor();
      await page.keyboard.press("Escape");
      await gone("context-menu-content");
      await page.getByRole("menuitem", { name: "File" }).click();
      await slot("menubar-content").waitFor();
      await page.keyboard.press("Escape");
      await gone("menubar-content");
      await button("Products").click();
      await slot("navigation-menu-viewport").getByText("Analytics").waitFor();
      expect(complaints).toEqual([]);
    });

    test("tabs switch, an accordion and a collapsible unfold", async () => {
      await open("tabs", "accordion", "collapsible");
      await page.getByRole("tab", { name: "Password" }).click();
      await cell("tabs").getByText("Change your password here.").waitFor();
      expect(await cell("tabs").getByText("Change your account here.").count()).toBe(0);
      await button("Does it work offline?").click();
      await page.getByText("Everything is on this machine.").waitFor();
      await cell("accordion").getByText("Yes. It follows").waitFor({ state: "detached" });
      await button("Show more").click();
      await page.getByText("Here is more.").waitFor();
      expect(complaints).toEqual([]);
    });

    test("checkbox, switch, radio, slider and toggles change", async () => {
      await open("checkbox", "switch", "radio-group", "slider", "toggle-group");
      await page.getByLabel("Accept the terms").click();
      expect(await page.getByLabel("Accept the terms").getAttribute("data-state")).toBe("unchecked");
      await page.getByRole("switch", { name: "Off" }).click();
      expect(await page.getByRole("switch", { name: "Off" }).getAttribute("aria-checked")).toBe("true");
      await page.getByLabel("Team").click();
      expect(await page.getByLabel("Team").getAttribute("aria-checked")).toBe("true");
      const volume = page.getByRole("slider", { name: "Volume" });
      await volume.press("ArrowRight");
      expect(await volume.getAttribute("aria-valuenow")).toBe("41");
      const underline = cell("toggle-group").getByRole("button", { name: "Underline" });
      await underline.click();
      expect(await underline.getAttribute("aria-pressed")).toBe("true");
      expect(complaints).toEqual([]);
    });

    test("tooltips, hover cards and popovers show", async () => {
      await open("tooltip", "hover-card", "popover");
      await button("Hover me").hover();
      await page.getByRole("tooltip", { name: "Add to library" }).waitFor();
      await button("Provided").hover();
      await page.getByRole("tooltip", { name: "With a provider" }).waitFor();
      await button("@vitrine").hover();
      await slot("hover-card-content").waitFor();
      await button("Open popover").click();
      await page.getByLabel("Width").waitFor();
      expect(complaints).toEqual([]);
    });

    test("toasts of both kinds appear and close", async () => {
      await open("toast", "sonner");
      await button("Show toast").click();
      await slot("toast").getByText("Scheduled", { exact: true }).waitFor();
      await slot("toast").getByRole("button", { name: "Undo" }).click();
      await gone("toast");
      await button("Show sonner").click();
      await page.locator("[data-sonner-toast]").getByText("Event created").waitFor();
      expect(complaints).toEqual([]);
    });

    test("a form ties its error to the control", async () => {
      await open("form");
      await cell("form").getByRole("button", { name: "Save" }).click();
      const message = slot("form-message");
      expect(await message.textContent()).toBe("Pick a user name");
      const input = page.getByLabel("User name");
      expect(await input.getAttribute("aria-invalid")).toBe("true");
      expect(await input.getAttribute("aria-describedby")).toContain(String(await message.getAttribute("id")));
      await input.fill("ada");
      await message.waitFor({ state: "detached" });
      expect(complaints).toEqual([]);
    });

    test("a calendar selects a day and turns the month", async () => {
      await open("calendar", "calendar-range");
      const calendar = cell("calendar");
      await calendar.getByRole("button", { name: /June 20th/ }).click();
      expect(await page.getByTestId("calendar-value").textContent()).toBe("Fri Jun 20 2025");
      await calendar.getByRole("button", { name: /next month/i }).click();
      await calendar.getByText("July 2025").waitFor();
      expect(await cell("calendar-range").locator("[data-range-middle=true]").count()).toBe(8);
      expect(await cell("calendar-range").getByRole("combobox").count()).toBe(2);
      expect(complaints).toEqual([]);
    });

    test("a command list filters, and its dialog opens", async () => {
      await open("command");
      await cell("command").getByRole("combobox").fill("prof");
      expect(await cell("command").getByRole("option").allTextContents()).toEqual([" Profile ⌘P"]);
      await button("Open palette").click();
      await slot("dialog-content").getByText("Palette entry").waitFor();
      await page.keyboard.press("Escape");
      await gone("dialog-content");
      expect(complaints).toEqual([]);
    });

    test("a carousel moves", async () => {
      await open("carousel");
      const previous = button("Previous slide");
      expect(await previous.isDisabled()).toBe(true);
      await button("Next slide").click();
      await page.waitForFunction(() => {
        const track = document.querySelector<HTMLElement>("[data-slot=carousel-content] > div");
        return track !== null && new DOMMatrix(getComputedStyle(track).transform).m41 < -50;
      });
      expect(await previous.isDisabled()).toBe(false);
      expect(complaints).toEqual([]);
    });

    test("a one-time code is typed into its slots", async () => {
      await open("input-otp");
      await page.getByLabel("One-time code").pressSequentially("123456");
      expect(await slot("input-otp-slot").allTextContents()).toEqual(["1", "2", "3", "4", "5", "6"]);
      expect(complaints).toEqual([]);
    });

    test("resizable panels read old sizes as per cent and move with the keyboard", async () => {
      await open("resizable");
      const [first, second] = await slot("resizable-panel").evaluateAll((panels) =>
        panels.slice(0, 2).map((panel) => panel.getBoundingClientRect().width),
      );
      expect((first ?? 0) / ((first ?? 0) + (second ?? 1))).toBeCloseTo(0.25, 1);
      const handle = slot("resizable-handle").first();
      const before = Number(await handle.getAttribute("aria-valuenow"));
      await handle.press("ArrowRight");
      expect(Number(await handle.getAttribute("aria-valuenow"))).toBeGreaterThan(before);
      expect(complaints).toEqual([]);
    });

    test("charts draw in the colours of their config and show a tooltip", async () => {
      await open("chart", "chart-others");
      const bars = cell("chart").locator(".recharts-bar path.recharts-rectangle");
      expect(await bars.count()).toBe(10);
      expect(await bars.first().evaluate((bar) => getComputedStyle(bar).fill)).toBe("oklch(0.646 0.222 41.116)");
      expect(await cell("chart-others").locator("path.recharts-line-curve").count()).toBe(1);
      expect(await cell("chart-others").locator("path.recharts-sector").count()).toBe(3);
      expect(await slot("chart-legend").textContent()).toContain("Desktop");
      await cell("chart").locator("svg.recharts-surface").first().hover();
      const tooltip = cell("chart").locator("[data-slot=chart-tooltip]");
      await tooltip.waitFor();
      expect(await tooltip.textContent()).toBe("MarchDesktop237Mobile120");
      const tick = cell("chart").getByText("Mar", { exact: true });
      expect(await tick.evaluate((found) => getComputedStyle(found).fill)).toBe("oklch(0.556 0 0)");
      const pie = await cell("chart-others").locator("g.recharts-pie").boundingBox();
      if (!pie) throw new Error("no pie");
      await page.mouse.move(pie.x + pie.width / 2 + 10, pie.y + 10);
      await cell("chart-others").locator("[data-slot=chart-tooltip]").getByText("Chrome275").waitFor();
      expect(complaints).toEqual([]);
    });
  });

  describe("ways in which code puts them together", () => {
    test("a combobox of popover and command list", async () => {
      await open("combobox");
      await page.getByRole("combobox").click();
      await page.getByPlaceholder("Search framework...").fill("rem");
      await page.keyboard.press("Enter");
      await gone("popover-content");
      expect((await page.getByRole("combobox").textContent())?.trim()).toBe("Remix");
      expect(complaints).toEqual([]);
    });

    test("a date picker written for react-day-picker 8", async () => {
      await open("date-picker");
      await button("2025-03-14").click();
      await page.waitForFunction(() => document.activeElement?.closest("[data-slot=calendar]") !== null);
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("14");
      expect(await page.locator("th.old-head-cell").count()).toBe(7);
      expect(await page.locator("button.old-nav-button").count()).toBe(2);
      expect(await page.locator("button.old-day").count()).toBeGreaterThan(27);
      expect(await page.getByRole("button", { name: /March 9th/ }).isDisabled()).toBe(true);
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await button("2025-03-15").waitFor();
      expect(complaints).toEqual([]);
    });

    test("a form with a select, a schema and a toast that is updated", async () => {
      await open("role-form");
      await button("Save role").click();
      await page.getByText("Choose a role").waitFor();
      await page.getByRole("combobox", { name: "Role" }).click();
      await page.getByRole("option", { name: "Editor" }).click();
      await button("Save role").click();
      await slot("toast").getByText("Saved editor", { exact: true }).waitFor();
      await slot("toast").getByText("Updated", { exact: true }).waitFor();
      await button("Close").click();
      await gone("toast");
      expect(complaints).toEqual([]);
    });

    test("resizable panels that report their layout in per cent", async () => {
      await open("old-panels");
      expect(await page.getByTestId("panel-sizes").textContent()).toBe("40 / 60");
      await slot("resizable-handle").press("Home");
      await page.getByTestId("panel-sizes").getByText("20 / 80").waitFor();
      expect(complaints).toEqual([]);
    });
  });

  describe("sidebar", () => {
    test("folds to its icons by button and by keyboard, and shows tooltips then", async () => {
      await open("sidebar");
      const bar = slot("sidebar").first();
      const width = () => slot("sidebar-container").evaluate((found) => found.getBoundingClientRect().width);
      expect(await width()).toBe(256);
      await slot("sidebar-trigger").click();
      await page.waitForSelector("[data-slot=sidebar][data-state=collapsed]");
      await page.waitForFunction(
        () => document.querySelector("[data-slot=sidebar-container]")?.getBoundingClientRect().width === 48,
      );
      await page.getByRole("link", { name: "Inbox" }).hover();
      await page.getByRole("tooltip", { name: "Inbox" }).waitFor();
      await page.keyboard.press("Control+b");
      await page.waitForSelector("[data-slot=sidebar][data-state=expanded]");
      expect(await bar.getAttribute("data-collapsible")).toBe("");
      expect(complaints).toEqual([]);
    });

    test("becomes a sheet on a narrow window", async () => {
      await open("sidebar");
      await page.setViewportSize({ width: 390, height: 844 });
      await slot("sidebar-trigger").click();
      await page.locator("[data-mobile=true]").getByText("Calendar").waitFor();
      await page.keyboard.press("Escape");
      await page.locator("[data-mobile=true]").waitFor({ state: "detached" });
      await page.setViewportSize({ width: 1440, height: 900 });
      expect(complaints).toEqual([]);
    });

    test("sits beside a theme switch that turns the page dark", async () => {
      await open("sidebar");
      await button("Switch theme").click();
      await page.waitForSelector("html.dark", { state: "attached" });
      expect(complaints).toEqual([]);
    });
  });
});
