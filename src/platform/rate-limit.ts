import { inNetwork, parseAddress, parseNetwork, placeOf } from "./address.ts";
import type { App } from "./app.ts";
import { once } from "./memo.ts";
import { Problem } from "./problem.ts";
import { createTokenBuckets, type Quota, type Taken } from "./token-bucket.ts";

/** Requests that cost about the same share one limit. */
export const routeClasses = ["auth", "generate", "read", "write", "upload", "preview"] as const;
export type RouteClass = (typeof routeClasses)[number];

type LimitApp = Pick<App, "config" | "clock">;

/** Seconds in which a used-up limit is whole again. */
const windowSeconds = 60;
/** Several people may stand behind one address. */
const peoplePerAddress = 10;
/** 4 MB at most: a key and two numbers each. */
const mostBuckets = 50_000;

const generating = /^\/(api\/(chats\/[^/]+\/generations|generate\/|vision\/)|v1\/|mcp)/;
const uploading = /^\/api\/(projects\/import|chats\/[^/]+\/versions)$/;
/** Signing in there is two looks, each of which writes and asks somebody else. */
const throughProvider = /^\/api\/auth\/oauth\//;
const signingIn = /^\/api\/(auth\/|setup)/;

/** @returns undefined for what is not limited: the page, its files, and what a health check reads from this machine */
export function routeClassOf(method: string, path: string): RouteClass | undefined {
  if (throughProvider.test(path)) return "auth";
  const looks = method === "GET" || method === "HEAD" || method === "OPTIONS";
  if (looks) return /^\/(api|v1|mcp|r|health|metrics)(\/|$)/.test(path) ? "read" : undefined;
  if (signingIn.test(path)) return "auth";
  if (generating.test(path)) return "generate";
  if (path === "/api/preview/build") return "preview";
  return uploading.test(path) ? "upload" : "write";
}

const rooms = once((app: LimitApp) => createTokenBuckets(app.clock, mostBuckets));
const loopback = [parseNetwork("127.0.0.0/8"), parseNetwork("::1/128")].flatMap((network) => network ?? []);

function isLoopback(address: string): boolean {
  if (!address.includes(":")) return address.startsWith("127.");
  const parsed = parseAddress(address);
  return parsed !== undefined && loopback.some((network) => inNetwork(network, parsed));
}

/** Headers of draft-ietf-httpapi-ratelimit-headers: what is left, and what the limit is. */
export type RateHeaders = Record<"ratelimit" | "ratelimit-policy", string>;

/**
 * Counts one request against the address it came from, before anything else is known of it. Of this machine's own
 * address only sign-ins are counted: commands and health checks come from it, and proxies that nobody told us about.
 * @throws Problem `rate_limited` with `Retry-After`
 */
export function spendForAddress(
  app: LimitApp,
  request: { method: string; path: string; address: string },
): RateHeaders | undefined {
  const kind = routeClassOf(request.method, request.path);
  if (kind === undefined || request.address === "" || !app.config.rate_limits.enabled) return undefined;
  if (kind !== "auth" && isLoopback(request.address)) return undefined;
  const times = kind === "auth" ? 1 : peoplePerAddress;
  return spend(app, kind, `address ${placeOf(request.address)}`, app.config.rate_limits[kind] * times);
}

/**
 * Counts one request against the person, or the API key, that it was made with.
 * @param subject `person ID` or `key ID`
 * @throws Problem as `spendForAddress`
 */
export function spendForSubject(
  app: LimitApp,
  request: { method: string; path: string },
  subject: string,
): RateHeaders | undefined {
  const kind = routeClassOf(request.method, request.path);
  if (kind === undefined || !app.config.rate_limits.enabled) return undefined;
  return spend(app, kind, subject, app.config.rate_limits[kind]);
}

/**
 * Counts one request, whatever its class, against what a person may ask for altogether, with all of their keys.
 * @throws Problem as `spendForAddress`
 */
export function spendForPerson(
  app: LimitApp,
  request: { method: string; path: string },
  userId: string,
  perMinute: number,
): void {
  const counts = routeClassOf(request.method, request.path) !== undefined;
  if (counts && app.config.rate_limits.enabled) spend(app, "all", `person ${userId}`, perMinute);
}

function spend(app: LimitApp, kind: RouteClass | "all", who: string, perWindow: number): RateHeaders {
  const quota: Quota = { capacity: perWindow, perSecond: perWindow / windowSeconds };
  const taken = rooms(app).take(`${kind} ${who}`, quota);
  const headers = rateHeaders(kind, quota, taken);
  if (taken.allowed) return headers;
  throw new Problem("rate_limited", `Too many requests at once. Try again in ${seconds(taken.retryAfter)}.`, {
    headers: { ...headers, "retry-after": String(taken.retryAfter) },
  });
}

const rateHeaders = (kind: RouteClass | "all", { capacity }: Quota, { remaining, fullAfter }: Taken): RateHeaders => ({
  ratelimit: `"${kind}";r=${remaining};t=${fullAfter}`,
  "ratelimit-policy": `"${kind}";q=${capacity};w=${windowSeconds}`,
});

const seconds = (count: number): string => (count === 1 ? "one second" : `${count} seconds`);
