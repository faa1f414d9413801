import type { CodeFile, Project } from "../project.ts";
import { reachable } from "../references.ts";
import type { Resources } from "../resources.ts";
import { type MakeAround, nested, taking } from "./around.ts";
import type { TakenName } from "./taken.ts";

/** `throw new Error("useCart must be used within a CartProvider")` */
const insists = /throw\s+(new\s+)?\w*Error\(\s*["'`][^"'`]*\b(within|inside|wrapped|without|outside|needs|around)\b/i;

/**
 * Providers of the project whose hooks throw without them, where something is shown that uses the hooks and nothing that
 * brings the provider: a part of an application that is looked at alone. Those that others count on come first.
 */
export function providersAround(
  resources: Resources,
  project: Project,
  reached: ReadonlySet<string>,
  taken: TakenName[],
): MakeAround[] {
  const names = new Set(taken.map(({ name }) => name));
  const lacking = [...reached].flatMap((path) => {
    const file = project.code.get(path);
    const provider = file && providerOf(file);
    return !file || !provider || names.has(provider) || rendersItself(file, provider) ? [] : [{ path, provider }];
  });
  const uses = (one: { path: string }, other: { path: string }): boolean =>
    one.path !== other.path && reachable(resources, project, [one.path]).has(other.path);
  return lacking
    .sort((a, b) => Number(uses(a, b)) - Number(uses(b, a)))
    .map(({ path, provider }) => (id) => ({
      imports: [taking({ [`${id}_0`]: provider }, `user:${path}`)],
      component: nested([{ type: `${id}_0` }]),
    }));
}

function providerOf({ text, shape }: CodeFile): string | undefined {
  if (!/\bcreateContext\b/.test(text) || !insists.test(text)) return undefined;
  const name = shape.exported.find((one) => /^[A-Z]\w*Provider$/.test(one));
  // One that wants more than what goes inside it cannot be guessed.
  const props = name && new RegExp(`\\b${name}\\b[^(]*\\(\\s*(?:\\{([^}]*)\\}|(props))`).exec(text);
  return props && /^[\s,]*children[\s,]*$/.test(props[1] ?? "") ? name : undefined;
}

const rendersItself = ({ text }: CodeFile, provider: string): boolean => new RegExp(`<${provider}[\\s>]`).test(text);
