import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { parseNetwork } from "./address.ts";
import { logLevels } from "./logger.ts";
import { parseMailbox, parseSmtpUrl } from "./mail-address.ts";
import { dataPaths, defaultDataDir } from "./paths.ts";
import { isPrivateOnTheWay } from "./safe-url.ts";

const provider = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, "use lower-case letters, digits and dashes"),
  kind: z.enum(["openai", "anthropic"]),
  label: z.string().min(1).optional(),
  base_url: z.url({ protocol: /^https?$/, error: "must be an http:// or https:// URL" }).optional(),
  /** Tried in turn; may be empty for a local engine. */
  api_keys: z.array(z.string().min(1)).default([]),
});

/** Who signs people in, beside those that administrators add on the page. */
const signIn = z.strictObject({
  /** Part of the redirect URI that the provider must know: `/api/auth/oauth/ID/callback`. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, "use lower-case letters, digits and dashes"),
  kind: z.enum(["google", "github", "oidc"]),
  label: z.string().trim().min(1).max(60).optional(),
  /** The issuer of an `oidc` provider; where a GitHub Enterprise Server lives. */
  issuer: z.url({ protocol: /^https?$/, error: "must be an https:// URL" }).optional(),
  client_id: z.string().min(1),
  client_secret: z.string().default(""),
  /** E-mail domains that may come in; empty lets all in. */
  allowed_domains: z
    .array(z.string().regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/i, "must be domains such as example.org"))
    .default([]),
  /** Whether people without an account get one, as far as the way of joining allows. */
  create_accounts: z.boolean().default(true),
});

/** A list in the file, or text with commas in a variable. */
const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((given) => (typeof given === "string" ? splitList(given) : given), z.array(item).default([]));

const mailbox = z
  .string()
  .refine((text) => parseMailbox(text) !== undefined, "must be an e-mail address, or a name and one in < >");

const perMinute = (usual: number) => z.coerce.number().int().min(1).max(1_000_000).default(usual);

/** Requests a minute, as many of them at once: of one person or key, or (auth) of one address. */
const rateLimits = z.strictObject({
  enabled: z.boolean().default(true),
  /** Sign-ins and the like; a team behind one address signs in at once in the morning. */
  auth: perMinute(120),
  generate: perMinute(60),
  read: perMinute(1800),
  write: perMinute(600),
  upload: perMinute(240),
  /** Previews of half-written files: one for every keystroke of a fast typist, and a few a second of what a model writes. */
  preview: perMinute(1200),
});

const schema = z.strictObject({
  host: z.string().min(1).default("127.0.0.1"),
  port: z.coerce.number().int().min(0).max(65535).default(8080),
  /** The URL that people use, when a proxy stands in front. */
  public_url: z.url({ protocol: /^https?$/, error: "must be an http:// or https:// URL" }).optional(),
  /** Addresses or networks of proxies in front; what they say about a client is believed, nobody else's word is. */
  trusted_proxies: list(
    z.string().refine((text) => parseNetwork(text) !== undefined, "must be addresses or networks such as 10.0.0.0/8"),
  ),
  /** The header in which those proxies name the client. Only this one is read: a client can send the other. */
  proxy_header: z.enum(["x-forwarded-for", "forwarded"]).default("x-forwarded-for"),
  /** Further names that people reach this server by, beside the public URL's and names inside a private network. */
  allowed_hosts: list(z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i, "must be host names without port")),
  log_level: z.enum(logLevels).default("info"),
  /** The model that `auto` means, as `provider/model`. */
  default_model: z.string().min(1).optional(),
  /** Whether the built-in pattern engine is offered. */
  builtin_engine: z.boolean().default(true),
  /** Generations that run at once; later ones queue. */
  max_generations: z.coerce.number().int().min(1).max(1024).default(64),
  /** While an engine of this machine loads: wait for it, or let another provider answer meanwhile. */
  while_loading: z.enum(["wait", "fallback"]).default("wait"),
  /** Where models are fetched from, when it is not Hugging Face itself. */
  hub_url: z.url({ protocol: /^https?$/, error: "must be an http:// or https:// URL" }).optional(),
  /** The program that tells about GPUs, when it is not found by itself. */
  nvidia_smi: z.string().min(1).optional(),
  /** The mail server: `smtp://` encrypts with STARTTLS, `smtps://` from the first byte, `?security=none` not at all. */
  smtp_url: z
    .string()
    .refine((text) => parseSmtpUrl(text) !== undefined, "must look like smtp://NAME:PASSWORD@HOST:587")
    .optional(),
  /** Whom e-mail comes from, as `Vitrine <vitrine@example.org>`; the name in `smtp_url` where that is an address. */
  mail_from: mailbox.optional(),
  /** Where answers to e-mail go. */
  mail_reply_to: mailbox.optional(),
  providers: z.array(provider).default([]),
  sign_in: z.array(signIn).default([]),
  rate_limits: rateLimits.prefault({}),
});

export type ProviderConfig = z.infer<typeof provider>;
export type SignInConfig = z.infer<typeof signIn>;
export type Config = Readonly<z.infer<typeof schema>> & {
  readonly dataDir: string;
  readonly adminEmail: string | undefined;
  readonly adminPassword: string | undefined;
};

/** What a command line may set; anything undefined was not given. */
export interface ConfigFlags {
  host?: string | undefined;
  port?: string | undefined;
  data?: string | undefined;
  logLevel?: string | undefined;
}

