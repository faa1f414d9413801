import { z } from "zod";
import type { App } from "../../platform/app.ts";
import { defineJob, enqueue, JobFailure } from "../../platform/jobs/index.ts";
import { isMailAddress } from "../../platform/mail-address.ts";
import { type Letter, letterHtml, letterText, type Writer } from "./letter.ts";
import { canSendMail, mailedPage, readMailSettings } from "./mail-settings.ts";
import { sendMessage } from "./send.ts";
import { explainFailure } from "./smtp-failure.ts";

const message = z.object({
  to: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  /** When it is of no use any more, such as a link that has ended. */
  usefulUntil: z.number().nullable(),
});
export type Message = z.infer<typeof message>;

/** Sends one e-mail. A second time is possible (see platform/jobs); its Message-ID then is the same. */
export const mailJob = defineJob({
  kind: "mail",
  payload: message,
  timeoutMs: 120_000,
  async run(app, payload, { jobId, signal }) {
    if (payload.usefulUntil !== null && payload.usefulUntil <= app.clock.now()) {
      throw new JobFailure("Its link had ended before it could be sent.", { permanent: true });
    }
    if (!isMailAddress(payload.to.address)) {
      throw new JobFailure("The recipient's is not an e-mail address.", { permanent: true });
    }
    const settings = readMailSettings(app);
    if (!settings) throw new JobFailure("E-mail is not set up (any more).");
    try {
      await sendMessage(settings, { ...payload, id: jobId }, signal);
    } catch (error) {
      const { detail, permanent } = explainFailure(error, settings);
      throw new JobFailure(detail, { permanent, cause: error });
    }
  },
});

/** @param seen as for `mailedPage` */
export const writerOf = (app: App, seen?: string): Writer => ({ product: "Vitrine", page: mailedPage(app, seen) });

export interface Recipient {
  email: string;
  name: string;
  /** Of the account, where there is one. */
  id?: string;
}

export const written = (letter: Letter, to: Recipient, writer: Writer, usefulUntil: number | null): Message => ({
  to: { name: to.name, address: to.email },
  subject: letter.subject,
  text: letterText(letter, writer),
  html: letterHtml(letter, writer),
  usefulUntil,
});

/**
 * Has an e-mail sent, where this appliance can send any; inside a transaction it stands or falls with it.
 * @returns whether it will be sent
 */
export function postLetter(
  app: App,
  to: Recipient,
  letter: Letter,
  { usefulUntil = null, writer = writerOf(app) }: { usefulUntil?: number | null; writer?: Writer } = {},
): boolean {
  if (!canSendMail(app)) return false;
  enqueue(app, mailJob, written(letter, to, writer, usefulUntil), {
    summary: `${letter.summary} to ${to.email}`,
    ...(to.id === undefined ? {} : { ownerId: to.id }),
  });
  return true;
}
