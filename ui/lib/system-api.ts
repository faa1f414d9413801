import { jsonRequest } from "./json-request.ts";
import type { ListQuery } from "./people-api.ts";
import type { AuditVerdict, AuditView } from "./people-types.ts";
import { writeQuery } from "./query.ts";
import type { Request } from "./request.ts";
import type {
  AccountSettings,
  JobView,
  MailInput,
  MailView,
  ProviderInput,
  ProviderView,
  RoleTable,
  SignInFacts,
  SignInView,
  TierInput,
  TierView,
  Verdict,
} from "./system-types.ts";
import type { Page } from "./types.ts";

/** Every call of the administration of rules, the log and the mail. All throw ApiError or NetworkError. */
export interface SystemApi {
  audit: {
    list(query: ListQuery, signal?: AbortSignal): Promise<Page<AuditView>>;
    actions(signal?: AbortSignal): Promise<string[]>;
    verify(): Promise<AuditVerdict>;
    export(query: ListQuery): Promise<Blob>;
  };
  settings: {
    read(signal?: AbortSignal): Promise<AccountSettings>;
    write(change: Partial<AccountSettings>): Promise<AccountSettings>;
  };
  roles(signal?: AbortSignal): Promise<RoleTable>;
  tiers: {
    list(signal?: AbortSignal): Promise<TierView[]>;
    create(input: TierInput): Promise<TierView>;
    update(id: string, change: Partial<TierInput>): Promise<TierView>;
    remove(id: string, moveTo: string | undefined): Promise<void>;
  };
  signIn: {
    read(signal?: AbortSignal): Promise<SignInView>;
    facts(signal?: AbortSignal): Promise<SignInFacts>;
    write(change: Partial<Pick<SignInView, "registration" | "password" | "sessionDays">>): Promise<SignInView>;
    addProvider(input: ProviderInput): Promise<ProviderView>;
    updateProvider(id: string, change: Partial<ProviderInput>): Promise<ProviderView>;
    removeProvider(id: string): Promise<void>;
    testProvider(id: string): Promise<Verdict>;
    /** @param endTokens also ends every access token at once */
    rotateKeys(endTokens: boolean): Promise<void>;
  };
  mail: {
    read(signal?: AbortSignal): Promise<MailView>;
    write(input: MailInput): Promise<MailView>;
    remove(): Promise<void>;
    test(to: string): Promise<Verdict>;
  };
  jobs: {
    list(query: ListQuery, signal?: AbortSignal): Promise<Page<JobView>>;
    retry(id: string): Promise<void>;
    remove(id: string): Promise<void>;
  };
}

export function createSystemApi(request: Request): SystemApi {
  const { get, send, act, file } = jsonRequest(request);
  const items = async <T>(path: string, signal?: AbortSignal): Promise<T[]> => {
    const answer: { items: T[] } = await get(path, signal);
    return answer.items;
  };
  const provider = (id: string) => `/api/admin/sign-in/providers/${encodeURIComponent(id)}`;
  return {
    audit: {
      list: (query, signal) => get(`/api/admin/audit${writeQuery(query)}`, signal),
      actions: (signal) => items("/api/admin/audit/actions", signal),
      verify: () => get("/api/admin/audit/verify"),
      export: (query) => file(`/api/admin/audit/export${writeQuery(query)}`),
    },
    settings: {
      read: (signal) => get("/api/admin/settings/accounts", signal),
      write: (change) => send("PATCH", "/api/admin/settings/accounts", change),
    },
    roles: (signal) => get("/api/admin/roles", signal),
    tiers: {
      list: (signal) => items("/api/admin/tiers", signal),
      create: (input) => send("POST", "/api/admin/tiers", input),
      update: (id, change) => send("PATCH", `/api/admin/tiers/${id}`, change),
      remove: (id, moveTo) => act("DELETE", `/api/admin/tiers/${id}${writeQuery({ moveTo })}`),
    },
    signIn: {
      read: (signal) => get("/api/admin/sign-in", signal),
      facts: (signal) => get("/api/admin/sign-in/facts", signal),
      write: (change) => send("PATCH", "/api/admin/sign-in", change),
      addProvider: (input) => send("POST", "/api/admin/sign-in/providers", input),
      updateProvider: (id, change) => send("PATCH", provider(id), change),
      removeProvider: (id) => act("DELETE", provider(id)),
      testProvider: (id) => send("POST", `${provider(id)}/test`),
      rotateKeys: (endTokens) => act("POST", "/api/admin/sign-in/rotate-keys", { endTokens }),
    },
    mail: {
      read: (signal) => get("/api/admin/mail", signal),
      write: (input) => send("PUT", "/api/admin/mail", input),
      remove: () => act("DELETE", "/api/admin/mail"),
      test: (to) => send("POST", "/api/admin/mail/test", { to }),
    },
    jobs: {
      list: (query, signal) => get(`/api/admin/jobs${writeQuery(query)}`, signal),
      retry: (id) => act("POST", `/api/admin/jobs/${id}/retry`),
      remove: (id) => act("DELETE", `/api/admin/jobs/${id}`),
    },
  };
}