/** Every problem of the configuration at once, one sentence each. */
export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:\n${problems.map((p) => `  - ${p}`).join("\n")}`,
    );
    this.name = "ConfigError";
    this.problems = problems;
  }
}

type Env = Record<string, string | undefined>;

/**
 * Settings from flags, then `VITRINE_*` variables, then `config.toml` in the data folder, then defaults.
 * @throws ConfigError
 */
export function loadConfig(flags: ConfigFlags, env: Env, uid: number | undefined = process.getuid?.()): Config {
  const dataDir = flags.data || env.VITRINE_DATA || defaultDataDir(env, uid);
  const problems: string[] = [];
  const file = readFile(dataPaths(dataDir).configFile, problems);
  const merged = { ...file, ...definedOnly(fromEnvironment(env)), ...definedOnly(fromFlags(flags)) };
  const providers = [...(Array.isArray(file.providers) ? file.providers : []), ...providersFromEnvironment(env)];
  const limits = env.VITRINE_RATE_LIMITS === "off" ? { rate_limits: { enabled: false } } : {};
  const parsed = schema.safeParse({ ...merged, ...limits, providers });
  if (!parsed.success) {
    for (const issue of parsed.error.issues)
      problems.push(`${issue.path.join(".") || "config.toml"}: ${issue.message}`);
  } else {
    const { providers: models, sign_in: signIns } = parsed.data;
    problems.push(...providerProblems(models), ...signInProblems(signIns), ...mailProblems(parsed.data));
  }
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  return Object.freeze({
    ...parsed.data,
    dataDir,
    adminEmail: env.VITRINE_ADMIN_EMAIL || undefined,
    adminPassword: env.VITRINE_ADMIN_PASSWORD || undefined,
  });
}

function readFile(path: string, problems: string[]): Record<string, unknown> {
  if (!existsSync(path)) return {};
  try {
    const parsed: unknown = Bun.TOML.parse(readFileSync(path, "utf8"));
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  } catch (error) {
    problems.push(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return {};
  }
}

function fromEnvironment(env: Env): Record<string, string | boolean | undefined> {
  return {
    host: env.VITRINE_HOST,
    port: env.VITRINE_PORT,
    public_url: env.VITRINE_PUBLIC_URL,
    trusted_proxies: env.VITRINE_TRUSTED_PROXIES,
    proxy_header: env.VITRINE_PROXY_HEADER,
    allowed_hosts: env.VITRINE_ALLOWED_HOSTS,
    log_level: env.VITRINE_LOG_LEVEL,
    default_model: env.VITRINE_DEFAULT_MODEL,
    max_generations: env.VITRINE_MAX_GENERATIONS,
    while_loading: env.VITRINE_WHILE_LOADING,
    hub_url: env.VITRINE_HUB_URL,
    nvidia_smi: env.VITRINE_NVIDIA_SMI,
    smtp_url: env.VITRINE_SMTP_URL,
    mail_from: env.VITRINE_MAIL_FROM,
    mail_reply_to: env.VITRINE_MAIL_REPLY_TO,
    builtin_engine: env.VITRINE_BUILTIN_ENGINE === undefined ? undefined : env.VITRINE_BUILTIN_ENGINE !== "false",
  };
}

function fromFlags(flags: ConfigFlags): Record<string, string | undefined> {
  return { host: flags.host, port: flags.port, log_level: flags.logLevel };
}

function providersFromEnvironment(env: Env): unknown[] {
  const found: unknown[] = [];
  if (env.OPENAI_API_KEY || env.VITRINE_OPENAI_BASE_URL) {
    found.push({
      id: "openai",
      kind: "openai",
      ...(env.VITRINE_OPENAI_BASE_URL ? { base_url: env.VITRINE_OPENAI_BASE_URL } : {}),
      api_keys: splitList(env.OPENAI_API_KEY),
    });
  }
  if (env.ANTHROPIC_API_KEY) {
    found.push({
      id: "anthropic",
      kind: "anthropic",
      ...(env.VITRINE_ANTHROPIC_BASE_URL ? { base_url: env.VITRINE_ANTHROPIC_BASE_URL } : {}),
      api_keys: splitList(env.ANTHROPIC_API_KEY),
    });
  }
  return found;
}

const splitList = (text: string | undefined): string[] =>
  (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

function providerProblems(providers: ProviderConfig[]): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { id, kind, api_keys: keys } of providers) {
    if (id === "builtin") problems.push("providers: the id `builtin` belongs to the pattern engine");
    if (seen.has(id)) problems.push(`providers: the id \`${id}\` is used twice (a variable may define it too)`);
    if (kind === "anthropic" && keys.length === 0) problems.push(`providers.${id}: api_keys is empty`);
    seen.add(id);
  }
  return problems;
}

function mailProblems({
  smtp_url: url,
  mail_from: from,
}: {
  smtp_url?: string | undefined;
  mail_from?: string | undefined;
}) {
  const username = url && parseSmtpUrl(url)?.username;
  return url && !from && !parseMailbox(username ?? "")
    ? ["mail_from: say whom e-mail comes from, as `Vitrine <vitrine@example.org>`"]
    : [];
}

function signInProblems(providers: SignInConfig[]): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { id, kind, issuer } of providers) {
    if (seen.has(id)) problems.push(`sign_in: the id \`${id}\` is used twice`);
    if (kind === "oidc" && issuer === undefined) problems.push(`sign_in.${id}: an oidc provider needs its issuer`);
    if (issuer !== undefined && !isPrivateOnTheWay(new URL(issuer)))
      problems.push(`sign_in.${id}: issuer must be https`);
    if (kind === "google" && issuer !== undefined) problems.push(`sign_in.${id}: google has its own issuer`);
    seen.add(id);
  }
  return problems;
}

function definedOnly<T>(record: Record<string, T | undefined>): Record<string, T> {
  const defined: Record<string, T> = {};
  for (const [key, value] of Object.entries(record)) if (value !== undefined && value !== "") defined[key] = value;
  return defined;
}
