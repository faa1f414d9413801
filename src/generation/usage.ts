import { estimatePromptTokens, estimateTokens, type Usage } from "../llm/index.ts";
import { type AttachmentInput, imageTypes, type VersionFile, versionFiles } from "../projects/index.ts";
import type { GenerationEnd } from "./events.ts";
import type { GenerationApp } from "./generations.ts";
import { largestPrompt } from "./prompt/build-prompt.ts";
import { systemPromptTokens } from "./prompt/system.ts";

/** Tokens that an answer of ordinary length has; what it really took is counted at its end. */
const usualAnswer = 4_000;

const utf8 = new TextDecoder();

export interface Asked {
  prompt: string;
  attachments: readonly AttachmentInput[];
  files?: readonly VersionFile[] | undefined;
  baseVersionId: string | null;
}

/** Tokens of the words and attachments of one request. */
export function requestTokens({ prompt, attachments }: Pick<Asked, "prompt" | "attachments">): number {
  const content = attachments.map(({ mediaType, data }) =>
    imageTypes.includes(mediaType)
      ? { type: "image" as const, mediaType, data: "" }
      : { type: "text" as const, text: utf8.decode(data) },
  );
  return estimatePromptTokens({ messages: [{ role: "user", content: [{ type: "text", text: prompt }, ...content] }] });
}

/** What a generation will take, before anything is known: its prompt as far as it is there, and an ordinary answer. */
export function expectedTokens(app: GenerationApp, asked: Asked): number {
  const files = asked.files ?? (asked.baseVersionId === null ? [] : versionFiles(app, asked.baseVersionId));
  let prompt = systemPromptTokens(app.preview) + requestTokens(asked);
  for (const { text } of files) prompt += estimateTokens(text);
  return Math.min(prompt, largestPrompt) + usualAnswer;
}

/**
 * Whether a generation counts towards quotas. One that never rendered does not; one that its person stopped does, as
 * soon as the model had answered anything.
 */
export function countsTowardsQuota(
  status: GenerationEnd,
  made: { version: boolean; explanation: boolean; usage: Usage | undefined },
): boolean {
  if (status === "completed" || made.version) return true;
  if (status === "stopped") return made.usage !== undefined;
  return status === "interrupted" && made.explanation;
}
