/**
 * What the page and the sandboxed frame say to each other. Every message carries the frame's nonce as `vitrine`; each
 * side also checks the other's window. Nothing that comes out of the frame may be trusted: code of a model wrote it.
 */
export type Theme = "light" | "dark";

export interface FramePosition {
  /** A file of the project. */
  path: string;
  /** Both from 1. */
  line: number;
  column: number;
}

export type ConsoleLevel = "debug" | "log" | "info" | "warn" | "error";

export type ToFrame =
  | { type: "render"; id: number; js: string; css: string; modules: string[]; partial: boolean }
  | { type: "theme"; theme: Theme }
  | { type: "ping"; id: number };

export type FromFrame =
  | { type: "ready" }
  | { type: "pong"; id: number }
  | { type: "rendered"; id: number; ms: number; empty: boolean }
  | { type: "error"; id: number; phase: "load" | "render" | "runtime"; message: string; stack: FramePosition[] }
  /** A build that could not be shown while it is still being written; the last good one stays. */
  | { type: "kept"; id: number; message: string }
  | { type: "console"; level: ConsoleLevel; args: string[]; position: FramePosition | null }
  | { type: "offline"; what: string; url: string }
  | { type: "navigate"; href: string; external: boolean }
  | { type: "size"; width: number; height: number };

export type Envelope<T> = T & { vitrine: string };
