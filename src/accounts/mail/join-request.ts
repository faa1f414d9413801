import type { App } from "../../platform/app.ts";
import { once } from "../../platform/memo.ts";
import { createTokenBuckets, type Quota } from "../../platform/token-bucket.ts";
import { notifyAdministrators } from "./notify.ts";

/** Anybody can ask: more than these are seen on the page alone. */
const perHour: Quota = { capacity: 10, perSecond: 10 / 3600 };
const buckets = once((app: App) => createTokenBuckets(app.clock, 1));

/** Tells administrators that somebody waits for them, a few times an hour at most. */
export function tellOfRequest(app: App, { name, email }: { name: string; email: string }): void {
  if (buckets(app).take("requests", perHour).allowed) notifyAdministrators(app, { kind: "join-request", name, email });
}
