import type { ChatMessage } from "../llm/index.ts";
import { imageTypes, messageAttachments, readVersion, type VersionFile } from "../projects/index.ts";
import { readEvents } from "./event-log.ts";
import type { GenerationApp, Run } from "./generations.ts";
import { Answer } from "./parser/answer.ts";
import type { Unfinished } from "./prompt/blocks.ts";
import { buildPrompt } from "./prompt/build-prompt.ts";
import { earlierTurns } from "./prompt/history.ts";
import { systemPrompt, systemPromptTokens } from "./prompt/system.ts";
import { findGeneration } from "./rows.ts";
import type { Generation } from "./schema.ts";

/** The files that a generation starts from. */
export function baseFiles(app: GenerationApp, generation: Pick<Generation, "baseVersionId">): VersionFile[] {
  return generation.baseVersionId === null ? [] : (readVersion(app, generation.baseVersionId)?.files ?? []);
}

export const asMap = (files: readonly VersionFile[]): Map<string, string> =>
  new Map(files.map(({ path, text }) => [path, text]));

/** What an earlier generation had come to, from its log. */
function unfinished(app: GenerationApp, generationId: string): Unfinished | undefined {
  const earlier = findGeneration(app.db, generationId);
  if (!earlier) return undefined;
  const answer = new Answer(asMap(baseFiles(app, earlier)));
  for (const event of readEvents(app.db, generationId)) answer.apply(event);
  const { open } = answer;
  const finished = [...answer.changed.keys()].filter((path) => path !== open && answer.text(path) !== undefined);
  return {
    explanation: answer.explanation,
    finished,
    open: open === undefined ? undefined : { path: open, text: answer.text(open) ?? "" },
  };
}

/** The messages that one generation sends to a model. */
export async function messagesFor(app: GenerationApp, run: Run, files: readonly VersionFile[]): Promise<ChatMessage[]> {
  const { generation } = run;
  const attached = messageAttachments(app, run.messageId);
  return buildPrompt({
    system: systemPrompt(app.preview),
    systemTokens: systemPromptTokens(app.preview),
    prompt: run.prompt,
    files,
    texts: attached
      .filter(({ mediaType }) => !imageTypes.includes(mediaType))
      .map(({ name, data }) => ({ name, text: data.toString("utf8") })),
    images: attached.filter(({ mediaType }) => imageTypes.includes(mediaType)),
    continues: generation.continuesId === null ? undefined : unfinished(app, generation.continuesId),
    history: earlierTurns(app, generation.chatId, run.messageId),
    contextLength: await contextLength(app, generation.requestedModel, run.signal),
  });
}

/** How much the model takes, as far as it says so; a list that cannot be had is no reason to fail here. */
async function contextLength(app: GenerationApp, model: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    if (model === "auto") return (await app.llm.defaultModel(signal)).contextLength;
    return (await app.llm.models(signal)).find(({ id }) => id === model)?.contextLength;
  } catch {
    return undefined;
  }
}
