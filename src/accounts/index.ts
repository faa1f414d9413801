export { accessTokenSeconds } from "./access-token.ts";
export { type AuditEntry, audit } from "./audit.ts";
export { authenticate, type CurrentUser, guard, openToAll, permissionOfHook, requirePermission } from "./guard.ts";
export { signOperatorToken } from "./operator.ts";
export { type Permission, permissionNamed, permissions, roleMay } from "./permissions.ts";
export { personBehind } from "./person.ts";
export { accountRoutes } from "./routes.ts";
export type { Role, User } from "./schema.ts";
export { type SessionWatch, watchSession } from "./session-end.ts";
export { revokeSession } from "./sessions.ts";
export { type Claim, claim, createFirstAdmin, createSetupLink, isClaimed } from "./setup.ts";
export {
  createUser,
  findUser,
  findUserByEmail,
  listUsers,
  type NewUser,
  type PublicUser,
  resetPassword,
  roles,
  setRole,
} from "./users.ts";
