import { type ComponentType, isValidElement, type ReactNode } from "react";
import { isPart, type Part } from "./parts.tsx";
import { gallery } from "./stage.tsx";

/** What a file without a component of its own holds, read from the module itself. */
interface Shelved {
  path: string;
  module: object;
}

interface ShelvedPart {
  path: string;
  name: string;
  part: Part;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isValidElement(value);

/** Components that lie in an object, such as `Icons.logo`, and elements that are exported as they are. */
function partsOf({ path, module }: Shelved): ShelvedPart[] {
  return Object.entries(module).flatMap(([name, value]): ShelvedPart[] => {
    if (isValidElement(value)) return [{ path, name, part: () => value }];
    if (!isObject(value) || "$$typeof" in value) return [];
    const members = Object.entries(value).filter(([, member]) => isPart(member) && !isSchemaOrHook(member));
    // A few functions among other things are helpers; components come by themselves.
    if (members.length < Object.keys(value).length) return [];
    return members.map(([member, part]) => ({
      path,
      name: `${name}.${member}`,
      part: isPart(part) ? part : () => null,
    }));
  });
}

const isSchemaOrHook = (value: unknown): boolean =>
  typeof value === "function" &&
  (/^use[A-Z]/.test(value.name) || /^(async|class\s+\w*(Error|Store))/.test(String(value)));

/** Shows components that lie in objects, each by itself; else says in words what the files export. */
export function shelf(files: Shelved[]): ComponentType {
  const parts = files.flatMap(partsOf);
  if (parts.length > 0) {
    return gallery(
      parts.map(({ path, name, part }) => ({
        path,
        name,
        line: 1,
        from: { module: { [name]: part } },
        props: () => ({}),
      })),
    );
  }
  // biome-ignore lint/correctness/noComponentHookFactories: making components is what it is for
  return function Shelf() {
    return (
      <main data-vitrine-shelf={files.length} style={pageStyle}>
        <p style={{ margin: 0, fontWeight: 600 }}>There is no component here to show</p>
        <p style={{ margin: "4px 0 16px", opacity: 0.75 }}>Other files can use what these export.</p>
        {files.map(({ path, module }) => (
          <section key={path} style={{ marginTop: 12 }}>
            <div style={{ opacity: 0.75 }}>{path}</div>
            <ul style={{ margin: "4px 0 0", padding: 0, listStyle: "none" }}>
              {Object.entries(module).map(([name, value]) => (
                <li key={name}>
                  <code>{name}</code> <span style={{ opacity: 0.75 }}>{kindOf(name, value)}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </main>
    );
  };
}

function kindOf(name: string, value: unknown): ReactNode {
  if (typeof value === "function") return /^use[A-Z]/.test(name) ? "a hook" : "a function";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return "$$typeof" in value ? "a context" : "an object";
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}

const pageStyle = {
  maxWidth: 560,
  margin: "0 auto",
  padding: 32,
  font: "13px/1.6 ui-sans-serif, system-ui, sans-serif",
};
