import type { ModuleManifest } from "../../preview/contract.ts";

/** More names than this are not listed: the model knows the library, or has no use for a list that long. */
const listedExports = 16;
const kitPrefix = "@/components/ui/";

/** What generated code may import, a line for each group, short enough for a small model's attention. */
export function describeModules(manifest: ModuleManifest): string {
  const kit = manifest.modules.filter(({ name }) => name.startsWith(kitPrefix));
  const others = manifest.modules.filter(({ name }) => !name.startsWith(kitPrefix) && !isImplied(name));
  const lines = others.map(({ name, exports }) => {
    const names = exports.filter((one) => one !== "default" && /^[A-Za-z]/.test(one));
    return names.length > 0 && names.length <= listedExports ? `- ${name}: ${names.join(", ")}` : `- ${name}`;
  });
  if (kit.length > 0) {
    const names = kit.map(({ name }) => name.slice(kitPrefix.length)).sort();
    lines.unshift(`- shadcn/ui, each from \`${kitPrefix}<name>\`: ${names.join(", ")}`);
  }
  return lines.join("\n");
}

/** Sub-paths of a module that is listed by itself, and what a build adds by itself. */
const isImplied = (name: string): boolean =>
  /^react(-dom)?\/|^react-dom$|\/jsx-(dev-)?runtime$|^react-is$/.test(name) || name.startsWith("@radix-ui/");
