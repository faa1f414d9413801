import type { ChatMessage, ChatRequest, ContentPart } from "../contract.ts";

type Block =
  | { type: "text"; text: string }
  | { type: "image"; source: { type: "base64"; media_type: string; data: string } };

/** The body of `POST /v1/messages`. */
export interface Body {
  model: string;
  max_tokens: number;
  stream: true;
  system?: string;
  messages: { role: "user" | "assistant"; content: string | Block[] }[];
  temperature?: number;
  top_p?: number;
  stop_sequences?: string[];
  thinking?: { type: "enabled"; budget_tokens: number } | { type: "adaptive" };
}

/** What a model may refuse: newer ones take no sampling parameters and decide themselves how long to think. */
export const dispensable = ["thinking", "temperature", "top_p"] as const;
export type Dispensable = (typeof dispensable)[number];

/** The body without what the model refused before; a refused budget for thinking leaves thinking to the model. */
export function withoutRefused(body: Body, refused: ReadonlySet<Dispensable>): Body {
  const kept: Body = { ...body };
  if (refused.has("temperature")) delete kept.temperature;
  if (refused.has("top_p")) delete kept.top_p;
  if (refused.has("thinking") && kept.thinking) kept.thinking = { type: "adaptive" };
  return kept;
}

/** The API wants a limit always; this one every model since Claude 3.7 allows. */
const defaultMaxTokens = 32_000;
const smallMaxTokens = 4_096;

const maxTokensOf = (model: string): number => {
  if (/^claude-3-(opus|sonnet|haiku)/.test(model)) return smallMaxTokens;
  return /^claude-3-5/.test(model) ? smallMaxTokens * 2 : defaultMaxTokens;
};

const block = (part: ContentPart): Block =>
  part.type === "text"
    ? { type: "text", text: part.text }
    : { type: "image", source: { type: "base64", media_type: part.mediaType, data: part.data } };

/** Empty text blocks are refused by the API. */
function content(message: ChatMessage): string | Block[] {
  if (typeof message.content === "string") return message.content;
  return message.content.filter((part) => part.type !== "text" || part.text.trim() !== "").map(block);
}

const textOf = (message: ChatMessage): string =>
  typeof message.content === "string"
    ? message.content
    : message.content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n\n");

const isEmpty = (made: string | Block[]): boolean =>
  typeof made === "string" ? made.trim() === "" : made.length === 0;

/**
 * System messages go to the top level, wherever they stood; temperature, which ends at 1 here, rules out `top_p`
 * (recent models refuse both together). There is no seed.
 * @param thinkingTokens budget for extended thinking; 0 leaves it off
 */
export function requestBody(request: ChatRequest, thinkingTokens: number): Body {
  const system = request.messages.flatMap((message) => (message.role === "system" ? [textOf(message)] : []));
  const messages = request.messages.flatMap((message) => {
    if (message.role === "system") return [];
    const made = content(message);
    return isEmpty(made) ? [] : [{ role: message.role, content: made }];
  });
  // A last assistant turn is a prefill, and the API refuses one that ends in white space.
  const last = messages.at(-1);
  if (last?.role === "assistant" && typeof last.content === "string") last.content = last.content.trimEnd();

  const maxTokens = request.maxTokens ?? maxTokensOf(request.model);
  const body: Body = { model: request.model, max_tokens: maxTokens, stream: true, messages };
  const joined = system.filter((text) => text.trim() !== "").join("\n\n");
  if (joined !== "") body.system = joined;
  const stop = (request.stop ?? []).filter((text) => text.trim() !== "");
  if (stop.length > 0) body.stop_sequences = stop;
  if (thinkingTokens > 0) {
    body.max_tokens = Math.max(maxTokens, thinkingTokens + 1024);
    body.thinking = { type: "enabled", budget_tokens: thinkingTokens };
  } else if (request.temperature !== undefined) body.temperature = Math.min(1, request.temperature);
  else if (request.topP !== undefined) body.top_p = request.topP;
  return body;
}
