import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import { headerText } from "../../platform/mail-address.ts";
import { safeAddresses } from "../../platform/safe-url.ts";
import type { MailSettings } from "./mail-settings.ts";

export interface OutgoingMessage {
  /** Becomes the Message-ID: the same e-mail sent twice can be told from two. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
}

const connectMs = 15_000;
const silenceMs = 30_000;

/**
 * Hands one message to the mail server and resolves when it has taken it.
 * @throws Problem for a server that must not be reached, otherwise whatever went wrong; see `explainFailure`
 */
export async function sendMessage(
  settings: MailSettings,
  message: OutgoingMessage,
  signal: AbortSignal,
): Promise<void> {
  const addresses = await safeAddresses(settings.host, "administrator", undefined, "/host");
  let failure: unknown;
  // The name is not looked up again: what was checked is what is connected to.
  for (const address of addresses.slice(0, 4)) {
    try {
      await sendTo(address, settings, message, signal);
      return;
    } catch (error) {
      failure = error;
      if (signal.aborted || !isUnreachable(error)) break;
    }
  }
  throw failure;
}

async function sendTo(address: string, settings: MailSettings, message: OutgoingMessage, signal: AbortSignal) {
  const { host, port, security, username, password, from, replyTo } = settings;
  const transport = createTransport({
    host: address,
    port,
    name: "vitrine",
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    // The certificate must be for the name, although the connection goes to an address; an address is no server name.
    tls: { ...(isIP(host) ? {} : { servername: host }), minVersion: "TLSv1.2" },
    ...(username === "" ? {} : { auth: { user: username, pass: password } }),
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
  try {
    await transport.sendMail({
      from: boxOf(from),
      to: boxOf(message.to),
      ...(replyTo ? { replyTo: boxOf(replyTo) } : {}),
      envelope: { from: from.address, to: [message.to.address] },
      subject: headerText(message.subject),
      text: message.text,
      html: message.html,
      messageId: `<${message.id}@${from.address.split("@")[1]}>`,
      // RFC 3834: holiday answers and the like leave it alone.
      headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
      signal,
    });
  } finally {
    transport.close();
  }
}

const boxOf = ({ name, address }: { name: string; address: string }) => ({ name: headerText(name), address });

/** Another address of the same name may answer where this one does not. */
const isUnreachable = (error: unknown): boolean =>
  error instanceof Error &&
  /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|Connection timeout/.test(error.message);
