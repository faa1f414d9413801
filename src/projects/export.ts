import { strToU8, Zip, ZipDeflate } from "fflate";
import { isoTime } from "../platform/clock.ts";
import type { Chat, Project, Version } from "./schema.ts";
import type { VersionFile } from "./version-files.ts";

export interface ExportedVersion {
  chat: Chat;
  version: Version;
  files: VersionFile[];
}

/** npm packages and shadcn/ui components that some files import. */
export interface Imports {
  packages: string[];
  components: string[];
}

/** A zip archive of one version with a README that says what it needs. */
export const versionArchive = (project: Project, exported: ExportedVersion): Promise<Uint8Array<ArrayBuffer>> =>
  pack([{ folder: "", ...exported }], project);

/** A zip archive of a project: a folder for each chat that has a version, with its newest files. */
export function projectArchive(project: Project, exported: ExportedVersion[]): Promise<Uint8Array<ArrayBuffer>> {
  const taken = new Set<string>();
  const parts = exported.map((one) => {
    const base = fileName(one.chat.title, "chat");
    let folder = base;
    for (let copy = 2; taken.has(folder); copy++) folder = `${base}-${copy}`;
    taken.add(folder);
    return { ...one, folder: `${folder}/` };
  });
  return pack(parts, project);
}

/** A short ASCII name for a file or folder: lower case, dashes. */
export function fileName(text: string, fallback: string): string {
  const plain = text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const name = plain.replaceAll(/[^a-z0-9]+/g, "-").slice(0, 60);
  return name.replaceAll(/^-+|-+$/g, "") || fallback;
}

/** As npm has them: whoever copies the README's command into a terminal runs nothing else. */
const packageName = /^(?:@[a-z0-9][a-z0-9._~-]*\/)?[a-z0-9][a-z0-9._~-]*(?=\/|$)/;

/** What the files import that is not among them, sorted. */
export function importsOf(files: VersionFile[]): Imports {
  const packages = new Set<string>();
  const components = new Set<string>();
  const own = new Set(files.map(({ path }) => path.replace(/\.[a-z]+$/, "")));
  for (const { path, text } of files) {
    if (!/\.(tsx?|jsx?|mjs)$/.test(path)) continue;
    for (const specifier of specifiersIn(text)) {
      const component = /^@\/components\/ui\/([a-z0-9][a-z0-9-]*)$/.exec(specifier)?.[1];
      if (component) {
        if (!own.has(`components/ui/${component}`)) components.add(component);
      } else if (!/^(\.|\/|@\/|~\/|node:|[a-z]+:)/.test(specifier)) {
        const name = packageName.exec(specifier)?.[0];
        if (name) packages.add(name);
      }
    }
  }
  return { packages: [...packages].sort(), components: [...components].sort() };
}

function specifiersIn(text: string): string[] {
  const pattern = /(?:\bfrom\s*|\bimport\s*|\bimport\s*\(\s*)(["'])([^"'\n]{1,200})\1/g;
  return [...text.matchAll(pattern)].map((match) => match[2] ?? "");
}

const readmeName = (files: VersionFile[]): string =>
  files.some(({ path }) => path.toLowerCase() === "readme.md") ? "VITRINE.md" : "README.md";

function readme(project: Project, { chat, version, files }: ExportedVersion): string {
  const { packages, components } = importsOf(files);
  const lines = [
    `# ${chat.title.replaceAll(/[`*_#[\]<>]/g, "\\$&")}`,
    "",
    `Version ${version.number} of ${isoTime(version.createdAt)}, exported from the project “${project.name.replaceAll(/[`*_#[\]<>]/g, "\\$&")}”.`,
    ...(version.status === "draft"
      ? ["", "This version is a draft: the generation that wrote it did not finish."]
      : []),
    "",
    "React and Tailwind CSS 4. Copy the files into a project where `@/` points at its root.",
  ];
  if (components.length > 0) {
    lines.push("", "## shadcn/ui components", "", "```sh", `npx shadcn@latest add ${components.join(" ")}`, "```");
  }
  if (packages.length > 0) lines.push("", "## npm packages", "", "```sh", `npm install ${packages.join(" ")}`, "```");
  lines.push("", "## Files", "", ...files.map(({ path }) => `- \`${path}\``), "");
  return lines.join("\n");
}

/** Compresses file by file and lets other requests in between, so that a large project stalls nobody. */
async function pack(
  parts: (ExportedVersion & { folder: string })[],
  project: Project,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const archive = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const { folder, ...part } of parts) {
    const files = [...part.files, { path: readmeName(part.files), text: readme(project, part) }];
    for (const { path, text } of files) {
      const entry = new ZipDeflate(`${folder}${path}`, { level: 6 });
      entry.mtime = part.version.createdAt;
      archive.add(entry);
      entry.push(strToU8(text), true);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  archive.end();
  return Uint8Array.from(Buffer.concat(chunks));
}
