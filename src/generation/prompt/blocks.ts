import { estimateTokens } from "../../llm/index.ts";
import type { VersionFile } from "../../projects/index.ts";

const attribute = (text: string): string => text.replaceAll('"', "'").replaceAll(/[\p{Cc}<>]/gu, " ");

/** A fence that is longer than every run of backticks in the text. */
function fenced(path: string, text: string): string {
  const longest = (text.match(/`{3,}/g) ?? []).reduce((length, run) => Math.max(length, run.length), 2);
  const fence = "`".repeat(longest + 1);
  const language = /\.([A-Za-z0-9]+)$/.exec(path)?.[1] ?? "";
  return `${fence}${language} file="${attribute(path)}"\n${text.replace(/\n?$/, "\n")}${fence}`;
}

/**
 * The project as it stands, small files first; those for which there is no room are only named.
 * @param budget tokens
 */
export function currentFilesBlock(files: readonly VersionFile[], budget: number): string {
  if (files.length === 0) return "";
  let left = budget;
  const shown = new Set<string>();
  for (const { path, text } of [...files].sort((a, b) => a.text.length - b.text.length)) {
    left -= estimateTokens(text) + 16;
    if (left < 0) break;
    shown.add(path);
  }
  const parts = files.filter(({ path }) => shown.has(path)).map(({ path, text }) => fenced(path, text));
  const hidden = files.filter(({ path }) => !shown.has(path)).map(({ path }) => path);
  if (hidden.length > 0) parts.push(`Not shown for want of room, leave them as they are: ${hidden.join(", ")}`);
  return `<current_files>\n${parts.join("\n")}\n</current_files>`;
}

export interface AttachedText {
  name: string;
  text: string;
}

/** Text files that came with the message. @param budget tokens */
export function attachmentsBlock(texts: readonly AttachedText[], budget: number): string {
  if (texts.length === 0) return "";
  let left = budget;
  const parts = texts.map(({ name, text }) => {
    const room = Math.max(0, Math.floor(left * 3.5));
    left -= estimateTokens(text);
    return text.length <= room
      ? fenced(name, text)
      : `${fenced(name, text.slice(0, room))}\n(${attribute(name)} goes on; it was cut here.)`;
  });
  return `<attachments>\n${parts.join("\n")}\n</attachments>`;
}

/** What an answer that broke off had already said and written. */
export interface Unfinished {
  explanation: string;
  /** Files that had arrived whole; they are among the current files. */
  finished: string[];
  /** The file in which it broke off, as far as it came. */
  open: VersionFile | undefined;
}

const tailLength = 6000;

export function continueBlock({ explanation, finished, open }: Unfinished): string {
  const lines = [
    "Your answer to this request broke off. Go on with it now; do not repeat what is finished.",
    `Finished files, already among the current files: ${finished.length > 0 ? finished.join(", ") : "none"}.`,
  ];
  const said = explanation.trim();
  if (said !== "") lines.push(`You had said:\n${said.slice(-1500)}`);
  if (open) {
    const tail = open.text.slice(-tailLength);
    lines.push(
      `You were writing ${open.path}. Write this file again, whole. It had come this far:`,
      fenced(open.path, tail),
    );
  }
  return `<continue>\n${lines.join("\n")}\n</continue>`;
}
