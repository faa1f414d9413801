import { afterAll, describe, expect, test } from "bun:test";
import { type Permission, permissions, roleMay } from "../accounts/index.ts";
import type { Role } from "../accounts/schema.ts";
import { signedInPerson, type TestPerson } from "../accounts/testing.ts";
import { generations } from "../generation/schema.ts";
import { newId } from "../platform/ids.ts";
import { scenarioRequest } from "../platform/scenario.ts";
import {
  addMessage,
  createChat,
  createProject,
  createVersion,
  messageAttachments,
  type ProjectRole,
  requireProject,
} from "../projects/index.ts";
import { addMember } from "../projects/members.ts";
import { thumbnails } from "../projects/schema.ts";
import { requireGuardedRoutes } from "./route-entries.ts";
import { testServer } from "./testing.ts";

const { app, server, stop } = testServer({}, { VITRINE_RATE_LIMITS: "off" });
afterAll(stop);

const accounts = ["admin", "member", "viewer"] as const satisfies readonly Role[];
const standings = ["owner", "editor", "viewer", "none"] as const satisfies readonly (ProjectRole | "none")[];
const keeper = await signedInPerson(app, "keeper@example.test", "member");
const outsider = await signedInPerson(app, "outsider@example.test", "member");
const people: { account: Role; standing: ProjectRole | "none"; person: TestPerson }[] = [];
for (const account of accounts) {
  for (const standing of standings) {
    const person = await signedInPerson(app, `${account}-${standing}@example.test`, account);
    people.push({ account, standing, person });
  }
}

/** A project of somebody else, in which everybody has the role that their name says. */
function makeWorld() {
  const { id } = createProject(app, keeper.user, { name: "Shop" });
  const { project } = requireProject(app, keeper.user, id);
  for (const { standing, person } of people)
    if (standing !== "none") addMember(app, project, person.user.email, standing);
  const chat = createChat(app, id);
  const picture = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  const message = addMessage(app, {
    chatId: chat.id,
    role: "user",
    authorId: keeper.user.id,
    text: "A table",
    attachments: [{ name: "sketch.png", mediaType: "image/png", data: picture }],
  });
  const file = { path: "app/page.tsx", text: "export default () => 1" };
  const version = createVersion(app, { chatId: chat.id, status: "complete", files: [file] });
  app.db.insert(thumbnails).values({ versionId: version.id, hash: "0", mediaType: "image/webp", data: picture }).run();
  const generation = newId();
  const ended = { status: "completed", requestedModel: "auto", createdAt: 1, endedAt: 2 } as const;
  app.db
    .insert(generations)
    .values({ ...ended, id: generation, chatId: chat.id, userId: keeper.user.id })
    .run();
  return {
    project: `/api/projects/${id}`,
    chat: `/api/chats/${chat.id}`,
    version: `/api/versions/${version.id}`,
    generation: `/api/generations/${generation}`,
    attachment: `/api/attachments/${messageAttachments(app, message.id)[0]?.id}`,
    ids: { project: id, chat: chat.id },
  };
}
type World = ReturnType<typeof makeWorld>;

interface Act {
  does: string;
  /** The route as it is registered. */
  route: string;
  path(world: World, self: string): string;
  body?(world: World): unknown;
  /** The role that it takes in the project. */
  need: ProjectRole;
  /** What it answers to whoever may. */
  done: number[];
  /** Done to a world of its own, because it takes something away. */
  takesAway?: true;
}

