/**
 * A server that speaks OpenAI's chat completions and misbehaves as told. For tests and benchmarks only.
 *
 * It serves `GET /v1/models` and `POST /v1/chat/completions` on a free loopback port. A script, all of it optional:
 *
 *     {
 *       "models":  [{ "id": "mock-model", "max_model_len": 32768 }],   // rows of the list, any extra fields
 *       "apiKeys": ["secret"],                                         // others get 401
 *       "after":   "repeat" | "cycle",                                 // once all answers are used up
 *       "answers": [ ANSWER, … ]                                       // one per request, in turn
 *     }
 *
 * ANSWER in its short form: `{ "reasoning": "…", "text": "…", "chunkCharacters": 16, "chunkDelayMs": 20 }`; cut into
 * deltas, followed by `finish_reason: "stop"`, a usage chunk and `[DONE]`.
 * Steps in full: `{ "steps": [ STEP, … ] }`, where STEP is one of
 * `{role:"assistant"}` `{text}` `{reasoning, field?: "reasoning"|"reasoning_content"|"both"}` `{delayMs}` `{comment}`
 * `{error}` (as `data: {"error":…}`) `{finish}` `{usage}` `{done:true}` `{raw, base64?}` (bytes as they are)
 * `{cut:true}` (closes the socket in mid-body) `{hang:true}` (silent until the client goes).
 * Both forms, also: `match` (use this answer whenever the last user message contains the text), `delayMs` (before the
 * status line), `status`, `headers`, `body` (a whole body instead of a stream; text as it is, else JSON).
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type MockAnswer, type MockScript, type MockStep, mockScript, stepsOf } from "./mock-script.ts";

export type { MockAnswer, MockScript, MockStep } from "./mock-script.ts";

/** What one request looked like, and how it went. */
export interface MockRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** The parsed JSON body; undefined for a GET. */
  body: unknown;
  /** The client's port: equal for requests over one connection. */
  remotePort: string;
  /** Resolves when the answer is over: false when the client went away before its end. */
  finished: Promise<boolean>;
}

export interface MockOpenAi {
  /** Base URL that ends in `/v1`. */
  url: string;
  /** Every chat request so far, in order. */
  requests: MockRequest[];
  /** Resolves with the next chat request that has not been waited for yet. */
  nextRequest(): Promise<MockRequest>;
  /** Changes what the following requests get. */
  script(script: MockScript): void;
  stop(): Promise<void>;
}

/** @param options.port 0, the default, takes a free one */
export async function startMockOpenAi(options: MockScript & { port?: number } = {}): Promise<MockOpenAi> {
  const { port = 0, ...initial } = options;
  let script = mockScript.parse(initial);
  let turn = 0;
  let waited = 0;
  const requests: MockRequest[] = [];
  const waiting: (() => void)[] = [];

  const nextAnswer = (prompt: string): MockAnswer => {
    const answers = script.answers ?? [{ text: "Hello from the mock." }];
    const lower = prompt.toLowerCase();
    const matching = answers.find((one) => one.match !== undefined && lower.includes(one.match.toLowerCase()));
    if (matching) return matching;
    const inTurn = answers.filter((one) => one.match === undefined);
    const at = script.after === "cycle" ? turn % Math.max(1, inTurn.length) : Math.min(turn, inTurn.length - 1);
    turn++;
    return inTurn[at] ?? { status: 500, body: { error: { message: "The mock has no answer for this." } } };
  };

  const server = createServer(async (request, response) => {
    const key = request.headers.authorization?.replace(/^Bearer /, "");
    if (script.apiKeys && !script.apiKeys.includes(key ?? "")) {
      request.resume();
      if (request.url?.endsWith("/chat/completions")) note(request, response, undefined);
      return sendJson(response, 401, { error: { message: "Incorrect API key provided.", code: "invalid_api_key" } });
    }
    if (request.method === "GET" && request.url?.startsWith("/v1/models")) {
      return sendJson(response, 200, { object: "list", data: script.models ?? [{ id: "mock-model" }] });
    }
    if (request.method !== "POST" || request.url !== "/v1/chat/completions") {
      return sendJson(response, 404, { error: { message: "Not found" } });
    }
    const body: unknown = JSON.parse(await readText(request));
    note(request, response, body);
    await answer(response, nextAnswer(lastUserText(body)));
  });

  function note(request: IncomingMessage, response: ServerResponse, body: unknown): void {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
    const finished = new Promise<boolean>((resolve) => {
      response.once("close", () => resolve(response.writableFinished));
    });
    const remotePort = String(request.socket.remotePort);
    requests.push({ method: request.method ?? "", path: request.url ?? "", headers, body, remotePort, finished });
    waiting.shift()?.();
  }

  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The mock has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    requests,
    async nextRequest() {
      const at = waited++;
      if (requests.length <= at) await new Promise<void>((resolve) => waiting.push(resolve));
      const found = requests[at];
      if (!found) throw new Error("The mock lost a request.");
      return found;
    },
    script(next) {
      script = mockScript.parse(next);
      turn = 0;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function lastUserText(body: unknown): string {
  const messages = property(body, "messages");
  const users = Array.isArray(messages) ? messages.filter((message) => property(message, "role") === "user") : [];
  const content = property(users.at(-1), "content");
  return typeof content === "string" ? content : JSON.stringify(content ?? "");
}

const property = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;

async function answer(response: ServerResponse, how: MockAnswer): Promise<void> {
  if (how.delayMs) await Bun.sleep(how.delayMs);
  if (how.body !== undefined) {
    const text = typeof how.body === "string" ? how.body : JSON.stringify(how.body);
    response.writeHead(how.status ?? 200, { "content-type": "application/json", ...how.headers }).end(text);
    return;
  }
  response.writeHead(how.status ?? 200, { "content-type": "text/event-stream", ...how.headers });
  response.flushHeaders();
  for (const step of stepsOf(how)) {
    if (response.destroyed) return;
    if ("delayMs" in step) await Bun.sleep(step.delayMs);
    else if ("cut" in step) return void response.socket?.destroy();
    else if ("hang" in step) return;
    else response.write(bytesOf(step));
  }
  response.end();
}

function bytesOf(step: MockStep): string | Buffer {
  if ("raw" in step) return step.base64 ? Buffer.from(step.raw, "base64") : step.raw;
  if ("comment" in step) return `: ${step.comment}\n\n`;
  if ("error" in step) return `data: ${JSON.stringify({ error: step.error })}\n\n`;
  if ("done" in step) return "data: [DONE]\n\n";
  if ("usage" in step) return chunk([], { usage: step.usage });
  if ("text" in step) return delta({ content: step.text });
  if ("role" in step) return delta({ role: step.role, content: "" });
  if ("finish" in step) return delta({}, step.finish);
  if ("reasoning" in step) {
    const field = step.field ?? "reasoning_content";
    if (field === "both") return delta({ reasoning: step.reasoning, reasoning_content: step.reasoning });
    return delta({ [field]: step.reasoning });
  }
  return "";
}

const delta = (fields: object, finish: string | null = null): string =>
  chunk([{ index: 0, delta: fields, finish_reason: finish }]);

const chunk = (choices: object[], extra: object = {}): string =>
  `data: ${JSON.stringify({ id: "chatcmpl-mock", object: "chat.completion.chunk", created: 0, model: "mock-model", choices, ...extra })}\n\n`;
