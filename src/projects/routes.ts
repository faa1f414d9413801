import { Elysia } from "elysia";
import type { App } from "../platform/app.ts";
import { chatRoutes } from "./chat-routes.ts";
import { projectCollectionRoutes } from "./project-routes.ts";
import type { ProjectRouteDeps } from "./route-deps.ts";
import { versionRoutes } from "./version-routes.ts";

/** Projects, members, chats, messages, attachments and versions. */
export const projectRoutes = (app: App, deps: ProjectRouteDeps = {}) =>
  new Elysia().use(projectCollectionRoutes(app, deps)).use(chatRoutes(app, deps)).use(versionRoutes(app));
