/** How `redirect()` and `notFound()` end a render; the digest is what Next's own errors carry. */
export function redirectSignal(href: string): Error {
  return Object.assign(new Error(`The page redirects to ${href}.`), { digest: `NEXT_REDIRECT;${href}` });
}

export const notFoundSignal = (): Error =>
  Object.assign(new Error("This page called notFound()."), { digest: "NEXT_NOT_FOUND" });

const digest = (thrown: unknown): string => {
  const value: unknown = typeof thrown === "object" && thrown !== null ? Reflect.get(thrown, "digest") : undefined;
  return typeof value === "string" ? value : "";
};

export const redirectTarget = (thrown: unknown): string | undefined =>
  /^NEXT_REDIRECT;(.*)$/s.exec(digest(thrown))?.[1];
export const isNotFound = (thrown: unknown): boolean => digest(thrown) === "NEXT_NOT_FOUND";
