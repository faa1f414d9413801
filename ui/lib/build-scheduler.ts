import type { Build, SourceFile } from "./types.ts";

export interface SchedulerContext {
  build(files: SourceFile[], partial: boolean, signal: AbortSignal): Promise<Build>;
  /** True while nobody can see the page; builds then wait. */
  hidden(): boolean;
  onBuild(build: Build, partial: boolean): void;
  onError(error: unknown, partial: boolean): void;
  setTimer(action: () => void, ms: number): unknown;
  clearTimer(timer: unknown): void;
  now(): number;
}

export interface BuildScheduler {
  /** Asks for a build of these files; an earlier wish not yet started is dropped. */
  request(files: SourceFile[], partial: boolean): void;
  /** The page can be seen again: start what waited. */
  resume(): void;
  /** Forgets what is waiting and what is under way. */
  cancel(): void;
}

/** Milliseconds between the starts of two builds: at least for what a person types, for what a model writes, at most. */
export const buildSpacing = { typed: 30, written: 120, most: 250 } as const;
/** How much of the time builds may take: a third leaves the server and the frame room for others. */
const share = 3;

/**
 * Builds the latest files, one build at a time. The first one after a pause starts at once, so that a keystroke is seen
 * without a wait; while more follow, the next starts the later the longer builds take.
 */
export function createBuildScheduler(context: SchedulerContext): BuildScheduler {
  let wish: { files: SourceFile[]; partial: boolean } | null = null;
  let running: AbortController | null = null;
  let startedAt = Number.NEGATIVE_INFINITY;
  let timer: unknown = null;
  /** What a build took lately, the last one counting half. */
  let taking = 0;

  function plan(): void {
    if (wish === null || running !== null || timer !== null || context.hidden()) return;
    const least = wish.partial ? buildSpacing.written : buildSpacing.typed;
    const spacing = Math.min(buildSpacing.most, Math.max(least, share * taking));
    const delay = Math.max(0, startedAt + spacing - context.now());
    timer = context.setTimer(() => {
      timer = null;
      void start();
    }, delay);
  }

  async function start(): Promise<void> {
    if (wish === null || context.hidden()) return;
    const { files, partial } = wish;
    wish = null;
    const controller = new AbortController();
    running = controller;
    startedAt = context.now();
    try {
      const build = await context.build(files, partial, controller.signal);
      taking = (taking + context.now() - startedAt) / 2;
      if (!controller.signal.aborted) context.onBuild(build, partial);
    } catch (error) {
      if (!controller.signal.aborted) context.onError(error, partial);
    } finally {
      if (running === controller) running = null;
      plan();
    }
  }

  return {
    request(files, partial) {
      wish = { files, partial };
      plan();
    },
    resume: plan,
    cancel() {
      wish = null;
      if (timer !== null) context.clearTimer(timer);
      timer = null;
      running?.abort();
      running = null;
    },
  };
}
