import type { App } from "../../platform/app.ts";
import { clientAddress } from "../../platform/client.ts";
import { once } from "../../platform/memo.ts";
import { requestId } from "../../platform/request-id.ts";
import { pathOf } from "../../platform/request-path.ts";
import { createTokenBuckets } from "../../platform/token-bucket.ts";
import type { Permission } from "../permissions.ts";
import { audit } from "./audit.ts";

/** Of one person: as many entries at once, and then one a minute, so that nobody can fill the log. */
const quota = { capacity: 10, perSecond: 1 / 60 };
const mostPeople = 10_000;

const buckets = once((app: App) => createTokenBuckets(app.clock, mostPeople));

/**
 * Writes down that somebody who is signed in asked for what they may not have.
 * @param key the public id of the API key that they used
 */
export function auditRefusedAccess(
  app: App,
  request: Request,
  by: { id: string; email: string },
  { permission, key }: { permission: Permission; key?: string | undefined },
): void {
  if (!buckets(app).take(by.id, quota).allowed) return;
  const from = { address: clientAddress(request), requestId: requestId(request) };
  const detail = { permission, method: request.method, path: pathOf(request).slice(0, 200) };
  const byKey = key === undefined ? {} : { key };
  audit(app, { action: "access.refused", outcome: "refused", by, from, detail: { ...detail, ...byKey } });
}
