import { LineSplitter } from "./lines.ts";

/** Lines a second of one stream; an engine that writes more has gone wild, and reading must not stop us. */
const linesPerSecond = 5_000;

/** A stream of a child that is read to its end, whatever happens. */
export interface Output {
  /** Resolves when every holder has closed it, or after `stop`. */
  ended: Promise<void>;
  /** Reads no further: a process that cannot be killed still holds it. */
  stop(): void;
}

/** Reads a child's stream and passes its lines on; what comes faster than can be used is counted and left out. */
export function readOutput(stream: ReadableStream<Uint8Array>, emit: (text: string) => void): Output {
  let second = 0;
  let passed = 0;
  let leftOut = 0;
  const splitter = new LineSplitter((text) => {
    const now = Math.floor(performance.now() / 1_000);
    if (now !== second) {
      second = now;
      passed = 0;
      report();
    }
    if (++passed > linesPerSecond) leftOut++;
    else emit(text);
  });
  function report(): void {
    if (leftOut > 0) emit(`… ${leftOut} lines were left out: there were more than ${linesPerSecond} in one second`);
    leftOut = 0;
  }

  const reader = stream.getReader();
  const read = async (): Promise<void> => {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        splitter.push(value);
      }
    } catch {
      // A broken pipe ends like a closed one.
    }
    splitter.end();
    report();
  };
  return {
    ended: read(),
    stop: () => void reader.cancel().catch(() => {}),
  };
}
