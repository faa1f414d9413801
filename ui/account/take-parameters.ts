/** Reads parameters of the address once, and takes all of them away: a reload or a shared link must not repeat them. */
export function takeParameters<Name extends string>(...names: Name[]): Partial<Record<Name, string>> {
  const query = new URLSearchParams(location.search);
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = query.get(name);
    if (value !== null) found[name] = value;
  }
  if (Object.keys(found).length > 0) history.replaceState(null, "", location.pathname);
  return found;
}
