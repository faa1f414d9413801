import { parseAddress } from "../../platform/address.ts";
import type { App } from "../../platform/app.ts";
import { clientOf } from "../../platform/client.ts";
import { Problem } from "../../platform/problem.ts";

/** Whom a passkey is made for, in WebAuthn's words. */
export interface RelyingParty {
  /** A host name; never an address. */
  id: string;
  /** Scheme, host and port of the page. */
  origin: string;
}

type PartyApp = Pick<App, "config">;

/**
 * The relying party that a request's page stands for: the public URL where one is set, and else the host that was asked
 * for, which the request policy has found to be one of ours.
 * @returns undefined where browsers know no passkeys: without TLS except on this machine, under an address instead of a
 *   name, and under another name than that of the public URL
 */
export function relyingPartyOf(app: PartyApp, request: Request): RelyingParty | undefined {
  const { protocol, host } = clientOf(request);
  const asked = urlOf(`${protocol}://${host}`);
  if (!asked) return undefined;
  const known = app.config.public_url === undefined ? asked : new URL(app.config.public_url);
  // A proxy in front may have ended TLS without telling: the name with its port decides, the public URL has the scheme.
  if (known !== asked && hostWithPort(known, host) !== known.host) return undefined;
  const id = known.hostname.replace(/\.$/, "");
  const local = id === "localhost" || id.endsWith(".localhost");
  if (parseAddress(id.replace(/^\[|\]$/g, "")) || (known.protocol !== "https:" && !local)) return undefined;
  return { id, origin: known.origin };
}

/** Whether the page behind a request can use passkeys. */
export const passkeysWork = (app: PartyApp, request: Request): boolean => relyingPartyOf(app, request) !== undefined;

/** @throws Problem `bad_request` that says where passkeys work */
export function requireRelyingParty(app: PartyApp, request: Request): RelyingParty {
  const party = relyingPartyOf(app, request);
  if (party) return party;
  const { public_url: url } = app.config;
  const where = url?.startsWith("https:") ? `Open ${new URL(url).origin} to use them.` : "Use https, or localhost.";
  throw new Problem("bad_request", `Browsers offer passkeys only under a name and over a secure connection. ${where}`);
}

/** The asked host in the spelling that the public URL's scheme gives it: its usual port is left out. */
const hostWithPort = (known: URL, host: string): string | undefined => urlOf(`${known.protocol}//${host}`)?.host;

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
