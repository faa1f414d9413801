import type { GenerationEvent } from "../events.ts";
import { Answer } from "./answer.ts";
import { ExplanationMode } from "./explanation-mode.ts";
import type { Mode, Reader } from "./mode.ts";
import { ReasoningMode } from "./reasoning-mode.ts";
import { TextIntake } from "./text-intake.ts";

/** A line longer than this is no marker and is not held back any longer. */
const longestMarker = 1000;

export interface ParserOptions {
  /** The files that the answer may edit, delete or replace. */
  base?: ReadonlyMap<string, string>;
  /** Only blocks that say their path become files. */
  explicitOnly?: boolean;
}

/**
 * Turns the text of a model's answer into events while it arrives. It knows no provider and no database, and gives the
 * same events, joined, however the text was cut.
 */
export class Parser {
  /** What has been understood so far. */
  readonly answer: Answer;
  readonly #options: ParserOptions;
  readonly #text = new TextIntake();
  readonly #thoughts = new TextIntake();
  readonly #rest: ExplanationMode;
  readonly #reader: Reader;
  #mode: Mode;
  #out: GenerationEvent[] = [];
  /** The line that is held back because it may be a marker. */
  #line = "";
  /** In the middle of a line that is no marker. */
  #flowing = false;
  /** The end of what has arrived, where it may be the beginning of a marker in mid-line. */
  #tail = "";
  #before = "";
  #replayed = "";

  constructor(options: ParserOptions = {}) {
    this.#options = options;
    this.answer = new Answer(options.base);
    this.#reader = {
      answer: this.answer,
      explicitOnly: options.explicitOnly === true,
      emit: (event) => this.#emit(event),
      become: (mode) => {
        this.#mode = mode;
      },
      rest: () => {
        if (this.#mode instanceof ReasoningMode) this.#rest.restart();
        this.#rest.resume();
        this.#mode = this.#rest;
      },
      replay: (text) => {
        this.#replayed = text + this.#replayed;
      },
    };
    this.#rest = new ExplanationMode(this.#reader);
    this.#mode = this.#rest;
  }

  /** Text as the provider sent it. */
  write(chunk: string): GenerationEvent[] {
    this.#feed(this.#text.push(chunk));
    return this.#take();
  }

  /** Reasoning that the provider sent apart from the text. */
  reason(chunk: string): GenerationEvent[] {
    const text = this.#thoughts.push(chunk);
    if (text !== "") this.#emit({ type: "reasoning", data: { text } });
    return this.#take();
  }

  /** @param cut the stream broke off or was stopped: what is open stays unfinished instead of being completed */
  end(cut = false): GenerationEvent[] {
    const thought = this.#thoughts.end();
    if (thought !== "") this.#emit({ type: "reasoning", data: { text: thought } });
    this.#feed(this.#text.end());
    // A mode that ends may hand what it held to another one, which then has an end of its own.
    for (;;) {
      const mode = this.#mode;
      if (this.#tail !== "") {
        const tail = this.#tail;
        this.#tail = "";
        mode.text(tail);
      }
      this.#flowing = false;
      const line = this.#line;
      this.#line = "";
      if (line !== "") mode.line(line, false);
      else mode.end(cut);
      this.#feed("");
      if (line === "" && this.#mode === mode && this.#line === "" && this.#tail === "") break;
    }
    if (this.#mode instanceof ReasoningMode && !cut) this.#rescue();
    return this.#take();
  }

  /** Reasoning that never ended has swallowed the answer: take the files that it names out of it. */
  #rescue(): void {
    if (this.answer.changed.size > 0) return;
    const inner = new Parser({ ...this.#options, explicitOnly: true });
    const events = [...inner.write(this.answer.reasoning), ...inner.end()];
    for (const event of events) {
      if (event.type !== "reasoning" && event.type !== "explanation") this.#emit(event);
    }
  }

  #feed(chunk: string): void {
    let text = chunk;
    for (;;) {
      if (this.#replayed !== "") {
        text = this.#replayed + text;
        this.#replayed = "";
      }
      if (text === "") return;
      text = this.#flowing ? this.#flow(text) : this.#hold(text);
    }
  }

  /** Reads on at the start of a line, as far as its end or until the line cannot be a marker. */
  #hold(text: string): string {
    const end = text.indexOf("\n");
    const line = this.#line + (end < 0 ? text : text.slice(0, end));
    const rest = end < 0 ? "" : text.slice(end);
    this.#line = "";
    const after = this.#mode.early?.(line);
    if (after !== undefined) return after + rest;
    if (line.length > longestMarker || !this.#mode.holds(line)) {
      this.#flowing = true;
      return line + rest;
    }
    if (end < 0) {
      this.#line = line;
      return "";
    }
    this.#mode.line(line, true);
    return rest.slice(1);
  }

  /** Passes on a line that is no marker, watching for the marker that ends the mode. */
  #flow(text: string): string {
    const mode = this.#mode;
    const end = text.indexOf("\n") + 1;
    let piece = this.#tail + (end === 0 ? text : text.slice(0, end));
    const rest = end === 0 ? "" : text.slice(end);
    this.#tail = "";
    if (mode.marker !== undefined) {
      const at = piece.indexOf(mode.marker);
      if (at >= 0) {
        if (at > 0) this.#pass(mode, piece.slice(0, at));
        const after = piece.slice(at + mode.marker.length) + rest;
        if (mode.marked?.(this.#before) !== false) {
          this.#flowing = false;
          return after;
        }
        this.#pass(mode, mode.marker);
        return after;
      }
      const held = overlap(piece, mode.marker);
      this.#tail = piece.slice(piece.length - held);
      piece = piece.slice(0, piece.length - held);
    }
    if (end > 0) this.#flowing = false;
    if (piece !== "") this.#pass(mode, piece);
    return rest;
  }

  #pass(mode: Mode, piece: string): void {
    this.#before = piece.slice(-1);
    mode.text(piece);
  }

  #emit(event: GenerationEvent): void {
    this.answer.apply(event);
    const last = this.#out.at(-1);
    if (last?.type === "explanation" && event.type === "explanation") {
      last.data.text += event.data.text;
    } else if (last?.type === "reasoning" && event.type === "reasoning" && !event.data.replacesExplanation) {
      last.data.text += event.data.text;
    } else if (last?.type === "code-chunk" && event.type === "code-chunk" && last.data.path === event.data.path) {
      last.data.text += event.data.text;
    } else {
      this.#out.push(copyOf(event));
    }
  }

  #take(): GenerationEvent[] {
    const events = this.#out;
    this.#out = [];
    return events;
  }
}

/** For the list that is handed out, whose texts grow. */
const copyOf = <Event extends GenerationEvent>(event: Event): Event => ({ ...event, data: { ...event.data } });

/** Length of the longest end of `text` that is a beginning of `marker`. */
function overlap(text: string, marker: string): number {
  for (let length = Math.min(text.length, marker.length - 1); length > 0; length--) {
    if (text.endsWith(marker.slice(0, length))) return length;
  }
  return 0;
}
