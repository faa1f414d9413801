import { icons } from "lucide-react";
import { type ComponentType, createElement } from "react";

type IconProps = Record<string, unknown> & { name: string; fallback?: ComponentType };

const dashed = (name: string): string =>
  name
    .replace(/([a-z])([A-Z0-9])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();

const byName = new Map(Object.entries(icons).map(([name, icon]) => [dashed(name), icon] as const));

/** Names as `lucide-react/dynamic` writes them, with dashes. */
export const iconNames: string[] = [...byName.keys()].sort();

/** An icon by a name that is only known at run time. */
export function DynamicIcon({ name, fallback, ...rest }: IconProps) {
  const icon = byName.get(dashed(String(name)));
  if (icon) return createElement(icon, rest);
  return fallback ? createElement(fallback) : null;
}

export const dynamicIconImports: Record<string, () => Promise<{ default: unknown }>> = Object.fromEntries(
  [...byName].map(([name, icon]) => [name, () => Promise.resolve({ default: icon })]),
);
export default dynamicIconImports;
