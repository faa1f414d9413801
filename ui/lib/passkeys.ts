import {
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from "@simplewebauthn/browser";
import type { JoiningApi } from "./joining-api.ts";
import type { Session } from "./session.ts";
import type { User } from "./types.ts";

export type CreationOptions = Parameters<typeof startRegistration>[0]["optionsJSON"];
export type NewCredential = Awaited<ReturnType<typeof startRegistration>>;

interface Way {
  joining: Pick<JoiningApi, "passkeyOptions">;
  session: Pick<Session, "signIn">;
}

/** Challenges live five minutes on the server; an offer that waits longer asks for another. */
const offerMs = 4 * 60_000;

async function signInOnce({ joining, session }: Way, offer?: AbortSignal): Promise<User> {
  const { challengeId, options } = await joining.passkeyOptions();
  offer?.throwIfAborted();
  const response = await startAuthentication({ optionsJSON: options, useBrowserAutofill: offer !== undefined });
  return (await session.signIn("/api/auth/passkeys/sign-in", { challengeId, response })).user;
}

/** Asks the browser for a passkey now. @throws ApiError, NetworkError, Error (see `passkeyMessage`) */
export const signInWithPasskey = (way: Way): Promise<User> => signInOnce(way);

/**
 * Lets the browser offer passkeys where the e-mail address is typed, until one is chosen or the signal fires.
 * @returns undefined where the browser has no such offer, or when it was withdrawn
 * @throws ApiError, NetworkError
 */
export async function offerPasskeys(way: Way, signal: AbortSignal): Promise<User | undefined> {
  if (!(await browserSupportsWebAuthnAutofill())) return undefined;
  const withdraw = () => WebAuthnAbortService.cancelCeremony();
  let withdrawing: ReturnType<typeof setInterval> | undefined;
  // Again until it is gone: the library may be about to begin, and what has not begun cannot be withdrawn.
  const leave = () => {
    withdraw();
    withdrawing = setInterval(withdraw, 20);
  };
  signal.addEventListener("abort", leave, { once: true });
  try {
    while (!signal.aborted) {
      let renewed = false;
      const timer = setTimeout(() => {
        renewed = true;
        withdraw();
      }, offerMs);
      try {
        return await signInOnce(way, signal);
      } catch (error) {
        if (!renewed && !wasCancelled(error)) throw error;
        if (!renewed) return undefined;
      } finally {
        clearTimeout(timer);
      }
    }
    return undefined;
  } finally {
    clearInterval(withdrawing);
    signal.removeEventListener("abort", leave);
  }
}

/** Lets the browser make a passkey. @throws Error (see `passkeyMessage`) */
export const makePasskey = (options: CreationOptions): Promise<NewCredential> =>
  startRegistration({ optionsJSON: options });

function wasCancelled(error: unknown): boolean {
  if (error instanceof WebAuthnError && error.code === "ERROR_CEREMONY_ABORTED") return true;
  return error instanceof Error && (error.name === "NotAllowedError" || error.name === "AbortError");
}

/** A sentence for what the browser refused; null for somebody who just closed its window. */
export function passkeyMessage(error: unknown): string | null {
  if (error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED") {
    return "This device already has a passkey for this account. Nothing was added.";
  }
  if (wasCancelled(error)) return null;
  if (error instanceof Error && error.name === "SecurityError") {
    return "The browser does not allow passkeys at this address. Open Vitrine over https under its own name.";
  }
  return error instanceof Error ? error.message : "The browser could not use a passkey.";
}
