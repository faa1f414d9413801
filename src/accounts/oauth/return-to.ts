/** Where a sign-in ends unless told. */
export const home = "/projects";

/** A base that no path can leave: what resolves to another origin was no path. */
const nowhere = "http://vitrine.invalid";

/**
 * A path of this page to go on to, or `home` for anything that a browser could read as another site (CWE-601): schemes,
 * `//host`, backslashes, characters that browsers drop, and addresses of the API.
 */
export function safeReturnTo(given: string | undefined, otherwise: string = home): string {
  if (given === undefined || given.length > 1024 || !/^\/[\x21-\x7e]*$/.test(given)) return otherwise;
  if (/[\\]/.test(given) || /^\/(\/|%2f|%5c)/i.test(given)) return otherwise;
  const url = URL.parse(given, nowhere);
  if (!url || url.origin !== nowhere || url.pathname.startsWith("//")) return otherwise;
  if (/^\/(api|v1|mcp)(\/|$)/i.test(url.pathname)) return otherwise;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The same path with one more parameter in its query. */
export function withParameter(path: string, name: string, value: string): string {
  const url = new URL(path, nowhere);
  url.searchParams.set(name, value);
  return `${url.pathname}${url.search}${url.hash}`;
}
