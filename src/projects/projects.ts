import { and, count, desc, eq, inArray, lt, notInArray, or, type SQL } from "drizzle-orm";
import { counted, quotaExceeded, roleMay, tierOfPerson } from "../accounts/index.ts";
import type { App } from "../platform/app.ts";
import { isoTime } from "../platform/clock.ts";
import { durably } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { type Page, type PageQuery, pageLimit, pagePosition, toPage } from "../platform/page.ts";
import { Problem } from "../platform/problem.ts";
import { requireText } from "../platform/text.ts";
import { type Asker, effectiveRole, type ProjectAccess } from "./access.ts";
import {
  blobs,
  chats,
  type Project,
  type ProjectRole,
  projectMembers,
  projects,
  versionFiles,
  versions,
} from "./schema.ts";
import { projectThumbnail } from "./thumbnails.ts";

export const nameLength = 120;
export const descriptionLength = 2000;

/** A project as one of its members sees it. */
export interface ProjectView {
  id: string;
  name: string;
  description: string;
  role: ProjectRole;
  createdAt: string;
  updatedAt: string;
  chatCount: number;
  /** The version of Tailwind that it is written for; null leaves it to be found out. */
  tailwind: TailwindChoice;
  thumbnailUrl: string | null;
}

export type TailwindChoice = 3 | 4 | null;

interface ProjectInput {
  name?: string;
  description?: string;
  tailwind?: TailwindChoice;
}

const view = (app: App, project: Project, role: ProjectRole, chatCount: number): ProjectView => ({
  id: project.id,
  name: project.name,
  description: project.description,
  role,
  createdAt: isoTime(project.createdAt),
  updatedAt: isoTime(project.updatedAt),
  chatCount,
  tailwind: tailwindOf(project) ?? null,
  thumbnailUrl: projectThumbnail(app, project.id),
});

/** The version of Tailwind that somebody chose for a project; undefined when it is to be found out. */
export const tailwindOf = ({ tailwind }: Pick<Project, "tailwind">): 3 | 4 | undefined =>
  tailwind === 3 || tailwind === 4 ? tailwind : undefined;

/** The same by one of its chats. */
export function tailwindOfChat(app: App, chatId: string): 3 | 4 | undefined {
  const found = app.db
    .select({ tailwind: projects.tailwind })
    .from(chats)
    .innerJoin(projects, eq(projects.id, chats.projectId))
    .where(eq(chats.id, chatId))
    .get();
  return found && tailwindOf(found);
}

export const projectView = (app: App, { project, role }: ProjectAccess): ProjectView =>
  view(app, project, role, countChats(app, project.id));

function countChats(app: App, projectId: string): number {
  return app.db.select({ total: count() }).from(chats).where(eq(chats.projectId, projectId)).get()?.total ?? 0;
}

/** How many projects belong to somebody. */
export const countOwned = (app: App, userId: string): number =>
  app.db.select({ total: count() }).from(projects).where(eq(projects.ownerId, userId)).get()?.total ?? 0;

/** @throws Problem `validation_failed`; `forbidden` for a viewer of the appliance; `quota_exceeded` */
export function createProject(app: App, user: Asker, input: ProjectInput & { name: string }): ProjectView {
  if (!roleMay(user.role, "projects.edit")) {
    throw new Problem("forbidden", "Your role can look at projects and not make them.");
  }
  if (user.key?.projectIds) throw new Problem("forbidden", "This API key is limited to certain projects.");
  const now = app.clock.now();
  const project: Project = {
    id: newId(),
    name: requireText(input.name, "name", nameLength),
    description: cleanDescription(input.description ?? ""),
    ownerId: user.id,
    createdAt: now,
    updatedAt: now,
    tailwind: input.tailwind ?? null,
  };
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const tier = tierOfPerson(app, user.id);
        const most = tier.limits.projects;
        if (most !== null && countOwned(app, user.id) >= most) {
          throw quotaExceeded(tier, counted(most, "project"), "Delete one first, or hand it to somebody else.");
        }
        tx.insert(projects).values(project).run();
        tx.insert(projectMembers)
          .values({ projectId: project.id, userId: user.id, role: "owner", createdAt: now })
          .run();
      },
      { behavior: "immediate" },
    ),
  );
  return view(app, project, "owner", 0);
}

