import type { Clock } from "../platform/clock.ts";
import { newId } from "../platform/ids.ts";
import type { DownloadProgress } from "./contract.ts";
import type { ModelJobView } from "./views.ts";

export interface Jobs {
  /** Runs in the background; what becomes of it is told to the listener and kept for a while. */
  start(
    job: Pick<ModelJobView, "kind" | "model">,
    run: (onProgress: (progress: DownloadProgress) => void) => Promise<string>,
  ): ModelJobView;
  /** The newest first. */
  list(): ModelJobView[];
}

const mostKept = 20;

/** Long work on model files that somebody started on the page: imports and verifications. */
export function createJobs(clock: Clock, changed: (job: ModelJobView) => void): Jobs {
  const jobs: ModelJobView[] = [];
  return {
    list: () => jobs.map((job) => ({ ...job })),
    start(of, run) {
      const job: ModelJobView = { id: newId(), ...of, state: "running", startedAt: clock.now(), message: "" };
      jobs.unshift(job);
      jobs.splice(mostKept);
      const tell = () => changed({ ...job });
      const end = (state: "done" | "failed", message: string) => {
        job.state = state;
        job.message = message;
        tell();
      };
      run((progress) => {
        job.progress = progress;
        tell();
      }).then(
        (message) => end("done", message),
        (error: unknown) => end("failed", error instanceof Error ? error.message : String(error)),
      );
      tell();
      return { ...job };
    },
  };
}
