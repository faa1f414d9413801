import { adminEnv, startAppliance } from "../../src/e2e/appliance.ts";
import { browserPath, launchBrowser } from "../../src/e2e/browser.ts";
import type { Row } from "./table.ts";

const bound = 300_000;

/** Compressed bytes that the first visit to the page transfers, preview modules left out. */
export async function page(): Promise<Row[]> {
  if (!browserPath)
    return [{ what: "first load of the page", figure: "not measured: no browser", against: "", ratio: "" }];
  const appliance = await startAppliance({ env: adminEnv });
  const browser = await launchBrowser();
  try {
    const tab = await browser.newPage();
    let bytes = 0;
    tab.on("response", async (response) => {
      if (response.url().includes("/preview/")) return;
      const sizes = await response
        .request()
        .sizes()
        .catch(() => undefined);
      bytes += sizes?.responseBodySize ?? 0;
    });
    await tab.goto(appliance.url, { waitUntil: "networkidle" });
    const kilobytes = (n: number) => `${(n / 1000).toFixed(1)} kB`;
    return [
      {
        what: "first load of the page, compressed",
        figure: kilobytes(bytes),
        against: `${kilobytes(bound)} bound`,
        ratio: (bytes / bound).toFixed(2),
      },
    ];
  } finally {
    await browser.close();
    await appliance.dispose();
  }
}
