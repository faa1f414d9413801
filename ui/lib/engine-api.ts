import type {
  CatalogueModelView,
  EngineInstallView,
  EngineLogView,
  EnginePreview,
  EngineView,
  GpuSnapshot,
  HistoryView,
  ModelFilesView,
  StoredModel,
} from "./engine-types.ts";
import type { Request } from "./request.ts";

export interface PullInput {
  repository: string;
  revision?: string;
  catalogueId?: string;
  variant?: string;
}

export interface LogQuery {
  limit: number;
  q?: string;
  level?: string;
}

/** Settings on their way to the server, which checks them; a field with a default may be left out. */
export type SettingsDraft = Record<string, unknown>;

/** Every call of the administration of engines, models and GPUs. All throw ApiError or NetworkError. */
export interface EngineApi {
  models(): Promise<{ items: CatalogueModelView[]; gpus: GpuSnapshot; problems?: string[] }>;
  files: {
    list(): Promise<ModelFilesView>;
    pull(input: PullInput): Promise<StoredModel>;
    import(path: string, mode: "copy" | "register"): Promise<void>;
    pause(id: string): Promise<void>;
    resume(id: string): Promise<void>;
    verify(id: string): Promise<void>;
    cancel(id: string): Promise<void>;
    remove(id: string): Promise<void>;
  };
  engines: {
    list(): Promise<EngineView[]>;
    get(id: string): Promise<EngineView>;
    create(input: { id?: string; settings: SettingsDraft; start?: boolean }): Promise<EngineView>;
    update(id: string, settings: SettingsDraft): Promise<EngineView>;
    remove(id: string): Promise<void>;
    act(id: string, verb: "start" | "stop" | "restart"): Promise<void>;
    /** `to` answers in place of `id` from then on. */
    swap(id: string, to: string): Promise<void>;
    preview(settings: SettingsDraft, signal: AbortSignal): Promise<EnginePreview>;
    logs(id: string, query: LogQuery, signal: AbortSignal): Promise<EngineLogView>;
    history(id: string, minutes: number, signal: AbortSignal): Promise<HistoryView>;
    installs(): Promise<EngineInstallView[]>;
  };
  gpus: {
    read(): Promise<GpuSnapshot>;
    history(uuid: string, minutes: number, signal: AbortSignal): Promise<HistoryView>;
  };
}

const root = "/api/admin";

export function createEngineApi(request: Request): EngineApi {
  const get = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
    (await request(`${root}/${path}`, signal ? { signal } : {})).json();
  const send = async <T>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<T> =>
    (await request(`${root}/${path}`, { method, body, ...(signal ? { signal } : {}) })).json();
  /** For answers whose body says nothing that the event stream does not say as well. */
  const tell = async (method: string, path: string, body: unknown): Promise<void> => {
    const response = await request(`${root}/${path}`, { method, body });
    await response.body?.cancel();
  };
  const items = async <T>(path: string): Promise<T[]> => {
    const answer: { items: T[] } = await get(path);
    return answer.items;
  };
  const engine = (id: string) => `engines/${encodeURIComponent(id)}`;
  return {
    models: () => get("models"),
    files: {
      list: () => get("models/files"),
      pull: (input) => send("POST", "models/files/pull", input),
      import: (path, mode) => tell("POST", "models/files/import", { path, mode }),
      pause: (id) => tell("POST", "models/files/pause", { id }),
      resume: (id) => tell("POST", "models/files/resume", { id }),
      verify: (id) => tell("POST", "models/files/verify", { id }),
      cancel: (id) => tell("POST", "models/files/cancel", { id }),
      remove: (id) => tell("DELETE", "models/files", { id }),
    },
    engines: {
      list: () => items("engines"),
      get: (id) => get(engine(id)),
      create: (input) => send("POST", "engines", input),
      update: (id, settings) => send("PATCH", engine(id), { settings }),
      remove: (id) => tell("DELETE", engine(id), undefined),
      act: (id, verb) => tell("POST", `${engine(id)}/${verb}`, {}),
      swap: (id, to) => tell("POST", `${engine(id)}/swap`, { to }),
      preview: (settings, signal) => send("POST", "engines/preview", { settings }, signal),
      logs: (id, { limit, q, level }, signal) => {
        const query = new URLSearchParams({ limit: String(limit), ...(q ? { q } : {}), ...(level ? { level } : {}) });
        return get(`${engine(id)}/logs?${query}`, signal);
      },
      history: (id, minutes, signal) => get(`${engine(id)}/history?minutes=${minutes}`, signal),
      installs: () => items("engines/installs"),
    },
    gpus: {
      read: () => get("gpus"),
      history: (uuid, minutes, signal) => get(`gpus/${encodeURIComponent(uuid)}/history?minutes=${minutes}`, signal),
    },
  };
}
