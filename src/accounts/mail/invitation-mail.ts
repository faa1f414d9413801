import type { App } from "../../platform/app.ts";
import { deleteJobsOf } from "../../platform/jobs/index.ts";
import type { SentInvitation } from "../people/invitations.ts";
import { pageBase } from "../people/links.ts";
import { postLetter, writerOf } from "./mail-job.ts";
import { invitationLetter } from "./templates/links.ts";

/**
 * Mails an invitation's link, and nothing of an earlier link that has stopped working.
 * @returns whether it will be sent: it is not where no e-mail is set up
 */
export function mailInvitation(
  app: App,
  { row, token }: SentInvitation,
  by: { name: string; email: string },
  request: Request,
): boolean {
  const { id, email, name, expiresAt } = row;
  withdrawInvitationMail(app, id);
  const writer = writerOf(app, pageBase(app, request));
  const url = `${writer.page}/invitation#${token}`;
  const letter = invitationLetter({ url, name, invitedBy: by.name || by.email, expiresAt }, writer);
  return postLetter(app, { id, email, name }, letter, { usefulUntil: expiresAt, writer });
}

/** An e-mail that still waits is not sent any more. */
export const withdrawInvitationMail = (app: App, invitationId: string): void => deleteJobsOf(app, invitationId);
