/** Reading of a `config.json`, whose fields have many names; what is missing is said, never guessed. */
export type Config = Readonly<Record<string, unknown>>;

/** The file does not tell, or tells something that this code does not know; the message ends a sentence. */
export class UnknownShape extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnknownShape";
  }
}

export function isConfig(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first of the fields that holds a whole number of at least 0; undefined when none does. */
export function optionalInteger(config: Config, ...names: string[]): number | undefined {
  for (const name of names) {
    const value = config[name];
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  }
  return undefined;
}

/** Like `optionalInteger`, for what must be at least 1. @throws UnknownShape */
export function integer(config: Config, ...names: string[]): number {
  const value = optionalInteger(config, ...names);
  if (value === undefined || value < 1) throw new UnknownShape(`it does not say ${names.join(" or ")}`);
  return value;
}

/** A list of strings or undefined. */
export function strings(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

/** A list of whole numbers or undefined. */
export function integers(value: unknown): number[] | undefined {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item)) ? value : undefined;
}

/** The `head_dim` of an attention layer; older files leave it to be hidden size / heads. */
export function headDimension(config: Config, heads: number): number {
  return (
    optionalInteger(config, "head_dim", "attention_head_dim") || Math.floor(integer(config, "hidden_size") / heads)
  );
}
