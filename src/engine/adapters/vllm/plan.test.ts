import { describe, expect, test } from "bun:test";
import { type PlanContext, SettingsError } from "../../contract.ts";
import type { EngineSettingsInput } from "../../settings.ts";
import { planContext, settingsOf } from "../testing.ts";
import { planVllm } from "./plan.ts";

const base = { adapter: "vllm", label: "Qwen", servedName: "qwen3", model: "Qwen/Qwen3-8B" } as const;
type Input = Partial<Extract<EngineSettingsInput, { adapter: "vllm" }>>;
const planned = (input: Input = {}, context: Partial<PlanContext> = {}) =>
  planVllm(planContext(settingsOf({ ...base, ...input }), { version: "0.29.0", ...context }));

/** What every start ends with, at the defaults. */
const tailOfArguments =
  "--max-num-seqs 64 --max-num-queued-reqs 144 --enable-prompt-tokens-details --shutdown-timeout 30 " +
  "--disable-access-log-for-endpoints /health,/metrics,/v1/models,/version";

const golden: {
  name: string;
  input?: Input;
  context?: Partial<PlanContext>;
  unknownVersion?: true;
  command: string;
}[] = [
  {
    name: "the defaults on one GPU",
    command:
      "/opt/engine/bin/vllm serve /data/models/qwen3-8b --served-model-name qwen3 --uds /run/vitrine/a1b2.sock " +
      "--gpu-memory-utilization 0.92 --max-model-len auto --dtype auto --language-model-only " +
      tailOfArguments,
  },
  {
    name: "every setting",
    input: {
      vision: true,
      imagesPerPrompt: 2,
      tensorParallel: 2,
      pipelineParallel: 2,
      gpus: ["GPU-1", "GPU-2", "GPU-3", "GPU-4"],
      contextLength: 32_768,
      maxConcurrent: 8,
      gpuMemoryUtilization: 0.85,
      dtype: "bfloat16",
      quantization: "fp8",
      kvCacheDtype: "fp8",
      reasoningParser: "qwen3",
      toolCallParser: "qwen3_coder",
      chatTemplate: "own/template.jinja",
      chatTemplateKwargs: { enable_thinking: false },
      trustRemoteCode: true,
      enforceEager: true,
      dummyWeights: true,
      drainSeconds: 10,
      extraArgs: ["--seed", "1"],
    },
    context: { gpus: ["GPU-1", "GPU-2", "GPU-3", "GPU-4"] },
    command:
      "/opt/engine/bin/vllm serve /data/models/qwen3-8b --served-model-name qwen3 --uds /run/vitrine/a1b2.sock " +
      "--gpu-memory-utilization 0.85 --max-model-len 32768 --tensor-parallel-size 2 --pipeline-parallel-size 2 " +
      "--dtype bfloat16 --quantization fp8 --kv-cache-dtype fp8 --enforce-eager --trust-remote-code --load-format dummy " +
      "--reasoning-parser qwen3 --enable-auto-tool-choice --tool-call-parser qwen3_coder " +
      "--chat-template /data/run/own/template.jinja --default-chat-template-kwargs '{\"enable_thinking\":false}' " +
      '--limit-mm-per-prompt \'{"image":2,"video":0}\' --max-num-seqs 8 --max-num-queued-reqs 32 ' +
      "--enable-prompt-tokens-details --shutdown-timeout 10 " +
      "--disable-access-log-for-endpoints /health,/metrics,/v1/models,/version --seed 1",
  },
  {
    name: "a processor: a fixed KV cache instead of a share of all memory",
    input: { gpus: "none" },
    context: { gpus: [] },
    command:
      "/opt/engine/bin/vllm serve /data/models/qwen3-8b --served-model-name qwen3 --uds /run/vitrine/a1b2.sock " +
      "--kv-cache-memory-bytes 4294967296 --max-model-len auto --dtype auto --language-model-only " +
      tailOfArguments,
  },
  {
    name: "a processor with a share of its own choosing",
    input: { gpus: "none", gpuMemoryUtilization: 0.4 },
    context: { gpus: [] },
    command:
      "/opt/engine/bin/vllm serve /data/models/qwen3-8b --served-model-name qwen3 --uds /run/vitrine/a1b2.sock " +
      "--gpu-memory-utilization 0.4 --max-model-len auto --dtype auto --language-model-only " +
      tailOfArguments,
  },
  {
    name: "0.24, and any version that is not known: without what 0.29 brought",
    unknownVersion: true,
    command:
      "/opt/engine/bin/vllm serve /data/models/qwen3-8b --served-model-name qwen3 --uds /run/vitrine/a1b2.sock " +
      "--gpu-memory-utilization 0.92 --max-model-len auto --dtype auto --language-model-only " +
      tailOfArguments.replace("--max-num-queued-reqs 144 ", ""),
  },
  {
    name: "0.13, which knows few of the flags",
    input: { chatTemplateKwargs: { a: 1 } },
    context: { version: "0.13.0" },
    command:
      "/opt/engine/bin/vllm serve /data/models/qwen3-8b --served-model-name qwen3 --uds /run/vitrine/a1b2.sock " +
      "--gpu-memory-utilization 0.92 --dtype auto --max-num-seqs 64 --enable-prompt-tokens-details",
  },
  {
    name: "an interpreter instead of the script",
    context: { executable: "/opt/engine/bin/python3.12", version: "0.29.1rc2+cu130" },
    command:
      "/opt/engine/bin/python3.12 -m vllm.entrypoints.cli.main serve /data/models/qwen3-8b --served-model-name qwen3 " +
      "--uds /run/vitrine/a1b2.sock --gpu-memory-utilization 0.92 --max-model-len auto --dtype auto --language-model-only " +
      tailOfArguments,
  },
];

