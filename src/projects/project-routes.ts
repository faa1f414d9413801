import { Elysia, t } from "elysia";
import { guard } from "../accounts/index.ts";
import type { App } from "../platform/app.ts";
import { idempotent } from "../platform/idempotency.ts";
import { pageOf, pageQuery } from "../platform/page.ts";
import { requireProject } from "./access.ts";
import {
  chatBody,
  memberBody,
  memberChange,
  newChat,
  newMember,
  newProject,
  projectBody,
  projectChange,
} from "./bodies.ts";
import { chatView, createChat, listChats } from "./chats.ts";
import { download, zipResponse } from "./download.ts";
import { fileName, projectArchive } from "./export.ts";
import { addMember, changeMember, listMembers, removeMember } from "./members.ts";
import { chatIds, createProject, deleteProject, listProjects, projectView, updateProject } from "./projects.ts";
import type { ProjectRouteDeps } from "./route-deps.ts";
import { newestVersions } from "./versions.ts";

/** Projects, their members and the list of their chats. */
export const projectCollectionRoutes = (app: App, deps: ProjectRouteDeps) =>
  new Elysia({ prefix: "/api/projects" })
    .use(guard(app))
    .get("", ({ user, query }) => listProjects(app, user, query), {
      permission: "projects.use",
      query: pageQuery,
      response: pageOf(projectBody),
      detail: { summary: "The projects that you take part in, last changed first", tags: ["projects"] },
    })
    .post(
      "",
      ({ user, body, request, set }) => {
        const project = idempotent(app, { user, request, body }, () => createProject(app, user, body));
        set.status = 201;
        return project;
      },
      {
        permission: "projects.use",
        body: newProject,
        response: { 201: projectBody },
        detail: { summary: "Create a project", tags: ["projects"] },
      },
    )
    .get("/:id", ({ user, params }) => projectView(app, requireProject(app, user, params.id)), {
      permission: "projects.use",
      response: projectBody,
      detail: { summary: "One project", tags: ["projects"] },
    })
    .patch(
      "/:id",
      ({ user, params, body }) => updateProject(app, requireProject(app, user, params.id, "editor"), body),
      {
        permission: "projects.use",
        body: projectChange,
        response: projectBody,
        detail: { summary: "Rename or describe a project", tags: ["projects"] },
      },
    )
    .delete(
      "/:id",
      async ({ user, params, set }) => {
        const { project } = requireProject(app, user, params.id, "owner");
        await deps.beforeDelete?.(chatIds(app, project.id));
        deleteProject(app, project);
        set.status = 204;
      },
      {
        permission: "projects.use",
        response: { 204: t.Void() },
        detail: { summary: "Delete a project with everything in it", tags: ["projects"] },
      },
    )
    .get(
      "/:id/export",
      async ({ user, params }) => {
        const { project } = requireProject(app, user, params.id);
        const exported = newestVersions(app, project.id);
        return download(await projectArchive(project, exported), `${fileName(project.name, "project")}.zip`);
      },
      {
        permission: "projects.use",
        detail: {
          summary: "The newest files of every chat, as a zip archive",
          tags: ["projects"],
          responses: zipResponse,
        },
      },
    )
    .get(
      "/:id/members",
      ({ user, params }) => ({
        items: listMembers(app, requireProject(app, user, params.id).project.id),
        nextCursor: null,
      }),
      {
        permission: "projects.use",
        response: pageOf(memberBody),
        detail: { summary: "Everybody who takes part in a project", tags: ["projects"] },
      },
    )
    .post(
      "/:id/members",
      ({ user, params, body, request, set }) => {
        const { project } = requireProject(app, user, params.id, "owner");
        const member = idempotent(app, { user, request, body }, () => addMember(app, project, body.email, body.role));
        set.status = 201;
        return member;
      },
      {
        permission: "projects.use",
        body: newMember,
        response: { 201: memberBody },
        detail: { summary: "Let somebody take part, by e-mail address", tags: ["projects"] },
      },
    )
    .patch(
      "/:id/members/:userId",
      ({ user, params, body }) =>
        changeMember(app, requireProject(app, user, params.id, "owner").project, params.userId, body.role),
      {
        permission: "projects.use",
        body: memberChange,
        response: memberBody,
        detail: { summary: "Change what a member may do", tags: ["projects"] },
      },
    )
    .delete(
      "/:id/members/:userId",
      ({ user, params, set }) => {
        // Everybody may leave; only an owner sends others away.
        const { project } = requireProject(app, user, params.id, params.userId === user.id ? "viewer" : "owner");
        removeMember(app, project, params.userId);
        set.status = 204;
      },
      {
        permission: "projects.use",
        response: { 204: t.Void() },
        detail: { summary: "Remove a member, or leave", tags: ["projects"] },
      },
    )
    .get(
      "/:id/chats",
      ({ user, params, query }) =>
        listChats(app, requireProject(app, user, params.id).project.id, query, deps.activeGeneration),
      {
        permission: "projects.use",
        query: pageQuery,
        response: pageOf(chatBody),
        detail: { summary: "A project's chats, last changed first", tags: ["chats"] },
      },
    )
    .post(
      "/:id/chats",
      ({ user, params, body, request, set }) => {
        const { project } = requireProject(app, user, params.id, "editor");
        const chat = idempotent(app, { user, request, body }, () =>
          chatView(app, createChat(app, project.id, body.title)),
        );
        set.status = 201;
        return chat;
      },
      {
        permission: "projects.use",
        body: newChat,
        response: { 201: chatBody },
        detail: { summary: "Start a chat", tags: ["chats"] },
      },
    );
