import { isAbsolute, resolve } from "node:path";
import type { ImportOptions, StorePullRequest } from "../../engine/files/index.ts";
import { ModelFilesError } from "../../engine/files/index.ts";
import { verdictText } from "./fit.ts";
import { requireModel, requireVariant } from "./names.ts";
import { createProgressLine, interruptible } from "./progress.ts";
import { readGpus, type Shelf, userOf, viewCatalogue } from "./shelf.ts";
import { gigabytes } from "./text.ts";

export interface PullOptions {
  name: string;
  variant: string | undefined;
  revision: string | undefined;
  url: string | undefined;
  token: string | undefined;
  include: string | undefined;
  json: boolean;
}

const patterns = (text: string): string[] => text.split(",").map((one) => one.trim());

/** `models pull`: a model of the catalogue, or any repository. */
export async function pull(shelf: Shelf, options: PullOptions): Promise<number> {
  const { files, io } = shelf;
  const request = { ...(await source(shelf, options)), ...given(options) };
  const line = createProgressLine(io);
  io.err(`Fetching ${request.repository} into ${files.path}`);
  try {
    const stored = await interruptible((signal) => files.pull(request, { signal, onProgress: line.show }));
    line.end();
    if (options.json) io.out(JSON.stringify(stored, null, 2));
    else
      io.err(`${stored.id} is complete: ${gigabytes(stored.totalBytes)} in ${stored.files} files, every hash right.`);
    return 0;
  } catch (error) {
    line.end();
    throw error;
  }
}

function given({ revision, url, token, include }: PullOptions): Omit<StorePullRequest, "repository"> {
  return {
    ...(revision === undefined ? {} : { revision }),
    ...(url === undefined ? {} : { url }),
    ...(token === undefined ? {} : { token }),
    ...(include === undefined ? {} : { include: patterns(include) }),
  };
}

async function source(shelf: Shelf, { name, variant }: PullOptions): Promise<StorePullRequest> {
  if (name.includes("/")) return { repository: name };
  const { items } = await viewCatalogue(shelf, await readGpus(shelf));
  const model = requireModel(items, name);
  const chosen = requireVariant(model, variant);
  shelf.io.err(`${model.name}, variant ${chosen.id} (${gigabytes(chosen.weightsBytes)}): ${verdictText(chosen.fit)}.`);
  const { repository, revision, files } = chosen;
  return { repository, revision, ...(files ? { include: files } : {}) };
}

/** `models import`: from a folder, without any network. */
export async function importModels(
  shelf: Shelf,
  options: { path: string; id: string | undefined; mode: ImportOptions["mode"]; json: boolean },
): Promise<number> {
  const { files, io } = shelf;
  const { path, id, mode, json } = options;
  const line = createProgressLine(io);
  try {
    const items = await interruptible((signal) =>
      files.importFrom(
        isAbsolute(path) ? path : resolve(path),
        { mode, ...(id === undefined ? {} : { id }) },
        { signal, onProgress: line.show },
      ),
    );
    line.end();
    if (json) io.out(JSON.stringify({ items }, null, 2));
    else for (const one of items) io.err(`${one.id} is here: ${gigabytes(one.totalBytes)} in ${one.files} files.`);
    return 0;
  } catch (error) {
    line.end();
    throw error;
  }
}

/** `models verify`: one model, or all of them; exit code 1 when anything is wrong. */
export async function verify(shelf: Shelf, options: { id: string | undefined; json: boolean }): Promise<number> {
  const { files, io } = shelf;
  const ids = options.id === undefined ? files.list().map(({ id }) => id) : [options.id];
  const reports = [];
  for (const id of ids) {
    const line = createProgressLine(io);
    try {
      reports.push(await interruptible((signal) => files.verify(id, { signal, onProgress: line.show })));
    } finally {
      line.end();
    }
  }
  const ok = reports.every((report) => report.ok);
  if (options.json) io.out(JSON.stringify(options.id === undefined ? { ok, items: reports } : reports[0], null, 2));
  else
    for (const report of reports) {
      const wrong = report.files.filter(({ state }) => state === "wrong" || state === "missing");
      io.out(`${report.ok ? "ok  " : "bad "}  ${report.id}  ${report.files.length} files`);
      for (const file of wrong) io.out(`      ${file.path} is ${file.state}`);
      for (const problem of report.problems) io.out(`      ${problem}`);
      if (!report.ok) io.err(`Mend it with: vitrine models pull ${report.id}, or import it again.`);
    }
  return ok ? 0 : 1;
}

/** `models remove`. */
export async function remove(shelf: Shelf, options: { id: string; json: boolean }): Promise<number> {
  const { files, io } = shelf;
  const user = await userOf(shelf, options.id);
  if (user !== undefined) throw new ModelFilesError("in_use", user, "Stop it first: vitrine engine stop.");
  const stored = files.get(options.id);
  files.remove(options.id);
  if (options.json) io.out(JSON.stringify({ id: options.id, removed: true }));
  else if (stored && !stored.path.startsWith(files.path))
    io.err(`${options.id} is off the list; its files stay in ${stored.path}.`);
  else io.err(`${options.id} is removed${stored ? `; ${gigabytes(stored.bytes)} are free again` : ""}.`);
  return 0;
}
