import { api, explains, inConfig, inCore } from "./explain-samples.ts";

explains("settings", [
  {
    name: "longer than the model was made for",
    tail: inConfig(
      "User-specified max_model_len (65536) is greater than the derived max_model_len (max_position_embeddings=32768.0 or model_max_length=None in model's config.json). To allow overriding this maximum, set the env var VLLM_ALLOW_LONG_MAX_MODEL_LEN=1.",
    ),
    code: "bad_setting",
    reason: "The context length of 65,536 is more than the model was made for (32,768).",
    fix: "Set it to 32,768 or less",
  },
  {
    name: "heads that cannot be shared",
    tail: inConfig("Total number of attention heads (40) must be divisible by tensor parallel size (3).", "VllmConfig"),
    code: "bad_setting",
    reason: "40 attention heads cannot be shared evenly among 3 GPUs",
    fix: "a number that divides 40: 1, 2, 4, 8.",
  },
  {
    name: "more GPUs than there are",
    tail: inConfig(
      "World size (4) is larger than the number of available GPUs (1) in this node. If this is intentional and you are using:",
      "ParallelConfig",
    ),
    code: "bad_setting",
    reason: "ask for 4 GPUs, and the engine sees 1",
    fix: "to 1 in all",
  },
  {
    name: "a GPU too old for the precision",
    tail: inConfig(
      "The quantization method fp8 is not supported for the current GPU. Minimum capability: 80. Current capability: 75.",
      "VllmConfig",
    ),
    code: "bad_setting",
    reason: "needs a GPU of compute capability 8.0, and this one has 7.5",
    fix: "another precision",
  },
  {
    name: "a tool parser that does not exist",
    tail: api("KeyError: 'invalid tool call parser: qwen9 (chose from { hermes,llama3_json,qwen3_coder })'"),
    code: "bad_setting",
    reason: "no tool call parser called qwen9",
    fix: "hermes, llama3_json, qwen3_coder",
  },
  {
    name: "a reasoning parser that does not exist",
    tail: api("KeyError: 'invalid reasoning parser: x (chose from { deepseek_r1,qwen3 })'"),
    code: "bad_setting",
    reason: "no reasoning parser called x",
    fix: "deepseek_r1, qwen3",
  },
  {
    name: "a reasoning parser that does not exist, in 0.29's words",
    tail: api(`KeyError: "Reasoning parser 'nosuch' not found. Available parsers: gemma4, qwen3"`),
    code: "bad_setting",
    reason: "no reasoning parser called nosuch",
    fix: "Choose one of: gemma4, qwen3.",
  },
  {
    name: "a processor that is not shared",
    tail: inCore(
      "AssertionError: Not enough allowed NUMA nodes to bind threads of 2 local CPUWorkers. Allowed NUMA nodes are [0].",
    ),
    input: { gpus: "none", tensorParallel: 2 },
    code: "bad_setting",
    reason: "not shared among 2 workers",
    fix: "parallel to 1",
  },
  {
    name: "a precision that the build lacks",
    tail: inCore(
      "RuntimeError: _C::static_scaled_fp8_quant() expected at most 0 argument(s) but received 4 argument(s).",
    ),
    code: "bad_setting",
    reason: "lacks static_scaled_fp8_quant",
    fix: "another precision",
  },
  {
    name: "arguments that it does not know",
    tail: "usage: vllm serve [model_tag] [options]\nvllm serve: error: unrecognized arguments: --no-such-flag 3",
    exit: { code: 2, signal: null },
    code: "bad_setting",
    reason: "does not know: --no-such-flag 3",
    fix: "Remove it from the extra arguments",
  },
  {
    name: "a value that it does not take",
    tail: "vllm serve: error: argument --dtype: invalid choice: 'int3' (choose from auto, half, float16)",
    exit: { code: 2, signal: null },
    code: "bad_setting",
    reason: "does not take the value of --dtype: invalid choice: 'int3'",
    fix: "Correct --dtype",
  },
  {
    name: "a quantization that does not exist",
    tail: inConfig("Unknown quantization method: q9. Must be one of ['awq', 'fp8', 'gptq']."),
    code: "bad_setting",
    reason: "no quantization called q9",
    fix: "awq, fp8, gptq",
  },
  {
    name: "another quantization than the model's",
    tail: inConfig(
      "Quantization method specified in the model config (awq) does not match the quantization method specified in the `quantization` argument (fp8).",
    ),
    code: "bad_setting",
    reason: "quantised with awq, and the settings ask for fp8",
    fix: "Leave the quantization empty",
  },
  {
    name: "no bfloat16",
    tail: inCore(
      "ValueError: Bfloat16 is only supported on GPUs with compute capability of at least 8.0. Your Tesla T4 GPU has compute capability 7.5.",
    ),
    code: "bad_setting",
    reason: "does not compute in bfloat16",
    fix: "half",
  },
  {
    name: "some other value of the configuration",
    tail: inConfig("something new is wrong", "CacheConfig"),
    code: "bad_setting",
    reason: "(CacheConfig)",
    fix: "name the value",
  },
]);
