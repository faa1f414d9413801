import { z } from "zod";
import type { ModelInfo } from "../contract.ts";

/** One row of `GET /models`, in the dialects of vLLM, llama.cpp, LM Studio, Groq, OpenRouter and OpenAI. */
const row = z.object({
  id: z.string().min(1),
  max_model_len: z.number().nullish(),
  context_length: z.number().nullish(),
  context_window: z.number().nullish(),
  max_context_length: z.number().nullish(),
  meta: z.object({ n_ctx: z.number().nullish(), n_ctx_train: z.number().nullish() }).nullish(),
  architecture: z.object({ input_modalities: z.array(z.string()).nullish() }).nullish(),
  capabilities: z.union([z.array(z.string()), z.looseObject({ vision: z.boolean().nullish() })]).nullish(),
});
const list = z.object({ data: z.array(z.unknown()) });

/** Names of models that see, for servers that do not say. */
const seeing =
  /(^|[^a-z])vl([^a-z]|$)|vision|llava|pixtral|internvl|minicpm-?v|minicpm-?o|molmo|omni|idefics|gemma-?3-(4|12|27)b|gemma-?4|llama-?4|mistral-small-3\.[1-9]|ministral-3|magistral-small-(1\.2|2509)|gpt-4o|gpt-4\.1|gpt-4-turbo|gpt-[5-9]|^o[134]($|-)|claude|gemini|qwen3\.[5-9]|kimi-k2\.5|glm-4\.\d+v/i;

/** Models that a chat completion cannot be asked of. */
const notChat =
  /embed|whisper|rerank|reward|moderation|transcribe|realtime|dall-e|gpt-image|sora|davinci|babbage|^tts|-tts|(^|[/-])bge-|(^|[/-])e5-|gpt-audio|-audio-/i;

function sees(of: z.infer<typeof row>): boolean {
  const modalities = of.architecture?.input_modalities;
  if (modalities) return modalities.includes("image");
  if (Array.isArray(of.capabilities)) return of.capabilities.some((word) => /multimodal|vision|image/.test(word));
  if (of.capabilities?.vision != null) return of.capabilities.vision;
  return seeing.test(of.id);
}

/** A model that only its name is known of. */
export const namedModel = (provider: string, model: string): ModelInfo => ({
  id: `${provider}/${model}`,
  provider,
  model,
  label: labelOf(model),
  vision: seeing.test(model),
  builtin: false,
});

/** `Qwen/Qwen3-Coder-30B` is known to people as `Qwen3-Coder-30B`; llama.cpp names a model by its file's path. */
const labelOf = (model: string): string => model.replace(/\.gguf$/i, "").replace(/^.*\/(?=[^/])/, "");

/**
 * Reads the answer of `GET /models`; undefined where it is no such list. Rows that make no sense, and models that do
 * not chat, are left out.
 */
export function readModels(provider: string, answer: unknown): ModelInfo[] | undefined {
  const parsed = list.safeParse(answer);
  if (!parsed.success) return undefined;
  const models: ModelInfo[] = [];
  for (const candidate of parsed.data.data) {
    const read = row.safeParse(candidate);
    if (!read.success || notChat.test(read.data.id)) continue;
    const of = read.data;
    const contextLength =
      of.max_model_len ??
      of.context_length ??
      of.context_window ??
      of.max_context_length ??
      of.meta?.n_ctx ??
      of.meta?.n_ctx_train;
    models.push({
      ...namedModel(provider, of.id),
      vision: sees(of),
      ...(contextLength == null ? {} : { contextLength }),
    });
  }
  return models;
}
