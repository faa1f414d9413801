import { Badge } from "../kit/badge.ts";
import { Meter } from "../kit/meter.ts";
import type { QuotaWindow } from "../lib/account-api.ts";
import { count, fullTime } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { useLoad } from "../lib/use-load.ts";
import { Panel, Pending } from "./panel.ts";
import { useAccount } from "./room.ts";

/** How much of what an administrator allows was used. */
export function QuotaPanel(): View {
  const { api } = useAccount();
  const quota = useLoad(api.quota);
  if (quota.missing) return null;
  const { value } = quota;
  return html`<${Panel} title="Your limits" badge=${value && html`<${Badge}>${value.tier.name}<//>`} lead="Set by an administrator. A generation that shows nothing costs nothing.">
    <${Pending} of=${quota} what="your limits" />
    ${value && html`<ul class="quotas">${value.windows.map((one) => html`<${Window} key=${one.id} of=${one} />`)}</ul>`}
  <//>`;
}

function Window({ of }: { of: QuotaWindow }): View {
  const { name, used, reserved, limit, resetsAt } = of;
  const taken = used + reserved;
  const share = limit === null || limit === 0 ? 0 : taken / limit;
  const tone = share >= 1 ? "bad" : share >= 0.8 ? "warn" : "main";
  const figures = limit === null ? `${count(taken)}, no limit` : `${count(taken)} of ${count(limit)}`;
  const title = name.slice(0, 1).toUpperCase() + name.slice(1);
  return html`<li class="quota"><div class="quota-line"><b>${title}</b><span class="num">${figures}</span></div>
    ${limit !== null && html`<${Meter} label=${`${title}: ${figures}`} total=${Math.max(1, limit)} parts=${[{ label: "used", value: used, tone }, { label: "reserved", value: reserved, tone: "half" }]} />`}
    <p class="quiet small">${[reserved > 0 ? `${count(reserved)} reserved for what runs now` : "", resetsAt && limit !== null ? `begins anew ${fullTime(resetsAt)}` : ""].filter(Boolean).join(" · ")}</p></li>`;
}
