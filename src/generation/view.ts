import type { App } from "../platform/app.ts";
import { isoTime } from "../platform/clock.ts";
import { requireId } from "../platform/ids.ts";
import { Problem } from "../platform/problem.ts";
import { type Asker, requireChat } from "../projects/index.ts";
import { lastEvent } from "./event-log.ts";
import type { Failure } from "./failure.ts";
import type { GenerationApp } from "./generations.ts";
import { interrupt } from "./recover.ts";
import { findGeneration } from "./rows.ts";
import type { Generation } from "./schema.ts";

/** A generation as clients see it. */
export interface GenerationView {
  id: string;
  chatId: string;
  userId: string;
  status: Generation["status"];
  requestedModel: string;
  model: string | null;
  baseVersionId: string | null;
  continuesId: string | null;
  versionId: string | null;
  promptTokens: number | null;
  completionTokens: number | null;
  costNanoUsd: number | null;
  /** Why it ended early. */
  error: Failure | null;
  createdAt: string;
  endedAt: string | null;
}

export function generationView(app: App, generation: Generation): GenerationView {
  const { createdAt, endedAt, ...rest } = generation;
  const failed = generation.status === "failed" || generation.status === "interrupted";
  return {
    ...rest,
    error: (failed && lastEvent(app.db, generation.id, "error")) || null,
    createdAt: isoTime(createdAt),
    endedAt: endedAt === null ? null : isoTime(endedAt),
  };
}

/**
 * A generation, for those who may see its chat.
 * @throws Problem `not_found`, `forbidden`
 */
export function requireGeneration(
  app: GenerationApp,
  user: Asker,
  id: string,
  need: "viewer" | "editor" = "viewer",
): Generation {
  const found = findGeneration(app.db, requireId(id, "generation"));
  if (!found) throw new Problem("not_found", "There is no such generation.");
  try {
    requireChat(app, user, found.chatId, need);
  } catch (error) {
    if (error instanceof Problem && error.code !== "not_found") throw error;
    throw new Problem("not_found", "There is no such generation.", { cause: error });
  }
  // Its writer failed, for example on a full disk, and could not end it then.
  if (found.status !== "running" || app.generations.find(found.id)) return found;
  interrupt(app, found);
  return findGeneration(app.db, found.id) ?? found;
}
