import { Problem } from "../../platform/problem.ts";
import type { MailSettings } from "./mail-settings.ts";

export interface Explained {
  /** A sentence for administrators. */
  detail: string;
  /** The same message would be refused again. */
  permanent: boolean;
}

type Server = Pick<MailSettings, "host" | "port" | "security" | "username">;

interface Facts {
  /** Of nodemailer, such as `EAUTH`. */
  code: string;
  /** Of the conversation; 0 where there was none. */
  status: number;
  answer: string;
  command: string;
  message: string;
}

/** What went wrong with a mail server, in a sentence that says what to do. */
export function explainFailure(error: unknown, server: Server): Explained {
  if (error instanceof Problem) return { detail: error.message, permanent: false };
  const facts = factsOf(error);
  const settings = explainTls(facts, server) ?? explainConnection(facts, server) ?? explainSignIn(facts, server);
  if (settings) return { detail: settings, permanent: false };
  return explainRefusal(facts, server);
}

/** What TLS says, by the words of its errors: nodemailer puts a code of its own in place of theirs. */
const certificateFaults: [RegExp, (host: string) => string][] = [
  [
    /self[- ]signed certificate/i,
    (host) =>
      `The certificate of ${host} is self-signed, so nobody vouches for it. Give the server one of a known authority, or name yours in NODE_EXTRA_CA_CERTS and restart.`,
  ],
  [
    /unable to (verify|get)|unknown ca\b/i,
    (host) =>
      `The certificate of ${host} comes from an authority that this machine does not know. Name that authority's certificate in NODE_EXTRA_CA_CERTS and restart.`,
  ],
  [
    /certificate has expired|not yet valid/i,
    (host) =>
      `The certificate of ${host} has expired or is not valid yet. Renew it, and check the clock of this machine.`,
  ],
  [
    /does not match certificate|altnames|ALTNAME/i,
    (host) =>
      `The certificate of the server is for another name than ${host}. Use the name that stands in the certificate.`,
  ],
];

function explainTls({ code, message, status }: Facts, { host, port, security }: Server): string | undefined {
  const fault = certificateFaults.find(([words]) => words.test(message));
  if (fault) return fault[1](host);
  if (/wrong.version.number|packet.length.too.long/i.test(message)) {
    return `${host} does not speak TLS on port ${port} from the start. Choose STARTTLS, or the port for TLS (often 465).`;
  }
  if (code === "ETLS" && security === "starttls") {
    const why = status >= 500 || /STARTTLS/i.test(message) ? "does not offer STARTTLS" : "could not begin encryption";
    return `${host} ${why} on port ${port}, so nothing was sent. Choose another port, or TLS from the start (often 465).`;
  }
  if (code === "ETLS") return `An encrypted connection to ${host}:${port} could not be made.`;
  return undefined;
}

function explainConnection(facts: Facts, { host, port, security }: Server): string | undefined {
  const { code, message, status, command } = facts;
  if (message.includes("ECONNREFUSED")) {
    return `Nothing answers at ${host} on port ${port}. Check host and port, and whether the mail server runs.`;
  }
  if (/EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/.test(message)) {
    return `This machine has no way to ${host}. Check the network.`;
  }
  if (code === "ETIMEDOUT" && /greeting/i.test(message)) {
    const hint = security === "tls" ? "" : " It may expect TLS from the start (often port 465).";
    return `${host} took the connection on port ${port} and then said nothing.${hint}`;
  }
  if (code === "ETIMEDOUT") return `${host} did not answer on port ${port} in time. A firewall may be in between.`;
  if (status !== 0) return undefined;
  if (code === "EPROTOCOL") return `What answers at ${host}:${port} is no mail server.`;
  if (code === "ECONNECTION" || code === "ESOCKET" || command === "CONN") {
    const hint = security === "tls" && command === "CONN" ? " It may not speak TLS from the start on that port." : "";
    return `The connection to ${host}:${port} broke off before the message was taken.${hint}`;
  }
  return undefined;
}

function explainSignIn({ code, answer, status }: Facts, { host, username }: Server): string | undefined {
  if (code === "ENOAUTH" || status === 530) {
    return `${host} wants a user name and a password before it takes e-mail.${said(answer)}`;
  }
  if (code !== "EAUTH") return undefined;
  if (status === 0) return `${host} offers no way to sign in that is known here.`;
  if (status < 500) return `${host} could not check the sign-in just now.${said(answer)}`;
  return `${host} refused the sign-in of ${username}. Check user name and password.${said(answer)}`;
}

function explainRefusal({ status, answer, command, message }: Facts, { host }: Server): Explained {
  if (status === 0)
    return { detail: `The message could not be handed to ${host}: ${firstLine(message)}`, permanent: false };
  const permanent = status >= 500 && status !== 503;
  if (!permanent) return { detail: `${host} does not take the message just now.${said(answer)}`, permanent };
  if (/relay/i.test(answer)) {
    return { detail: `${host} does not pass e-mail on to that address for us.${said(answer)}`, permanent };
  }
  if (/MAIL FROM/i.test(command)) return { detail: `${host} refused the sender.${said(answer)}`, permanent };
  if (/RCPT TO/i.test(command)) return { detail: `${host} refused the recipient.${said(answer)}`, permanent };
  return { detail: `${host} refused the message.${said(answer)}`, permanent };
}

const firstLine = (text: string): string => (text.split(/[\r\n]/)[0] ?? "").replaceAll(/\p{Cc}/gu, " ").slice(0, 200);
const said = (answer: string): string => (answer === "" ? "" : ` It said: ${firstLine(answer)}`);

function factsOf(error: unknown): Facts {
  const own = new Map<string, unknown>(error instanceof Error ? Object.entries(error) : []);
  const status = own.get("responseCode");
  return {
    code: String(own.get("code") ?? ""),
    status: typeof status === "number" ? status : 0,
    answer: String(own.get("response") ?? ""),
    command: String(own.get("command") ?? ""),
    message: error instanceof Error ? error.message : String(error),
  };
}
