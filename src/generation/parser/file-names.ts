/** Extensions of the files that a generated project may hold; a name with another one is no file name to us. */
const sourceExtensions = new Set(
  "tsx ts jsx js mjs cjs mts cts css scss sass less html htm json jsonc md mdx svg xml yaml yml toml txt csv graphql prisma sql sh env vue svelte".split(
    " ",
  ),
);

const families: Record<string, string> = {};
const familyMembers = {
  script: "tsx jsx ts js mjs cjs mts cts typescript javascript typescriptreact javascriptreact react node",
  style: "css scss sass less postcss tailwindcss",
  markup: "html htm svg xml vue svelte",
  data: "json jsonc json5 yaml yml toml csv",
  prose: "md mdx markdown",
};
for (const [family, names] of Object.entries(familyMembers))
  for (const name of names.split(" ")) families[name] = family;

/** Languages whose blocks are never files unless they say a path: they show commands, output or changes. */
const illustrative = new Set(
  "bash sh shell zsh fish console terminal shell-session powershell ps1 cmd bat text txt plain plaintext diff patch log output http mermaid tree ascii".split(
    " ",
  ),
);

export const isIllustrative = (language: string): boolean => illustrative.has(language);
export const isMarkdown = (path: string): boolean => /\.(md|mdx|markdown)$/i.test(path);
export const isScript = (path: string): boolean => /\.[cm]?[jt]sx?$/i.test(path);
export const extensionOf = (path: string): string => /\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";

/** True for one word that names a source file: `app/page.tsx`, `Button.jsx`. */
export function looksLikePath(word: string): boolean {
  return /^[\w@.()[\]$~+/\\-]+\.[A-Za-z0-9]{1,8}$/.test(word) && sourceExtensions.has(extensionOf(word));
}

/** Whether a block in this language can be that file: a `bash` block after the words "in `app/page.tsx`:" is not. */
export function languageFits(language: string, path: string): boolean {
  const family = families[language];
  return language === "" || family === undefined ? !isIllustrative(language) : family === families[extensionOf(path)];
}

/** One spelling for the ways a model writes a path inside the project; says nothing about whether it is safe. */
export function tidyPath(path: string): string {
  return path
    .trim()
    .replaceAll("\\", "/")
    .replace(/^@\//, "")
    .replace(/^(\.\/)+/, "");
}

/**
 * True while an unfinished line could still turn out to be nothing but a marked file name. Every prefix of a line that
 * passes also passes, so the answer does not depend on where the text was cut.
 */
export const couldBeLabel = (line: string): boolean =>
  /^[ \t]*(?=[#*_`\d+-])[\d.)#*_`+ \t-]*[^\s`*:]*[`*:_ \t]*$/.test(line);

/** The path of a line that consists of a marked file name: `### app/page.tsx`, `**Button.tsx**:`, `` 2. `a.css` ``. */
export function labelPath(line: string): string | undefined {
  const name = /^[ \t]*[\d.)#*_`+ \t-]*?([\w@([$./][^\s`*:]*?)[`*:_ \t]*$/.exec(line)?.[1];
  return name !== undefined && looksLikePath(name) ? tidyPath(name) : undefined;
}

/** The only file that a sentence names, where the sentence leads into a block: "Create `app/page.tsx`:". */
export function hintedPath(sentence: string): string | undefined {
  const text = sentence.trim();
  const named = new Set<string>();
  for (const [, word] of text.matchAll(/(?:^|[\s`*"'(])([\w@./[\]$-]*[\w\])]\.[A-Za-z0-9]{1,8})(?=$|[\s`*"'):,.])/g)) {
    if (word !== undefined && looksLikePath(word)) named.add(tidyPath(word));
  }
  const [only] = named;
  if (named.size !== 1 || only === undefined) return undefined;
  return /[:：][*_`]*$/.test(text) || text.split(/\s+/).length <= 3 ? only : undefined;
}

/** The path in a first line that is a comment: `// components/x.tsx`, `/* a.css *\/`, `<!-- index.html -->`, `# a.yml`. */
export function commentPath(line: string): string | undefined {
  const text = /^\s*(?:\/\/+|\/\*+|\{\/\*|<!--|#)\s*(.*?)\s*(?:\*\/\}?|-->)?\s*$/.exec(line)?.[1];
  const word = text?.replace(/^(?:file(?:name|path)?|path)\s*:\s*/i, "");
  return word !== undefined && looksLikePath(word) ? tidyPath(word) : undefined;
}
