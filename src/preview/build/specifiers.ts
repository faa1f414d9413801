/**
 * The plain name of a package that is addressed with a version, a registry or a content delivery network:
 * `lucide-react@0.3`, `npm:react@18`, `https://esm.sh/react@19/jsx-runtime?dev`.
 * @returns the specifier itself when it is plain already
 */
export function plainSpecifier(specifier: string): string {
  const path = networkPath(specifier) ?? specifier.replace(/^(?:npm|jsr|esm|pkg):\/?/, "");
  if (path === specifier && !/[^/]@/.test(specifier)) return specifier;
  const [scopeOrName = "", ...rest] = path.split("/");
  const parts = scopeOrName.startsWith("@")
    ? [`${scopeOrName}/${rest.shift() ?? ""}`, ...rest]
    : [scopeOrName, ...rest];
  const name = (parts[0] ?? "").replace(/(?<=.)@[^/]*$/, "");
  return /^(@[\w.-]+\/)?[\w.-]+$/.test(name) ? [name, ...parts.slice(1)].join("/") : specifier;
}

/** The part of a network's address that names package and module; undefined for other addresses. */
function networkPath(specifier: string): string | undefined {
  const url = /^https?:\/\/([\w.-]+)\/([^?#]+)/.exec(specifier);
  const [, host = "", path = ""] = url ?? [];
  if (!/(^|\.)(esm\.sh|esm\.run|unpkg\.com|skypack\.dev|jspm\.io|jsdelivr\.net|aistudiocdn\.com|esm\.dev)$/.test(host))
    return undefined;
  const plain = path
    .replace(/^(?:v\d+|stable|gh|npm|pin|\*)\//, "")
    .replace(/^npm:/, "")
    .replace(/\/\+esm$/, "");
  // A path into the package's own folders names the package as a whole.
  return plain.replace(/^((?:@[\w.-]+\/)?[\w.-]+(?:@[^/]*)?)\/(?:dist|build|umd|cjs|esm|es|lib)\/.*$/, "$1");
}

/** Modules that exist only where a server runs, and what they are for. */
const serverModules: [pattern: RegExp, what: string][] = [
  [
    /^(node:.*|assert|async_hooks|buffer|child_process|cluster|crypto|dgram|dns|fs|fs\/promises|http|http2|https|module|net|os|path|perf_hooks|process|readline|stream|stream\/.*|tls|tty|url|util|v8|vm|worker_threads|zlib)$/,
    "a part of Node",
  ],
  [
    /^(@prisma\/|prisma$|drizzle-orm|pg$|mysql2?($|\/)|mongodb$|mongoose$|better-sqlite3$|@vercel\/(postgres|kv|blob)|@neondatabase\/|@libsql\/|ioredis$|redis$|@upstash\/|kysely$|knex$|typeorm$|sequelize$|@planetscale\/)/,
    "a database client",
  ],
  [/^(express|fastify|koa|hono($|\/)|nodemailer|bcrypt(js)?|jsonwebtoken|jose|sharp|dotenv)($|\/)/, "a server library"],
  [
    /^(openai|@anthropic-ai\/|@google\/gen|resend$|stripe$|twilio$|@aws-sdk\/|firebase-admin|googleapis)/,
    "a client of a remote service",
  ],
];

/** What a module is, when it can only work on a server; undefined otherwise. */
export const serverModule = (specifier: string): string | undefined =>
  serverModules.find(([pattern]) => pattern.test(specifier))?.[1];
