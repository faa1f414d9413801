import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { type Appliance, adminEnv, type Client, firstAdmin, signIn, startAppliance } from "./appliance.ts";
import { browserPath, launchBrowser, type Visit, visit } from "./browser.ts";

setDefaultTimeout(120_000);

const files = [
  {
    path: "app/page.tsx",
    text: 'import Link from "next/link";\nexport default function Page() {\n  return <main className="min-h-screen bg-teal-700 p-8 text-white"><h1>Front page</h1><Link href="/about">To the other page</Link></main>;\n}\n',
  },
  { path: "app/about/page.tsx", text: "export default function About() {\n  return <h1>About us</h1>;\n}\n" },
  {
    path: "components/price-tag.tsx",
    text: "export function PriceTag({ currency }: { currency: string }) {\n  return <b>{currency} for one</b>;\n}\n",
  },
];

describe.skipIf(!browserPath)("the stage of the executable", () => {
  let appliance: Appliance;
  let client: Client;
  let browser: Browser;
  let visitor: Visit;
  let page: Page;
  let chatId: string;
  let versionId: string;

  beforeAll(async () => {
    appliance = await startAppliance({ env: adminEnv });
    client = await signIn(appliance.url);
    const made = async (path: string, body: unknown) => (await client.send("POST", path, body)).json();
    const project = await made("/api/projects", { name: "Shop" });
    const chat = await made(`/api/projects/${project.id}/chats`, { title: "Shop with pages" });
    chatId = chat.id;
    versionId = (await made(`/api/chats/${chatId}/versions`, { files })).id;
    browser = await launchBrowser();
    visitor = await visit(browser, appliance.url);
    page = visitor.page;
    page.setDefaultTimeout(30_000);
    await page.goto(`${appliance.url}/chats/${chatId}`);
    await page.getByLabel("E-mail").fill(firstAdmin.email);
    await page.getByLabel("Password").fill(firstAdmin.password);
    await page.getByRole("button", { name: "Sign in" }).click();
  });
  afterAll(async () => {
    await browser?.close();
    await appliance?.dispose();
  });
  const says = (text: string) => page.frameLocator(".glass iframe").getByText(text, { exact: true }).waitFor();

  test("a version from the API gets its picture when somebody first looks at it, and it shows the component", async () => {
    await says("Front page");
    const image = page.locator(".strip .thumb img");
    await image.waitFor();
    const { thumbnailUrl } = await (await client.get(`/api/versions/${versionId}`)).json();
    const answer = await client.get(thumbnailUrl);
    expect(answer.headers.get("content-type")).toBe("image/webp");
    expect((await answer.arrayBuffer()).byteLength).toBeLessThanOrEqual(30 * 1024);
    const colour = await image.evaluate(async (element) => {
      if (!(element instanceof HTMLImageElement)) return [];
      await element.decode();
      const context = new OffscreenCanvas(element.naturalWidth, element.naturalHeight).getContext("2d");
      context?.drawImage(element, 0, 0);
      return [element.naturalWidth, element.naturalHeight, ...(context?.getImageData(240, 200, 1, 1).data ?? [])];
    });
    expect(colour.slice(0, 2)).toEqual([480, 300]);
    // Tailwind's teal-700, as far as a small lossy picture keeps it.
    for (const [index, value] of [0, 120, 111].entries()) {
      expect(Math.abs((colour[2 + index] ?? -99) - value)).toBeLessThanOrEqual(14);
    }
  });

  test("the path bar follows links, and goes where it is told", async () => {
    const field = page.getByLabel("Path", { exact: true });
    await page.frameLocator(".glass iframe").getByText("To the other page").click();
    await says("About us");
    expect(await field.inputValue()).toBe("/about");
    await page.getByRole("button", { name: "Back", exact: true }).click();
    await says("Front page");
    await field.fill("/about");
    await field.press("Enter");
    await says("About us");
  });

  test("one component is shown alone, with other values, and still after a reload", async () => {
    await page.getByRole("button", { name: /^Shown:/u }).click();
    await page.getByRole("menuitemradio", { name: /^PriceTag/u }).click();
    await says("USD for one");
    await page.getByRole("button", { name: "Sample values" }).click();
    await page.getByLabel("currency").fill("EUR");
    await says("EUR for one");
    await page.reload();
    await says("USD for one");
    await page.getByRole("button", { name: "Shown: PriceTag" }).waitFor();
  });

  test("pointing at an element puts it into the request, with its place", async () => {
    await page.getByRole("button", { name: "Point at an element" }).click();
    await page.frameLocator(".glass iframe").getByText("USD for one").click();
    await page.getByRole("list", { name: "Pointed at" }).getByText("price-tag.tsx:2").waitFor();
  });

  test("and nothing went anywhere else", () => {
    expect(visitor.foreign).toEqual([]);
    // Before sign-in, the page asks for a session and there is none.
    expect(visitor.errors.filter((error) => !error.includes("401"))).toEqual([]);
  });
});
