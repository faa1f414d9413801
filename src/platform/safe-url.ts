import { lookup as systemLookup } from "node:dns/promises";
import { type Address, inNetwork, parseAddress, parseNetwork } from "./address.ts";
import { Problem } from "./problem.ts";

/** Whose word the URL is: a person's reaches public machines alone, the administrator's also this network. */
export type UrlTrust = "person" | "administrator";

const networks = (texts: string[]) => texts.flatMap((text) => parseNetwork(text) ?? []);

/** Where clouds hand their keys to whoever asks from the machine itself: closed to everybody. */
const metadata = networks([
  "169.254.0.0/16",
  "100.100.100.200",
  "192.0.0.192",
  "168.63.129.16",
  "fd00:ec2::254",
  "fd20:ce::254",
  "fe80::/10",
]);

const nat64 = networks(["64:ff9b::/96"]);

/** What is not on the public internet (IANA's special-purpose registries), and what can carry such an address. */
const notPublic = networks([
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"],
  ...["192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15"],
  ...["198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
]);
const publicV6 = networks(["2000::/3"]);
const notPublicV6 = networks(["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16"]);

const within = (list: ReturnType<typeof networks>, address: Address) => list.some((one) => inNetwork(one, address));

/** Whether a connection to this address may be made. */
export function isAllowedAddress(text: string, trust: UrlTrust): boolean {
  const written = parseAddress(text);
  // What NAT64 carries (RFC 6052) is the IPv4 address at its end.
  const address: Address | undefined =
    written && within(nat64, written) ? { family: 4, value: written.value & 0xffffffffn } : written;
  if (!address || within(metadata, address)) return false;
  if (trust === "administrator") return true;
  if (address.family === 4) return !within(notPublic, address);
  return within(publicV6, address) && !within(notPublicV6, address);
}

/** Whether nobody on the way can read along: https, or http that does not leave this machine. */
export const isPrivateOnTheWay = (url: URL): boolean =>
  url.protocol === "https:" ||
  (url.protocol === "http:" && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname));

export interface SafeUrl {
  url: URL;
  /** Every address of its name, all allowed: connect to one of these, not to the name, which may change its mind. */
  addresses: string[];
}

/** The cause of a problem with a name that leads nowhere. */
export class UnknownHostError extends Error {}

export type Lookup = (name: string) => Promise<string[]>;

const lookupAll: Lookup = async (name) => (await systemLookup(name, { all: true })).map(({ address }) => address);

/**
 * Checks a URL that somebody configured before anything connects to it (server-side request forgery, CWE-918): http or
 * https, no credentials, and every address of its name allowed. A redirect is a new URL and is checked again.
 * @throws Problem `validation_failed`
 */
export async function safeUrl(text: string, trust: UrlTrust, lookup: Lookup = lookupAll): Promise<SafeUrl> {
  const url = text.length <= 2048 && URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw refused("This must be a whole http:// or https:// URL.");
  if (url.username !== "" || url.password !== "") throw refused("A URL here cannot carry a name or a password.");
  return { url, addresses: await safeAddresses(url.hostname.replace(/^\[|\]$/g, ""), trust, lookup) };
}

/**
 * The same for a name or an address without a URL around it, such as a mail server's.
 * @param field that it was typed into, as a JSON pointer
 * @returns every address of it, all allowed
 * @throws Problem `validation_failed`
 */
export async function safeAddresses(
  name: string,
  trust: UrlTrust,
  lookup: Lookup = lookupAll,
  field = "/url",
): Promise<string[]> {
  const host = name.replace(/\.$/, "");
  const addresses = parseAddress(host) ? [host] : await lookup(host).catch(() => []);
  if (addresses.length === 0) throw refused(`The name ${host} has no address.`, field, new UnknownHostError(host));
  if (!addresses.every((address) => isAllowedAddress(address, trust))) {
    throw refused(`${host} is an address that requests are not sent to from here.`, field);
  }
  return addresses;
}

const refused = (message: string, path = "/url", cause?: unknown) =>
  new Problem("validation_failed", message, { errors: [{ path, message }], cause });
