import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { temporaryFolder } from "../../platform/testing.ts";
import type { FitInput, GpuReading, ModelShape } from "../contract.ts";
import { deepseekV3, drawFrom, gptOss20b, llama8b, llama70b, nemotron3Nano, qwen3CoderNext } from "./examples.ts";
import {
  defaultReserveBytes,
  type FitRequest,
  fit,
  fitOnGpus,
  kvCacheBytes,
  learnReserve,
  mostGpusForBlocks,
  ruleOfThumb,
  shapeOf,
  tokensWithin,
  weightsBytesOf,
} from "./index.ts";

const GiB = 2 ** 30;

function known(config: unknown): ModelShape {
  const shape = shapeOf(config);
  if ("unsupported" in shape) throw new Error(shape.unsupported);
  return shape;
}

function gpu(index: number, totalGib: number | null, name = "Test GPU"): GpuReading {
  const total = totalGib === null ? null : totalGib * GiB;
  return {
    uuid: `GPU-${index}`,
    index,
    name,
    memoryTotalBytes: total,
    memoryUsedBytes: 0,
    memoryFreeBytes: total,
    utilization: 0,
    temperatureC: 40,
    powerW: 50,
    powerLimitW: 300,
    computeCapability: "8.9",
    processes: [],
  };
}

const request = (config: unknown, weightsBytes: number, change: Partial<FitRequest> = {}): FitRequest => ({
  shape: config === undefined ? undefined : known(config),
  weightsBytes,
  utilization: 0.92,
  contextLength: "auto",
  kvCacheBytesPerElement: 2,
  maxBatchedTokens: 8192,
  reserveBytes: defaultReserveBytes,
  ...change,
});

const input = (config: unknown, weightsBytes: number, gpus: number[], change: Partial<FitInput> = {}): FitInput => ({
  ...request(config, weightsBytes),
  gpus: gpus.map((total) => ({ memoryTotalBytes: total * GiB, memoryFreeBytes: total * GiB })),
  ...change,
});

