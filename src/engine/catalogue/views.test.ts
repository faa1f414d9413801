import { describe, expect, test } from "bun:test";
import type { GpuSnapshot } from "../contract.ts";
import { llama8b } from "../fit/examples.ts";
import { defaultReserveBytes } from "../fit/index.ts";
import { engineSettings } from "../settings.ts";
import { testGpu, testStored } from "./examples.ts";
import { type CatalogueViewParts, catalogueViews, loadCatalogue, localFamilyFor } from "./index.ts";

const catalogue = loadCatalogue({ catalogue: "/nowhere" });
const GiB = 2 ** 30;

const snapshot = (...gpus: GpuSnapshot["gpus"]): GpuSnapshot => ({
  at: 0,
  state: gpus.length > 0 ? "ok" : "absent",
  gpus,
});

const parts = (change: Partial<CatalogueViewParts> = {}): CatalogueViewParts => ({
  catalogue,
  gpus: snapshot(testGpu(0, 24)),
  stored: [],
  reserveBytes: defaultReserveBytes,
  configOf: () => undefined,
  engines: [],
  ...change,
});

function find(views: ReturnType<typeof catalogueViews>, model: string, variant: string) {
  const found = views.find(({ id }) => id === model)?.variants.find(({ id }) => id === variant);
  if (found === undefined) throw new Error(`${model} ${variant} is not there`);
  return found;
}

