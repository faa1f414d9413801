import type { SignInProblem } from "../../src/accounts/oauth/sign-in-problem.ts";

/** What each `?problem=` of a sign-in by a provider means to the person, and what they can do. */
export const signInProblems: Record<SignInProblem, string> = {
  cancelled: "You stopped the sign-in at the provider. Nothing has changed; try again whenever you like.",
  provider_unknown: "This way to sign in is not there any more. Choose another one.",
  provider_unavailable: "The provider does not answer at the moment. Try again in a while, or sign in another way.",
  provider_refused:
    "The provider did not accept the sign-in. Try again; if it stays that way, an administrator has to check its settings.",
  provider_invalid:
    "The provider's answer could not be trusted, so nobody was signed in. Try again; if it stays that way, tell an administrator.",
  flow_expired: "This sign-in took too long, was used before, or began in another browser. Begin again here.",
  email_missing: "The provider told no e-mail address. Allow it to share yours, or sign in another way.",
  email_unverified: "The provider has not verified your e-mail address. Verify it there, then sign in again.",
  domain_not_allowed: "Your e-mail address is not of a domain that may sign in this way. Use another account.",
  account_closed: "This account is closed. Ask an administrator to open it again.",
  approval_pending: "You have asked to join already. An administrator still has to say yes.",
  approval_requested: "You have asked to join. An administrator has to say yes; then sign in the same way.",
  invitation_needed: "Joining takes an invitation to your e-mail address. Ask an administrator for one.",
  invitation_link: "This invitation has to be accepted with its own link. Open the link that you were sent.",
  no_account: "Nobody here has this e-mail address. Ask an administrator for an account.",
  link_first:
    "There is an account with your e-mail address already. Sign in as you always do, then link this provider in your account.",
  already_linked: "This account is linked to somebody else here. Sign out there, or choose another account.",
  signed_out: "Your session ended before the account was linked. Sign in and try again.",
  failed: "Something went wrong on the server, and nobody was signed in. Try again; the log has the details.",
};

/** The sentence for a code of the address; undefined for one that is none. */
export const signInProblem = (code: string): string | undefined =>
  Object.entries(signInProblems).find(([known]) => known === code)?.[1];