describe("fit", () => {
  test("the arithmetic adds up and is shown", () => {
    const result = fit(input(llama8b, 15 * GiB, [24]));
    expect(result).toMatchObject({ verdict: "fits_less_context", basis: "config", gpusNeeded: 1 });
    // 24 · 0.92 − 15 − 3.15 = 3.93 GiB, at 128 KiB a token in blocks of 16.
    const available = 24 * GiB * 0.92 - 15 * GiB - defaultReserveBytes;
    expect(result.contextLength).toBe(Math.floor(available / 131_072 / 16) * 16);
    expect(result.summary).toBe(
      `Fits on one GPU with ${result.contextLength?.toLocaleString("en-US")} of 131,072 tokens of context.`,
    );
    expect(result.lines.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      "Memory of each GPU: 24.0 GiB",
      "× 0.92 that the engine may use: 22.1 GiB",
      "− weights: 15.0 GiB",
      "− activations and graphs: 3.2 GiB",
      "= left for the KV cache: 3.9 GiB",
      "KV cache of one token: 131.1 kB",
      `KV cache of ${result.contextLength?.toLocaleString("en-US")} tokens: 3.9 GiB`,
    ]);
  });

  const cases: { name: string; input: FitInput; verdict: string; says: string }[] = [
    {
      name: "fits whole, with several requests",
      input: input(llama8b, 15 * GiB, [80]),
      verdict: "fits",
      says: "131,072 tokens of context, 3 requests",
    },
    {
      name: "a context that was asked for",
      input: input(llama8b, 15 * GiB, [24], { contextLength: 16_384 }),
      verdict: "fits",
      says: "16,384",
    },
    {
      name: "never more than the model's own",
      input: input(llama8b, 15 * GiB, [141], { contextLength: 1_000_000 }),
      verdict: "fits",
      says: "131,072",
    },
    {
      name: "weights alone are too much",
      input: input(llama70b, 131 * GiB, [80]),
      verdict: "does_not_fit",
      says: "131 GiB of weights",
    },
    {
      name: "the weights fit and nothing else",
      input: input(llama8b, 15 * GiB, [20]),
      verdict: "does_not_fit",
      says: "Only 0.2 GiB would be left",
    },
    { name: "divided over two", input: input(llama70b, 131 * GiB, [141, 141]), verdict: "fits", says: "on 2 GPUs" },
    {
      name: "a mixed pair counts as its smaller one",
      input: input(llama70b, 131 * GiB, [141, 24]),
      verdict: "does_not_fit",
      says: "2 GPUs",
    },
    {
      name: "heads that do not divide",
      input: input(llama8b, 15 * GiB, [80, 80, 80]),
      verdict: "does_not_fit",
      says: "32 attention heads cannot be divided over 3",
    },
    {
      name: "by the rule, enough",
      input: input(undefined, 15 * GiB, [24]),
      verdict: "fits",
      says: "Should fit on one GPU. The shape",
    },
    {
      name: "by the rule, too little",
      input: input(undefined, 17 * GiB, [24]),
      verdict: "does_not_fit",
      says: "about 22.4 GiB",
    },
    {
      name: "weights of unknown size",
      input: input(llama8b, 0, [24]),
      verdict: "unknown",
      says: "size of its weights",
    },
    { name: "no GPU", input: input(llama8b, 15 * GiB, []), verdict: "unknown", says: "memory of the GPU is not known" },
  ];
  test.each(cases)("$name", ({ input, verdict, says }) => {
    const result = fit(input);
    expect(result.verdict as string).toBe(verdict);
    expect(result.summary).toContain(says);
  });

  test("FP8 cache doubles the context", () => {
    const half = fit(input(llama8b, 15 * GiB, [24]));
    const whole = fit(input(llama8b, 15 * GiB, [24], { kvCacheBytesPerElement: 1 }));
    expect((whole.contextLength ?? 0) / (half.contextLength ?? 1)).toBeCloseTo(2, 2);
  });

  test("says what is free now when that is less than the engine will ask for", () => {
    const busy = { gpus: [{ memoryTotalBytes: 80 * GiB, memoryFreeBytes: 10 * GiB }] };
    expect(fit(input(llama8b, 15 * GiB, [], busy)).lines.find((line) => line.label.startsWith("Free now"))?.value).toBe(
      "10.0 GiB",
    );
    expect(fit(input(llama8b, 15 * GiB, [80])).lines.some((line) => line.label.startsWith("Free now"))).toBe(false);
  });
});

