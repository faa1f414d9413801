import type { App } from "../../platform/app.ts";
import { clientOf } from "../../platform/client.ts";

/** An address of the page with a token where no server log sees it: behind the `#`. */
export function pageLink(app: Pick<App, "config">, request: Request, page: string, token: string): string {
  const { protocol, host } = clientOf(request);
  const base = app.config.public_url ?? `${protocol}://${host || "localhost"}`;
  return `${base.replace(/\/+$/, "")}/${page}#${token}`;
}
