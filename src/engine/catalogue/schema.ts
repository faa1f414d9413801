import { z } from "zod";
import { engineIdPattern } from "../settings.ts";

export const purposes = [
  "pages",
  "dashboards",
  "screenshots",
  "fast drafts",
  "edits",
  "routing",
  "reasoning",
  "long context",
] as const;

export const precisions = ["bf16", "fp8", "int8", "int4", "nvfp4", "mxfp4", "q8", "q6", "q5", "q4"] as const;

const positive = z.number().int().positive();
const version = z.string().regex(/^\d+(\.\d+){0,3}$/, 'is a version like "0.17.0"');

/** What a model or one variant of it wants of its engine, in the words of the engine's settings. */
const engineTable = z.strictObject({
  reasoningParser: z.string().min(1).optional(),
  toolCallParser: z.string().min(1).optional(),
  chatTemplate: z.string().min(1).optional(),
  chatTemplateKwargs: z.record(z.string(), z.json()).optional(),
  trustRemoteCode: z.boolean().optional(),
  imagesPerPrompt: z.number().int().min(0).max(64).optional(),
  quantization: z.string().min(1).optional(),
  dtype: z.string().min(1).optional(),
  kvCacheDtype: z.enum(["auto", "fp8"]).optional(),
  maxConcurrent: positive.max(4096).optional(),
  extraArgs: z.array(z.string().min(1)).max(100).optional(),
  env: z.record(z.string().regex(/^[A-Z_][A-Z0-9_]*$/), z.string()).optional(),
});

const layer = z.strictObject({
  kind: z.enum(["full", "sliding", "linear", "shared"]),
  count: positive,
  kvHeads: z.number().int().min(0).default(0),
  headDim: z.number().int().min(0).default(0),
  window: positive.optional(),
  /** Bytes that a layer of the kind `linear` keeps for one request. */
  stateBytes: positive.optional(),
});

const shape = z.strictObject({
  architecture: z.string().min(1),
  attentionHeads: positive,
  layers: z.array(layer).min(1),
  mla: z.strictObject({ kvLoraRank: positive, ropeHeadDim: positive, indexerBytes: positive.optional() }).optional(),
});

const variant = z
  .strictObject({
    id: z.string().regex(engineIdPattern, "uses lower-case letters, digits and . _ -"),
    label: z.string().min(1).max(60),
    precision: z.enum(precisions),
    repository: z.string().regex(/^[A-Za-z0-9][\w.-]*\/[\w.-]+$/, "is a repository like owner/name"),
    revision: z.string().min(1).default("main"),
    format: z.enum(["safetensors", "gguf"]).default("safetensors"),
    /** Which of the repository's weights, where it holds several; patterns for file names. */
    files: z.array(z.string().min(1)).min(1).optional(),
    /** A projector for images among `files`. */
    projector: z.string().min(1).optional(),
    weightsBytes: positive,
    /** The size was worked out from parameters and precision; the hub tells the true one. */
    approximate: z.boolean().default(false),
    minimumVramGb: z.number().positive(),
    /** The least compute capability of a GPU that the variant is made for. */
    minimumCompute: z
      .string()
      .regex(/^\d+\.\d$/, 'is a compute capability like "9.0"')
      .optional(),
    minimumEngine: version.optional(),
    /** Over more GPUs its weights cannot be divided. */
    mostGpus: positive.max(64).optional(),
    engine: engineTable.default({}),
  })
  .refine((value) => value.format === "safetensors" || value.files !== undefined, {
    path: ["files"],
    message: "is needed for gguf: repositories hold several",
  });

const model = z.strictObject({
  id: z.string().regex(engineIdPattern, "uses lower-case letters, digits and . _ -"),
  name: z.string().min(1).max(80),
  vendor: z.string().min(1).optional(),
  licence: z.string().min(1).optional(),
  released: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'is a date like "2026-04-16"'),
  vision: z.boolean().default(false),
  /** In thousand millions. */
  parametersB: z.number().positive(),
  activeB: z.number().positive().optional(),
  contextLength: positive,
  /** The oldest vLLM that runs it. */
  minimumEngine: version,
  goodFor: z.array(z.enum(purposes)).min(1),
  /** Among models that fit, this one is offered first. */
  preferred: z.boolean().default(false),
  /** A template in vLLM's examples that its tool calls need there. */
  toolChatTemplate: z.string().min(1).optional(),
  engine: engineTable.default({}),
  shape: shape.optional(),
  variants: z.array(variant).min(1),
});

/** One file of the catalogue. */
export const familyFile = z.strictObject({
  family: z.string().min(1).max(60),
  vendor: z.string().min(1).max(60),
  licence: z.string().min(1).max(80),
  models: z.array(model).min(1),
});

export type EngineTable = z.infer<typeof engineTable>;
export type CatalogueVariant = z.infer<typeof variant>;
export type CatalogueModel = Omit<z.infer<typeof model>, "vendor" | "licence"> & {
  family: string;
  vendor: string;
  licence: string;
  /** From the data folder rather than from the executable. */
  local: boolean;
};
