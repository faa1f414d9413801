import type {
  AdapterKind,
  DesiredState,
  EngineEndpoint,
  EngineMetrics,
  Failure,
  Measured,
  PhaseStatus,
} from "../contract.ts";
import type { EngineSettings } from "../settings.ts";

/** How long the start of a profile and each of its phases took before. Milliseconds. */
export interface Estimates {
  totalMs?: number;
  phases: Readonly<Record<string, number>>;
}

/** One launch of one engine: as long as it is there, it may hold GPUs. */
export interface Run {
  readonly launchId: string;
  /** What it was launched with; later edits apply to the next launch. */
  readonly settings: EngineSettings;
  readonly gpus: readonly string[];
  /** `attached`: a remote engine, which has no process of ours. */
  readonly process: "launching" | "alive" | "ended" | "attached";
  readonly launchedAt: number;
  readonly readyAt?: number;
  readonly pid?: number;
  readonly endpoint?: EngineEndpoint;
  readonly command: string;
  readonly version?: string;
  readonly measured: Measured;
  readonly phase?: PhaseStatus;
  /** Milliseconds of the phases that are over. */
  readonly phases: Readonly<Record<string, number>>;
  readonly estimates: Estimates;
  readonly metrics?: EngineMetrics;
}

/** What becomes of an engine when its launch has been cleared away. */
export type After =
  | { readonly kind: "stop" | "start" | "idle" | "failed" }
  | { readonly kind: "backoff"; readonly delayMs: number };

export interface Health {
  readonly pollAt: number;
  readonly polling: boolean;
  /** The counter that proves progress, when it was last read. */
  readonly counter?: number;
  /** When something last moved, or when there was nothing to do. */
  readonly progressAt: number;
  /** When it last proved that it works. */
  readonly provenAt: number;
  readonly probeAt: number;
  readonly probing: boolean;
  readonly strikes: number;
  /** A probe failed since the counter was read: what moved may be that probe. */
  readonly discount: boolean;
  readonly trouble?: string;
}

export type Stage =
  | { readonly kind: "stopped" | "idle" | "failed" }
  | {
      readonly kind: "preflight";
      /** `waiting` for its turn on a GPU · `looking` at files, memory and programs. */
      readonly step: "waiting" | "looking";
      readonly wants: readonly string[];
      readonly order: number;
      readonly begunAt: number;
      /** A request woke it. */
      readonly demand: boolean;
      /** While it looks: whose result counts, and until when. */
      readonly ticket: number;
      readonly until: number;
    }
  | {
      readonly kind: "starting";
      readonly movedAt: number;
      readonly probeAt: number;
      readonly probing: boolean;
      readonly silent: number;
    }
  | { readonly kind: "ready" | "degraded"; readonly health: Health }
  | {
      readonly kind: "draining";
      readonly until: number;
      readonly after: After /** Its place in line for the GPUs. */;
      readonly order: number;
    }
  | {
      readonly kind: "stopping";
      /** `asked` to end by itself · `reaping` what is left. */
      readonly step: "asked" | "reaping";
      readonly until: number;
      readonly reaping: boolean;
      readonly giveUpAt: number;
      readonly after: After;
    }
  | {
      readonly kind: "reclaiming";
      readonly until: number;
      readonly checkAt: number;
      readonly checking: boolean;
      readonly after: After;
    }
  | { readonly kind: "backoff"; readonly attempt: number; readonly until: number }
  | { readonly kind: "gpu_unavailable"; readonly lookAt: number; readonly looking: boolean; readonly delayMs: number };

export interface Engine {
  readonly id: string;
  readonly settings: EngineSettings;
  readonly desired: DesiredState;
  readonly stage: Stage;
  /** When it came into this stage. */
  readonly since: number;
  readonly run?: Run;
  readonly failure?: Failure;
  /** Attempts that failed in a row. */
  readonly attempt: number;
  /** When it was restarted by itself. */
  readonly restarts: readonly number[];
  /** What the one retry with other settings changes, and the sentence that says so. */
  readonly override?: { readonly contextLength: EngineSettings["contextLength"]; readonly note: string };
  readonly removed: boolean;
  /** The engine that was swapped in for it, until it starts again. */
  readonly replacedBy?: string;
}

export interface Closing {
  /** Until when requests may end, until when processes may end by themselves, and when everything is given up. */
  readonly drainUntil: number;
  readonly endUntil: number;
  readonly giveUpAt: number;
}

export interface Swap {
  readonly from: string;
  readonly to: string;
  /** `beside`: `from` still answers · `clearing`: it makes room · `alone`: it is gone, `to` starts. */
  readonly step: "beside" | "clearing" | "alone";
}

export interface World {
  readonly engines: ReadonlyMap<string, Engine>;
  readonly swaps: readonly Swap[];
  /** What earlier lives left behind is gone: from now on engines may start. */
  readonly opened: boolean;
  /** Counts tickets and places in line. */
  readonly seq: number;
  /** When something last began or ended on a GPU, counted in `seq`: what was read before is stale. */
  readonly turns: ReadonlyMap<string, number>;
  /** Set while it shuts down. */
  readonly closing?: Closing;
}

export const emptyWorld: World = { engines: new Map(), swaps: [], opened: false, seq: 0, turns: new Map() };

/** What the loop may know of the outside while it takes one message. */
export interface View {
  readonly now: number;
  load(engineId: string): Load;
  /** Somebody watches the numbers. */
  readonly watched: boolean;
  newLaunchId(): string;
  gpuLabel(uuid: string): string;
  adapter(kind: AdapterKind): { readonly owned: boolean; readonly phases: readonly { id: string; label: string }[] };
}

export interface Load {
  inFlight: number;
  waiting: number;
  /** When a request was last acquired or released. */
  lastUsed?: number;
  /** When bytes of an answer last arrived. */
  answeredAt?: number;
}
