import { count, eq } from "drizzle-orm";
import { Elysia, t } from "elysia";
import { guard } from "../accounts/index.ts";
import { users } from "../accounts/schema.ts";
import type { App } from "../platform/app.ts";
import { projectMembers, projects } from "./schema.ts";

const tally = t.Object({ owner: t.Integer(), editor: t.Integer(), viewer: t.Integer() });

/** In how many projects somebody is what; which ones they are is nobody's business but theirs. */
export function countProjects(app: Pick<App, "db">, userId: string): typeof tally.static {
  const rows = app.db
    .select({ role: projectMembers.role, total: count() })
    .from(projectMembers)
    .where(eq(projectMembers.userId, userId))
    .groupBy(projectMembers.role)
    .all();
  const of = (role: (typeof rows)[number]["role"]) => rows.find((row) => row.role === role)?.total ?? 0;
  return { owner: of("owner"), editor: of("editor"), viewer: of("viewer") };
}

/** Projects by whose they are, for administrators, who are not told what is in them; those that are gone are left out. */
export function projectOwners(app: Pick<App, "db">, ids: readonly string[]): Map<string, string> {
  const wanted = new Set(ids);
  return new Map(
    app.db
      .select({ id: projects.id, owner: users.email })
      .from(projects)
      .innerJoin(users, eq(users.id, projects.ownerId))
      .all()
      .filter(({ id }) => wanted.has(id))
      .map(({ id, owner }) => [id, `A project of ${owner}`]),
  );
}

/** What administrators may know about the projects of a person: their number. */
export const personProjectRoutes = (app: App) =>
  new Elysia().use(guard(app)).get("/api/admin/users/:id/projects", ({ params }) => countProjects(app, params.id), {
    permission: "admin",
    response: tally,
    detail: { summary: "In how many projects a person is what", tags: ["people"] },
  });
