export type { AuditVerdict, AuditView } from "../../src/accounts/audit/audit-log.ts";
export type { OwnedKeyView } from "../../src/accounts/keys/all-key-routes.ts";
export type { KeyView } from "../../src/accounts/keys/key-view.ts";
export type { InvitationState } from "../../src/accounts/people/invitations.ts";
export type { PersonState, PersonView } from "../../src/accounts/people/people.ts";
export type { Scope } from "../../src/accounts/permissions.ts";
export type { Role } from "../../src/accounts/schema.ts";
export type { PersonSessionView } from "../../src/accounts/sessions/all-sessions.ts";
export type { SessionView } from "../../src/accounts/sessions/session-list.ts";
