import { engineIdle, enginePath } from "./benches/engine.ts";
import { firstToken } from "./benches/first-token.ts";
import { gate } from "./benches/gate.ts";
import { page } from "./benches/page.ts";
import { preview } from "./benches/preview.ts";
import { previewFrame } from "./benches/preview-frame.ts";
import { memory, size, start } from "./benches/process.ts";
import { signIn } from "./benches/sign-in.ts";
import { printTable, type Row } from "./benches/table.ts";
import { watchers } from "./benches/watchers.ts";

const benches: Record<string, () => Promise<Row[]>> = {
  start,
  memory,
  size,
  preview,
  "preview-frame": previewFrame,
  "first-token": firstToken,
  watchers,
  "engine-idle": engineIdle,
  "engine-path": enginePath,
  page,
  gate,
  "sign-in": signIn,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`scripts/bench: there is no ${unknown.join(", ")}; choose from ${Object.keys(benches).join(", ")}`);
  process.exitCode = 2;
} else {
  const rows: Row[] = [];
  for (const [name, run] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.error(`measuring ${name}…`);
    rows.push(...(await run()));
  }
  printTable(rows);
}
