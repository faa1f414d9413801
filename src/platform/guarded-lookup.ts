import { lookup as systemLookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { parseAddress } from "./address.ts";
import { isAllowedAddress, type Lookup, type UrlTrust } from "./safe-url.ts";

/** The name leads to an address that requests are not sent to from here. */
export class AddressRefusedError extends Error {
  readonly code = "EADDRREFUSED";
  constructor(host: string) {
    super(`${host} is an address that requests are not sent to from here.`);
    this.name = "AddressRefusedError";
  }
}

/** The host of a URL as a name or an address: without the brackets of IPv6 and the dot of the root. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");

/**
 * What `node:http` and `node:https` ask for the addresses of a name: it hands out none unless all are allowed, and the
 * connection goes to one of these very addresses, so a name that changes its mind in between gains nothing (DNS
 * rebinding). A host that is an address itself is not looked up: `requireAllowedHost` checks that one.
 */
export function guardedLookup(trust: UrlTrust, lookup?: Lookup): LookupFunction {
  return (host, options, callback) => {
    const found = lookup
      ? lookup(host)
      : systemLookup(host, { ...options, all: true }).then((all) => all.map(({ address }) => address));
    found.then(
      (addresses) => answer(host, addresses, trust, options.all === true, callback),
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}

type LookupCallback = Parameters<LookupFunction>[2];

function answer(host: string, addresses: string[], trust: UrlTrust, all: boolean, callback: LookupCallback): void {
  const [first] = addresses;
  const familyOf = (address: string) => parseAddress(address)?.family ?? 4;
  if (first === undefined) {
    callback(Object.assign(new Error(`${host} has no address`), { code: "ENOTFOUND" }), []);
  } else if (!addresses.every((address) => isAllowedAddress(address, trust))) {
    callback(new AddressRefusedError(host), []);
  } else if (all) {
    callback(
      null,
      addresses.map((address) => ({ address, family: familyOf(address) })),
    );
  } else {
    callback(null, first, familyOf(first));
  }
}

/** @throws AddressRefusedError for a host that is a closed address itself, in whatever spelling */
export function requireAllowedHost(url: URL, trust: UrlTrust): void {
  const host = bareHost(url);
  if (parseAddress(host) && !isAllowedAddress(host, trust)) throw new AddressRefusedError(host);
}

/**
 * The check alone, for a transport that looks names up by itself. A name without an address passes: behind a proxy only
 * the proxy may know it.
 * @throws AddressRefusedError
 */
export async function requireAllowedAddresses(url: URL, trust: UrlTrust): Promise<void> {
  requireAllowedHost(url, trust);
  const host = bareHost(url);
  if (parseAddress(host)) return;
  const found = await systemLookup(host, { all: true }).catch(() => []);
  if (!found.every(({ address }) => isAllowedAddress(address, trust))) throw new AddressRefusedError(host);
}
