import { api, explains, inConfig, inCore } from "./explain-samples.ts";

explains("the model", [
  {
    name: "an architecture that it does not know",
    tail: inConfig(
      "Model architectures ['Qwen9ForCausalLM'] are not supported for now. Supported architectures: dict_keys(['LlamaForCausalLM'])",
    ),
    code: "architecture_unsupported",
    reason: "does not know the model's architecture (Qwen9ForCausalLM)",
    fix: "Update vLLM",
  },
  {
    name: "an architecture that it knew once",
    tail: inConfig(
      "Model architecture PhiSmallForCausalLM was supported in vLLM until v0.9.2, and is not supported anymore.",
    ),
    code: "architecture_unsupported",
    reason: "until 0.9.2",
    fix: "Install vLLM 0.9.2 or older",
  },
  {
    name: "a type that Transformers does not know",
    tail: inConfig(
      "The checkpoint you are trying to load has model type `qwen9` but Transformers does not recognize this architecture.",
    ),
    code: "architecture_unsupported",
    reason: "does not know models of the type qwen9",
    fix: "Update vLLM",
  },
  {
    name: "no model folder",
    tail: inConfig(
      "Invalid repository ID or local directory specified: '/models/none'.\nPlease verify the following requirements:",
    ),
    code: "files_missing",
    reason: "holds no config.json",
    fix: "vitrine models verify",
  },
  {
    name: "no weights",
    tail: inCore("RuntimeError: Cannot find any model weights with `/models/none`"),
    code: "files_missing",
    reason: "holds no weights",
    fix: "vitrine models verify",
  },
  {
    name: "a gated repository",
    tail: api(
      "OSError: You are trying to access a gated repo.\nMake sure to have access to it at https://huggingface.co/x/y.",
    ),
    code: "files_missing",
    reason: "has to be asked for at its hub",
    fix: "with a token",
  },
  {
    name: "a damaged file",
    tail: inCore(
      "safetensors_rust.SafetensorError: Error while deserializing header: incomplete metadata, file not fully covered",
    ),
    code: "files_missing",
    reason: "damaged or incomplete",
    fix: "vitrine models verify",
  },
  {
    name: "no tokenizer",
    tail: api(
      "OSError: Can't load tokenizer for '/models/q'. If you were trying to load it from 'https://huggingface.co/models', make sure",
    ),
    code: "files_missing",
    reason: "files for its tokenizer are missing",
    fix: "vitrine models verify",
  },
  {
    name: "a file that the hub would have",
    tail: api(
      "huggingface_hub.errors.LocalEntryNotFoundError: Cannot find the requested files in the disk cache and outgoing traffic has been disabled.",
    ),
    code: "files_missing",
    reason: "looked for a file at the hub",
    fix: "vitrine models verify",
  },
  {
    name: "gpt-oss without its vocabulary",
    tail: inCore(
      "openai_harmony.HarmonyError: error downloading or loading vocab file: failed to download or load vocab file",
    ),
    code: "files_missing",
    reason: "two vocabulary files",
    fix: "TIKTOKEN_ENCODINGS_BASE",
  },
  {
    name: "a model with code of its own",
    tail: inConfig(
      "The repository /m contains custom code which must be executed to correctly load the model. Please pass the argument `trust_remote_code=True`",
    ),
    code: "bad_setting",
    reason: "Python code of its own",
    fix: "trust remote code",
  },
  {
    name: "a chat template that is not there",
    tail: api(
      "ValueError: The supplied chat template string (/srv/none.jinja) appears path-like, but doesn't exist! Tried: [Errno 2] No such file or directory: '/srv/none.jinja'",
    ),
    code: "files_missing",
    reason: "The chat template /srv/none.jinja is not there.",
    fix: "Correct the path",
  },
  {
    name: "a folder that is not there, in 0.29's words",
    tail: api(
      "huggingface_hub.errors.HFValidationError: Repo id must be in the form 'repo_name' or 'namespace/repo_name': '/m/none'. Use `repo_type` argument if needed.",
    ),
    code: "files_missing",
    reason: "The model's folder is missing",
    fix: "vitrine models verify",
  },
  {
    name: "no tokenizer, in 0.29's words",
    tail: api(
      "ValueError: Couldn't instantiate the backend tokenizer from one of: \n(1) a `tokenizers` library serialization file,",
    ),
    code: "files_missing",
    reason: "files for its tokenizer",
    fix: "vitrine models verify",
  },
]);
