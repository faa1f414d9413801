import { useEffect, useState } from "preact/hooks";
import { Badge } from "../../kit/badge.ts";
import { IconButton } from "../../kit/button.ts";
import { type DataColumn, DataTable } from "../../kit/data-table.ts";
import { Confirm } from "../../kit/dialog.ts";
import { FilterBar, FilterChip } from "../../kit/filter-bar.ts";
import { Foreign, inert } from "../../kit/foreign.ts";
import { Menu, type MenuItem, type TriggerProps } from "../../kit/menu.ts";
import { fullTime } from "../../lib/format.ts";
import { html, type View } from "../../lib/html.ts";
import { readAll, usePaged } from "../../lib/paged.ts";
import { useQuery } from "../../lib/query.ts";
import type { JobState, JobView } from "../../lib/system-types.ts";
import { useActions } from "../actions.ts";
import { ExportButton } from "../export-button.ts";
import { When } from "../people/person-cell.ts";
import { useSystemApi } from "../use-api.ts";

const keys = ["state"] as const;
const everyMs = 5000;
const states: Record<JobState, { label: string; tone: "plain" | "ok" | "warn" | "bad" | "accent" }> = {
  waiting: { label: "Waiting", tone: "plain" },
  running: { label: "Being sent", tone: "accent" },
  done: { label: "Done", tone: "ok" },
  dead: { label: "Given up", tone: "bad" },
};

/** What is on its way, what arrived and what was given up. */
export function JobQueue(): View {
  const api = useSystemApi();
  const [query, setQuery] = useQuery(keys);
  const { busy, act } = useActions();
  const [asked, setAsked] = useState<JobView | null>(null);
  const load = (cursor: string | undefined, signal: AbortSignal) =>
    api.jobs.list({ ...query, limit: "25", ...(cursor ? { cursor } : {}) }, signal);
  const list = usePaged(JSON.stringify(query), load);
  const { reload } = list;
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && reload(), everyMs);
    return () => clearInterval(timer);
  }, [reload]);
  const retry = (job: JobView) => void act(job.id, () => api.jobs.retry(job.id), "It is tried again now.").then(reload);
  async function remove(job: JobView): Promise<void> {
    if (!(await act(job.id, () => api.jobs.remove(job.id), "The job is deleted."))) return;
    setAsked(null);
    reload();
  }
  const menu = (job: JobView): MenuItem[] => [
    ...(job.state === "dead" || job.state === "waiting"
      ? [{ label: "Try again now", icon: "retry", onSelect: () => retry(job) } satisfies MenuItem]
      : []),
    { label: "Delete…", icon: "trash", danger: true, onSelect: () => setAsked(job) },
  ];
  const columns: DataColumn<JobView>[] = [
    {
      id: "summary",
      label: "What",
      head: true,
      cell: (job) =>
        html`<div class="who-text"><span class="strong"><${Foreign} text=${job.summary || job.kind} /></span><code class="quiet">${job.kind}</code></div>`,
    },
    { id: "state", label: "State", loose: true, cell: (job) => html`<${State} job=${job} />` },
    {
      id: "tries",
      label: "Tries",
      align: "end",
      cell: (job) => html`<span class="num">${job.attempts} of ${job.maxAttempts}</span>`,
    },
    { id: "created", label: "Since", cell: (job) => html`<${When} at=${job.createdAt} />` },
    {
      id: "acts",
      label: "Actions",
      controls: true,
      align: "end",
      cell: (job) =>
        job.state === "running"
          ? null
          : html`<${Menu} label=${`Actions for ${job.summary}`} align="end" items=${menu(job)} trigger=${(props: TriggerProps) => html`<${IconButton} icon="more" label=${`Actions for ${inert(job.summary || job.kind, 80)}`} disabled=${busy === job.id} ...${props} />`} />`,
    },
  ];
  return html`<h2>Queue</h2>
    <p class="quiet">What could not be sent is tried again, each time after a longer wait, and given up after some tries. What was given up stays here until you try it again or delete it.</p>
    <${FilterBar} actions=${html`<${ExportButton} name="jobs" columns=${fileColumns} read=${(signal: AbortSignal) => readAll(load, signal)} />`}>
      <${FilterChip} label="State" value=${query.state} options=${Object.entries(states).map(([value, { label }]) => ({ value, label }))} onChange=${(state: string) => setQuery({ state })} />
    <//>
    <${DataTable} label="Queue" columns=${columns} list=${list} rowKey=${(job: JobView) => job.id}
      onClear=${query.state ? () => setQuery({ state: "" }) : undefined} empty=${html`<p>Nothing is waiting, and nothing was sent lately.</p>`} />
    ${asked && html`<${Confirm} title="Delete this job?" text=${asked.state === "done" ? "It was done; only the line here goes away." : `“${inert(asked.summary || asked.kind)}” will not be sent.`} action="Delete" busy=${busy === asked.id} onConfirm=${() => void remove(asked)} onClose=${() => setAsked(null)} />`}`;
}

function State({ job }: { job: JobView }): View {
  const { label, tone } = states[job.state];
  const later = job.state === "waiting" && job.attempts > 0 && job.nextAttemptAt;
  return html`<div class="who-text"><span><${Badge} kind=${tone}>${label}<//></span>
    ${job.lastError && job.state !== "done" && html`<span class="quiet small"><${Foreign} text=${job.lastError} /></span>`}
    ${later && html`<span class="quiet small">again at ${fullTime(later)}</span>`}</div>`;
}

const fileColumns = [
  { label: "What", value: ({ summary }: JobView) => summary },
  { label: "Kind", value: ({ kind }: JobView) => kind },
  { label: "State", value: ({ state }: JobView) => state },
  { label: "Tries", value: ({ attempts }: JobView) => attempts },
  { label: "Last error", value: ({ lastError }: JobView) => lastError },
  { label: "Since", value: ({ createdAt }: JobView) => createdAt },
  { label: "Ended", value: ({ endedAt }: JobView) => endedAt },
];
