/**
 * The vLLM that an install takes when nobody names a version: the newest one whose flags, log lines and metrics the
 * adapter was checked against. A newer one is a deliberate choice, not a surprise.
 */
export const pinnedVllm = "0.29.0";

/** The interpreters that vLLM is built for, in the order in which they are tried. */
export const pythonVersions = ["3.12", "3.13", "3.11", "3.10", "3.14"] as const;

export type Device = "cuda" | "cpu";

/**
 * PyPI carries vLLM with its CUDA libraries. Builds for machines without a GPU live beside it, under a version that ends
 * in `+cpu`, and want PyTorch's own CPU index.
 */
export const cpuIndexes = (version: string): string[] => [
  `https://wheels.vllm.ai/${version.split("+")[0]}/cpu`,
  "https://download.pytorch.org/whl/cpu",
];

const gigabyte = 1_000_000_000;

/** What an environment with all its wheels takes, with the downloads beside it; measured sizes rounded up. */
export const diskNeeded: Record<Device, number> = { cuda: 15 * gigabyte, cpu: 6 * gigabyte };
