import { Elysia } from "elysia";
import type { App } from "../platform/app.ts";
import { chatRoutes } from "./chat-routes.ts";
import type { ActiveGeneration } from "./chats.ts";
import { projectCollectionRoutes } from "./project-routes.ts";
import { versionRoutes } from "./version-routes.ts";

/** What this room asks of rooms above it. */
export interface ProjectRouteDeps {
  /** Which generation runs in a chat now. */
  activeGeneration?: ActiveGeneration;
  /** Called with the chats that are about to be deleted, which waits for it: what runs in them has to end first. */
  beforeDelete?: (chatIds: string[]) => Promise<void> | void;
}

/** Projects, members, chats, messages, attachments and versions. */
export const projectRoutes = (app: App, deps: ProjectRouteDeps = {}) =>
  new Elysia().use(projectCollectionRoutes(app, deps)).use(chatRoutes(app, deps)).use(versionRoutes(app));
