export { type AuditEntry, audit } from "./audit/audit.ts";
export { disableOneTimeCodes } from "./codes/one-time-codes.ts";
export { authenticate, type CurrentUser, guard, openToAll, permissionOfHook, requirePermission } from "./guard.ts";
export { accountJobs } from "./jobs.ts";
export { countKeys } from "./keys/api-keys.ts";
export { type Notice, type NoticeOrigin, notify } from "./mail/index.ts";
export { originOf } from "./origin.ts";
export { removeAllPasskeys } from "./passkeys/passkeys.ts";
export { passkeysWork } from "./passkeys/relying-party.ts";
export { setDisabled, setRole } from "./people/people.ts";
export {
  createUser,
  findUser,
  findUserByEmail,
  listUsers,
  type NewUser,
  type PublicUser,
  requireUserByEmail,
  resetPassword,
  roles,
} from "./people/users.ts";
export { type Permission, permissionNamed, permissions, roleMay } from "./permissions.ts";
export { personBehind } from "./person.ts";
export { accountRoutes } from "./routes.ts";
export type { Role, User } from "./schema.ts";
export { accessTokenSeconds } from "./sessions/access-token.ts";
export { type SessionWatch, watchSession } from "./sessions/session-end.ts";
export { revokeSession } from "./sessions/sessions.ts";
export { rotateSigningKeys } from "./sessions/signing-keys.ts";
export { calendarOf } from "./settings.ts";
export { type Claim, claim, createFirstAdmin, createSetupLink, isClaimed } from "./setup/setup.ts";
export { allowPasswordSignIn } from "./sign-in/login.ts";
export { signOperatorToken } from "./sign-in/operator.ts";
export { unlockUser } from "./sign-in/unlock.ts";
export { type LimitName, type Limits, type PersonTier, tierOfPerson } from "./tiers/limits.ts";
export { counted, quotaExceeded } from "./tiers/quota-problem.ts";
export { requireDefaultTier, requireTierNamed, setTier } from "./tiers/tiers.ts";
