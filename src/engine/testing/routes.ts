import type { Asked, Piece, StandInEngine } from "./engine.ts";

export interface Surface {
  engine: StandInEngine;
  /** The name that requests have to use, and the one that the list shows. */
  name: string;
  listedName: string;
  /** Path or repository. */
  root: string;
  maxModelLen: number;
  version: string;
  details: boolean;
  /** False once the engine's own process has died. */
  healthy(): boolean;
}

const json = (body: unknown, status = 200): Response => Response.json(body, { status });

const refuse = (status: number, type: string, message: string, param: string | null = null): Response =>
  json({ error: { message, type, param, code: status } }, status);

const deadMessage = "EngineCore encountered an issue. See stack trace (above) for the root cause.";
const engineDead = (): Response => refuse(500, "InternalServerError", deadMessage);

/** vLLM's HTTP face, as far as Vitrine uses it. */
export async function answerRequest(request: Request, surface: Surface): Promise<Response> {
  const { pathname } = new URL(request.url);
  switch (`${request.method} ${pathname}`) {
    case "GET /health":
    case "GET /ping":
      return new Response(null, { status: surface.healthy() ? 200 : 503 });
    case "GET /version":
      return json({ version: surface.version });
    case "GET /metrics":
      return metrics(surface);
    case "GET /v1/models":
      return json({ object: "list", data: [modelRow(surface)] });
    case "POST /v1/chat/completions":
    case "POST /v1/completions":
      return complete(request, pathname.endsWith("chat/completions"), surface);
    default:
      return json({ detail: "Not Found" }, 404);
  }
}

function metrics({ engine, name }: Surface): Response {
  const { metrics: form } = engine.script;
  if (form === "absent") return json({ detail: "Not Found" }, 404);
  return new Response(engine.meters.text(name, form ?? "current"), {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
  });
}

const modelRow = (surface: Surface) => ({
  id: surface.listedName,
  object: "model",
  created: Math.floor(Date.now() / 1_000),
  owned_by: "vllm",
  root: surface.root,
  parent: null,
  max_model_len: surface.maxModelLen,
  permission: [],
});

async function complete(request: Request, chat: boolean, surface: Surface): Promise<Response> {
  const body: unknown = await request.json().catch(() => undefined);
  if (typeof body !== "object" || body === null) return refuse(400, "BadRequestError", "Invalid JSON in request body");
  const model = field(body, "model");
  if (model !== undefined && model !== surface.name) {
    return refuse(404, "NotFoundError", `The model \`${model}\` does not exist.`, "model");
  }
  if (!surface.healthy()) {
    return engineDead();
  }
  const prompt = chat ? lastUserText(body) : String(field(body, "prompt") ?? "");
  const limit = field(body, "max_completion_tokens") ?? field(body, "max_tokens");
  const asked: Asked = {
    path: chat ? "/v1/chat/completions" : "/v1/completions",
    prompt,
    promptTokens: Math.max(1, Math.ceil(JSON.stringify(field(body, "messages") ?? prompt).length / 4)),
    maxTokens: typeof limit === "number" ? limit : undefined,
    stream: field(body, "stream") === true,
  };
  const room = surface.maxModelLen - asked.promptTokens;
  if (room < (asked.maxTokens ?? 1)) {
    return refuse(
      400,
      "BadRequestError",
      `This model's maximum context length is ${surface.maxModelLen} tokens. However, you requested ${asked.maxTokens ?? 1} output tokens and your prompt contains ${asked.promptTokens} input tokens, for a total of ${asked.promptTokens + (asked.maxTokens ?? 1)} tokens. Please reduce the length of the input prompt or the number of requested output tokens.`,
      "input_tokens",
    );
  }
  const shape = chat ? chatShape : textShape;
  const head = {
    id: `${chat ? "chatcmpl" : "cmpl"}-${crypto.randomUUID().replaceAll("-", "")}`,
    created: Math.floor(Date.now() / 1_000),
    model: surface.name,
  };
  const usage = (tokens: number) => ({
    prompt_tokens: asked.promptTokens,
    total_tokens: asked.promptTokens + tokens,
    completion_tokens: tokens,
    ...(surface.details ? { prompt_tokens_details: { cached_tokens: 0 } } : {}),
  });
  if (!asked.stream) return whole(request, asked, surface, shape, { ...head, object: shape.whole }, usage);
  const withUsage = field(field(body, "stream_options"), "include_usage") === true;
  return streamed(request, asked, surface, shape, { ...head, object: shape.chunk }, withUsage ? usage : undefined);
}

