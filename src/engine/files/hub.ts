import { z } from "zod";
import type { Clock } from "../../platform/clock.ts";
import type { RepositoryFile } from "./choice.ts";
import { ModelFilesError } from "./errors.ts";
import {
  type HubAccess,
  type HubAnswer,
  hostOf,
  hubGet,
  PassingError,
  type Patience,
  retryAfterMs,
  withRetries,
} from "./hub-request.ts";
import { requireSafePath } from "./names.ts";

export interface HubContext {
  clock: Clock;
  access: HubAccess;
  patience: Patience;
  signal?: AbortSignal;
}

const lfs = z.object({ oid: z.string().optional(), sha256: z.string().optional(), size: z.number().optional() });
const revisionAnswer = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z
    .array(
      z.object({
        rfilename: z.string(),
        size: z.number().nullish(),
        blobId: z.string().nullish(),
        lfs: lfs.nullish(),
      }),
    )
    .default([]),
});
const treeAnswer = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.number().nullish(),
    oid: z.string().nullish(),
    lfs: lfs.nullish(),
  }),
);

const segments = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

/**
 * Resolves a revision to its commit and lists the files of that commit with sizes and hashes: `/api/models/ID/revision/REV`
 * and `/api/models/ID/tree/COMMIT`, page by page; a mirror without the latter is asked for `blobs=true`.
 * @throws ModelFilesError in words for people
 */
export async function listRepository(
  context: HubContext,
  repository: string,
  revision: string,
): Promise<{ commit: string; files: RepositoryFile[] }> {
  const { url } = context.access;
  const base = `${url}/api/models/${segments(repository)}`;
  const first = revisionAnswer.safeParse(
    await getJson(context, repository, `${base}/revision/${encodeURIComponent(revision)}?blobs=true`, revision),
  );
  if (!first.success) throw strange(url);
  const { sha, siblings } = first.data;
  const tree = await listTree(context, repository, `${base}/tree/${sha}?recursive=true`);
  const files =
    tree ??
    siblings.map((one) => repositoryFile(url, { path: one.rfilename, size: one.size, oid: one.blobId, lfs: one.lfs }));
  for (const { path } of files) requireSafePath(path);
  return { commit: sha, files };
}

const strange = (url: string) =>
  new ModelFilesError(
    "protocol",
    `${hostOf(url)} does not answer like a Hugging Face hub.`,
    "Check the address of the hub or of its mirror.",
  );

/** Undefined where the server does not know this route. */
async function listTree(context: HubContext, repository: string, from: string): Promise<RepositoryFile[] | undefined> {
  const { url } = context.access;
  const files: RepositoryFile[] = [];
  let next: string | undefined = from;
  for (let page = 0; next !== undefined; page++) {
    if (page > 1_000) throw strange(url);
    let link: string | undefined;
    let body: unknown;
    try {
      body = await getJson(context, repository, next, undefined, (answer) => {
        link = answer.header("link");
      });
    } catch (error) {
      if (page === 0 && error instanceof ModelFilesError && error.kind === "repository_missing") return undefined;
      throw error;
    }
    const parsed = treeAnswer.safeParse(body);
    if (!parsed.success) throw strange(url);
    for (const entry of parsed.data) if (entry.type === "file") files.push(repositoryFile(url, entry));
    next = nextPage(link, next, url);
  }
  return files;
}

/** `Link: <URL>; rel="next"`; only on the hub itself, because the token goes along. */
function nextPage(link: string | undefined, from: string, hub: string): string | undefined {
  const found = link?.split(",").find((one) => /;\s*rel="?next"?/i.test(one));
  const address = /<([^>]+)>/.exec(found ?? "")?.[1];
  if (address === undefined) return undefined;
  const to = URL.parse(address, from);
  const own = URL.parse(hub);
  if (!to || !own) throw strange(hub);
  // Mirrors hand the original's address on: the page is asked of the mirror all the same.
  return to.origin === own.origin ? to.href : `${hub}${to.pathname}${to.search}`;
}

function repositoryFile(
  url: string,
  entry: {
    path: string;
    size?: number | null | undefined;
    oid?: string | null | undefined;
    lfs?: z.infer<typeof lfs> | null | undefined;
  },
): RepositoryFile {
  const size = entry.lfs?.size ?? entry.size;
  if (size === undefined || size === null || !Number.isSafeInteger(size) || size < 0) throw strange(url);
  const sha256 = (entry.lfs?.sha256 ?? entry.lfs?.oid)?.replace(/^sha256:/, "").toLowerCase();
  if (sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256)) return { path: entry.path, size, sha256 };
  const gitOid = entry.oid?.toLowerCase();
  // Beside LFS the oid is that of the pointer, not of the content.
  return entry.lfs || gitOid === undefined || !/^[0-9a-f]{40}$/.test(gitOid)
    ? { path: entry.path, size }
    : { path: entry.path, size, gitOid };
}

