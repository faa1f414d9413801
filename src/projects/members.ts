import { and, asc, eq, ne } from "drizzle-orm";
import { findUserByEmail, type PublicUser } from "../accounts/index.ts";
import { users } from "../accounts/schema.ts";
import type { App } from "../platform/app.ts";
import { isoTime } from "../platform/clock.ts";
import { durably } from "../platform/database.ts";
import { isId } from "../platform/ids.ts";
import { Problem } from "../platform/problem.ts";
import { type Project, type ProjectRole, projectMembers, projects } from "./schema.ts";

export interface MemberView {
  userId: string;
  email: string;
  name: string;
  role: ProjectRole;
  createdAt: string;
}

const columns = {
  userId: users.id,
  email: users.email,
  name: users.name,
  role: projectMembers.role,
  createdAt: projectMembers.createdAt,
};

/** Everybody who takes part, in the order in which they joined. */
export const listMembers = (app: App, projectId: string): MemberView[] =>
  app.db
    .select(columns)
    .from(projectMembers)
    .innerJoin(users, eq(users.id, projectMembers.userId))
    .where(eq(projectMembers.projectId, projectId))
    .orderBy(asc(projectMembers.createdAt), asc(users.id))
    .all()
    .map((row) => ({ ...row, createdAt: isoTime(row.createdAt) }));

/** @throws Problem `not_found` when nobody has this e-mail address, `conflict` when they are a member already */
export function addMember(app: App, project: Project, email: string, role: ProjectRole): MemberView {
  const user = findUserByEmail(app, email);
  if (!user || user.disabledAt !== null) {
    throw new Problem("not_found", "Nobody here has this e-mail address. Ask an administrator to invite them.");
  }
  const createdAt = app.clock.now();
  return change(app, () => {
    if (roleOf(app, project.id, user.id)) throw new Problem("conflict", `${user.name} is a member already.`);
    app.db.insert(projectMembers).values({ projectId: project.id, userId: user.id, role, createdAt }).run();
    return memberView(user, role, createdAt);
  });
}

/** @throws Problem `not_found`, `conflict` when the project would be left without an owner */
export function changeMember(app: App, project: Project, userId: string, role: ProjectRole): MemberView {
  return change(app, () => {
    requireMember(app, project.id, userId);
    if (role !== "owner") handOver(app, project.id, userId);
    app.db.update(projectMembers).set({ role }).where(rowOf(project.id, userId)).run();
    const changed = listMembers(app, project.id).find((member) => member.userId === userId);
    if (!changed) throw new Error("a member vanished inside a transaction");
    return changed;
  });
}

/** @throws Problem as `changeMember` */
export function removeMember(app: App, project: Project, userId: string): void {
  change(app, () => {
    requireMember(app, project.id, userId);
    handOver(app, project.id, userId);
    app.db.delete(projectMembers).where(rowOf(project.id, userId)).run();
    return true;
  });
}

const change = <T extends object | boolean>(app: App, work: () => T): T => {
  const box: { result?: T } = {};
  durably(app.db, () => {
    app.db.transaction(
      () => {
        box.result = work();
      },
      { behavior: "immediate" },
    );
  });
  if (box.result === undefined) throw new Error("a transaction ended without its result");
  return box.result;
};

const rowOf = (projectId: string, userId: string) =>
  and(eq(projectMembers.projectId, projectId), eq(projectMembers.userId, userId));

const roleOf = (app: App, projectId: string, userId: string): ProjectRole | undefined =>
  app.db.select().from(projectMembers).where(rowOf(projectId, userId)).get()?.role;

function requireMember(app: App, projectId: string, userId: string): void {
  if (!isId(userId) || !roleOf(app, projectId, userId)) throw new Problem("not_found", "There is no such member.");
}

/** Makes sure that another owner stays, and that the project belongs to one who does. */
function handOver(app: App, projectId: string, leaving: string): void {
  if (roleOf(app, projectId, leaving) !== "owner") return;
  const heir = app.db
    .select()
    .from(projectMembers)
    .where(
      and(
        eq(projectMembers.projectId, projectId),
        eq(projectMembers.role, "owner"),
        ne(projectMembers.userId, leaving),
      ),
    )
    .get();
  if (!heir) throw new Problem("conflict", "This is the only owner. Make another member an owner first.");
  app.db
    .update(projects)
    .set({ ownerId: heir.userId })
    .where(and(eq(projects.id, projectId), eq(projects.ownerId, leaving)))
    .run();
}

const memberView = ({ id, email, name }: PublicUser, role: ProjectRole, createdAt: number): MemberView => ({
  userId: id,
  email,
  name,
  role,
  createdAt: isoTime(createdAt),
});
