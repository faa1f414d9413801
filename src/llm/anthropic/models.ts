import { z } from "zod";
import type { ModelInfo } from "../contract.ts";

const row = z.looseObject({
  id: z.string().min(1),
  display_name: z.string().nullish(),
  max_input_tokens: z.number().nullish(),
});
const list = z.looseObject({ data: z.array(z.unknown()) });

/** What every Claude model has had since version 3, where the list does not say. */
const usualContext = 200_000;

export const claude = (provider: string, model: string, label = model, contextLength = usualContext): ModelInfo => ({
  id: `${provider}/${model}`,
  provider,
  model,
  label,
  contextLength,
  vision: !/^claude-(2|instant)/.test(model),
  builtin: false,
});

/** Reads the answer of `GET /v1/models`, newest first; undefined where it is no such list. */
export function readModels(provider: string, answer: unknown): ModelInfo[] | undefined {
  const parsed = list.safeParse(answer);
  if (!parsed.success) return undefined;
  return parsed.data.data.flatMap((candidate) => {
    const read = row.safeParse(candidate);
    if (!read.success) return [];
    const { id, display_name: label, max_input_tokens: context } = read.data;
    return [claude(provider, id, label ?? id, context || usualContext)];
  });
}
