export { reserveUsage, settleLeftovers, settleUsage, type UsageClaim, type UsageEnd } from "./ledger.ts";
export { requireQuota } from "./quota.ts";
export { type UsageRouteDeps, usageRoutes } from "./routes.ts";
