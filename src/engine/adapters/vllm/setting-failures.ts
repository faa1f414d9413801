import type { VllmSettings } from "../../settings.ts";
import { type Draft, type Rule, sentence } from "../failure.ts";

const badSetting = (reason: string, fix: string): Draft => ({ code: "bad_setting", reason, fix });

/** "75" → "7.5": compute capabilities as vLLM writes them. */
const capability = (text: string | undefined): string =>
  text !== undefined && /^\d{2,3}$/.test(text) ? `${text.slice(0, -1)}.${text.slice(-1)}` : (text ?? "unknown");

/** `{ a,b,c }` → "a, b, c", not endless. */
function choices(text: string | undefined): string {
  const names = (text ?? "")
    .split(",")
    .map((name) => name.trim().replaceAll("'", ""))
    .filter(Boolean);
  return names.length > 40 ? `${names.slice(0, 40).join(", ")} and ${names.length - 40} more` : names.join(", ");
}

/** What vLLM refuses of its command line. */
export const settingFailures: Rule<VllmSettings>[] = [
  {
    pattern:
      /max_model_len \((\d+)\) is greater than the derived max_model_len \(\w+=([\d.]+)(?: or model_max_length=(\d+|None))?/,
    draft: ([, length, derived, maximum]) => {
      const most = Number(maximum === undefined || maximum === "None" ? derived : maximum);
      return badSetting(
        `The context length of ${Number(length).toLocaleString("en-US")} is more than the model was made for (${most.toLocaleString("en-US")}).`,
        `Set it to ${most.toLocaleString("en-US")} or less, or to “auto”.`,
      );
    },
  },
  {
    pattern: /greater than the derived max_model_len/,
    draft: () =>
      badSetting("The context length is more than the model was made for.", "Set a smaller context length, or “auto”."),
  },
  {
    pattern: /attention heads \((\d+)\) must be divisible by tensor parallel size \((\d+)\)/,
    draft: ([, heads, size]) =>
      badSetting(
        `The model's ${heads} attention heads cannot be shared evenly among ${size} GPUs.`,
        `Set tensor parallel to a number that divides ${heads}: ${divisors(Number(heads)).join(", ")}.`,
      ),
  },
  {
    pattern:
      /must be divisible by tensor parallel size|is not divisible by (?:tensor parallel|tp)|not divisible by weight quantization block_n/i,
    draft: (_, settings) =>
      badSetting(
        `The model cannot be shared evenly among ${settings.tensorParallel} GPUs.`,
        "Set tensor parallel to 1, 2, 4 or 8, whichever divides the model's heads and layers.",
      ),
  },
  {
    pattern: /World size \((\d+)\) is larger than the number of available GPUs(?: \((\d+)\))?/,
    draft: ([, wanted, found]) =>
      badSetting(
        `Tensor and pipeline parallel ask for ${wanted} GPUs, and the engine sees ${found ?? "fewer"}.`,
        `Lower tensor or pipeline parallel${found === undefined ? "" : ` to ${found} in all`}, or give it more GPUs.`,
      ),
  },
  {
    pattern: /(?:Minimum|Min|Required) capability: (\d+)\. Current capability: (\d+)/,
    draft: ([, wanted, found]) =>
      badSetting(
        `This quantization needs a GPU of compute capability ${capability(wanted)}, and this one has ${capability(found)}.`,
        "Choose a variant of the model in another precision (AWQ and GPTQ run on older GPUs than fp8).",
      ),
  },
  {
    pattern: /Minimum capability: (\d+)/,
    draft: ([, wanted]) =>
      badSetting(
        `This quantization needs a GPU of compute capability ${capability(wanted)} or newer.`,
        "Choose a variant of the model in another precision (AWQ and GPTQ run on older GPUs than fp8).",
      ),
  },
  {
    pattern: /Bfloat16 is only supported on GPUs with compute capability of at least ([\d.]+)/i,
    draft: ([, wanted]) =>
      badSetting(
        `The GPU does not compute in bfloat16 (it takes compute capability ${wanted}).`,
        "Set dtype to “half”.",
      ),
  },
  {
    pattern: /invalid (tool call|reasoning) parser: (.+?) \(chose from \{\s*([^}]*)\}/,
    draft: ([, kind, name, known]) =>
      badSetting(
        name === "None" ? `The ${kind} parser is not set.` : `The installed vLLM has no ${kind} parser called ${name}.`,
        `Choose one of: ${choices(known)}.`,
      ),
  },
  {
    pattern: /Reasoning parser '([^']+)' not found\. Available parsers: ([^"]*)/,
    draft: ([, name, known]) =>
      badSetting(`The installed vLLM has no reasoning parser called ${name}.`, `Choose one of: ${choices(known)}.`),
  },
  {
    pattern: /Not enough allowed NUMA nodes to bind threads of (\d+)/,
    draft: ([, workers]) =>
      badSetting(
        `A processor is not shared among ${workers} workers on this machine.`,
        "Set tensor, pipeline and data parallel to 1.",
      ),
  },
  {
    pattern: /_C::(\w+)\(\) expected at most 0 argument/,
    draft: ([, operation]) =>
      badSetting(
        `This build of vLLM cannot compute in the model's precision on this machine (it lacks ${operation}).`,
        "Choose a variant of the model in another precision; on a processor that is bfloat16 as a rule.",
      ),
  },
  {
    pattern: /--enable-auto-tool-choice requires --tool-call-parser/,
    draft: () =>
      badSetting(
        "Tools are turned on without a tool call parser.",
        "Set the tool call parser, or remove --enable-auto-tool-choice.",
      ),
  },
  {
    pattern: /error: unrecognized arguments: (.+)$/,
    draft: ([, list]) =>
      badSetting(
        `The installed vLLM does not know: ${list}.`,
        "Remove it from the extra arguments, or install a version of vLLM that knows it.",
      ),
  },
  {
    pattern: /error: (?:ambiguous option: (.+)|the following arguments are required: (.+))$/,
    draft: ([found]) => badSetting(`vLLM does not take its arguments (${found}).`, "Correct the extra arguments."),
  },
  {
    pattern: /error: argument ([-\w/]+?)(?:\/[-\w/]+)?: (.+)$/,
    draft: ([, flag, why]) =>
      badSetting(
        `vLLM does not take the value of ${flag}: ${sentence(why)}`,
        `Correct ${flag} in the settings or in the extra arguments.`,
      ),
  },
  {
    pattern: /Unknown quantization method: (\S+?)\. Must be one of \[?([^\]]*)/,
    draft: ([, method, known]) =>
      badSetting(
        `vLLM has no quantization called ${method}.`,
        `Leave the quantization empty to take the model's own, or choose one of: ${choices(known)}.`,
      ),
  },
  {
    pattern: /Quantization method specified in the model config \((\S+?)\) does not match .*?argument \((\S+?)\)/,
    draft: ([, own, asked]) =>
      badSetting(
        `The model is quantised with ${own}, and the settings ask for ${asked}.`,
        "Leave the quantization empty to take the model's own.",
      ),
  },
  {
    pattern: /(?:torch\.)?(\S+) is not supported for quantization method (\S+?)\. Supported dtypes: \[?([^\]]*)/,
    draft: ([, dtype, method, known]) =>
      badSetting(
        `The quantization ${method} does not compute in ${dtype?.replace("torch.", "")}.`,
        `Set dtype to one of: ${choices(known?.replaceAll("torch.", ""))}.`,
      ),
  },
  {
    pattern:
      /max_num_batched_tokens \((\d+)\) (?:is smaller than max_model_len|must be greater than or equal to max_num_seqs) \((\d+)\)/,
    draft: ([, batch, other]) =>
      badSetting(
        `A batch of ${batch} tokens is too small for ${other}.`,
        `Put --max-num-batched-tokens ${other} into the extra arguments.`,
      ),
  },
  {
    pattern: /validation errors? for (\w+)/,
    rank: "consequence",
    draft: ([, what]) =>
      badSetting(
        `vLLM refuses a value of its configuration (${what}).`,
        "The lines after it in the log name the value; correct it in the settings.",
      ),
  },
];

const divisors = (count: number): number[] =>
  [1, 2, 4, 8, 16, 32, 64].filter((size) => Number.isSafeInteger(count) && count % size === 0);
