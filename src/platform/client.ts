import { type Address, formatAddress, inNetwork, type Network, parseAddress, parseNetwork } from "./address.ts";
import type { Config } from "./config.ts";
import { forwardedElements } from "./forwarded.ts";
import { once } from "./memo.ts";

/** Who sent a request and how it reached the outermost machine that we trust. */
export interface Client {
  /** One spelling for each address; empty where there is no connection (a test). */
  address: string;
  protocol: "http" | "https";
  /** The `Host` that the client asked for, with its port. */
  host: string;
}

type ProxyConfig = Pick<Config, "trusted_proxies" | "proxy_header">;

/** More hops than any real chain has; what is further left is not looked at. */
const longestChain = 32;

const networks = once((config: ProxyConfig): Network[] =>
  config.trusted_proxies.flatMap((text) => parseNetwork(text) ?? []),
);

const known = new WeakMap<Request, Client>();

/**
 * Finds out and remembers who sent a request. Headers of proxies count only when the connection itself comes from a
 * trusted one; of the addresses that they name, the right-most that is not a trusted proxy is the client.
 * @param peer the address of the connection
 */
export function noteClient(config: ProxyConfig, request: Request, peer: string): Client {
  const client = readClient(config, request, peer);
  known.set(request, client);
  return client;
}

/** What `noteClient` found; without it, what the request itself says. */
export const clientOf = (request: Request): Client =>
  known.get(request) ?? { address: "", protocol: protocolOf(request), host: hostOf(request) };

interface Connection {
  requestIP(request: Request): { address: string } | null;
}

/** The one answer to "from where": for sessions, lockout, limits, audit and logs. */
export function clientAddress(request: Request, server?: Connection | null): string {
  const client = known.get(request);
  if (client) return client.address;
  return canonical(server?.requestIP(request)?.address ?? "");
}

function readClient(config: ProxyConfig, request: Request, peer: string): Client {
  const direct: Client = { address: canonical(peer), protocol: protocolOf(request), host: hostOf(request) };
  const trusted = networks(config);
  if (trusted.length === 0) return direct;
  const isTrusted = (address: Address | undefined) =>
    address !== undefined && trusted.some((network) => inNetwork(network, address));
  if (!isTrusted(parseAddress(peer))) return direct;
  const hops = config.proxy_header === "forwarded" ? forwardedHops(request) : plainHops(request);
  const nearest = hops.at(-1);
  return {
    address: farthestTrusted(hops, direct.address, isTrusted),
    protocol: nearest?.proto === "https" || nearest?.proto === "http" ? nearest.proto : direct.protocol,
    host: nearest?.host ?? direct.host,
  };
}

interface Hop {
  for: string | undefined;
  proto: string | undefined;
  host: string | undefined;
}

/** From the right: past every trusted proxy, up to the first address that is none, or to where sense ends. */
function farthestTrusted(
  hops: readonly Hop[],
  peer: string,
  isTrusted: (address: Address | undefined) => boolean,
): string {
  let found = peer;
  for (const hop of hops.slice(-longestChain).reverse()) {
    const address = parseAddress(withoutPort(hop.for ?? ""));
    if (!address) return found;
    found = formatAddress(address);
    if (!isTrusted(address)) return found;
  }
  return found;
}

function plainHops(request: Request): Hop[] {
  const addresses = listOf(request, "x-forwarded-for");
  const proto = listOf(request, "x-forwarded-proto").at(-1)?.toLowerCase();
  const host = listOf(request, "x-forwarded-host").at(-1);
  const last = addresses.pop();
  return [...addresses.map((from) => ({ for: from, proto: undefined, host: undefined })), { for: last, proto, host }];
}

const forwardedHops = (request: Request): Hop[] =>
  forwardedElements(request.headers.get("forwarded") ?? "").map((pairs) => ({
    for: pairs.get("for"),
    proto: pairs.get("proto")?.toLowerCase(),
    host: pairs.get("host"),
  }));

const listOf = (request: Request, header: string): string[] =>
  (request.headers.get(header) ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** `192.0.2.1:80` and `[2001:db8::1]:80`; a bare IPv6 address has no port. */
function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text);
  if (bracketed) return bracketed[1] ?? "";
  return text.replace(/^([\d.]+):\d{1,5}$/, "$1");
}

/** Of a connection's own address: one that is IPv4 has one spelling already. */
function canonical(text: string): string {
  if (!text.includes(":")) return text;
  const address = parseAddress(text);
  return address ? formatAddress(address) : text;
}

const protocolOf = (request: Request): Client["protocol"] => (request.url.startsWith("https:") ? "https" : "http");

/** Bun leaves a request without a usable `Host` a URL without one. */
function hostOf(request: Request): string {
  return request.headers.get("host") ?? /^https?:\/\/([^/?#]*)/.exec(request.url)?.[1] ?? "";
}
