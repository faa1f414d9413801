import { hostname } from "node:os";
import { parseAddress } from "../platform/address.ts";
import type { Config } from "../platform/config.ts";
import { Problem } from "../platform/problem.ts";

/** Endings that no public name server can give to somebody else (RFC 6761, RFC 6762, RFC 8375), and `lan`. */
const privateEnding = /\.(localhost|local|internal|home\.arpa|lan|test)$/;

const hostPattern = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?\.?))(?::\d{1,5})?$/i;

/**
 * Whether a request asks for a name of ours. A page of somebody else can point a name of its own at this machine's
 * address (DNS rebinding) and would then count as our page in the browser. Addresses, names without a dot and names
 * that exist in private networks alone cannot be used for that.
 * @returns throws Problem `bad_request` for what is no host, `unknown_host` for a name that is not ours
 */
export function hostCheck(config: Pick<Config, "public_url" | "allowed_hosts" | "host">): (host: string) => void {
  const ours = new Set(
    [
      hostname(),
      config.host,
      ...(config.public_url ? [new URL(config.public_url).hostname] : []),
      ...config.allowed_hosts,
    ].map((name) => name.toLowerCase()),
  );
  return (host) => {
    const found = host.length <= 300 ? hostPattern.exec(host) : null;
    if (!found) throw new Problem("bad_request", "The Host header is missing or is no host name.");
    const [, bracketed, named = ""] = found;
    const name = named.toLowerCase().replace(/\.$/, "");
    if (bracketed !== undefined) {
      if (parseAddress(bracketed)) return;
      throw new Problem("bad_request", "The Host header is missing or is no host name.");
    }
    if (ours.has(name) || !name.includes(".") || privateEnding.test(name) || parseAddress(name)) return;
    throw new Problem(
      "unknown_host",
      `This Vitrine does not answer to the name ${name}. An administrator can set public_url, or add the name to allowed_hosts, in config.toml.`,
    );
  };
}
