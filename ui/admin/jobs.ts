import { Progress } from "../kit/meter.ts";
import { Notice } from "../kit/notice.ts";
import type { ModelJobView } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { byteRate, fileBytes, percent, span } from "../lib/units.ts";

/** Imports and verifications that run, and what came of those that failed. */
export function Jobs({ jobs }: { jobs: ModelJobView[] }): View {
  const shown = jobs.filter((job) => job.state !== "done");
  if (shown.length === 0) return null;
  return html`<div class="jobs">${shown.map((job) =>
    job.state === "failed"
      ? html`<${Notice} key=${job.id} title=${`${job.kind === "import" ? "The import of" : "The verification of"} ${job.model} failed`}><p>${job.message}</p><//>`
      : html`<${Running} key=${job.id} job=${job} />`,
  )}</div>`;
}

function Running({ job }: { job: ModelJobView }): View {
  const { progress } = job;
  const share = progress && progress.totalBytes > 0 ? progress.bytes / progress.totalBytes : null;
  const words = progress
    ? [
        share === null ? "" : percent(share),
        `${fileBytes(progress.bytes)} of ${fileBytes(progress.totalBytes)}`,
        progress.bytesPerSecond > 0 ? byteRate(progress.bytesPerSecond) : "",
        progress.secondsLeft === null ? "" : `${span(progress.secondsLeft * 1000)} left`,
      ]
    : [job.message];
  const title = `${job.kind === "import" ? "Importing" : "Verifying"} ${job.model}`;
  return html`<div class="card job"><p class="phase-line"><b class="cut">${title}</b><span class="grow"></span><span class="quiet small num">${words.filter(Boolean).join(" · ")}</span></p><${Progress} label=${title} value=${share} /></div>`;
}
