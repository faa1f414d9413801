import type { App } from "../../platform/app.ts";
import { clientOf } from "../../platform/client.ts";

/** How people reach the page: by the public URL, else as this request did. */
export function pageBase(app: Pick<App, "config">, request: Request): string {
  const { protocol, host } = clientOf(request);
  return (app.config.public_url ?? `${protocol}://${host || "localhost"}`).replace(/\/+$/, "");
}

/** An address of the page with a token where no server log sees it: behind the `#`. */
export const pageLink = (app: Pick<App, "config">, request: Request, page: string, token: string): string =>
  `${pageBase(app, request)}/${page}#${token}`;
