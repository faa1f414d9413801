import { Badge } from "../kit/badge.ts";
import { IconButton } from "../kit/button.ts";
import { Icon } from "../kit/icon.ts";
import type { ApiKey } from "../lib/account-api.ts";
import { useApp } from "../lib/app.ts";
import { ago, fullTime } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import type { Project } from "../lib/types.ts";
import { keyStart, keyState, scopeLabel } from "./key-words.ts";

export interface KeyRowProps {
  of: ApiKey;
  projects: Project[];
  onRotate(): void;
  onRevoke(): void;
}

export function KeyRow({ of: key, projects, onRotate, onRevoke }: KeyRowProps): View {
  const { now } = useApp();
  const state = keyState(key, now());
  const lives = state === "good" || state === "replaced";
  const badge = {
    good: null,
    replaced: html`<${Badge} kind="warn">Replaced<//>`,
    expired: html`<${Badge}>Expired<//>`,
    revoked: html`<${Badge}>Revoked<//>`,
  }[state];
  return html`<li class=${`own-row key-row ${lives ? "" : "past"}`}>
    <span class="tile"><${Icon} name="key" /></span>
    <div class="row-text"><b>${key.name} ${badge}</b>
      <span class="key-facts"><code>${keyStart(key)}</code>${key.scopes.map((scope) => html`<span class="scope" key=${scope}>${scopeLabel(scope)}</span>`)}</span>
      <span class="quiet">${[projectWords(key, projects), used(key, now()), ends(key, state)].join(" · ")}</span></div>
    ${lives && html`<span class="row-acts">${state === "good" && html`<${IconButton} icon="refresh" label=${`Rotate ${key.name}`} onClick=${onRotate} />`}<${IconButton} icon="trash" label=${`Revoke ${key.name}`} onClick=${onRevoke} /></span>`}
  </li>`;
}

function projectWords({ projectIds }: ApiKey, projects: Project[]): string {
  if (projectIds === null) return "all projects";
  const names = projectIds.map((id) => projects.find((project) => project.id === id)?.name ?? "a project that is gone");
  return names.length > 2 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(", ");
}

const used = ({ lastUsedAt, lastUsedAddress }: ApiKey, now: number): string =>
  lastUsedAt === null
    ? "never used"
    : `used ${ago(lastUsedAt, now)}${lastUsedAddress ? ` from ${lastUsedAddress}` : ""}`;

function ends({ expiresAt, revokedAt }: ApiKey, state: ReturnType<typeof keyState>): string {
  if (state === "revoked" && revokedAt) return `revoked ${fullTime(revokedAt)}`;
  if (expiresAt === null) return "no expiry";
  return `${state === "expired" ? "ended" : "ends"} ${fullTime(expiresAt)}`;
}
