import { z } from "zod";

/** A name that may stand in a URL, in a file name and in a process title. */
export const engineIdPattern = /^[a-z0-9][a-z0-9._-]{0,62}$/;

const commonShape = {
  /** As people see it. */
  label: z.string().min(1).max(120),
  /** The model's name in requests: it becomes the id `local/NAME`. */
  servedName: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/, "use letters, digits and . _ : -"),
  /** Takes images. */
  vision: z.boolean().default(false),
  /** From which entry and variant of the catalogue it came. */
  catalogueId: z.string().optional(),
  variant: z.string().optional(),
  /** A stored model (`owner/name`) or an absolute path; required for vllm and llamacpp. */
  model: z.string().min(1).optional(),
  /** UUIDs, or `auto`: as many as `tensorParallel · pipelineParallel` asks for, those with the most free memory; or `none`. */
  gpus: z.union([z.literal("auto"), z.literal("none"), z.array(z.string().min(1)).min(1)]).default("auto"),
  /** Tokens; `auto` lets the engine take what fits. */
  contextLength: z.union([z.literal("auto"), z.number().int().min(256).max(16_777_216)]).default("auto"),
  /** Requests that are sent to the engine at once; later ones wait in Vitrine's queue. */
  maxConcurrent: z.number().int().min(1).max(4096).default(64),
  /** Requests that may wait; more are refused with Retry-After. */
  maxWaiting: z.number().int().min(0).max(100_000).default(256),
  /** Added at the end of the command line, each an argument of its own. */
  extraArgs: z.array(z.string().max(4096)).max(100).default([]),
  /** Added to the engine's environment. */
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().max(4096)).default({}),
  /** Never unloaded for being idle and never stopped to make room for another one. */
  pinned: z.boolean().default(false),
  /** Unloaded after so many minutes without a request; the next request wakes it. Null: never. */
  idleUnloadMinutes: z.number().int().min(1).max(10_080).nullable().default(null),
  /** A start in which nothing moves for so long has failed; seconds. */
  startStallSeconds: z.number().int().min(10).max(7_200).default(600),
  /** A start never takes longer than this; seconds. */
  startCapSeconds: z.number().int().min(30).max(21_600).default(7_200),
  /** How long requests under way may go on when it is stopped or swapped; seconds. */
  drainSeconds: z.number().int().min(0).max(3_600).default(60),
};

const vllm = z.strictObject({
  adapter: z.literal("vllm"),
  ...commonShape,
  /** A program; left out, the installed or found one. */
  executable: z.string().min(1).optional(),
  container: z
    .strictObject({ runtime: z.enum(["auto", "docker", "podman"]).default("auto"), image: z.string().min(1) })
    .optional(),
  tensorParallel: z.number().int().min(1).max(64).default(1),
  pipelineParallel: z.number().int().min(1).max(64).default(1),
  dataParallel: z.number().int().min(1).max(64).default(1),
  gpuMemoryUtilization: z.number().min(0.05).max(0.99).default(0.92),
  dtype: z.string().default("auto"),
  quantization: z.string().optional(),
  kvCacheDtype: z.enum(["auto", "fp8"]).default("auto"),
  reasoningParser: z.string().optional(),
  toolCallParser: z.string().optional(),
  chatTemplate: z.string().optional(),
  chatTemplateKwargs: z.record(z.string(), z.json()).optional(),
  trustRemoteCode: z.boolean().default(false),
  /** Images in one request; 0 with `vision` false. */
  imagesPerPrompt: z.number().int().min(0).max(64).default(3),
  enforceEager: z.boolean().default(false),
  /** Random weights from `config.json` alone: capacity measurements and tests. */
  dummyWeights: z.boolean().default(false),
});

const llamacpp = z.strictObject({
  adapter: z.literal("llamacpp"),
  ...commonShape,
  executable: z.string().min(1).optional(),
  /** Layers on the GPU; `all`, or 0 for a CPU. */
  gpuLayers: z.union([z.literal("all"), z.number().int().min(0)]).default("all"),
  /** A projector file beside the model, for images. */
  mmproj: z.string().min(1).optional(),
  parallel: z.number().int().min(1).max(256).default(4),
  threads: z.number().int().min(1).max(1024).optional(),
});

const command = z.strictObject({
  adapter: z.literal("command"),
  ...commonShape,
  /** The program and its arguments; `{port}`, `{socket}`, `{model}`, `{name}`, `{context}` are replaced. */
  argv: z.array(z.string().min(1).max(4096)).min(1).max(200),
  /** Answers 200 when the server is ready. */
  healthPath: z.string().regex(/^\//, "begins with /").default("/health"),
  /** Where the OpenAI-compatible routes begin. */
  basePath: z.string().regex(/^\//, "begins with /").default("/v1"),
  /** Prometheus text in vLLM's names, where it has that. */
  metricsPath: z.string().regex(/^\//, "begins with /").optional(),
});

const remote = z.strictObject({
  adapter: z.literal("remote"),
  ...commonShape,
  baseUrl: z.url({ protocol: /^https?$/, error: "must be an http:// or https:// URL" }),
  apiKey: z.string().min(1).optional(),
  /** The model's name over there; left out, `servedName`. */
  remoteModel: z.string().min(1).optional(),
});

/** What an administrator decides about one engine. Stored as JSON; a missing field has its default. */
export const engineSettings = z.discriminatedUnion("adapter", [vllm, llamacpp, command, remote]);
export type EngineSettings = z.infer<typeof engineSettings>;
/** As it comes in: fields with a default may be left out. */
export type EngineSettingsInput = z.input<typeof engineSettings>;
export type VllmSettings = z.infer<typeof vllm>;
export type LlamacppSettings = z.infer<typeof llamacpp>;
export type CommandSettings = z.infer<typeof command>;
export type RemoteSettings = z.infer<typeof remote>;
