import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** A repository as the test hub serves it. */
export interface TestRepository {
  commit: string;
  files: Record<string, Uint8Array>;
  /** Paths that are large files to it: listed with SHA-256 instead of git's name. */
  lfs?: (path: string) => boolean;
  /** Only with this token. */
  token?: string;
  gated?: boolean;
}

export interface Call {
  /** `hub` or `cdn`. */
  at: "hub" | "cdn";
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  range: { from: number; to: number } | undefined;
  /** How often this path was asked for at this place, from 1. */
  count: number;
}

/** How an answer goes wrong; fields combine. */
export interface Misbehaviour {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** Breaks the connection after so many bytes of the body. */
  cutAfter?: number;
  /** Sends so many bytes and then nothing more. */
  stallAfter?: number;
  ignoreRange?: boolean;
  /** Flips a bit in what is sent. */
  corrupt?: boolean;
  etag?: string;
  /** Milliseconds between pieces of 16 KiB. */
  slow?: number;
}

export interface TestHub {
  url: string;
  cdnUrl: string;
  repositories: Map<string, TestRepository>;
  calls: Call[];
  misbehave: (call: Call) => Misbehaviour | undefined;
  /** Entries on one page of a tree. */
  pageSize: number;
  /** Large files are sent by another host, behind a redirect. */
  redirects: boolean;
  /** Does not know the tree route, like simple mirrors. */
  withoutTree: boolean;
  close(): Promise<void>;
}

/** Large files stop coming at this byte of each and stay silent: a download that is under way for as long as a test needs. */
export const stopsAt =
  (byte: number) =>
  (call: Call): Misbehaviour | undefined => {
    if (!call.path.endsWith(".safetensors")) return undefined;
    const { from, to } = call.range ?? { from: 0, to: Number.POSITIVE_INFINITY };
    return to < byte ? undefined : { stallAfter: Math.max(0, byte - from) };
  };

export const gitOidOf = (content: Uint8Array): string =>
  createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
export const sha256Of = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

const isLarge = (path: string): boolean => /\.(safetensors|gguf|bin)$/.test(path);

/** A hub of models in the protocol of huggingface.co, on two ports of the loopback interface, which can misbehave. */
export async function startHub(repositories: Record<string, TestRepository>): Promise<TestHub> {
  const counts = new Map<string, number>();
  const servers: Server[] = [];
  const hub: TestHub = {
    url: "",
    cdnUrl: "",
    repositories: new Map(Object.entries(repositories)),
    calls: [],
    misbehave: () => undefined,
    pageSize: 1_000,
    redirects: false,
    withoutTree: false,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
  const listen = (at: Call["at"]) =>
    new Promise<string>((resolve) => {
      const server = createServer((request, response) => {
        const call = callOf(at, request, counts);
        hub.calls.push(call);
        const wrong = hub.misbehave(call) ?? {};
        if (wrong.status !== undefined) {
          response.writeHead(wrong.status, wrong.headers);
          response.end(wrong.body ?? "");
        } else answer(hub, call, wrong, response).catch(() => response.destroy());
      });
      servers.push(server);
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(`http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`);
      });
    });
  hub.url = await listen("hub");
  hub.cdnUrl = await listen("cdn");
  return hub;
}

function callOf(at: Call["at"], request: IncomingMessage, counts: Map<string, number>): Call {
  const url = new URL(request.url ?? "/", "http://hub");
  const key = `${at} ${url.pathname}`;
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  return {
    at,
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: request.headers,
    range: from === undefined ? undefined : { from: Number(from), to: Number(to) },
    count,
  };
}

