import type { ChatMessage } from "../contract.ts";

const blocks = /^[ \t]*<(?:current_files|attachments|continue)\b/m;

/** The person's own words of every user turn, without the blocks that are put after them. */
export function turnsOf(messages: readonly ChatMessage[]): string[] {
  return messages.filter((message) => message.role === "user").map((message) => ownWords(plainText(message)));
}

/** Whether the last user turn brought a picture, which patterns cannot see. */
export function bringsImage(messages: readonly ChatMessage[]): boolean {
  const last = messages.findLast((message) => message.role === "user");
  return Array.isArray(last?.content) && last.content.some((part) => part.type === "image");
}

/** The project's files as the last user turn lists them, by path; undefined for one that is only named. */
export function currentFiles(messages: readonly ChatMessage[]): Map<string, string | undefined> {
  const last = messages.findLast((message) => message.role === "user");
  const block = last && /^[ \t]*<current_files>\n([\s\S]*?)^<\/current_files>/m.exec(plainText(last))?.[1];
  const files = new Map<string, string | undefined>();
  if (!block) return files;
  for (const [, , path = "", text = ""] of block.matchAll(/^(`{3,})\w* file="([^"\n]+)"\n([\s\S]*?)^\1$/gm))
    files.set(path, text);
  const named = /^Not shown [^:\n]*: (.+)$/m.exec(block)?.[1] ?? "";
  for (const path of named.split(", ")) if (path !== "" && !files.has(path)) files.set(path, undefined);
  return files;
}

function plainText({ content }: ChatMessage): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
}

function ownWords(text: string): string {
  const found = blocks.exec(text);
  return (found ? text.slice(0, found.index) : text).trim();
}
