import type { LogFact, Measured, Phase } from "../../contract.ts";
import { readBytes, readLogText } from "../log-text.ts";

export const llamacppPhases = [
  { id: "launch", label: "Starting the program" },
  { id: "load", label: "Loading weights" },
  { id: "context", label: "Making room for the context" },
  { id: "warm", label: "Warming up" },
  { id: "serve", label: "Opening the server" },
] as const satisfies readonly Phase[];

type LlamacppPhase = (typeof llamacppPhases)[number]["id"];

/** `0.01.234.567 I srv  load_model: …`: time, level and component, as builds and settings have it. */
const prefix = /^(?:\d+\.\d\d\.\d{3}\.\d{3} )?(?:[DIWE] )?(?:(?:srv|slot|main|que|cmn|llama_server)\s+)?/;

/** A line without the prefixes that builds and settings put before it. */
export const llamacppText = (raw: string): string => readLogText(raw).text.replace(prefix, "").trimStart();

const readers: [RegExp, (match: RegExpExecArray) => LogFact][] = [
  [/^build(?:_info)?: b?(\d+)/, ([, build]) => ({ phase: "launch", version: `b${build}` })],
  [
    /(?:file|model) size\s+= ([\d.]+) ([KMGT]i?B)/,
    ([, amount, unit]) => fact("load", { weightsBytes: readBytes(amount, unit) }),
  ],
  [/load_tensors: loading model|load_model: loading model|^(?:main: )?loading model/, () => ({ phase: "load" })],
  [
    /kv_cache\w*: size = +([\d.]+) ([KMGT]i?B) \( *(\d+) cells/,
    ([, amount, unit, cells]) =>
      fact("context", { kvCacheBytes: readBytes(amount, unit), kvCacheTokens: Number(cells) }),
  ],
  [/(?:new slot, n_ctx|n_ctx_slot) = (\d+)/, ([, length]) => fact("warm", { contextLength: Number(length) })],
  [/n_ctx_(?:seq|per_seq)\s+= (\d+)/, ([, length]) => fact("context", { contextLength: Number(length) })],
  [/^llama_context: constructing|^llama_new_context|^llama_init_from_model: n_ctx/, () => ({ phase: "context" })],
  [/warming up the model/, () => ({ phase: "warm" })],
  [
    /^(?:main|llama_server): (?:model loaded|(?:server is )?listening on)|^(?:server is )?listening on|^model loaded/,
    () => ({ phase: "serve" }),
  ],
];

function fact(phase: LlamacppPhase, values: { [K in keyof Measured]: number | undefined }): LogFact {
  const measured: Measured = {};
  for (const key of ["weightsBytes", "kvCacheBytes", "kvCacheTokens", "contextLength"] as const) {
    const value = values[key];
    if (value !== undefined && Number.isFinite(value) && value > 0) measured[key] = value;
  }
  return Object.keys(measured).length === 0 ? { phase } : { phase, measured };
}

const telling = /build|size|load|ctx|context|kv_cache|warm|listening/;

/** What a line of llama-server's log says. */
export function readLlamacppLine(raw: string): LogFact | undefined {
  if (!telling.test(raw)) return undefined;
  const text = llamacppText(raw);
  for (const [pattern, read] of readers) {
    const match = pattern.exec(text);
    if (match) return read(match);
  }
  return undefined;
}
