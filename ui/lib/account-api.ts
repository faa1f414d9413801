import type { CreationOptions, NewCredential } from "./passkeys.ts";
import type { Request } from "./request.ts";
import type { User } from "./types.ts";

/** What proves that it is still the same person; nothing while the sign-in is fresh. */
export interface Proof {
  password?: string;
}

export interface OneTimeCodeStatus {
  enabled: boolean;
  recoveryCodesLeft: number;
}

export interface Passkey {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
  /** Kept by a password manager or an account, and so on other devices too. */
  synced: boolean;
  transports: string[];
}

export interface Identity {
  id: string;
  /** The id of a sign-in provider. */
  provider: string;
  label: string;
  email: string;
  createdAt: string;
  lastUsedAt: string | null;
  /** Whether its provider is turned on. */
  usable: boolean;
}

export interface SessionView {
  id: string;
  device: string;
  userAgent: string;
  address: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  current: boolean;
}

export type KeyScope = "generate" | "read" | "write" | "gateway" | "admin";

export interface ApiKey {
  id: string;
  publicId: string;
  name: string;
  scopes: KeyScope[];
  /** Null for all projects of the owner. */
  projectIds: string[] | null;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  lastUsedAddress: string;
  replacedBy: string | null;
}

/** A key right after it was made: the only time that the whole of it is known. */
export interface MadeKey extends ApiKey {
  secret: string;
}

export interface NewKey {
  name: string;
  scopes: KeyScope[];
  projectIds?: string[];
  expiresAt?: string;
}

export interface QuotaWindow {
  id: string;
  name: string;
  used: number;
  reserved: number;
  /** Null for no limit. */
  limit: number | null;
  resetsAt: string | null;
}

export interface Quota {
  tier: { name: string };
  windows: QuotaWindow[];
}

/** Everything that people do with their own account. All throw ApiError or NetworkError. */
export interface AccountApi {
  hasPassword(): Promise<boolean>;
  rename(name: string): Promise<User>;
  changePassword(currentPassword: string | undefined, newPassword: string): Promise<void>;
  codes: {
    status(): Promise<OneTimeCodeStatus>;
    begin(proof: Proof): Promise<{ secret: string; uri: string }>;
    confirm(code: string): Promise<string[]>;
    renew(proof: Proof): Promise<string[]>;
    disable(proof: Proof): Promise<void>;
  };
  passkeys: {
    list(): Promise<Passkey[]>;
    begin(proof: Proof): Promise<{ challengeId: string; options: CreationOptions }>;
    add(input: { challengeId: string; name: string; response: NewCredential }): Promise<void>;
    rename(id: string, name: string): Promise<void>;
    remove(id: string, proof: Proof): Promise<void>;
  };
  identities: {
    list(): Promise<Identity[]>;
    /** The address at which linking begins. */
    link(provider: string, proof: Proof): Promise<string>;
    unlink(id: string, proof: Proof): Promise<void>;
  };
  sessions: {
    list(): Promise<SessionView[]>;
    end(id: string): Promise<void>;
    endOthers(): Promise<number>;
  };
  keys: {
    list(): Promise<ApiKey[]>;
    create(input: NewKey): Promise<MadeKey>;
    rotate(id: string, overlapSeconds: number): Promise<MadeKey>;
    revoke(id: string): Promise<void>;
  };
  quota(): Promise<Quota>;
  /** The document as the server wrote it. */
  exported(): Promise<Blob>;
  remove(email: string, proof: Proof): Promise<void>;
}

const root = "/api/auth";

export function createAccountApi(request: Request): AccountApi {
  const get = async <T>(path: string): Promise<T> => (await request(path)).json();
  const send = async <T>(method: string, path: string, body: unknown): Promise<T> =>
    (await request(path, { method, body })).json();
  /** For answers without a body. */
  const tell = async (method: string, path: string, body?: unknown): Promise<void> => {
    await request(path, body === undefined ? { method } : { method, body });
  };
  const items = async <T>(path: string): Promise<T[]> => {
    const answer: { items: T[] } = await get(path);
    return answer.items;
  };
  const codes = async (path: string, body: unknown): Promise<string[]> => {
    const answer: { recoveryCodes: string[] } = await send("POST", path, body);
    return answer.recoveryCodes;
  };
  const one = encodeURIComponent;
  /** For acts that ask for a fresh sign-in and take no password themselves. */
  const prove = async ({ password }: Proof): Promise<void> => {
    if (password !== undefined) await tell("POST", `${root}/reauthenticate`, { password });
  };

  return {
    async hasPassword() {
      const answer: { hasPassword?: boolean } = await get(`${root}/me`);
      return answer.hasPassword ?? true;
    },
    async rename(name) {
      const answer: { user: User } = await send("PATCH", `${root}/me`, { name });
      return answer.user;
    },
    changePassword: (currentPassword, newPassword) =>
      tell("POST", `${root}/password`, { ...(currentPassword === undefined ? {} : { currentPassword }), newPassword }),
    codes: {
      status: () => get(`${root}/totp`),
      begin: (proof) => send("POST", `${root}/totp`, proof),
      confirm: (code) => codes(`${root}/totp/confirm`, { code }),
      renew: (proof) => codes(`${root}/totp/recovery-codes`, proof),
      disable: (proof) => tell("POST", `${root}/totp/disable`, proof),
    },
    passkeys: {
      list: () => items(`${root}/passkeys`),
      begin: (proof) => send("POST", `${root}/passkeys/registration`, proof),
      add: (input) => tell("POST", `${root}/passkeys`, input),
      rename: (id, name) => tell("PATCH", `${root}/passkeys/${one(id)}`, { name }),
      remove: (id, proof) => tell("DELETE", `${root}/passkeys/${one(id)}`, proof),
    },
    identities: {
      list: () => items(`${root}/identities`),
      async link(provider, proof) {
        await prove(proof);
        const answer: { url: string } = await send("POST", `${root}/identities/${one(provider)}`, {});
        return answer.url;
      },
      async unlink(id, proof) {
        await prove(proof);
        await tell("DELETE", `${root}/identities/${one(id)}`, {});
      },
    },
    sessions: {
      list: () => items(`${root}/sessions`),
      end: (id) => tell("DELETE", `${root}/sessions/${one(id)}`),
      async endOthers() {
        const answer: { ended: number } = await send("POST", `${root}/sessions/end-others`, {});
        return answer.ended;
      },
    },
    keys: {
      list: () => items("/api/keys"),
      create: (input) => send("POST", "/api/keys", input),
      rotate: (id, overlapSeconds) => send("POST", `/api/keys/${one(id)}/rotate`, { overlapSeconds }),
      revoke: (id) => tell("DELETE", `/api/keys/${one(id)}`),
    },
    quota: () => get(`${root}/quota`),
    exported: async () => (await request(`${root}/export`)).blob(),
    remove: (email, proof) => tell("DELETE", `${root}/me`, { email, ...proof }),
  };
}
