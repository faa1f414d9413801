export { type AnthropicOptions, anthropicProvider } from "./provider.ts";
