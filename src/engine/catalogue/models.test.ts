import { describe, expect, test } from "bun:test";
import { adapterOf } from "../adapters/index.ts";
import type { PlanContext } from "../contract.ts";
import { bytesPerToken, defaultReserveBytes } from "../fit/index.ts";
import { type EngineSettings, engineSettings } from "../settings.ts";
import { publishedShape } from "./estimate.ts";
import { testGpu } from "./examples.ts";
import { catalogueViews, loadCatalogue } from "./index.ts";

const { models, problems } = loadCatalogue({ catalogue: "/nowhere" });
const variants = models.flatMap((model) => model.variants.map((variant) => ({ model, variant })));

/** Names in `vllm/reasoning` and `vllm/tool_parsers`, and those that the recipes of newer models give. */
const reasoningParsers = [
  "qwen3",
  "gemma4",
  "glm45",
  "mistral",
  "minimax_m2",
  "seed_oss",
  "poolside_v1",
  "nemotron_v3",
  "muse_glimmer",
];
const toolCallParsers = [
  "hermes",
  "qwen3_coder",
  "qwen3_xml",
  "gemma4",
  "openai",
  "mistral",
  "glm45",
  "glm47",
  "minimax_m2",
  "seed_oss",
  "poolside_v1",
  "lfm2",
  "muse_glimmer",
];

describe("the families that come with Vitrine", () => {
  test("are valid, and many", () => {
    expect(problems).toEqual([]);
    expect(models.length).toBeGreaterThanOrEqual(30);
    expect(models.filter((model) => model.vision).length).toBeGreaterThanOrEqual(15);
    expect(models.every((model) => !model.local)).toBe(true);
  });

  test("no repository serves two variants with the same files", () => {
    const places = variants.map(({ variant }) => [variant.repository, ...(variant.files ?? [])].join(" "));
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });

  test("parsers are ones that vLLM has", () => {
    const unknown = models.flatMap(({ id, engine, variants }) =>
      [engine, ...variants.map((variant) => variant.engine)].flatMap(({ reasoningParser, toolCallParser }) => [
        ...(reasoningParser === undefined || reasoningParsers.includes(reasoningParser)
          ? []
          : [`${id}: ${reasoningParser}`]),
        ...(toolCallParser === undefined || toolCallParsers.includes(toolCallParser)
          ? []
          : [`${id}: ${toolCallParser}`]),
      ]),
    );
    expect(unknown).toEqual([]);
  });

  test("nothing moves the engine out of reach or opens the file system to requests", () => {
    const forbidden =
      /^--(host|port|uds|api-key|served-model-name|model|tensor-parallel-size|max-model-len|gpu-memory-utilization|kv-cache-dtype|trust-remote-code|allowed-local-media-path|max-num-seqs)\b/;
    const found = variants.flatMap(({ model, variant }) =>
      [...(model.engine.extraArgs ?? []), ...(variant.engine.extraArgs ?? [])].filter((argument) =>
        forbidden.test(argument),
      ),
    );
    expect(found).toEqual([]);
  });

  test("a quantised variant is smaller than a fuller one of its model", () => {
    const bits: Record<string, number> = {
      bf16: 16,
      fp8: 8,
      int8: 8,
      q8: 8,
      q6: 6,
      q5: 5,
      int4: 4,
      nvfp4: 4,
      mxfp4: 4,
      q4: 4,
    };
    for (const { id, variants: own } of models)
      for (const a of own)
        for (const b of own)
          if ((bits[a.precision] ?? 0) >= 2 * (bits[b.precision] ?? 0) && a.weightsBytes <= b.weightsBytes)
            throw new Error(`${id}: ${a.id} is not larger than ${b.id}`);
  });

  test("weights agree with parameters and precision", () => {
    const least: Record<string, number> = {
      bf16: 1.85,
      fp8: 0.9,
      int8: 0.9,
      q8: 0.9,
      int4: 0.45,
      nvfp4: 0.45,
      mxfp4: 0.5,
      q4: 0.45,
    };
    const odd = variants
      .map(({ model, variant }) => ({
        id: `${model.id} ${variant.id}`,
        ratio: variant.weightsBytes / 1e9 / model.parametersB,
        precision: variant.precision,
      }))
      .filter(({ ratio, precision }) => ratio < (least[precision] ?? 0) || ratio > 2.5);
    expect(odd).toEqual([]);
  });

  test("shapes give the known bytes of a token", () => {
    const of = (id: string): number => {
      const model = models.find((candidate) => candidate.id === id);
      const shape = model && publishedShape(model);
      if (shape === undefined) throw new Error(`${id} has no shape`);
      return bytesPerToken(shape, { tensorParallel: 1, bytesPerElement: 2 });
    };
    expect(of("qwen3-coder-next")).toBe(24_576);
    expect(of("llama-3.1-8b")).toBe(131_072);
    expect(of("llama-3.3-70b")).toBe(327_680);
    expect(of("qwen3-30b-a3b")).toBe(98_304);
    expect(of("gpt-oss-20b")).toBe(24_576);
    expect(of("glm-4.5-air")).toBe(188_416);
    expect(of("qwen3.6-27b")).toBe(65_536);
    expect(of("glm-4.7-flash")).toBe(54_144);
  });
});

