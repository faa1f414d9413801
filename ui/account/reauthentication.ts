import type { Proof } from "../lib/account-api.ts";
import { type App, useApp } from "../lib/app.ts";
import { messageOf } from "../lib/problem.ts";
import { useAccount } from "./room.ts";

export interface Reauthentication {
  /** Whether a password can be asked for. */
  password: boolean;
  passkeys: boolean;
  /** Signs in anew with a passkey; the fresh sign-in is the proof. @throws ApiError, NetworkError, Error */
  withPasskey(): Promise<Proof>;
  /** A sentence for what was thrown; null for somebody who just closed the browser's window. */
  explain(thrown: unknown): string | null;
}

/** The ways in which this person can prove again that it is them. */
export function useReauthentication(): Reauthentication {
  const app = useApp();
  const room = useAccount();
  return {
    password: room.hasPassword.value !== false,
    passkeys: room.options.value?.passkeys === true && room.passkeys.value > 0,
    withPasskey: () => passkeyAgain(app, room.api.sessions),
    explain: (thrown) => (thrown instanceof Error && thrown.name === "NotAllowedError" ? null : messageOf(thrown)),
  };
}

/** The new session takes the place of the one that this browser had. */
async function passkeyAgain(app: App, sessions: ReturnType<typeof useAccount>["api"]["sessions"]): Promise<Proof> {
  const { signInWithPasskey } = await import("../lib/passkeys.ts");
  const before = app.session.user.value;
  const old = (await sessions.list()).find(({ current }) => current);
  const now = await signInWithPasskey(app);
  if (before && now.id !== before.id) {
    throw new Error(`This passkey belongs to ${now.email}, who is signed in now. Nothing was changed.`);
  }
  if (old) await sessions.end(old.id).catch(() => undefined);
  return {};
}
