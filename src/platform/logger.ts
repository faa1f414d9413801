import pino from "pino";
import pretty from "pino-pretty";

/** The part of pino that rooms use; a test may pass anything of this shape. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: Record<string, unknown>): Logger;
}

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

const secretFields = [
  "password",
  "token",
  "accessToken",
  "refreshToken",
  "authorization",
  "cookie",
  "apiKey",
  "secret",
  "ticket",
];

/**
 * Structured logs on stderr: one JSON object a line, or coloured text when stderr is a terminal.
 * Fields whose names mean a secret are replaced, at the top and one level down.
 */
export function createLogger(level: LogLevel, terminal: boolean = process.stderr.isTTY === true): Logger {
  // A transport would be a worker file, which does not exist inside the executable; a stream does.
  const stream = terminal
    ? pretty({ colorize: true, translateTime: "SYS:HH:MM:ss", ignore: "pid,hostname", destination: 2, sync: true })
    : pino.destination({ dest: 2, sync: true });
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretFields.flatMap((name) => [name, `*.${name}`]), censor: "[redacted]" },
      serializers: { err: pino.stdSerializers.err },
    },
    stream,
  );
}

/** For tests and for commands that must print nothing of their own. */
export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLogger,
};
