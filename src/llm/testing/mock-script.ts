import { z } from "zod";

/** One thing that the mock does while it answers, in order. */
const step = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ reasoning: z.string(), field: z.enum(["reasoning", "reasoning_content", "both"]).optional() }),
  z.strictObject({ delayMs: z.number() }),
  /** Written to the socket as it is; `base64` for bytes that are no text. */
  z.strictObject({ raw: z.string(), base64: z.boolean().optional() }),
  z.strictObject({ comment: z.string() }),
  z.strictObject({ error: z.unknown() }),
  z.strictObject({ role: z.literal("assistant") }),
  z.strictObject({ finish: z.string().nullable() }),
  z.strictObject({
    usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number(), total_tokens: z.number() }).loose(),
  }),
  z.strictObject({ done: z.literal(true) }),
  /** Closes the socket without ending the body. */
  z.strictObject({ cut: z.literal(true) }),
  /** Says nothing more and keeps the connection open. */
  z.strictObject({ hang: z.literal(true) }),
]);

const answer = z.strictObject({
  /** Used for a request whose last user message contains this (any case), as often as it comes. */
  match: z.string().optional(),
  status: z.number().int().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  /** A whole body instead of a stream: text as it is, anything else as JSON. */
  body: z.unknown().optional(),
  /** Before the status line goes out. */
  delayMs: z.number().optional(),
  /** Exactly these steps and nothing beside them. */
  steps: z.array(step).optional(),
  /** Short form: the whole reasoning and text, cut into deltas, then a finish reason, usage and `[DONE]`. */
  reasoning: z.string().optional(),
  text: z.string().optional(),
  chunkCharacters: z.number().int().positive().optional(),
  chunkDelayMs: z.number().optional(),
});

export const mockScript = z.strictObject({
  models: z.array(z.looseObject({ id: z.string() })).optional(),
  /** Keys that are let in; without it any. */
  apiKeys: z.array(z.string()).optional(),
  answers: z.array(answer).optional(),
  /** After the last answer without `match`: say it again (default), or begin anew. */
  after: z.enum(["repeat", "cycle"]).optional(),
});

export type MockStep = z.input<typeof step>;
export type MockAnswer = z.input<typeof answer>;
export type MockScript = z.input<typeof mockScript>;

/** Cuts without ever splitting a surrogate pair. */
function pieces(text: string, size: number): string[] {
  const characters = [...text];
  const cut: string[] = [];
  for (let at = 0; at < characters.length; at += size) cut.push(characters.slice(at, at + size).join(""));
  return cut;
}

/** The steps of an answer, with its short form written out. */
export function stepsOf(of: MockAnswer): MockStep[] {
  if (of.steps) return of.steps;
  const size = of.chunkCharacters ?? 16;
  const pause: MockStep[] = of.chunkDelayMs ? [{ delayMs: of.chunkDelayMs }] : [];
  const thought = pieces(of.reasoning ?? "", size);
  const said = pieces(of.text ?? "", size);
  const usage = {
    prompt_tokens: 10,
    completion_tokens: thought.length + said.length,
    total_tokens: 10 + thought.length + said.length,
  };
  return [
    { role: "assistant" },
    ...thought.flatMap((reasoning): MockStep[] => [{ reasoning }, ...pause]),
    ...said.flatMap((text): MockStep[] => [{ text }, ...pause]),
    { finish: "stop" },
    { usage },
    { done: true },
  ];
}
