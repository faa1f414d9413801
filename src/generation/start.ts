import { and, asc, eq } from "drizzle-orm";
import { type CurrentUser, tierOfPerson } from "../accounts/index.ts";
import { LlmError, problemOfLlm } from "../llm/index.ts";
import { flushSoon } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { Problem } from "../platform/problem.ts";
import {
  type AttachmentInput,
  addMessage,
  latestVersion,
  requireChat,
  requireVersion,
  saveFiles,
  type VersionFile,
} from "../projects/index.ts";
import { messages } from "../projects/schema.ts";
import { reserveUsage } from "../usage/index.ts";
import type { GenerationApp, Run } from "./generations.ts";
import { readAttachments, requirePrompt, type SentAttachment } from "./input.ts";
import { runGeneration } from "./pipeline.ts";
import { findGeneration, insertGeneration } from "./rows.ts";
import type { Generation } from "./schema.ts";
import { type Asked, expectedTokens, requestTokens } from "./usage.ts";

export interface StartInput {
  /** The person's words; may be left out when `continues` is given. */
  prompt?: string;
  /** A model's id, or `auto`. */
  model?: string;
  /** What `requireModel` has already made of the wish for a model, in place of `model`. */
  requiredModel?: string;
  attachments?: readonly SentAttachment[];
  /** Files as the person has edited them; they become a version of their own that the answer starts from. */
  files?: VersionFile[];
  /** The version to start from; the chat's newest when left out. */
  baseVersionId?: string;
  /** A generation of this chat that did not come to its end, to be gone on with. */
  continues?: string;
}

/**
 * Stores a request and starts its generation, or lets it wait for its turn. Nothing is stored when it is refused.
 * @throws Problem `not_found`, `forbidden`, `validation_failed`, `too_large`, `unsupported_media_type`, `model_unknown`,
 * `conflict`, `queue_full`, `draining`, `quota_exceeded`
 */
export async function startGeneration(
  app: GenerationApp,
  user: CurrentUser,
  chatId: string,
  input: StartInput,
): Promise<Run> {
  const { chat, project } = requireChat(app, user, chatId, "editor");
  app.generations.requireRoom(chat.id);
  const continued = input.continues === undefined ? undefined : requireContinuable(app, chat.id, input.continues);
  const asked = continued && blank(input.prompt) ? requestOf(app, continued) : undefined;
  const prompt = asked ? asked.text : requirePrompt(input.prompt ?? "");
  const attachments = readAttachments(input.attachments ?? []);
  requireSize(app, user, { prompt, attachments });
  const baseVersionId = chooseBase(app, user, chat.id, input.baseVersionId ?? continued?.versionId ?? undefined);
  const model = input.requiredModel ?? (await requireModel(app, input.model));
  // Asked again because time has passed; from here to the registration nothing waits.
  app.generations.requireRoom(chat.id);
  const work = store(
    app,
    user,
    { chatId: chat.id, projectId: project.id },
    { ...input, prompt, attachments, baseVersionId, model, continued, asked },
  );
  return app.generations.admit(work, (run) => runGeneration(app, run));
}

const blank = (text: string | undefined): boolean => text === undefined || text.trim() === "";

interface Checked {
  prompt: string;
  attachments: AttachmentInput[];
  files?: VersionFile[];
  baseVersionId: string | null;
  model: string;
  continued: Generation | undefined;
  /** The message of an earlier generation that is answered again; otherwise a new one is stored. */
  asked: { id: string; text: string } | undefined;
}

/** @throws Problem `too_large` for a request that is larger than the person's tier allows */
function requireSize(app: GenerationApp, user: CurrentUser, asked: Pick<Asked, "prompt" | "attachments">): void {
  const { name, limits } = tierOfPerson(app, user.id);
  if (limits.maxPromptTokens === null) return;
  const tokens = requestTokens(asked);
  if (tokens <= limits.maxPromptTokens) return;
  const most = limits.maxPromptTokens.toLocaleString("en");
  throw new Problem(
    "too_large",
    `Your tier ${name} allows requests of ${most} tokens, and this one has about ${tokens.toLocaleString("en")}. Shorten it, or attach less.`,
  );
}