describe("the command line", () => {
  for (const { name, input, context: overrides, unknownVersion, command } of golden) {
    test(name, () => {
      const context = planContext(settingsOf({ ...base, ...input }), overrides);
      const plan = planVllm(unknownVersion ? context : { version: "0.29.0", ...context });
      const words = plan.shown.slice(plan.shown.indexOf(" /opt/") + 1);
      expect(words).toBe(command);
      expect(plan.endpoint).toEqual({ kind: "unix", path: "/run/vitrine/a1b2.sock" });
      expect(plan.titlePrefix).toBe("vitrine-a1b2");
    });
  }
});

describe("the environment", () => {
  test("keeps vLLM off the network, in our caches, on its GPUs, and recognisable", () => {
    expect(planned({}, { gpus: ["GPU-1", "GPU-2"] }).env).toEqual({
      PATH: "/opt/engine/bin:/usr/bin",
      HF_HUB_OFFLINE: "1",
      TRANSFORMERS_OFFLINE: "1",
      VLLM_NO_USAGE_STATS: "1",
      DO_NOT_TRACK: "1",
      VLLM_CACHE_ROOT: "/data/engine-cache",
      VLLM_PROCESS_NAME_PREFIX: "vitrine-a1b2",
      VLLM_HTTP_TIMEOUT_KEEP_ALIVE: "120",
      VLLM_ENABLE_STARTUP_PLAN: "1",
      PYTHONUNBUFFERED: "1",
      NO_COLOR: "1",
      CUDA_VISIBLE_DEVICES: "GPU-1,GPU-2",
    });
  });
  test("leaves a build for CUDA no GPU on a processor", () => {
    expect(planned({ gpus: "none" }, { gpus: [] }).env.CUDA_VISIBLE_DEVICES).toBe("");
  });
  test("points gpt-oss at its vocabulary files", () => {
    expect(planned({ model: "openai/gpt-oss-20b" }).env.TIKTOKEN_ENCODINGS_BASE).toBe("/data/engine-cache/tiktoken");
    expect(planned().env).not.toHaveProperty("TIKTOKEN_ENCODINGS_BASE");
  });
  test("takes what the settings add, and shows no secret of it", () => {
    const plan = planned({ env: { HF_TOKEN: "hf_secret", NCCL_P2P_DISABLE: "1" } });
    expect(plan.env).toMatchObject({ HF_TOKEN: "hf_secret", NCCL_P2P_DISABLE: "1" });
    expect(plan.shown).toContain("NCCL_P2P_DISABLE=1");
    expect(plan.shown).not.toContain("hf_secret");
    expect(plan.argv.join(" ")).not.toContain("hf_secret");
  });
});

