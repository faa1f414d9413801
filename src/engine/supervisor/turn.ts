import type { Effect } from "./messages.ts";
import type { Engine, Run, Stage, Swap, View, World } from "./state.ts";

/** One message being taken: the world as it becomes, and what is to be done about it. */
export class Turn {
  readonly engines: Map<string, Engine>;
  readonly turns: Map<string, number>;
  swaps: readonly Swap[];
  opened: boolean;
  closing: World["closing"];
  readonly effects: Effect[] = [];
  readonly view: View;
  #seq: number;

  constructor(world: World, view: View) {
    this.engines = new Map(world.engines);
    this.turns = new Map(world.turns);
    this.swaps = world.swaps;
    this.opened = world.opened;
    this.closing = world.closing;
    this.view = view;
    this.#seq = world.seq;
  }

  get now(): number {
    return this.view.now;
  }

  next(): number {
    this.#seq += 1;
    return this.#seq;
  }

  get(id: string): Engine | undefined {
    return this.engines.get(id);
  }

  put(engine: Engine): Engine {
    this.engines.set(engine.id, engine);
    return engine;
  }

  /** A new kind of stage begins now; a change within one keeps its beginning. */
  enter(engine: Engine, stage: Stage): Engine {
    const since = stage.kind === engine.stage.kind ? engine.since : this.now;
    return this.put({ ...engine, stage, since });
  }

  run(engine: Engine, change: Partial<Run>): Engine {
    return engine.run ? this.put({ ...engine, run: { ...engine.run, ...change } }) : engine;
  }

  do(...effects: Effect[]): void {
    this.effects.push(...effects);
  }

  log(engine: Engine, level: "info" | "warn", message: string, fields?: Record<string, unknown>): void {
    this.do({ kind: "log", level, id: engine.id, message, ...(fields ? { fields } : {}) });
  }

  /** Something begins or ends on these GPUs: what was read of them before no longer holds. */
  touch(gpus: readonly string[]): void {
    const at = this.next();
    for (const uuid of gpus) this.turns.set(uuid, at);
  }

  world(): World {
    const { engines, turns, swaps, opened, closing } = this;
    return { engines, turns, swaps, opened, seq: this.#seq, ...(closing ? { closing } : {}) };
  }
}