function store(
  app: GenerationApp,
  user: CurrentUser,
  { chatId, projectId }: { chatId: string; projectId: string },
  checked: Checked,
) {
  const { prompt, attachments, files, asked } = checked;
  const tokens = expectedTokens(app, checked);
  const stored = app.db.transaction(
    () => {
      const id = newId();
      reserveUsage(app, { id, userId: user.id, keyId: user.key?.id ?? null, projectId, tokens });
      const edited =
        files &&
        saveFiles(app, {
          chatId,
          authorId: user.id,
          files,
          ...(checked.baseVersionId === null ? {} : { parentId: checked.baseVersionId }),
        });
      const messageId =
        asked?.id ??
        addMessage(app, { chatId, role: "user", authorId: user.id, text: prompt, generationId: id, attachments }).id;
      const generation: Generation = {
        id,
        chatId,
        userId: user.id,
        status: "running",
        requestedModel: checked.model,
        model: null,
        baseVersionId: edited?.id ?? checked.baseVersionId,
        continuesId: checked.continued?.id ?? null,
        versionId: null,
        promptTokens: null,
        completionTokens: null,
        costNanoUsd: null,
        createdAt: app.clock.now(),
        endedAt: null,
      };
      insertGeneration(app.db, generation);
      return { generation, messageId, prompt };
    },
    { behavior: "immediate" },
  );
  // The first token must not wait for the disk; what the answer becomes is committed durably at its end.
  flushSoon(app.db);
  return stored;
}

function chooseBase(app: GenerationApp, user: CurrentUser, chatId: string, given: string | undefined): string | null {
  if (given === undefined) return latestVersion(app, chatId)?.id ?? null;
  const { version } = requireVersion(app, user, given);
  if (version.chatId !== chatId) throw new Problem("not_found", "There is no such version in this chat.");
  return version.id;
}

function requireContinuable(app: GenerationApp, chatId: string, id: string): Generation {
  const found = findGeneration(app.db, id);
  if (found?.chatId !== chatId) throw new Problem("not_found", "There is no such generation in this chat.");
  if (found.status === "completed" || found.status === "running") {
    throw new Problem("conflict", "Only an answer that was stopped or broke off can be continued.");
  }
  return found;
}

/** The message that an earlier generation answers, also when that one continued another. */
function requestOf(app: GenerationApp, generation: Generation): { id: string; text: string } {
  for (let current: Generation | undefined = generation; current; ) {
    const message = app.db
      .select({ id: messages.id, text: messages.text })
      .from(messages)
      .where(and(eq(messages.generationId, current.id), eq(messages.role, "user")))
      .orderBy(asc(messages.id))
      .get();
    if (message) return message;
    const earlier: string | null = current.continuesId;
    current = earlier === null ? undefined : findGeneration(app.db, earlier);
  }
  throw new Problem("conflict", "The request of that answer is gone. Write it again.");
}

/**
 * The id of the model that a request names, `auto` when it names none.
 * @throws Problem `model_unknown`
 */
export async function requireModel(app: GenerationApp, model: string | undefined): Promise<string> {
  if (model === undefined || model === "" || model === "auto") return "auto";
  try {
    const known = await app.llm.models();
    const found = known.find(({ id }) => id === model) ?? known.find((one) => one.model === model);
    if (found) return found.id;
    // A provider that cannot tell its models now may still have this one; its own failure says more than "unknown".
    const down = app.llm.status().some(({ id, state }) => state !== "ok" && model.startsWith(`${id}/`));
    if (down) return model;
  } catch (error) {
    if (error instanceof LlmError) throw problemOfLlm(error);
    throw error;
  }
  throw new Problem(
    "model_unknown",
    `There is no model ${JSON.stringify(model.slice(0, 120))}. Choose one from the list.`,
    {
      errors: [{ path: "/model", message: "is not known here" }],
    },
  );
}
