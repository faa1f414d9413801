import { describe, expect, test } from "bun:test";
import type { ModelShape } from "../contract.ts";
import { deepseekV3, gptOss20b, llama8b, llama70b, nemotron3Nano, qwen3CoderNext } from "./examples.ts";
import { bytesPerToken, kvCacheBytes, shapeOf } from "./index.ts";

function known(config: unknown): ModelShape {
  const shape = shapeOf(config);
  if ("unsupported" in shape) throw new Error(shape.unsupported);
  return shape;
}

const bf16 = { tensorParallel: 1, bytesPerElement: 2 } as const;
const plain = { hidden_size: 4096, num_attention_heads: 32, max_position_embeddings: 131_072 };

describe("bytes of one token, by hand from published configs", () => {
  const cases: {
    name: string;
    config: unknown;
    bytes: number;
    options?: { tensorParallel: number; bytesPerElement: 1 | 2 };
  }[] = [
    { name: "Llama 3.1 8B: 32 · 2 · 8 · 128 · 2", config: llama8b, bytes: 131_072 },
    { name: "Llama 3.3 70B: 80 · 2 · 8 · 128 · 2", config: llama70b, bytes: 327_680 },
    {
      name: "the same over 4 GPUs",
      config: llama70b,
      bytes: 81_920,
      options: { tensorParallel: 4, bytesPerElement: 2 },
    },
    {
      name: "the same over 16 GPUs: a head is never split",
      config: llama70b,
      bytes: 40_960,
      options: { tensorParallel: 16, bytesPerElement: 2 },
    },
    { name: "the same in FP8", config: llama70b, bytes: 163_840, options: { tensorParallel: 1, bytesPerElement: 1 } },
    { name: "Qwen3-Coder-Next: 12 full layers · 2 · 2 · 256 · 2", config: qwen3CoderNext, bytes: 24_576 },
    { name: "gpt-oss-20b: 12 full layers · 2 · 8 · 64 · 2", config: gptOss20b, bytes: 24_576 },
    { name: "DeepSeek-V3: 61 · (512 + 64) · 2", config: deepseekV3, bytes: 70_272 },
    {
      name: "latent attention is not divided",
      config: deepseekV3,
      bytes: 70_272,
      options: { tensorParallel: 8, bytesPerElement: 2 },
    },
    { name: "Nemotron 3 Nano: 6 attention layers · 2 · 2 · 128 · 2", config: nemotron3Nano, bytes: 6144 },
    {
      name: "Qwen2.5-VL 7B: 28 · 2 · 4 · 128 · 2, with the text fields outside",
      config: {
        architectures: ["Qwen2_5_VLForConditionalGeneration"],
        hidden_size: 3584,
        num_hidden_layers: 28,
        num_attention_heads: 28,
        num_key_value_heads: 4,
        use_sliding_window: false,
        sliding_window: 32_768,
        max_window_layers: 28,
        max_position_embeddings: 128_000,
        vision_config: { depth: 32, hidden_size: 1280 },
      },
      bytes: 57_344,
    },
    {
      name: "InternVL3.5 8B: the text model inside names itself",
      config: {
        architectures: ["InternVLChatModel"],
        llm_config: {
          architectures: ["Qwen3ForCausalLM"],
          hidden_size: 4096,
          num_hidden_layers: 36,
          num_attention_heads: 32,
          num_key_value_heads: 8,
          head_dim: 128,
          max_position_embeddings: 40_960,
        },
      },
      bytes: 147_456,
    },
    {
      name: "Gemma 3 27B: 10 full layers · 2 · 16 · 128 · 2",
      config: {
        architectures: ["Gemma3ForConditionalGeneration"],
        text_config: {
          model_type: "gemma3_text",
          hidden_size: 5376,
          num_hidden_layers: 62,
          num_attention_heads: 32,
          num_key_value_heads: 16,
          head_dim: 128,
          sliding_window: 1024,
          sliding_window_pattern: 6,
          max_position_embeddings: 131_072,
          rope_scaling: { factor: 8, rope_type: "linear" },
        },
      },
      bytes: 81_920,
    },
    {
      name: "Llama 4 Scout: 12 full layers · 2 · 8 · 128 · 2",
      config: {
        architectures: ["Llama4ForConditionalGeneration"],
        text_config: {
          ...plain,
          hidden_size: 5120,
          num_attention_heads: 40,
          num_hidden_layers: 48,
          num_key_value_heads: 8,
          head_dim: 128,
          attention_chunk_size: 8192,
          no_rope_layers: [],
        },
      },
      bytes: 49_152,
    },
    {
      name: "DeepSeek-V3.2 keeps an indexer's vector beside: 61 · ((512 + 64) · 2 + 132)",
      config: { ...deepseekV3, architectures: ["DeepseekV32ForCausalLM"], index_head_dim: 128 },
      bytes: 78_324,
    },
    {
      name: "Mistral's params.json (Mistral Small 3: 40 · 2 · 8 · 128 · 2)",
      config: { dim: 5120, n_layers: 40, n_heads: 32, n_kv_heads: 8, head_dim: 128, max_seq_len: 131_072 },
      bytes: 163_840,
    },
  ];
  test.each(cases)("$name", ({ config, bytes, options }) => {
    expect(bytesPerToken(known(config), options ?? bf16)).toBe(bytes);
  });
});