async function answer(hub: TestHub, call: Call, wrong: Misbehaviour, response: ServerResponse): Promise<void> {
  const api = /^\/api\/models\/([^/]+\/[^/]+)\/(revision|tree)\/(.+)$/.exec(call.path);
  const file = /^\/([^/]+\/[^/]+)\/resolve\/([0-9a-f]+)\/(.+)$/.exec(call.path);
  if (call.path === "/api/models") return json(response, 200, near(hub, call.query.get("search") ?? ""));
  const name = api?.[1] ?? file?.[1] ?? "";
  const repository = hub.repositories.get(name);
  if (!repository) return failed(response, 401, "RepoNotFound");
  const known = call.at === "cdn" || call.headers.authorization === `Bearer ${repository.token}`;
  if (repository.gated && !known) return failed(response, call.headers.authorization ? 403 : 401, "GatedRepo");
  if (repository.token && !known) return failed(response, 401, call.headers.authorization ? "" : "RepoNotFound");
  if (api) return listing(hub, call, repository, api[2] ?? "", api[3] ?? "", response);
  const content = repository.files[file?.[3] ?? ""];
  if (!file || content === undefined || file[2] !== repository.commit) return failed(response, 404, "EntryNotFound");
  const large = (repository.lfs ?? isLarge)(file[3] ?? "");
  const etag = wrong.etag ?? (large ? sha256Of(content) : gitOidOf(content));
  if (hub.redirects && large && call.at === "hub") {
    response.writeHead(302, {
      location: `${hub.cdnUrl}${call.path}?X-Amz-Signature=hushhush`,
      "x-linked-etag": `"${etag}"`,
      "x-linked-size": String(content.length),
      "x-repo-commit": repository.commit,
    });
    response.end();
    return;
  }
  await send(call, content, etag, wrong, response);
}

async function send(call: Call, content: Uint8Array, etag: string, wrong: Misbehaviour, response: ServerResponse) {
  const range = wrong.ignoreRange ? undefined : call.range;
  const from = range?.from ?? 0;
  const to = Math.min(content.length, (range?.to ?? content.length) + (range ? 1 : 0));
  const body = Buffer.from(content.subarray(from, to));
  if (wrong.corrupt && body.length > 0) body[0] = (body[0] ?? 0) ^ 1;
  response.writeHead(range ? 206 : 200, {
    "content-length": body.length,
    etag: `"${etag}"`,
    ...(range ? { "content-range": `bytes ${from}-${to - 1}/${content.length}` } : {}),
    ...wrong.headers,
  });
  const end = wrong.cutAfter ?? wrong.stallAfter ?? body.length;
  const piece = wrong.slow === undefined ? end || 1 : 16_384;
  for (let at = 0; at < Math.min(end, body.length); at += piece) {
    await new Promise((resolve) => response.write(body.subarray(at, Math.min(at + piece, end)), resolve));
    if (wrong.slow !== undefined) await Bun.sleep(wrong.slow);
  }
  if (wrong.stallAfter !== undefined) return;
  if (wrong.cutAfter !== undefined && wrong.cutAfter < body.length) response.destroy();
  else response.end();
}

function listing(
  hub: TestHub,
  call: Call,
  repository: TestRepository,
  kind: string,
  at: string,
  response: ServerResponse,
) {
  const entries = Object.entries(repository.files).map(([path, content]) => {
    const large = (repository.lfs ?? isLarge)(path);
    return {
      path,
      size: content.length,
      oid: gitOidOf(content),
      ...(large ? { lfs: { oid: sha256Of(content), size: content.length, pointerSize: 134 } } : {}),
    };
  });
  if (kind === "revision") {
    if (at !== "main" && at !== repository.commit) return failed(response, 404, "RevisionNotFound");
    const siblings = entries.map(({ path, size, oid, lfs }) => ({
      rfilename: path,
      ...(call.query.get("blobs") === "true"
        ? { size, blobId: oid, ...(lfs ? { lfs: { ...lfs, sha256: lfs.oid } } : {}) }
        : {}),
    }));
    return json(response, 200, { sha: repository.commit, siblings });
  }
  if (hub.withoutTree) return failed(response, 404, "");
  const start = Number(call.query.get("cursor") ?? 0);
  const page = entries.slice(start, start + hub.pageSize).map((entry) => ({ type: "file", ...entry }));
  const next = start + hub.pageSize;
  const link = `<${hub.url}${call.path}?recursive=true&cursor=${next}>; rel="next"`;
  return json(
    response,
    200,
    [{ type: "directory", path: "sub", oid: "0" }, ...page],
    next < entries.length ? { link } : {},
  );
}

const near = (hub: TestHub, search: string) =>
  [...hub.repositories.keys()].filter((id) => id.toLowerCase().includes(search.toLowerCase())).map((id) => ({ id }));

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

function failed(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, code === "" ? {} : { "x-error-code": code });
  response.end("refused");
}
