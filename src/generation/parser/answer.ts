import type { GenerationEvent } from "../events.ts";
import { applyEdit } from "./apply-edit.ts";

/**
 * What a generation's events amount to: fold them in order and read the result. The same fold serves the parser while
 * it writes, the pipeline at the end, and recovery from the log.
 */
export class Answer {
  reasoning = "";
  explanation = "";
  /** Files that were written, edited or deleted; undefined is deleted. */
  readonly changed = new Map<string, string | undefined>();
  /** The file that was being written when the events ended. */
  open: string | undefined;
  readonly #base: ReadonlyMap<string, string>;

  constructor(base: ReadonlyMap<string, string> = new Map()) {
    this.#base = base;
  }

  apply(event: GenerationEvent): void {
    switch (event.type) {
      case "reasoning":
        if (event.data.replacesExplanation) this.explanation = "";
        this.reasoning += event.data.text;
        return;
      case "explanation":
        this.explanation += event.data.text;
        return;
      case "file":
        this.open = event.data.action === "start" ? event.data.path : undefined;
        if (event.data.action === "start") this.changed.set(event.data.path, "");
        if (event.data.action === "delete") this.changed.set(event.data.path, undefined);
        return;
      case "code-chunk":
        this.changed.set(event.data.path, (this.changed.get(event.data.path) ?? "") + event.data.text);
        return;
      case "edit": {
        if (!event.data.applied) return;
        const { path, search, replace } = event.data;
        const applied = applyEdit(this.text(path) ?? "", search, replace);
        if (applied) this.changed.set(path, applied.text);
        return;
      }
      default:
        return;
    }
  }

  /** A file as it stands now, changes applied. */
  text(path: string): string | undefined {
    return this.changed.has(path) ? this.changed.get(path) : this.#base.get(path);
  }

  /** Every path of the project as it stands now. */
  paths(): string[] {
    const paths = [...this.#base.keys()].filter((path) => !this.changed.has(path));
    for (const [path, text] of this.changed) if (text !== undefined) paths.push(path);
    return paths;
  }

  /** The whole project: files of the base that were not touched are carried over. */
  files(): { path: string; text: string }[] {
    return this.paths()
      .sort()
      .map((path) => ({ path, text: this.text(path) ?? "" }));
  }
}
