export interface GpuProcess {
  pid: number;
  name: string;
  memoryBytes: number | null;
}

/** Null where the driver does not say, or says something that cannot be. */
export interface GpuReading {
  uuid: string;
  index: number;
  name: string;
  memoryTotalBytes: number | null;
  memoryUsedBytes: number | null;
  memoryFreeBytes: number | null;
  /** 0 to 100. */
  utilization: number | null;
  temperatureC: number | null;
  powerW: number | null;
  powerLimitW: number | null;
  /** For example "9.0". */
  computeCapability: string | null;
  processes: GpuProcess[];
}

export interface GpuSnapshot {
  at: number;
  /** `absent`: no driver or no GPU · `failed`: there is a driver, and it did not answer. */
  state: "ok" | "absent" | "failed";
  /** What is wrong, and what to do, when the state is not `ok`. */
  detail?: string;
  driver?: string;
  /** The newest CUDA version that the driver runs. */
  cuda?: string;
  gpus: GpuReading[];
}

export interface GpuMonitor {
  /** The last snapshot; reads nothing. */
  latest(): GpuSnapshot;
  /** A fresh one. Never throws; ends within a few seconds. */
  read(): Promise<GpuSnapshot>;
  /** How often it reads by itself: often while somebody looks or an engine changes state. */
  setPace(pace: "idle" | "watched"): void;
  close(): void;
}