async function getJson(
  context: HubContext,
  repository: string,
  url: string,
  revision: string | undefined,
  look: (answer: HubAnswer) => void = () => {},
): Promise<unknown> {
  const { clock, access, patience, signal } = context;
  return withRetries(clock, patience, signal, async () => {
    const answer = await hubGet(clock, access, url, { stallMs: patience.stallMs, ...(signal ? { signal } : {}) });
    try {
      if (!answer.response.ok) throw await statusError(context, answer, repository, revision);
      look(answer);
      const text = await answer.response.text().catch((error) => {
        throw signal?.aborted ? signal.reason : new PassingError(`${hostOf(url)} broke off.`, undefined, error);
      });
      try {
        return JSON.parse(text);
      } catch {
        throw strange(access.url);
      }
    } finally {
      answer.close();
    }
  });
}

/**
 * Asks for a file at a commit, from a byte on.
 * @throws PassingError, ModelFilesError
 */
export async function openFile(
  context: HubContext,
  repository: string,
  commit: string,
  path: string,
  bytes: { from: number; to: number },
): Promise<HubAnswer> {
  const { clock, access, patience, signal } = context;
  const url = `${access.url}/${segments(repository)}/resolve/${commit}/${segments(path)}`;
  const answer = await hubGet(clock, access, url, {
    stallMs: patience.stallMs,
    headers: { range: `bytes=${bytes.from}-${bytes.to - 1}` },
    ...(signal ? { signal } : {}),
  });
  if (answer.response.ok || answer.response.status === 416) return answer;
  try {
    throw await statusError(context, answer, repository, commit, path);
  } finally {
    answer.close();
  }
}

/** What a status means. The hub says more in `X-Error-Code`; unknown repositories are 401 to strangers. */
async function statusError(
  context: HubContext,
  { response, header }: HubAnswer,
  repository: string,
  revision: string | undefined,
  path?: string,
): Promise<Error> {
  const { access, clock } = context;
  const { status } = response;
  const host = hostOf(access.url);
  const code = header("x-error-code") ?? "";
  // A store behind a redirect refuses when the address that it was given has run out: the next try gets a new one.
  const elsewhere = response.url !== "" && URL.parse(response.url)?.origin !== URL.parse(access.url)?.origin;
  if (status === 429 || status >= 500 || status === 408 || (elsewhere && status === 403)) {
    const why = status === 429 ? "asks us to come more slowly" : `answered with an error (${status})`;
    return new PassingError(
      `${host} ${why}.`,
      retryAfterMs(response.headers.get("retry-after") ?? undefined, clock.now()),
    );
  }
  if (code === "GatedRepo" || (status === 403 && code !== "RepoNotFound"))
    return new ModelFilesError(
      "gated",
      `${repository} is gated or private: ${host} gives its files only to accounts that were let in.`,
      `Open ${access.url}/${repository} in a browser, accept its terms, and give an access token of that account (HF_TOKEN, or --token).`,
    );
  if (code === "RevisionNotFound")
    return new ModelFilesError(
      "repository_missing",
      `${repository} has no revision ${revision ?? ""}.`,
      "Check the branch, tag or commit; left out, it is main.",
    );
  if (path !== undefined && status === 404)
    return new ModelFilesError(
      "repository_missing",
      `${host} no longer has ${path} of ${repository} at the commit that this download began with.`,
      "Start the download again: it takes the newest commit and keeps the files that are still the same.",
    );
  if (status === 401 && access.token !== undefined && code !== "RepoNotFound")
    return new ModelFilesError("refused", `${host} does not accept the access token.`, "Make a new one there.");
  if (status === 404 || status === 401) {
    const near = await nearRepositories(context, repository);
    const may =
      access.token === undefined
        ? "does not exist there, or is private"
        : "does not exist there, or this token may not see it";
    return new ModelFilesError(
      "repository_missing",
      `${repository} was not found at ${host}: it ${may}.`,
      near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "Check the spelling of owner/name.",
    );
  }
  return new ModelFilesError("protocol", `${host} refused the request (${status}).`, "Check the address of the hub.");
}

const searchAnswer = z.array(z.object({ id: z.string() }));

/** Names like the one that is not there, as the hub's own search finds them; none when it does not answer. */
async function nearRepositories(context: HubContext, repository: string): Promise<string[]> {
  const name = repository.slice(repository.indexOf("/") + 1);
  const words = name.split(/[-_.]/).filter((word) => word !== "");
  for (const search of new Set([name, words.slice(0, 2).join("-"), words[0] ?? name])) {
    const url = `${context.access.url}/api/models?search=${encodeURIComponent(search)}&limit=3`;
    try {
      const answer = await hubGet(context.clock, context.access, url, {
        stallMs: Math.min(5_000, context.patience.stallMs),
      });
      try {
        if (!answer.response.ok) return [];
        const parsed = searchAnswer.safeParse(await answer.response.json());
        if (parsed.success && parsed.data.length > 0) return parsed.data.map(({ id }) => id).slice(0, 3);
      } finally {
        answer.close();
      }
    } catch {
      return [];
    }
  }
  return [];
}
