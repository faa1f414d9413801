import { readdirSync } from "node:fs";
import { join } from "node:path";

export interface KitFile {
  /** As generated code imports it, for example `@/components/ui/button`. */
  specifier: string;
  /** Absolute. */
  file: string;
}

/** Every module of the kit, in a stable order. */
export function kitFiles(kit: string): KitFile[] {
  return readdirSync(kit, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /^(components|hooks|lib)\/.*\.tsx?$/.test(path) && !/\.(test|d)\.tsx?$/.test(path))
    .sort()
    .map((path) => ({ specifier: `@/${path.replace(/\.tsx?$/, "")}`, file: join(kit, path) }));
}

/** Other addresses under which generated code looks for the same module. */
export const kitAliases: Record<string, string> = {
  "@/components/ui/use-toast": "@/hooks/use-toast",
  "@/components/ui/use-mobile": "@/hooks/use-mobile",
  "@/hooks/use-is-mobile": "@/hooks/use-mobile",
};
