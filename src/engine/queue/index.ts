export * from "./contract.ts";
export { createQueue } from "./queue.ts";
