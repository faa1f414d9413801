import { safeFilePath } from "../../platform/file-path.ts";
import { applyEdit } from "./apply-edit.ts";
import { type Fence, readFence, readInfo } from "./fence.ts";
import { extensionOf, isMarkdown } from "./file-names.ts";
import { type Mode, notice, type Reader } from "./mode.ts";

const searchMarker = /^[ \t]*<{5,9} ?SEARCH[ \t]*$/;
const divider = /^[ \t]*={5,9}[ \t]*$/;
const replaceMarker = /^[ \t]*>{5,9} ?REPLACE[ \t]*$/;

export const isSearchMarker = (line: string): boolean => searchMarker.test(line);
/** Closed under taking prefixes. */
export const couldBeSearchMarker = (line: string): boolean =>
  /^[ \t]*<{0,9}(?:(?<=<<) ?[SEARCH]{0,6}[ \t]*)?$/.test(line);

/** A block of search/replace edits of one file. */
export class EditMode implements Mode {
  readonly #reader: Reader;
  /** Undefined when the path is refused: the edits are read and dropped. */
  readonly #path: string | undefined;
  readonly #fence: Fence | undefined;
  #part: "outside" | "search" | "replace" = "outside";
  #search: string[] = [];
  #replace: string[] = [];
  #stray: string[] = [];
  #edits = 0;
  #partial = "";

  /** @param fence undefined inside `<file>` */
  constructor(reader: Reader, path: string, fence: Fence | undefined) {
    this.#reader = reader;
    this.#fence = fence;
    this.#path = safeFilePath(path);
    if (this.#path === undefined) {
      notice(reader, path.slice(0, 240), "This path cannot be used, so its changes were left out.", "error");
    } else if (reader.answer.text(this.#path) === undefined) {
      this.#path = soleNamesake(this.#path, reader.answer.paths()) ?? this.#path;
    }
  }

  holds(): boolean {
    return true;
  }

  /** Only the rest of a line that is too long to be held comes this way. */
  text(text: string): void {
    this.#partial += text;
    if (!this.#partial.endsWith("\n")) return;
    const line = this.#partial.slice(0, -1);
    this.#partial = "";
    this.#content(line);
  }

  line(line: string, ended: boolean): void {
    if (this.#closes(line, ended)) return;
    if (searchMarker.test(line)) {
      if (this.#part === "replace") this.#apply();
      this.#part = "search";
    } else if (this.#part === "search" && divider.test(line)) {
      this.#part = "replace";
    } else if (this.#part === "replace" && replaceMarker.test(line)) {
      this.#apply();
    } else {
      this.#content(line);
    }
  }

  #content(line: string): void {
    const indent = this.#fence?.indent ?? "";
    const text = indent !== "" && line.startsWith(indent) ? line.slice(indent.length) : line;
    ({ outside: this.#stray, search: this.#search, replace: this.#replace })[this.#part].push(text);
  }

  #closes(line: string, ended: boolean): boolean {
    if (!this.#fence) {
      if (!/^\s*<\/file>/i.test(line)) return false;
      this.#finish();
      this.#reader.replay(line.replace(/^\s*<\/file>/i, "") + (ended ? "\n" : ""));
      return true;
    }
    const fence = readFence(line);
    if (!fence || fence.char !== this.#fence.char || fence.length < this.#fence.length) return false;
    if (this.#part !== "outside" && isMarkdown(this.#path ?? "")) return false;
    if (fence.info === "") {
      this.#finish();
      return true;
    }
    const info = readInfo(fence.info);
    if (info.path === undefined) return false;
    this.#finish();
    this.#reader.replay(ended ? `${line}\n` : line);
    return true;
  }

  /** The block was closed: an edit whose end marker was forgotten still counts, half of one does not. */
  #finish(): void {
    if (this.#part === "replace") this.#apply();
    else if (this.#part === "search") this.#refuse("A change was not finished, so it was left out.");
    else if (this.#edits === 0) this.#whole();
    this.#reader.rest();
  }

  #apply(): void {
    const search = this.#search.join("\n");
    const replace = this.#replace.map((line) => `${line}\n`).join("");
    this.#part = "outside";
    this.#search = [];
    this.#replace = [];
    this.#edits++;
    const path = this.#path;
    if (path === undefined) return;
    const applied = applyEdit(this.#reader.answer.text(path) ?? "", search, replace);
    this.#reader.emit({ type: "edit", data: { path, search, replace, applied: applied !== undefined } });
    if (!applied) this.#refuse("A change did not fit the file, so the file was left as it was. Ask for it again.");
    else if (applied.places > 1) {
      notice(
        this.#reader,
        path,
        `The text to change stands in ${applied.places} places; the first was changed.`,
        "info",
      );
    }
  }

  #refuse(message: string): void {
    if (this.#path !== undefined) notice(this.#reader, this.#path, message, "warning");
  }

  /** No marker at all: the block is the file. */
  #whole(): void {
    const text = this.#stray.map((line) => `${line}\n`).join("");
    const path = this.#path;
    if (path === undefined || text.trim() === "") return;
    const language = extensionOf(path);
    this.#reader.emit({ type: "file", data: { path, action: "start", ...(language ? { language } : {}) } });
    this.#reader.emit({ type: "code-chunk", data: { path, text } });
    this.#reader.emit({ type: "file", data: { path, action: "end" } });
  }

  end(cut: boolean): void {
    if (this.#partial !== "") {
      this.#content(this.#partial);
      this.#partial = "";
    }
    if (cut && this.#part !== "outside") {
      this.#refuse("The answer broke off inside a change, so that change was left out.");
      this.#reader.rest();
    } else if (cut) {
      this.#reader.rest();
    } else {
      this.#finish();
    }
  }
}

/** The one file of the project with this name in another folder. */
function soleNamesake(path: string, known: string[]): string | undefined {
  const name = path.split("/").at(-1);
  const same = known.filter((other) => other.split("/").at(-1) === name);
  return same.length === 1 ? same[0] : undefined;
}
