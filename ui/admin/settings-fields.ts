import type { AdapterKind } from "../lib/engine-types.ts";

export type FieldKind =
  | "text"
  | "number"
  | "number-or-auto"
  | "number-or-all"
  | "switch"
  | "select"
  | "lines"
  | "env"
  | "json";

export interface SettingField {
  key: string;
  label: string;
  kind: FieldKind;
  adapters?: AdapterKind[];
  hint?: string;
  placeholder?: string;
  options?: string[];
  /** An empty field is sent as null rather than left out. */
  nullable?: boolean;
  /** Spans both columns of the form. */
  wide?: boolean;
}

export interface FieldGroup {
  id: string;
  label: string;
  fields: SettingField[];
}

/** The editor of an engine, in the order in which people decide. GPUs have a field of their own. */
export const fieldGroups: FieldGroup[] = [
  {
    id: "model",
    label: "Model",
    fields: [
      { key: "label", label: "Label", kind: "text", hint: "As people see it." },
      { key: "servedName", label: "Name in requests", kind: "text", hint: "It becomes local/NAME." },
      {
        key: "model",
        label: "Model",
        kind: "text",
        adapters: ["vllm", "llamacpp", "command"],
        wide: true,
        hint: "A stored model (owner/name) or an absolute path.",
      },
      {
        key: "baseUrl",
        label: "Address",
        kind: "text",
        adapters: ["remote"],
        wide: true,
        placeholder: "http://10.0.0.7:8000/v1",
        hint: "Ends in /v1 as a rule.",
      },
      {
        key: "apiKey",
        label: "Key",
        kind: "text",
        adapters: ["remote"],
        hint: "Sent as a bearer token; never shown again.",
      },
      {
        key: "remoteModel",
        label: "Model over there",
        kind: "text",
        adapters: ["remote"],
        hint: "Left empty: the name in requests.",
      },
      {
        key: "argv",
        label: "Command",
        kind: "lines",
        adapters: ["command"],
        wide: true,
        hint: "The program and its arguments, one on each line. {port}, {socket}, {model}, {name} and {context} are replaced.",
      },
      { key: "healthPath", label: "Health path", kind: "text", adapters: ["command"], placeholder: "/health" },
      { key: "basePath", label: "Base path", kind: "text", adapters: ["command"], placeholder: "/v1" },
      { key: "metricsPath", label: "Metrics path", kind: "text", adapters: ["command"], placeholder: "/metrics" },
      {
        key: "quantization",
        label: "Quantisation",
        kind: "text",
        adapters: ["vllm"],
        hint: "Left empty: as the model says.",
      },
      {
        key: "dtype",
        label: "Data type",
        kind: "select",
        adapters: ["vllm"],
        options: ["auto", "bfloat16", "float16", "float32"],
      },
      {
        key: "mmproj",
        label: "Projector file",
        kind: "text",
        adapters: ["llamacpp"],
        hint: "Beside the model, for images.",
      },
      {
        key: "executable",
        label: "Program",
        kind: "text",
        adapters: ["vllm", "llamacpp"],
        wide: true,
        hint: "Left empty: the installed one.",
      },
      { key: "vision", label: "Takes images", kind: "switch" },
      {
        key: "trustRemoteCode",
        label: "Run code that comes with the model",
        kind: "switch",
        adapters: ["vllm"],
        hint: "Only for a source you trust.",
      },
    ],
  },
  {
    id: "gpus",
    label: "GPUs",
    fields: [
      {
        key: "tensorParallel",
        label: "GPUs that share each layer",
        kind: "number",
        adapters: ["vllm"],
        hint: "Tensor parallel.",
      },
      {
        key: "pipelineParallel",
        label: "Groups of layers",
        kind: "number",
        adapters: ["vllm"],
        hint: "Pipeline parallel.",
      },
      { key: "dataParallel", label: "Copies", kind: "number", adapters: ["vllm"], hint: "Data parallel." },
      {
        key: "gpuLayers",
        label: "Layers on the GPU",
        kind: "number-or-all",
        adapters: ["llamacpp"],
        hint: "0 for a CPU; empty for all.",
      },
      { key: "threads", label: "Threads", kind: "number", adapters: ["llamacpp"] },
    ],
  },
  {
    id: "memory",
    label: "Memory and context",
    fields: [
      {
        key: "contextLength",
        label: "Context",
        kind: "number-or-auto",
        placeholder: "auto",
        hint: "Tokens; empty takes what fits.",
      },
      {
        key: "gpuMemoryUtilization",
        label: "Share of GPU memory",
        kind: "number",
        adapters: ["vllm"],
        hint: "0.05 to 0.99.",
      },
      {
        key: "kvCacheDtype",
        label: "KV cache",
        kind: "select",
        adapters: ["vllm"],
        options: ["auto", "fp8"],
        hint: "fp8 halves it.",
      },
      { key: "imagesPerPrompt", label: "Images in one request", kind: "number", adapters: ["vllm"] },
      { key: "parallel", label: "Requests that share the context", kind: "number", adapters: ["llamacpp"] },
      {
        key: "enforceEager",
        label: "No compiled graphs",
        kind: "switch",
        adapters: ["vllm"],
        hint: "Slower, but saves memory and start time.",
      },
      {
        key: "dummyWeights",
        label: "Random weights",
        kind: "switch",
        adapters: ["vllm"],
        hint: "For tests of capacity; its answers mean nothing.",
      },
    ],
  },
  {
    id: "parsers",
    label: "Parsers and templates",
    fields: [
      { key: "reasoningParser", label: "Reasoning parser", kind: "text", adapters: ["vllm"] },
      { key: "toolCallParser", label: "Tool call parser", kind: "text", adapters: ["vllm"] },
      {
        key: "chatTemplate",
        label: "Chat template",
        kind: "text",
        adapters: ["vllm"],
        wide: true,
        hint: "A file; left empty: the model's own.",
      },
      {
        key: "chatTemplateKwargs",
        label: "Template arguments",
        kind: "json",
        adapters: ["vllm"],
        wide: true,
        placeholder: '{"enable_thinking": true}',
      },
    ],
  },
  {
    id: "queue",
    label: "Queue, idle and time limits",
    fields: [
      { key: "maxConcurrent", label: "Requests at once", kind: "number" },
      {
        key: "maxWaiting",
        label: "Requests that may wait",
        kind: "number",
        hint: "More are asked to come again later.",
      },
      {
        key: "idleUnloadMinutes",
        label: "Unload after minutes without work",
        kind: "number",
        nullable: true,
        placeholder: "never",
        hint: "The next request wakes it.",
      },
      { key: "drainSeconds", label: "Seconds to finish requests at a stop", kind: "number" },
      { key: "startStallSeconds", label: "Seconds without progress that end a start", kind: "number" },
      { key: "startCapSeconds", label: "Longest start in seconds", kind: "number" },
      { key: "pinned", label: "Pinned", kind: "switch", hint: "Never unloaded, never stopped to make room." },
    ],
  },
  {
    id: "extra",
    label: "Extra arguments and environment",
    fields: [
      {
        key: "extraArgs",
        label: "Extra arguments",
        kind: "lines",
        adapters: ["vllm", "llamacpp", "command"],
        wide: true,
        hint: "One on each line; they come last.",
      },
      {
        key: "env",
        label: "Environment",
        kind: "env",
        adapters: ["vllm", "llamacpp", "command"],
        wide: true,
        placeholder: "NAME=value",
        hint: "One on each line.",
      },
    ],
  },
];