/** The projects that somebody is a member of, last changed first. */
export function listProjects(app: App, user: Asker, query: PageQuery): Page<ProjectView> {
  const limit = pageLimit(query);
  const after = pagePosition(query);
  const rows = app.db
    .select({ project: projects, role: projectMembers.role })
    .from(projectMembers)
    .innerJoin(projects, eq(projects.id, projectMembers.projectId))
    .where(
      and(
        eq(projectMembers.userId, user.id),
        user.key?.projectIds ? inArray(projects.id, [...user.key.projectIds]) : undefined,
        after &&
          or(lt(projects.updatedAt, after.sort), and(eq(projects.updatedAt, after.sort), lt(projects.id, after.id))),
      ),
    )
    .orderBy(desc(projects.updatedAt), desc(projects.id))
    .limit(limit + 1)
    .all();
  const counts = new Map(
    app.db
      .select({ id: chats.projectId, total: count() })
      .from(chats)
      .where(
        inArray(
          chats.projectId,
          rows.map((row) => row.project.id),
        ),
      )
      .groupBy(chats.projectId)
      .all()
      .map(({ id, total }) => [id, total]),
  );
  return toPage(
    rows,
    limit,
    ({ project }) => ({ sort: project.updatedAt, id: project.id }),
    ({ project, role }) => view(app, project, effectiveRole(user, role), counts.get(project.id) ?? 0),
  );
}

/** @throws Problem `validation_failed` */
export function updateProject(app: App, access: ProjectAccess, change: ProjectInput): ProjectView {
  const project: Project = {
    ...access.project,
    ...(change.name === undefined ? {} : { name: requireText(change.name, "name", nameLength) }),
    ...(change.description === undefined ? {} : { description: cleanDescription(change.description) }),
    ...(change.tailwind === undefined ? {} : { tailwind: change.tailwind }),
    updatedAt: app.clock.now(),
  };
  durably(app.db, () => app.db.update(projects).set(project).where(eq(projects.id, project.id)).run());
  return projectView(app, { ...access, project });
}

/** Deletes a project with everything in it. */
export function deleteProject(app: App, project: Project): void {
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const hashes = blobsOf(app, eq(chats.projectId, project.id));
        tx.delete(projects).where(eq(projects.id, project.id)).run();
        dropUnusedBlobs(app, hashes);
      },
      { behavior: "immediate" },
    ),
  );
}

/** The ids of a project's chats. */
export const chatIds = (app: App, projectId: string): string[] =>
  app.db
    .select({ id: chats.id })
    .from(chats)
    .where(eq(chats.projectId, projectId))
    .all()
    .map(({ id }) => id);

/** Hashes of the texts that the versions of some chats hold. */
export const blobsOf = (app: App, which: SQL): string[] =>
  app.db
    .selectDistinct({ hash: versionFiles.blobHash })
    .from(versionFiles)
    .innerJoin(versions, eq(versions.id, versionFiles.versionId))
    .innerJoin(chats, eq(chats.id, versions.chatId))
    .where(which)
    .all()
    .map(({ hash }) => hash);

/** Removes those of the texts that no version holds any more. */
export function dropUnusedBlobs(app: App, hashes: string[]): void {
  // SQLite takes a limited number of parameters in one statement.
  for (let start = 0; start < hashes.length; start += 500) {
    const part = hashes.slice(start, start + 500);
    app.db
      .delete(blobs)
      .where(and(inArray(blobs.hash, part), notInArray(blobs.hash, stillUsed(app, part))))
      .run();
  }
}

const stillUsed = (app: App, hashes: string[]) =>
  app.db.select({ hash: versionFiles.blobHash }).from(versionFiles).where(inArray(versionFiles.blobHash, hashes));

function cleanDescription(text: string): string {
  const clean = text.normalize("NFC").trim();
  if (clean.length > descriptionLength) {
    const message = `The description can have at most ${descriptionLength} characters.`;
    throw new Problem("validation_failed", message, { errors: [{ path: "/description", message }] });
  }
  return clean;
}
