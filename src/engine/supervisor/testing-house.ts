/** A machine, stored engines, and one life of Vitrine after another on them. Tests only. */
import { desc } from "drizzle-orm";
import { createBus } from "../../platform/bus.ts";
import { ManualClock } from "../../platform/clock.ts";
import type { Db } from "../../platform/database.ts";
import { silentLogger } from "../../platform/logger.ts";
import { createMetrics, type Metrics } from "../../platform/metrics.ts";
import type { EngineStatus, Failure } from "../contract.ts";
import { createQueue, type EngineQueue } from "../queue/index.ts";
import { engineLaunches } from "../schema.ts";
import type { EngineSettings } from "../settings.ts";
import { createSupervisor, type EngineRow, type Preflight, type StoredEngines, type Supervisor } from "./index.ts";
import { Machine } from "./testing.ts";
import { handsOn, testSettings } from "./testing-hands.ts";
import { Dice, MortalClock } from "./testing-time.ts";

export interface Life {
  clock: MortalClock;
  queue: EngineQueue;
  supervisor: Supervisor;
  metrics: Metrics;
  seen: EngineStatus[];
}

export interface HouseOptions {
  seed?: number;
  gpus?: number;
  engines?: Record<string, Parameters<typeof testSettings>[1]>;
  preflight?: Preflight;
}

export interface Asked {
  granted: boolean;
  by: string | undefined;
  launchId: string | undefined;
  refused: string | undefined;
  /** Why it lost its place. */
  taken: string | undefined;
  /** For the test's own bookkeeping. */
  done: boolean;
  details: string[];
  release(): void;
  cancel(): void;
}

export class House {
  closing = false;
  readonly clock = new ManualClock();
  readonly machine: Machine;
  readonly dice: Dice;
  readonly rows = new Map<string, EngineRow>();
  readonly #db: Db;
  readonly #preflight: Preflight | undefined;
  #life: Life | undefined;

  constructor(db: Db, options: HouseOptions = {}) {
    this.#db = db;
    db.delete(engineLaunches).run();
    this.dice = new Dice(options.seed ?? 1);
    this.machine = new Machine(this.clock, options.gpus ?? 1);
    this.#preflight = options.preflight;
    this.machine.forced = () => this.closing;
    for (const [id, more] of Object.entries(options.engines ?? { a: {} })) this.add(id, testSettings(id, more));
  }

  add(id: string, settings: EngineSettings): void {
    this.rows.set(id, { id, settings, desired: "stopped", desiredAt: this.clock.now() });
  }

  readonly store: StoredEngines = {
    list: () => [...this.rows.values()],
    find: (id) => this.rows.get(id),
    setDesired: (id, desired) => {
      const row = this.rows.get(id);
      if (row) this.rows.set(id, { ...row, desired, desiredAt: this.clock.now() });
    },
  };

  get life(): Life {
    if (!this.#life) throw new Error("nothing lives");
    return this.#life;
  }

  /** Starts Vitrine, `open` included as soon as time moves. */
  boot(): Life {
    const clock = new MortalClock(this.clock);
    const { machine, dice } = this;
    const queue = createQueue(clock);
    const hands = handsOn(machine, clock, dice);
    const seen: EngineStatus[] = [];
    const bus = createBus();
    const metrics = createMetrics();
    const supervisor = createSupervisor({
      clock,
      random: dice,
      log: silentLogger,
      db: this.#db,
      // What is published is looked at on the spot.
      bus: {
        ...bus,
        channel<T>() {
          const channel = bus.channel<T>();
          return {
            ...channel,
            publish(topic: string, message: T) {
              note(message);
              channel.publish(topic, message);
            },
          };
        },
      },
      metrics,
      store: this.store,
      queue,
      ...hands,
      ...(this.#preflight ? { preflight: this.#preflight } : {}),
      paths: { engineCache: "/cache", run: "/run" },
      socketPath: (launchId) => `/run/${launchId}`,
      freePort: () => Promise.resolve(1),
      logLine() {},
    });
    function note(message: unknown): void {
      if (clock.dead || typeof message !== "object" || message === null || !("engineId" in message)) return;
      const status = supervisor.status(String(message.engineId));
      if (!status) return;
      seen.push(status);
      if (status.state !== "ready") return;
      for (const process of machine.processes) if (process.launchId === status.launch?.id) process.known = true;
    }
    void supervisor.open();
    this.#life = { clock, queue, supervisor, metrics, seen };
    return this.#life;
  }

  /** `kill -9`: whatever it was about to do does not happen; the processes live on. */
  kill(): void {
    this.life.clock.kill();
    this.#life = undefined;
    // Nobody is at work any more who could be in somebody's way.
    for (const process of this.machine.processes) process.known = true;
  }

  state(id: string): string | undefined {
    return this.life.supervisor.status(id)?.state;
  }

  /** The states an engine went through, without repetitions. */
  path(id: string): string[] {
    const states = this.life.seen.filter(({ engineId }) => engineId === id).map(({ state }) => state);
    return states.filter((state, index) => state !== states[index - 1]);
  }

  /** A request that holds its place until it is told to release it, or loses it. */
  request(engineId: string, userId = "u"): Asked {
    const controller = new AbortController();
    const asked: Asked = {
      granted: false,
      by: undefined,
      launchId: undefined,
      refused: undefined,
      taken: undefined,
      done: false,
      details: [],
      release() {},
      cancel: () => controller.abort(),
    };
    this.life.queue
      .acquire({ engineId, userId, signal: controller.signal, onWait: ({ detail }) => asked.details.push(detail) })
      .then(
        (lease) => {
          asked.granted = true;
          asked.by = lease.engineId;
          asked.launchId = lease.launchId;
          asked.release = lease.release;
          lease.signal.addEventListener("abort", () => {
            asked.taken = lease.signal.reason instanceof Error ? lease.signal.reason.message : "";
            lease.release();
          });
        },
        (error: unknown) => {
          asked.refused = error instanceof Error ? error.message : String(error);
        },
      );
    return asked;
  }

  /** Looking before the start of this engine finds this. */
  refuse(engineId: string, failure: Failure): void {
    this.machine.refusals.set(engineId, failure);
  }

  /** The last launch as it is written down. */
  row() {
    return this.#db.select().from(engineLaunches).orderBy(desc(engineLaunches.startedAt)).get();
  }

  /** Shuts down; nothing may be left. @throws Error when something is */
  async end(): Promise<void> {
    const { supervisor, queue, clock } = this.life;
    this.closing = true;
    const closed = supervisor.close(9_000);
    await this.advance(20_000);
    await closed;
    queue.close("over");
    const left = this.machine.alive().map(({ engineId }) => engineId);
    if (left.length > 0 || clock.pending > 0) throw new Error(`left: processes of [${left}], ${clock.pending} timers`);
    if (this.machine.violations.length > 0) throw new Error(this.machine.violations.join("; "));
  }

  advance(ms: number): Promise<void> {
    return this.clock.advance(ms);
  }

  /** Moves time until the engine is in this state, at most `limitMs`. */
  async until(id: string, state: string, limitMs = 600_000): Promise<void> {
    for (let passed = 0; passed < limitMs; passed += 100) {
      if (this.state(id) === state) return;
      await this.advance(100);
    }
    throw new Error(`${id} did not become ${state}; it went ${this.path(id).join(" → ")}`);
  }
}
