import type { EngineRoom } from "../engine/index.ts";
import { builtinProvider } from "../llm/builtin/index.ts";
import { anthropicProvider, createLlm, type Llm, openaiProvider, type Provider } from "../llm/index.ts";
import type { App } from "../platform/app.ts";
import type { ProviderConfig } from "../platform/config.ts";

const openaiUrl = "https://api.openai.com/v1";
const anthropicUrl = "https://api.anthropic.com";

/**
 * The model layer: engines of this machine that are ready, then those that load (or after the configured providers,
 * where the configuration says so), then the configured providers, the pattern engine last.
 */
export function connectModels(app: App, engines?: Pick<EngineRoom, "providers">): Llm {
  const configured = app.config.providers.map((config) => connect(config));
  const builtin = app.config.builtin_engine ? [builtinProvider({ clock: app.clock })] : [];
  const providers = (): Provider[] => {
    const { ready, others } = engines?.providers() ?? { ready: [], others: [] };
    return app.config.while_loading === "wait"
      ? [...ready, ...others, ...configured, ...builtin]
      : [...ready, ...configured, ...others, ...builtin];
  };
  return createLlm({
    clock: app.clock,
    random: app.random,
    log: app.log.child({ room: "llm" }),
    providers,
    ...(app.config.default_model ? { settings: { defaultModel: app.config.default_model } } : {}),
  });
}

function connect({ id, kind, label, base_url: url, api_keys: apiKeys }: ProviderConfig): Provider {
  switch (kind) {
    case "openai":
      return openaiProvider({ id, label: label ?? "OpenAI-compatible", baseUrl: url ?? openaiUrl, apiKeys });
    case "anthropic":
      return anthropicProvider({ id, label: label ?? "Anthropic", baseUrl: url ?? anthropicUrl, apiKeys });
    default:
      return kind satisfies never;
  }
}
