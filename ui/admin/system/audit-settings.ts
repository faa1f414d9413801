import { useState } from "preact/hooks";
import { Button } from "../../kit/button.ts";
import { Select } from "../../kit/choice.ts";
import { Confirm } from "../../kit/dialog.ts";
import { Icon } from "../../kit/icon.ts";
import { count, plural } from "../../lib/format.ts";
import { html, type View } from "../../lib/html.ts";
import type { AuditVerdict } from "../../lib/people-types.ts";
import { useRead } from "../../lib/use-read.ts";
import { useActions } from "../actions.ts";
import { useSystemApi } from "../use-api.ts";

const usualDays = [30, 90, 180, 365, 730, 1825, 3650];

const daysLabel = (days: number): string => {
  if (days === 0) return "For ever";
  return days >= 365 && days % 365 === 0 ? plural(days / 365, "year") : plural(days, "day");
};

/** Whether the log is as it was written, and how long it goes back. */
export function AuditSettings(): View {
  const api = useSystemApi();
  const { busy, act } = useActions();
  const settings = useRead("settings", (signal) => api.settings.read(signal));
  const [verdict, setVerdict] = useState<AuditVerdict | null>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const verify = () => void act("verify", async () => setVerdict(await api.audit.verify()));
  const keep = async (days: number) => {
    const change = async () => settings.set(await api.settings.write({ auditRetentionDays: days }));
    await act("keep", change, days === 0 ? "The log keeps everything." : `The log goes back ${daysLabel(days)}.`);
    setWanted(null);
  };
  const days = settings.value?.auditRetentionDays;
  const options = [...new Set([...usualDays, ...(days ? [days] : [])])].toSorted((a, b) => a - b);
  const choose = (text: string) => {
    const next = Number(text);
    const less = next !== 0 && (days === 0 || next < (days ?? 0));
    if (less) setWanted(next);
    else void keep(next);
  };
  return html`<div class="card lines audit-settings">
      <div class="line"><div class="line-text"><b>Is it as it was written?</b><${VerdictWords} verdict=${verdict} /></div>
        <${Button} icon="shield" busy=${busy === "verify"} onClick=${verify}>${verdict ? "Verify again" : "Verify the log"}<//></div>
      ${
        days !== undefined &&
        html`<div class="line"><div class="line-text"><b>How long it goes back</b><p>Older entries are taken away once a day; what stays can still be verified.</p></div>
        <${Select} key=${`${days}-${wanted}`} label="How long the log goes back" hideLabel value=${String(days)} options=${[...options, 0].map((value) => ({ value: String(value), label: daysLabel(value) }))} onChange=${choose} /></div>`
      }
    </div>
    ${
      wanted !== null &&
      html`<${Confirm} title="Keep less of the log?" text=${`Entries that are older than ${daysLabel(wanted)} are deleted for good today. Export the log first if you may need them.`} action="Keep less" busy=${busy === "keep"} onConfirm=${() => void keep(wanted)} onClose=${() => setWanted(null)} />`
    }`;
}

function VerdictWords({ verdict }: { verdict: AuditVerdict | null }): View {
  if (!verdict)
    return html`<p>Reads every entry and finds what was changed, put in or taken away outside of Vitrine.</p>`;
  if (verdict.sound) {
    const words =
      verdict.entries === 0
        ? "The log is empty."
        : `All ${count(verdict.entries)} entries are as they were written, none is missing.`;
    return html`<p class="verdict ok" role="status"><${Icon} name="check" />${words}</p>`;
  }
  return html`<p class="verdict bad" role="alert"><${Icon} name="alert" />Something is wrong at entry ${verdict.problem?.seq ?? "?"}: ${verdict.problem?.reason} Somebody may have changed the database by hand. Compare with a backup or an export that is kept elsewhere.</p>`;
}
