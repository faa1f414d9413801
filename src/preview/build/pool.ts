import type { Clock } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";
import { Problem } from "../../platform/problem.ts";
import type { Build, BuildInput } from "../contract.ts";
import type { FromWorker, ToWorker } from "./protocol.ts";

export interface PoolOptions {
  log: Logger;
  clock: Clock;
  assets: string;
  workerUrl: string;
  /** How many builds run at once. */
  workers: number;
  /** How many builds may wait. */
  queue: number;
  /** A build that takes longer is given up, and its worker with it. */
  limitMs: number;
  /** Workers are let go after this long without a build. */
  idleMs: number;
}

interface Job {
  input: BuildInput;
  hash: string;
  resolve(build: Build): void;
  reject(error: unknown): void;
}

interface Slot {
  worker: Worker;
  ready: boolean;
  job: Job | undefined;
  cancelLimit: () => void;
}

/** Thrown to the builder when a build ran into its limit. */
export class BuildTimeout extends Error {}

/** Thrown to the builder when the code exhausted a parser's stack. */
export class NestedTooDeeply extends Error {}

/** Builds in worker threads, so that a slow or hostile project never holds up the server. */
export class WorkerPool {
  readonly #options: PoolOptions;
  #slots: Slot[] = [];
  #waiting: Job[] = [];
  #cancelIdle: () => void = () => {};
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** @throws Problem `queue_full`, `draining`; BuildTimeout */
  run(input: BuildInput, hash: string, signal?: AbortSignal): Promise<Build> {
    if (this.#closed) throw new Problem("draining", "The preview builder is shutting down.");
    if (this.#waiting.length >= this.#options.queue) {
      throw new Problem("queue_full", "Too many previews are being built. Try again in a moment.", {
        headers: { "Retry-After": "2" },
      });
    }
    return new Promise((resolve, reject) => {
      const job: Job = { input, hash, resolve, reject };
      const abandon = () => {
        if (!this.#waiting.includes(job)) return;
        this.#waiting = this.#waiting.filter((other) => other !== job);
        reject(signal?.reason ?? new Error("aborted"));
      };
      signal?.addEventListener("abort", abandon, { once: true });
      this.#waiting.push(job);
      this.#next();
    });
  }

  /** How many worker threads are alive. */
  get size(): number {
    return this.#slots.length;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelIdle();
    for (const job of this.#waiting.splice(0)) job.reject(closing());
    for (const slot of this.#slots.splice(0)) {
      slot.cancelLimit();
      slot.job?.reject(closing());
      slot.worker.terminate();
    }
  }

  #next(): void {
    this.#cancelIdle();
    while (this.#waiting.length > 0) {
      const free = this.#slots.find((slot) => slot.job === undefined) ?? this.#spawn();
      if (!free) return;
      const job = this.#waiting.shift();
      if (job) this.#start(free, job);
    }
    if (this.#slots.every((slot) => slot.job === undefined)) this.#letGoLater();
  }

  #start(slot: Slot, job: Job): void {
    slot.job = job;
    slot.cancelLimit = this.#options.clock.after(this.#options.limitMs, () => {
      this.#options.log.warn({ files: job.input.files.length }, "a preview build ran into its time limit");
      this.#drop(slot);
      job.reject(new BuildTimeout());
      this.#next();
    });
    const message: ToWorker = { type: "build", id: 0, input: job.input, hash: job.hash };
    slot.worker.postMessage(message);
  }

  #spawn(): Slot | undefined {
    const { workers, workerUrl, assets, log } = this.#options;
    if (this.#slots.length >= workers) return undefined;
    const worker = new Worker(workerUrl);
    const slot: Slot = { worker, ready: false, job: undefined, cancelLimit: () => {} };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#receive(slot, data);
    worker.onerror = (event) => {
      log.error({ err: event.message }, "a preview worker broke");
      this.#fail(slot, event.message);
    };
    const start: ToWorker = { type: "start", assets };
    worker.postMessage(start);
    this.#slots.push(slot);
    return slot;
  }

  #receive(slot: Slot, message: FromWorker): void {
    if (message.type === "ready") {
      slot.ready = true;
      return;
    }
    if (message.type === "too-deep") {
      const job = this.#finish(slot);
      this.#drop(slot);
      job?.reject(new NestedTooDeeply());
      this.#next();
      return;
    }
    if (message.type === "failed") {
      this.#options.log.error({ err: message.message }, "a preview build failed");
      this.#fail(slot, message.message);
      return;
    }
    const job = this.#finish(slot);
    job?.resolve(message.build);
    this.#next();
  }

  #fail(slot: Slot, cause: string): void {
    const job = this.#finish(slot);
    this.#drop(slot);
    job?.reject(new Problem("internal", "The preview could not be built. The log has the details.", { cause }));
    this.#next();
  }

  #finish(slot: Slot): Job | undefined {
    slot.cancelLimit();
    const job = slot.job;
    slot.job = undefined;
    return job;
  }

  #drop(slot: Slot): void {
    slot.worker.onmessage = null;
    slot.worker.onerror = null;
    slot.worker.terminate();
    this.#slots = this.#slots.filter((other) => other !== slot);
  }

  #letGoLater(): void {
    this.#cancelIdle = this.#options.clock.after(this.#options.idleMs, () => {
      for (const slot of [...this.#slots]) if (slot.job === undefined) this.#drop(slot);
    });
  }
}

const closing = () => new Problem("draining", "The preview builder is shutting down.");
