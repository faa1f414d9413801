import type { Project } from "../project.ts";
import { type MakeAround, nested, taking } from "./around.ts";
import { type KitFamily, kitFamilies, type Level } from "./kit-families.ts";
import type { TakenName } from "./taken.ts";

/** The roots of kit components of which only parts are taken, such as a `TabsContent` that another file has `Tabs` for. */
export const kitAround = (project: Project, taken: TakenName[]): MakeAround[] =>
  kitFamilies.flatMap((family) => familyAround(project, taken, family) ?? []);

function familyAround(project: Project, taken: TakenName[], family: KitFamily): MakeAround | undefined {
  const ofFamily = taken.filter(({ from }) => from.endsWith(`/ui/${family.module}`));
  const names = new Set(ofFamily.map(({ name }) => name));
  const [root] = family.levels;
  const part = ofFamily.find(({ name, source }) => source !== undefined && family.parts.test(name));
  if (!root || !part?.source || names.has(root.name)) return undefined;
  const { source } = part;
  if (!exportsName(project, source, root.name)) return undefined;
  const needed = family.levels.filter(
    (level) => !names.has(level.name) && (!level.for || [...names].some((name) => level.for?.test(name))),
  );
  const hasTrigger = names.has(`${root.name}Trigger`);
  const text = [...new Set(ofFamily.map(({ importer }) => importer.text))].join("\n");
  return (id) => {
    const trigger = `${id}Trigger`;
    const anchored = !hasTrigger && (root.opens === "beside" || root.trigger !== undefined);
    return {
      imports: [
        taking(
          Object.fromEntries([
            ...needed.map(({ name }, depth) => [`${id}_${depth}`, name]),
            ...(anchored ? [[trigger, `${root.name}Trigger`]] : []),
          ]),
          source,
        ),
      ],
      component: nested(
        needed.map((level, depth) => ({
          type: `${id}_${depth}`,
          props: propsOf(level, hasTrigger, text),
          ...(depth === 0 && anchored ? { before: anchor(trigger, root.trigger) } : {}),
        })),
      ),
    };
  };
}

/** A project's own copy of the kit may lack what ours has. */
function exportsName(project: Project, source: string, name: string): boolean {
  const file = source.startsWith("user:") ? project.code.get(source.slice("user:".length)) : undefined;
  return file === undefined || file.shape.exported.includes(name);
}

function propsOf({ name, props = "{}", opens }: Level, hasTrigger: boolean, text: string): string {
  // A panel is shown when its value is chosen, and only the code itself tells which values there are.
  const value = /^(Tabs|Accordion)$/.test(name)
    ? new RegExp(
        `<${name === "Tabs" ? "Tabs(?:Content|Trigger)" : "AccordionItem"}\\b[^>]*?\\bvalue=["']([^"']+)["']`,
      ).exec(text)?.[1]
    : undefined;
  const chosen = value === undefined ? "" : `, defaultValue: ${JSON.stringify(value)}`;
  const opened = opens && !hasTrigger ? ", defaultOpen: true" : "";
  return `{ ...${props}${chosen}${opened} }`;
}

const hidden =
  '{ "aria-hidden": true, tabIndex: -1, style: { position: "absolute", top: 24, left: "50%", width: 1, height: 1, padding: 0, border: 0, opacity: 0 } }';
const visible = '{ style: { padding: 32, border: "1px dashed currentColor", borderRadius: 8, opacity: 0.7 } }';

const anchor = (trigger: string, words: string | undefined): string =>
  words === undefined ? `$around(${trigger}, ${hidden})` : `$around(${trigger}, ${visible}, ${JSON.stringify(words)})`;
