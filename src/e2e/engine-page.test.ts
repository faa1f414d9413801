import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { type Appliance, type Client, firstAdmin, signIn } from "./appliance.ts";
import { browserPath, launchBrowser, type Visit, visit } from "./browser.ts";
import { type EngineMachine, engineMachine } from "./engine-machine.ts";

setDefaultTimeout(90_000);

describe.skipIf(browserPath === undefined)("the administration of engines in a browser", () => {
  let machine: EngineMachine;
  let appliance: Appliance;
  let browser: Browser;
  let page: Page;
  let client: Client;
  let visited: Visit;

  beforeAll(async () => {
    machine = engineMachine();
    appliance = await machine.start();
    client = await signIn(appliance.url);
    await client.send("POST", "/api/admin/engines", {
      id: "coder",
      settings: machine.settings("coder", { tokensPerSecond: 500, phaseMs: { load: 800 } }),
    });
    browser = await launchBrowser();
    visited = await visit(browser, appliance.url);
    page = visited.page;
    await page.goto(`${appliance.url}/admin/models`);
    await page.getByLabel("E-mail").fill(firstAdmin.email);
    await page.getByLabel("Password", { exact: true }).fill(firstAdmin.password);
    await page.getByRole("button", { name: "Sign in" }).click();
  });
  afterAll(async () => {
    await browser?.close();
    await appliance?.dispose();
    machine?.dispose();
  });

  test("starts an engine with one click and shows it come up", async () => {
    await page.getByRole("button", { name: "Start the engine coder" }).click();
    await page
      .getByText(/Ready for/)
      .first()
      .waitFor();
    expect(await page.getByText("Test GPU 48").count()).toBeGreaterThan(0);
  });

  test("shows its log, finds a word in it, and charts its numbers", async () => {
    await page.goto(`${appliance.url}/admin/engine/coder`);
    await page.getByRole("heading", { name: "coder" }).waitFor();
    const log = page.getByRole("log");
    await log.getByText("Application startup complete").first().waitFor();
    await page.getByRole("searchbox").fill("KV cache size");
    await log
      .getByText(/GPU KV cache size/)
      .first()
      .waitFor();
    await log.getByText("Application startup complete").first().waitFor({ state: "detached" });
  });

  test("shows who holds the GPU", async () => {
    await page.goto(`${appliance.url}/admin/gpu`);
    await page.getByRole("link", { name: "coder" }).first().waitFor();
  });

  test("the studio is answered by it and says so", async () => {
    const project = await (await client.send("POST", "/api/projects", { name: "Orbit" })).json();
    await page.goto(`${appliance.url}/projects/${project.id}/new`);
    await page.getByLabel("What to make or change").fill("A pricing page");
    await page.keyboard.press("Enter");
    await page.getByRole("list", { name: "Versions" }).getByText("1", { exact: true }).waitFor();
    await page.getByRole("article", { name: "Answer" }).getByText("coder").first().waitFor();
    expect(machine.requests().map(({ path }) => path)).toContain("/v1/chat/completions");
    expect(visited.foreign).toEqual([]);
  });
});
