import { type Access, listEngines, requireEngine } from "./access.ts";
import { engineLines, widthsOf } from "./show.ts";

/** `status [ID]` and `list`. */
export async function showStatus(access: Access, name: string | undefined): Promise<number> {
  const { app, io, json, server } = access;
  const views = name === undefined ? await listEngines(access) : [await requireEngine(access, name)];
  if (json) {
    io.out(JSON.stringify({ serverRunning: server !== undefined, items: views }, null, 2));
    return 0;
  }
  if (!server) io.err("Vitrine does not run on this data folder; this is what is stored.");
  if (views.length === 0) io.err("There is no engine yet. Make one with vitrine engine add, or on the Models page.");
  const widths = widthsOf(views);
  for (const view of views) {
    const lines = engineLines(view, app.clock.now(), widths);
    if (!server && view.status.desired === "running") lines.push(`${" ".repeat(widths.id + 2)}starts with Vitrine`);
    for (const line of lines) io.out(line);
  }
  return 0;
}
