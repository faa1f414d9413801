import type { ChatRequest, Usage } from "./contract.ts";

/** Tokens that chat templates add around each message. */
const tokensPerMessage = 4;
/** What common vision encoders make of one image of ordinary size. */
const tokensPerImage = 1100;

/**
 * Counts tokens as text arrives. A guess that errs upwards: about 3.5 characters per token for ASCII (source code has
 * shorter tokens than prose) and one token for each other character.
 */
export class TokenMeter {
  #ascii = 0;
  #other = 0;

  add(text: string): void {
    let other = 0;
    for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) other++;
    this.#ascii += text.length - other;
    this.#other += other;
  }

  /** Integer. */
  get tokens(): number {
    return Math.ceil(this.#ascii / 3.5) + this.#other;
  }
}

export function estimateTokens(text: string): number {
  const meter = new TokenMeter();
  meter.add(text);
  return meter.tokens;
}

export function estimatePromptTokens(request: Pick<ChatRequest, "messages">): number {
  let tokens = 2;
  for (const message of request.messages) {
    tokens += tokensPerMessage;
    const parts =
      typeof message.content === "string" ? [{ type: "text" as const, text: message.content }] : message.content;
    for (const part of parts) tokens += part.type === "text" ? estimateTokens(part.text) : tokensPerImage;
  }
  return tokens;
}

/**
 * Usage for an answer whose provider reported none, flagged as a guess.
 * @param completionTokens of all that arrived, reasoning too
 */
export function estimateUsage(request: Pick<ChatRequest, "messages">, completionTokens: number): Usage {
  const promptTokens = estimatePromptTokens(request);
  return { promptTokens, completionTokens, totalTokens: promptTokens + completionTokens, estimated: true };
}