describe("a container", () => {
  const container = { runtime: "auto", image: "vllm/vllm-openai:v0.29.0" } as const;

  test("docker: GPUs by UUID, model read-only, no network, the socket's folder, our user", () => {
    const plan = planned(
      { container, tensorParallel: 2, env: { HF_TOKEN: "hf_secret" } },
      { executable: "/usr/bin/docker", gpus: ["GPU-1", "GPU-2"] },
    );
    const text = plan.argv.join(" ");
    expect(text).toStartWith("/usr/bin/docker run --rm --init --pull=never --name vitrine-a1b2 --network none ");
    expect(plan.argv).toContain('"device=GPU-1,GPU-2"');
    expect(text).toContain("--user 1000:1000 --shm-size 16g");
    expect(text).toContain("--volume /data/models/qwen3-8b:/model/qwen3-8b:ro");
    expect(text).toContain("--volume /data/engine-cache:/cache --volume /run/vitrine:/run/vitrine");
    expect(text).toContain("--entrypoint vllm vllm/vllm-openai:v0.29.0 serve /model/qwen3-8b");
    expect(text).toContain("--uds /run/vitrine/a1b2.sock");
    expect(text).toContain("--env HF_TOKEN ");
    expect(text).not.toContain("hf_secret");
    expect(plan.shown).not.toContain("hf_secret");
    expect(plan.env).toEqual({ HF_TOKEN: "hf_secret" });
    expect(text).toContain("--env HOME=/cache/home --env USER=vitrine");
    expect(text).toContain("--env VLLM_CACHE_ROOT=/cache ");
    expect(text).not.toContain("CUDA_VISIBLE_DEVICES");
    expect(plan.endpoint).toEqual({ kind: "unix", path: "/run/vitrine/a1b2.sock" });
    expect(plan.container).toEqual({ runtime: "docker", name: "vitrine-a1b2" });
  });

  test("podman: devices through CDI, the same user inside as outside", () => {
    const plan = planned({ container }, { executable: "/usr/bin/podman", gpus: ["GPU-1", "GPU-2"] });
    const text = plan.argv.join(" ");
    expect(text).toContain("--device nvidia.com/gpu=GPU-1 --device nvidia.com/gpu=GPU-2");
    expect(text).toContain("--security-opt label=disable");
    expect(text).toContain("--userns keep-id --user 1000:1000");
    expect(text).not.toContain("--gpus");
    expect(plan.container?.runtime).toBe("podman");
  });

  test("what the runtime would trip over stays out of its environment", () => {
    const env = { LD_LIBRARY_PATH: "/x", HOME: "/y", NO_COLOR: "0" };
    const plan = planned({ container, env }, { executable: "/usr/bin/podman" });
    expect(plan.env).toEqual({ NO_COLOR: "0" });
    expect(plan.argv).toContain("LD_LIBRARY_PATH=/x");
    expect(plan.argv).toContain("HOME=/y");
    expect(plan.argv.filter((word) => word.startsWith("NO_COLOR"))).toEqual(["NO_COLOR"]);
  });

  test("as root there is nobody to map to", () => {
    const plan = planned({ container }, { executable: "/usr/bin/podman", user: { uid: 0, gid: 0 } });
    expect(plan.argv).not.toContain("--user");
    expect(plan.argv).not.toContain("--userns");
  });

  test("no GPU, a chat template of its own", () => {
    const plan = planned({ container, gpus: "none", chatTemplate: "/srv/t.jinja" }, { executable: "docker", gpus: [] });
    const text = plan.argv.join(" ");
    expect(text).not.toContain("--gpus");
    expect(text).toContain("--volume /srv/t.jinja:/templates/t.jinja:ro");
    expect(text).toContain("--chat-template /templates/t.jinja");
  });

  test("several machines need a network", () => {
    const plan = planned({ container, extraArgs: ["--nnodes=2"] }, { executable: "docker" });
    expect(plan.argv.join(" ")).toContain("--network host");
  });
});

const refused: { name: string; input?: Input; context?: Partial<PlanContext>; says: string }[] = [
  { name: "no GPU unless that is asked for", context: { gpus: [] }, says: "set its GPUs to “none”" },
  { name: "too few GPUs", input: { tensorParallel: 4 }, says: "needs 4 GPUs, and 1 is chosen" },
  { name: "too few GPUs for copies", input: { dataParallel: 2 }, says: "needs 2 GPUs in all" },
  { name: "an address", input: { extraArgs: ["--host", "0.0.0.0"] }, says: "Remove --host" },
  {
    name: "an address, written otherwise",
    input: { extraArgs: ["--served_model_name=x"] },
    says: "Remove --served-model-name",
  },
  { name: "an address, cut short", input: { extraArgs: ["--serve", "x"] }, says: "Remove --served-model-name" },
  { name: "a token on the command line", input: { extraArgs: ["--hf-token", "hunter2"] }, says: "put HF_TOKEN" },
  { name: "a key on the command line", input: { extraArgs: ["--api-key=hunter2"] }, says: "Remove --api-key" },
  {
    name: "GPUs beside the setting",
    input: { env: { CUDA_VISIBLE_DEVICES: "0" } },
    says: "Remove CUDA_VISIBLE_DEVICES",
  },
  { name: "a port of vLLM's own", input: { env: { VLLM_PORT: "1" } }, says: "Remove VLLM_PORT" },
  {
    name: "a mount with a colon",
    input: { container: { runtime: "auto", image: "i" } },
    context: { modelPath: "/a:b", executable: "docker" },
    says: "colon",
  },
];

describe("refused with a sentence", () => {
  for (const { name, input, context, says } of refused) {
    test(name, () => {
      const attempt = () => planned(input, context);
      expect(attempt).toThrow(SettingsError);
      expect(attempt).toThrow(says);
      expect(attempt).not.toThrow("hunter2");
    });
  }
  test("no model", () => {
    const { modelPath: _, ...context } = planContext(settingsOf(base));
    expect(() => planVllm({ ...context, modelPath: undefined })).toThrow("needs a model");
  });
  test("no program", () => {
    expect(() => planVllm({ ...planContext(settingsOf(base)), executable: undefined })).toThrow(
      "vitrine engine install",
    );
  });
});
