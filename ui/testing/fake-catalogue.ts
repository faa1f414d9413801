import type {
  CatalogueModelView,
  CatalogueVariantView,
  EngineView,
  FitResult,
  GpuSnapshot,
  StoredModel,
} from "../lib/engine-types.ts";
import { settingsOf } from "./fake-engine-data.ts";

const gib = 2 ** 30;

export function fitOf(verdict: FitResult["verdict"], weights: number, extra: Partial<FitResult> = {}): FitResult {
  const summaries: Record<FitResult["verdict"], string> = {
    fits: "It fits with its whole context.",
    fits_less_context: "It fits, but memory for the KV cache limits the context.",
    needs_more_gpus: "It needs more GPUs like this one.",
    does_not_fit: "It needs 96 GB; this card has 48.",
    unknown: "Its architecture is not known, so nothing is promised.",
  };
  return {
    verdict,
    summary: summaries[verdict],
    basis: verdict === "unknown" ? "rule" : "catalogue",
    lines: [
      { label: "Memory of the GPU", value: "48.0 GiB" },
      { label: "Share that the engine may use, 92 %", value: "44.2 GiB" },
      { label: "Weights", value: `− ${(weights / gib).toFixed(1)} GiB` },
      { label: "Activations and graphs", value: "− 3.2 GiB" },
      { label: "Left for the KV cache", value: `${(44.2 - 3.2 - weights / gib).toFixed(1)} GiB` },
    ],
    ...extra,
  };
}

interface Row {
  name: string;
  vendor: string;
  repo: string;
  bytes: number;
  precision: string;
  vision: boolean;
  good: string[];
  fit: FitResult["verdict"];
  context?: number;
  licence?: string;
  more?: { precision: string; bytes: number; fit: FitResult["verdict"] }[];
}

const rows: Row[] = [
  {
    name: "Qwen3.6-27B",
    vendor: "Qwen",
    repo: "Qwen/Qwen3.6-27B-FP8",
    bytes: 29.8e9,
    precision: "FP8",
    vision: true,
    good: ["pages", "dashboards", "screenshots"],
    fit: "fits",
    context: 98_304,
    more: [
      { precision: "BF16", bytes: 55.6e9, fit: "needs_more_gpus" },
      { precision: "AWQ", bytes: 17.2e9, fit: "fits" },
    ],
  },
  {
    name: "Qwen3.6-35B-A3B",
    vendor: "Qwen",
    repo: "Qwen/Qwen3.6-35B-A3B-FP8",
    bytes: 36.1e9,
    precision: "FP8",
    vision: true,
    good: ["fast drafts", "edits"],
    fit: "fits_less_context",
    context: 24_576,
  },
  {
    name: "gemma-4-31B",
    vendor: "Google",
    repo: "google/gemma-4-31B-w4a16",
    bytes: 18.9e9,
    precision: "w4a16",
    vision: true,
    good: ["pages", "screenshots"],
    fit: "fits",
    context: 131_072,
    licence: "Gemma",
  },
  {
    name: "Qwen3-4B",
    vendor: "Qwen",
    repo: "Qwen/Qwen3-4B-FP8",
    bytes: 4.4e9,
    precision: "FP8",
    vision: false,
    good: ["routing", "small edits"],
    fit: "fits",
    context: 40_960,
  },
  {
    name: "gpt-oss-120b",
    vendor: "OpenAI",
    repo: "openai/gpt-oss-120b",
    bytes: 63.4e9,
    precision: "MXFP4",
    vision: false,
    good: ["hard tasks"],
    fit: "does_not_fit",
  },
  {
    name: "GLM-4.7-Air",
    vendor: "Zhipu",
    repo: "zai-org/GLM-4.7-Air-FP8",
    bytes: 112e9,
    precision: "FP8",
    vision: false,
    good: ["hard tasks", "refactoring"],
    fit: "needs_more_gpus",
    licence: "MIT",
  },
  {
    name: "Newcomer-7B",
    vendor: "Somebody",
    repo: "somebody/newcomer-7b",
    bytes: 14.2e9,
    precision: "BF16",
    vision: false,
    good: ["small edits"],
    fit: "unknown",
  },
];

/** The catalogue as it looks with these files and engines. */
export function catalogueOf(room: {
  files: { items: StoredModel[] };
  engines: EngineView[];
  gpus: GpuSnapshot;
}): CatalogueModelView[] {
  return rows.map((row): CatalogueModelView => {
    const variant = (
      precision: string,
      repository: string,
      bytes: number,
      verdict: FitResult["verdict"],
    ): CatalogueVariantView => {
      const file = room.files.items.find((item) => item.id === repository);
      const engine = room.engines.find((one) => "model" in one.settings && one.settings.model === repository);
      const label = repository.split("/")[1] ?? repository;
      return {
        id: label.toLowerCase(),
        label,
        precision,
        repository,
        revision: "main",
        format: "safetensors",
        weightsBytes: bytes,
        minimumVramGb: Math.ceil(bytes / 1e9 + 6),
        fit: fitOf(room.gpus.state === "ok" ? verdict : "does_not_fit", bytes, {
          ...(room.gpus.state === "ok" ? {} : { summary: "There is no GPU here to run it on.", lines: [] }),
          ...(row.context ? { contextLength: row.context, concurrency: 5.5 } : {}),
          ...(verdict === "needs_more_gpus" ? { gpusNeeded: Math.ceil(bytes / 40e9) } : {}),
        }),
        ...(file ? { stored: file } : {}),
        ...(engine ? { engineId: engine.id } : {}),
        recommended: settingsOf(label, repository),
      };
    };
    return {
      id: row.name.toLowerCase(),
      name: row.name,
      family: row.name.split("-")[0] ?? row.name,
      vendor: row.vendor,
      licence: row.licence ?? "Apache-2.0",
      released: "2026-04",
      vision: row.vision,
      parameters: /\d+B(?:-A\d+B)?/u.exec(row.name)?.[0] ?? "120B",
      contextLength: 262_144,
      minimumEngine: { adapter: "vllm", version: "0.27.0" },
      goodFor: row.good,
      local: false,
      variants: [
        variant(row.precision, row.repo, row.bytes, row.fit),
        ...(row.more ?? []).map((one) =>
          variant(one.precision, `${row.repo.replace(/-FP8$/u, "")}-${one.precision}`, one.bytes, one.fit),
        ),
      ],
    };
  });
}
