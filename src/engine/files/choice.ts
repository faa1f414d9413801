import { ModelFilesError } from "./errors.ts";

/** One file of a repository, as its hub lists it. */
export interface RepositoryFile {
  path: string;
  size: number;
  sha256?: string | undefined;
  gitOid?: string | undefined;
}

const weightsPattern = /\.(safetensors|gguf|bin|pth?|h5|msgpack|onnx|ot|tflite|mlmodel|ckpt)$/i;
const neverPattern =
  /(^|\/)(\.git[^/]*|README[^/]*|imatrix[^/]*)$|\.(png|jpe?g|gif|webp|svg|ico|mp4|webm|mov|wav|mp3|pdf|md|ipynb|dat|zip|tar|gz|parquet|csv)$/i;
const neverFolders = /^(onnx|original|openvino|coreml|tf|flax|figures?|images?|assets|examples?|\.[^/]*)\//i;
const splitPattern = /-\d{5}-of-\d{5}(?=\.gguf$)/i;

/** A projector for images, which goes beside a GGUF model and is none itself. */
export const isProjector = (path: string): boolean => /mmproj/i.test(path.slice(path.lastIndexOf("/") + 1));

function matches(path: string, patterns: readonly string[]): boolean {
  const base = path.slice(path.lastIndexOf("/") + 1);
  return patterns.some((pattern) => {
    const glob = new Bun.Glob(pattern);
    return glob.match(path) || glob.match(base);
  });
}

/** GGUF files by the model that they are, split ones together: `q4-00001-of-00003.gguf` counts as `q4.gguf`. */
export function ggufModels(paths: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    if (!/\.gguf$/i.test(path) || isProjector(path)) continue;
    const whole = path.replace(splitPattern, "");
    found.set(whole, [...(found.get(whole) ?? []), path].sort());
  }
  return found;
}

/**
 * The files that an engine needs of a repository. Of weights in several formats it takes safetensors, else GGUF, else
 * what there is; readmes, pictures and conversions for other engines are left out.
 *
 * @param wanted `include` chooses among the weights (a pattern such as `*Q4_K_M*`), `exclude` among everything
 * @throws ModelFilesError `bad_request` when there are several GGUF models and no pattern says which, or nothing matches
 */
export function chooseFiles(
  files: readonly RepositoryFile[],
  wanted: { include: readonly string[]; exclude: readonly string[] },
): RepositoryFile[] {
  const usable = files.filter(({ path }) => !matches(path, wanted.exclude));
  const small = usable.filter(
    ({ path }) => !weightsPattern.test(path) && !neverPattern.test(path) && !neverFolders.test(path),
  );
  const weights = usable.filter(({ path }) => weightsPattern.test(path));
  const chosen = wanted.include.length > 0 ? included(weights, usable, wanted.include) : usual(weights);
  const all = new Map([...small, ...chosen].map((file) => [file.path, file]));
  return [...all.values()];
}

function included(weights: RepositoryFile[], all: RepositoryFile[], include: readonly string[]): RepositoryFile[] {
  if (!weights.some(({ path }) => matches(path, include)))
    throw new ModelFilesError(
      "bad_request",
      `No weights in this repository match ${include.join(", ")}.`,
      `It has: ${sample(weights)}.`,
    );
  return all.filter(({ path }) => matches(path, include));
}

function usual(weights: RepositoryFile[]): RepositoryFile[] {
  const top = weights.filter(({ path }) => !neverFolders.test(path));
  const safetensors = top.filter(({ path }) => path.endsWith(".safetensors"));
  if (safetensors.length > 0) {
    const others = safetensors.filter(({ path }) => !/(^|\/)consolidated[^/]*$/.test(path));
    // Mistral ships its weights twice, under its own names as well.
    return others.some(({ path }) => !path.includes("/")) ? others : safetensors;
  }
  const ggufs = ggufModels(top.map(({ path }) => path));
  if (ggufs.size > 1)
    throw new ModelFilesError(
      "bad_request",
      `This repository holds ${ggufs.size} GGUF models.`,
      `Say which with --include PATTERN, for example --include '*${quantOf([...ggufs.keys()][0] ?? "")}*'. It has: ${sample(top.filter(({ path }) => !isProjector(path)))}.`,
    );
  const only = [...ggufs.values()][0];
  if (only) return top.filter(({ path }) => only.includes(path) || isProjector(path));
  const torch = top.filter(({ path }) => path.endsWith(".bin"));
  if (torch.length === 0)
    throw new ModelFilesError(
      "not_a_model",
      "This repository holds no weights that an engine here can load (safetensors or GGUF).",
      "Choose another repository of the same model.",
    );
  return torch;
}

const quantOf = (path: string): string =>
  /[.-]((?:UD-)?I?Q\d\w*|BF16|F16|MXFP4\w*)\.gguf$/i.exec(path)?.[1] ?? "Q4_K_M";

function sample(files: RepositoryFile[]): string {
  const names = files.map(({ path, size }) => `${path.replace(splitPattern, "")} (${(size / 1e9).toFixed(1)} GB)`);
  const unique = [...new Set(names)];
  return unique.length === 0
    ? "no weights at all"
    : `${unique.slice(0, 12).join(", ")}${unique.length > 12 ? " and more" : ""}`;
}
