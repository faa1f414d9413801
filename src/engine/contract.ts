/**
 * What the parts of the engine room know of each other. Types alone; each part lives in its own folder.
 * Memory is in bytes, time in milliseconds, an instant in milliseconds since 1970 UTC, unless a name says otherwise.
 */
export * from "./contract/adapter.ts";
export * from "./contract/files.ts";
export * from "./contract/fit.ts";
export * from "./contract/gpu.ts";
export * from "./contract/process.ts";
export * from "./contract/status.ts";
