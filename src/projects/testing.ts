import { Elysia } from "elysia";
import { signedInPerson, type TestPerson } from "../accounts/testing.ts";
import type { App } from "../platform/app.ts";
import { errorHandling } from "../server/errors.ts";
import { requireProject } from "./access.ts";
import { messageAttachments } from "./attachments.ts";
import { createChat } from "./chats.ts";
import { addMember } from "./members.ts";
import { addMessage, type GenerationFacts } from "./messages.ts";
import { createProject } from "./projects.ts";
import { projectRoutes } from "./routes.ts";
import type { Chat, Project } from "./schema.ts";
import { saveThumbnail } from "./thumbnails.ts";
import { createVersion } from "./versions.ts";

export interface TestProject {
  project: Project;
  chat: Chat;
  owner: TestPerson;
  editor: TestPerson;
  viewer: TestPerson;
  /** Signed in, and no member. */
  stranger: TestPerson;
  /** An administrator of the appliance, and no member. */
  admin: TestPerson;
}

/** A project with one chat, its people, and people who have nothing to do with it. */
export async function testProject(app: App): Promise<TestProject> {
  const owner = await signedInPerson(app, "owner@example.test", "member");
  const editor = await signedInPerson(app, "editor@example.test", "member");
  const viewer = await signedInPerson(app, "viewer@example.test", "member");
  const stranger = await signedInPerson(app, "stranger@example.test", "member");
  const admin = await signedInPerson(app, "admin@example.test", "admin");
  const { id } = createProject(app, owner.user, { name: "Shop" });
  const { project } = requireProject(app, owner.user, id);
  addMember(app, project, editor.user.email, "editor");
  addMember(app, project, viewer.user.email, "viewer");
  return { project, chat: createChat(app, id), owner, editor, viewer, stranger, admin };
}

export const unknownId = "019b0000-0000-7000-8000-000000000000";

/** A test project with a message, two attachments and a version, served over HTTP; what it deletes it tells. */
export async function servedProject(app: App) {
  const world = await testProject(app);
  const active = new Map<string, string>();
  const deleted: string[] = [];
  const facts = new Map<string, GenerationFacts>();
  const routes = projectRoutes(app, {
    activeGeneration: (chatId) => active.get(chatId),
    generationFacts: (ids) => new Map([...facts].filter(([id]) => ids.includes(id))),
    beforeDelete: (chatIds) => {
      deleted.push(...chatIds);
    },
  });
  const message = addMessage(app, {
    chatId: world.chat.id,
    role: "user",
    authorId: world.owner.user.id,
    text: "A secret pricing table",
    attachments: [
      { name: "sketch.png", mediaType: "image/png", data: Buffer.from("89504e470d0a1a0a0000000d49484452", "hex") },
      { name: 'no"te.html', mediaType: "text/html", data: Buffer.from("<script>alert(1)</script>") },
    ],
  });
  const version = createVersion(app, {
    chatId: world.chat.id,
    status: "complete",
    files: [{ path: "app/page.tsx", text: "export default () => 'secret files'" }],
  });
  saveThumbnail(app, version.id, Buffer.from("ffd8ffc0000b08012c01e0030102", "hex").toString("base64"));
  const attachmentIds = messageAttachments(app, message.id).map(({ id }) => id);
  return {
    ...world,
    lookOnly: await signedInPerson(app, "look-only@example.test", "viewer"),
    server: new Elysia().use(errorHandling(app)).use(routes),
    routes: routes.routes,
    active,
    facts,
    deleted,
    message,
    version,
    files: { files: [{ path: "app/page.tsx", text: "export default () => 'edited'" }] },
    paths: {
      project: `/api/projects/${world.project.id}`,
      chat: `/api/chats/${world.chat.id}`,
      version: `/api/versions/${version.id}`,
      picture: `/api/attachments/${attachmentIds[0]}`,
      page: `/api/attachments/${attachmentIds[1]}`,
    },
  };
}