const files = { files: [{ path: "app/page.tsx", text: "export default () => 2" }] };
const acts: Act[] = [
  { does: "open it", route: "GET /api/projects/:id", path: (w) => w.project, need: "viewer", done: [200] },
  {
    does: "rename it",
    route: "PATCH /api/projects/:id",
    path: (w) => w.project,
    body: () => ({ description: "All we sell" }),
    need: "editor",
    done: [200],
  },
  {
    does: "delete it",
    route: "DELETE /api/projects/:id",
    path: (w) => w.project,
    need: "owner",
    done: [204],
    takesAway: true,
  },
  {
    does: "take it home",
    route: "GET /api/projects/:id/export",
    path: (w) => `${w.project}/export`,
    need: "viewer",
    done: [200],
  },
  {
    does: "see who is in it",
    route: "GET /api/projects/:id/members",
    path: (w) => `${w.project}/members`,
    need: "viewer",
    done: [200],
  },
  {
    does: "let somebody in",
    route: "POST /api/projects/:id/members",
    path: (w) => `${w.project}/members`,
    body: () => ({ email: outsider.user.email, role: "viewer" }),
    need: "owner",
    // Let in by the first who may; the others are told so.
    done: [201, 409],
  },
  {
    does: "change another's role",
    route: "PATCH /api/projects/:id/members/:userId",
    path: (w) => `${w.project}/members/${keeper.user.id}`,
    body: () => ({ role: "owner" }),
    need: "owner",
    done: [200],
  },
  {
    does: "send another away",
    route: "DELETE /api/projects/:id/members/:userId",
    path: (w) => `${w.project}/members/${keeper.user.id}`,
    need: "owner",
    done: [204],
    takesAway: true,
  },
  {
    does: "leave it",
    route: "DELETE /api/projects/:id/members/:userId",
    path: (w, self) => `${w.project}/members/${self}`,
    need: "viewer",
    done: [204],
    takesAway: true,
  },
  {
    does: "list its chats",
    route: "GET /api/projects/:id/chats",
    path: (w) => `${w.project}/chats`,
    need: "viewer",
    done: [200],
  },
  {
    does: "begin a chat",
    route: "POST /api/projects/:id/chats",
    path: (w) => `${w.project}/chats`,
    body: () => ({}),
    need: "editor",
    done: [201],
  },
  { does: "open a chat", route: "GET /api/chats/:id", path: (w) => w.chat, need: "viewer", done: [200] },
  {
    does: "rename a chat",
    route: "PATCH /api/chats/:id",
    path: (w) => w.chat,
    body: () => ({ title: "Prices" }),
    need: "editor",
    done: [200],
  },
  {
    does: "delete a chat",
    route: "DELETE /api/chats/:id",
    path: (w) => w.chat,
    need: "editor",
    done: [204],
    takesAway: true,
  },
  {
    does: "read the messages",
    route: "GET /api/chats/:id/messages",
    path: (w) => `${w.chat}/messages`,
    need: "viewer",
    done: [200],
  },
  {
    does: "list the versions",
    route: "GET /api/chats/:id/versions",
    path: (w) => `${w.chat}/versions`,
    need: "viewer",
    done: [200],
  },
  {
    does: "save edited files",
    route: "POST /api/chats/:id/versions",
    path: (w) => `${w.chat}/versions`,
    body: () => files,
    need: "editor",
    done: [201],
  },
  {
    does: "see an attachment",
    route: "GET /api/attachments/:id",
    path: (w) => w.attachment,
    need: "viewer",
    done: [200],
  },
  { does: "open a version", route: "GET /api/versions/:id", path: (w) => w.version, need: "viewer", done: [200] },
  {
    does: "compare versions",
    route: "GET /api/versions/:id/diff",
    path: (w) => `${w.version}/diff`,
    need: "viewer",
    done: [200],
  },
  {
    does: "preview a version",
    route: "GET /api/versions/:id/bundle",
    path: (w) => `${w.version}/bundle`,
    need: "viewer",
    done: [200],
  },
  {
    does: "take a version home",
    route: "GET /api/versions/:id/export",
    path: (w) => `${w.version}/export`,
    need: "viewer",
    done: [200],
  },
  {
    does: "bring a version back",
    route: "POST /api/versions/:id/restore",
    path: (w) => `${w.version}/restore`,
    need: "editor",
    done: [201],
  },
  {
    does: "see its picture",
    route: "GET /api/versions/:id/thumbnail",
    path: (w) => `${w.version}/thumbnail`,
    need: "viewer",
    done: [200],
  },
  {
    does: "set its picture",
    route: "PUT /api/versions/:id/thumbnail",
    path: (w) => `${w.version}/thumbnail`,
    body: () => ({ data: "AAAA" }),
    need: "editor",
    // Past the gate, this is no picture.
    done: [415],
  },
  {
    does: "generate",
    route: "POST /api/chats/:id/generations",
    path: (w) => `/api/chats/${createChat(app, w.ids.project).id}/generations`,
    body: () => ({ prompt: "a button" }),
    need: "editor",
    done: [202],
  },
  {
    does: "generate in one call, in a chat",
    route: "POST /api/generate/stream",
    path: () => "/api/generate/stream",
    body: (w) => ({ prompt: "a button", chatId: createChat(app, w.ids.project).id }),
    need: "editor",
    done: [200],
  },
  {
    does: "generate in one call, in the project",
    route: "POST /api/generate/stream",
    path: () => "/api/generate/stream",
    body: (w) => ({ prompt: "a button", projectId: w.ids.project }),
    need: "editor",
    done: [200],
  },
  {
    does: "see a generation",
    route: "GET /api/generations/:id",
    path: (w) => w.generation,
    need: "viewer",
    done: [200],
  },
  {
    does: "watch a generation",
    route: "GET /api/generations/:id/stream",
    path: (w) => `${w.generation}/stream`,
    need: "viewer",
    // It is over, and wrote nothing.
    done: [204],
  },
  {
    does: "stop a generation",
    route: "POST /api/generations/:id/stop",
    path: (w) => `${w.generation}/stop`,
    need: "editor",
    done: [200],
  },
];

