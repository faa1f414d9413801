import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineState } from "../engine/contract.ts";
import { json, safetensors } from "../engine/files/testing/models.ts";
import {
  type FakeGpu,
  type FakeNvidiaSmi,
  fakeNvidiaSmi,
  readRequests,
  type StandInScript,
  standInExecutable,
  writeStandInScript,
} from "../engine/testing/index.ts";
import type { EngineView } from "../engine/views.ts";
import { type Appliance, adminEnv, type Client, signIn, startAppliance } from "./appliance.ts";

/** A machine with GPUs and an engine, as far as Vitrine can tell: both are programs that stand in for the real ones. */
export interface EngineMachine {
  folder: string;
  data: string;
  smi: FakeNvidiaSmi;
  env: Record<string, string>;
  /** What every stand-in of this machine was asked, in order. */
  requests(): ReturnType<typeof readRequests>;
  /** Settings of an engine of its own model and its own script. */
  settings(name: string, script?: StandInScript, more?: Record<string, unknown>): Record<string, unknown>;
  /** How a model behaves from its next start on. */
  script(name: string, script: StandInScript): void;
  start(): Promise<Appliance>;
  /** Pids of engine processes that live. */
  processes(): number[];
  /** Sockets in the run folder. */
  sockets(): string[];
  dispose(): void;
}

const oneGpu: FakeGpu[] = [{ uuid: "GPU-0000", name: "Test GPU 48", totalMiB: 49_152 }];

export function engineMachine(gpus: FakeGpu[] = oneGpu): EngineMachine {
  const folder = mkdtempSync(join(tmpdir(), "vitrine-engines-"));
  const data = join(folder, "data");
  const smi = fakeNvidiaSmi(join(folder, "driver"), { gpus });
  const requestLog = join(folder, "requests.jsonl");
  const base: StandInScript = { requestLog, gpuFolder: smi.gpuFolder };
  const env = { ...adminEnv, VITRINE_NVIDIA_SMI: smi.program };
  return {
    folder,
    data,
    smi,
    env,
    requests: () => readRequests(requestLog),
    settings(name, script = {}, more = {}) {
      const model = join(folder, "models", name);
      mkdirSync(model, { recursive: true });
      writeFileSync(join(model, "config.json"), json(llamaConfig));
      writeFileSync(join(model, "tokenizer.json"), json({ model: {} }));
      writeFileSync(join(model, "model.safetensors"), safetensors(1_000));
      const executable = standInExecutable(join(folder, "programs", name), { ...base, ...script });
      return {
        adapter: "vllm",
        label: name,
        servedName: name,
        model,
        executable,
        startStallSeconds: 20,
        drainSeconds: 5,
        ...more,
      };
    },
    script: (name, script) => void writeStandInScript(join(folder, "programs", name), { ...base, ...script }),
    start: () => startAppliance({ data, env }),
    processes: () => processesOf(folder),
    sockets: () =>
      existsSync(join(data, "run")) ? readdirSync(join(data, "run")).filter((n) => n.endsWith(".sock")) : [],
    dispose() {
      for (const pid of processesOf(folder)) process.kill(pid, "SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const llamaConfig = {
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  hidden_size: 512,
  num_hidden_layers: 4,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  max_position_embeddings: 32_768,
  vocab_size: 32_000,
  torch_dtype: "bfloat16",
};

/** Live processes whose environment or command line names this machine's programs. */
function processesOf(folder: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))) return false;
        const text = readFileSync(`/proc/${pid}/environ`, "latin1") + readFileSync(`/proc/${pid}/cmdline`, "latin1");
        return text.includes(join(folder, "programs"));
      } catch {
        return false;
      }
    });
}

/** Asks for an engine until it is in one of these states. @throws Error when it takes too long */
export async function untilState(
  client: Client,
  id: string,
  states: readonly EngineState[],
  limitMs = 20_000,
): Promise<EngineView> {
  const deadline = Date.now() + limitMs;
  let last: EngineView | undefined;
  while (Date.now() < deadline) {
    const answer = await client.get(`/api/admin/engines/${id}`);
    if (answer.ok) {
      last = await answer.json();
      if (last && states.includes(last.status.state)) return last;
    }
    await Bun.sleep(25);
  }
  throw new Error(`${id} did not become ${states.join(" or ")}: ${JSON.stringify(last?.status)}`);
}

/** An appliance with one engine that is ready. */
export async function withEngine(machine: EngineMachine, name: string, script: StandInScript = {}, more = {}) {
  const appliance = await machine.start();
  try {
    const client = await signIn(appliance.url);
    const engine = await makeEngine(machine, client, name, script, more);
    await untilState(client, engine.id, ["ready"]);
    return { appliance, client, engine };
  } catch (error) {
    await appliance.dispose();
    throw error;
  }
}

/** Makes an engine and starts it. */
export async function makeEngine(
  machine: EngineMachine,
  client: Client,
  name: string,
  script: StandInScript = {},
  more: Record<string, unknown> = {},
): Promise<EngineView> {
  const answer = await client.send("POST", "/api/admin/engines", {
    id: name,
    settings: machine.settings(name, script, more),
    start: true,
  });
  if (answer.status !== 201) throw new Error(`the engine was not made: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