describe("one sequence", () => {
  test("Qwen3-Coder-Next takes 6.4 GB at 262,144 tokens, and two states in each linear layer", () => {
    const shape = known(qwen3CoderNext);
    const growing = 24_576 * 262_144;
    expect(growing / 1e9).toBeCloseTo(6.44, 2);
    const states = 2 * 36 * ((2 * 16 * 128 + 32 * 128) * 3 * 2 + 32 * 128 * 128 * 4);
    expect(kvCacheBytes(shape, 262_144, bf16)).toBe(growing + states);
    expect(kvCacheBytes(shape, 0, bf16)).toBe(states);
  });

  test("a window layer stops at (ceil((window − 1 + batched) / 16) + 1) · 16 tokens", () => {
    const shape = known({
      ...llama8b,
      architectures: ["MistralForCausalLM"],
      rope_scaling: null,
      sliding_window: 4096,
    });
    const perToken = bytesPerToken(shape, bf16, "all");
    expect(perToken).toBe(131_072);
    const cap = (Math.ceil((4095 + 2048) / 16) + 1) * 16;
    expect(kvCacheBytes(shape, 131_072, { ...bf16, maxBatchedTokens: 2048 })).toBe(cap * perToken);
    expect(kvCacheBytes(shape, 1000, { ...bf16, maxBatchedTokens: 2048 })).toBe(1008 * perToken);
  });

  test("Gemma 4 31B, whole: 10 full layers and 50 windows of 1,024 beside two steps of 8,192 tokens", () => {
    const shape = known({
      architectures: ["Gemma4ForConditionalGeneration"],
      text_config: {
        ...plain,
        num_hidden_layers: 60,
        num_key_value_heads: 16,
        num_global_key_value_heads: 4,
        attention_k_eq_v: true,
        head_dim: 256,
        global_head_dim: 512,
        sliding_window: 1024,
      },
    });
    const windows = 50 * 2 * 16 * 256 * 2 * (Math.ceil((1023 + 16_384) / 16) + 1) * 16;
    expect(kvCacheBytes(shape, 262_144, { ...bf16, maxBatchedTokens: 16_384 })).toBe(21_474_836_480 + windows);
    expect(21_474_836_480 + windows).toBe(35_748_577_280);
  });

  test("a chunk of Llama 4 counts like vLLM counts it: chunk + batched tokens", () => {
    const shape = known({
      architectures: ["Llama4ForCausalLM"],
      ...plain,
      num_hidden_layers: 4,
      num_key_value_heads: 1,
      head_dim: 1,
      attention_chunk_size: 64,
      no_rope_layers: [1, 1, 1, 0],
    });
    expect(kvCacheBytes(shape, 1600, { ...bf16, maxBatchedTokens: 32 })).toBe(4 * (1600 + 3 * (96 + 16)));
  });

  test("layers that read the cache of others take nothing (Gemma 3n, 4)", () => {
    const text = {
      ...plain,
      num_hidden_layers: 35,
      num_attention_heads: 8,
      num_key_value_heads: 2,
      head_dim: 256,
      sliding_window: 512,
      num_kv_shared_layers: 15,
    };
    const shape = known({ architectures: ["Gemma3nForConditionalGeneration"], text_config: text });
    expect(shape.layers.map(({ kind, count }) => [kind, count])).toEqual([
      ["sliding", 16],
      ["full", 4],
      ["shared", 15],
    ]);
    expect(bytesPerToken(shape, bf16)).toBe(4 * 2 * 2 * 256 * 2);
  });

  test("Gemma 4's full layers have heads of their own", () => {
    const text = {
      ...plain,
      num_hidden_layers: 6,
      num_key_value_heads: 16,
      head_dim: 256,
      global_head_dim: 512,
      num_global_key_value_heads: 4,
      attention_k_eq_v: true,
      sliding_window: 1024,
    };
    const config = (change: object) => ({
      architectures: ["Gemma4ForConditionalGeneration"],
      text_config: { ...text, ...change },
    });
    expect(bytesPerToken(known(config({})), bf16)).toBe(2 * 4 * 512 * 2);
    expect(bytesPerToken(known(config({ attention_k_eq_v: false })), bf16)).toBe(2 * 16 * 512 * 2);
    expect(bytesPerToken(known(config({})), bf16, "all")).toBe(2 * 4 * 512 * 2 + 5 * 2 * 16 * 256 * 2);
  });
});

