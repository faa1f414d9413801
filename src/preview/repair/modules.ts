import { type CodeFile, diagnosticAt, isLocal, type Project } from "../build/project.ts";
import { fileOf, isModule } from "../build/references.ts";
import type { Resources } from "../build/resources.ts";
import { plainSpecifier } from "../build/specifiers.ts";
import { mended, type Repair } from "./edit.ts";
import { isAlive } from "./names.ts";
import { distance } from "./nearest.ts";

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
    const kit = kitModule(resources, from);
    if (kit) {
      repair.edits.push({ ...specifier, text: kit });
      repair.diagnostics.push(mended(file, specifier.start, `There is no "${from}".`, `"${kit}" is taken instead.`));
    } else if (isLocal(from)) {
      if (!partial) repair.diagnostics.push(missingFile(file, specifier.start, from));
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

const missingFile = (file: CodeFile, offset: number, from: string) =>
  diagnosticAt(file, offset, {
    message: `The file "${from}" is not there.`,
    severity: "error",
    fix: "Add the file, or take the import out; until then a placeholder is shown.",
  });

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
