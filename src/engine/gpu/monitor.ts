import type { Clock } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";
import type { GpuMonitor, GpuSnapshot } from "../contract.ts";
import { createCommandRunner } from "./command.ts";
import type { History } from "./history.ts";
import type { GpuRow } from "./query.ts";
import { createReader, type GpuUse, noUse } from "./reader.ts";
import { assemble, type KnownGpus, missing } from "./snapshot.ts";
import { startWatcher } from "./watcher.ts";

export interface GpuMonitorOptions {
  clock: Clock;
  log: Logger;
  /** The program to ask; left out, `nvidia-smi` from PATH or its usual places, looked for at each reading. */
  nvidiaSmi?: string;
  env?: Record<string, string | undefined>;
  /** Where /proc, /dev and /sys lie; only a test names another place than `/`. */
  root?: string;
  /** Every snapshot goes there too, as `gpu:UUID`. */
  history?: History;
  onSnapshot?(snapshot: GpuSnapshot): void;
  /** False: reads only when asked to (a command that ends at once). */
  polling?: boolean;
}

/** A caller of `read` never waits longer. */
const answerMs = 5_000;
/** The child itself may take longer: initialising several GPUs can take many seconds. Then it is killed. */
const childMs = 20_000;
const watchedSeconds = 2;
/** While somebody watches, who uses the GPUs is asked less often than the numbers. */
const useMs = 10_000;
/** `watched` wears off, so that nobody has to remember to say `idle`. */
const watchedForMs = 120_000;
const idleMs = 30_000;
const longestMs = 600_000;
/** Of the time between two readings by itself, a reading takes at most this part: 0.5 % idle, 5 % watched. */
const idleShare = 200;
const watchedShare = 20;

/**
 * Reads the GPUs through `nvidia-smi`. A child process it is, and not NVML inside this one, because a driver that hangs
 * blocks whoever calls it in the kernel: a child can be left behind, our event loop cannot.
 */
export function createGpuMonitor(options: GpuMonitorOptions): GpuMonitor {
  const { clock, log, root = "/" } = options;
  const env = options.env ?? Bun.env;
  const runner = createCommandRunner({ clock, env });
  const reader = createReader({ clock, runner, env, nvidiaSmi: options.nvidiaSmi, root });
  const known: KnownGpus = new Map();
  let latest: GpuSnapshot = {
    at: clock.now(),
    state: "absent",
    detail: "The GPUs have not been read yet.",
    gpus: [],
  };
  let use: GpuUse = noUse;
  let reading: Promise<GpuSnapshot> | undefined;
  let tookMs = 0;
  let watchedUntil = 0;
  let stopWatcher: (() => void) | undefined;
  /** Watchers that ended after a round or none; after two, readings are asked for one by one. */
  let shortLoops = 0;
  let cancelNext = () => {};
  let cancelUse = () => {};
  let closed = false;

  function publish(snapshot: GpuSnapshot): GpuSnapshot {
    if (closed) return snapshot;
    if (snapshot.state !== latest.state || snapshot.detail !== latest.detail) {
      const say = snapshot.state === "failed" ? log.warn : log.info;
      say.call(log, { state: snapshot.state, gpus: snapshot.gpus.length, detail: snapshot.detail }, "GPUs");
    }
    latest = snapshot;
    if (options.history) recordSnapshot(options.history, snapshot);
    options.onSnapshot?.(snapshot);
    return snapshot;
  }

  const publishRows = (rows: readonly GpuRow[]) =>
    publish(assemble({ at: clock.now(), rows, use, driver: reader.driver, cuda: reader.cuda, known, root }));

  async function readNow(): Promise<GpuSnapshot> {
    const round = await reader.round(childMs, [...known.keys()]);
    if (closed) return latest;
    tookMs = round.tookMs;
    use = round.use;
    if (round.rows.length > 0) return publishRows(round.rows);
    const gone = known.size > 0 && round.trouble?.state === "absent" ? missing([], known) : undefined;
    return publish({
      at: clock.now(),
      state: gone ? "failed" : (round.trouble?.state ?? "failed"),
      detail: gone ?? round.trouble?.detail ?? "The GPUs did not answer.",
      ...(latest.driver ? { driver: latest.driver } : {}),
      ...(latest.cuda ? { cuda: latest.cuda } : {}),
      gpus: [],
    });
  }

  /** One reading at a time, whoever asks. */
  function shared(): Promise<GpuSnapshot> {
    reading ??= readNow().finally(() => {
      reading = undefined;
      schedule();
    });
    return reading;
  }

  function schedule(): void {
    cancelNext();
    if (closed || options.polling === false) return;
    const watched = clock.now() < watchedUntil;
    if (watched && latest.state === "ok" && shortLoops < 2) {
      watch();
      return;
    }
    unwatch();
    const pause = watched
      ? Math.max(watchedSeconds * 1000, tookMs * watchedShare)
      : Math.max(idleMs, tookMs * idleShare);
    cancelNext = clock.after(Math.min(pause, longestMs), () => void shared());
  }

  function watch(): void {
    cancelNext = clock.after(Math.max(0, watchedUntil - clock.now()), schedule);
    const program = reader.program();
    if (stopWatcher || !program) return;
    stopWatcher = startWatcher(
      { clock, runner },
      {
        program,
        env,
        everySeconds: watchedSeconds,
        firstMs: childMs,
        silenceMs: watchedSeconds * 1000 + answerMs,
        without: reader.without,
        onRound(rows) {
          publishRows(rows);
        },
        onEnd({ rounds }) {
          shortLoops = rounds < 2 ? shortLoops + 1 : 0;
          unwatch();
          void shared();
        },
      },
    );
    const askUse = async () => {
      use = (await reader.use(answerMs, use.mig.size > 0)) ?? use;
      if (stopWatcher) cancelUse = clock.after(useMs, () => void askUse());
    };
    cancelUse = clock.after(useMs, () => void askUse());
  }

  function unwatch(): void {
    cancelUse();
    stopWatcher?.();
    stopWatcher = undefined;
  }

  if (options.polling !== false) cancelNext = clock.after(0, () => void shared());

  return {
    latest: () => latest,
    async read() {
      if (closed) return latest;
      let cancel = () => {};
      const late = new Promise<undefined>((resolve) => {
        cancel = clock.after(answerMs, () => resolve(undefined));
      });
      const answer = await Promise.race([shared(), late]);
      cancel();
      // The child goes on; what it answers late, or that it never does, is in `latest` then.
      return answer ?? { ...latest, at: clock.now(), state: "failed", detail: slow, gpus: [] };
    },
    setPace(pace) {
      if (closed) return;
      const was = clock.now() < watchedUntil;
      watchedUntil = pace === "watched" ? clock.now() + watchedForMs : 0;
      if (pace === "watched" && !was) {
        shortLoops = 0;
        void shared();
      } else if (!reading) schedule();
    },
    close() {
      closed = true;
      cancelNext();
      unwatch();
      runner.close();
    },
  };
}

const slow =
  "nvidia-smi has not answered within 5 s. If it is always that slow, keep the driver awake: sudo nvidia-smi -pm 1. If it never answers, the driver hangs: sudo reboot";

function recordSnapshot(history: History, snapshot: GpuSnapshot): void {
  for (const gpu of snapshot.gpus) {
    history.record(`gpu:${gpu.uuid}`, {
      memoryUsedBytes: gpu.memoryUsedBytes,
      utilization: gpu.utilization,
      temperatureC: gpu.temperatureC,
      powerW: gpu.powerW,
    });
  }
}
