import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { Problem } from "../platform/problem.ts";
import { testApp } from "../platform/testing.ts";
import { createChat } from "./chats.ts";
import { testProject } from "./testing.ts";
import { diffFiles } from "./version-files.ts";
import {
  createVersion,
  latestVersion,
  listVersions,
  readVersion,
  restoreVersion,
  saveFiles,
  versionFiles,
} from "./versions.ts";

const app = testApp();
afterAll(() => app.dispose());
const world = await testProject(app);
const newChat = () => createChat(app, world.project.id).id;
const status = "complete" as const;
const authorId = world.owner.user.id;

describe("a version", () => {
  test("is read back as it was stored, its paths in one spelling and sorted", () => {
    const chatId = newChat();
    const text = "const a = `\r\n\t🦊 </script> $b`;\n";
    const made = createVersion(app, {
      chatId,
      status: "draft",
      generationId: "019b0000-0000-7000-8000-000000000000",
      files: [
        { path: "./lib/b.ts", text },
        { path: "app/a.tsx", text: "" },
      ],
    });
    expect(made).toMatchObject({ number: 1, status: "draft", parentId: null, authorId: null, origin: "generation" });
    expect(made.files).toEqual([
      { path: "app/a.tsx", text: "" },
      { path: "lib/b.ts", text },
    ]);
    expect(readVersion(app, made.id)).toEqual(made);
    expect(latestVersion(app, chatId)).toEqual(made);
    expect(versionFiles(app, made.id)).toEqual(made.files);
    expect(readVersion(app, chatId)).toBeUndefined();
  });

  test("shares equal texts with every other version", () => {
    const chatId = newChat();
    const before = blobCount();
    const shared = "export const shared = 'only once';";
    for (let n = 0; n < 5; n++) {
      const files = ["a.ts", "b.ts"].map((path) => ({ path, text: shared }));
      createVersion(app, { chatId, status, files: [...files, { path: "c.ts", text: `${n}` }] });
    }
    expect(blobCount() - before).toBe(6);
  });

  test("leaves nothing behind when it is refused", () => {
    const before = blobCount();
    const files = [{ path: "a.ts", text: "never stored" }];
    const parentId = createVersion(app, { chatId: newChat(), status, files: [] }).id;
    expect(() => createVersion(app, { chatId: newChat(), parentId, status, files })).toThrow(Problem);
    expect(() => createVersion(app, { chatId: "no chat", status, files })).toThrow();
    expect(blobCount()).toBe(before);
  });

  test("comes back by restoring, as a child of the newest", () => {
    const chatId = newChat();
    const first = saveFiles(app, { chatId, authorId, files: [{ path: "a.ts", text: "1" }] });
    const second = saveFiles(app, { chatId, authorId, files: [{ path: "a.ts", text: "2" }] });
    const third = restoreVersion(app, first, authorId);
    expect(second).toMatchObject({ origin: "edit", restoredId: null });
    expect(third).toMatchObject({ number: 3, parentId: second.id, authorId, files: first.files });
    expect(third).toMatchObject({ origin: "restore", restoredId: first.id });
    expect(readVersion(app, first.id)).toEqual(first);
  });

  test("can start from an older one than the newest", () => {
    const chatId = newChat();
    const first = saveFiles(app, { chatId, authorId, files: [{ path: "a.ts", text: "1" }] });
    saveFiles(app, { chatId, authorId, files: [{ path: "a.ts", text: "2" }] });
    expect(saveFiles(app, { chatId, authorId, parentId: first.id, files: [] }).parentId).toBe(first.id);
  });

  test("can be as large as the limit, and no larger", () => {
    const chatId = newChat();
    const half = (n: number) => ({ path: `${n}.ts`, text: String(n).repeat(512 * 1024) });
    const eight = Array.from({ length: 8 }, (_, n) => half(n));
    expect(createVersion(app, { chatId, status, files: eight }).files).toHaveLength(8);
    expect(() => createVersion(app, { chatId, status, files: [...eight, { path: "x.ts", text: "x" }] })).toThrow(
      "4 MiB",
    );
    const wide = [{ path: "a.ts", text: "é".repeat(256 * 1024 + 1) }];
    expect(() => createVersion(app, { chatId, status, files: wide })).toThrow("512 KiB");
  });

  test("gets the next number also when several processes write to one chat", async () => {
    const chatId = newChat();
    const writers = Array.from({ length: 3 }, () =>
      Bun.spawn([process.execPath, join(import.meta.dir, "version-writer.fixture.ts"), app.paths.root, chatId, "15"], {
        stdout: "ignore",
        stderr: "pipe",
      }),
    );
    const own = Array.from({ length: 15 }, (_, n) =>
      createVersion(app, { chatId, status, files: [{ path: "a.ts", text: `${n}` }] }),
    );
    expect(own).toHaveLength(15);
    for (const writer of writers)
      expect(`${await writer.exited} ${await new Response(writer.stderr).text()}`).toBe("0 ");
    const numbers = listVersions(app, chatId, { limit: 100 }).items.map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: 60 }, (_, n) => 60 - n));
  }, 20_000);
});

describe("a list of versions", () => {
  test("goes on over pages, newest first", () => {
    const chatId = newChat();
    for (let n = 1; n <= 5; n++) createVersion(app, { chatId, status, files: [{ path: "a.ts", text: `${n}` }] });
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page = listVersions(app, chatId, { limit: 2, ...(cursor === null ? {} : { cursor }) });
      seen.push(...page.items.map(({ number }) => number));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([5, 4, 3, 2, 1]);
  });

  test("ends a page early rather than carry very much text", () => {
    const chatId = newChat();
    for (let n = 0; n < 3; n++) {
      const files = Array.from({ length: 8 }, (_, file) => ({
        path: `${file}.ts`,
        text: `${n}${file}`.repeat(250_000),
      }));
      createVersion(app, { chatId, status, files });
    }
    const page = listVersions(app, chatId);
    expect(page.items.map(({ number }) => number)).toEqual([3, 2]);
    expect(listVersions(app, chatId, { cursor: page.nextCursor ?? "" }).items.map(({ number }) => number)).toEqual([1]);
  });
});

test("a diff names what was added, removed and changed, and nothing else", () => {
  const before = [
    { path: "same.ts", text: "=" },
    { path: "gone.ts", text: "-" },
    { path: "new-text.ts", text: "1" },
    { path: "emptied.ts", text: "x" },
  ];
  const after = [
    { path: "new-text.ts", text: "2" },
    { path: "same.ts", text: "=" },
    { path: "added.ts", text: "" },
    { path: "emptied.ts", text: "" },
  ];
  expect(diffFiles(before, after)).toEqual([
    { path: "added.ts", status: "added", after: "" },
    { path: "emptied.ts", status: "changed", before: "x", after: "" },
    { path: "gone.ts", status: "removed", before: "-" },
    { path: "new-text.ts", status: "changed", before: "1", after: "2" },
  ]);
  expect(diffFiles(after, after)).toEqual([]);
});

function blobCount(): number {
  return app.db.$client.query<{ total: number }, []>("SELECT count(*) total FROM blobs").get()?.total ?? 0;
}
