/**
 * Formats TypeScript and TSX with Prettier's own defaults, which is what generated code is read as.
 * Prettier is loaded at the first use, so that a server which never composes never pays for it.
 * @returns the source unchanged when Prettier cannot read it.
 */
export async function format(source: string): Promise<string> {
  const [prettier, babel, estree] = await Promise.all([
    import("prettier/standalone"),
    import("prettier/plugins/babel"),
    import("prettier/plugins/estree"),
  ]);
  try {
    return await prettier.format(source, { parser: "babel-ts", plugins: [babel, estree] });
  } catch {
    return source;
  }
}