describe("hybrids", () => {
  const mamba2 = { mamba_n_heads: 64, mamba_d_head: 64, mamba_d_state: 128, mamba_n_groups: 1, mamba_d_conv: 4 };
  const state = (64 * 64 + 2 * 128) * 3 * 2 + 64 * 64 * 128 * 4;
  const base = { ...plain, num_key_value_heads: 8, num_hidden_layers: 4, ...mamba2 };
  const cases: { name: string; config: object; full: number; linear: number; stateBytes: number }[] = [
    {
      name: "Granite 4",
      config: {
        ...base,
        architectures: ["GraniteMoeHybridForCausalLM"],
        layer_types: ["mamba", "mamba", "attention", "mamba"],
      },
      full: 1,
      linear: 3,
      stateBytes: state,
    },
    {
      name: "Granite 4 with an automatic head size",
      config: {
        ...base,
        hidden_size: 2048,
        mamba_d_head: "auto",
        mamba_expand: 2,
        architectures: ["GraniteMoeHybridForCausalLM"],
        layer_types: ["mamba", "mamba", "attention", "mamba"],
      },
      full: 1,
      linear: 3,
      stateBytes: state,
    },
    {
      name: "Bamba",
      config: { ...base, architectures: ["BambaForCausalLM"], attn_layer_indices: [1, 3] },
      full: 2,
      linear: 2,
      stateBytes: state,
    },
    {
      name: "Jamba",
      config: {
        ...plain,
        architectures: ["JambaForCausalLM"],
        num_hidden_layers: 8,
        num_key_value_heads: 8,
        attn_layer_period: 8,
        attn_layer_offset: 4,
        mamba_d_state: 16,
        mamba_d_conv: 4,
        mamba_expand: 2,
      },
      full: 1,
      linear: 7,
      stateBytes: 8192 * 3 * 2 + 8192 * 16 * 4,
    },
    {
      name: "Falcon-H1",
      config: { ...base, architectures: ["FalconH1ForCausalLM"] },
      full: 4,
      linear: 4,
      stateBytes: state,
    },
    {
      name: "LFM2",
      config: {
        ...plain,
        hidden_size: 2048,
        architectures: ["Lfm2ForCausalLM"],
        num_hidden_layers: 4,
        num_key_value_heads: 8,
        full_attn_idxs: [2],
        conv_L_cache: 3,
      },
      full: 1,
      linear: 3,
      stateBytes: 2048 * 2 * 2,
    },
    {
      name: "Kimi Linear",
      config: {
        ...plain,
        architectures: ["KimiLinearForCausalLM"],
        num_hidden_layers: 4,
        kv_lora_rank: 512,
        qk_rope_head_dim: 64,
        linear_attn_config: {
          full_attn_layers: [4],
          kda_layers: [1, 2, 3],
          num_heads: 32,
          head_dim: 128,
          short_conv_kernel_size: 4,
        },
      },
      full: 1,
      linear: 3,
      stateBytes: 3 * 4096 * 3 * 2 + 4096 * 128 * 4,
    },
  ];
  test.each(cases)("$name", ({ config, full, linear, stateBytes }) => {
    const { layers } = known(config);
    const of = (kind: string) =>
      layers.filter((layer) => layer.kind === kind).reduce((sum, layer) => sum + layer.count, 0);
    expect({ full: of("full"), linear: of("linear") }).toEqual({ full, linear });
    expect(layers.find((layer) => layer.kind === "linear")?.stateBytes).toBe(stateBytes);
  });
});

describe("context", () => {
  test("YaRN counts from the original positions; Llama 3's scaling is in the positions already", () => {
    expect(known(gptOss20b).maxContext).toBe(131_072);
    expect(known(deepseekV3).maxContext).toBe(163_840);
    expect(known(llama8b).maxContext).toBe(131_072);
  });
});

describe("refused, in a sentence", () => {
  const cases: { name: string; config: unknown; says: string }[] = [
    { name: "not an object", config: [], says: "not a JSON object" },
    { name: "no architecture", config: {}, says: "names no architecture" },
    {
      name: "an unknown architecture",
      config: { ...llama8b, architectures: ["FluxCapacitorForCausalLM"] },
      says: "FluxCapacitorForCausalLM is not known",
    },
    {
      name: "an unknown kind of layer",
      config: { ...llama8b, num_hidden_layers: 1, layer_types: ["quantum"] },
      says: "the kind quantum",
    },
    {
      name: "too few layer types",
      config: { ...llama8b, layer_types: ["full_attention"] },
      says: "1 layer types and has 32 layers",
    },
    {
      name: "a missing number",
      config: { ...llama8b, num_hidden_layers: "32" },
      says: "does not say num_hidden_layers",
    },
    {
      name: "an unknown text model inside",
      config: { architectures: ["LlavaForConditionalGeneration"], text_config: { model_type: "t5" } },
      says: "t5",
    },
    {
      name: "linear layers of unknown size",
      config: { ...llama8b, num_hidden_layers: 1, layer_types: ["mamba"] },
      says: "how large the state",
    },
  ];
  test.each(cases)("$name", ({ config, says }) => {
    const shape = shapeOf(config);
    expect("unsupported" in shape ? shape.unsupported : shape.architecture).toContain(says);
  });
});
