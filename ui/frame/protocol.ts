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
  | { type: "ping"; id: number }
  /** To an address inside the preview. */
  | { type: "go"; href: string }
  /** Through the addresses that were visited; negative numbers lead back. */
  | { type: "step"; steps: number }
  | ({ type: "picture"; id: number } & PictureWish)
  /** Turns pointing at elements on or off. */
  | { type: "point"; on: boolean };

export type FromFrame =
  | { type: "ready" }
  | { type: "pong"; id: number }
  | { type: "rendered"; id: number; ms: number; empty: boolean }
  | { type: "error"; id: number; phase: "load" | "render" | "runtime"; message: string; stack: FramePosition[] }
  /** A build that could not be shown while it is still being written; the last good one stays. */
  | { type: "kept"; id: number; message: string }
  | { type: "console"; level: ConsoleLevel; args: string[]; position: FramePosition | null }
  /** The person asked to see a place in the project's code. */
  | ({ type: "open-source" } & FramePosition)
  | { type: "offline"; what: string; url: string }
  | { type: "navigate"; href: string; external: boolean }
  | { type: "size"; width: number; height: number }
  /** The address that code in the preview is at now, and whether there is one behind and ahead of it. */
  | { type: "location"; href: string; back: boolean; forward: boolean }
  /** One item of a gallery was asked for alone. */
  | { type: "choose"; path: string; component: string }
  /** The answer to `picture`; null when none could be drawn. */
  | { type: "picture"; id: number; picture: FramePicture | null }
  /** An element was pointed at; null when pointing was given up with the keyboard. */
  | { type: "pointed"; element: PointedElement | null };

/** Asks for a small picture of what is shown. */
export interface PictureWish {
  /** In pixels; the height follows the frame's shape. */
  width: number;
  /** `data:` addresses of fonts by the paths that style sheets name, as a picture can load nothing. */
  fonts: Record<string, string>;
}

export interface FramePicture {
  mediaType: "image/webp" | "image/jpeg";
  bytes: ArrayBuffer;
}

/** What a person pointed at. */
export interface PointedElement {
  /** In lower case. */
  tag: string;
  /** What it says, or what it is called. */
  text: string;
  classes: string;
  /** The component that it is part of, where that has a name. */
  component: string;
}

export type Envelope<T> = T & { vitrine: string };
