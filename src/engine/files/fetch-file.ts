import { closeSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RepositoryFile } from "./choice.ts";
import { sizeOf } from "./completeness.ts";
import { isDiskFull, ModelFilesError } from "./errors.ts";
import { hashFor } from "./hash.ts";
import { type HubContext, openFile } from "./hub.ts";
import { type HubAnswer, hostOf, PassingError, passing, withRetries } from "./hub-request.ts";
import { eachLimited, type Permits } from "./limited.ts";
import { PartFile, type Range } from "./part.ts";
import type { Meter } from "./rate.ts";

export interface FetchContext extends HubContext {
  folder: string;
  repository: string;
  commit: string;
  meter: Meter;
  connections: Permits;
  rangeBytes: number;
}

/** The server sends this file only whole, or sends another content than before. */
class BeginAgain extends Error {
  readonly single: boolean;
  constructor(why: string, single: boolean) {
    super(why);
    this.name = "BeginAgain";
    this.single = single;
  }
}

/** How often the state of a part is written while bytes come. */
const saveEveryMs = 1_000;
const mostRestarts = 3;

/**
 * Fetches one file into its place, going on where an earlier try ended, and checks its hash on the way.
 * @returns the hash that it has
 * @throws ModelFilesError: `wrong_hash` when the content was wrong twice, `disk_full`, `unreachable` and the hub's own
 */
export async function fetchFile(context: FetchContext, file: RepositoryFile): Promise<string> {
  const path = join(context.folder, file.path);
  if (file.size === 0) return emptyFile(path, file);
  for (let wrong = 0; ; wrong++) {
    const part = await diskFull(context, () => PartFile.open(path, file, context.rangeBytes));
    context.meter.found(part.bytes);
    let end: { right: boolean; hash: string };
    try {
      end = await diskFull(context, async () => {
        await fillPart(context, file, part);
        return part.finish(context.signal);
      });
    } finally {
      await part.close();
    }
    const { right, hash } = end;
    if (right) return hash;
    context.meter.add(-file.size, file.path);
    if (wrong > 0)
      throw new ModelFilesError(
        "wrong_hash",
        `${file.path} came twice with another content than ${hostOf(context.access.url)} announces (its hash is wrong).`,
        "The last copy is kept aside and never used. Try again later, or use another mirror.",
      );
  }
}

function emptyFile(path: string, file: RepositoryFile): string {
  mkdirSync(dirname(path), { recursive: true });
  const handle = openSync(path, "w", 0o644);
  fsyncSync(handle);
  closeSync(handle);
  return hashFor(file).digest("hex");
}

async function diskFull<T>(context: FetchContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    throw new ModelFilesError(
      "disk_full",
      `The disk that holds ${context.folder} is full, so the download is paused.`,
      "What has been fetched is kept. Free some space and start the download again: it goes on from there.",
      error,
    );
  }
}

async function fillPart(context: FetchContext, file: RepositoryFile, part: PartFile): Promise<void> {
  for (let restarts = 0; ; restarts++) {
    try {
      const open = part.ranges.filter(({ start, end, done }) => start + done < end);
      await eachLimited(open, open.length, context.signal, (range, signal) =>
        context.connections.use(() => fillRange({ ...context, signal }, file, part, range)),
      );
      return;
    } catch (error) {
      if (!(error instanceof BeginAgain)) throw error;
      if (restarts >= mostRestarts)
        throw new ModelFilesError("protocol", `${error.message}`, "Try again later, or use another mirror.");
      context.meter.add(-part.bytes, file.path);
      await part.restart(error.single ? file.size : context.rangeBytes);
    }
  }
}

async function fillRange(context: FetchContext, file: RepositoryFile, part: PartFile, range: Range): Promise<void> {
  const { clock, patience, signal } = context;
  let before = range.done;
  await withRetries(
    clock,
    patience,
    signal,
    async () => {
      before = range.done;
      if (range.start + range.done < range.end) await readRange(context, file, part, range);
    },
    () => range.done > before,
  );
  // Not awaited: the hash follows while other ranges come, and `finish` waits for it.
  part.catchUp(signal).catch(() => {});
}

async function readRange(context: FetchContext, file: RepositoryFile, part: PartFile, range: Range): Promise<void> {
  const { signal, access, clock } = context;
  const from = range.start + range.done;
  const answer = await openFile(context, context.repository, context.commit, file.path, { from, to: range.end });
  try {
    checkAnswer(context, answer, file, part, from);
    const reader = answer.response.body?.getReader();
    let saved = clock.now();
    for (;;) {
      const next = await reader?.read().catch((error: unknown) => {
        throw passing(error, hostOf(access.url), signal);
      });
      if (!next || next.done) break;
      answer.alive();
      const room = range.end - range.start - range.done;
      if (next.value.length > room)
        throw new PassingError(`${hostOf(access.url)} sent more of ${file.path} than asked for.`);
      await part.write(range, next.value);
      context.meter.add(next.value.length, file.path);
      signal?.throwIfAborted();
      if (clock.now() - saved >= saveEveryMs) {
        part.save();
        saved = clock.now();
      }
    }
  } finally {
    answer.close();
  }
  if (range.start + range.done < range.end)
    throw new PassingError(`${hostOf(access.url)} broke off in the middle of ${file.path}.`);
}

/** @throws BeginAgain, PassingError, ModelFilesError when this answer is not the continuation that was asked for */
function checkAnswer(
  context: FetchContext,
  answer: HubAnswer,
  file: RepositoryFile,
  part: PartFile,
  from: number,
): void {
  const { response } = answer;
  const host = hostOf(context.access.url);
  const commit = answer.header("x-repo-commit");
  if (commit !== undefined && commit !== context.commit)
    throw new ModelFilesError(
      "protocol",
      `${host} answers with another commit than was asked for.`,
      "Use another mirror.",
    );
  const linked = answer.header("x-linked-size");
  const size = linked ?? /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
  if (size !== undefined && Number(size) !== file.size)
    throw new ModelFilesError(
      "protocol",
      `${host} announces ${file.path} with ${file.size} bytes and sends ${size}.`,
      "Try again later, or use another mirror.",
    );
  if (response.status === 416) throw new BeginAgain(`${host} refuses to send parts of ${file.path}.`, true);
  const etag = tagOf(answer);
  if (part.etag !== undefined && etag !== undefined && etag !== part.etag)
    throw new BeginAgain(`${file.path} changes while ${host} sends it.`, false);
  if (etag !== undefined) part.etag = etag;
  if (response.status === 206) {
    const began = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
    if (began !== undefined && Number(began) !== from)
      throw new PassingError(`${host} sent another part of ${file.path} than was asked for.`);
    return;
  }
  const whole = from === 0 && part.ranges.length === 1;
  if (!whole) throw new BeginAgain(`${host} does not send parts of ${file.path}.`, true);
}

/** The strong name of the content; a store behind the hub has names of its own, so the hub's comes first. */
function tagOf(answer: HubAnswer): string | undefined {
  const tag = answer.header("x-linked-etag") ?? answer.header("etag");
  return tag === undefined || tag.startsWith("W/") ? undefined : tag.replaceAll('"', "");
}

/** Whether the file is in its place; only a file with the right hash ever gets there. */
export const isInPlace = (folder: string, file: { path: string; size: number }): boolean =>
  sizeOf(join(folder, file.path)) === file.size;
