import { eq } from "drizzle-orm";
import type { Usage } from "../llm/index.ts";
import type { App } from "../platform/app.ts";
import { addMessage, createVersion } from "../projects/index.ts";
import { settleUsage } from "../usage/index.ts";
import type { LogWriter } from "./event-log.ts";
import type { GenerationEnd } from "./events.ts";
import type { Failure } from "./failure.ts";
import { finalFiles } from "./final-files.ts";
import type { Answer } from "./parser/answer.ts";
import { type Generation, generations } from "./schema.ts";
import { countsTowardsQuota } from "./usage.ts";

export interface Ending {
  status: GenerationEnd;
  /** Told before `done`. */
  failure?: Failure | undefined;
  answer: Answer;
  /** As `provider/model`. */
  model: string | null;
  usage?: Usage | undefined;
  /** Texts that the deterministic repair changed, by path. */
  repaired?: ReadonlyMap<string, string>;
}

/**
 * Ends a generation: message, version, row, what it used and last events in one durable transaction, so that after it the generation
 * has ended in every respect and before it in none.
 */
export function finishGeneration(app: App, log: LogWriter, generation: Generation, ending: Ending): void {
  const { answer, status, failure, usage } = ending;
  log.atomically(() => {
    if (failure) log.append({ type: "error", data: failure });
    if (usage) log.append({ type: "usage", data: usage });
    const versionId = storeVersion(app, log, generation, ending);
    const text = answer.explanation.trim().replaceAll(/\n{3,}/g, "\n\n");
    if (text !== "" || answer.reasoning !== "" || versionId !== null) {
      addMessage(app, {
        chatId: generation.chatId,
        role: "assistant",
        text,
        reasoning: answer.reasoning.trim(),
        generationId: generation.id,
        versionId,
        model: ending.model,
      });
    }
    app.db
      .update(generations)
      .set({
        status,
        versionId,
        model: ending.model,
        promptTokens: usage?.promptTokens ?? null,
        completionTokens: usage?.completionTokens ?? null,
        costNanoUsd: usage?.costNanoUsd ?? null,
        endedAt: app.clock.now(),
      })
      .where(eq(generations.id, generation.id))
      .run();
    const made = { version: versionId !== null, explanation: text !== "", usage };
    const counts = countsTowardsQuota(status, made);
    settleUsage(app, { id: generation.id, counts, model: ending.model, usage, complete: status === "completed" });
    log.append({ type: "done", data: { status, ...(versionId === null ? {} : { versionId }) } });
  });
  app.metrics.counter("vitrine_generations_total", "Generations that have ended, by how.").add(1, { status });
}

function storeVersion(app: App, log: LogWriter, generation: Generation, ending: Ending): string | null {
  const { answer, status, repaired } = ending;
  if (answer.changed.size === 0) return null;
  const { files, refused } = finalFiles(answer);
  for (const { path, message } of refused) {
    log.append({ type: "diagnostic", data: { path, line: 1, column: 1, message, severity: "error" } });
  }
  if (files.length === 0 || refused.length === answer.changed.size) return null;
  const version = createVersion(app, {
    chatId: generation.chatId,
    parentId: generation.baseVersionId,
    generationId: generation.id,
    status: status === "completed" ? "complete" : "draft",
    files: files.map(({ path, text }) => ({ path, text: (answer.changed.has(path) && repaired?.get(path)) || text })),
  });
  const changed = files.map(({ path }) => path).filter((path) => answer.changed.has(path));
  log.append({ type: "version", data: { versionId: version.id, number: version.number, files: changed } });
  return version.id;
}
