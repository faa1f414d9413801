import { afterAll, describe, expect, test } from "bun:test";
import { testApp } from "../platform/testing.ts";
import { createChat, deleteChat } from "./chats.ts";
import { thumbnails } from "./schema.ts";
import { servedProject } from "./testing.ts";
import { createVersion } from "./versions.ts";

const app = testApp();
afterAll(() => app.dispose());
const world = await servedProject(app);
const { server, owner, editor, viewer, stranger } = world;

/** A JPEG header of that size; nothing of it is ever decoded here. */
const jpeg = (width: number, height: number, more = 0): string =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 3, 1, 2]),
    Buffer.alloc(more, 7),
  ]).toString("base64");

async function ask(
  method: string,
  path: string,
  options: { as?: typeof owner; body?: unknown; headers?: object } = {},
) {
  const { as = owner, body, headers = {} } = options;
  return server.handle(
    new Request(`http://localhost${path}`, {
      method,
      headers: { ...as.headers, ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}
const read = async (path: string) => (await ask("GET", path)).json();
const newVersion = (chatId = world.chat.id) =>
  createVersion(app, { chatId, status: "complete", files: [{ path: "a.tsx", text: "1" }] });
const address = (id: string) => `/api/versions/${id}/thumbnail`;

describe("a thumbnail", () => {
  test("is kept, told of everywhere that shows the version, and answered as nothing but a picture", async () => {
    const { id } = newVersion();
    expect((await read(`/api/versions/${id}`)).thumbnailUrl).toBeNull();
    expect((await ask("GET", address(id))).status).toBe(404);
    const put = await ask("PUT", address(id), { as: editor, body: { data: jpeg(480, 300) } });
    expect(put.status).toBe(200);
    const { thumbnailUrl } = await put.json();
    expect(thumbnailUrl).toMatch(new RegExp(`^${address(id)}\\?v=[0-9a-f]{32}$`));
    expect((await read(`/api/versions/${id}`)).thumbnailUrl).toBe(thumbnailUrl);
    expect((await read(`${world.paths.chat}/versions`)).items[0].thumbnailUrl).toBe(thumbnailUrl);
    expect((await read(world.paths.chat)).thumbnailUrl).toBe(thumbnailUrl);
    expect((await read(`${world.paths.project}/chats`)).items[0].thumbnailUrl).toBe(thumbnailUrl);
    expect((await read("/api/projects")).items[0].thumbnailUrl).toBe(thumbnailUrl);

    const got = await ask("GET", thumbnailUrl, { as: viewer });
    expect(got.headers.get("content-type")).toBe("image/jpeg");
    expect(got.headers.get("x-content-type-options")).toBe("nosniff");
    expect(got.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(got.headers.get("cache-control")).toContain("immutable");
    expect(Buffer.from(await got.arrayBuffer()).toString("base64")).toBe(jpeg(480, 300));
    const etag = got.headers.get("etag") ?? "";
    const again = await ask("GET", address(id), { headers: { "if-none-match": etag } });
    expect([again.status, again.headers.get("cache-control")]).toEqual([304, "private, no-cache"]);
  });

  test("can be replaced, and then has another address", async () => {
    const { id } = newVersion();
    const first = await (await ask("PUT", address(id), { body: { data: jpeg(480, 300) } })).json();
    const second = await (await ask("PUT", address(id), { body: { data: jpeg(320, 200) } })).json();
    expect(second.thumbnailUrl).not.toBe(first.thumbnailUrl);
    expect((await ask("GET", first.thumbnailUrl)).headers.get("cache-control")).toBe("private, no-cache");
  });

  const refused: [what: string, data: string, status: number][] = [
    ["what is too large", jpeg(480, 300, 100 * 1024), 413],
    ["a page", Buffer.from("<script>alert(1)</script>").toString("base64"), 415],
    ["SVG", Buffer.from("<svg onload='alert(1)'/>").toString("base64"), 415],
    ["a dot", jpeg(1, 1), 422],
    ["a wall", jpeg(480, 9000), 422],
    ["nothing", "", 422],
  ];
  test.each(refused)("%s is refused", async (_, data, status) => {
    const { id } = newVersion();
    expect((await ask("PUT", address(id), { body: { data } })).status).toBe(status);
    expect((await read(`/api/versions/${id}`)).thumbnailUrl).toBeNull();
  });

  test("is made by editors only, and a stranger learns of nothing", async () => {
    const { id } = newVersion();
    const body = { data: jpeg(480, 300) };
    expect((await ask("PUT", address(id), { as: viewer, body })).status).toBe(403);
    expect((await ask("PUT", address(id), { as: stranger, body })).status).toBe(404);
    await ask("PUT", address(id), { body });
    expect((await ask("GET", address(id), { as: stranger })).status).toBe(404);
  });

  test("comes along with a restored version and goes with its chat", async () => {
    const chat = createChat(app, world.project.id);
    const { id } = newVersion(chat.id);
    await ask("PUT", address(id), { body: { data: jpeg(480, 300) } });
    const restored = await (await ask("POST", `/api/versions/${id}/restore`)).json();
    expect(restored.thumbnailUrl).toContain(`/api/versions/${restored.id}/thumbnail?v=`);
    const count = () =>
      app.db
        .select()
        .from(thumbnails)
        .all()
        .filter(({ versionId }) => [id, restored.id].includes(versionId)).length;
    expect(count()).toBe(2);
    deleteChat(app, chat);
    expect(count()).toBe(0);
  });
});

describe("a project's version of Tailwind", () => {
  test("is found out until somebody chooses, and again once they take it back", async () => {
    expect((await read(world.paths.project)).tailwind).toBeNull();
    for (const tailwind of [3, 4, null]) {
      const changed = await ask("PATCH", world.paths.project, { as: editor, body: { tailwind } });
      expect((await changed.json()).tailwind).toBe(tailwind);
      expect((await read(world.paths.project)).tailwind).toBe(tailwind);
    }
    expect((await ask("PATCH", world.paths.project, { body: { tailwind: 5 } })).status).toBe(422);
  });
});