interface Shape {
  whole: string;
  chunk: string;
  opening?: object;
  delta(piece: Piece): object;
  closing: object;
  message(reasoning: string, text: string): object;
}

const chatShape: Shape = {
  whole: "chat.completion",
  chunk: "chat.completion.chunk",
  opening: { delta: { role: "assistant", content: "" } },
  delta: ({ kind, text }) => ({ delta: kind === "reasoning" ? { reasoning: text } : { content: text } }),
  closing: { delta: {} },
  message: (reasoning, content) => ({
    message: { role: "assistant", content, reasoning: reasoning || null, tool_calls: [] },
  }),
};

const textShape: Shape = {
  whole: "text_completion",
  chunk: "text_completion",
  delta: ({ text }) => ({ text }),
  closing: { text: "" },
  message: (_, text) => ({ text }),
};

type Usage = (tokens: number) => object;

async function whole(request: Request, asked: Asked, surface: Surface, shape: Shape, head: object, usage: Usage) {
  const answer = surface.engine.answer(asked, request.signal);
  const said = { reasoning: "", text: "" };
  let tokens = 0;
  for (;;) {
    const { done, value } = await answer.next();
    if (!done) {
      said[value.kind] += value.text;
      tokens++;
      continue;
    }
    if (value === "abort") return engineDead();
    const choice = { index: 0, ...shape.message(said.reasoning, said.text), logprobs: null, finish_reason: value };
    return json({ ...head, choices: [choice], usage: usage(tokens) });
  }
}

function streamed(
  request: Request,
  asked: Asked,
  surface: Surface,
  shape: Shape,
  head: object,
  usage: Usage | undefined,
) {
  const gone = new AbortController();
  request.signal.addEventListener("abort", () => gone.abort(), { once: true });
  const answer = surface.engine.answer(asked, gone.signal);
  const encoder = new TextEncoder();
  const event = (extra: object) => encoder.encode(`data: ${JSON.stringify({ ...head, ...extra })}\n\n`);
  const choice = (part: object, finish: string | null = null) => ({
    choices: [{ index: 0, ...part, logprobs: null, finish_reason: finish }],
  });
  let tokens = 0;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (shape.opening) controller.enqueue(event(choice(shape.opening)));
    },
    async pull(controller) {
      const { done, value } = await answer.next();
      if (gone.signal.aborted) return controller.close();
      if (!done) {
        tokens++;
        return controller.enqueue(event(choice(shape.delta(value))));
      }
      if (value === "abort") {
        const error = { message: deadMessage, type: "InternalServerError", param: null, code: 500 };
        controller.enqueue(encoder.encode(`data: ${JSON.stringify({ error })}\n\ndata: [DONE]\n\n`));
        return controller.close();
      }
      controller.enqueue(event(choice(shape.closing, value)));
      if (usage) controller.enqueue(event({ choices: [], usage: usage(tokens) }));
      controller.enqueue(encoder.encode("data: [DONE]\n\n"));
      controller.close();
    },
    async cancel() {
      gone.abort();
      await answer.return("stop");
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
}

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;

function lastUserText(body: unknown): string {
  const messages = field(body, "messages");
  const users = Array.isArray(messages) ? messages.filter((message) => field(message, "role") === "user") : [];
  const content = field(users.at(-1), "content");
  return typeof content === "string" ? content : JSON.stringify(content ?? "");
}
