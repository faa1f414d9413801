import { afterAll, describe, expect, test } from "bun:test";
import { Problem } from "../platform/problem.ts";
import { testApp } from "../platform/testing.ts";
import { requireChat } from "./access.ts";
import type { AttachmentInput } from "./attachments.ts";
import { messageAttachments } from "./attachments.ts";
import { createChat } from "./chats.ts";
import { addMessage, listMessages } from "./messages.ts";
import { testProject } from "./testing.ts";

const app = testApp();
afterAll(() => app.dispose());
const { project, owner } = await testProject(app);
const authorId = owner.user.id;
const titleOf = (chatId: string) => requireChat(app, owner.user, chatId).chat.title;
const say = (chatId: string, text: string, attachments: AttachmentInput[] = []) =>
  addMessage(app, { chatId, role: "user", authorId, text, attachments });

describe("messages", () => {
  test("are listed oldest first, page by page", () => {
    const { id: chatId } = createChat(app, project.id);
    for (let n = 1; n <= 5; n++) say(chatId, `request ${n}`);
    addMessage(app, {
      chatId,
      role: "assistant",
      text: "Here it is.",
      reasoning: "First I…",
      model: "builtin/patterns",
    });
    const first = listMessages(app, chatId, { limit: 4 });
    const rest = listMessages(app, chatId, { limit: 4, cursor: first.nextCursor ?? "" });
    expect(rest.nextCursor).toBeNull();
    expect([...first.items, ...rest.items].map(({ text }) => text)).toEqual([
      ...[1, 2, 3, 4, 5].map((n) => `request ${n}`),
      "Here it is.",
    ]);
    expect(rest.items.at(-1)).toMatchObject({
      role: "assistant",
      authorId: null,
      authorName: null,
      reasoning: "First I…",
    });
  });

  test.each([
    ["A pricing table", "A pricing table"],
    ["  Two\n\nlines\t here ", "Two lines here"],
    [`${"word ".repeat(30)}`, `${"word ".repeat(12).trim()}…`],
    ["x".repeat(200), `${"x".repeat(60)}…`],
    ["   ", "New chat"],
  ])("name a chat after the first request: %p", (text, title) => {
    const { id } = createChat(app, project.id);
    say(id, text);
    expect(titleOf(id)).toBe(title);
  });

  test("leave a chat that has a name alone", () => {
    const { id } = createChat(app, project.id, "Mine");
    say(id, "A pricing table");
    expect(titleOf(id)).toBe("Mine");
  });

  test("of 100,000 characters pass and longer ones do not", () => {
    const { id } = createChat(app, project.id);
    say(id, "x".repeat(100_000));
    expect(() => say(id, "x".repeat(100_001))).toThrow(Problem);
    expect(listMessages(app, id).items).toHaveLength(1);
  });
});

describe("attachments", () => {
  const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
  const { id: chatId } = createChat(app, project.id);

  test.each([
    ["image/png", "89504e470d0a1a0a00"],
    ["image/jpeg", "ffd8ffe000"],
    ["image/gif", "474946383961"],
    ["image/webp", "524946460000000057454250"],
    ["text/plain; charset=utf-8", "61"],
    ["application/json", "7b7d"],
  ])("of type %s come back as they were", (mediaType, hex) => {
    const message = say(chatId, "see this", [{ name: "file", mediaType, data: bytes(hex) }]);
    expect(messageAttachments(app, message.id).map(({ data }) => data.toString("hex"))).toEqual([hex]);
  });

  const text = (name: string, size: number): AttachmentInput => ({
    name,
    mediaType: "text/plain",
    data: new Uint8Array(size),
  });
  const refused: [string, string, AttachmentInput[]][] = [
    [
      "that claim to be a picture",
      "unsupported_media_type",
      [{ name: "a.png", mediaType: "image/png", data: bytes("3c68746d6c3e") }],
    ],
    ["of an unknown type", "unsupported_media_type", [{ name: "a", mediaType: "application/x-sh", data: bytes("00") }]],
    ["without a name", "validation_failed", [text(" ", 1)]],
    ["with a line break in the name", "validation_failed", [text("a\r\nX-Header: 1", 1)]],
    ["that are too large", "too_large", [text("a", 8 * 1024 * 1024 + 1)]],
    ["that are too many", "too_large", Array.from({ length: 9 }, (_, n) => text(`${n}`, 1))],
    ["that are too large together", "too_large", Array.from({ length: 4 }, (_, n) => text(`${n}`, 7 * 1024 * 1024))],
  ];
  test.each(refused)("%s are refused, and the message with them", (_why, code, attachments) => {
    const before = listMessages(app, chatId, { limit: 100 }).items.length;
    let thrown: unknown;
    try {
      say(chatId, "see this", attachments);
    } catch (error) {
      thrown = error;
    }
    expect(thrown instanceof Problem ? thrown.code : thrown).toBe(code);
    expect(listMessages(app, chatId, { limit: 100 }).items).toHaveLength(before);
  });
});
