export type { AuditVerdict, AuditView } from "../../src/accounts/audit/audit-log.ts";
export type { OwnedKeyView } from "../../src/accounts/keys/all-key-routes.ts";
export type { KeyView } from "../../src/accounts/keys/key-view.ts";
export type { InvitationState } from "../../src/accounts/people/invitations.ts";

export type { Scope } from "../../src/accounts/permissions.ts";
export type { Role } from "../../src/accounts/schema.ts";
export type { PersonSessionView } from "../../src/accounts/sessions/all-sessions.ts";
export type { SessionView } from "../../src/accounts/sessions/session-list.ts";

import type { PersonView as ServerPersonView } from "../../src/accounts/people/people.ts";

export type { PersonState } from "../../src/accounts/people/people.ts";

/** What an older server leaves out is not known. */
export interface PersonView extends ServerPersonView {
  hasPassword?: boolean;
  /** Labels of the providers that they sign in with. */
  providers?: string[];
}
