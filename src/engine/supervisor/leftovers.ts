import type { LaunchRecord } from "../contract.ts";
import { bounded } from "./bounded.ts";
import type { Launches } from "./launches.ts";
import { limits } from "./limits.ts";
import { hasReturned, memoryNotes } from "./memory.ts";
import type { SupervisorParts } from "./parts.ts";

/** Ends what launches left behind. */
export interface Reaper {
  /** @returns the pids that are still there; empty when nothing is left. Never throws. */
  reap(record: LaunchRecord): Promise<readonly number[]>;
  /** Reaps what is written down as unreaped and is not in use, of one engine or of all. @returns what there was */
  unreaped(engineId?: string): Promise<readonly LaunchRecord[]>;
  /** The same for everything, in a while. */
  later(): void;
  /** What earlier lives left, at our own start: ends it and waits for the GPUs' memory. */
  leftovers(): Promise<void>;
  close(): void;
}

/** @param signal aborts when everything is over */
export function createReaper(
  parts: Pick<SupervisorParts, "clock" | "log" | "host" | "gpu">,
  launches: Launches,
  signal: AbortSignal,
  use: { isLive(launchId: string): boolean; killed(launchId: string, pids: readonly number[]): void },
): Reaper {
  const { clock, log } = parts;
  let cancel = () => {};

  async function reap(record: LaunchRecord): Promise<readonly number[]> {
    try {
      const { killed, left } = await bounded(clock, limits.reap, undefined, (inTime) =>
        parts.host.reap(record, inTime),
      );
      use.killed(record.id, killed);
      return left;
    } catch (error) {
      log.warn({ launch: record.id, err: error }, "an engine's processes could not be looked for");
      return [record.pid ?? -1];
    }
  }

  async function unreaped(engineId?: string): Promise<readonly LaunchRecord[]> {
    const records = launches.unreaped(engineId).filter(({ id }) => !use.isLive(id));
    await Promise.all(
      records.map(async (record) => {
        const left = await reap(record);
        if (left.length === 0) launches.note(record.id, { reaped: true }, clock.now());
        else {
          log.warn({ launch: record.id, pids: left }, "processes of an earlier launch cannot be ended");
          later();
        }
      }),
    );
    return records;
  }

  /** What cannot be ended now, in an uninterruptible wait perhaps, is tried again until it can. */
  function later(): void {
    if (signal.aborted) return;
    cancel();
    cancel = clock.after(limits.reapLeftovers, () => {
      unreaped().catch((error: unknown) => {
        log.warn({ err: error }, "what earlier launches left behind could not be looked for");
        later();
      });
    });
  }

  /** Memory that earlier launches held comes back a moment after their end. */
  async function waitForMemory(records: readonly LaunchRecord[]): Promise<void> {
    const gpus = [...new Set(records.flatMap((record) => record.gpus))];
    const notes = memoryNotes(gpus, new Set(records.flatMap(({ pid }) => pid ?? [])));
    const until = clock.now() + limits.reclaim;
    while (gpus.length > 0 && clock.now() < until && !signal.aborted) {
      if (hasReturned(notes, await parts.gpu.read())) return;
      await clock.sleep(limits.reclaimCheck, signal);
    }
  }

  return {
    reap,
    unreaped,
    later,
    async leftovers() {
      const count = launches.unreaped().length;
      if (count === 0) return;
      log.info({ launches: count }, "looking for what an earlier run left behind");
      await waitForMemory(await unreaped());
    },
    close: () => cancel(),
  };
}
