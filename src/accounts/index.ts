export { accessTokenSeconds } from "./access-token.ts";
export { type AuditEntry, audit } from "./audit.ts";
export { authenticate, type CurrentUser, guard, openToAll, permissionOfHook, requirePermission } from "./guard.ts";
export { disableOneTimeCodes } from "./one-time-codes.ts";
export { signOperatorToken } from "./operator.ts";
export { setDisabled } from "./people.ts";
export { type Permission, permissionNamed, permissions, roleMay } from "./permissions.ts";
export { personBehind } from "./person.ts";
export { accountRoutes } from "./routes.ts";
export type { Role, User } from "./schema.ts";
export { type SessionWatch, watchSession } from "./session-end.ts";
export { revokeSession } from "./sessions.ts";
export { type Claim, claim, createFirstAdmin, createSetupLink, isClaimed } from "./setup.ts";
export { unlockUser } from "./unlock.ts";
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
  setRole,
} from "./users.ts";
