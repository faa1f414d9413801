import type { ExitInfo, Failure, LogLine } from "../../contract.ts";
import type { LlamacppSettings } from "../../settings.ts";
import { commonFailures } from "../common-failures.ts";
import { explainExit, failureOf, findFailure, outOfHostMemory, type Rule, sentence } from "../failure.ts";

const room = (settings: LlamacppSettings): string =>
  `Choose a smaller quantization, put fewer layers on the GPU (now ${settings.gpuLayers}), or set a smaller context length (now ${settings.contextLength}).`;

/** Half of what did not fit, in steps of 256; undefined where that is no use. */
function halfContext(settings: LlamacppSettings): number | undefined {
  if (settings.contextLength === "auto") return undefined;
  const half = Math.floor(settings.contextLength / 512) * 256;
  return half >= 2048 ? half : undefined;
}

const rules: Rule<LlamacppSettings>[] = [
  {
    pattern:
      /failed to allocate (?:buffer for kv cache|kv cache)|failed to initialize the context: failed to allocate/i,
    draft: (_, settings) => {
      const half = halfContext(settings);
      return {
        code: "context_too_long",
        reason: `There is no room for the cache of a context of ${settings.contextLength === "auto" ? "the model's full length" : `${settings.contextLength.toLocaleString("en-US")} tokens`}.`,
        fix: `Set ${half === undefined ? "a smaller context length" : `the context length to ${half.toLocaleString("en-US")}`}, or put fewer layers on the GPU (now ${settings.gpuLayers}).`,
        ...(half === undefined ? {} : { retryable: true, retryWith: { contextLength: half } }),
      };
    },
  },
  {
    pattern: /allocating ([\d.]+ MiB) on device (\d+): (?:cuda|hip)Malloc failed: out of memory/,
    draft: ([, amount, device], settings) => ({
      code: "out_of_memory",
      reason: `The memory of GPU ${device} ran out: another ${amount} did not fit.`,
      fix: room(settings),
    }),
  },
  {
    pattern:
      /unable to allocate \S+ buffer|(?:CUDA|HIP|ROCm) error: out of memory|ErrorOutOfDeviceMemory|failed to allocate compute (?:pp )?buffers/,
    rank: "consequence",
    draft: (_, settings) => ({
      code: "out_of_memory",
      reason: "The GPU's memory ran out: the weights and the context do not fit.",
      fix: room(settings),
    }),
  },
  {
    pattern: /unknown model architecture: '([^']+)'|unknown pre-tokenizer type: '([^']+)'|unknown tokenizer: '([^']+)'/,
    draft: ([, architecture, split, tokenizer]) => ({
      code: "architecture_unsupported",
      reason: `The installed llama.cpp does not know the model's ${architecture === undefined ? `tokenizer (${split ?? tokenizer})` : `architecture (${architecture})`}.`,
      fix: "Update llama.cpp to a newer build.",
    }),
  },
  {
    pattern:
      /llama_model_loader: failed to load model from|failed to open GGUF file|(?:failed to open|unable to open|cannot open) .*\.gguf|\.gguf.*No such file|No such file.*\.gguf/i,
    draft: () => ({
      code: "files_missing",
      reason: "The model's file cannot be opened.",
      fix: "Check its path and who may read it, or run `vitrine models verify`.",
    }),
  },
  {
    pattern:
      /not within the file bounds|corrupted or incomplete|wrong number of tensors|missing tensor '|tensor '[^']+' not found|invalid magic|gguf_init_from_file\w*: failed|invalid split file|is not within the file/,
    draft: () => ({
      code: "files_missing",
      reason: "The model's file is damaged, incomplete, or newer than the installed llama.cpp.",
      fix: "Run `vitrine models verify` and pull or import the model again; if its files are right, update llama.cpp.",
    }),
  },
  {
    pattern: /failed to load (?:multimodal|mmproj|clip)|clip_init: failed|mtmd_init_from_file: error/i,
    draft: () => ({
      code: "files_missing",
      reason: "The projector file (mmproj) for images cannot be loaded, or belongs to another model.",
      fix: "Name the projector that came with this model in the settings.",
    }),
  },
  {
    pattern: /error: (?:invalid|unknown) argument:? (\S+)/,
    draft: ([, flag]) => ({
      code: "bad_setting",
      reason: `The installed llama.cpp does not know ${flag}.`,
      fix: "Remove it from the extra arguments, or update llama.cpp.",
    }),
  },
  {
    pattern: /error while handling argument "?([^":]+)"?: (.+)/,
    draft: ([, flag, why]) => ({
      code: "bad_setting",
      reason: `llama.cpp does not take the value of ${flag}: ${sentence(why)}`,
      fix: `Correct ${flag} in the settings or in the extra arguments.`,
    }),
  },
  {
    pattern: /invalid device: (\S+)|error: invalid value for device/,
    draft: () => ({
      code: "no_gpu",
      reason: "llama.cpp does not have the device that it is told to use.",
      fix: "Run `llama-server --list-devices` to see which it has.",
    }),
  },
  {
    pattern: /couldn't bind (?:HTTP )?server socket/,
    draft: () => ({
      code: "port_taken",
      reason: "The socket or port of the engine is taken by another process.",
      fix: "It is tried again with a fresh one; if that repeats, end what holds it.",
      retryable: true,
    }),
  },
  ...commonFailures,
  {
    pattern: /error loading model: (.+)/,
    rank: "consequence",
    draft: ([, why]) => ({
      code: "files_missing",
      reason: `llama.cpp cannot load the model: ${sentence(why)}`,
      fix: "Run `vitrine models verify`; if the files are right, update llama.cpp.",
    }),
  },
];

/** Why llama-server ended. */
export function explainLlamacpp(
  exit: ExitInfo,
  tail: readonly LogLine[],
  settings: LlamacppSettings,
  now: number,
): Failure {
  if (exit.oomKilled) return failureOf(outOfHostMemory("llama.cpp"), now, tail.at(-1)?.text);
  const found = findFailure(rules, tail, settings, now);
  if (found) return found;
  if (tail.some(({ text }) => /failed to load model|exiting due to model loading error/.test(text))) {
    return failureOf(
      {
        code: "files_missing",
        reason: "llama.cpp cannot load the model and does not say why.",
        fix: "Run `vitrine models verify`; to see more, put -v into the extra arguments.",
      },
      now,
      tail.findLast(({ text }) => /failed to load model/.test(text))?.text,
    );
  }
  return explainExit("llama.cpp", exit, tail, now);
}
