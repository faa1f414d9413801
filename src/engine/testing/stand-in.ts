#!/usr/bin/env bun
/**
 * A program that looks like vLLM from outside, for tests: its command line, log, sockets, routes, processes and ways to
 * fail, without a model. Also, more simply, like llama.cpp's server.
 *
 *     bun src/engine/testing/stand-in.ts serve MODEL --uds PATH --served-model-name NAME
 *     bun src/engine/testing/stand-in.ts llama-server -m FILE.gguf --host PATH.sock --alias NAME
 *
 * How it behaves is told by a script; see script.ts.
 */
import { serveLlama } from "./llama.ts";
import { loadScript } from "./script.ts";
import { serve } from "./serve.ts";

const [verb, ...rest] = process.argv.slice(2);
if (verb === "--version") {
  console.log(loadScript(process.env, undefined).version ?? "0.29.0");
} else if (verb === "llama-server" && rest[0] === "--version") {
  console.error("version: 6640 (0000000)\nbuilt with cc for x86_64-linux-gnu");
} else if (verb === "llama-server") {
  await serveLlama(rest);
} else if (verb === "serve") {
  await serve(rest);
} else {
  console.error("usage: vllm [-h] [-v] {chat,complete,serve,bench,collect-env,run-batch} ...");
  process.exit(2);
}
