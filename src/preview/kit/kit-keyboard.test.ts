import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { browserPath } from "../../platform/chromium.ts";
import { useKitBrowser } from "./kit-browser.ts";

// A busy machine may be slow; nothing here waits for time to pass.
setDefaultTimeout(60_000);

describe.skipIf(!browserPath)("the kit under the keyboard, and under call patterns that must not fail", () => {
  const kit = useKitBrowser();

  test("a select may have an item without a value", async () => {
    await kit.open("remaining-parts");
    const box = kit.page.getByRole("combobox", { name: "Status" });
    expect((await box.textContent())?.trim()).toBe("All of them");
    await box.press("Enter");
    await kit.page.getByRole("option", { name: "Open ones" }).click();
    await kit.gone("select-content");
    expect((await box.textContent())?.trim()).toBe("Open ones");
    await box.press("Enter");
    await kit.page.keyboard.press("Home");
    await kit.page.keyboard.press("Enter");
    await kit.gone("select-content");
    expect((await box.textContent())?.trim()).toBe("All of them");
    expect(kit.complaints).toEqual([]);
  });

  test("a toast shows itself where nobody mounted a Toaster", async () => {
    await kit.open("toast-alone");
    await kit.page.reload();
    await kit.page.waitForSelector('html[data-ready="toast-alone"]', { state: "attached" });
    await kit.button("Toast alone").click();
    await kit.slot("toast").getByText("Nobody mounted me").waitFor();
    expect(kit.complaints).toEqual([]);
  });

  test("menus are worked with the keyboard, in every part that they have", async () => {
    await kit.open("every-menu-part");
    await kit.button("Nested menu").press("Enter");
    await kit.page.getByRole("menuitem", { name: "Invite by" }).press("ArrowRight");
    await kit.page.getByRole("menuitem", { name: "Mail" }).waitFor();
    await kit.page.keyboard.press("Escape");
    await kit.gone("dropdown-menu-content");
    await kit.page.getByRole("menuitem", { name: "View" }).press("Enter");
    await kit.page.getByRole("menuitemcheckbox", { name: "Toolbar", checked: true }).waitFor();
    await kit.page.getByRole("menuitemradio", { name: "One page" }).waitFor();
    await kit.page.keyboard.press("Escape");
    await kit.gone("menubar-content");
    await kit.cell("every-menu-part").getByText("Every kind of entry").click({ button: "right" });
    await kit.page.getByRole("menuitemcheckbox", { name: "Bookmarks", checked: true }).waitFor();
    await kit.page.keyboard.press("Escape");
    await kit.gone("context-menu-content");
    expect(kit.complaints).toEqual([]);
  });

  test("tabs are moved through with the arrows", async () => {
    await kit.open("tabs");
    await kit.cell("tabs").getByRole("tab").first().focus();
    await kit.page.keyboard.press("ArrowRight");
    await kit.page.getByRole("tab", { name: "Password", selected: true }).waitFor();
    expect(await kit.page.getByRole("tabpanel").first().getAttribute("aria-labelledby")).toBeTruthy();
    expect(kit.complaints).toEqual([]);
  });

  test("the newer combobox narrows, picks with the keyboard, clears, and holds several", async () => {
    await kit.open("newer-combobox");
    const box = kit.page.getByRole("combobox", { name: "Fruit" });
    await box.fill("an");
    expect(await kit.page.getByRole("option").allTextContents()).toEqual(["Banana"]);
    await box.press("ArrowDown");
    await box.press("Enter");
    await kit.gone("combobox-content");
    expect(await box.inputValue()).toBe("Banana");
    await kit.button("Clear").click();
    expect(await box.inputValue()).toBe("");
    const several = kit.page.getByRole("combobox", { name: "Several" });
    await several.click();
    await kit.page.getByRole("option", { name: "Cherry" }).click();
    expect(await kit.slot("combobox-chip").allTextContents()).toEqual(["Apple", "Cherry"]);
    await several.press("Escape");
    await kit.gone("combobox-content");
    await kit.button("Oslo").click();
    await kit.page.getByRole("option", { name: "Lima" }).click();
    await kit.button("Lima").waitFor();
    expect(kit.complaints).toEqual([]);
  });
});