describe("what the page shows", () => {
  test("a model as people read it", () => {
    const view = catalogueViews(parts()).find(({ id }) => id === "qwen3.6-35b-a3b");
    expect(view).toMatchObject({
      name: "Qwen3.6 35B A3B",
      family: "Qwen3.6",
      vendor: "Qwen",
      licence: "Apache-2.0",
      vision: true,
      parameters: "35B, 3B active",
      minimumEngine: { adapter: "vllm", version: "0.17.0" },
      local: false,
    });
    expect(view?.variants.map(({ id }) => id).sort()).toEqual(["bf16", "fp8", "nvfp4", "q4"]);
  });

  test("one click on one GPU", () => {
    const { recommended, fit } = find(catalogueViews(parts()), "ministral-3-14b", "fp8");
    expect(fit).toMatchObject({ verdict: "fits_less_context", basis: "catalogue", gpusNeeded: 1 });
    expect(recommended).toEqual(
      engineSettings.parse({
        adapter: "vllm",
        label: "Ministral 3 14B (FP8)",
        servedName: "ministral-3-14b",
        vision: true,
        catalogueId: "ministral-3-14b",
        variant: "fp8",
        model: "mistralai/Ministral-3-14B-Instruct-2512",
        toolCallParser: "mistral",
        extraArgs: ["--tokenizer-mode", "mistral", "--config-format", "mistral", "--load-format", "mistral"],
        // 16 bits would leave less than 32,768 tokens on this GPU.
        kvCacheDtype: "fp8",
        maxConcurrent: 4,
      }),
    );
  });

  test("two GPUs are used where one is too small", () => {
    const two = snapshot(testGpu(0, 24), testGpu(1, 24));
    const { recommended, fit } = find(catalogueViews(parts({ gpus: two })), "qwen3.6-27b", "fp8");
    expect(fit).toMatchObject({ gpusNeeded: 2 });
    expect(recommended).toMatchObject({ tensorParallel: 2, gpus: "auto" });
  });

  test("GPUs are named where the machine has others that are too small", () => {
    const mixed = snapshot(testGpu(0, 8, { name: "Small" }), testGpu(1, 80, { name: "Big", computeCapability: "9.0" }));
    expect(find(catalogueViews(parts({ gpus: mixed })), "qwen3-32b", "fp8").recommended.gpus).toEqual(["GPU-1"]);
  });

  test("a desktop's share of the memory is left to it", () => {
    const busy = snapshot(testGpu(0, 24, { memoryFreeBytes: 21.5 * GiB }));
    expect(find(catalogueViews(parts({ gpus: busy })), "qwen3-8b", "fp8").recommended).toMatchObject({
      gpuMemoryUtilization: 0.88,
    });
    const taken = snapshot(testGpu(0, 24, { memoryFreeBytes: 2 * GiB }));
    expect(find(catalogueViews(parts({ gpus: taken })), "qwen3-8b", "fp8").recommended).toMatchObject({
      gpuMemoryUtilization: 0.92,
    });
  });

  test("a variant for newer GPUs says so, and an 8-bit cache is not asked of old ones", () => {
    const ampere = catalogueViews(parts({ gpus: snapshot(testGpu(0, 48, { computeCapability: "8.6" })) }));
    expect(find(ampere, "qwen3.6-27b", "nvfp4").fit).toMatchObject({
      verdict: "does_not_fit",
      summary: "Made for GPUs with compute capability 10.0 or newer; here it is 8.6. Choose another variant.",
    });
    expect(find(ampere, "llama-3.1-8b", "fp8").recommended).toMatchObject({ kvCacheDtype: "auto" });
    const blackwell = catalogueViews(parts({ gpus: snapshot(testGpu(0, 32, { computeCapability: "12.0" })) }));
    expect(find(blackwell, "qwen3.6-27b", "nvfp4").fit.verdict).toStartWith("fits");
  });

  test("without a GPU: what to buy, and what the processor can do", () => {
    const none = parts({ gpus: snapshot() });
    expect(find(catalogueViews(none), "qwen3-8b", "bf16").fit.summary).toBe("No GPU here; it needs one with 24 GB.");
    expect(find(catalogueViews(none), "llama-3.3-70b", "bf16").fit.summary).toBe(
      "No GPU here; it needs 4 with 80 GB each.",
    );
    const small = find(catalogueViews({ ...none, hostMemoryBytes: 16 * GiB }), "qwen3-4b", "q4");
    expect(small.fit.verdict).toBe("fits");
    expect(small.recommended).toMatchObject({
      adapter: "llamacpp",
      gpus: "none",
      gpuLayers: 0,
      contextLength: 16_384,
      model: "Qwen/Qwen3-4B-GGUF:Q4_K_M",
    });
    const views = catalogueViews({ ...none, hostMemoryBytes: 16 * GiB });
    expect(views[0]?.variants[0]?.fit.verdict).toBe("fits");
    expect(views.every(({ variants }) => variants.every(({ fit }) => fit.summary.length > 0))).toBe(true);
  });

  test("a GPU that does not answer is not an absent one", () => {
    const failed: GpuSnapshot = { at: 0, state: "failed", detail: "nvidia-smi did not answer.", gpus: [] };
    expect(find(catalogueViews(parts({ gpus: failed })), "qwen3-8b", "bf16").fit).toMatchObject({
      verdict: "unknown",
      summary: "The GPU did not answer, so it cannot be said. It needs one with 24 GB.",
    });
  });

  test("GGUF on a GPU goes on one GPU, with its own file", () => {
    const two = snapshot(testGpu(0, 16), testGpu(1, 16));
    const { recommended } = find(catalogueViews(parts({ gpus: two })), "qwen3.5-9b", "q4");
    expect(recommended).toMatchObject({
      adapter: "llamacpp",
      gpuLayers: "all",
      contextLength: 32_768,
      model: "unsloth/Qwen3.5-9B-GGUF:Qwen3.5-9B-Q4_K_M",
      vision: true,
    });
    expect(find(catalogueViews(parts({ gpus: two })), "qwen3.6-27b", "q4").fit.verdict).toBe("does_not_fit");
  });

  test("files on the disk count for more than the catalogue", () => {
    const stored = testStored("meta-llama/Llama-3.1-8B-Instruct", 16_060_000_000);
    const views = catalogueViews(parts({ stored: [stored], configOf: () => llama8b }));
    const found = find(views, "llama-3.1-8b", "bf16");
    expect(found.stored).toBe(stored);
    expect(found.fit.basis).toBe("config");
    expect(found.fit.lines).toContainEqual({ label: "− weights", value: "15.0 GiB", bytes: 16_060_000_000 });
    const unreadable = catalogueViews(parts({ stored: [stored], configOf: () => ({ architectures: ["Unheard"] }) }));
    expect(find(unreadable, "llama-3.1-8b", "bf16").fit.basis).toBe("catalogue");
  });

  test("what this machine learned changes the answer", () => {
    const tight = parts({ gpus: snapshot(testGpu(0, 16)) });
    expect(find(catalogueViews(tight), "gpt-oss-20b", "mxfp4").fit.verdict).toBe("needs_more_gpus");
    expect(find(catalogueViews({ ...tight, reserveBytes: 1.2 * GiB }), "gpt-oss-20b", "mxfp4").fit.verdict).toStartWith(
      "fits",
    );
  });

  test("names the engine that was made for a variant", () => {
    const settings = find(catalogueViews(parts()), "qwen3-8b", "fp8").recommended;
    const views = catalogueViews(parts({ engines: [{ id: "main", settings }] }));
    expect(find(views, "qwen3-8b", "fp8").engineId).toBe("main");
    expect(find(views, "qwen3-8b", "bf16").engineId).toBeUndefined();
  });

  test("takes milliseconds of the processor", () => {
    const two = parts({ gpus: snapshot(testGpu(0, 24), testGpu(1, 24)) });
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 40; round++) {
      // Not of the clock: the machine may be busy with other things.
      const before = process.cpuUsage();
      catalogueViews(two);
      const { user, system } = process.cpuUsage(before);
      best = Math.min(best, (user + system) / 1000);
    }
    expect(best).toBeLessThan(10);
  });
});

