import type { EngineEndpoint } from "../contract.ts";

/** How an engine stands towards requests; the supervisor says so, the queue obeys. */
export type Standing =
  | {
      kind: "open";
      launchId: string;
      endpoint: EngineEndpoint;
      /** The model's name in requests to this endpoint. */
      model: string;
      /** Requests at once. */
      capacity: number;
      maxWaiting: number;
    }
  /** It will be open: requests wait and are told `detail` (“Loading weights, about 40 s left”). */
  | { kind: "holding"; detail: string; maxWaiting: number }
  /** Unloaded for want of work: the first request is told of through `onDemand`, and waits like under `holding`. */
  | { kind: "asleep"; detail: string; maxWaiting: number }
  /** Nobody waits; those who did are refused with the reason. */
  | { kind: "closed"; reason: string }
  /** Another engine answers in its place: who waited moves over, in order. */
  | { kind: "replaced"; by: string; reason: string };

export interface LeaseRequest {
  engineId: string;
  /** Whose turn it is counts by person. */
  userId: string;
  signal: AbortSignal;
  /** Told whenever what it waits for changes; position counts from 1. */
  onWait(wait: { phase: "loading" | "queued"; position: number; detail: string }): void;
}

/** The right to one request of one running engine. */
export interface Lease {
  engineId: string;
  launchId: string;
  endpoint: EngineEndpoint;
  model: string;
  /** Why another engine answers than the one that was asked for. */
  replaced?: string;
  /** Aborts with an Error for people when the engine is taken away: it died, or draining took too long. */
  signal: AbortSignal;
  /** Exactly once; later calls do nothing. */
  release(): void;
}

/** It cannot be waited for. `full` comes with the seconds after which it may be worth another try. */
export class LeaseError extends Error {
  readonly kind: "full" | "closed" | "cancelled";
  readonly retryAfterSeconds: number | undefined;
  constructor(kind: LeaseError["kind"], message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = "LeaseError";
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The queue in front of the engines: fair by person, bounded, cancellable; nobody in it is lost or served twice. */
export interface EngineQueue {
  /** @throws LeaseError */
  acquire(request: LeaseRequest): Promise<Lease>;
  set(engineId: string, standing: Standing): void;
  /** The engine is gone for good. */
  remove(engineId: string, reason: string): void;
  standing(engineId: string): Standing | undefined;
  inFlight(engineId: string): number;
  waiting(engineId: string): number;
  /** When a request was last released or acquired; undefined when never. */
  lastUsed(engineId: string): number | undefined;
  /** Takes the leases of one launch away: their signals abort with this reason. */
  revoke(launchId: string, reason: string): void;
  /** Called when a request waits for an engine that is `asleep`. */
  onDemand(listener: (engineId: string) => void): void;
  /** Called when the last lease of a launch was released. */
  onDrained(listener: (launchId: string) => void): void;
  /** Refuses everybody, for shutdown. */
  close(reason: string): void;
}
