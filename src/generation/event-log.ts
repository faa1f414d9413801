import { and, asc, eq, gt, max, sql } from "drizzle-orm";
import type { Channel } from "../platform/bus.ts";
import { type Db, durably } from "../platform/database.ts";
import { eventFrame } from "../platform/event-stream.ts";
import { once } from "../platform/memo.ts";
import type { GenerationEvent, GenerationEventType, LoggedEvent } from "./events.ts";
import { generationEvents } from "./schema.ts";

/** An event as every watcher gets it. */
export interface Frame {
  seq: number;
  type: string;
  bytes: Uint8Array;
}

/** What watchers are told: a frame, or that this generation can no longer be written down. */
export type FrameMessage = Frame | "broken";

const statements = once((db: Db) => {
  const { generationId, seq, type, data } = generationEvents;
  const ofGeneration = eq(generationId, sql.placeholder("generationId"));
  return {
    insert: db
      .insert(generationEvents)
      .values({
        generationId: sql.placeholder("generationId"),
        seq: sql.placeholder("seq"),
        type: sql.placeholder("type"),
        data: sql.placeholder("data"),
      })
      .prepare(),
    after: db
      .select({ seq, type, data })
      .from(generationEvents)
      .where(and(ofGeneration, gt(seq, sql.placeholder("after"))))
      .orderBy(asc(seq))
      .limit(sql.placeholder("limit"))
      .prepare(),
    last: db
      .select({ seq: max(seq) })
      .from(generationEvents)
      .where(ofGeneration)
      .prepare(),
    ofType: db
      .select({ data })
      .from(generationEvents)
      .where(and(ofGeneration, eq(type, sql.placeholder("type"))))
      .orderBy(asc(seq))
      .prepare(),
  };
});

const frameOf = (seq: number, type: string, data: string): Frame => ({
  seq,
  type,
  bytes: eventFrame({ id: seq, event: type, data }),
});

/** The number of the last event; 0 when there is none. */
export const lastSeq = (db: Db, generationId: string): number => statements(db).last.get({ generationId })?.seq ?? 0;

export const readFrames = (db: Db, generationId: string, after: number, limit: number): Frame[] =>
  statements(db)
    .after.all({ generationId, after, limit })
    .map(({ seq, type, data }) => frameOf(seq, type, data));

/** Every event of a generation, in order. */
export function* readEvents(db: Db, generationId: string): Generator<LoggedEvent> {
  for (let after = 0; ; ) {
    const rows = statements(db).after.all({ generationId, after, limit: 500 });
    for (const { seq, type, data } of rows) {
      const event: LoggedEvent = JSON.parse(`{"seq":${seq},"type":${JSON.stringify(type)},"data":${data}}`);
      yield event;
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.seq;
  }
}

/** The last event of one type. */
export function lastEvent<Type extends GenerationEventType>(
  db: Db,
  generationId: string,
  type: Type,
): Extract<GenerationEvent, { type: Type }>["data"] | undefined {
  const row = statements(db).ofType.all({ generationId, type }).at(-1);
  return row && JSON.parse(row.data);
}

type TextEvent = Extract<GenerationEvent, { type: "reasoning" | "explanation" | "code-chunk" }>;

const isText = (event: GenerationEvent): event is TextEvent =>
  event.type === "explanation" || event.type === "code-chunk" || event.type === "reasoning";

/** For itself: what is waiting grows. */
const copyOf = <Event extends TextEvent>(event: Event): Event => ({ ...event, data: { ...event.data } });

/** Whether the second text continues the first. */
function continues(first: TextEvent, second: TextEvent): boolean {
  if (first.type === "code-chunk") return second.type === "code-chunk" && first.data.path === second.data.path;
  if (second.type === "reasoning" && second.data.replacesExplanation) return false;
  return first.type === second.type;
}

/**
 * Writes one generation's events: each is stored before anybody sees it. The first text of a turn of the event loop goes
 * out at once; more text of the same kind in the same turn becomes one event with it.
 */
export class LogWriter {
  readonly #db: Db;
  readonly #channel: Channel<FrameMessage>;
  readonly generationId: string;
  #seq: number;
  #waiting: TextEvent | undefined;
  #turnOpen = false;
  /** Stored inside a transaction that is not committed yet. */
  #held: Frame[] | undefined;
  #failure: unknown;

  constructor(db: Db, channel: Channel<FrameMessage>, generationId: string, seq: number = lastSeq(db, generationId)) {
    this.#db = db;
    this.#channel = channel;
    this.generationId = generationId;
    this.#seq = seq;
  }

  get seq(): number {
    return this.#seq;
  }

  /** @throws whatever the database throws, also when text that was waiting could not be stored */
  append(event: GenerationEvent): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (!isText(event)) {
      this.flush();
      this.#store(event);
    } else if (this.#waiting && continues(this.#waiting, event)) {
      this.#waiting.data.text += event.data.text;
    } else if (this.#turnOpen && !this.#held) {
      this.flush();
      this.#waiting = copyOf(event);
    } else {
      this.#store(event);
      this.#openTurn();
    }
  }

  /** Stores text that is waiting for the end of the turn. */
  flush(): void {
    const event = this.#waiting;
    this.#waiting = undefined;
    if (event) this.#store(event);
  }

  /**
   * Runs `write` in one durable transaction together with the events that it appends, which are published once it is
   * committed; when it throws, neither has happened.
   */
  atomically<T>(write: () => T extends PromiseLike<unknown> ? never : T): T {
    this.flush();
    const before = this.#seq;
    const held: Frame[] = [];
    this.#held = held;
    try {
      return durably<T>(this.#db, () => this.#db.transaction(() => write(), { behavior: "immediate" }));
    } catch (error) {
      this.#seq = before;
      held.length = 0;
      throw error;
    } finally {
      this.#held = undefined;
      for (const frame of held) this.#channel.publish(this.generationId, frame);
    }
  }

  /** Nothing more can be stored: watchers are cut off instead of being left waiting. */
  break(): void {
    this.#channel.publish(this.generationId, "broken");
  }

  #openTurn(): void {
    if (this.#turnOpen) return;
    this.#turnOpen = true;
    setImmediate(() => {
      this.#turnOpen = false;
      try {
        this.flush();
      } catch (error) {
        // There is no caller here; the next append or transaction tells.
        this.#failure = error;
      }
    });
  }

  #store(event: GenerationEvent): void {
    const data = JSON.stringify(event.data);
    const seq = this.#seq + 1;
    statements(this.#db).insert.run({ generationId: this.generationId, seq, type: event.type, data });
    this.#seq = seq;
    const frame = frameOf(seq, event.type, data);
    if (this.#held) this.#held.push(frame);
    else this.#channel.publish(this.generationId, frame);
  }
}
