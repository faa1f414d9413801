/** `NAME=value` pairs before the program; a value may be quoted. */
const assignments = /^(?:[A-Za-z_]\w*=(?:'[^']*'|[^\s'])* +)+/u;

/** A command line without the environment before it, one option on each line. */
export function readableCommand(command: string): string {
  return command.replace(assignments, "").replaceAll(/ (?=--?[a-z])/gu, " \\\n  ");
}
