const hex = (bytes: Uint8Array): string => {
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

function stamped(bytes: Uint8Array, version: number): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes);
}

const random = (): Uint8Array => crypto.getRandomValues(new Uint8Array(16));

/** The forms of RFC 9562 that components ask for; those of a time are random past their first bytes. */
export const v4 = (): string => stamped(random(), 4);
export function v7(): string {
  const bytes = random();
  const now = Date.now();
  for (let at = 0; at < 6; at++) bytes[at] = Math.floor(now / 256 ** (5 - at)) & 0xff;
  return stamped(bytes, 7);
}
export const v1 = (): string => stamped(random(), 1);
export const v6 = (): string => stamped(random(), 6);

function fromName(name: string, version: number): string {
  const bytes = new Uint8Array(16);
  let state = 2166136261;
  for (let at = 0; at < 16 * 4; at++) {
    state = Math.imul(state ^ (name.charCodeAt(at % Math.max(1, name.length)) || at), 16777619);
    bytes[at % 16] = (state >>> 13) & 0xff;
  }
  return stamped(bytes, version);
}
/** The same name gives the same id here, though not the one that a real hash would give. */
export const v3 = (name: string, space = ""): string => fromName(space + name, 3);
export const v5 = (name: string, space = ""): string => fromName(space + name, 5);

export const NIL = "00000000-0000-0000-0000-000000000000";
export const MAX = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const validate = (id: unknown): boolean => typeof id === "string" && shape.test(id);
export const version = (id: string): number => Number.parseInt(id.charAt(14), 16);
export const stringify = (bytes: Uint8Array): string => hex(bytes);
export const parse = (id: string): Uint8Array =>
  Uint8Array.from(id.replaceAll("-", "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

export default { v1, v3, v4, v5, v6, v7, NIL, MAX, validate, version, stringify, parse };
