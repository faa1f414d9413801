import type { LogFact, Phase } from "../../contract.ts";
import { readBytes, readLogText, readNumber } from "../log-text.ts";

/** In the order in which a start normally passes them; an eager start has neither `compile` nor `capture`. */
export const vllmPhases = [
  { id: "launch", label: "Starting the program" },
  { id: "configure", label: "Reading the model's configuration" },
  { id: "initialise", label: "Starting the engine" },
  { id: "load", label: "Loading weights" },
  { id: "compile", label: "Compiling" },
  { id: "cache", label: "Measuring memory for the KV cache" },
  { id: "capture", label: "Capturing CUDA graphs" },
  { id: "warm", label: "Warming up" },
  { id: "serve", label: "Opening the server" },
] as const satisfies readonly Phase[];

export type VllmPhase = (typeof vllmPhases)[number]["id"];

/** What one kind of line says; the first that matches counts. */
interface Reader {
  pattern: RegExp;
  read(match: RegExpExecArray): LogFact | undefined;
}

const phase = (id: VllmPhase, progress?: number): LogFact => ({
  phase: id,
  ...(progress === undefined ? {} : { progress }),
});

const measured = (id: VllmPhase | undefined, values: NonNullable<LogFact["measured"]>): LogFact | undefined =>
  Object.keys(values).length === 0 ? id && phase(id) : { ...(id === undefined ? {} : { phase: id }), measured: values };

/** Leaves out what could not be read. */
function positive<K extends string>(values: Record<K, number | undefined>): Partial<Record<K, number>> {
  const kept: Partial<Record<K, number>> = {};
  for (const key in values) {
    const value = values[key];
    if (value !== undefined && Number.isFinite(value) && value > 0) kept[key] = value;
  }
  return kept;
}

/** `50% Completed | 2/4 [` or `40%|####    | 14/35 [`; the count is finer than the percentage. */
function barProgress(match: RegExpExecArray): number {
  const [, percent, done, total] = match;
  const share =
    done !== undefined && total !== undefined && Number(total) > 0
      ? Number(done) / Number(total)
      : Number(percent) / 100;
  return Math.min(1, Math.max(0, share));
}

const bar = String.raw`:\s*(\d+)%(?:[^|]*\|[^|]*\||\s*Completed\s*\|)?\s*(?:(\d+)\/(\d+))?`;

const readers: Reader[] = [
  {
    pattern:
      /^(?:Loading \S+(?: \S+)* checkpoint shards|Multi-thread loading shards|Loading safetensors using [\w ]+)[^:]*:\s*(\d+)%[^|]*\|\s*(?:[^|]*\|)?\s*(?:(\d+)\/(\d+))?/,
    read: (match) => phase("load", barProgress(match)),
  },
  {
    pattern: new RegExp(`^Capturing CUDA graphs?[^:]*${bar}`, "i"),
    read: (match) => phase("capture", barProgress(match)),
  },
  {
    pattern: /KV cache size: ([\d,]+) tokens(?:, Maximum concurrency for ([\d,]+) tokens per request: ([\d.,]+)x)?/,
    read: ([, tokens, length, concurrency]) =>
      measured(
        "cache",
        positive({
          kvCacheTokens: numberIn(tokens),
          contextLength: numberIn(length),
          concurrencyAtContext: numberIn(concurrency),
        }),
      ),
  },
  {
    pattern: /^Maximum concurrency for ([\d,]+) tokens per request: ([\d.,]+)x/,
    read: ([, length, concurrency]) =>
      measured("cache", positive({ contextLength: numberIn(length), concurrencyAtContext: numberIn(concurrency) })),
  },
  {
    pattern: /Available KV cache memory: ([\d.,]+) ?([KMGT]i?B)/i,
    read: ([, amount, unit]) => measured("cache", positive({ kvCacheBytes: readBytes(amount, unit) })),
  },
  {
    pattern: /^Model loading took ([\d.,]+) ?([KMGT]i?B)/i,
    read: ([, amount, unit]) => ({
      ...measured("load", positive({ weightsBytes: readBytes(amount, unit) })),
      progress: 1,
    }),
  },
  {
    // A processor's way to say so.
    pattern: /^(?:Explicitly|Auto) set \(([\d.,]+)\/[\d.,]+\) ([KMGT]i?B) for KV cache/,
    read: ([, amount, unit]) => measured("cache", positive({ kvCacheBytes: readBytes(amount, unit) })),
  },
  {
    pattern: /^Auto-fit max_model_len: (?:reduced from \d+ to |full model context length |.*=)(\d+)/,
    read: ([, length]) => measured("cache", positive({ contextLength: numberIn(length) })),
  },
  {
    pattern: /^Using max model len ([\d,]+)/,
    read: ([, length]) => measured("configure", positive({ contextLength: numberIn(length) })),
  },
  {
    pattern: /^Initializing a V\d+ LLM engine \(v?([^\s)]+)\)/,
    read: ([, version]) => ({ phase: "initialise", ...(version === undefined ? {} : { version }) }),
  },
  {
    pattern: /(?:^vLLM (?:API )?server version:? |[█▄▀]\s+version )v?(\d[^\s,]*)/,
    read: ([, version]) => ({ phase: "configure", ...(version === undefined ? {} : { version }) }),
  },
  { pattern: /^Resolved architecture:/, read: () => phase("configure") },
  { pattern: /^Starting to load model/, read: () => phase("load") },
  { pattern: /^Loading weights took/, read: () => phase("load", 1) },
  {
    pattern:
      /(?:Dynamo bytecode transform time|Compiling a graph for|Directly load (?:the|AOT)|torch\.compile (?:took|and initial profiling)|^Warming up model for the compilation)/,
    read: () => phase("compile"),
  },
  { pattern: /^Graph capturing finished/, read: () => phase("capture", 1) },
  { pattern: /^(?:init engine \(|Warming up )/, read: () => phase("warm") },
  { pattern: /^Starting vLLM (?:API )?server/, read: () => phase("serve") },
  { pattern: /^Application startup complete/, read: () => phase("serve", 1) },
];

const numberIn = (text: string | undefined): number | undefined => (text === undefined ? undefined : readNumber(text));

/** Most lines say nothing; a cheap look keeps them from every pattern. */
const telling =
  /load|graph|cache|version|engine|model len|max_model_len|architecture|compil|dynamo|warm|concurrency|startup|server/i;

/** What a line of vLLM's log says. */
export function readVllmLine(raw: string): LogFact | undefined {
  if (!telling.test(raw)) return undefined;
  const { text, level } = readLogText(raw);
  // An error may quote any of these; a traceback has spaces before its lines.
  if (level === "error" || level === "debug") return undefined;
  const line = text.trimStart();
  for (const { pattern, read } of readers) {
    const match = pattern.exec(line);
    if (match) return read(match);
  }
  return undefined;
}
