import type { GenerationApp } from "./generations.ts";

export type { GenerationEnd, GenerationEvent, GenerationEventType, LoggedEvent } from "./events.ts";
export { generationFacts } from "./facts.ts";
export { createGenerations, type GenerationApp, type Generations } from "./generations.ts";
export { Answer } from "./parser/answer.ts";
export { Parser, type ParserOptions } from "./parser/parser.ts";
export { parkGenerations, recoverGenerations } from "./recover.ts";
export { generationRoutes } from "./routes.ts";
export { type StartInput, startGeneration } from "./start.ts";
export { type GenerationView, generationView, requireGeneration } from "./view.ts";

/** The generation that is running or waiting in a chat now. */
export const activeGeneration = (app: Pick<GenerationApp, "generations">, chatId: string): string | undefined =>
  app.generations.inChat(chatId)?.generation.id;

/** Stops what runs in these chats and waits until it has ended, so that they can be deleted. */
export async function stopGenerations(app: Pick<GenerationApp, "generations">, chatIds: string[]): Promise<void> {
  const runs = chatIds.map((chatId) => app.generations.inChat(chatId)).filter((run) => run !== undefined);
  for (const run of runs) run.stop("stopped");
  await Promise.all(runs.map(({ finished }) => finished));
}
