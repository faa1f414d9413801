import { safeFilePath } from "../../platform/file-path.ts";
import { couldBeSearchMarker, EditMode, isSearchMarker } from "./edit-mode.ts";
import { couldBeFence, couldBeTag, type Fence, readFence, readFileTag, readInfo } from "./fence.ts";
import { extensionOf, isMarkdown, isScript } from "./file-names.ts";
import { type Mode, notice, type Reader } from "./mode.ts";
import { TemplateState } from "./template-state.ts";

const forgottenEnd = "The end of this file was not marked; it was taken to end where the next one begins.";

/** The text of one file, up to its closing fence or `</file>`. */
export class FileMode implements Mode {
  readonly marker?: string;
  readonly #reader: Reader;
  /** Undefined when the path is refused: the text is read and dropped. */
  readonly #path: string | undefined;
  readonly #name: string;
  /** Undefined inside `<file>`. */
  readonly #fence: Fence | undefined;
  readonly #template: TemplateState | undefined;
  /** A fence that was opened inside `<file>`, which is only wrapping. */
  #inner: Fence | undefined;
  #innerClosed = false;
  #depth = 0;
  #begun = false;
  #lineStart = true;

  constructor(reader: Reader, path: string, fence: Fence | undefined) {
    this.#reader = reader;
    this.#name = path;
    this.#fence = fence;
    this.#path = safeFilePath(path);
    if (!fence) this.marker = "</file>";
    if (isScript(path)) this.#template = new TemplateState();
    if (this.#path === undefined) {
      notice(reader, path.slice(0, 240), "This path cannot be used, so the file was left out.", "error");
    }
  }

  early(line: string): string | undefined {
    if (this.#fence) return undefined;
    const closed = /^[ \t]*<\/file>/.exec(line);
    if (!closed) return undefined;
    this.#close();
    return line.slice(closed[0].length);
  }

  holds(line: string): boolean {
    if (couldBeFence(line)) return true;
    if (!this.#fence && (couldBeTag(line) || "</file>".startsWith(line.trimStart()))) return true;
    return !this.#begun && couldBeSearchMarker(line);
  }

  line(line: string, ended: boolean): void {
    if (!this.#begun && isSearchMarker(line)) {
      this.#reader.become(new EditMode(this.#reader, this.#name, this.#inner ?? this.#fence));
      this.#reader.replay(withBreak(line, ended));
      return;
    }
    if (!this.#fence && readFileTag(line)) {
      this.#endBefore(line, ended);
      return;
    }
    const fence = readFence(line);
    const open = this.#fence ?? this.#inner;
    if (fence && !open && !this.#begun) {
      this.#inner = fence;
    } else if (fence && open && fence.char === open.char && fence.length >= open.length) {
      this.#fenceLine(fence, open, line, ended);
    } else if (!ended && /^[ \t]*(`{1,2}|~{1,2})$/.test(line)) {
      // The beginning of a closing fence that never came whole.
    } else if (!this.#innerClosed || line.trim() !== "") {
      this.text(withBreak(line, ended));
    }
  }

  #fenceLine(fence: Fence, open: Fence, line: string, ended: boolean): void {
    if (fence.info === "") {
      if (this.#depth > 0) {
        this.#depth--;
        this.#write(withBreak(line, ended));
      } else if (width(fence.indent) > width(open.indent) + 3) {
        this.text(withBreak(line, ended));
      } else if (this.#fence) {
        this.#close();
      } else {
        this.#innerClosed = true;
      }
      return;
    }
    const { path } = readInfo(fence.info);
    // The opening fence written twice.
    if (!this.#begun && (path === undefined || path === this.#name)) return;
    if (path === undefined && (isMarkdown(this.#name) || this.#template?.inTemplate)) {
      this.#depth++;
      this.#write(withBreak(line, ended));
      return;
    }
    this.#endBefore(line, ended);
  }

  #endBefore(line: string, ended: boolean): void {
    if (this.#path !== undefined) notice(this.#reader, this.#path, forgottenEnd, "info", true);
    this.#close();
    this.#reader.replay(withBreak(line, ended));
  }

  text(text: string): void {
    if (this.#depth === 0) this.#template?.push(text);
    this.#write(text);
  }

  #write(text: string): void {
    this.#begin();
    const indent = (this.#fence ?? this.#inner)?.indent ?? "";
    const shown = this.#lineStart && indent !== "" ? withoutIndent(text, indent) : text;
    this.#lineStart = text.endsWith("\n");
    if (this.#path !== undefined && shown !== "") {
      this.#reader.emit({ type: "code-chunk", data: { path: this.#path, text: shown } });
    }
  }

  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    if (this.#path === undefined) return;
    const language = extensionOf(this.#path);
    this.#reader.emit({ type: "file", data: { path: this.#path, action: "start", ...(language ? { language } : {}) } });
  }

  marked(): boolean {
    this.#close();
    return true;
  }

  #close(): void {
    this.#begin();
    if (this.#path !== undefined) this.#reader.emit({ type: "file", data: { path: this.#path, action: "end" } });
    this.#reader.rest();
  }

  end(cut: boolean): void {
    // Cut off: the file stays open in the log, which is how one sees later that it is not whole.
    if (cut) {
      this.#reader.rest();
      return;
    }
    if (this.#path !== undefined && !this.#innerClosed) {
      notice(
        this.#reader,
        this.#path,
        "The end of this file was not marked; it was taken to end with the answer.",
        "info",
        true,
      );
    }
    this.#close();
  }
}

const withBreak = (line: string, ended: boolean): string => (ended ? `${line}\n` : line);
const width = (indent: string): number => indent.replaceAll("\t", "    ").length;

function withoutIndent(text: string, indent: string): string {
  let index = 0;
  while (index < indent.length && (text[index] === " " || text[index] === "\t")) index++;
  return text.slice(index);
}
