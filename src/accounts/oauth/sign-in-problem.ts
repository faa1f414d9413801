/** Everything that can go wrong on the way through a provider; the page has a sentence for each. */
export const signInProblems = [
  /** The person said no at the provider. */
  "cancelled",
  "provider_unknown",
  /** Nothing answered, or not in time. */
  "provider_unavailable",
  /** The provider answered with an error: a wrong client secret, for example, or a code that was used before. */
  "provider_refused",
  /** The answer was not what it must be: a wrong signature, issuer, audience, nonce or time. */
  "provider_invalid",
  /** Too old, used, or begun in another browser. */
  "flow_expired",
  "email_missing",
  "email_unverified",
  "domain_not_allowed",
  "account_closed",
  /** Asked to join before, and nobody has said yes. */
  "approval_pending",
  /** Has just asked to join. */
  "approval_requested",
  "invitation_needed",
  /** An invitation that only its own link can accept. */
  "invitation_link",
  /** No account, and this provider makes none. */
  "no_account",
  /** There is an account with this address: sign in as before, then link. */
  "link_first",
  /** The account elsewhere belongs to somebody else here. */
  "already_linked",
  /** The session that began to link is over. */
  "signed_out",
  "failed",
] as const;

export type SignInProblem = (typeof signInProblems)[number];

/** Ends a sign-in; only the code reaches the browser, the cause is for the log. */
export class SignInRefused extends Error {
  readonly why: SignInProblem;
  /** Whose account it would have been, for the audit log. */
  readonly user: { id: string; email: string } | undefined;
  constructor(why: SignInProblem, options: { user?: { id: string; email: string } | undefined; cause?: unknown } = {}) {
    super(`sign-in refused: ${why}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SignInRefused";
    this.why = why;
    this.user = options.user;
  }
}
