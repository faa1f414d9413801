import { toBase64 } from "./attachments.ts";
import type { Request } from "./request.ts";
import type {
  Attachment,
  Build,
  Chat,
  FileChange,
  Health,
  Message,
  ModelList,
  Page,
  Project,
  SourceFile,
  StartedGeneration,
  User,
  Version,
  VersionWithFiles,
} from "./types.ts";

export interface GenerationInput {
  /** May be left out with `continues`: the words are then those of the generation that is picked up. */
  prompt?: string;
  model?: string;
  attachments?: Attachment[];
  baseVersionId?: string;
  /** All files as edited by hand; they become a version of their own that the answer starts from. */
  files?: SourceFile[];
  /** The generation whose partial answer is picked up. */
  continues?: string;
}

export interface BuildWish {
  entry?: string;
  component?: string;
  tailwind?: 3 | 4;
  /** Values for the props of a component that is shown alone. */
  props?: Record<string, unknown>;
}

/** Every call of the page to its server, by noun. All throw ApiError or NetworkError. */
export interface Api {
  request: Request;
  setupState(): Promise<{ claimed: boolean }>;
  setup(input: { token: string; email: string; password: string; name: string }): Promise<{ user: User }>;
  models(): Promise<ModelList>;
  health(): Promise<Health>;
  licences(): Promise<string>;
  projects: {
    list(cursor?: string): Promise<Page<Project>>;
    get(id: string): Promise<Project>;
    create(input: { name: string; description?: string }): Promise<Project>;
    update(id: string, input: { name?: string; description?: string; tailwind?: 3 | 4 | null }): Promise<Project>;
    remove(id: string): Promise<void>;
    chats(id: string): Promise<Page<Chat>>;
    createChat(id: string, title: string): Promise<Chat>;
  };
  chats: {
    get(id: string): Promise<Chat>;
    rename(id: string, title: string): Promise<Chat>;
    remove(id: string): Promise<void>;
    messages(id: string): Promise<Message[]>;
    versions(id: string): Promise<Version[]>;
    saveVersion(id: string, files: SourceFile[], parentId: string | null): Promise<Version>;
    generate(id: string, input: GenerationInput): Promise<StartedGeneration>;
  };
  versions: {
    get(id: string, signal?: AbortSignal): Promise<VersionWithFiles>;
    bundle(id: string, wish?: Pick<BuildWish, "entry" | "component">, signal?: AbortSignal): Promise<Build>;
    /** @returns where the picture is from now on */
    saveThumbnail(id: string, picture: Uint8Array): Promise<string>;
    restore(id: string): Promise<Version>;
    diff(id: string, against: string): Promise<FileChange[]>;
    archive(id: string): Promise<Blob>;
  };
  attachments: {
    get(id: string, signal?: AbortSignal): Promise<Blob>;
  };
  generations: {
    get(id: string): Promise<StartedGeneration>;
    stop(id: string): Promise<void>;
  };
  build(files: SourceFile[], wish: BuildWish & { partial?: boolean }, signal?: AbortSignal): Promise<Build>;
}

export function createApi(request: Request): Api {
  const get = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
    (await request(path, signal ? { signal } : {})).json();
  const send = async <T>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<T> =>
    (await request(path, { method, body, ...(signal ? { signal } : {}) })).json();
  const remove = async (path: string): Promise<void> => {
    await request(path, { method: "DELETE" });
  };
  /** Follows cursors to the end; messages and versions of one chat are few. */
  async function all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<T> = await get(`${path}?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return items;
  }

  return {
    request,
    setupState: async () => (await request("/api/setup", { anonymous: true })).json(),
    setup: async (input) => (await request("/api/setup", { method: "POST", body: input, anonymous: true })).json(),
    models: () => get("/api/models"),
    health: () => get("/health"),
    licences: async () => (await request("/api/licences", { headers: { accept: "text/plain" } })).text(),
    projects: {
      list: (cursor) => get(`/api/projects?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`),
      get: (id) => get(`/api/projects/${id}`),
      create: (input) => send("POST", "/api/projects", input),
      update: (id, input) => send("PATCH", `/api/projects/${id}`, input),
      remove: (id) => remove(`/api/projects/${id}`),
      chats: (id) => get(`/api/projects/${id}/chats?limit=100`),
      createChat: (id, title) => send("POST", `/api/projects/${id}/chats`, { title }),
    },
    chats: {
      get: (id) => get(`/api/chats/${id}`),
      rename: (id, title) => send("PATCH", `/api/chats/${id}`, { title }),
      remove: (id) => remove(`/api/chats/${id}`),
      messages: (id) => all(`/api/chats/${id}/messages`),
      versions: (id) => all(`/api/chats/${id}/versions`),
      saveVersion: (id, files, parentId) =>
        send("POST", `/api/chats/${id}/versions`, { files, ...(parentId === null ? {} : { parentId }) }),
      generate: (id, input) => send("POST", `/api/chats/${id}/generations`, input),
    },
    versions: {
      get: (id, signal) => get(`/api/versions/${id}`, signal),
      bundle: (id, { entry, component } = {}, signal) => {
        const query = new URLSearchParams({ ...(entry ? { entry } : {}), ...(component ? { component } : {}) });
        return get(`/api/versions/${id}/bundle${query.size > 0 ? `?${query}` : ""}`, signal);
      },
      saveThumbnail: async (id, picture) => {
        const body = { data: toBase64(picture) };
        const answer: { thumbnailUrl: string } = await send("PUT", `/api/versions/${id}/thumbnail`, body);
        return answer.thumbnailUrl;
      },
      restore: (id) => send("POST", `/api/versions/${id}/restore`, {}),
      diff: async (id, against) => {
        const answer: { files: FileChange[] } = await get(`/api/versions/${id}/diff?against=${against}`);
        return answer.files;
      },
      archive: async (id) => (await request(`/api/versions/${id}/export`, { headers: { accept: "*/*" } })).blob(),
    },
    attachments: {
      get: async (id, signal) =>
        (await request(`/api/attachments/${id}`, { headers: { accept: "*/*" }, ...(signal ? { signal } : {}) })).blob(),
    },
    generations: {
      get: (id) => get(`/api/generations/${id}`),
      stop: async (id) => {
        await request(`/api/generations/${id}/stop`, { method: "POST", body: {} });
      },
    },
    build: (files, { partial, ...wish }, signal) =>
      send("POST", "/api/preview/build", { files, ...(partial ? { partial } : {}), ...wish }, signal),
  };
}
