/** The worker's entry point, relative to the repository; the compiler of the executable has to be told of it. */
export const previewWorkerEntry = "src/preview/build/worker.ts";

/**
 * Where the worker lies at run time. Inside an executable every module's `import.meta.url` is the bundle's root, and
 * the entry keeps its path below `src`.
 */
export const previewWorkerUrl = (): string =>
  Bun.isStandaloneExecutable
    ? new URL("./preview/build/worker.ts", import.meta.url).href
    : new URL("./worker.ts", import.meta.url).href;
