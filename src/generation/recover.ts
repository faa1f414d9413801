import { eq } from "drizzle-orm";
import type { App } from "../platform/app.ts";
import { readVersion } from "../projects/index.ts";
import { settleLeftovers } from "../usage/index.ts";
import { LogWriter, readEvents } from "./event-log.ts";
import { failures } from "./failure.ts";
import { finishGeneration } from "./finish.ts";
import type { GenerationApp } from "./generations.ts";
import { Answer } from "./parser/answer.ts";
import { type Generation, generations } from "./schema.ts";

type RecoverApp = App & Pick<GenerationApp, "generations">;

/**
 * For the start of the server: every generation that a killed process left running is ended as `interrupted`, and what
 * had arrived of it is kept as message and draft version. What was set aside for them is settled.
 * @returns how many there were
 */
export function recoverGenerations(app: RecoverApp): number {
  const left = app.db.select().from(generations).where(eq(generations.status, "running")).all();
  let recovered = 0;
  for (const generation of left) {
    if (app.generations.find(generation.id)) continue;
    try {
      interrupt(app, generation);
      recovered++;
    } catch (error) {
      app.log.error({ generationId: generation.id, err: error }, "an interrupted generation could not be recovered");
    }
  }
  settleLeftovers(app, (id) => app.generations.find(id) !== undefined);
  return recovered;
}

/** Ends one generation that nobody writes any more, from what its log holds. */
export function interrupt(app: RecoverApp, generation: Generation): void {
  const base = generation.baseVersionId === null ? undefined : readVersion(app, generation.baseVersionId);
  const answer = new Answer(new Map(base?.files.map(({ path, text }) => [path, text])));
  for (const event of readEvents(app.db, generation.id)) answer.apply(event);
  finishGeneration(app, new LogWriter(app.db, app.generations.channel, generation.id), generation, {
    status: "interrupted",
    failure: failures.interrupted,
    answer,
    model: generation.model,
  });
}

/**
 * For the end of the server: takes no more generations and ends the running ones as `interrupted`, cleanly, with what
 * has arrived. What has not ended after `deadlineMs` is left to `recoverGenerations`.
 */
export async function parkGenerations(app: RecoverApp, deadlineMs: number): Promise<void> {
  const parked = new AbortController();
  await Promise.race([
    app.generations.park().finally(() => parked.abort()),
    // Ended by the signal, or its timer would keep the process alive until the deadline.
    app.clock.sleep(deadlineMs, parked.signal),
  ]);
}
