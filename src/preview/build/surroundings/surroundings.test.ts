import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { browserPath, launchBrowser } from "../../../platform/chromium.ts";
import { createStage, type Stage } from "../../stage.ts";
import { type PreviewServer, startPreviewServer, testAssets } from "../../testing.ts";
import { loneParts } from "./lone-parts.ts";

setDefaultTimeout(30_000);

describe.skipIf(browserPath === undefined)("a part that is looked at alone, in Chromium", () => {
  let server: PreviewServer;
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    server = await startPreviewServer(await testAssets());
    browser = await launchBrowser();
    stage = await createStage(server, browser);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test.each(loneParts.map((part) => [part.what, part] as const))("%s", async (_what, { files, sees }) => {
    const shown = await stage.show(files);
    expect({ errors: shown.errors, outcome: shown.outcome }).toEqual({ errors: [], outcome: "rendered" });
    expect(await stage.text()).toContain(sees);
  });

  test("what brings its own surroundings gets no second ones", async () => {
    const page = `import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs"
import { SidebarProvider, SidebarTrigger } from "@/components/ui/sidebar"
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query"
export default function Page() {
  return <QueryClientProvider client={new QueryClient()}><SidebarProvider><SidebarTrigger />
    <Tabs defaultValue="b"><TabsList><TabsTrigger value="a">A</TabsTrigger><TabsTrigger value="b">B</TabsTrigger></TabsList><TabsContent value="b">Second</TabsContent></Tabs>
  </SidebarProvider></QueryClientProvider>
}`;
    const shown = await stage.show([{ path: "page.tsx", text: page }]);
    expect(shown.build.js).not.toContain("$around");
    expect(await stage.frame().locator("[data-slot=tabs], [data-slot=sidebar-wrapper]").count()).toBe(2);
    expect(await stage.text()).toContain("Second");
  });
});
