import type { StoredModel } from "../contract.ts";
import { shapeOf } from "../fit/index.ts";
import { engineIdPattern } from "../settings.ts";
import type { CatalogueModel, CatalogueVariant, EngineTable } from "./schema.ts";

/** What models of an architecture are served with, by the beginning of its name; the first that matches. */
const enginesByArchitecture: [RegExp, EngineTable][] = [
  [/^Qwen3(Next|_5)/, { reasoningParser: "qwen3", toolCallParser: "qwen3_coder" }],
  [/^Qwen3/, { reasoningParser: "qwen3", toolCallParser: "hermes" }],
  [/^Qwen2/, { toolCallParser: "hermes" }],
  [/^GptOss/, { toolCallParser: "openai" }],
  [/^Gemma4/, { reasoningParser: "gemma4", toolCallParser: "gemma4" }],
  [/^(Glm4Moe|Glm4vMoe)/, { reasoningParser: "glm45", toolCallParser: "glm45" }],
  [/^SeedOss/, { toolCallParser: "seed_oss" }],
  [/^MiniMaxM2/, { reasoningParser: "minimax_m2", toolCallParser: "minimax_m2" }],
  [/^(Mistral|Ministral)/, { toolCallParser: "mistral" }],
  [/^Laguna/, { reasoningParser: "poolside_v1", toolCallParser: "poolside_v1" }],
  [/^NemotronH/, { trustRemoteCode: true }],
];

/**
 * An entry for a model that was imported and is in no family: enough to start it with sensible settings. Nothing of it
 * is a promise of a vendor; what its files do not tell is left out.
 *
 * @param config its `config.json`, where it has one
 * @returns undefined for files that no engine here can load
 */
export function localFamilyFor(stored: StoredModel, config: unknown): CatalogueModel | undefined {
  if (stored.format === "other") return undefined;
  const shape = config === undefined ? undefined : shapeOf(config);
  const known = shape !== undefined && !("unsupported" in shape) ? shape : undefined;
  const architecture = known?.architecture ?? architectureOf(config);
  const name = stored.id.slice(stored.id.indexOf("/") + 1);
  const variant: CatalogueVariant = {
    id: "imported",
    label: stored.format === "gguf" ? "GGUF" : "as imported",
    precision: precisionOf(stored, config),
    repository: stored.id,
    revision: stored.revision || "main",
    format: stored.format,
    ...(stored.format === "gguf" ? { files: ["*.gguf"] } : {}),
    weightsBytes: Math.max(1, stored.totalBytes),
    approximate: true,
    minimumVramGb: Math.max(1, Math.ceil((stored.totalBytes * 1.2) / 1e9)),
    engine: {},
  };
  const bytesPerWeight = { bf16: 2, fp8: 1, int8: 1, q8: 1, q6: 0.8, q5: 0.7 }[variant.precision as string] ?? 0.56;
  return {
    id: idFor(stored.id),
    name,
    family: "Imported",
    vendor: stored.id.slice(0, Math.max(0, stored.id.indexOf("/"))) || "local",
    licence: "as its vendor says",
    released: "1970-01-01",
    vision: hasVision(config),
    parametersB: Math.max(0.001, Number((stored.totalBytes / bytesPerWeight / 1e9).toPrecision(2))),
    contextLength: known?.maxContext ?? 32_768,
    minimumEngine: "0.11.0",
    goodFor: hasVision(config) ? ["pages", "screenshots"] : ["pages"],
    preferred: false,
    engine: enginesByArchitecture.find(([pattern]) => pattern.test(architecture))?.[1] ?? {},
    variants: [variant],
    local: true,
  };
}

function idFor(repository: string): string {
  const id = `local-${repository}`
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .slice(0, 63);
  return engineIdPattern.test(id) ? id : "local-model";
}

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Reflect.get(value, name) : undefined;

function architectureOf(config: unknown): string {
  const named = field(config, "architectures");
  return Array.isArray(named) && typeof named[0] === "string" ? named[0] : "";
}

const hasVision = (config: unknown): boolean => typeof field(config, "vision_config") === "object";

function precisionOf(stored: StoredModel, config: unknown): CatalogueVariant["precision"] {
  if (stored.format === "gguf") return "q4";
  const quantization = field(config, "quantization_config");
  const method = String(field(quantization, "quant_method") ?? "").toLowerCase();
  if (method === "") return "bf16";
  if (method.includes("fp8")) return "fp8";
  if (method.includes("mxfp4")) return "mxfp4";
  const text = JSON.stringify(quantization).toLowerCase();
  if (text.includes("nvfp4")) return "nvfp4";
  if (/"(num_)?bits":\s*8/.test(text)) return text.includes('"float"') ? "fp8" : "int8";
  return "int4";
}
