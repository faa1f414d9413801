import type { Build, BuildInput } from "../contract.ts";

/** What the main thread and a build worker say to each other. */
export type ToWorker =
  | { type: "start"; assets: string }
  | { type: "build"; id: number; input: BuildInput; hash: string };

export type FromWorker =
  | { type: "ready" }
  | { type: "built"; id: number; build: Build }
  | { type: "failed"; id: number; message: string }
  | { type: "too-deep"; id: number };
