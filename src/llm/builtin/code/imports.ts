import { chartExports, reactHooks, reactTypes, uiExports } from "./kit.ts";

/**
 * The import statements that a module body needs, found by the names it uses:
 * hooks called, shadcn/ui and recharts elements, `cn(`, React's event types, and every name ending in `Icon`
 * (lucide-react exports each icon under that name too). Names that the body declares itself are left alone.
 */
export function importsFor(body: string): string[] {
  const scanned = withoutStrings(body);
  const declared = new Set(
    [...scanned.matchAll(/\b(?:function|const|let|class|type|interface|import)\s+(\w+)/g)].map((match) => match[1]),
  );
  for (const match of scanned.matchAll(/\b(?:icon|as)\s*:\s*(\w+Icon)\b\s*[,}](?=[^;]*=>|\s*\))/g))
    declared.add(match[1]);
  const modules = new Map<string, Set<string>>();
  const need = (module: string, name: string) => {
    const plain = name.replace("type ", "");
    if (declared.has(plain)) return;
    const names = modules.get(module) ?? new Set();
    modules.set(module, names.add(name));
  };
  for (const [, name = ""] of scanned.matchAll(/<([A-Z]\w*)/g)) {
    const ui = uiExports.get(name);
    if (ui) need(ui, name);
    else if (chartExports.has(name)) need("recharts", name);
  }
  for (const [, name = ""] of scanned.matchAll(/\b(use[A-Z]\w*)\s*[(<]/g))
    if (reactHooks.has(name)) need("react", name);
  for (const [, name = ""] of scanned.matchAll(/[:<|,(&]\s*([A-Z]\w+)\b/g))
    if (reactTypes.has(name)) need("react", `type ${name}`);
  for (const [, name = ""] of scanned.matchAll(/\b([A-Z]\w*Icon)\b/g)) need("lucide-react", name);
  if (/\bLucideIcon\b/.test(scanned)) {
    modules.get("lucide-react")?.delete("LucideIcon");
    need("lucide-react", "type LucideIcon");
  }
  if (/\bChartConfig\b/.test(scanned)) need("@/components/ui/chart", "type ChartConfig");
  if (/\bcn\(/.test(scanned)) need("@/lib/utils", "cn");
  if (/\bbuttonVariants\(/.test(scanned)) need("@/components/ui/button", "buttonVariants");
  return [...modules]
    .filter(([, names]) => names.size > 0)
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([module, names]) => `import { ${[...names].sort(byName).join(", ")} } from "${module}";`);
}

/** React first, then packages, then the project's own modules. */
const rank = (module: string): number => (module === "react" ? 0 : module.startsWith("@/") ? 2 : 1);

function byName(a: string, b: string): number {
  const left = a.replace("type ", "").toLowerCase();
  const right = b.replace("type ", "").toLowerCase();
  return left < right ? -1 : left > right ? 1 : 0;
}

const withoutStrings = (body: string): string => body.replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
