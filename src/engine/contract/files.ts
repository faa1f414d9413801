export interface StoredModel {
  /** `owner/name`, as in the hub; local ones are `local/name`. */
  id: string;
  revision: string;
  path: string;
  format: "safetensors" | "gguf" | "other";
  state: "complete" | "incomplete" | "downloading" | "paused" | "damaged";
  /** What is there and what there should be. */
  bytes: number;
  totalBytes: number;
  files: number;
  /** When each file's hash was last found right; null when never. */
  verifiedAt: number | null;
  /** What is missing or wrong, one sentence each. */
  problems: string[];
  /** The GGUF models among the files that are whole, `m-Q4_K_M.gguf` for a split one too; absent without any. */
  ggufs?: string[];
  download?: DownloadProgress;
}

export interface DownloadProgress {
  bytes: number;
  totalBytes: number;
  /** Over the last seconds. */
  bytesPerSecond: number;
  secondsLeft: number | null;
  file: string;
}
