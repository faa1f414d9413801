import type { ConsoleLevel, FramePosition, FromFrame } from "./protocol.ts";

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
    case "offline":
      return { type: "offline", what: text(data.what), url: text(data.url) };
    case "navigate":
      return { type: "navigate", href: text(data.href), external: data.external === true };
    case "size":
      return { type: "size", width: number(data.width), height: number(data.height) };
    default:
      return undefined;
  }
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
