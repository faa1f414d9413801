import type {
  CatalogueModelView,
  EngineInstallView,
  EngineView,
  GpuSnapshot,
  LogLine,
  ModelFilesView,
} from "../lib/engine-types.ts";
import { catalogueOf } from "./fake-catalogue.ts";
import { engineOf, installed, logOf, oneGpu, stored } from "./fake-engine-data.ts";

/** What the double of the engine room keeps; tests change it and publish what changed. */
export interface FakeEngineRoom {
  models: CatalogueModelView[];
  engines: EngineView[];
  gpus: GpuSnapshot;
  installs: EngineInstallView[];
  files: ModelFilesView;
  logs: (LogLine & { seq: number })[];
  /** What changed the room, newest last: `POST engines/x/stop`. */
  acts: { what: string; body: Record<string, unknown> }[];
  streams: Set<(event: string, data: unknown) => void>;
  /** Each breaks one open event stream off. */
  ends: (() => void)[];
  logStreams: Set<(line: LogLine & { seq: number }) => void>;
}

export type Scene = "nothing" | "no-gpu" | "downloading" | "starting" | "ready" | "failed" | "several";

/** The states in which a person may find the pages. */
export function newEngineRoom(scene: Scene): FakeEngineRoom {
  const now = Date.now();
  const gpus = oneGpu(now);
  const room: FakeEngineRoom = {
    models: [],
    engines: [],
    gpus,
    installs: installed,
    files: { items: [], freeBytes: 612e9, path: "/var/lib/vitrine/models", jobs: [] },
    logs: logOf(now),
    acts: [],
    streams: new Set(),
    ends: [],
    logStreams: new Set(),
  };
  switch (scene) {
    case "nothing":
      room.installs = [];
      room.logs = [];
      break;
    case "no-gpu":
      room.gpus = { at: now, state: "absent", detail: "No NVIDIA driver was found (nvidia-smi is missing).", gpus: [] };
      break;
    case "downloading":
      room.files.items = [
        stored("Qwen/Qwen3-4B-FP8", 4.4e9, 0.61, "downloading"),
        stored("google/gemma-4-31B-w4a16", 18.9e9, 1, "complete"),
      ];
      break;
    case "starting":
    case "ready":
      room.files.items = [
        stored("Qwen/Qwen3.6-27B-FP8", 29.8e9, 1, "complete"),
        stored("google/gemma-4-31B-w4a16", 18.9e9, 1, "complete"),
        stored("Qwen/Qwen3-4B-FP8", 4.4e9, 0.61, "paused"),
      ];
      room.engines = [engineOf("qwen3.6-27b-fp8", "Qwen3.6-27B-FP8", "Qwen/Qwen3.6-27B-FP8", scene, now)];
      break;
    case "failed":
      room.files.items = [
        stored("openai/gpt-oss-120b", 63.4e9, 1, "complete"),
        stored("google/gemma-4-31B-w4a16", 18.9e9, 1, "damaged"),
      ];
      room.engines = [engineOf("gpt-oss-120b", "gpt-oss-120b", "openai/gpt-oss-120b", "failed", now)];
      break;
    case "several": {
      const [gpu] = gpus.gpus;
      if (gpu)
        gpus.gpus = [
          gpu,
          {
            ...gpu,
            index: 1,
            uuid: "GPU-2b",
            memoryUsedBytes: 9.1e9,
            memoryFreeBytes: (gpu.memoryTotalBytes ?? 0) - 9.1e9,
            utilization: 12,
            temperatureC: 44,
            powerW: null,
            processes: [{ pid: 9120, name: "python3 train.py", memoryBytes: 8.9e9 }],
          },
        ];
      room.files.items = [
        stored("Qwen/Qwen3.6-27B-FP8", 29.8e9, 1, "complete"),
        stored("google/gemma-4-31B-w4a16", 18.9e9, 1, "complete"),
      ];
      room.engines = [
        engineOf("qwen3.6-27b-fp8", "Qwen3.6-27B-FP8", "Qwen/Qwen3.6-27B-FP8", "ready", now),
        engineOf("gemma-4-31b-w4a16", "gemma-4-31B w4a16", "google/gemma-4-31B-w4a16", "starting", now),
        engineOf("coder", "Own coder", "local/coder", "stopped", now),
      ];
      break;
    }
    default:
      scene satisfies never;
  }
  room.models = catalogueOf(room);
  return room;
}
