import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { browserPath, launchBrowser } from "../../src/platform/chromium.ts";
import { buildUi } from "../build.ts";
import { engineOf } from "../testing/fake-engine-data.ts";
import { newEngineRoom, type Scene } from "../testing/fake-engine-state.ts";
import { say, setDownload, setStatus } from "../testing/fake-engines.ts";
import { openVisit, signIn, type Visit } from "../testing/visit.ts";

setDefaultTimeout(90_000);

describe.skipIf(!browserPath)("the administration in a real browser", () => {
  let browser: Browser;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "vitrine-admin-"));
    await buildUi(dir);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(dir, { recursive: true, force: true });
  });

  /** Opens a page of the administration in a scene, signed in. */
  const visit = (scene: Scene, path: string, run: (at: Visit) => Promise<void>, narrow = false) =>
    openVisit(
      { browser, dir },
      async (at) => {
        await signIn(at, path);
        await run(at);
      },
      {
        narrow,
        prepare(state) {
          state.room = newEngineRoom(scene);
        },
      },
    );
  const acts = ({ server }: Visit) => server.state.room.acts.map((one) => one.what);
  const main = (page: Page) => page.getByRole("main");

  test("a model is fetched, started with one click, watched to ready and seen by its numbers", () =>
    visit("downloading", "/admin/models", async (at) => {
      const { page, server } = at;
      const { room } = server.state;
      await page.getByText("61 % · 2.7 GB of 4.4 GB").first().waitFor();
      const loading = room.files.items[0];
      if (!loading) throw new Error("There is no download.");
      setDownload(room, {
        ...loading,
        bytes: 4.1e9,
        download: {
          bytes: 4.1e9,
          totalBytes: 4.4e9,
          bytesPerSecond: 40e6,
          secondsLeft: 7,
          file: "model-00002-of-00002.safetensors",
        },
      });
      await page.getByText("93 % · 4.1 GB of 4.4 GB · 40 MB/s · 7 s left").first().waitFor();
      await page.getByRole("button", { name: "Get Qwen3.6-27B-FP8, 29.8 GB" }).click();
      await page.getByRole("button", { name: "Pause the download of Qwen3.6-27B-FP8" }).waitFor();
      expect(room.acts.at(-1)?.body).toMatchObject({ repository: "Qwen/Qwen3.6-27B-FP8", catalogueId: "qwen3.6-27b" });

      await page.getByRole("button", { name: "Start gemma-4-31B-w4a16" }).click();
      await page.getByText("Loading weights").first().waitFor();
      await page.getByText("step 3 of 6").waitFor();
      const id = "gemma-4-31b-w4a16";
      setStatus(room, id, engineOf(id, "", "", "ready", Date.now()).status);
      await page.getByText("Running now").waitFor();
      await page.getByText("weights 27.8").waitFor();
      await page.getByRole("link", { name: "Logs" }).click();
      await page.getByRole("heading", { name: "Log" }).waitFor();
      expect(acts(at)).toContain("POST engines");
    }));

  test("a failure says why, shows the arithmetic and takes other settings, whose mistakes stand at their fields", () =>
    visit("failed", "/admin/models", async (at) => {
      const { page } = at;
      await page.getByText("gpt-oss-120b: its weights leave no room").waitFor();
      await page.getByRole("button", { name: "Show the arithmetic", exact: true }).click();
      await page.getByRole("dialog").getByText("Left for the KV cache").waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Change its settings" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("--max-model-len auto").waitFor();
      await dialog.getByLabel("Context", { exact: true }).fill("32k");
      await dialog.getByText("--max-model-len 32768").waitFor();
      await dialog.getByLabel("Share of GPU memory").fill("1.5");
      await dialog.getByText("must be at most 0.99").waitFor();
      await dialog.getByLabel("Share of GPU memory").fill("0.9");
      await dialog.getByText("must be at most 0.99").waitFor({ state: "detached" });
      await page.keyboard.press("Escape");
      await dialog.getByText("Your changes are not saved.").waitFor();
      await dialog.getByRole("button", { name: "Go on editing" }).click();
      await dialog.getByRole("button", { name: "Save and start" }).click();
      await dialog.waitFor({ state: "detached" });
      expect(at.server.state.room.engines[0]?.settings.contextLength).toBe(32_768);
      await page.getByText("On its way").waitFor();
    }));

  test("a swap names what happens, a stop asks while requests run, files go only with their name typed", () =>
    visit("ready", "/admin/models", async (at) => {
      const { page } = at;
      await page.getByRole("button", { name: "Stop", exact: true }).click();
      await page.getByText("11 requests are being answered").waitFor();
      await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("button", { name: "Swap to gemma-4-31B-w4a16" }).click();
      await page.getByText("Requests that come meanwhile wait").waitFor();
      await page.getByRole("dialog").getByRole("button", { name: "Swap", exact: true }).click();
      await page.getByRole("heading", { name: "gemma-4-31B-w4a16", exact: true }).waitFor();
      expect(acts(at)).toContain("POST engines/qwen3.6-27b-fp8/swap");

      await page.getByRole("button", { name: "More for Qwen/Qwen3-4B-FP8" }).click();
      await page.getByRole("menuitem", { name: "Remove from this disk" }).click();
      const sure = page.getByRole("button", { name: "Remove the files" });
      expect(await sure.isDisabled()).toBe(true);
      await page.getByLabel("Type the name to confirm").fill("Qwen/Qwen3-4B-FP8");
      await sure.click();
      await page.getByText("Qwen/Qwen3-4B-FP8 is removed.").waitFor();
      expect(at.server.state.room.files.items.map((item) => item.id)).not.toContain("Qwen/Qwen3-4B-FP8");
    }));

  test("the log follows, filters and marks what is searched, and reading up stops the following", () =>
    visit("ready", "/admin/engine", async ({ page, server }) => {
      const { room } = server.state;
      const log = page.getByRole("log");
      await log.getByText("core.py:498").waitFor();
      say(room, "A fresh line with a needle in it");
      await log.getByText("fresh line with a needle").waitFor();
      const gap = () => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
      expect(await gap()).toBeLessThan(24);
      await log.hover();
      await page.mouse.wheel(0, -900);
      await page.getByRole("button", { name: "Follow" }).click();
      await page.getByText("Following", { exact: true }).waitFor();
      await page.getByLabel("Search the log").fill("needle");
      await page.getByText("1 line").waitFor();
      expect(await log.locator("mark").allTextContents()).toEqual(["needle"]);
      say(room, "Another needle");
      await page.getByText("2 lines").waitFor();
      await page.getByLabel("Search the log").fill("");
      await page.getByRole("button", { name: "Errors" }).click();
      await log.locator(".line:not(.error)").first().waitFor({ state: "detached" });
      await log.getByText("Request failed").first().waitFor();
    }));

  test("charts say their values in words, and the keyboard reads single ones", () =>
    visit("ready", "/admin/engine", async ({ page }) => {
      const chart = page.getByRole("img", { name: /^Tokens per second\. .*newest \d/u });
      await chart.focus();
      await page.keyboard.press("ArrowLeft");
      await page.locator(".chart-time:not(:empty)").first().waitFor();
      await page.getByRole("button", { name: "7 d" }).click();
      await chart.waitFor();
      await page.getByRole("link", { name: "GPU" }).click();
      await page.getByText("43.1 GiB of 48.0 GiB").waitFor();
      await page.getByRole("link", { name: "Qwen3.6-27B-FP8" }).waitFor();
      await page.getByRole("link", { name: "Overview" }).click();
      await page.getByText("11 requests running").waitFor();
    }));

  test.each([
    ["nothing", "/admin/models", "vitrine engine install"],
    ["nothing", "/admin/engine", "No engine has been made yet"],
    ["no-gpu", "/admin/models", "There is no GPU here that can be used"],
    ["no-gpu", "/admin/gpu", "nvidia-smi is missing"],
    ["several", "/admin/gpu", "python3 train.py"],
  ] satisfies [Scene, string, string][])(
    "with %s, %s says what to know, also on a narrow screen",
    (scene, path, words) =>
      visit(
        scene,
        path,
        async ({ page }) => {
          await main(page).getByText(words).first().waitFor();
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        },
        true,
      ),
  );

  test("a lost connection is said, and what changed meanwhile is there when it is back", () =>
    visit("ready", "/admin", async ({ page, context, server }) => {
      await page.getByText("Ready for 3 h 12 min").waitFor();
      await context.setOffline(true);
      for (const end of server.state.room.ends.splice(0)) end();
      await page.getByText("Connecting again").waitFor();
      setStatus(server.state.room, "qwen3.6-27b-fp8", { state: "degraded", trouble: "Nothing moves." });
      await context.setOffline(false);
      await page.getByText("In trouble for").waitFor();
    }));
});
