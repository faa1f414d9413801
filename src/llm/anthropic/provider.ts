import { type ChatRequest, LlmError, type ModelInfo, type StreamPart } from "../contract.ts";
import { type Call, type Endpoint, plainCall, unionOfModels, type WireProvider } from "../endpoint.ts";
import { errorOfStatus, readErrorBody, retryAfterMs, shorten, withoutKeys } from "../errors.ts";
import { findPrice, type PriceTable } from "../price.ts";
import { refusedParameter } from "../refused.ts";
import { SseParser } from "../sse.ts";
import type { Timers } from "../timers.ts";
import { type Answer, createTransport, type Transport } from "../transport.ts";
import { claude, readModels } from "./models.ts";
import { anthropicPrices } from "./prices.ts";
import { type Dispensable, dispensable, requestBody, withoutRefused } from "./request.ts";
import { MessageReader } from "./stream.ts";

export interface AnthropicOptions {
  /** Short and unique; `anthropic` where left out. */
  id?: string;
  label?: string;
  /** Without `/v1`; Anthropic's own address where left out. */
  baseUrl?: string;
  /** Several are rotated. */
  apiKeys: readonly string[];
  headers?: Record<string, string>;
  timers?: Partial<Timers>;
  /** Model names, instead of asking for the list. */
  models?: readonly string[];
  prices?: PriceTable;
  /** Tokens that the model may think before it answers; 0 or left out, and it does not. */
  thinkingTokens?: number;
}

interface Context {
  id: string;
  label: string;
  baseUrl: string;
  options: AnthropicOptions;
  transport: Transport;
  prices: PriceTable;
  /** What each model refused, learnt from its 400s. */
  refused: Map<string, Set<Dispensable>>;
}

const apiVersion = "2023-06-01";

/** A provider for Anthropic's messages API. */
export function anthropicProvider(options: AnthropicOptions): WireProvider {
  const label = options.label ?? "Anthropic";
  const context: Context = {
    id: options.id ?? "anthropic",
    label,
    // `/v1` belongs to the paths here, but people paste addresses with it.
    baseUrl: (options.baseUrl ?? "https://api.anthropic.com").replace(/\/+$/, "").replace(/\/v1$/, ""),
    options,
    transport: createTransport(label),
    prices: options.prices ?? anthropicPrices,
    refused: new Map(),
  };
  const endpoint: Endpoint = {
    key: context.baseUrl,
    credentials: Math.max(1, options.apiKeys.length),
    models: (call) => listModels(context, call),
    stream: (request, call) => streamMessage(context, request, call),
    price: (model) => findPrice(context.prices, model),
  };
  return {
    id: context.id,
    label,
    endpoints: [endpoint],
    timers: options.timers ?? {},
    models: (signal) => unionOfModels([endpoint], signal),
    stream: (request, signal) => endpoint.stream(request, plainCall(signal)),
  };
}

function headers({ options }: Context, call: Call): Record<string, string> {
  const key = options.apiKeys[call.credential];
  return { "anthropic-version": apiVersion, ...(key === undefined ? {} : { "x-api-key": key }), ...options.headers };
}

function refusal({ label, options }: Context, answer: Answer, body: string): LlmError {
  const safe = withoutKeys(body, options.apiKeys);
  return errorOfStatus(label, answer.status, readErrorBody(safe), {
    body: shorten(safe),
    retryAfterMs: retryAfterMs(answer.header, Date.now()),
  });
}

async function listModels(context: Context, call: Call): Promise<ModelInfo[]> {
  const { id, label, options, transport, baseUrl } = context;
  if (options.models && options.models.length > 0) return options.models.map((model) => claude(id, model));
  const { signal, connected, alive } = call;
  const url = `${baseUrl}/v1/models?limit=1000`;
  const answer = await transport.send({
    method: "GET",
    url,
    headers: headers(context, call),
    signal,
    connected,
    alive,
  });
  const body = await answer.text(8 * 1024 * 1024);
  if (answer.status !== 200) throw refusal(context, answer, body);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    value = undefined;
  }
  const models = readModels(id, value);
  if (!models) throw new LlmError("protocol", `${label} answered its list of models with something else.`);
  return models;
}

/**
 * Sends the request until it is not refused for a parameter that we can do without.
 * @throws LlmError for every status but 200
 */
async function open(context: Context, request: ChatRequest, call: Call): Promise<Answer> {
  const { options, transport, baseUrl } = context;
  const { signal, connected, alive } = call;
  const refused = context.refused.get(request.model) ?? new Set<Dispensable>();
  const body = requestBody(request, options.thinkingTokens ?? 0);
  for (;;) {
    const answer = await transport.send({
      method: "POST",
      url: `${baseUrl}/v1/messages`,
      headers: { "content-type": "application/json", accept: "text/event-stream", ...headers(context, call) },
      body: JSON.stringify(withoutRefused(body, refused)),
      signal,
      connected,
      alive,
    });
    if (answer.status === 200) return answer;
    const text = await answer.text();
    const parameter = refusedParameter(answer.status, readErrorBody(text), dispensable);
    if (parameter === undefined || refused.has(parameter)) throw refusal(context, answer, text);
    refused.add(parameter);
    context.refused.set(request.model, refused);
  }
}

async function* streamMessage(context: Context, request: ChatRequest, call: Call): AsyncGenerator<StreamPart> {
  const { label, prices } = context;
  const answer = await open(context, request, call);
  const reader = new MessageReader(label, findPrice(prices, request.model));
  const parser = new SseParser();
  try {
    for await (const chunk of answer.chunks()) {
      for (const event of parser.push(chunk)) yield* reader.read(event);
      if (!reader.done) continue;
      answer.discardRest();
      break;
    }
    for (const event of parser.finish()) yield* reader.read(event);
  } catch (error) {
    // Once the answer is complete, only its usage can still get lost.
    if (!reader.finished || (error instanceof LlmError && error.kind === "cancelled")) throw error;
  }
  yield* reader.end();
}
