import type { Chat, Login, Message, Project, SentFile, SourceFile } from "../lib/types.ts";
import { type FakeWish, fakeBuild } from "./fake-build.ts";
import { answerAdmin } from "./fake-engines.ts";
import { playScript, streamOf } from "./fake-generation.ts";
import { type FakeGeneration, type FakeState, type FakeVersion, isoNow, uuid } from "./fake-state.ts";

export interface FakeContext {
  state: FakeState;
  gate(name: string): Promise<void>;
}

type Body = Record<string, unknown>;

const problem = (status: number, code: string, detail: string, headers: Record<string, string> = {}) =>
  Response.json(
    { type: "about:blank", title: code, status, code, detail, requestId: uuid() },
    { status, headers: { ...headers, "content-type": "application/problem+json" } },
  );
const list = (items: unknown[]) => Response.json({ items, nextCursor: null });
const gone = () => problem(404, "not_found", "There is nothing under this id.");

/** Null when the path is the page's. */
export async function answerApi(context: FakeContext, request: Request, url: URL): Promise<Response | null> {
  const { state } = context;
  const { pathname } = url;
  if (pathname.startsWith("/health")) {
    return Response.json({
      status: "ok",
      service: "vitrine",
      version: "0.1.0",
      startedAt: state.startedAt,
      timestamp: isoNow(),
      dependencies: {
        database: { status: "ok", latencyMs: 1 },
        preview: { status: "ok" },
        llm: { status: "ok", providers: 2 },
      },
    });
  }
  if (!pathname.startsWith("/api/")) return null;
  const body: Body = ["POST", "PATCH", "PUT", "DELETE"].includes(request.method) ? await readBody(request) : {};
  const text = (key: string) => (typeof body[key] === "string" ? body[key] : "");
  const key = `${request.method} ${pathname}`;
  if (key === "GET /api/setup") return Response.json({ claimed: state.claimed });
  if (key === "POST /api/setup") {
    if (state.claimed) return problem(410, "already_claimed", "This Vitrine has its administrator.");
    if (text("token") !== state.setupToken) return problem(403, "setup_token_invalid", "The link is wrong or expired.");
    state.claimed = true;
    state.password = text("password");
    state.user = { ...state.user, email: text("email"), name: text("name") };
    return Response.json({ user: state.user }, { status: 201 });
  }
  if (key === "GET /api/auth/options") {
    return Response.json({ password: true, passkeys: false, registration: "invitation", mail: false, providers: [] });
  }
  if (key === "POST /api/auth/login") {
    if (text("email") === "locked@example.org")
      return problem(423, "locked", "Too many attempts.", { "retry-after": "300" });
    if (text("email") !== state.user.email || text("password") !== state.password)
      return problem(401, "invalid_credentials", "Wrong.");
    return login(state);
  }
  if (key === "POST /api/auth/refresh") {
    state.refreshes++;
    return request.headers.get("cookie")?.includes("refresh=1")
      ? login(state)
      : problem(401, "unauthenticated", "Not signed in.");
  }
  if (key === "POST /api/auth/logout")
    return new Response(null, {
      status: 204,
      headers: { "set-cookie": "refresh=; Path=/api/auth; HttpOnly; SameSite=Strict; Max-Age=0" },
    });
  const token = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
  if (!state.tokens.has(token)) return problem(401, "token_expired", "The token is no longer good.");
  if (pathname.startsWith("/api/admin/")) return answerAdmin(state.room, request, url, body);
  if (key === "GET /api/licences")
    return new Response("preact 11.2.0\n-------------\nMIT\n\nCodeMirror 6\n------------\nMIT\n");
  if (key === "GET /api/models") {
    return Response.json({
      items: [
        {
          id: "builtin/patterns",
          provider: "builtin",
          model: "patterns",
          label: "Pattern engine",
          vision: false,
          builtin: true,
        },
        {
          id: "vllm/coder",
          provider: "vllm",
          model: "coder",
          label: "Qwen3 Coder 30B",
          contextLength: 131072,
          vision: false,
          builtin: false,
        },
        {
          id: "vllm/vision",
          provider: "vllm",
          model: "vision",
          label: "Gemma 4 31B",
          contextLength: 98304,
          vision: true,
          builtin: false,
        },
      ],
      default: "builtin/patterns",
    });
  }
  if (key === "POST /api/preview/build") {
    const files = readFiles(body.files);
    const wish: FakeWish = body;
    state.builds.push({ files, partial: body.partial === true, wish });
    return Response.json(fakeBuild(files, wish));
  }
  if (key === "GET /api/projects") return list(state.projects);
  if (key === "POST /api/projects") {
    const project: Project = {
      id: uuid(),
      name: text("name"),
      description: text("description"),
      role: "owner",
      createdAt: isoNow(),
      updatedAt: isoNow(),
      chatCount: 0,
    };
    state.projects.unshift(project);
    return Response.json(project, { status: 201 });
  }
  const [, , noun, id = "", verb] = pathname.split("/");
  if (noun === "projects") return projects(state, request.method, id, verb, body);
  if (noun === "chats") return chats(context, request.method, id, verb, body);
  if (noun === "versions" && verb === "thumbnail") return thumbnail(state, id, request.method, body);
  if (noun === "versions") return versions(state, id, verb, url.searchParams);
  if (noun === "attachments") return attachment(state, id);
  if (noun === "generations") return generations(context, request, id, verb);
  return gone();
}

