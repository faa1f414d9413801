export { type BuiltinOptions, builtinProvider } from "./provider.ts";
