import type { Diagnostic } from "../contract.ts";
import { componentProps } from "./component-props.ts";
import { diagnosticAt, type Project } from "./project.ts";
import type { Resources } from "./resources.ts";
import { sampleValue } from "./sample-values.ts";
import { TypeReader } from "./type-reader.ts";

export interface SampleProps {
  /** An object literal. */
  source: string;
  /** Says that values were made up, when some were. */
  note: Diagnostic | undefined;
}

const none: SampleProps = { source: "{}", note: undefined };

/** Plausible values for the props that a component requires, so that it can be shown alone. */
export function sampleProps(
  resources: Resources,
  project: Project,
  mount: { path: string; name: string },
): SampleProps {
  const file = project.code.get(mount.path);
  if (!file) return none;
  const name = mount.name === "default" ? (file.shape.defaultName ?? "default") : mount.name;
  const reader = new TypeReader(resources, project);
  const { members, at } = componentProps(reader, file, name);
  const given = members.filter((member) => !member.optional);
  if (given.length === 0) return none;
  const pairs = given.map(
    (member) => `${JSON.stringify(member.name)}: ${sampleValue(reader, member.name, member.type)}`,
  );
  const shown = name === "default" ? "The component" : name;
  return {
    source: `{ ${pairs.join(", ")} }`,
    note: diagnosticAt(file, at, {
      message: `${shown} is shown with sample values for ${given.map((member) => member.name).join(", ")}.`,
      severity: "info",
    }),
  };
}

/** What sample values refer to, to stand in the module that has them. */
export const sampleHelpers = (source: string): string[] =>
  /\$icon|\$element/.test(source)
    ? [
        'import { createElement as $element } from "react";',
        'const $icon = ({ className, size = 20, ...rest }) => $element("svg", { width: size, height: size, viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeWidth: 2, className, ...rest }, $element("circle", { cx: 12, cy: 12, r: 9 }));',
      ]
    : [];
