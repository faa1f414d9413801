/** Characters that a POSIX shell leaves alone outside quotes. */
const plain = /^[A-Za-z0-9_@%+=:,./•-]+$/;

/** Names of variables and flags whose values are for nobody's eyes. `TOKENS` and `TOKENIZER` are no secrets. */
const secretName = /(?:^|[_-])(?:key|token|secret|password|passwd|credentials?|auth)$/i;

const hidden = "•••";

/** One word as a shell needs it. */
export function shellQuote(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Whether a variable or a flag of this name is likely to carry a secret. */
export const isSecretName = (name: string): boolean => secretName.test(name.replace(/^-+/, ""));

/**
 * A command line for a terminal or a page: shell-quoted, variables before the program, secrets replaced by `•••`.
 * It is for reading; what is started is `argv` itself, without a shell.
 */
export function commandLine(argv: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const variables = Object.entries(env).map(([name, value]) =>
    isSecretName(name) ? `${name}=${hidden}` : `${name}=${value === "" ? "" : shellQuote(value)}`,
  );
  return [...variables, ...withoutSecrets(argv).map(shellQuote)].join(" ");
}

function withoutSecrets(argv: readonly string[]): string[] {
  let hideNext = false;
  return argv.map((word) => {
    if (hideNext) {
      hideNext = false;
      return hidden;
    }
    const [, flag, value] = /^(--?[A-Za-z][\w-]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (flag === undefined || !isSecretName(flag)) return word;
    if (value !== undefined) return `${flag}=${hidden}`;
    hideNext = true;
    return word;
  });
}
