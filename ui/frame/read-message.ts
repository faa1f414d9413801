import type { ConsoleLevel, FramePicture, FramePosition, FromFrame, PointedElement } from "./protocol.ts";

const levels: readonly ConsoleLevel[] = ["debug", "log", "info", "warn", "error"];
const phases = ["load", "render", "runtime"] as const;

/**
 * Reads what came out of the frame, believing nothing: unknown types, wrong shapes and over-long texts do not pass.
 * @returns undefined for anything that is not a message of the frame with this nonce
 */
export function readFrameMessage(data: unknown, nonce: string): FromFrame | undefined {
  if (!isRecord(data) || data.vitrine !== nonce) return undefined;
  const id = number(data.id);
  switch (data.type) {
    case "ready":
      return { type: "ready" };
    case "pong":
      return { type: "pong", id };
    case "rendered":
      return { type: "rendered", id, ms: number(data.ms), empty: data.empty === true };
    case "kept":
      return { type: "kept", id, message: text(data.message) };
    case "error": {
      const phase = phases.find((known) => known === data.phase) ?? "runtime";
      return { type: "error", id, phase, message: text(data.message), stack: positions(data.stack) };
    }
    case "console": {
      const level = levels.find((known) => known === data.level) ?? "log";
      const args = Array.isArray(data.args) ? data.args.slice(0, 32).map(text) : [];
      return { type: "console", level, args, position: position(data.position) ?? null };
    }
    case "open-source": {
      const place = position(data);
      return place && { type: "open-source", ...place };
    }
    case "offline":
      return { type: "offline", what: text(data.what), url: text(data.url) };
    case "navigate":
      return { type: "navigate", href: text(data.href), external: data.external === true };
    case "size":
      return { type: "size", width: number(data.width), height: number(data.height) };
    case "location":
      return { type: "location", href: text(data.href), back: data.back === true, forward: data.forward === true };
    case "choose":
      return { type: "choose", path: text(data.path), component: text(data.component) };
    case "picture":
      return { type: "picture", id, picture: picture(data.picture) };
    case "pointed":
      return { type: "pointed", element: pointed(data.element) };
    default:
      return undefined;
  }
}

const mostPictureBytes = 100 * 1024;

function picture(value: unknown): FramePicture | null {
  if (!isRecord(value) || !(value.bytes instanceof ArrayBuffer)) return null;
  const mediaType = (["image/webp", "image/jpeg"] as const).find((known) => known === value.mediaType);
  if (!mediaType || value.bytes.byteLength === 0 || value.bytes.byteLength > mostPictureBytes) return null;
  return { mediaType, bytes: value.bytes };
}

function pointed(value: unknown): PointedElement | null {
  if (!isRecord(value)) return null;
  const short = (one: unknown, most: number) => text(one).replace(/\s+/g, " ").trim().slice(0, most);
  return {
    tag: /^[a-z][\w-]{0,40}$/.test(text(value.tag)) ? text(value.tag) : "element",
    text: short(value.text, 80),
    classes: short(value.classes, 300),
    component: /^[A-Za-z_$][\w$]{0,80}$/.test(text(value.component)) ? text(value.component) : "",
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value.slice(0, 8192) : "");
const number = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? value : 0);

function positions(value: unknown): FramePosition[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, 20).flatMap((item) => position(item) ?? []);
}

function position(value: unknown): FramePosition | undefined {
  if (!isRecord(value) || typeof value.path !== "string") return undefined;
  return { path: value.path.slice(0, 512), line: number(value.line), column: number(value.column) };
}
