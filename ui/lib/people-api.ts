import { jsonRequest } from "./json-request.ts";
import type {
  InvitationState,
  KeyView,
  OwnedKeyView,
  PersonSessionView,
  PersonView,
  Role,
  SessionView,
} from "./people-types.ts";
import { writeQuery } from "./query.ts";
import type { Request } from "./request.ts";
import type { Page } from "./types.ts";

/** What a list is asked for; an empty text filters nothing. */
export type ListQuery = Record<string, string | undefined>;

export interface InvitationView {
  id: string;
  email: string;
  name: string;
  role: Role;
  tierId?: string | null;
  state: InvitationState;
  createdAt: string;
  sentAt: string;
  expiresAt: string;
}

/** Right after a link was made, the only time that it is known. */
export interface SentInvitation extends InvitationView {
  url: string;
  /** Whether it is on its way by e-mail. */
  mailed?: boolean;
}

export interface InvitedPerson {
  email: string;
  name?: string;
  role?: Role;
  tierId?: string | null;
}

export interface InvitationDefaults {
  role: Role;
  tierId?: string | null;
  days: number;
}

export interface ImportedLine {
  email: string;
  invited: boolean;
  url?: string;
  mailed?: boolean;
  reason?: string;
}

export interface SessionPage extends Page<PersonSessionView> {
  total: { sessions: number; people: number };
}

/** In how many projects somebody is what. */
export interface ProjectTally {
  owner: number;
  editor: number;
  viewer: number;
}

/** Every call of the administration of people. All throw ApiError or NetworkError. */
export interface PeopleApi {
  people: {
    list(query: ListQuery, signal?: AbortSignal): Promise<Page<PersonView>>;
    get(id: string, signal?: AbortSignal): Promise<PersonView>;
    create(input: { email: string; name: string; password: string; role: Role }): Promise<PersonView>;
    update(id: string, change: { role?: Role; tierId?: string | null; disabled?: boolean }): Promise<PersonView>;
    remove(id: string): Promise<void>;
    unlock(id: string): Promise<void>;
    passwordLink(id: string): Promise<{ url: string; expiresAt: string }>;
    disableCodes(id: string): Promise<void>;
    removePasskeys(id: string): Promise<void>;
    sessions(id: string, signal?: AbortSignal): Promise<SessionView[]>;
    endSession(id: string, sessionId: string): Promise<void>;
    endSessions(id: string): Promise<{ ended: number }>;
    keys(id: string, signal?: AbortSignal): Promise<KeyView[]>;
    revokeKey(id: string, keyId: string): Promise<void>;
    projects(id: string, signal?: AbortSignal): Promise<ProjectTally>;
    export(id: string): Promise<Blob>;
  };
  invitations: {
    list(query: ListQuery, signal?: AbortSignal): Promise<Page<InvitationView>>;
    create(input: InvitedPerson & InvitationDefaults): Promise<SentInvitation>;
    import(people: InvitedPerson[], defaults: InvitationDefaults): Promise<ImportedLine[]>;
    resend(id: string): Promise<SentInvitation>;
    revoke(id: string): Promise<void>;
  };
  sessions: {
    list(query: ListQuery, signal?: AbortSignal): Promise<SessionPage>;
    endOthers(): Promise<{ ended: number }>;
  };
  keys: {
    list(query: ListQuery, signal?: AbortSignal): Promise<Page<OwnedKeyView>>;
  };
}

export function createPeopleApi(request: Request): PeopleApi {
  const { get, send, act, file } = jsonRequest(request);
  const person = (id: string) => `/api/admin/users/${encodeURIComponent(id)}`;
  const items = async <T>(path: string, signal?: AbortSignal): Promise<T[]> => {
    const answer: { items: T[] } = await get(path, signal);
    return answer.items;
  };
  return {
    people: {
      list: (query, signal) => get(`/api/admin/users${writeQuery(query)}`, signal),
      get: (id, signal) => get(person(id), signal),
      create: (input) => send("POST", "/api/admin/users", input),
      update: (id, change) => send("PATCH", person(id), change),
      remove: (id) => act("DELETE", person(id)),
      unlock: (id) => act("POST", `${person(id)}/unlock`),
      passwordLink: (id) => send("POST", `${person(id)}/password-link`),
      disableCodes: (id) => act("DELETE", `${person(id)}/totp`),
      removePasskeys: (id) => act("DELETE", `${person(id)}/passkeys`),
      sessions: (id, signal) => items(`${person(id)}/sessions`, signal),
      endSession: (id, sessionId) => act("DELETE", `${person(id)}/sessions/${sessionId}`),
      endSessions: (id) => send("DELETE", `${person(id)}/sessions`),
      keys: (id, signal) => items(`${person(id)}/keys`, signal),
      revokeKey: (id, keyId) => act("DELETE", `${person(id)}/keys/${keyId}`),
      projects: (id, signal) => get(`${person(id)}/projects`, signal),
      export: (id) => file(`${person(id)}/export`),
    },
    invitations: {
      list: (query, signal) => get(`/api/admin/invitations${writeQuery(query)}`, signal),
      create: (input) => send("POST", "/api/admin/invitations", input),
      import: async (people, defaults) => {
        const answer: { items: ImportedLine[] } = await send("POST", "/api/admin/invitations/import", {
          people,
          ...defaults,
        });
        return answer.items;
      },
      resend: (id) => send("POST", `/api/admin/invitations/${id}/resend`),
      revoke: (id) => act("DELETE", `/api/admin/invitations/${id}`),
    },
    sessions: {
      list: (query, signal) => get(`/api/admin/sessions${writeQuery(query)}`, signal),
      endOthers: () => send("POST", "/api/admin/sessions/end-others"),
    },
    keys: {
      list: (query, signal) => get(`/api/admin/keys${writeQuery(query)}`, signal),
    },
  };
}
