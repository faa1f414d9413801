import type { ChatMessage } from "../contract.ts";

const blocks = /^[ \t]*<(current_files|attachments|continue)\b/m;

/** The person's own words of every user turn, without the blocks that are put after them. */
export function turnsOf(messages: readonly ChatMessage[]): string[] {
  return messages.filter((message) => message.role === "user").map((message) => ownWords(plainText(message)));
}

/** Whether the last user turn brought a picture, which patterns cannot see. */
export function bringsImage(messages: readonly ChatMessage[]): boolean {
  const last = messages.findLast((message) => message.role === "user");
  return Array.isArray(last?.content) && last.content.some((part) => part.type === "image");
}

function plainText({ content }: ChatMessage): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
}

function ownWords(text: string): string {
  const found = blocks.exec(text);
  return (found ? text.slice(0, found.index) : text).trim();
}