describe("the GPUs at hand", () => {
  const cases: {
    name: string;
    gpus: GpuReading[];
    request: FitRequest;
    verdict: string;
    needed: number | undefined;
    says: string;
  }[] = [
    {
      name: "one of four is enough",
      gpus: [0, 1, 2, 3].map((i) => gpu(i, 80)),
      request: request(llama8b, 15 * GiB),
      verdict: "fits",
      needed: 1,
      says: "one GPU",
    },
    {
      name: "all four, for a comfortable context",
      gpus: [0, 1, 2, 3].map((i) => gpu(i, 80)),
      request: request(llama70b, 131 * GiB),
      verdict: "fits",
      needed: 4,
      says: "4 GPUs",
    },
    {
      name: "a comfortable context on fewer",
      gpus: [0, 1].map((i) => gpu(i, 24)),
      request: request(llama8b, 13 * GiB),
      verdict: "fits_less_context",
      needed: 1,
      says: "one GPU",
    },
    {
      name: "more are needed",
      gpus: [gpu(0, 48)],
      request: request(llama70b, 131 * GiB),
      verdict: "needs_more_gpus",
      needed: 4,
      says: "Needs 4 GPUs like this, and there is one.",
    },
    {
      name: "by the rule, more are needed",
      gpus: [gpu(0, 24), gpu(1, 24)],
      request: request(undefined, 60 * GiB),
      verdict: "needs_more_gpus",
      needed: 4,
      says: "there are 2",
    },
    {
      name: "the better group wins",
      gpus: [gpu(0, 24), gpu(1, 80, "Big")],
      request: request(llama8b, 30 * GiB),
      verdict: "fits",
      needed: 1,
      says: "one GPU",
    },
    {
      name: "beyond any number of these",
      gpus: [gpu(0, 4)],
      request: request(qwen3CoderNext, 160 * GiB),
      verdict: "does_not_fit",
      needed: undefined,
      says: "Does not fit",
    },
    {
      name: "no GPU: what to buy",
      gpus: [],
      request: request(llama8b, 15 * GiB),
      verdict: "does_not_fit",
      needed: 1,
      says: "No GPU here; it needs one with 24 GB.",
    },
    {
      name: "no GPU: several to buy",
      gpus: [],
      request: request(llama70b, 131 * GiB),
      verdict: "does_not_fit",
      needed: 4,
      says: "it needs 4 with 80 GB each",
    },
    {
      name: "memory that the driver does not say",
      gpus: [gpu(0, null)],
      request: request(llama8b, 15 * GiB),
      verdict: "unknown",
      needed: undefined,
      says: "not known",
    },
  ];
  test.each(cases)("$name", ({ gpus, request, verdict, needed, says }) => {
    const { result } = fitOnGpus(request, gpus);
    expect({ verdict: result.verdict as string, needed: result.gpusNeeded, summary: result.summary }).toEqual({
      verdict,
      needed,
      summary: expect.stringContaining(says) as unknown as string,
    });
  });

  test("names the group that was looked at", () => {
    expect(fitOnGpus(request(llama8b, 30 * GiB), [gpu(0, 24), gpu(1, 80, "Big")]).group).toEqual(["GPU-1"]);
  });
});

describe("weights in blocks", () => {
  const blocks = (width: number, config: object = {}) => ({
    moe_intermediate_size: width,
    quantization_config: { quant_method: "fp8", weight_block_size: [128, 128] },
    ...config,
  });
  const cases: { name: string; config: unknown; most: number | undefined }[] = [
    { name: "768 / 128: two GPUs, not four", config: blocks(768), most: 2 },
    { name: "512 / 128: four", config: blocks(512), most: 4 },
    { name: "1536 / 128: four", config: blocks(1536), most: 4 },
    { name: "a width that is no whole block at all", config: blocks(100), most: 1 },
    { name: "the text model inside", config: { ...blocks(1), text_config: { moe_intermediate_size: 768 } }, most: 2 },
    { name: "no blocks", config: { moe_intermediate_size: 768 }, most: undefined },
    { name: "no config", config: undefined, most: undefined },
  ];
  test.each(cases)("$name", ({ config, most }) => {
    expect(mostGpusForBlocks(config)).toBe(most);
  });

  test("limit the GPUs of an estimate", () => {
    const four = [0, 1, 2, 3].map((i) => gpu(i, 24));
    const wide = request(llama8b, 60 * GiB);
    expect(fitOnGpus(wide, four).result.gpusNeeded).toBe(4);
    expect(fitOnGpus({ ...wide, mostGpus: 2 }, four).result.verdict).toBe("does_not_fit");
  });
});

