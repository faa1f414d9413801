import type { Clock } from "../../platform/clock.ts";
import type { DownloadProgress } from "../contract.ts";
import { ModelFilesError } from "./errors.ts";
import type { PullRequest } from "./pull.ts";

/** One download that this process looks after; what other processes fetch shows in the list of stored models. */
export interface Download {
  id: string;
  state: "running" | "paused" | "failed" | "done" | "cancelled";
  startedAt: number;
  progress: DownloadProgress;
  /** Why it failed or paused by itself, and what to do. */
  problem?: { reason: string; fix: string };
}

export interface Downloads {
  /** Begins, or goes on with one that is paused or failed; a running one is left alone. Answers at once. */
  start(request: PullRequest): Download;
  /** Ends the transfer and keeps what has come. Resolves when nothing is written any more. */
  pause(id: string): Promise<void>;
  /** Resolves like `pause`; the caller removes the files. */
  cancel(id: string): Promise<void>;
  /** Drops what is known of one that does not run. */
  forget(id: string): void;
  list(): Download[];
  get(id: string): Download | undefined;
  /** Told of every change of state and of progress a few times a second; returns what ends it. */
  onChange(listener: (download: Download) => void): () => void;
  /** Pauses everything, for shutdown. */
  close(): Promise<void>;
}

interface Entry {
  download: Download;
  controller: AbortController;
  ended: Promise<void>;
}

const nothing: DownloadProgress = { bytes: 0, totalBytes: 0, bytesPerSecond: 0, secondsLeft: null, file: "" };

/** @param pull fetches a model until its end; a stored model that is complete ends it at once */
export function createDownloads(
  clock: Clock,
  pull: (
    request: PullRequest,
    watch: { signal: AbortSignal; onProgress(progress: DownloadProgress): void },
  ) => Promise<unknown>,
): Downloads {
  const entries = new Map<string, Entry>();
  const listeners = new Set<(download: Download) => void>();

  const tell = (download: Download) => {
    for (const listener of listeners) listener({ ...download });
  };

  async function run(entry: Entry, request: PullRequest): Promise<void> {
    const { download, controller } = entry;
    try {
      await pull(request, {
        signal: controller.signal,
        onProgress(progress) {
          download.progress = progress;
          tell(download);
        },
      });
      download.state = "done";
    } catch (error) {
      if (controller.signal.aborted) download.state = "paused";
      else {
        const known = error instanceof ModelFilesError ? error : undefined;
        // A full disk is no failure of the download: it goes on when there is room.
        download.state = known?.kind === "disk_full" ? "paused" : "failed";
        download.problem = known
          ? { reason: known.reason, fix: known.fix }
          : { reason: "The download failed.", fix: "Start it again: it goes on where it was. The log says more." };
      }
    }
    download.progress = { ...download.progress, bytesPerSecond: 0, secondsLeft: download.state === "done" ? 0 : null };
    tell(download);
  }

  async function stop(id: string, state: "paused" | "cancelled"): Promise<void> {
    const entry = entries.get(id);
    if (!entry) return;
    const wasDone = entry.download.state === "done";
    entry.controller.abort(new ModelFilesError("aborted", `The download of ${id} was ${state}.`, ""));
    await entry.ended;
    if (wasDone || entry.download.state === "done") return;
    entry.download.state = state;
    tell(entry.download);
  }

  return {
    start(request) {
      const id = request.repository;
      const known = entries.get(id);
      if (known?.download.state === "running") return { ...known.download };
      const progress = known?.download.progress ?? nothing;
      const download: Download = { id, state: "running", startedAt: clock.now(), progress };
      const entry: Entry = { download, controller: new AbortController(), ended: Promise.resolve() };
      entries.set(id, entry);
      entry.ended = run(entry, request);
      tell(download);
      return { ...download };
    },
    pause: (id) => stop(id, "paused"),
    async cancel(id) {
      await stop(id, "cancelled");
      entries.delete(id);
    },
    forget(id) {
      if (entries.get(id)?.download.state !== "running") entries.delete(id);
    },
    list: () => [...entries.values()].map(({ download }) => ({ ...download })),
    get(id) {
      const entry = entries.get(id);
      return entry && { ...entry.download };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      await Promise.all([...entries.keys()].map((id) => stop(id, "paused")));
    },
  };
}
