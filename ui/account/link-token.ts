import { useEffect, useState } from "preact/hooks";

/** The token behind the `#` of a link; it opens something, so it must not stay in the address bar or the history. */
export function useLinkToken(): string {
  const [token] = useState(() => decode(location.hash.slice(1)));
  useEffect(() => {
    if (location.hash !== "") history.replaceState(null, "", location.pathname);
    // Another link of the same kind, opened in this tab, changes nothing but the part behind the `#`.
    const again = () => location.hash !== "" && location.reload();
    addEventListener("hashchange", again);
    return () => removeEventListener("hashchange", again);
  }, []);
  return token;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
