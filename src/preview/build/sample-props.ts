import type { Diagnostic, PreviewProp } from "../contract.ts";
import { componentProps } from "./component-props.ts";
import { diagnosticAt, type Project } from "./project.ts";
import type { Resources } from "./resources.ts";
import { sampleValue } from "./sample-values.ts";
import { TypeReader } from "./type-reader.ts";
import { shortType } from "./type-text.ts";

export interface SampleProps {
  /** An object literal. */
  source: string;
  /** Says that values were made up, when some were. */
  note: Diagnostic | undefined;
  props: PreviewProp[];
}

const none: SampleProps = { source: "{}", note: undefined, props: [] };

/**
 * Plausible values for the props that a component requires, so that it can be shown alone.
 * @param chosen values in place of them, JSON by name; names that the component does not take are left out
 */
export function sampleProps(
  resources: Resources,
  project: Project,
  mount: { path: string; name: string },
  chosen: Record<string, unknown> = {},
): SampleProps {
  const file = project.code.get(mount.path);
  if (!file) return none;
  const name = mount.name === "default" ? (file.shape.defaultName ?? "default") : mount.name;
  const reader = new TypeReader(resources, project);
  const { members, at } = componentProps(reader, file, name);
  const isChosen = (member: { name: string }): boolean => Object.hasOwn(chosen, member.name);
  const props = members
    .filter((member) => !member.optional || isChosen(member))
    .map((member): PreviewProp => {
      const own = isChosen(member);
      const source = own ? JSON.stringify(chosen[member.name]) : sampleValue(reader, member.name, member.type);
      return { name: member.name, type: shortType(member.type.text), source: source ?? "undefined", chosen: own };
    });
  if (props.length === 0) return none;
  const made = props.filter((prop) => !prop.chosen).map((prop) => prop.name);
  const shown = name === "default" ? "The component" : name;
  return {
    // In brackets, a name such as `__proto__` is a name like any other.
    source: `{ ${props.map((prop) => `${key(prop.name)}: ${prop.source}`).join(", ")} }`,
    note:
      made.length === 0
        ? undefined
        : diagnosticAt(file, at, {
            message: `${shown} is shown with sample values for ${made.join(", ")}.`,
            severity: "info",
          }),
    props,
  };
}

const key = (name: string): string => (name === "__proto__" ? `[${JSON.stringify(name)}]` : JSON.stringify(name));

/** What sample values refer to, to stand in the module that has them. */
export const sampleHelpers = (source: string): string[] =>
  /\$icon|\$element/.test(source)
    ? [
        'import { createElement as $element } from "react";',
        'const $icon = ({ className, size = 20, ...rest }) => $element("svg", { width: size, height: size, viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeWidth: 2, className, ...rest }, $element("circle", { cx: 12, cy: 12, r: 9 }));',
      ]
    : [];
