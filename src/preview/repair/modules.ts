import { type CodeFile, diagnosticAt, isLocal, type Project, resolveAnyCase } from "../build/project.ts";
import { fileOf, isModule } from "../build/references.ts";
import type { Resources } from "../build/resources.ts";
import { plainSpecifier } from "../build/specifiers.ts";
import { mended, type Repair } from "./edit.ts";
import type { ImportDeclaration } from "./imports.ts";
import { homeOf } from "./missing-imports.ts";
import { isAlive } from "./names.ts";
import { distance, nearest } from "./nearest.ts";

const harmless = /\.(png|jpe?g|gif|webp|avif|svg|ico|bmp|mp4|webm|mp3|woff2?|ttf|css|scss|sass|less)(\?.*)?$/;

/** Modules and files that are not there: led to the kit where it has them, else reported; the bundle stubs the rest. */
export function repairModules(resources: Resources, project: Project, file: CodeFile, partial: boolean): Repair {
  const repair: Repair = { edits: [], diagnostics: [] };
  for (const declaration of file.imports) {
    const { from, specifier } = declaration;
    if (declaration.typeOnly || exists(resources, project, file, from) || harmless.test(from)) continue;
    const locals = [declaration.default, declaration.namespace, ...declaration.named].flatMap(
      (name) => name?.local ?? [],
    );
    // Only types, and TypeScript drops it.
    if (locals.length > 0 && !locals.some((local) => isAlive(file, local))) continue;
    const cased = resolveAnyCase(project, from, file.path);
    const kit =
      kitModule(resources, from) ?? knownAs(resources, from) ?? sharedHome(resources, project, file, declaration);
    if (cased !== undefined) {
      const right = withCaseOf(cased, from);
      repair.edits.push({ ...specifier, text: right });
      repair.diagnostics.push(
        mended(
          file,
          specifier.start,
          `"${from}" is written with other letters than the file ${cased}.`,
          `"${right}" is taken instead.`,
        ),
      );
    } else if (kit) {
      repair.edits.push({ ...specifier, text: kit });
      repair.diagnostics.push(mended(file, specifier.start, `There is no "${from}".`, `"${kit}" is taken instead.`));
    } else if (isLocal(from)) {
      if (!partial) repair.diagnostics.push(missingFile(project, file, specifier.start, from));
    } else repair.diagnostics.push(missingModule(resources, file, specifier.start, from));
  }
  return repair;
}

const exists = (resources: Resources, project: Project, file: CodeFile, from: string): boolean =>
  fileOf(resources, project, from, file.path) !== undefined || isModule(resources, plainSpecifier(from));

/** `./ui/button`, `@/components/button`, `components/ui/button.tsx` → the kit's own address. */
function kitModule(resources: Resources, from: string): string | undefined {
  const tail = /(?:^|\/)(?:components|ui|shadcn|hooks|lib)\/(?:ui\/)?([\w-]+)(?:\.[jt]sx?)?$/.exec(from)?.[1];
  if (tail === undefined) return undefined;
  const name = tail.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
  const places = [`@/components/ui/${name}`, `@/hooks/${name}`, `@/lib/${name}`];
  return places.find((place) => resources.imports[place] !== undefined && place !== from);
}

/** `React`, `Lucide-React`: the same letters in another case, or one of them wrong. */
function knownAs(resources: Resources, from: string): string | undefined {
  if (isLocal(from) || from.length < 5) return undefined;
  const lower = from.toLowerCase();
  const names = Object.keys(resources.imports).filter((name) => !name.startsWith("vitrine/"));
  return (
    names.find((name) => name.toLowerCase() === lower) ??
    names.find((name) => from.length > 7 && distance(name, lower) === 1)
  );
}

/** The one place that has everything which is imported from a file that is not there. */
function sharedHome(
  resources: Resources,
  project: Project,
  file: CodeFile,
  declaration: ImportDeclaration,
): string | undefined {
  if (declaration.default || declaration.namespace || declaration.named.length === 0 || !isLocal(declaration.from))
    return undefined;
  const homes = new Set(
    declaration.named.map((name) =>
      homeOf(resources, project, file, name.imported, file.text.includes(`<${name.local}`)),
    ),
  );
  const [home] = homes;
  // An icon of that name is hardly what a file of the project was to bring.
  return homes.size === 1 &&
    home !== declaration.from &&
    home !== "lucide-react" &&
    !/^next\/(link|image)$/.test(home ?? "")
    ? home
    : undefined;
}

/** The specifier with the letters of the path that it means. */
function withCaseOf(path: string, specifier: string): string {
  const tail = specifier.replace(/^(\.{0,2}\/|[@~]\/)+/, "");
  const at = path.toLowerCase().lastIndexOf(tail.toLowerCase());
  return at < 0 ? specifier : specifier.slice(0, specifier.length - tail.length) + path.slice(at, at + tail.length);
}

function missingFile(project: Project, file: CodeFile, offset: number, from: string) {
  const stem = (path: string) => (path.split("/").at(-1) ?? "").replace(/\.\w+$/, "");
  const others = [...project.files.keys()].filter((path) => path !== file.path);
  const near = nearest(stem(from), others.map(stem));
  const path = near === undefined ? undefined : others.find((one) => stem(one) === near);
  return diagnosticAt(file, offset, {
    message: `The file "${from}" is not there.`,
    severity: "error",
    fix: `${path ? `Is ${path} meant? ` : ""}Add the file, or take the import out; until then a placeholder is shown.`,
  });
}

function missingModule(resources: Resources, file: CodeFile, offset: number, from: string) {
  const near = Object.keys(resources.imports).find((name) => !name.startsWith("vitrine/") && distance(name, from) <= 2);
  return diagnosticAt(file, offset, {
    message: `The package "${from}" is not part of the preview.`,
    severity: "error",
    fix: near
      ? `Did you mean "${near}"?`
      : "Use one of the packages that the preview has; what needs it will not render.",
  });
}
