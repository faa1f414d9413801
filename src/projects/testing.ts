import { signedInPerson, type TestPerson } from "../accounts/testing.ts";
import type { App } from "../platform/app.ts";
import { requireProject } from "./access.ts";
import { createChat } from "./chats.ts";
import { addMember } from "./members.ts";
import { createProject } from "./projects.ts";
import type { Chat, Project } from "./schema.ts";

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
