import { builtinProvider } from "../llm/builtin/index.ts";
import { anthropicProvider, createLlm, type Llm, openaiProvider, type Provider } from "../llm/index.ts";
import type { App } from "../platform/app.ts";
import type { ProviderConfig } from "../platform/config.ts";

const openaiUrl = "https://api.openai.com/v1";
const anthropicUrl = "https://api.anthropic.com";

/** The model layer over the configured providers, with the pattern engine last. */
export function connectModels(app: App): Llm {
  const providers = app.config.providers.map((config) => connect(config));
  if (app.config.builtin_engine) providers.push(builtinProvider({ clock: app.clock }));
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
