import { deviceName } from "../../sign-in/device-name.ts";
import type { Letter, Writer } from "../letter.ts";
import type { Notice } from "../notice.ts";

/** `30 November 2026, 16:05 UTC` */
export const letterTime = (ms: number): string =>
  `${new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }).format(ms).replace(" at ", ", ")} UTC`;

type Written = Pick<Letter, "subject" | "paragraphs"> & Partial<Letter>;

const notYou = "If this was not you, change your password, sign out everywhere else, and tell an administrator.";

/** The e-mail about something that happened to an account. */
export function noticeLetter(notice: Notice, at: number, writer: Writer): Letter {
  const written = write(notice, writer);
  return {
    summary: `Notice: ${written.subject}`,
    facts: isAboutSafety(notice) ? factsOf(notice, at) : [],
    closing: isAboutSafety(notice) ? notYou : "",
    ...written,
  };
}

const isAboutSafety = ({ kind }: Notice): boolean => kind !== "request-approved" && kind !== "join-request";

function factsOf({ from }: Notice, at: number): [string, string][] {
  const facts: [string, string][] = [["When", letterTime(at)]];
  if (from && from.userAgent !== "") facts.push(["Device", deviceName(from.userAgent)]);
  if (from && from.address !== "") facts.push(["Address", from.address]);
  return facts;
}

function write(notice: Notice, { product, page }: Writer): Written {
  const action = { label: "Look at your account", url: `${page}/account` };
  switch (notice.kind) {
    case "password-changed":
      return {
        subject: "Your password was changed",
        paragraphs: [`The password of your ${product} account was changed. Every other device was signed out.`],
        closing: "If this was not you, ask an administrator for a new password link at once.",
      };
    case "password-reset":
      return {
        subject: "Your password was set anew",
        paragraphs: [
          `The password of your ${product} account was set ${notice.byAdministrator ? "by an administrator" : "with a one-time link"}. Every device was signed out.`,
        ],
        closing: "If this was not you, ask an administrator for a new password link at once.",
      };
    case "codes-enabled":
      return {
        subject: "One-time codes were turned on",
        paragraphs: [
          "Signing in now also needs a code from your authenticator app. Keep the recovery codes where you find them.",
        ],
        action,
      };
    case "codes-disabled":
      return {
        subject: "One-time codes were turned off",
        paragraphs: [
          notice.byAdministrator
            ? "An administrator turned the one-time codes of your account off. Your password alone is enough to sign in now."
            : "Your password alone is enough to sign in now.",
        ],
        action,
      };
    case "passkey-added":
      return {
        subject: "A passkey was added",
        paragraphs: [`The passkey “${notice.name}” can sign in to your account from now on.`],
        action,
      };
    case "passkey-removed":
      return {
        subject: "A passkey was removed",
        paragraphs: [`The passkey “${notice.name}” can no longer sign in to your account.`],
        action,
      };
    case "passkeys-removed":
      return {
        subject: "Your passkeys were removed",
        paragraphs: ["An administrator removed every passkey of your account. Sign in another way and add new ones."],
        action,
      };
    case "new-device":
      return {
        subject: "A new sign-in to your account",
        paragraphs: ["Somebody signed in to your account from a place where you have not been signed in lately."],
        action,
      };
    case "key-created":
      return {
        subject: "An API key was made",
        paragraphs: [`The API key “${notice.name}” can act for you from now on, as far as its scopes allow.`],
        action,
      };
    case "identity-linked":
      return {
        subject: `${notice.provider} can sign in to your account`,
        paragraphs: [`The ${notice.provider} account ${notice.account} can sign in as you from now on.`],
        action,
      };
    case "identity-unlinked":
      return {
        subject: `${notice.provider} can no longer sign in to your account`,
        paragraphs: [`Your account is no longer linked with ${notice.provider}.`],
        action,
      };
    case "request-approved":
      return {
        subject: `Welcome to ${product}`,
        paragraphs: ["An administrator let you in. Sign in with the e-mail address and the password that you chose."],
        action: { label: "Sign in", url: page },
        closing: "If you never asked to join, tell an administrator.",
      };
    case "join-request":
      return {
        subject: "Somebody asks to join",
        paragraphs: ["Somebody asks to join. They cannot sign in until an administrator lets them in."],
        facts: [
          ["Name", notice.name],
          ["E-mail", notice.email],
        ],
        action: { label: "Decide", url: `${page}/admin/people` },
        closing: "Names and addresses are as they were typed; nobody has checked them.",
      };
    default:
      return notice satisfies never;
  }
}
