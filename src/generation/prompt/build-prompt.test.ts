import { expect, test } from "bun:test";
import { estimatePromptTokens } from "../../llm/index.ts";
import { buildPrompt, type PromptInput, type Turn } from "./build-prompt.ts";
import { describeModules } from "./modules.ts";
import { systemPrompt } from "./system.ts";

const input = (change: Partial<PromptInput>): PromptInput => ({
  system: "S",
  prompt: "make it <b>bold</b>",
  files: [],
  texts: [],
  images: [],
  continues: undefined,
  history: [],
  contextLength: 8192,
  ...change,
});

const lastText = (of: PromptInput): string => {
  const content = buildPrompt(of).at(-1)?.content;
  return typeof content === "string" ? content : content?.[0]?.type === "text" ? content[0].text : "";
};

test("one system message first, the person's exact words last and first in their message", () => {
  expect(buildPrompt(input({}))).toEqual([
    { role: "system", content: "S" },
    { role: "user", content: "make it <b>bold</b>" },
  ]);
});

test("blocks follow in their order, each on a line of its own", () => {
  const text = lastText(
    input({
      files: [{ path: "a.md", text: "```js\nx\n```" }],
      texts: [{ name: 'no"te.txt', text: "hi" }],
      continues: { explanation: "I began.", finished: ["a.md"], open: { path: "b.tsx", text: "const" } },
    }),
  );
  expect(text).toStartWith(
    'make it <b>bold</b>\n\n<current_files>\n````md file="a.md"\n```js\nx\n```\n````\n</current_files>\n',
  );
  expect(text).toContain('\n<attachments>\n```txt file="no\'te.txt"\nhi\n```\n</attachments>\n');
  expect(text).toMatch(/\n<continue>\n[\s\S]*a\.md[\s\S]*I began\.[\s\S]*b\.tsx[\s\S]*const\n```\n<\/continue>$/);
});

test("pictures become parts after the text", () => {
  const content = buildPrompt(input({ images: [{ mediaType: "image/png", data: new Uint8Array([1, 2]) }] })).at(
    -1,
  )?.content;
  expect(content).toEqual([
    { type: "text", text: "make it <b>bold</b>" },
    { type: "image", mediaType: "image/png", data: "AQI=" },
  ]);
});

test("history is read newest first, only as far as it fits, and begins with the person", () => {
  let read = 0;
  function* history(): Generator<Turn> {
    for (let turn = 100; ; turn--) {
      read++;
      const role = turn % 2 === 0 ? "assistant" : "user";
      yield { role, text: `${role} ${turn} ${"word ".repeat(100)}`, files: role === "assistant" ? ["a.tsx"] : [] };
    }
  }
  const messages = buildPrompt(input({ history: history() }));
  expect(read).toBeLessThan(60);
  expect(messages[1]?.role).toBe("user");
  expect(messages.at(-2)?.content).toStartWith("assistant 100 ");
  expect(messages.at(-2)?.content).toEndWith("[Files after this turn: a.tsx]");
  expect(estimatePromptTokens({ messages })).toBeLessThan(8192 * 0.55);
});

test("files that do not fit are named instead, small ones come first", () => {
  const text = lastText(
    input({
      files: [
        { path: "big.tsx", text: "x".repeat(60_000) },
        { path: "small.tsx", text: "small" },
      ],
    }),
  );
  expect(text).toContain('```tsx file="small.tsx"\nsmall\n```');
  expect(text).toContain("Not shown for want of room, leave them as they are: big.tsx");
});

test("an attachment that is too long is cut, and says so", () => {
  const text = lastText(input({ texts: [{ name: "log.txt", text: "y".repeat(200_000) }] }));
  expect(text.length).toBeLessThan(20_000);
  expect(text).toContain("(log.txt goes on; it was cut here.)");
});

test("the system prompt names what the preview has of what we recommend, and is made once", () => {
  const manifest = () => ({
    modules: [
      { name: "@/components/ui/kbd", exports: ["Kbd", "KbdGroup"] },
      { name: "@/components/ui/button", exports: ["Button"] },
      { name: "@/lib/kit-classes", exports: ["x"] },
      { name: "next/cache", exports: ["cacheLife"] },
      { name: "date-fns", exports: ["format", "default"] },
    ],
  });
  expect(describeModules(manifest())).toBe(
    "- shadcn/ui, each from `@/components/ui/<name>`: button, kbd (Kbd, KbdGroup)\n- date-fns: dates",
  );
  const preview = { manifest };
  expect(systemPrompt(preview)).toBe(systemPrompt(preview));
  expect(systemPrompt(preview)).toContain("- date-fns: dates\n");
});
