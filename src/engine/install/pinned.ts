/**
 * The vLLM that an install takes when nobody names a version: the newest one whose flags, log lines and metrics the
 * adapter was checked against. A newer one is a deliberate choice, not a surprise.
 */
export const pinnedVllm = "0.29.0";

/** The interpreters that vLLM is built for, in the order in which they are tried. */
export const pythonVersions = ["3.12", "3.13", "3.11", "3.10", "3.14"] as const;

/**
 * PyPI carries vLLM with the libraries of one CUDA version. Other builds of the same version (`cpu` for machines without
 * a GPU, `cu129` for drivers older than R580) lie on an index of vLLM's own, under a version that ends in `+BUILD`, and
 * want PyTorch's index of the same name.
 */
export const buildIndexes = (version: string, build: string): string[] => [
  `https://wheels.vllm.ai/${version.split("+")[0]}/${build}`,
  `https://download.pytorch.org/whl/${build}`,
];

export const buildPattern = /^(?:cpu|cu\d{3})$/;

const gigabyte = 1_000_000_000;

/** What an environment with all its wheels takes, with the downloads beside it; bytes, rounded up. */
export const diskNeeded = (build: string | undefined): number => (build === "cpu" ? 6 : 15) * gigabyte;
