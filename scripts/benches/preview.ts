import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { adminEnv, signIn, startAppliance } from "../../src/e2e/appliance.ts";
import { measuredComponent, measurePreviewBuild } from "../../src/preview/build/bench.ts";
import { median, ms, quantile, type Row } from "./table.ts";

const bound = { build: 10, others: 20, modules: 1_200_000 };
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** Warm builds of a 300-line component, each with new text so that no cache answers, and what they do to others. */
export async function preview(): Promise<Row[]> {
  const times = await measurePreviewBuild();
  return [
    row("preview build, 300 lines and ten imports, warm (median)", median(times), bound.build, ms),
    await othersWhileBuilding(),
    ...moduleSizes(),
  ];
}

export const row = (what: string, value: number, limit: number, format: (n: number) => string): Row => ({
  what,
  figure: format(value),
  against: `${format(limit)} bound`,
  ratio: (value / limit).toFixed(2),
});

/** Other requests to the server while eight people have something built again and again. */
async function othersWhileBuilding(): Promise<Row> {
  const appliance = await startAppliance({ env: adminEnv, args: ["--log-level", "warn"] });
  try {
    const client = await signIn(appliance.url);
    let building = true;
    let made = 0;
    const builders = Array.from({ length: 8 }, async (_, person) => {
      for (let round = 0; building; round++) {
        const files = [{ path: "app/page.tsx", text: measuredComponent(1000 * (person + 1) + round) }];
        const answer = await client.send("POST", "/api/preview/build", { files });
        if (!answer.ok) throw new Error(`a build failed: ${answer.status}`);
        await answer.arrayBuffer();
        made++;
      }
    });
    // Every worker has built once when this is through, and each build from then on is a warm one.
    while (made < 32) await Bun.sleep(20);
    const times: number[] = [];
    for (let round = 0; round < 1000; round++) {
      const started = performance.now();
      await (await client.get("/api/projects")).arrayBuffer();
      times.push(performance.now() - started);
    }
    building = false;
    await Promise.all(builders);
    return row("other requests while 8 previews are built (p99)", quantile(times, 0.99), bound.others, ms);
  } finally {
    await appliance.dispose();
  }
}

/** What all libraries and kit components weigh as they are stored and sent, and how much of it one component loads. */
function moduleSizes(): Row[] {
  const assets = join(import.meta.dir, "../../.build/assets/preview");
  const size = (file: string): number => statSync(join(assets, file)).size;
  const all = readdirSync(join(assets, "modules")).filter((name) => name.endsWith(".js.br"));
  const total = all.reduce((sum, name) => sum + size(join("modules", name)), 0);
  const { imports } = JSON.parse(readFileSync(join(assets, "importmap.json"), "utf8"));
  const graph = JSON.parse(readFileSync(join(assets, "module-graph.json"), "utf8"));
  const files = new Set<string>();
  const queue = [
    "vitrine/boot",
    "react/jsx-runtime",
    "@/components/ui/button",
    "@/components/ui/card",
    "lucide-react/create",
  ];
  for (const name of queue) {
    const address: unknown = imports[name];
    if (typeof address !== "string" || files.has(address)) continue;
    files.add(address);
    queue.push(...graph[name]);
  }
  const page = brotliCompressSync(readFileSync(join(assets, "frame/index.html"))).length;
  const typical = [...files].reduce((sum, address) => sum + size(`${address.replace("/preview/", "")}.br`), page);
  return [
    row("kit and libraries of the preview, compressed", total, bound.modules, kilobytes),
    {
      what: "of them loaded for a card with buttons and icons",
      figure: kilobytes(typical),
      against: `${kilobytes(total)} in all`,
      ratio: (typical / total).toFixed(2),
    },
  ];
}
