/** An IP address: one 4 or 16 byte number. An IPv4 address inside an IPv6 one (`::ffff:192.0.2.1`) is the IPv4 one. */
export interface Address {
  family: 4 | 6;
  value: bigint;
}

export interface Network {
  address: Address;
  /** Leading bits that count. */
  prefix: number;
}

const mappedPrefix = 0xffffn;

/** @returns undefined for what is no address; a zone (`fe80::1%eth0`) is left out */
export function parseAddress(text: string): Address | undefined {
  if (text.length > 60) return undefined;
  if (!text.includes(":")) {
    const value = parseV4(text);
    return value === undefined ? undefined : { family: 4, value };
  }
  const value = parseV6(text.replace(/%[A-Za-z0-9._~-]+$/, ""));
  if (value === undefined) return undefined;
  return value >> 32n === mappedPrefix ? { family: 4, value: value & 0xffffffffn } : { family: 6, value };
}

/** Four decimal numbers: other spellings (octal, hexadecimal, one number) mean different things to different programs. */
function parseV4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseV6(text: string): bigint | undefined {
  // A dotted part stands at the end alone.
  if (/\..*:/.test(text)) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":").flatMap(groupsOf)));
  if (!head) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: tail ? missing : 0 }, () => "0"), ...(tail ?? [])];
  let value = 0n;
  for (const group of groups) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    value = (value << 16n) | BigInt(`0x${group}`);
  }
  return value;
}

/** A dotted end (`::ffff:192.0.2.1`) is two groups. */
function groupsOf(part: string): string[] {
  if (!part.includes(".")) return [part];
  const value = parseV4(part);
  return value === undefined ? ["not a group"] : [(value >> 16n).toString(16), (value & 0xffffn).toString(16)];
}

/** One spelling for each address (RFC 5952 without the dotted forms). */
export function formatAddress({ family, value }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - 16 * at)) & 0xffffn).toString(16));
  const runs = [...groups.join(":").matchAll(/(?:^|:)(0(?::0)+)(?=:|$)/g)].map(([, run = ""]) => run);
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), "");
  if (longest === "") return groups.join(":");
  const text = `:${groups.join(":")}:`.replace(`:${longest}:`, "::");
  return text.replace(/^:(?!:)/, "").replace(/(?<!:):$/, "");
}

/** `10.0.0.0/8`, `fd00::/8`, or one address. @returns undefined for what is none, or has bits behind the prefix */
export function parseNetwork(text: string): Network | undefined {
  const [host = "", length, ...rest] = text.trim().split("/");
  const address = parseAddress(host);
  if (!address || rest.length > 0) return undefined;
  const bits = bitsOf(address);
  if (length === undefined) return { address, prefix: bits };
  if (!/^\d{1,3}$/.test(length)) return undefined;
  // The prefix of an IPv4 address in IPv6 spelling counts from its IPv6 begin.
  const prefix = Number(length) - (host.includes(":") && address.family === 4 ? 96 : 0);
  if (prefix < 0 || prefix > bits) return undefined;
  const behind = (1n << BigInt(bits - prefix)) - 1n;
  return (address.value & behind) === 0n ? { address, prefix } : undefined;
}

const bitsOf = ({ family }: Address): number => (family === 4 ? 32 : 128);

export function inNetwork({ address, prefix }: Network, candidate: Address): boolean {
  if (candidate.family !== address.family) return false;
  const shift = BigInt(bitsOf(address) - prefix);
  return candidate.value >> shift === address.value >> shift;
}

/** What counts as one place: an IPv4 address, or the /64 that one IPv6 customer holds. Other text stays as it is. */
export function placeOf(text: string): string {
  if (!text.includes(":")) return text;
  const address = parseAddress(text);
  if (!address) return text;
  if (address.family === 4) return formatAddress(address);
  return `${formatAddress({ family: 6, value: (address.value >> 64n) << 64n })}/64`;
}
