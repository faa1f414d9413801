import type { Adapter, AdapterKind } from "../contract.ts";
import { command } from "./command/index.ts";
import { llamacpp } from "./llamacpp/index.ts";
import { remote } from "./remote/index.ts";
import { vllm } from "./vllm/index.ts";

export { commandLine, isSecretName } from "./command-line.ts";
export { signalOf } from "./failure.ts";
export { graceSeconds } from "./grace.ts";
export { engineLabel } from "./label.ts";
export { engineModel, type OpenAiBase, openaiBase } from "./openai-base.ts";
export { parsePrometheus, type Sample } from "./prometheus.ts";
export { type EngineAnswer, type EngineCall, EngineRequestError, engineRequest, type RequestFault } from "./request.ts";
export { explainUnreachable } from "./silence.ts";

const adapters: Record<AdapterKind, Adapter> = { vllm, llamacpp, command, remote };

export const adapterOf = (kind: AdapterKind): Adapter => adapters[kind];
