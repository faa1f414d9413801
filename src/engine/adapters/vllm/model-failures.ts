import type { VllmSettings } from "../../settings.ts";
import type { Draft, Rule } from "../failure.ts";

const filesMissing = (reason: string, fix?: string): Draft => ({
  code: "files_missing",
  reason,
  fix: fix ?? "Run `vitrine models verify`, then pull or import what is missing.",
});

/** The model's files, its architecture, its tokenizer. */
export const modelFailures: Rule<VllmSettings>[] = [
  {
    pattern:
      /requires you to execute the (?:configuration|tokenizer|model|processor) file|setting `?trust_remote_code=True|contains custom code which must be executed/,
    draft: () => ({
      code: "bad_setting",
      reason: "The model brings Python code of its own, and running that is not allowed.",
      fix: "If you trust its authors, turn on “trust remote code”; else choose another model.",
    }),
  },
  {
    pattern:
      /Model architectures? \[?'?([\w', ]+?)'?\]? (?:are not supported for now|was supported in vLLM until v?([\d.]+)|is not supported in-tree)/,
    draft: ([, names, until]) => {
      const list = (names ?? "").replaceAll("'", "");
      return {
        code: "architecture_unsupported",
        reason:
          until === undefined
            ? `The installed vLLM does not know the model's architecture (${list}).`
            : `vLLM supported the model's architecture (${list}) until ${until} and does so no more.`,
        fix:
          until === undefined
            ? "Update vLLM with `vitrine engine install`; the catalogue names the lowest version that runs this model."
            : `Install vLLM ${until} or older, or choose another model.`,
      };
    },
  },
  {
    pattern: /model type `?([\w.-]+)`? but Transformers does not recognize this architecture|Unrecognized model in /,
    draft: ([, type]) => ({
      code: "architecture_unsupported",
      reason:
        type === undefined
          ? "The model's configuration does not say of what kind it is."
          : `The engine's Transformers library does not know models of the type ${type}.`,
      fix:
        type === undefined
          ? "Run `vitrine models verify`: config.json may be damaged or of another model."
          : "Update vLLM with `vitrine engine install`; the catalogue names the lowest version that runs this model.",
    }),
  },
  {
    pattern:
      /HarmonyError|downloading or loading vocab file|openaipublic\.blob\.core\.windows\.net|tiktoken.*(?:download|Connection)/,
    draft: () =>
      filesMissing(
        "gpt-oss reads two vocabulary files (o200k_base.tiktoken, cl100k_base.tiktoken), and they are not on this machine.",
        "Put both files into the folder `tiktoken` of the engine cache in the data folder; vLLM is pointed there (TIKTOKEN_ENCODINGS_BASE).",
      ),
  },
  {
    pattern: /gated repo|Access to model .* is restricted/,
    draft: () =>
      filesMissing(
        "The model has to be asked for at its hub, and its files are not on this machine.",
        "Accept its licence at the hub and pull it with a token (`vitrine models pull`), or import it from a folder.",
      ),
  },
  {
    pattern:
      /SafetensorError|Error while deserializing header|InvalidHeader|MetadataIncompleteBuffer|PytorchStreamReader failed/,
    draft: () =>
      filesMissing(
        "A file of the weights is damaged or incomplete.",
        "Run `vitrine models verify`, then pull or import the files it names again.",
      ),
  },
  {
    pattern:
      /(?:following weights were not initialized from checkpoint|There is no module or parameter named '?([\w.]+)'?)/i,
    draft: () =>
      filesMissing(
        "The weights do not match the model's configuration: parts are missing, or of another model.",
        "Run `vitrine models verify`; if the files are right, update vLLM.",
      ),
  },
  {
    pattern: /Cannot find any model weights/,
    draft: () => filesMissing("The model's folder holds no weights."),
  },
  {
    pattern: /Invalid repository ID or local directory|HFValidationError: Repo id must/,
    draft: () => filesMissing("The model's folder is missing, or holds no config.json."),
  },
  {
    pattern: /Couldn't instantiate the backend tokenizer/,
    draft: () => filesMissing("The model's files for its tokenizer are missing or damaged."),
  },
  {
    pattern: /Can't load (?:the )?(tokenizer|configuration|config|processor|image processor|feature extractor)/i,
    draft: ([, part]) =>
      filesMissing(`The model's files for its ${part === "config" ? "configuration" : part} are missing or damaged.`),
  },
  {
    pattern:
      /chat template (?:string )?\(?(.{0,200}?)\)? appears path-like, but doesn't exist|chat[_ ]template.*No such file/i,
    draft: ([, path]) =>
      filesMissing(
        `The chat template${path === undefined ? "" : ` ${path}`} is not there.`,
        "Correct the path of the chat template in the settings, or leave it out to use the model's own.",
      ),
  },
  {
    pattern:
      /does not appear to have a file named ([\w./-]+?)\.?(?: |$)|FileNotFoundError: \[Errno 2\] No such file or directory: '([^']+)'/,
    draft: ([, first, second]) => filesMissing(`The file ${first ?? second} is missing.`),
  },
  {
    pattern:
      /LocalEntryNotFoundError|OfflineModeIsEnabled|offline mode is enabled|outgoing traffic has been disabled|couldn't connect to 'https:\/\/huggingface\.co|Cannot reach https:\/\/huggingface\.co/,
    rank: "consequence",
    draft: () =>
      filesMissing(
        "The engine looked for a file at the hub, which it may not reach: the model's files are incomplete.",
      ),
  },
];
