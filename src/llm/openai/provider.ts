import type { ChatRequest, ModelInfo, StreamPart } from "../contract.ts";
import { LlmError } from "../contract.ts";
import { type Call, type Endpoint, plainCall, unionOfModels, type WireProvider } from "../endpoint.ts";
import { errorOfStatus, readErrorBody, retryAfterMs, shorten, withoutKeys } from "../errors.ts";
import { findPrice, type PriceTable } from "../price.ts";
import { refusedParameter } from "../refused.ts";
import { SseParser } from "../sse.ts";
import type { Timers } from "../timers.ts";
import { type Answer, createTransport, type Transport } from "../transport.ts";
import { namedModel, readModels } from "./models.ts";
import { openaiPrices } from "./prices.ts";
import { type Dispensable, dispensable, requestBody, withoutRefused } from "./request.ts";
import { ChunkReader } from "./stream.ts";

export interface OpenaiOptions {
  /** Short and unique, for example `openai` or `vllm`. */
  id: string;
  /** How people know it; appears in messages. */
  label: string;
  /** One address or several that serve the same models, usually ending in `/v1`. */
  baseUrl: string | readonly string[];
  /** Several are rotated; none, and no Authorization header is sent. */
  apiKeys?: readonly string[];
  headers?: Record<string, string>;
  /** A Unix socket that the server listens on; the base URL then only tells the path. */
  socketPath?: string;
  timers?: Partial<Timers>;
  /** Model names for a server that has no list of its own. */
  models?: readonly string[];
  /** Requests waiting in the engine behind this address, where its metrics tell; weighs in the choice of address. */
  queued?: (baseUrl: string) => number;
  /** Overrides the price table; without it only api.openai.com has prices. */
  prices?: PriceTable;
}

interface Context {
  options: OpenaiOptions;
  transport: Transport;
  baseUrl: string;
  isOpenai: boolean;
  /** What each model's server refused, learnt from its 400s. */
  refused: Map<string, Set<Dispensable>>;
}

/** A provider for any server that speaks OpenAI's chat completions: vLLM, llama.cpp, LiteLLM, OpenAI and others. */
export function openaiProvider(options: OpenaiOptions): WireProvider {
  const transport = createTransport(options.label, options.socketPath);
  const urls = typeof options.baseUrl === "string" ? [options.baseUrl] : options.baseUrl;
  const endpoints = urls.map((url): Endpoint => {
    const baseUrl = url.replace(/\/+$/, "");
    const isOpenai = URL.canParse(baseUrl) && new URL(baseUrl).hostname === "api.openai.com";
    const context: Context = { options, transport, baseUrl, isOpenai, refused: new Map() };
    const prices = options.prices ?? (isOpenai ? openaiPrices : {});
    return {
      key: baseUrl,
      credentials: Math.max(1, options.apiKeys?.length ?? 0),
      models: (call) => listModels(context, call),
      stream: (request, call) => streamChat(context, request, call),
      price: (model) => findPrice(prices, model),
      queued: () => options.queued?.(baseUrl) ?? 0,
    };
  });
  return {
    id: options.id,
    label: options.label,
    endpoints,
    timers: options.timers ?? {},
    models: (signal) => unionOfModels(endpoints, signal),
    stream(request, signal) {
      const [first] = endpoints;
      if (!first) throw new LlmError("unavailable", `${options.label} has no address.`);
      return first.stream(request, plainCall(signal));
    },
  };
}

function headers({ options }: Context, call: Call): Record<string, string> {
  const key = options.apiKeys?.[call.credential];
  return { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...options.headers };
}

async function listModels(context: Context, call: Call): Promise<ModelInfo[]> {
  const { options, transport, baseUrl, isOpenai } = context;
  const { signal, connected, alive } = call;
  const stated = (options.models ?? []).map((model) => namedModel(options.id, model));
  if (stated.length > 0) return stated;
  const answer = await transport.send({
    method: "GET",
    url: `${baseUrl}/models`,
    headers: { accept: "application/json", ...headers(context, call) },
    signal,
    connected,
    alive,
  });
  const body = await answer.text(8 * 1024 * 1024);
  if (answer.status !== 200) throw refusal(context, answer, body);
  const models = readModels(options.id, parseJson(body));
  if (!models) throw new LlmError("protocol", `${options.label} answered its list of models with something else.`);
  if (!isOpenai) return models;
  const rank = Object.keys(openaiPrices);
  const place = (model: ModelInfo) => (rank.indexOf(model.model) + rank.length + 1) % (rank.length + 1);
  return models.sort((a, b) => place(a) - place(b));
}

async function* streamChat(context: Context, request: ChatRequest, call: Call): AsyncGenerator<StreamPart> {
  const { label } = context.options;
  const answer = await open(context, request, call);
  const reader = new ChunkReader(label);
  if (/^application\/json\b/.test(answer.header("content-type") ?? "")) {
    yield* reader.read({ event: "", data: await answer.text(64 * 1024 * 1024) });
    yield* reader.end();
    return;
  }
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

/**
 * Sends the request until it is not refused for a parameter that we can do without.
 * @throws LlmError for every status but 200 and for a web page
 */
async function open(context: Context, request: ChatRequest, call: Call): Promise<Answer> {
  const { options, transport, baseUrl, isOpenai } = context;
  const refused = context.refused.get(request.model) ?? new Set<Dispensable>();
  const { signal, connected, alive } = call;
  const body = requestBody(request, isOpenai ? "max_completion_tokens" : "max_tokens");
  for (;;) {
    const answer = await transport.send({
      method: "POST",
      url: `${baseUrl}/chat/completions`,
      headers: { "content-type": "application/json", accept: "text/event-stream", ...headers(context, call) },
      body: JSON.stringify(withoutRefused(body, refused)),
      signal,
      connected,
      alive,
    });
    if (answer.status === 200) {
      if (!/^text\/html\b/.test(answer.header("content-type") ?? "")) return answer;
      await answer.text();
      throw new LlmError(
        "protocol",
        `${options.label} answered with a web page; its base URL is probably not the API's.`,
      );
    }
    const text = await answer.text();
    const parameter = refusedParameter(answer.status, readErrorBody(text), dispensable);
    if (parameter === undefined || refused.has(parameter)) throw refusal(context, answer, text);
    refused.add(parameter);
    context.refused.set(request.model, refused);
  }
}

function refusal({ options }: Context, answer: Answer, body: string): LlmError {
  const safe = withoutKeys(body, options.apiKeys);
  return errorOfStatus(options.label, answer.status, readErrorBody(safe), {
    body: shorten(safe),
    retryAfterMs: retryAfterMs(answer.header, Date.now()),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
