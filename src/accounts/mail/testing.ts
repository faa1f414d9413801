import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { selfSigned } from "./testing-certificate.ts";

export const mailPassword = "a mail password";

/** What the server says to a recipient: undefined takes the message. */
export type Verdict = { status: number; text: string } | undefined;

export interface ReceivedMail extends ParsedMail {
  /** As the client gave it, apart from the headers. */
  envelope: { from: string; to: string[] };
  secure: boolean;
}

export interface TestMailServer {
  port: number;
  /** Everything that was taken, oldest first. */
  received: ReceivedMail[];
  /** Every recipient that was asked for, taken or not. */
  asked: string[];
  /** Resolves with the next message that is taken and was not waited for yet. */
  next(): Promise<ReceivedMail>;
  verdict: (recipient: string) => Verdict;
  stop(): Promise<void>;
}

/** A real SMTP server on a port of this machine that keeps what it is sent. */
export async function startMailServer(options: SMTPServerOptions = {}, port = 0): Promise<TestMailServer> {
  const received: ReceivedMail[] = [];
  const waiting: ((mail: ReceivedMail) => void)[] = [];
  let handed = 0;
  const state = { asked: [] as string[], verdict: (_recipient: string): Verdict => undefined };
  const server = new SMTPServer({
    ...selfSigned,
    authOptional: true,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, done) =>
      password === mailPassword
        ? done(null, { user: username })
        : done(Object.assign(new Error("5.7.8 Authentication credentials invalid"), { responseCode: 535 })),
    onRcptTo({ address }, _session, done) {
      state.asked.push(address);
      const verdict = state.verdict(address);
      if (verdict) done(Object.assign(new Error(verdict.text), { responseCode: verdict.status }));
      else done();
    },
    onData(stream, { envelope, secure }, done) {
      void simpleParser(stream).then((parsed) => {
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        const mail = Object.assign(parsed, { envelope: { from, to }, secure });
        received.push(mail);
        done();
        const wanted = waiting.shift();
        if (wanted) {
          handed++;
          wanted(mail);
        }
      });
    },
    ...options,
  });
  // A client that does not trust the certificate breaks off; the tests look at the client.
  server.on("error", () => {});
  const listening = Promise.withResolvers<void>();
  server.listen(port, "127.0.0.1", listening.resolve);
  await listening.promise;
  const address: AddressInfo | string | null = server.server.address();
  if (typeof address !== "object" || address === null) throw new Error("the mail server does not listen");
  return Object.assign(state, {
    port: address.port,
    received,
    next: () => {
      const known = received[handed];
      if (!known) return new Promise<ReceivedMail>((resolve) => waiting.push(resolve));
      handed++;
      return Promise.resolve(known);
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

/** Settings of the page for such a server. */
export const settingsFor = ({ port }: Pick<TestMailServer, "port">) => ({
  host: "127.0.0.1",
  port,
  security: "none" as const,
  username: "",
  from: "Vitrine <vitrine@example.org>",
  replyTo: "",
});

/** The first link in a message's text. */
export const linkIn = ({ text }: Pick<ParsedMail, "text">): string => /https?:\/\/\S+/.exec(text ?? "")?.[0] ?? "";
