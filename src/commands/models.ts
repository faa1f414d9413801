import { type Command, dataOption, readArgs, UsageError } from "./command.ts";
import { showFit } from "./models/fit.ts";
import { list } from "./models/list.ts";
import { openShelf } from "./models/shelf.ts";
import { importModels, pull, remove, verify } from "./models/transfer.ts";

const options = {
  ...dataOption,
  json: { type: "boolean" },
  all: { type: "boolean" },
  explain: { type: "boolean" },
  "gpu-memory": { type: "string" },
  gpus: { type: "string" },
  variant: { type: "string" },
  revision: { type: "string" },
  url: { type: "string" },
  token: { type: "string" },
  include: { type: "string" },
  id: { type: "string" },
  link: { type: "boolean" },
  register: { type: "boolean" },
} as const;

type OptionName = keyof typeof options;

/** How many arguments a verb takes after itself, and which options it knows beside --data and --json. */
const verbs: Record<string, { least: number; most: number; options: OptionName[] }> = {
  list: { least: 0, most: 0, options: ["all"] },
  fit: { least: 0, most: 1, options: ["gpu-memory", "gpus", "explain"] },
  pull: { least: 1, most: 1, options: ["variant", "revision", "url", "token", "include"] },
  import: { least: 1, most: 1, options: ["id", "link", "register"] },
  verify: { least: 0, most: 1, options: [] },
  remove: { least: 1, most: 1, options: [] },
};

export const modelsCommand: Command = {
  name: "models",
  summary: "list, fetch, import, check and remove model files; see which models fit",
  help: `usage: vitrine models list [--all] [--json]
       vitrine models fit [NAME] [--gpu-memory GB [--gpus N]] [--explain] [--json]
       vitrine models pull NAME [--variant V] [--revision REV] [--include PATTERN] [--url URL] [--token TOKEN] [--json]
       vitrine models import PATH [--id OWNER/NAME] [--link | --register] [--json]
       vitrine models verify [OWNER/NAME] [--json]
       vitrine models remove OWNER/NAME [--json]

Works beside a running server. --json prints one JSON document on stdout; progress goes to stderr.

list     what is on this disk
  --all            and the catalogue
  example: vitrine models list

fit      what runs on this machine's GPUs: fits, fits with context N, needs N GPUs, does not fit
  --gpu-memory GB  for a GPU of that size instead, --gpus N for several alike
  --explain        with the arithmetic
  example: vitrine models fit --gpu-memory 24

pull     fetches a model; NAME is one of the catalogue, or OWNER/NAME of any repository. Every hash is checked.
         Ctrl+C pauses; the same command goes on at the byte where it was.
  --variant V      of a model of the catalogue; left out, the one that runs best here
  --revision REV   a branch, tag or commit
  --include PATTERN  which weights of a repository with several, such as '*Q4_K_M*'; commas between several
  --url URL        a mirror (or HF_ENDPOINT); of tokens only that of --token is sent to another host than HF_ENDPOINT's
  --token TOKEN    for gated models; better HF_TOKEN, or a file hub-token with mode 0600 in the data folder, because a
                   command line can be read by other users of the machine
  example: vitrine models pull acme/some-model-GGUF --include '*Q4_K_M*'

import   takes a model from a folder, without any network: a plain model folder, a .gguf file, a cache of Hugging
         Face's tools, another Vitrine's models folder, or a folder of several
  --id OWNER/NAME  its name; left out, what the folder tells
  --link           hard links instead of copies, on the same disk
  --register       use the files where they are
  example: vitrine models import /media/disk/models

verify   reads every byte and compares hashes; exit code 1 when anything is wrong
  example: vitrine models verify acme/some-model

remove   deletes a model's files; of a registered one only the entry
  example: vitrine models remove acme/some-model

  --data DIR   the data folder`,
  async run(args, io) {
    const { values, positionals } = readArgs(args, options, { min: 1, max: 2 });
    const [verb = "", name] = positionals;
    const known = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    if (!known) throw new UsageError(`There is no verb ${verb}.`);
    const count = positionals.length - 1;
    if (count < known.least) throw new UsageError(`models ${verb} needs a name.`);
    if (count > known.most) throw new UsageError(`Unexpected argument: ${name}`);
    const stray = Object.keys(values).find(
      (option) => !["data", "json", ...known.options].some((allowed) => allowed === option),
    );
    if (stray !== undefined) throw new UsageError(`models ${verb} has no option --${stray}.`);
    const shelf = openShelf(values.data, io);
    const json = values.json ?? false;
    switch (verb) {
      case "list":
        return list(shelf, { all: values.all ?? false, json });
      case "fit":
        return showFit(shelf, {
          name,
          gpuMemory: number(values["gpu-memory"], "--gpu-memory", 1, 10_000),
          gpuCount: Math.floor(number(values.gpus, "--gpus", 1, 64) ?? 1),
          explain: values.explain ?? false,
          json,
        });
      case "pull": {
        const { variant, revision, url, token, include } = values;
        return pull(shelf, { name: name ?? "", variant, revision, url, token, include, json });
      }
      case "import": {
        if (values.link && values.register) throw new UsageError("Choose one of --link and --register.");
        const mode = values.link ? "link" : values.register ? "register" : "copy";
        return importModels(shelf, { path: name ?? "", id: values.id, mode, json });
      }
      case "verify":
        return verify(shelf, { id: name, json });
      default:
        return remove(shelf, { id: name ?? "", json });
    }
  },
};

function number(text: string | undefined, option: string, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text.replace(/\s*gi?b$/i, ""));
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  throw new UsageError(`${option} takes a number from ${least} to ${most}.`);
}
