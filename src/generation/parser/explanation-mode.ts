import { safeFilePath } from "../../platform/file-path.ts";
import { EditMode } from "./edit-mode.ts";
import { couldBeFence, couldBeTag, type Fence, readDeleteTag, readFence, readFileTag, readInfo } from "./fence.ts";
import { FileMode } from "./file-mode.ts";
import { couldBeLabel, hintedPath, isIllustrative, labelPath, languageFits } from "./file-names.ts";
import { IllustrationMode } from "./illustration-mode.ts";
import { type Mode, notice, type Reader } from "./mode.ts";
import { ReasoningMode } from "./reasoning-mode.ts";
import { UndecidedMode } from "./undecided-mode.ts";

/** Between the files: prose is passed on, and what opens something else is recognised. */
export class ExplanationMode implements Mode {
  /** Reasoning that nobody opened ends like this. */
  readonly marker = "</think>";
  readonly #reader: Reader;
  #begun = false;
  /** A file name on a line of its own, held until it is known whether a block follows. */
  #label: { raw: string; path: string } | undefined;
  /** The last line that was not blank: it may name the file of the block after it. */
  #lastLine = "";
  #current = "";

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** After reasoning: the white space that separates it from the explanation belongs to neither. */
  restart(): void {
    this.#begun = false;
  }

  /** After a block. */
  resume(): void {
    this.#lastLine = "";
    this.#current = "";
  }

  early(line: string): string | undefined {
    const tag = /^[ \t]*<(\/?)(think|thinking)>/i.exec(line);
    if (!tag) return undefined;
    this.#flushLabel();
    if (tag[1] === "") this.#reader.become(new ReasoningMode(this.#reader, tag[2] ?? "think"));
    else this.#strayEnd();
    return line.slice(tag[0].length);
  }

  holds(line: string): boolean {
    return couldBeFence(line) || couldBeTag(line) || couldBeLabel(line);
  }

  line(line: string, ended: boolean): void {
    const text = ended ? `${line}\n` : line;
    if (line.trim() === "") {
      if (this.#label) this.#label.raw += text;
      else this.#explain(text);
      return;
    }
    const fence = readFence(line);
    if (fence) {
      this.#openBlock(fence, line);
      return;
    }
    const tag = readFileTag(line);
    if (tag) {
      this.#takeLabel(tag.path);
      this.#reader.become(new FileMode(this.#reader, tag.path, undefined));
      if (tag.rest !== "") this.#reader.replay(tag.rest + (ended ? "\n" : ""));
      return;
    }
    const deleted = readDeleteTag(line);
    if (deleted !== undefined) {
      this.#delete(deleted);
      return;
    }
    this.#flushLabel();
    const path = labelPath(line);
    if (path !== undefined) this.#label = { raw: text, path };
    else this.text(text);
  }

  text(text: string): void {
    this.#flushLabel();
    this.#explain(text);
    this.#current += text.slice(0, 400 - this.#current.length);
    if (!text.endsWith("\n")) return;
    if (this.#current.trim() !== "") this.#lastLine = this.#current;
    this.#current = "";
  }

  #openBlock(fence: Fence, raw: string): void {
    const info = readInfo(fence.info);
    const named = info.path ?? (this.#fits(info.language, this.#label?.path) ? this.#label?.path : undefined);
    const hinted = hintedPath(this.#lastLine);
    const path = named ?? (this.#label === undefined && this.#fits(info.language, hinted) ? hinted : undefined);
    this.#takeLabel(path);
    this.resume();
    if (path !== undefined && info.edit) this.#reader.become(new EditMode(this.#reader, path, fence));
    else if (path !== undefined) this.#reader.become(new FileMode(this.#reader, path, fence));
    else if (this.#reader.explicitOnly || isIllustrative(info.language)) {
      this.#explain("");
      this.#reader.become(new IllustrationMode(this.#reader, fence, raw));
    } else this.#reader.become(new UndecidedMode(this.#reader, fence, info, raw));
  }

  #fits(language: string, path: string | undefined): boolean {
    return path !== undefined && !this.#reader.explicitOnly && languageFits(language, path);
  }

  #delete(path: string): void {
    this.#flushLabel();
    const known = safeFilePath(path);
    if (known !== undefined && this.#reader.answer.text(known) !== undefined) {
      this.#reader.emit({ type: "file", data: { path: known, action: "delete" } });
    } else {
      notice(this.#reader, path.slice(0, 240), "There is no such file to delete.", "warning");
    }
  }

  /** The label goes when it named the block; otherwise it was part of the text. */
  #takeLabel(path: string | undefined): void {
    if (this.#label && this.#label.path === path) this.#label = undefined;
    this.#flushLabel();
  }

  #flushLabel(): void {
    if (!this.#label) return;
    const { raw } = this.#label;
    this.#label = undefined;
    this.#explain(raw);
    this.#lastLine = raw;
  }

  #explain(text: string): void {
    const shown = this.#begun ? text : text.trimStart();
    if (shown === "") return;
    this.#begun = true;
    this.#reader.emit({ type: "explanation", data: { text: shown } });
  }

  marked(before: string): boolean {
    if (before === "`") return false;
    this.#strayEnd();
    return true;
  }

  /** An end of reasoning without a beginning: some servers put the opening tag into the prompt. */
  #strayEnd(): void {
    const { answer } = this.#reader;
    if (answer.reasoning === "" && answer.changed.size === 0 && answer.explanation !== "") {
      this.#reader.emit({ type: "reasoning", data: { text: answer.explanation, replacesExplanation: true } });
    }
    this.restart();
    this.resume();
  }

  end(): void {
    this.#flushLabel();
  }
}