describe("laws that hold for any numbers", () => {
  const shapes = [llama8b, llama70b, qwen3CoderNext, gptOss20b, deepseekV3, nemotron3Nano].map(known);
  const draw = drawFrom(20_260_821);
  const cases = Array.from({ length: 400 }, () => ({
    shape: shapes[Math.floor(draw() * shapes.length)] ?? shapes[0],
    memory: (4 + draw() * 180) * GiB,
    weights: (1 + draw() * 200) * GiB,
    tokens: Math.floor(draw() * 300_000),
    bytes: Math.floor(draw() * 60 * GiB),
  }));

  test("what is said to fit does, and one block more would not", () => {
    for (const { shape, bytes } of cases) {
      if (shape === undefined) throw new Error("no shape");
      const options = { tensorParallel: 1, bytesPerElement: 2, maxBatchedTokens: 4096 } as const;
      const tokens = tokensWithin(shape, bytes, shape.maxContext, options);
      if (tokens > 0) expect(kvCacheBytes(shape, tokens, options)).toBeLessThanOrEqual(bytes);
      if (tokens < shape.maxContext) expect(kvCacheBytes(shape, tokens + 16, options)).toBeGreaterThan(bytes);
    }
  });

  test("more memory, an 8-bit cache or more GPUs never give less", () => {
    for (const { shape, memory, weights } of cases) {
      const context = (gib: number[], change: Partial<FitInput> = {}) =>
        fit({ ...input(llama8b, weights, gib, change), shape }).contextLength ?? 0;
      const one = memory / GiB;
      const base = context([one]);
      expect(context([one + 8])).toBeGreaterThanOrEqual(base);
      expect(context([one], { kvCacheBytesPerElement: 1 })).toBeGreaterThanOrEqual(base);
      expect(context([one, one])).toBeGreaterThanOrEqual(base);
    }
  });

  test("every answer has a sentence, and a verdict that its numbers bear out", () => {
    for (const { shape, memory, weights } of cases) {
      const result = fit({ ...input(llama8b, weights, [memory / GiB]), shape });
      expect(result.summary).toEndWith(".");
      expect(result.verdict === "fits" ? result.contextLength : undefined).toBe(
        result.verdict === "fits" ? shape?.maxContext : undefined,
      );
      if (result.verdict.startsWith("fits")) expect(result.concurrency ?? 0).toBeGreaterThanOrEqual(1);
    }
  });
});

describe("what this machine measured", () => {
  const launch = (weights: number, cache: number) => ({
    measured: { weightsBytes: weights * GiB, kvCacheBytes: cache * GiB },
    gpuMemoryBytes: 48 * GiB,
    utilization: 0.9,
  });
  test("the largest of the last eight sensible reserves; the default without any", () => {
    expect(learnReserve([])).toBe(defaultReserveBytes);
    expect(defaultReserveBytes / GiB).toBeCloseTo(3.15, 3);
    expect(learnReserve([launch(15, 26), launch(15, 27)]) / GiB).toBeCloseTo(2.2, 5);
    const older = launch(15, 20);
    expect(learnReserve([...Array.from({ length: 8 }, () => launch(15, 27)), older]) / GiB).toBeCloseTo(1.2, 5);
    expect(learnReserve([launch(40, 20), { ...launch(1, 1), measured: {} }])).toBe(defaultReserveBytes);
  });

  test("the rule of thumb", () => {
    expect(ruleOfThumb(10 * GiB)).toBe(14 * GiB);
  });
});

describe("weights on disk", () => {
  test.each([
    [
      "shards of safetensors, not the index",
      { "a-1.safetensors": 10, "a-2.safetensors": 20, "model.safetensors.index.json": 5 },
      "",
      30,
    ],
    [
      "not twice where Mistral's own format lies beside",
      { "consolidated.safetensors": 30, "model.safetensors": 31 },
      "",
      31,
    ],
    ["Mistral's own format alone", { "consolidated.safetensors": 30, "params.json": 1 }, "", 30],
    ["GGUF in a folder", { "model.gguf": 7, "mmproj.gguf": 2 }, "", 9],
    ["one GGUF file", { "model.gguf": 7, "other.gguf": 2 }, "model.gguf", 7],
    [
      "a GGUF file in parts",
      { "m-00001-of-00002.gguf": 7, "m-00002-of-00002.gguf": 4, "n-00002-of-00002.gguf": 1 },
      "m-00001-of-00002.gguf",
      11,
    ],
    ["older PyTorch files", { "pytorch_model.bin": 8 }, "", 8],
    ["none", { "config.json": 2 }, "", 0],
  ] as const)("%s", async (_name, files, path, bytes) => {
    const folder = temporaryFolder();
    for (const [name, size] of Object.entries(files)) await Bun.write(join(folder.path, name), new Uint8Array(size));
    expect(await weightsBytesOf(join(folder.path, path))).toBe(bytes);
    folder.remove();
  });
});
