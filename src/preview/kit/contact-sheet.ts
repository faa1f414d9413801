/** Draws every kit example in light and dark: `bun src/preview/kit/contact-sheet.ts FOLDER`. */
import { join } from "node:path";
import { launchBrowser } from "../../platform/chromium.ts";
import { serveKitPage } from "./kit-page.ts";

const folder = Bun.argv[2];
if (!folder) {
  console.error("usage: bun src/preview/kit/contact-sheet.ts FOLDER");
  process.exit(2);
}
const page = await serveKitPage();
const browser = await launchBrowser();
try {
  for (const theme of ["light", "dark"]) {
    const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    for (const only of ["", "sidebar"]) {
      await tab.goto(`${page.url}?${theme}#${only}`);
      await tab.waitForSelector(`html[data-ready=${only || "all"}]`, { state: "attached" });
      await tab.screenshot({ path: join(folder, `kit-${only || "all"}-${theme}.png`), fullPage: true });
    }
  }
} finally {
  await browser.close();
  await page.stop();
}
