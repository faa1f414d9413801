/**
 * Values of libraries' own types, such as a form or a table that a component is given. They only exist while something is
 * rendered, as results of hooks; `hookedProps` puts them there.
 */
const forms: Record<string, string> = {
  UseFormReturn: "$form",
  UseFormMethods: "$form",
  Control: "$form.control",
  FormState: "$form.formState",
  UseFormStateReturn: "$form.formState",
  FieldErrors: "$form.formState.errors",
  UseFormRegister: "$form.register",
  UseFormWatch: "$form.watch",
  UseFormSetValue: "$form.setValue",
  UseFormGetValues: "$form.getValues",
  UseFormHandleSubmit: "$form.handleSubmit",
  UseFormTrigger: "$form.trigger",
  UseFormReset: "$form.reset",
};

const tables: Record<string, string> = {
  Table: "$table",
  ReactTable: "$table",
  Column: "$table.getAllLeafColumns()[0]",
  Row: "$table.getRowModel().rows[0]",
  Cell: "$table.getRowModel().rows[0].getVisibleCells()[0]",
  Header: "$table.getHeaderGroups()[0].headers[0]",
  HeaderGroup: "$table.getHeaderGroups()[0]",
};

const libraries = [
  { from: "react-hook-form", values: forms },
  { from: "@tanstack/react-table", values: tables },
  { from: "@tanstack/table-core", values: tables },
];

/** @param from the module that the type comes from */
export function librarySample(from: string | undefined, name: string): string | undefined {
  const values = libraries.find((library) => library.from === from)?.values;
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}

const hooks = [
  { name: "$form", module: "vitrine/runtime/sample-form" },
  { name: "$table", module: "vitrine/runtime/sample-table" },
];

const hooksIn = (source: string) =>
  hooks.filter(({ name }) => new RegExp(`(?<![\\w$"])\\${name}(?![\\w"])`).test(source));

/** Import lines for what an object literal of props takes from hooks. */
export const hookImports = (source: string): string[] =>
  hooksIn(source).map(
    ({ name, module }) => `import { useSample as $use_${name.slice(1)} } from ${JSON.stringify(module)};`,
  );

/** A function that makes the props while a component renders; undefined where they need no hook. */
export function hookedProps(source: string): string | undefined {
  const used = hooksIn(source);
  if (used.length === 0) return undefined;
  return `() => { ${used.map(({ name }) => `const ${name} = $use_${name.slice(1)}();`).join(" ")} return ${source}; }`;
}