function login(state: FakeState): Response {
  const accessToken = uuid();
  state.tokens.add(accessToken);
  const answer: Login = { accessToken, expiresIn: 900, user: state.user };
  return Response.json(answer, { headers: { "set-cookie": "refresh=1; Path=/api/auth; HttpOnly; SameSite=Strict" } });
}

function projects(state: FakeState, method: string, id: string, verb: string | undefined, body: Body): Response {
  const project = state.projects.find((one) => one.id === id);
  if (!project) return gone();
  if (verb === "chats" && method === "GET") return list(state.chats.filter((chat) => chat.projectId === id));
  if (verb === "chats") {
    const chat: Chat = {
      id: uuid(),
      projectId: id,
      title: String(body.title),
      createdAt: isoNow(),
      updatedAt: isoNow(),
      activeGenerationId: null,
    };
    state.chats.push(chat);
    project.chatCount = (project.chatCount ?? 0) + 1;
    return Response.json(chat, { status: 201 });
  }
  if (method === "PATCH") Object.assign(project, body, { updatedAt: isoNow() });
  if (method === "DELETE") {
    state.projects = state.projects.filter((one) => one.id !== id);
    return new Response(null, { status: 204 });
  }
  return Response.json(project);
}

function chats(context: FakeContext, method: string, id: string, verb: string | undefined, body: Body): Response {
  const { state } = context;
  const chat = state.chats.find((one) => one.id === id);
  if (!chat) return gone();
  if (verb === "messages") {
    const statusOf = ({ generationId }: Message) => state.generations.get(generationId ?? "")?.status ?? null;
    return list((state.messages.get(id) ?? []).map((message) => ({ ...message, status: statusOf(message) })));
  }
  const made = state.versions.get(id) ?? [];
  if (verb === "versions" && method === "GET") return list(made.map(({ files: _files, ...version }) => version));
  if (verb === "versions")
    return Response.json(addVersion(state, id, readFiles(body.files), edited(state)), { status: 201 });
  if (verb === "generations") {
    const continued = state.generations.get(String(body.continues));
    const prompt = continued ? "go on" : String(body.prompt);
    if (prompt.includes("refuse"))
      return problem(429, "queue_full", "64 requests are already waiting.", { "retry-after": "20" });
    if (Array.isArray(body.files)) addVersion(state, id, readFiles(body.files), edited(state));
    const generation: FakeGeneration = {
      id: uuid(),
      chatId: id,
      status: "running",
      model: null,
      baseVersionId: state.versions.get(id)?.at(-1)?.id ?? null,
      createdAt: isoNow(),
      prompt,
      events: [],
      wake: [],
      stopped: false,
      cut: false,
    };
    state.generations.set(generation.id, generation);
    const said: Message = {
      id: uuid(),
      role: "user",
      authorId: state.user.id,
      authorName: state.user.name,
      text: prompt,
      reasoning: "",
      generationId: generation.id,
      versionId: null,
      model: null,
      createdAt: isoNow(),
      status: null,
      usage: null,
      durationMs: null,
      diagnostics: [],
      standIn: null,
      attachments: keep(state, body.attachments),
    };
    if (!continued) state.messages.set(id, [...(state.messages.get(id) ?? []), said]);
    chat.activeGenerationId = generation.id;
    void playScript(context, generation, made.length > 0);
    return Response.json(
      { generation: publicOf(generation), streamUrl: `/api/generations/${generation.id}/stream?ticket=t` },
      { status: 202 },
    );
  }
  if (method === "PATCH") Object.assign(chat, body);
  if (method === "DELETE") state.chats = state.chats.filter((one) => one.id !== id);
  return Response.json(chat);
}