describe("an imported model that nobody knows", () => {
  const stored = testStored("local/my-tune", 16_060_000_000);

  test("is offered with what its files tell", () => {
    const view = catalogueViews(parts({ stored: [stored], configOf: () => llama8b })).find(({ local }) => local);
    expect(view).toMatchObject({ id: "local-local-my-tune", name: "my-tune", family: "Imported", parameters: "8B" });
    expect(view?.variants[0]).toMatchObject({ precision: "bf16", stored, fit: { basis: "config" } });
    expect(view?.variants[0]?.recommended).toMatchObject({ adapter: "vllm", model: "local/my-tune", vision: false });
  });

  test("GGUF is started by the name of its folder", () => {
    const gguf = { ...stored, format: "gguf" as const, totalBytes: 5_000_000_000 };
    const view = catalogueViews(parts({ stored: [gguf] })).find(({ local }) => local);
    expect(view?.minimumEngine.adapter).toBe("llamacpp");
    expect(view?.variants[0]?.recommended).toMatchObject({ adapter: "llamacpp", model: "local/my-tune" });
  });

  const cases: {
    name: string;
    config: unknown;
    change?: Parameters<typeof testStored>[2];
    expected: object | undefined;
  }[] = [
    {
      name: "parsers by architecture",
      config: { ...llama8b, architectures: ["Qwen3ForCausalLM"] },
      expected: { engine: { reasoningParser: "qwen3", toolCallParser: "hermes" }, contextLength: 131_072 },
    },
    { name: "images by its config", config: { ...llama8b, vision_config: {} }, expected: { vision: true } },
    {
      name: "an unknown architecture, by the rule of thumb",
      config: { architectures: ["Unheard"] },
      expected: { contextLength: 32_768, engine: {} },
    },
    {
      name: "GGUF without a config",
      config: undefined,
      change: { format: "gguf" },
      expected: { minimumEngine: "0.11.0" },
    },
    { name: "files that no engine here loads", config: undefined, change: { format: "other" }, expected: undefined },
  ];
  test.each(cases)("$name", ({ config, change, expected }) => {
    const family = localFamilyFor({ ...stored, ...change }, config);
    if (expected === undefined) expect(family).toBeUndefined();
    else expect(family).toMatchObject(expected);
  });

  test.each([
    [{ quant_method: "fp8" }, "fp8"],
    [{ quant_method: "mxfp4" }, "mxfp4"],
    [{ quant_method: "awq", bits: 4 }, "int4"],
    [{ quant_method: "modelopt", quant_algo: "NVFP4" }, "nvfp4"],
    [
      { quant_method: "compressed-tensors", config_groups: { group_0: { weights: { num_bits: 8, type: "int" } } } },
      "int8",
    ],
    [
      { quant_method: "compressed-tensors", config_groups: { group_0: { weights: { num_bits: 8, type: "float" } } } },
      "fp8",
    ],
  ])("precision of %j", (quantization, precision) => {
    const family = localFamilyFor(stored, { ...llama8b, quantization_config: quantization });
    expect(family?.variants[0]?.precision as string).toBe(precision);
  });
});
