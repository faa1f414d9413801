import type { Role } from "./people-types.ts";

export type Registration = "invitation" | "approval" | "open";

export interface AccountSettings {
  registration: Registration;
  auditRetentionDays: number;
}

/** How sessions and the lockout are set. */
export interface SignInFacts {
  accessTokenSeconds: number;
  sessionSeconds: number;
  freeTries: number;
  firstDelaySeconds: number;
  longestDelaySeconds: number;
  accountGuesses: number;
  invitationDays: number;
  lockedNow: number;
  /** Since when one key signs access tokens, and after how many days another takes over by itself. */
  signingKeySince: string;
  signingKeyDays: number;
}

export type LimitName =
  | "generationsPerDay"
  | "tokensPerDay"
  | "tokensPerMonth"
  | "concurrentGenerations"
  | "projects"
  | "apiKeys"
  | "requestsPerMinute"
  | "maxPromptTokens";

/** Null is unlimited. */
export type Limits = Record<LimitName, number | null>;

export interface TierView {
  id: string;
  name: string;
  description: string;
  isDefault: boolean;
  limits: Limits;
  people: number;
}

export interface TierInput {
  name: string;
  description: string;
  isDefault?: boolean;
  limits: Limits;
}

/** The permission table as data. */
export interface RoleTable {
  roles: { role: Role; label: string; description: string; people: number }[];
  permissions: { permission: string; label: string; description: string; roles: Role[] }[];
  scopes: {
    scope: string;
    label: string;
    description: string;
    permissions: { permission: string; access: "read" | "all" }[];
  }[];
}

export type ProviderKind = "google" | "github" | "oidc";

export interface ProviderView {
  id: string;
  kind: ProviderKind;
  label: string;
  issuer: string;
  clientId: string;
  hasSecret: boolean;
  enabled: boolean;
  allowedDomains: string[];
  createAccounts: boolean;
  /** Of the configuration file: shown here, changed there. */
  source: "page" | "configuration";
  /** What has to be entered at the provider. */
  redirectUri: string;
}

export interface ProviderInput {
  kind: ProviderKind;
  label: string;
  issuer?: string;
  clientId: string;
  clientSecret?: string;
  enabled: boolean;
  allowedDomains: string[];
  createAccounts: boolean;
}

export interface SignInView {
  registration: Registration;
  password: { enabled: boolean };
  /** Days after which a session ends however much it is used. */
  sessionDays: number;
  providers: ProviderView[];
  /** What every redirect URI begins with. */
  redirectBase: string;
}

export interface Verdict {
  ok: boolean;
  /** One sentence. */
  detail: string;
}

export type MailSecurity = "starttls" | "tls" | "none";

export interface MailView {
  configured: boolean;
  source: "page" | "configuration" | null;
  host: string;
  port: number;
  security: MailSecurity;
  username: string;
  hasPassword: boolean;
  from: string;
  replyTo: string;
}

export interface MailInput {
  host: string;
  port: number;
  security: MailSecurity;
  username: string;
  /** Left out to keep the one that is stored. */
  password?: string;
  from: string;
  replyTo: string;
}

export type JobState = "waiting" | "running" | "done" | "dead";

export interface JobView {
  id: string;
  kind: string;
  state: JobState;
  attempts: number;
  maxAttempts: number;
  nextAttemptAt: string | null;
  lastError: string | null;
  summary: string;
  createdAt: string;
  endedAt: string | null;
}
