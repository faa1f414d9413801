import { describe, expect, test } from "bun:test";
import { strFromU8, unzipSync } from "fflate";
import { fileName, importsOf, projectArchive, versionArchive } from "./export.ts";
import type { Chat, Project, Version } from "./schema.ts";

const at = Date.UTC(2026, 4, 5, 6, 7, 8);
const project: Project = {
  id: "p",
  name: "Shop *new*",
  description: "",
  ownerId: "u",
  createdAt: at,
  updatedAt: at,
  tailwind: null,
};
const chat = (title: string): Chat => ({ id: title, projectId: "p", title, createdAt: at, updatedAt: at });
const version: Version = {
  id: "v",
  chatId: "c",
  number: 3,
  parentId: null,
  authorId: null,
  generationId: null,
  origin: "generation",
  restoredId: null,
  status: "complete",
  createdAt: at,
};
const page = `import { Button } from "@/components/ui/button"
import {Card} from '@/components/ui/card';
import { Check } from "lucide-react";
import * as Tabs from "@radix-ui/react-tabs/dist";
import { price } from "./lib/price";
import "./style.css";
const chart = await import("recharts");
export { cn } from "@/lib/utils";
export default () => <Button>from nowhere</Button>;
`;
const files = [
  { path: "app/page.tsx", text: page },
  { path: "components/ui/card.tsx", text: "export const Card = 'own';" },
  { path: "notes.md", text: 'import x from "not-code"' },
];
const unpack = (bytes: Uint8Array) =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, data]) => [path, strFromU8(data)]));

describe("an export", () => {
  test("finds the packages and components that the files need", () => {
    expect(importsOf(files)).toEqual({
      packages: ["@radix-ui/react-tabs", "lucide-react", "recharts"],
      components: ["button"],
    });
  });

  test.each([
    "x; rm -rf ~",
    "x && curl evil.example.com",
    "$(id)",
    "`id`",
    "-g",
    "--registry",
    "@a/-b",
    "../x",
    "@/components/ui/--yes",
    "..",
    "x|sh",
  ])("says nothing that a shell would run for an import of %p", (specifier) => {
    expect(importsOf([{ path: "a.tsx", text: `import x from "${specifier}"` }])).toEqual({
      packages: [],
      components: [],
    });
  });

  test("of a version has its files as they are and says what they need", async () => {
    const unpacked = unpack(await versionArchive(project, { chat: chat("Pricing"), version, files }));
    const { "README.md": readme, ...rest } = unpacked;
    expect(rest).toEqual(Object.fromEntries(files.map(({ path, text }) => [path, text])));
    expect(readme).toContain("npx shadcn@latest add button\n");
    expect(readme).toContain("npm install @radix-ui/react-tabs lucide-react recharts\n");
    expect(readme).toContain("# Pricing");
    expect(readme).toContain("Version 3 of 2026-05-05T06:07:08.000Z");
    expect(readme).toContain("Shop \\*new\\*");
    expect(readme).not.toContain("draft");
  });

  test("keeps a README that the person wrote", async () => {
    const own = [{ path: "readme.md", text: "mine" }];
    const unpacked = unpack(
      await versionArchive(project, { chat: chat("A"), version: { ...version, status: "draft" }, files: own }),
    );
    expect(Object.keys(unpacked).sort()).toEqual(["VITRINE.md", "readme.md"]);
    expect(unpacked["VITRINE.md"]).toContain("draft");
  });

  test("of a project has a folder for each chat, also for chats of one name", async () => {
    const exported = ["Pricing", "pricing!", "../../etc", "表"].map((title) => ({ chat: chat(title), version, files }));
    const folders = new Set(
      Object.keys(unpack(await projectArchive(project, exported))).map((path) => path.split("/")[0]),
    );
    expect([...folders].sort()).toEqual(["chat", "etc", "pricing", "pricing-2"]);
  });

  test("of an empty project is a valid, empty archive", async () => {
    expect(unpack(await projectArchive(project, []))).toEqual({});
  });

  test.each([
    ["Crème brûlée", "creme-brulee"],
    ['a"b\r\nc', "a-b-c"],
    ["../..", "x"],
    ["A".repeat(200), "a".repeat(60)],
  ])("names files in plain letters: %p", (text, name) => {
    expect(fileName(text, "x")).toBe(name);
  });
});
