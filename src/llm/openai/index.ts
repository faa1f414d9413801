export { type OpenaiOptions, openaiProvider } from "./provider.ts";