const edited = ({ user }: FakeState) => ({ authorId: user.id, authorName: user.name, origin: "edit" as const });

function keep(state: FakeState, sent: unknown): SentFile[] {
  if (!Array.isArray(sent)) return [];
  return sent.map(({ name, mediaType, data }) => {
    const file = { id: uuid(), name: String(name), mediaType: String(mediaType) };
    state.attachments.set(file.id, { mediaType: file.mediaType, data: String(data) });
    return file;
  });
}

function attachment(state: FakeState, id: string): Response {
  const found = state.attachments.get(id);
  if (!found) return gone();
  return new Response(Buffer.from(found.data, "base64"), { headers: { "content-type": found.mediaType } });
}

export function addVersion(
  state: FakeState,
  chatId: string,
  files: SourceFile[],
  extra: Partial<FakeVersion>,
): FakeVersion {
  const made = state.versions.get(chatId) ?? [];
  const version: FakeVersion = {
    id: uuid(),
    chatId,
    number: made.length + 1,
    parentId: made.at(-1)?.id ?? null,
    authorId: null,
    authorName: null,
    origin: "generation",
    restoredId: null,
    generationId: null,
    status: "complete",
    createdAt: isoNow(),
    files,
    ...extra,
  };
  state.versions.set(chatId, [...made, version]);
  return version;
}

function thumbnail(state: FakeState, id: string, method: string, body: Body): Response {
  const version = [...state.versions.values()].flat().find((one) => one.id === id);
  if (!version) return gone();
  if (method === "PUT") {
    state.thumbnails.set(id, String(body.data));
    version.thumbnailUrl = `/api/versions/${id}/thumbnail?v=1`;
    const project = projectOf(state, version);
    if (project) project.thumbnailUrl = version.thumbnailUrl;
    return Response.json({ thumbnailUrl: version.thumbnailUrl });
  }
  const data = state.thumbnails.get(id);
  if (data === undefined) return gone();
  return new Response(Buffer.from(data, "base64"), { headers: { "content-type": "image/webp" } });
}

const projectOf = (state: FakeState, version: FakeVersion): Project | undefined => {
  const chat = state.chats.find((one) => one.id === version.chatId);
  return state.projects.find((one) => one.id === chat?.projectId);
};

function versions(state: FakeState, id: string, verb: string | undefined, query: URLSearchParams): Response {
  const against = query.get("against");
  const all = [...state.versions.values()].flat();
  const version = all.find((one) => one.id === id);
  if (!version) return gone();
  if (verb === "bundle") {
    const wish = { entry: query.get("entry") ?? undefined, component: query.get("component") ?? undefined };
    return Response.json(fakeBuild(version.files, { ...wish, tailwind: projectOf(state, version)?.tailwind }));
  }
  if (verb === "restore") {
    const extra = { ...edited(state), origin: "restore" as const, restoredId: version.id };
    return Response.json(addVersion(state, version.chatId, version.files, extra), { status: 201 });
  }
  if (verb === "export") return new Response("PK", { headers: { "content-type": "application/zip" } });
  if (verb !== "diff") return Response.json(version);
  const before = new Map((all.find((one) => one.id === against)?.files ?? []).map((file) => [file.path, file.text]));
  const files = version.files.map((file) => {
    const old = before.get(file.path);
    const status = old === undefined ? "added" : old === file.text ? "same" : "changed";
    return { path: file.path, status, ...(old === undefined ? {} : { before: old }), after: file.text };
  });
  return Response.json({ files });
}

function generations(context: FakeContext, request: Request, id: string, verb: string | undefined): Response {
  const generation = context.state.generations.get(id);
  if (!generation) return gone();
  if (verb === "stop") {
    generation.stopped = true;
    return Response.json({ ok: true }, { status: 202 });
  }
  if (verb === "stream") return streamOf(generation, Number(request.headers.get("last-event-id") ?? 0), request.signal);
  return Response.json({ generation: publicOf(generation), streamUrl: `/api/generations/${id}/stream?ticket=t` });
}

function publicOf({
  events: _events,
  wake: _wake,
  stopped: _stopped,
  cut: _cut,
  prompt: _prompt,
  ...generation
}: FakeGeneration) {
  return generation;
}

async function readBody(request: Request): Promise<Body> {
  const value: unknown = await request.json().catch(() => ({}));
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function readFiles(value: unknown): SourceFile[] {
  if (!Array.isArray(value)) return [];
  return value.map((file: SourceFile) => ({ path: String(file.path), text: String(file.text) }));
}
