import type { App } from "../platform/app.ts";
import { seal, unseal } from "../platform/seal.ts";
import { purposeKey } from "../platform/secrets.ts";
import type { EngineSettings } from "./settings.ts";

/** What encrypts keys of other people's machines; a store without it (a test) keeps none. */
export type KeyVault = Pick<App, "random" | "secrets">;

/** Marks an encrypted key among plain ones, which earlier versions wrote. */
const mark = "sealed:";
const about = (engineId: string): string => `engines ${engineId} apiKey`;
const keyOf = ({ secrets }: KeyVault): Buffer => purposeKey(secrets, "engine-keys");

/** The settings as they are stored: a remote engine's key is readable with the key file beside the database alone. */
export function settingsText(vault: KeyVault | undefined, id: string, settings: EngineSettings): string {
  if (!vault || settings.adapter !== "remote" || settings.apiKey === undefined) return JSON.stringify(settings);
  const apiKey = mark + seal(vault.random, keyOf(vault), about(id), settings.apiKey);
  return JSON.stringify({ ...settings, apiKey });
}

/**
 * The stored settings with the key opened again.
 * @returns without `apiKey` when it cannot be opened: the engine then says that its machine refuses it
 */
export function storedSettings(vault: KeyVault | undefined, id: string, text: string): unknown {
  const stored: unknown = JSON.parse(text);
  if (typeof stored !== "object" || stored === null || !("apiKey" in stored)) return stored;
  const { apiKey, ...rest } = stored;
  if (typeof apiKey !== "string" || !apiKey.startsWith(mark)) return stored;
  const opened = vault && unseal(keyOf(vault), about(id), apiKey.slice(mark.length));
  return opened === undefined ? rest : { ...rest, apiKey: opened };
}
