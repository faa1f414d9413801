import { eq } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { durably } from "../../platform/database.ts";
import {
  formatMailbox,
  type Mailbox,
  type MailSecurity,
  parseMailbox,
  parseSmtpUrl,
  type SmtpServer,
} from "../../platform/mail-address.ts";
import { Problem } from "../../platform/problem.ts";
import { seal, unseal } from "../../platform/seal.ts";
import { purposeKey } from "../../platform/secrets.ts";
import { mailSettings } from "./schema.ts";

/** Everything that it takes to send. */
export interface MailSettings extends SmtpServer {
  source: "page" | "configuration";
  from: Mailbox;
  replyTo: Mailbox | undefined;
}

/** The settings as administrators see them. */
export interface MailView {
  configured: boolean;
  source: MailSettings["source"] | null;
  host: string;
  port: number;
  security: MailSecurity;
  username: string;
  hasPassword: boolean;
  from: string;
  replyTo: string;
}

export interface MailChange {
  host: string;
  port: number;
  security: MailSecurity;
  username: string;
  /** Left out, the stored one stays, as long as it goes to the same server as before. */
  password?: string | undefined;
  from: string;
  replyTo: string;
}

type SettingsApp = Pick<App, "db" | "config" | "secrets">;
const onlyRow = 1;
const about = "mail_settings password";
const key = (app: Pick<App, "secrets">) => purposeKey(app.secrets, "mail");

/** The mail server in use: of the configuration, which wins here as everywhere, or of the page. */
export function readMailSettings(app: SettingsApp): MailSettings | undefined {
  return fromConfiguration(app) ?? fromPage(app);
}

export const canSendMail = (app: SettingsApp): boolean => readMailSettings(app) !== undefined;

function fromConfiguration({ config }: SettingsApp): MailSettings | undefined {
  const server = parseSmtpUrl(config.smtp_url ?? "");
  const from = parseMailbox(config.mail_from ?? server?.username ?? "");
  if (!server || !from) return undefined;
  return { ...server, source: "configuration", from, replyTo: parseMailbox(config.mail_reply_to ?? "") };
}

const readRow = (app: Pick<App, "db">) => app.db.select().from(mailSettings).where(eq(mailSettings.id, onlyRow)).get();

function fromPage(app: SettingsApp): MailSettings | undefined {
  const row = readRow(app);
  const from = parseMailbox(row?.sender ?? "");
  if (!row || !from) return undefined;
  const { host, port, security, username, sealedPassword, replyTo } = row;
  // A password of another appliance (a copied database) counts as none: the server then says what is missing.
  const password = sealedPassword === "" ? "" : (unseal(key(app), about, sealedPassword) ?? "");
  return { host, port, security, username, password, source: "page", from, replyTo: parseMailbox(replyTo) };
}

export function mailView(app: SettingsApp): MailView {
  const found = readMailSettings(app);
  if (!found) {
    const nothing = { host: "", port: 587, security: "starttls", username: "", from: "", replyTo: "" } as const;
    return { configured: false, source: null, hasPassword: false, ...nothing };
  }
  const { source, host, port, security, username, password, from, replyTo } = found;
  const replies = replyTo ? formatMailbox(replyTo) : "";
  const seen = { host, port, security, username, hasPassword: password !== "", from: formatMailbox(from) };
  return { configured: true, source, ...seen, replyTo: replies };
}

/**
 * Stores what an administrator typed on the page.
 * @param pageUrl where they reached it
 * @throws Problem `conflict` where the configuration decides, `validation_failed`
 */
export function writeMailSettings(app: App, change: MailChange, pageUrl: string): MailView {
  requireOurs(app);
  const from = parseMailbox(change.from);
  if (!from) throw invalid("/from", "This must be an e-mail address, or a name and an address in < >.");
  const replyTo = parseMailbox(change.replyTo);
  if (change.replyTo.trim() !== "" && !replyTo) throw invalid("/replyTo", "This is not an e-mail address.");
  const host = change.host.trim().replace(/\.$/, "").toLowerCase();
  if (!/^[a-z0-9_.:-]{1,253}$/.test(host)) throw invalid("/host", "This must be a host name or an address.");
  const next = { host, port: change.port, security: change.security, username: change.username.trim() };
  const row = {
    ...next,
    sealedPassword: passwordFor(app, next, change.password),
    sender: formatMailbox(from),
    replyTo: replyTo ? formatMailbox(replyTo) : "",
    pageUrl,
    updatedAt: app.clock.now(),
  };
  durably(app.db, () =>
    app.db
      .insert(mailSettings)
      .values({ id: onlyRow, ...row })
      .onConflictDoUpdate({ target: mailSettings.id, set: row })
      .run(),
  );
  return mailView(app);
}

/** The kept password goes nowhere it was not typed for: that would hand it to whoever can change the host. */
function passwordFor(app: App, next: Omit<SmtpServer, "password">, given: string | undefined): string {
  if (given !== undefined) return given === "" ? "" : seal(app.random, key(app), about, given);
  const before = readRow(app);
  if (!before || before.sealedPassword === "" || next.username === "") return "";
  const same =
    before.host === next.host &&
    before.port === next.port &&
    before.username === next.username &&
    (before.security === next.security || next.security === "tls");
  if (!same) throw invalid("/password", "Type the password again: the stored one belongs to the server from before.");
  return before.sealedPassword;
}

/** @throws Problem `conflict` where the configuration decides */
export function clearMailSettings(app: App): void {
  requireOurs(app);
  durably(app.db, () => app.db.delete(mailSettings).run());
}

function requireOurs(app: SettingsApp): void {
  if (fromConfiguration(app)) {
    throw new Problem("conflict", "E-mail is set up by smtp_url in the configuration. Change it there and restart.");
  }
}

const invalid = (path: string, message: string) =>
  new Problem("validation_failed", message, { errors: [{ path, message }] });

/**
 * What links in e-mails begin with.
 * @param seen how an administrator reached the page just now; never what a stranger's request says, who would be sent
 *   the link of somebody else
 */
export function mailedPage(app: SettingsApp, seen?: string): string {
  const { public_url: publicUrl, host, port } = app.config;
  const told = publicUrl ?? readRow(app)?.pageUrl ?? seen;
  if (told) return told.replace(/\/+$/, "");
  const wild = host === "0.0.0.0" || host === "::";
  return `http://${wild ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`;
}
