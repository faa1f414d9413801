import { type Compiler, createCompiler } from "./compile.ts";
import type { FromWorker, ToWorker } from "./protocol.ts";
import { loadResources } from "./resources.ts";

declare const self: Worker;

let compiler: Promise<Compiler> | undefined;
const answer = (message: FromWorker): void => postMessage(message);

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "start") {
    compiler = loadResources(data.assets).then(createCompiler);
    try {
      await (await compiler).prepare();
      answer({ type: "ready" });
    } catch (thrown) {
      answer({ type: "failed", id: -1, message: thrown instanceof Error ? thrown.message : String(thrown) });
    }
    return;
  }
  try {
    if (!compiler) throw new Error("The worker was not started.");
    const ready = await compiler;
    answer({ type: "built", id: data.id, build: await ready.compile(data.input, data.hash) });
    // After the answer, so that nobody waits for it.
    setTimeout(() => void ready.prepare().catch(() => {}), 0);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    // Bun's own parser says it in a message that is no RangeError.
    if (/maximum call stack/i.test(message)) answer({ type: "too-deep", id: data.id });
    else answer({ type: "failed", id: data.id, message });
  }
};
