import { parseArgs } from "node:util";

/** Where a command reads and writes; a test hands in its own. */
export interface Io {
  env: Record<string, string | undefined>;
  /** What was asked for; the only thing on stdout. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
  /** One line typed by the person, without echo where the terminal allows it. */
  readSecret(prompt: string): Promise<string>;
}

export interface Command {
  name: string;
  summary: string;
  /** Lines under `--help`: usage, options, an example. */
  help: string;
  /** @returns the exit code: 0 success, 1 failure, 2 wrong usage */
  run(args: string[], io: Io): Promise<number>;
}

/** Wrong usage: printed with a pointer to `--help`, exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

type OptionTypes = Record<string, { type: "string" | "boolean"; short?: string }>;

/** Options every command that touches the data folder has. */
export const dataOption = { data: { type: "string" } } as const;

/**
 * Strict option parsing with our own error sentences.
 * @throws UsageError
 */
export function readArgs<T extends OptionTypes>(args: string[], options: T, positionals: { min: number; max: number }) {
  try {
    const parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
    const count = parsed.positionals.length;
    if (count < positionals.min) throw new UsageError("An argument is missing.");
    if (count > positionals.max) throw new UsageError(`Unexpected argument: ${parsed.positionals[positionals.max]}`);
    return parsed;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(error instanceof Error ? (error.message.split(". ")[0] ?? "Wrong usage") : "Wrong usage");
  }
}