const entries = requireGuardedRoutes(server);
const rank = { viewer: 0, editor: 1, owner: 2 };

function expected(act: Act, account: Role, standing: ProjectRole | "none"): number[] {
  const permission: Permission | "public" | undefined = entries.find(
    ({ method, path }) => `${method} ${path}` === act.route,
  )?.permission;
  if (permission !== "public" && !(permission && roleMay(account, permission))) return [403];
  if (standing === "none") return [404];
  // Whoever only looks at this appliance looks here too, whatever the project's owner granted.
  const role = account === "viewer" ? "viewer" : standing;
  return rank[role] < rank[act.need] ? [403] : act.done;
}

const shared = makeWorld();

describe.each(people)("$standing of the project with a $account account", ({ account, standing, person }) => {
  test.each(acts.map((act) => [act.does, act] as const))("%s", async (_, act) => {
    const world = act.takesAway ? makeWorld() : shared;
    const [method = ""] = act.route.split(" ");
    const request = { method, path: act.path(world, person.user.id), headers: person.headers, body: act.body?.(world) };
    const answer = await server.handle(scenarioRequest(request));
    await answer.body?.cancel();
    expect(expected(act, account, standing)).toContain(answer.status);
  });
});

test("the table has every route that leads into a project", () => {
  const inside = /^\/api\/(projects|chats|versions|generations|attachments)\/:|^\/api\/generate\//;
  const routes = entries.filter(({ path }) => inside.test(path)).map(({ method, path }) => `${method} ${path}`);
  expect(routes.length).toBeGreaterThan(25);
  const known = new Set(acts.map(({ route }) => route));
  expect(routes.filter((route) => !known.has(route))).toEqual([]);
});

test("nobody but the permission table and the project decides by a role", async () => {
  const comparing: string[] = [];
  for await (const file of new Bun.Glob("**/*.ts").scan(`${import.meta.dir}/..`)) {
    if (file.includes(".test.") || /^(llm|preview)\//.test(file)) continue;
    const text = await Bun.file(`${import.meta.dir}/../${file}`).text();
    if (/\b(user|person|owner|asker|holder)\.role\s*[!=]==?/.test(text)) comparing.push(file);
  }
  expect(comparing).toEqual([]);
  expect(permissions["projects.edit"]).toEqual(["admin", "member"]);
});
