import type { ModuleManifest } from "../../preview/contract.ts";

/**
 * The modules that we recommend, each with what it is for, in the order they are told. The preview has more, so that
 * code from elsewhere runs; a model that is not told about those does not reach for them.
 */
const recommended: [name: string, use: string][] = [
  ["react", "hooks; no default import needed for JSX"],
  ["lucide-react", 'icons, `import { ArrowRight } from "lucide-react"`; there are no brand icons'],
  ["@/lib/utils", "`cn` joins class names"],
  ["recharts", "charts, inside `ChartContainer` from `@/components/ui/chart`"],
  ["motion/react", "animation, `motion` and `AnimatePresence`"],
  ["react-hook-form", "larger forms, with the parts of `@/components/ui/form`"],
  ["zod", "validation"],
  ["@hookform/resolvers/zod", "`zodResolver`"],
  ["@tanstack/react-table", "sortable and filterable tables"],
  ["date-fns", "dates"],
  ["sonner", "`toast`, shown by `<Toaster />` from `@/components/ui/sonner`"],
  ["next/link", "default export `Link`"],
  ["next/image", "default export `Image`"],
  ["next/navigation", "`useRouter`, `usePathname`, `useSearchParams`"],
  ["next-themes", "`useTheme`"],
  ["class-variance-authority", "`cva`"],
  ["@/hooks/use-mobile", "`useIsMobile`"],
];

const kitPrefix = "@/components/ui/";
/** Kit files that are newer than what most models have read: their exports are told. */
const recent = new Set("button-group empty field input-group item kbd native-select spinner".split(" "));

/** What generated code should import, a line for each, short enough for a small model's attention. */
export function describeModules({ modules }: ModuleManifest): string {
  const names = new Set(modules.map(({ name }) => name));
  const kit = modules
    .filter(({ name }) => name.startsWith(kitPrefix) && !name.startsWith(`${kitPrefix}use-`))
    .map(({ name, exports }) => {
      const short = name.slice(kitPrefix.length);
      const parts = exports.filter((one) => /^[A-Z]/.test(one));
      return recent.has(short) && parts.length > 0 ? `${short} (${parts.join(", ")})` : short;
    })
    .sort();
  const lines = recommended.filter(([name]) => names.has(name)).map(([name, use]) => `- ${name}: ${use}`);
  if (kit.length > 0) lines.unshift(`- shadcn/ui, each from \`${kitPrefix}<name>\`: ${kit.join(", ")}`);
  return lines.join("\n");
}
