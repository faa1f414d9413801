import type { Letter, Writer } from "../letter.ts";
import { letterTime } from "./notices.ts";

export function invitationLetter(
  { url, name, invitedBy, expiresAt }: { url: string; name: string; invitedBy: string; expiresAt: number },
  { product }: Writer,
): Letter {
  return {
    subject: `You are invited to ${product}`,
    summary: "Invitation",
    paragraphs: [
      name === "" ? "Hello," : `Hello ${name},`,
      `${invitedBy} invites you to ${product}, where a sentence becomes a working user interface. Open the link to choose a password.`,
    ],
    action: { label: "Join", url },
    closing: `The link works once, until ${letterTime(expiresAt)}. If you expected no invitation, leave it alone: nothing happens then.`,
  };
}

export function passwordLetter({ url, expiresAt }: { url: string; expiresAt: number }, { product }: Writer): Letter {
  return {
    subject: "Choose a new password",
    summary: "Password link",
    paragraphs: [`Somebody, most likely you, asked for a new password for your ${product} account.`],
    action: { label: "Choose a new password", url },
    closing: `The link works once, until ${letterTime(expiresAt)}. If it was not you, do nothing: your password stays as it is.`,
  };
}

export function testLetter(writer: Writer): Letter {
  return {
    subject: "E-mail works",
    summary: "Test",
    paragraphs: [
      `This is a test of ${writer.product}. Invitations, password links and notices about accounts will arrive like this one.`,
    ],
  };
}
