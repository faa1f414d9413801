import { describe, expect, test } from "bun:test";
import { createProject } from "../project.ts";
import { type TailwindVersion, tailwindVersion } from "./version.ts";

const page = (classes: string) => ({
  path: "app/page.tsx",
  text: `export default () => <div className="${classes}" />;`,
});
const file = (path: string, text = "") => ({ path, text });

describe("the version of Tailwind that a project is written for", () => {
  const told: [what: string, files: { path: string; text: string }[], version: TailwindVersion][] = [
    ["nothing at all", [page("flex p-4 border")], 4],
    ["a range of package.json", [file("package.json", '{"devDependencies":{"tailwindcss":"^3.4.1"}}')], 3],
    ["a newer range", [file("package.json", '{"dependencies":{"tailwindcss":"~4.1.0"}}')], 4],
    ["the latest", [file("package.json", '{"devDependencies":{"tailwindcss":"latest"}}')], 4],
    [
      "the plugin of 4",
      [file("package.json", '{"devDependencies":{"@tailwindcss/postcss":"*","tailwindcss":"*"}}')],
      4,
    ],
    ["directives of 3", [file("app/globals.css", "@tailwind base;\n@tailwind utilities;")], 3],
    ["the import of 4", [file("app/globals.css", '@import "tailwindcss";')], 4],
    ["a theme in CSS", [file("app/globals.css", "@theme { --color-brand: red; }"), file("tailwind.config.js")], 4],
    [
      "package.json against the sheet",
      [file("package.json", '{"devDependencies":{"tailwindcss":"3"}}'), file("a.css", '@import "tailwindcss";')],
      3,
    ],
    ["triples in the base layer", [file("a.css", "@layer base { :root { --primary: 222 47% 11%; } }")], 3],
    ["a configuration file", [file("tailwind.config.ts", "export default {}"), page("flex")], 3],
    ["PostCSS of 3", [file("postcss.config.js", "module.exports = { plugins: { tailwindcss: {} } }")], 3],
    ["PostCSS of 4", [file("postcss.config.mjs", 'export default { plugins: ["@tailwindcss/postcss"] }')], 4],
    ["shadcn without a configuration", [file("components.json", '{"tailwind":{"config":"","css":"a.css"}}')], 4],
    ["an opacity class", [page("fixed inset-0 bg-black bg-opacity-50")], 3],
    ["a bare variable", [page("w-[--sidebar-width]")], 3],
    ["shrinking in full", [page("flex-shrink-0 flex")], 3],
    ["classes of both", [page("bg-black bg-opacity-50 bg-linear-to-r")], 4],
    ["importance in the way of 4", [page("flex-shrink-0 p-4!")], 4],
    [
      "a cry beside a class of 3",
      [{ path: "a.tsx", text: 'export default () => <p className="flex-shrink-0">save now!</p>;' }],
      3,
    ],
    ["words in a text", [{ path: "a.tsx", text: "export default () => <p>Set bg-opacity to taste</p>;" }], 4],
  ];
  test.each(told)("by %s", (_, files, version) => expect(tailwindVersion(createProject(files))).toBe(version));
});
