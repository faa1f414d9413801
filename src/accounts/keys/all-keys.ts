import { and, desc, eq, gt, isNotNull, isNull, lt, lte, or } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { type Page, type PageQuery, pageLimit, pagePosition, toPage } from "../../platform/page.ts";
import { containsText } from "../contains.ts";
import { type ApiKeyRow, apiKeys, type User, users } from "../schema.ts";

export type KeyState = "good" | "expired" | "revoked";

export interface KeyWithOwner {
  key: ApiKeyRow;
  owner: Pick<User, "id" | "email" | "name">;
}

/** API keys of everybody, the newest first. @throws Problem `bad_request` for a wrong cursor */
export function listAllKeys<View>(
  app: App,
  query: PageQuery & { search?: string | undefined; state?: KeyState | undefined },
  view: (row: KeyWithOwner) => View,
): Page<View> {
  const limit = pageLimit(query);
  const after = pagePosition(query);
  const now = app.clock.now();
  const unrevoked = isNull(apiKeys.revokedAt);
  const stateIs = {
    good: and(unrevoked, or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now))),
    expired: and(unrevoked, lte(apiKeys.expiresAt, now)),
    revoked: isNotNull(apiKeys.revokedAt),
  };
  const columns = [users.email, users.name, apiKeys.name, apiKeys.publicId, apiKeys.lastUsedAddress];
  const rows = app.db
    .select({ key: apiKeys, owner: { id: users.id, email: users.email, name: users.name } })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(
      and(query.state && stateIs[query.state], containsText(columns, query.search), after && lt(apiKeys.id, after.id)),
    )
    .orderBy(desc(apiKeys.id))
    .limit(limit + 1)
    .all();
  return toPage(rows, limit, ({ key }) => ({ sort: 0, id: key.id }), view);
}
