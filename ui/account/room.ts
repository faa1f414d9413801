import { type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { AccountApi } from "../lib/account-api.ts";
import type { JoiningApi, SignInOptions } from "../lib/joining-api.ts";

/** What the account pages share. */
export interface AccountRoom {
  api: AccountApi;
  /** Which ways in this appliance offers; undefined until it said so. */
  options: Signal<SignInOptions | undefined>;
  /** Whether the person has a password; undefined until it is known. */
  hasPassword: Signal<boolean | undefined>;
  /** How many passkeys the person has. */
  passkeys: Signal<number>;
  /** Reads the three above. What cannot be read is left as it was: each panel says so for itself. */
  refresh(): Promise<void>;
}

export function createAccountRoom(api: AccountApi, joining: Pick<JoiningApi, "options">): AccountRoom {
  const options = signal<SignInOptions | undefined>(undefined);
  const hasPassword = signal<boolean | undefined>(undefined);
  const passkeys = signal(0);
  const read = async <T>(from: () => Promise<T>, into: (value: T) => void) => {
    await from().then(into, () => undefined);
  };
  return {
    api,
    options,
    hasPassword,
    passkeys,
    async refresh() {
      await Promise.all([
        read(joining.options, (found) => {
          options.value = found;
        }),
        read(api.hasPassword, (found) => {
          hasPassword.value = found;
        }),
        read(api.passkeys.list, ({ length }) => {
          passkeys.value = length;
        }),
      ]);
    },
  };
}

export const AccountContext = createContext<AccountRoom | null>(null);

/** @throws Error outside of the account pages */
export function useAccount(): AccountRoom {
  const room = useContext(AccountContext);
  if (room === null) throw new Error("No account pages around this view.");
  return room;
}
