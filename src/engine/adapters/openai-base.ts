import type { EngineEndpoint } from "../contract.ts";
import type { EngineSettings } from "../settings.ts";

/** Where the OpenAI-compatible routes of an engine are. */
export interface OpenAiBase {
  /** Without a slash at its end; `/chat/completions` and the like follow. */
  baseUrl: string;
  /** The connection goes there; `baseUrl` then has `localhost` for its host. */
  socketPath?: string;
  apiKey?: string;
}

/** What the model layer needs to send requests to a running engine. */
export function openaiBase(settings: EngineSettings, endpoint: EngineEndpoint): OpenAiBase {
  const basePath = (settings.adapter === "command" ? settings.basePath : "/v1").replace(/\/+$/, "");
  switch (endpoint.kind) {
    case "unix":
      return { baseUrl: `http://localhost${basePath}`, socketPath: endpoint.path };
    case "tcp":
      return { baseUrl: `http://${endpoint.host}:${endpoint.port}${basePath}` };
    case "remote":
      return {
        baseUrl: endpoint.baseUrl.replace(/\/+$/, ""),
        ...(endpoint.apiKey === undefined ? {} : { apiKey: endpoint.apiKey }),
      };
    default:
      return endpoint satisfies never;
  }
}

/** The model's name in requests to the engine itself. */
export const engineModel = (settings: EngineSettings): string =>
  settings.adapter === "remote" ? (settings.remoteModel ?? settings.servedName) : settings.servedName;
