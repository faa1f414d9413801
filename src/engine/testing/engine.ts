import { defaultAnswer, tokensOf } from "./answer.ts";
import { Meters } from "./metrics.ts";
import { noteRequest } from "./requests.ts";
import type { StandInEnd, StandInScript } from "./script.ts";

/** What a request asks for, whatever route it came by. */
export interface Asked {
  path: string;
  prompt: string;
  promptTokens: number;
  maxTokens: number | undefined;
  stream: boolean;
}

export interface Piece {
  kind: "reasoning" | "text";
  text: string;
}

/** `abort`: the engine broke it off. */
export type Finish = "stop" | "length" | "abort";

/** The part behind the routes: it takes turns, counts, writes, hangs and dies as the script says. */
export class StandInEngine {
  readonly meters = new Meters();
  readonly script: StandInScript;
  readonly #slots: number;
  readonly #end: (how: StandInEnd) => void;
  readonly #turns: (() => void)[] = [];
  #begun = 0;
  #hanging = false;
  #idle: (() => void)[] = [];
  #stopped = new AbortController();

  /** @param slots requests at once (`--max-num-seqs`) @param end ends the process */
  constructor(script: StandInScript, slots: number, end: (how: StandInEnd) => void) {
    this.script = script;
    this.#slots = slots;
    this.#end = end;
  }

  /** The clock of what happens so long after it is ready. */
  ready(): void {
    const { hang, die } = this.script;
    if (hang && hang.afterRequests === undefined) setTimeout(() => this.#hang(), hang.afterMs ?? 0);
    if (die && die.afterRequests === undefined) setTimeout(() => this.#end(die), die.afterMs ?? 0);
  }

  /** Requests that are neither answered nor given up. */
  get open(): number {
    return this.meters.running + this.meters.waiting;
  }

  /** Resolves when no request is open. */
  drained(): Promise<void> {
    return this.open === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Answers end at once, unfinished. */
  abort(): void {
    this.#stopped.abort();
  }

  /**
   * One answer, piece by piece; the generator's return value is the finish reason. Ending it early counts as an abort.
   * @param gone aborts when the client leaves
   */
  async *answer(asked: Asked, gone: AbortSignal): AsyncGenerator<Piece, Finish> {
    const { script, meters } = this;
    const number = ++this.#begun;
    const signal = AbortSignal.any([gone, this.#stopped.signal]);
    const entry = { number, pid: process.pid };
    const { path, prompt, stream } = asked;
    noteRequest(script.requestLog, { ...entry, path, prompt: prompt.slice(0, 200), stream, outcome: "begun" });
    let tokens = 0;
    let outcome: "answered" | "aborted" = "aborted";
    const startedAt = performance.now();
    const seconds = (since: number) => (performance.now() - since) / 1_000;
    if (script.hang?.afterRequests !== undefined && number >= script.hang.afterRequests) this.#hang();
    const lastOnes = script.die?.afterRequests !== undefined && number >= script.die.afterRequests;
    const when = script.die?.when ?? "middle";
    if (script.die && lastOnes && when === "start") this.#end(script.die);
    await this.#turn(signal);
    try {
      meters.add(meters.queue, seconds(startedAt));
      meters.promptTokens += asked.promptTokens;
      meters.prefixQueries += asked.promptTokens;
      meters.add(meters.iterations, asked.promptTokens);
      await pause(script.firstTokenMs ?? 0, signal);
      const pieces = this.#pieces();
      const limit = Math.min(pieces.length, asked.maxTokens ?? pieces.length);
      const beatMs = script.tokensPerSecond ? 1_000 / script.tokensPerSecond : 0;
      let lastAt = performance.now();
      for (; tokens < limit; tokens++) {
        if (this.#hanging) await aborted(signal);
        if (signal.aborted) return "abort";
        if (script.die && lastOnes && when === "middle" && tokens >= limit / 2) this.#end(script.die);
        if (beatMs > 0) await pause(startedAt + (tokens + 1) * beatMs - performance.now(), signal);
        meters.add(tokens === 0 ? meters.firstToken : meters.interToken, seconds(tokens === 0 ? startedAt : lastAt));
        meters.add(meters.iterations, 1);
        meters.generationTokens += 1;
        lastAt = performance.now();
        const piece = pieces[tokens];
        if (piece) yield piece;
      }
      meters.add(meters.endToEnd, seconds(startedAt));
      meters.finished += 1;
      outcome = "answered";
      return limit < pieces.length ? "length" : "stop";
    } finally {
      noteRequest(script.requestLog, { ...entry, outcome, tokens });
      this.#leave();
      if (script.die && lastOnes && when === "end" && outcome === "answered") {
        const how = script.die;
        setTimeout(() => this.#end(how), 5);
      }
    }
  }

  #pieces(): Piece[] {
    const { text = defaultAnswer, reasoning = "" } = this.script.answer ?? {};
    return [
      ...tokensOf(reasoning).map((part): Piece => ({ kind: "reasoning", text: part })),
      ...tokensOf(text).map((part): Piece => ({ kind: "text", text: part })),
    ];
  }

  #hang(): void {
    this.#hanging = true;
  }

  async #turn(signal: AbortSignal): Promise<void> {
    if (this.meters.running < this.#slots) {
      this.meters.running += 1;
      return;
    }
    this.meters.waiting += 1;
    await new Promise<void>((resolve) => {
      this.#turns.push(resolve);
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    this.meters.waiting -= 1;
    this.meters.running += 1;
  }

  #leave(): void {
    this.meters.running -= 1;
    this.#turns.shift()?.();
    if (this.open > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}

/** Waits, but not beyond an abort. Without a time it still lets others have their turn. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  if (ms <= 0) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
