import { clientOf } from "./client.ts";
import type { Config } from "./config.ts";
import { Problem } from "./problem.ts";

/**
 * For what a browser may be made to send without its person: cookies, or nothing but being in this network. Browsers say
 * where a request comes from. Programs say nothing, and carry nobody's cookies.
 * @throws Problem `forbidden` for a request that another page made, one on another port of this host included
 */
export function requireOwnPage({ public_url }: Pick<Config, "public_url">, request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  // Over plain HTTP, but for this machine, browsers leave out the first and still send the second.
  const own = site !== null ? site === "same-origin" || site === "none" : origin === null || isOurs(origin);
  if (!own) throw new Problem("forbidden", "This can only be asked for by Vitrine's own page.");

  function isOurs(text: string): boolean {
    const from = URL.parse(text)?.host;
    if (!from) return false;
    const { protocol, host } = clientOf(request);
    return from === URL.parse(`${protocol}://${host}`)?.host || (!!public_url && from === URL.parse(public_url)?.host);
  }
}
