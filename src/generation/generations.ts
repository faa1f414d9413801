import type { Llm } from "../llm/index.ts";
import type { App } from "../platform/app.ts";
import type { Channel } from "../platform/bus.ts";
import { fairOrder, type Queued } from "../platform/fair-order.ts";
import { Problem } from "../platform/problem.ts";
import type { PreviewBuilder } from "../preview/contract.ts";
import { type FrameMessage, LogWriter } from "./event-log.ts";
import type { Generation } from "./schema.ts";

/** A generation that has been accepted and has not ended. */
export interface Run extends Queued {
  /** The place in the queue that it was last told, from 1; 0 before. */
  place: number;
  /** As it was stored; what is learned later is stored at the end. */
  readonly generation: Generation;
  readonly log: LogWriter;
  /** The message whose attachments belong to the request. */
  readonly messageId: string;
  /** The person's exact words. */
  readonly prompt: string;
  readonly signal: AbortSignal;
  /** Ends it early: because somebody asked, or because the server goes down. */
  stop(why: "stopped" | "interrupted"): void;
  /** Why it was ended early. */
  readonly stopped: "stopped" | "interrupted" | undefined;
  readonly finished: Promise<void>;
}

export type Execute = (run: Run) => Promise<void>;

/** The generations of this process: those that run, those that wait, and who is told about them. */
export interface Generations {
  readonly channel: Channel<FrameMessage>;
  find(id: string): Run | undefined;
  inChat(chatId: string): Run | undefined;
  /** @throws Problem `draining`, `queue_full`, `conflict`: whether one more may start in this chat */
  requireRoom(chatId: string): void;
  /** Starts it, or lets it wait for its turn. */
  admit(work: Pick<Run, "generation" | "messageId" | "prompt">, execute: Execute): Run;
  /** Takes no more, and ends all. Resolves when every one has ended. */
  park(): Promise<void>;
}

export type GenerationApp = App & { llm: Llm; preview: PreviewBuilder; generations: Generations };

/** As many may wait for each that may run, and never fewer than this. */
const waitingPerRunning = 8;
const leastWaiting = 64;

export function createGenerations(app: App): Generations {
  const channel = app.bus.channel<FrameMessage>();
  const limit = app.config.max_generations;
  const runs = new Map<string, Run>();
  const starts = new Map<Run, () => void>();
  let waiting: Run[] = [];
  let running: Run[] = [];
  let closed = false;
  app.metrics.gauge("vitrine_generations_running", "Generations that are being written.", () => running.length);
  app.metrics.gauge("vitrine_generations_waiting", "Generations that wait for their turn.", () => waiting.length);

  function launch(run: Run): void {
    running.push(run);
    starts.get(run)?.();
    starts.delete(run);
  }

  function next(): void {
    while (running.length < limit) {
      const [first] = fairOrder(waiting, running);
      if (!first) break;
      waiting = waiting.filter((other) => other !== first);
      launch(first);
    }
    tellPlaces();
  }

  function tellPlaces(): void {
    const order = fairOrder(waiting, running);
    for (const [index, run] of order.entries()) {
      const position = index + 1;
      if (run.place === position) continue;
      run.place = position;
      try {
        run.log.append({ type: "status", data: { phase: "queued", position } });
      } catch (error) {
        app.log.error({ generationId: run.generation.id, err: error }, "a place in the queue could not be stored");
      }
    }
  }

  return {
    channel,
    find: (id) => runs.get(id),
    inChat: (chatId) => runs.values().find((run) => run.generation.chatId === chatId),
    requireRoom(chatId) {
      if (closed) {
        const headers = { "retry-after": "5" };
        throw new Problem("draining", "Vitrine is shutting down. Try again in a moment.", { headers });
      }
      if (this.inChat(chatId)) {
        throw new Problem("conflict", "An answer is being written in this chat. Wait for it, or stop it first.");
      }
      if (running.length >= limit && waiting.length >= Math.max(leastWaiting, limit * waitingPerRunning)) {
        const headers = { "retry-after": "15" };
        throw new Problem("queue_full", "Too many requests are waiting already. Try again in a moment.", { headers });
      }
    },
    admit(work, execute) {
      const controller = new AbortController();
      const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
      let stopped: Run["stopped"];
      const run: Run = {
        ...work,
        userId: work.generation.userId,
        place: 0,
        log: new LogWriter(app.db, channel, work.generation.id),
        signal: controller.signal,
        finished,
        get stopped() {
          return stopped;
        },
        stop(why) {
          stopped ??= why;
          controller.abort();
          if (!waiting.includes(run)) return;
          waiting = waiting.filter((other) => other !== run);
          launch(run);
        },
      };
      runs.set(work.generation.id, run);
      starts.set(run, () => {
        execute(run)
          .catch((error: unknown) => {
            app.log.error({ generationId: work.generation.id, err: error }, "a generation could not be ended");
            run.log.break();
          })
          .finally(() => {
            runs.delete(work.generation.id);
            running = running.filter((other) => other !== run);
            finish();
            next();
          });
      });
      waiting.push(run);
      next();
      return run;
    },
    async park() {
      closed = true;
      const all = [...runs.values()];
      for (const run of all) run.stop("interrupted");
      await Promise.all(all.map(({ finished }) => finished));
    },
  };
}