export const fieldsFor = (group: FieldGroup, adapter: AdapterKind): SettingField[] =>
  group.fields.filter((field) => field.adapters === undefined || field.adapters.includes(adapter));

/** A value as its field shows it. */
export function showValue(kind: FieldKind, value: unknown): string {
  if (value === undefined || value === null || value === "auto" || value === "all") return "";
  if (kind === "lines") return Array.isArray(value) ? value.join("\n") : "";
  if (kind === "env")
    return typeof value === "object"
      ? Object.entries(value)
          .map(([name, text]) => `${name}=${text}`)
          .join("\n")
      : "";
  if (kind === "json") return JSON.stringify(value);
  return String(value);
}

/** What a field's text means; undefined leaves the setting out. @throws Error with a sentence when it means nothing */
export function readValue(field: SettingField, text: string): unknown {
  const plain = text.trim();
  switch (field.kind) {
    case "number":
    case "number-or-auto":
    case "number-or-all": {
      if (plain === "")
        return field.kind === "number-or-auto"
          ? "auto"
          : field.kind === "number-or-all"
            ? "all"
            : field.nullable
              ? null
              : undefined;
      const short = /^(\d+)\s*k$/iu.exec(plain);
      const value = short ? Number(short[1]) * 1024 : Number(plain.replaceAll(/[\s_,](?=\d{3})/gu, ""));
      if (!Number.isFinite(value)) throw new Error("Write a number.");
      return value;
    }
    case "lines":
      return text
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean);
    case "env":
      return Object.fromEntries(
        text
          .split("\n")
          .map((line) => line.trim())
          .filter(Boolean)
          .map((line) => {
            const at = line.indexOf("=");
            if (at < 1) throw new Error(`“${line}” has no name before an equals sign.`);
            return [line.slice(0, at).trim(), line.slice(at + 1)];
          }),
      );
    case "json":
      if (plain === "") return undefined;
      try {
        return JSON.parse(plain);
      } catch {
        throw new Error("This is not JSON.");
      }
    default:
      return plain === "" ? undefined : plain;
  }
}
