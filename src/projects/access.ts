import { and, eq, sql } from "drizzle-orm";
import { type CurrentUser, roleMay } from "../accounts/index.ts";
import type { App } from "../platform/app.ts";
import type { Db } from "../platform/database.ts";
import { requireId } from "../platform/ids.ts";
import { once } from "../platform/memo.ts";
import { Problem } from "../platform/problem.ts";
import {
  type Chat,
  chats,
  type Project,
  type ProjectRole,
  projectMembers,
  projects,
  type Version,
  versions,
} from "./schema.ts";

const rank: Record<ProjectRole, number> = { viewer: 0, editor: 1, owner: 2 };

/** Who asks, as far as access goes. */
export type Asker = Pick<CurrentUser, "id" | "role" | "key">;

export interface ProjectAccess {
  project: Project;
  /** What the asker may do here; a viewer of the appliance is never more than a viewer of a project. */
  role: ProjectRole;
}
export type ChatAccess = ProjectAccess & { chat: Chat };
export type VersionAccess = ChatAccess & { version: Version };

const statements = once((db: Db) => {
  const mine = and(eq(projectMembers.projectId, projects.id), eq(projectMembers.userId, sql.placeholder("userId")));
  return {
    project: db
      .select({ project: projects, role: projectMembers.role })
      .from(projects)
      .innerJoin(projectMembers, mine)
      .where(eq(projects.id, sql.placeholder("id")))
      .prepare(),
    chat: db
      .select({ chat: chats, project: projects, role: projectMembers.role })
      .from(chats)
      .innerJoin(projects, eq(projects.id, chats.projectId))
      .innerJoin(projectMembers, mine)
      .where(eq(chats.id, sql.placeholder("id")))
      .prepare(),
    version: db
      .select({ version: versions, chat: chats, project: projects, role: projectMembers.role })
      .from(versions)
      .innerJoin(chats, eq(chats.id, versions.chatId))
      .innerJoin(projects, eq(projects.id, chats.projectId))
      .innerJoin(projectMembers, mine)
      .where(eq(versions.id, sql.placeholder("id")))
      .prepare(),
  };
});

/**
 * The project, for a member of it. Being an administrator opens nobody's projects.
 * @throws Problem `not_found` for those who may not see it, `forbidden` for those who may see and not do
 */
export function requireProject(app: App, user: Asker, projectId: string, need: ProjectRole = "viewer"): ProjectAccess {
  const id = requireId(projectId, "project");
  return allow(statements(app.db).project.get({ id, userId: user.id }), user, need, "project");
}

/** @throws Problem as `requireProject` */
export function requireChat(app: App, user: Asker, chatId: string, need: ProjectRole = "viewer"): ChatAccess {
  const id = requireId(chatId, "chat");
  return allow(statements(app.db).chat.get({ id, userId: user.id }), user, need, "chat");
}

export function maySeeChat(app: App, user: Asker, chatId: string): boolean {
  const found = statements(app.db).chat.get({ id: chatId, userId: user.id });
  return found !== undefined && keyReaches(user, found.project.id);
}

/** An API key may be limited to some of its owner's projects. */
const keyReaches = (user: Asker, projectId: string): boolean => user.key?.projectIds?.includes(projectId) ?? true;

/** @throws Problem as `requireProject` */
export function requireVersion(app: App, user: Asker, versionId: string, need: ProjectRole = "viewer"): VersionAccess {
  const id = requireId(versionId, "version");
  return allow(statements(app.db).version.get({ id, userId: user.id }), user, need, "version");
}

function allow<Found extends ProjectAccess>(
  found: Found | undefined,
  user: Asker,
  need: ProjectRole,
  noun: string,
): Found {
  if (!found || !keyReaches(user, found.project.id)) throw new Problem("not_found", `There is no such ${noun}.`);
  const role = effectiveRole(user, found.role);
  if (rank[role] < rank[need]) {
    throw new Problem("forbidden", `This needs the role ${need} in the project, and yours is ${role}.`);
  }
  return { ...found, role };
}

/** Whoever may not change projects is a viewer in each, whatever its owner granted. */
export const effectiveRole = (user: Asker, role: ProjectRole): ProjectRole =>
  roleMay(user.role, "projects.edit") ? role : "viewer";
