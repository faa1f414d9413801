import { type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { EngineApi } from "../lib/engine-api.ts";
import type {
  CatalogueModelView,
  EngineInstallView,
  EngineStatus,
  EngineView,
  GpuSnapshot,
  ModelFilesView,
  ModelJobView,
  StoredModel,
} from "../lib/engine-types.ts";
import { followEvents } from "../lib/live-events.ts";
import type { Request } from "../lib/request.ts";
import { createRates, type Rates } from "./rates.ts";

/** What the administration pages know of engines, models and GPUs, kept current by one event stream. */
export interface EngineRoom {
  api: EngineApi;
  request: Request;
  engines: Signal<EngineView[] | null>;
  models: Signal<CatalogueModelView[] | null>;
  /** What is wrong with entries that were added to the catalogue, one sentence each. */
  problems: Signal<string[]>;
  files: Signal<ModelFilesView | null>;
  gpus: Signal<GpuSnapshot | null>;
  installs: Signal<EngineInstallView[] | null>;
  /** What the numbers of the last seconds amount to, by engine. */
  rates: Signal<ReadonlyMap<string, Rates>>;
  /** False while the event stream is broken: what is shown may be old. */
  live: Signal<boolean>;
  /** Why nothing can be shown. */
  error: Signal<unknown>;
  /** The server's clock, in milliseconds since 1970; this device's own may be off. */
  now(): number;
  refresh(what: Refreshable): Promise<void>;
  /** Follows the server until the returned function is called. */
  open(): () => void;
}

export type Refreshable = "engines" | "models" | "files" | "installs";

export const RoomContext = createContext<EngineRoom | null>(null);

/** @throws Error outside of the administration */
export function useRoom(): EngineRoom {
  const room = useContext(RoomContext);
  if (room === null) throw new Error("No engine room around this view.");
  return room;
}

export function createRoom(api: EngineApi, request: Request, clock: () => number): EngineRoom {
  const engines = signal<EngineView[] | null>(null);
  const models = signal<CatalogueModelView[] | null>(null);
  const problems = signal<string[]>([]);
  const files = signal<ModelFilesView | null>(null);
  const gpus = signal<GpuSnapshot | null>(null);
  const installs = signal<EngineInstallView[] | null>(null);
  const rates = signal<ReadonlyMap<string, Rates>>(new Map());
  const live = signal(true);
  const error = signal<unknown>(null);
  const meter = createRates();
  let skew = 0;

  const readers: Record<Refreshable, () => Promise<void>> = {
    async engines() {
      engines.value = await api.engines.list();
      for (const engine of engines.value) measure(engine.status);
    },
    async models() {
      const answer = await api.models();
      models.value = answer.items;
      problems.value = answer.problems ?? [];
      gpus.value ??= answer.gpus;
    },
    async files() {
      files.value = await api.files.list();
    },
    async installs() {
      installs.value = await api.engines.installs();
    },
  };
  const asked = new Map<Refreshable, Promise<void>>();
  /** One request at a time for each list; whoever asks in the meantime gets one more after it. */
  async function refresh(what: Refreshable): Promise<void> {
    const running = asked.get(what);
    if (running) await running.catch(() => undefined);
    const current = asked.get(what);
    if (current) return current;
    const next = readers[what]().finally(() => asked.delete(what));
    asked.set(what, next);
    return next;
  }
  const quietly = (what: Refreshable) => void refresh(what).catch(() => undefined);

  function measure(status: EngineStatus): void {
    if (!status.metrics) return;
    const known = meter.add(status.engineId, status.metrics);
    rates.value = new Map(rates.value).set(status.engineId, known);
  }

  function engineEvent(status: EngineStatus): void {
    const known = engines.value?.find((engine) => engine.id === status.engineId);
    if (!known) {
      quietly("engines");
      return;
    }
    measure(status);
    engines.value = (engines.value ?? []).map((engine) => (engine === known ? { ...engine, status } : engine));
    const settled = status.state !== known.status.state && ["ready", "stopped", "failed"].includes(status.state);
    if (settled && models.value) quietly("models");
  }

  function downloadEvent(stored: StoredModel): void {
    const known = files.value?.items.find((item) => item.id === stored.id && item.revision === stored.revision);
    if (files.value && known)
      files.value = { ...files.value, items: files.value.items.map((item) => (item === known ? stored : item)) };
    models.value =
      models.value?.map((model) =>
        model.variants.some((variant) => variant.stored?.id === stored.id)
          ? {
              ...model,
              variants: model.variants.map((variant) =>
                variant.stored?.id === stored.id && variant.stored.revision === stored.revision
                  ? { ...variant, stored }
                  : variant,
              ),
            }
          : model,
      ) ?? null;
    if (known?.state === stored.state) return;
    if (files.value) quietly("files");
    if (models.value) quietly("models");
  }

  function jobEvent(job: ModelJobView): void {
    if (!files.value) return;
    const known = files.value.jobs.some((one) => one.id === job.id);
    const jobs = known ? files.value.jobs.map((one) => (one.id === job.id ? job : one)) : [job, ...files.value.jobs];
    files.value = { ...files.value, jobs };
    if (job.state === "running") return;
    quietly("files");
    if (models.value) quietly("models");
  }

  function receive(name: string, data: unknown): void {
    if (name === "engine" && isStatus(data)) engineEvent(data);
    else if (name === "gpus" && isSnapshot(data)) {
      gpus.value = data;
      // A reading is made now, by the server's clock; a second more or less is the network's.
      skew = Math.abs(data.at - clock()) > 3000 ? data.at - clock() : 0;
    } else if (name === "download" && isStored(data)) downloadEvent(data);
    else if (name === "job" && isJob(data)) jobEvent(data);
  }

  return {
    api,
    request,
    engines,
    models,
    problems,
    files,
    gpus,
    installs,
    rates,
    live,
    error,
    now: () => clock() + skew,
    refresh,
    open() {
      const end = new AbortController();
      const fail = (thrown: unknown) => {
        if (!end.signal.aborted) error.value = thrown;
      };
      refresh("engines").then(() => {
        error.value = null;
      }, fail);
      let opened = false;
      followEvents(request, {
        url: "/api/admin/engines/stream",
        signal: end.signal,
        onState(state) {
          live.value = state === "open";
          if (state === "open" && opened) {
            quietly("engines");
            if (models.value) quietly("models");
            if (files.value) quietly("files");
          }
          opened ||= state === "open";
        },
        onEvent: (event) => receive(event.event, parse(event.data)),
      }).catch(fail);
      return () => end.abort();
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const has = (value: unknown, ...keys: string[]): boolean =>
  typeof value === "object" && value !== null && keys.every((key) => key in value);
const isStatus = (value: unknown): value is EngineStatus => has(value, "engineId", "state", "since");
const isSnapshot = (value: unknown): value is GpuSnapshot => has(value, "at", "state", "gpus");
const isStored = (value: unknown): value is StoredModel => has(value, "id", "revision", "state");
const isJob = (value: unknown): value is ModelJobView => has(value, "id", "kind", "message");
