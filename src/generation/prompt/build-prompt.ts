import { type ChatMessage, type ContentPart, estimateTokens } from "../../llm/index.ts";
import type { VersionFile } from "../../projects/index.ts";
import { type AttachedText, attachmentsBlock, continueBlock, currentFilesBlock, type Unfinished } from "./blocks.ts";

/** An earlier turn of the conversation. */
export interface Turn {
  role: "user" | "assistant";
  /** The person's exact words, or the assistant's explanation. */
  text: string;
  /** Files that the assistant's turn wrote. */
  files: string[];
}

export interface PromptInput {
  system: string;
  /** Tokens of `system`, where they have been counted before. */
  systemTokens?: number;
  /** The person's exact words. */
  prompt: string;
  files: readonly VersionFile[];
  texts: readonly AttachedText[];
  images: readonly { mediaType: string; data: Uint8Array }[];
  continues: Unfinished | undefined;
  /** Newest first; read only as far as there is room. */
  history: Iterable<Turn>;
  /** The model's context in tokens, where it is known. */
  contextLength: number | undefined;
}

const usualContext = 32_768;
/** Tokens that a prompt has at most, however much the model would take. */
export const largestPrompt = 96_000;
const tokensPerImage = 1100;

/**
 * The messages for one generation: one system message, earlier turns as far as they fit, and last the person's words,
 * followed by blocks that each begin on a line of their own. The built-in engine relies on that order.
 */
export function buildPrompt(input: PromptInput): ChatMessage[] {
  const context = input.contextLength ?? usualContext;
  // Room for the answer: half of a small context, at least two thirds of a large one go to the prompt.
  const budget = Math.min(largestPrompt, Math.floor(context * (context <= 16_384 ? 0.5 : 0.66)));
  const systemTokens = input.systemTokens ?? estimateTokens(input.system);
  let left = budget - systemTokens - estimateTokens(input.prompt) - input.images.length * tokensPerImage;
  const blocks: string[] = [];
  const add = (block: string) => {
    if (block === "") return;
    blocks.push(block);
    left -= estimateTokens(block);
  };
  const continued = input.continues ? continueBlock(input.continues) : "";
  left -= estimateTokens(continued);
  const texts = attachmentsBlock(input.texts, Math.max(500, left * 0.5));
  left -= estimateTokens(texts);
  add(currentFilesBlock(input.files, Math.max(1000, left * 0.85)));
  blocks.push(...[texts, continued].filter((block) => block !== ""));
  const text = [input.prompt, ...blocks].join("\n\n");
  return [
    { role: "system", content: input.system },
    ...historyMessages(input.history, left),
    { role: "user", content: withImages(text, input.images) },
  ];
}

function withImages(text: string, images: PromptInput["images"]): string | ContentPart[] {
  if (images.length === 0) return text;
  const pictures = images.map(
    ({ mediaType, data }): ContentPart => ({ type: "image", mediaType, data: Buffer.from(data).toString("base64") }),
  );
  return [{ type: "text", text }, ...pictures];
}

/** Newest turns first, until the room is used up; the oldest that is kept is one of the person's. */
function historyMessages(history: Iterable<Turn>, budget: number): ChatMessage[] {
  const kept: ChatMessage[] = [];
  let left = budget;
  for (const turn of history) {
    const content = turn.role === "user" ? turn.text : summary(turn);
    left -= estimateTokens(content) + 4;
    if (left < 0) break;
    kept.unshift({ role: turn.role, content });
  }
  while (kept[0]?.role === "assistant") kept.shift();
  return kept;
}

/** An earlier answer without its code, which the current files supersede. */
function summary({ text, files }: Turn): string {
  const said = text.trim();
  const wrote = files.length > 0 ? `[Files after this turn: ${files.join(", ")}]` : "";
  return [said, wrote].filter((part) => part !== "").join("\n\n") || "[No answer]";
}
