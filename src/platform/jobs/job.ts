import type { z } from "zod";
import type { App } from "../app.ts";

/** What a handler is told about the attempt it makes. */
export interface Attempt {
  jobId: string;
  /** From 1. */
  number: number;
  /** Aborts when the time is up or the server stops; what goes on after it counts for nothing. */
  signal: AbortSignal;
}

export interface JobDefinition<Payload> {
  /** Stored with each job; never changes its meaning. */
  kind: string;
  payload: z.ZodType<Payload>;
  /** Attempts before a job is given up; 10 unless told, which takes about three hours. */
  maxAttempts?: number;
  /** How long one attempt may take; a minute unless told. */
  timeoutMs?: number;
  /**
   * Does the work. It may be called again after it succeeded (see README.md), so doing it twice must be harmless, or
   * at least bearable.
   * @throws JobFailure with a sentence for administrators; anything else is logged and tried again
   */
  run(app: App, payload: Payload, attempt: Attempt): Promise<void>;
}

/** A kind of job, made once by `defineJob`; the queue knows payloads as JSON alone. */
export interface JobKind<Payload = unknown> extends Readonly<Required<Omit<JobDefinition<Payload>, "run">>> {
  /** Checks the payload and does the work. */
  runText(app: App, payload: string, attempt: Attempt): Promise<void>;
}

export function defineJob<Payload>(definition: JobDefinition<Payload>): JobKind<Payload> {
  const { kind, payload, maxAttempts = 10, timeoutMs = 60_000 } = definition;
  return {
    kind,
    payload,
    maxAttempts,
    timeoutMs,
    async runText(app, text, attempt) {
      const parsed = payload.safeParse(JSON.parse(text));
      if (!parsed.success) throw new JobFailure("What this job was to do can no longer be read.", { permanent: true });
      await definition.run(app, parsed.data, attempt);
    },
  };
}

/** An attempt failed in a way that administrators are told about; nothing secret goes into the message. */
export class JobFailure extends Error {
  /** Trying again would not help. */
  readonly permanent: boolean;

  constructor(message: string, { permanent = false, cause }: { permanent?: boolean; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "JobFailure";
    this.permanent = permanent;
  }
}