/** What an adapter needs beside the settings to make its command line. */
const planFor = (settings: EngineSettings): PlanContext => ({
  // The projector lies beside the weights, where the adapter finds it by itself.
  settings: settings.adapter === "llamacpp" ? { ...settings, mmproj: "mmproj.gguf" } : settings,
  launchId: "test",
  modelPath: settings.adapter === "llamacpp" ? "/models/test.gguf" : "/models/test",
  executable: "/usr/bin/engine",
  gpus: Array.from({ length: settings.adapter === "vllm" ? settings.tensorParallel : 1 }, (_, index) => `GPU-${index}`),
  socketPath: "/run/test.sock",
  port: 8001,
  cacheDir: "/cache",
  scratchDir: "/scratch",
});

describe("something for every size of GPU", () => {
  const classes: { sold: number; gib: number; compute: string }[] = [
    { sold: 8, gib: 8, compute: "8.9" },
    { sold: 16, gib: 15.99, compute: "8.9" },
    { sold: 24, gib: 22.5, compute: "8.9" },
    { sold: 48, gib: 44.99, compute: "8.9" },
    { sold: 80, gib: 79.6, compute: "9.0" },
    { sold: 141, gib: 140.4, compute: "9.0" },
  ];
  test.each(classes)("$sold GB: text and vision, and settings that are valid", ({ sold, gib, compute }) => {
    const views = catalogueViews({
      catalogue: { models },
      gpus: { at: 0, state: "ok", gpus: [testGpu(0, gib, { computeCapability: compute })] },
      stored: [],
      reserveBytes: defaultReserveBytes,
      configOf: () => undefined,
      engines: [],
    });
    const usable = views.filter(({ variants: own }) =>
      own.some(
        ({ fit }) =>
          fit.verdict === "fits" || (fit.verdict === "fits_less_context" && (fit.contextLength ?? 0) >= 12_000),
      ),
    );
    const forPages = usable.filter(({ goodFor }) => goodFor.includes("pages"));
    expect(usable.filter(({ vision }) => vision).length).toBeGreaterThanOrEqual(2);
    expect(usable.filter(({ vision }) => !vision).length).toBeGreaterThanOrEqual(3);
    expect(forPages.length).toBeGreaterThanOrEqual(sold >= 16 ? 3 : 2);
    // What runs comes before what does not.
    const ranks = views.map(({ variants: own }) => own.some(({ fit }) => fit.verdict.startsWith("fits")));
    expect(ranks.lastIndexOf(true)).toBeLessThan(ranks.indexOf(false) === -1 ? ranks.length : ranks.indexOf(false));
    for (const { recommended } of views.flatMap(({ variants: own }) => own)) {
      expect(engineSettings.parse(recommended)).toEqual(recommended);
      expect(() => adapterOf(recommended.adapter).plan(planFor(recommended))).not.toThrow();
    }
  });
});
