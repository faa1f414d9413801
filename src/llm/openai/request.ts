import type { ChatCompletionContentPart, ChatCompletionMessageParam } from "openai/resources/chat/completions";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions/completions";
import type { ChatMessage, ChatRequest } from "../contract.ts";

/**
 * Only the SDK's types are used, not its client: it cannot show keep-alive comments to a timer, ends an aborted stream
 * quietly, brings 16 MB and 30 ms to every start, and knows no reasoning fields.
 */
export type Body = ChatCompletionCreateParamsStreaming;

function content(message: ChatMessage): string | ChatCompletionContentPart[] {
  if (typeof message.content === "string") return message.content;
  // Text alone goes as a string: chat templates of small servers know nothing else.
  if (message.content.every((part) => part.type === "text"))
    return message.content.map((part) => part.text).join("\n\n");
  return message.content.map((part) =>
    part.type === "text"
      ? { type: "text", text: part.text }
      : { type: "image_url", image_url: { url: `data:${part.mediaType};base64,${part.data}` } },
  );
}

function plainText(message: ChatMessage): string {
  if (typeof message.content === "string") return message.content;
  return message.content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n\n");
}

function toMessage(message: ChatMessage): ChatCompletionMessageParam {
  if (message.role === "user") return { role: "user", content: content(message) };
  return { role: message.role, content: plainText(message) };
}

/** @param completionLimit the name that this server has for the limit of new tokens */
export function requestBody(request: ChatRequest, completionLimit: "max_tokens" | "max_completion_tokens"): Body {
  return {
    model: request.model,
    messages: request.messages.map(toMessage),
    stream: true,
    stream_options: { include_usage: true },
    ...(request.maxTokens === undefined ? {} : { [completionLimit]: request.maxTokens }),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.topP === undefined ? {} : { top_p: request.topP }),
    ...(request.stop === undefined || request.stop.length === 0 ? {} : { stop: request.stop }),
    ...(request.seed === undefined ? {} : { seed: request.seed }),
  };
}

/** What a server may refuse and we can do without. */
export const dispensable = ["stream_options", "temperature", "top_p", "seed", "stop", "max_tokens"] as const;
export type Dispensable = (typeof dispensable)[number];

/** The body without what the server refused before; a refused `max_tokens` goes under its newer name. */
export function withoutRefused(body: Body, refused: ReadonlySet<Dispensable>): Body {
  const kept: Body = { ...body };
  for (const name of refused) {
    if (name === "max_tokens" && kept.max_tokens != null) kept.max_completion_tokens = kept.max_tokens;
    delete kept[name];
  }
  return kept;
}
