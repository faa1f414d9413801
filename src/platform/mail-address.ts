/** Whom an e-mail comes from or goes to. */
export interface Mailbox {
  /** Empty where only the address is known. */
  name: string;
  address: string;
}

const addressPattern = /^[^\s@<>"(),:;\\]{1,64}@[^\s@<>"(),:;\\]{1,255}$/u;

/** Control characters, line and paragraph separators, and what turns the direction of writing around. */
const unwritable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Whether text can be an address in an e-mail's header; whether anybody reads there only sending can tell. */
export const isMailAddress = (text: string): boolean =>
  text.length <= 254 && addressPattern.test(text) && !unwritable.test(text) && !text.includes("..");

/** Reads `ada@example.org` or `Ada Lovelace <ada@example.org>`; anything else, such as a second line, is no mailbox. */
export function parseMailbox(text: string): Mailbox | undefined {
  const clean = text.trim();
  if (clean.length > 400 || unwritable.test(clean)) return undefined;
  const named = /^(.*?)\s*<([^<>]*)>$/.exec(clean);
  const address = named?.[2] ?? clean;
  const name = (named?.[1] ?? "").replace(/^"(.*)"$/, "$1").trim();
  if (!isMailAddress(address) || /[<>"\\]/.test(name)) return undefined;
  return { name, address };
}

export const formatMailbox = ({ name, address }: Mailbox): string => (name === "" ? address : `${name} <${address}>`);

/** A name as it may stand in a header: on one line, and no longer than a header bears. */
export const headerText = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .trim()
    .slice(0, 200);

/** `starttls` encrypts after a plain greeting and does not go on without it; `tls` encrypts from the first byte. */
export const mailSecurities = ["starttls", "tls", "none"] as const;
export type MailSecurity = (typeof mailSecurities)[number];

export interface SmtpServer {
  host: string;
  port: number;
  security: MailSecurity;
  username: string;
  password: string;
}

const usualPorts: Record<MailSecurity, number> = { starttls: 587, tls: 465, none: 25 };

/** Reads `smtp://NAME:PASSWORD@HOST:PORT` (STARTTLS), `smtps://…` (TLS) and `smtp://…?security=none`. */
export function parseSmtpUrl(text: string): SmtpServer | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === "" || !/^\/?$/.test(url.pathname)) return undefined;
  const told = url.searchParams.get("security") ?? (url.protocol === "smtps:" ? "tls" : "starttls");
  const security = mailSecurities.find((one) => one === told);
  if (!security || (url.protocol === "smtps:" && security !== "tls")) return undefined;
  try {
    return {
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port === "" ? usualPorts[security] : Number(url.port),
      security,
      username: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    };
  } catch {
    return undefined;
  }
}
