import { ApiError } from "./problem.ts";
import type { Request } from "./request.ts";

export interface SignInProvider {
  id: string;
  label: string;
  kind: "google" | "github" | "oidc";
}

/** Which ways in this appliance offers. */
export interface SignInOptions {
  password: boolean;
  /** False where the browser would refuse them, because the page came over plain http. */
  passkeys: boolean;
  registration: "invitation" | "approval" | "open";
  /** Whether this appliance can send e-mail. */
  mail: boolean;
  providers: SignInProvider[];
}

export interface InvitedPerson {
  email: string;
  name: string;
  role: string;
}

export type NewPerson = { name: string; password: string } & ({ token: string } | { email: string });

/** What people ask for before they are signed in. All throw ApiError or NetworkError. */
export interface JoiningApi {
  options(): Promise<SignInOptions>;
  invitation(token: string): Promise<InvitedPerson>;
  register(person: NewPerson): Promise<{ status: "ready" | "requested" }>;
  /** Answered alike for an address that nobody has. */
  forgotPassword(email: string): Promise<{ mail: boolean }>;
  resetPassword(token: string, password: string): Promise<void>;
  passkeyOptions(): Promise<PasskeyRequest>;
}

export interface PasskeyRequest {
  challengeId: string;
  /** As `@simplewebauthn/browser` takes them. */
  options: import("@simplewebauthn/browser").PublicKeyCredentialRequestOptionsJSON;
}

const onlyPassword: SignInOptions = {
  password: true,
  passkeys: false,
  registration: "invitation",
  mail: false,
  providers: [],
};

export function createJoiningApi(request: Request): JoiningApi {
  const post = (path: string, body: unknown) => request(path, { method: "POST", body, anonymous: true });
  return {
    async options() {
      try {
        return await (await request("/api/auth/options", { anonymous: true })).json();
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return onlyPassword;
        throw error;
      }
    },
    invitation: async (token) => (await post("/api/auth/invitation", { token })).json(),
    register: async (person) => (await post("/api/auth/register", person)).json(),
    forgotPassword: async (email) => (await post("/api/auth/password/forgot", { email })).json(),
    async resetPassword(token, password) {
      await post("/api/auth/password/reset", { token, password });
    },
    passkeyOptions: async () => (await post("/api/auth/passkeys/options", {})).json(),
  };
}
