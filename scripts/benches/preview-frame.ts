import type { Browser, Frame, Page } from "playwright-core";
import { type Appliance, adminEnv, firstAdmin, signIn, startAppliance } from "../../src/e2e/appliance.ts";
import { browserPath, launchBrowser } from "../../src/e2e/browser.ts";
import { row } from "./preview.ts";
import { median, ms, quantile, type Row } from "./table.ts";

const bound = { cold: 500, keystroke: 100 };
const rounds = { cold: 7, keystroke: 40 };

const files = [
  {
    path: "app/page.tsx",
    text: `"use client"
import { Check } from "lucide-react"
import { Button } from "@/components/ui/button"
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card"

export default function Page() {
  return (
    <Card className="m-8 max-w-sm">
      <CardHeader>
        <CardTitle>Hello</CardTitle>
      </CardHeader>
      <CardContent>
        <Button><Check /> Agree</Button>
      </CardContent>
    </Card>
  )
}
`,
  },
];

/** The preview as a person meets it: its first picture in a fresh browser, and how soon it shows what is typed. */
export async function previewFrame(): Promise<Row[]> {
  if (!browserPath)
    return [{ what: "first picture of a preview", figure: "not measured: no browser", against: "", ratio: "" }];
  const appliance = await startAppliance({ env: adminEnv, args: ["--log-level", "warn"] });
  const browser = await launchBrowser();
  try {
    const path = await savedChat(appliance);
    const cold: number[] = [];
    for (let round = 0; round < rounds.cold; round++) {
      const visit = await openChat(browser, appliance.url + path);
      cold.push(visit.shownAt - (await visit.frame.evaluate<number>("performance.timeOrigin")));
      await visit.page.context().close();
    }
    const { page, frame } = await openChat(browser, appliance.url + path);
    const typed = await typeInto(page, frame);
    return [
      row("first picture of a preview in a fresh browser (median)", median(cold), bound.cold, ms),
      row("from a key to the changed picture (median)", median(typed), bound.keystroke, ms),
      row("from a key to the changed picture (p95)", quantile(typed, 0.95), bound.keystroke, ms),
    ];
  } finally {
    await browser.close();
    await appliance.dispose();
  }
}

/** The page's policy forbids the driver's own way to wait. */
const until = (condition: string): string =>
  `new Promise((done) => { const look = () => (${condition} ? done() : setTimeout(look, 5)); look(); })`;

async function savedChat({ url }: Appliance): Promise<string> {
  const client = await signIn(url);
  const project = await (await client.send("POST", "/api/projects", { name: "Bench" })).json();
  const chat = await (await client.send("POST", `/api/projects/${project.id}/chats`, { title: "Typed" })).json();
  const saved = await client.send("POST", `/api/chats/${chat.id}/versions`, { files });
  if (!saved.ok) throw new Error(`the version was not saved: ${saved.status}`);
  return `/chats/${chat.id}`;
}

/** @returns with `shownAt`, the moment at which the page heard that the component is mounted */
async function openChat(browser: Browser, url: string): Promise<{ page: Page; frame: Frame; shownAt: number }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.request.post(`${new URL(url).origin}/api/auth/login`, { data: firstAdmin });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.addInitScript(`
    const now = () => performance.timeOrigin + performance.now();
    addEventListener("message", (event) => { if (event.data?.type === "rendered") window.shownAt ??= now(); });
    addEventListener("keydown", (event) => { window.keyAt = performance.timeOrigin + event.timeStamp; }, true);`);
  await page.goto(url);
  await page.evaluate(until("window.shownAt"));
  const frame = page.frames().find((one) => one.url().includes("/preview/frame"));
  if (!frame) throw new Error("there is no preview frame");
  return { page, frame, shownAt: await page.evaluate<number>("window.shownAt") };
}

/** Types into the editor with the preview beside it. @returns milliseconds from each key to the frame's next picture */
async function typeInto(page: Page, frame: Frame): Promise<number[]> {
  await page.getByRole("tab", { name: "Code" }).click();
  await page.locator(".cm-line", { hasText: "Hello" }).click();
  await page.evaluate(`{
    document.querySelector(".panels").style.display = "flex";
    for (const id of ["preview", "code"]) {
      const panel = document.getElementById("panel-" + id);
      panel.hidden = false;
      Object.assign(panel.style, { position: "relative", inset: "auto", flex: "1 1 0", width: "50%" });
    }
  }`);
  await page.keyboard.press("End");
  for (let left = 0; left < "</CardTitle>".length; left++) await page.keyboard.press("ArrowLeft");
  await frame.evaluate(`{
    const { port1, port2 } = new MessageChannel();
    // The message comes once the picture is drawn.
    port1.onmessage = () => { window.drawnAt = performance.timeOrigin + performance.now(); };
    const seen = () => requestAnimationFrame(() => port2.postMessage(0));
    new MutationObserver(seen).observe(document.body, { subtree: true, characterData: true, childList: true });
  }`);
  const times: number[] = [];
  for (let round = 0; round < rounds.keystroke; round++) {
    await frame.evaluate("window.drawnAt = undefined");
    await page.keyboard.press("abcdefghij"[round % 10] ?? "a");
    await frame.evaluate(until("window.drawnAt"));
    times.push((await frame.evaluate<number>("window.drawnAt")) - (await page.evaluate<number>("window.keyAt")));
  }
  return times;
}
