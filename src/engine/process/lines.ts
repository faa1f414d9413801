/** A longer line is cut, and the cut is shown. Characters. */
export const longestLine = 8_192;
/** A bar that is drawn over and over gives a line this often. Milliseconds. */
const barPaceMs = 1_000;
/** A bar's text that was not followed by anything for so long is taken for whole. */
const barSettleMs = 150;

const esc = String.fromCharCode(0x1b);
const bell = String.fromCharCode(0x07);
/** CSI and OSC sequences and other two-character escapes (ECMA-48), then any control character but the tab. */
const unprintable = new RegExp(
  [
    `${esc}\\[[0-?]*[ -/]*[@-~]`,
    `${esc}\\][^${bell}${esc}]*(?:${bell}|${esc}\\\\)?`,
    `${esc}[ -~]`,
    "[^\\P{Cc}\\t]",
  ].join("|"),
  "gu",
);

/**
 * Cuts the bytes of a stream into lines. `\n` and `\r\n` end a line; what ends in a lone `\r` is one picture of a
 * progress bar (tqdm), of which at most one a second is passed on, and always the last. Blank lines are left out.
 */
export class LineSplitter {
  readonly #emit: (text: string) => void;
  readonly #decoder = new TextDecoder();
  #partial = "";
  #cut = false;
  /** The last character was `\r`: a `\n` would make it the end of a line. */
  #returned = false;
  /** What is being read now overwrites a bar. */
  #overwrites = false;
  #bar: string | undefined;
  #shownBar: string | undefined;
  #barAt = Number.NEGATIVE_INFINITY;
  #timer: Timer | undefined;

  constructor(emit: (text: string) => void) {
    this.#emit = emit;
  }

  push(bytes: Uint8Array): void {
    this.#read(this.#decoder.decode(bytes, { stream: true }));
    const text = this.#returned || !this.#overwrites ? "" : clean(this.#partial);
    if (text !== "") this.#offer(text, barSettleMs);
  }

  /** Passes on what is left, also a last line without an end. */
  end(): void {
    this.#read(this.#decoder.decode());
    if (this.#returned) this.#overwrites = true;
    if (this.#partial !== "") this.#line();
    this.#showBar();
    clearTimeout(this.#timer);
  }

  #read(text: string): void {
    let from = 0;
    while (from < text.length) {
      if (this.#returned) {
        this.#returned = false;
        if (text[from] === "\n") {
          this.#line();
          from++;
          continue;
        }
        this.#picture();
      }
      const end = nextEnd(text, from);
      this.#grow(text, from, end);
      if (end === text.length) return;
      if (text[end] === "\n") this.#line();
      else this.#returned = true;
      from = end + 1;
    }
  }

  #grow(text: string, from: number, end: number): void {
    const room = longestLine - this.#partial.length;
    if (end - from > room) this.#cut = true;
    if (room > 0) this.#partial += text.slice(from, Math.min(end, from + room));
  }

  #take(): string {
    const text = clean(this.#partial) + (this.#cut ? " …" : "");
    this.#partial = "";
    this.#cut = false;
    return text;
  }

  #line(): void {
    const text = this.#take();
    if (this.#overwrites) this.#bar = undefined;
    else this.#showBar();
    const repeated = this.#overwrites && text === this.#shownBar;
    this.#overwrites = false;
    this.#shownBar = undefined;
    if (text !== "" && !repeated) this.#emit(text);
  }

  #picture(): void {
    const text = this.#take();
    this.#overwrites = true;
    if (text !== "") this.#offer(text, 0);
  }

  #offer(text: string, settleMs: number): void {
    this.#bar = text;
    clearTimeout(this.#timer);
    const wait = Math.max(settleMs, this.#barAt + barPaceMs - performance.now());
    if (wait <= 0) this.#showBar();
    else this.#timer = setTimeout(() => this.#showBar(), wait);
  }

  #showBar(): void {
    clearTimeout(this.#timer);
    const text = this.#bar;
    this.#bar = undefined;
    if (text === undefined || text === this.#shownBar) return;
    this.#shownBar = text;
    this.#barAt = performance.now();
    this.#emit(text);
  }
}

/** Looks for both at once: looking for each apart would search the rest of the text again for every line. */
function nextEnd(text: string, from: number): number {
  const end = /[\r\n]/g;
  end.lastIndex = from;
  return end.exec(text)?.index ?? text.length;
}

const clean = (text: string): string => text.replace(unprintable, "").trimEnd();
