import type { Store } from "./storage.ts";
import type { Build, PreviewComponent } from "./types.ts";

/** What of a project is to be shown: an export of a file, a page, or `*` for a gallery of everything. */
export interface Choice {
  entry?: string;
  component?: string;
}

/** The gallery of all components. */
export const everything: Choice = { component: "*" };

export const sameChoice = (a: Choice | null, b: Choice | null): boolean =>
  a?.entry === b?.entry && a?.component === b?.component;

/** Whether a build shows what was chosen; it shows something else where that is gone. */
export function shows(build: Build, choice: Choice): boolean {
  const { shown } = build;
  if (!shown) return false;
  if (choice.component === "*") return shown.kind === "gallery";
  return shown.path === choice.entry && (choice.component === undefined || shown.name === choice.component);
}

/** What people call a component: its own name, or that of its file where it is only the default export. */
export const componentLabel = ({ path, name }: Pick<PreviewComponent, "path" | "name">): string =>
  name === "default" ? (path.split("/").at(-1) ?? path) : name;

/** A chat's choice, kept in the browser. */
export interface ChoiceStore {
  read(): Choice | null;
  write(choice: Choice | null): void;
}

export function createChoiceStore(store: Store, chatId: string): ChoiceStore {
  const key = `show.${chatId}`;
  return {
    read: () => parse(store.get(key)),
    write: (choice) => (choice === null ? store.remove(key) : store.set(key, JSON.stringify(choice))),
  };
}

/** Whatever does not look like our own writing counts as nothing. */
function parse(text: string | null): Choice | null {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    if (typeof value !== "object" || value === null) return null;
    const entry: unknown = Reflect.get(value, "entry");
    const component: unknown = Reflect.get(value, "component");
    const choice: Choice = {
      ...(typeof entry === "string" ? { entry } : {}),
      ...(typeof component === "string" ? { component } : {}),
    };
    return Object.keys(choice).length > 0 ? choice : null;
  } catch {
    return null;
  }
}
