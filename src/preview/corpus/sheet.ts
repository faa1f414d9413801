import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launchBrowser } from "../../platform/chromium.ts";
import { type CorpusReport, type CorpusResult, isGood } from "./report.ts";
import type { Pictures } from "./run.ts";

/** How many thumbnails one PNG holds; a browser draws pages of a bounded height only. */
const perPicture = 60;

/**
 * Writes `sheet.html` with a thumbnail of every component, and the same as `sheet.png`, `sheet-2.png` and so on.
 * @returns the names of the files
 */
export async function writeSheet(folder: string, report: CorpusReport, pictures: Pictures): Promise<string[]> {
  await writeFile(join(folder, "sheet.html"), sheetPage(report.items, pictures));
  const names = ["sheet.html"];
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1680, height: 1000 } });
    for (let at = 0; at < report.items.length; at += perPicture) {
      const name = at === 0 ? "sheet.png" : `sheet-${at / perPicture + 1}.png`;
      await page.setContent(sheetPage(report.items.slice(at, at + perPicture), pictures), { waitUntil: "load" });
      await page.screenshot({ path: join(folder, name), fullPage: true });
      names.push(name);
    }
  } finally {
    await browser.close();
  }
  return names;
}

const sheetPage = (items: CorpusResult[], pictures: Pictures): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Contact sheet</title><style>
body { margin: 16px; font: 13px/1.4 ui-sans-serif, system-ui, sans-serif; background: #f4f5f7; color: #1d2129; }
main { display: grid; grid-template-columns: repeat(5, 1fr); gap: 12px; }
figure { margin: 0; background: #fff; border: 1px solid #d9dce2; border-radius: 6px; overflow: hidden; }
figure.bad { border-color: #d6373d; box-shadow: 0 0 0 1px #d6373d; }
img, .none { display: block; width: 100%; aspect-ratio: 8 / 5; border-bottom: 1px solid #e6e8ec; background: #fff; }
figcaption { padding: 6px 8px; overflow-wrap: anywhere; }
small { display: block; color: #67707e; } .bad small { color: #b3252b; }
</style></head><body><main>
${items.map((item) => figure(item, pictures.get(item.file))).join("\n")}
</main></body></html>
`;

function figure(item: CorpusResult, picture: Buffer | undefined): string {
  const image = picture
    ? `<img alt="" src="data:image/jpeg;base64,${picture.toString("base64")}">`
    : '<div class="none"></div>';
  const facts = [
    ...(["parsed", "bundled", "mounted", "nonEmpty"] as const).flatMap((name) => (item[name] ? [] : [missing[name]])),
    `${item.diagnostics.length} diagnostics`,
    `${item.repaired} repaired`,
    `${item.ms.toFixed(0)} ms`,
  ];
  const errors = item.errors.slice(0, 3).map((text) => `<small>${escaped(text.slice(0, 240))}</small>`);
  const note = `<figcaption>${escaped(item.file)}<small>${facts.join(" · ")}</small>${errors.join("")}</figcaption>`;
  return `<figure${isGood(item) ? "" : ' class="bad"'}>${image}${note}</figure>`;
}

const missing = {
  parsed: "not parsed",
  bundled: "not bundled",
  mounted: "not mounted",
  nonEmpty: "empty",
} as const;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
