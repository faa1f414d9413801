import { Elysia } from "elysia";
import { users } from "../accounts/schema.ts";
import { signedInPerson, type TestPerson } from "../accounts/testing.ts";
import { builtinProvider } from "../llm/builtin/index.ts";
import { createLlm, type Llm, openaiProvider, type Provider } from "../llm/index.ts";
import { type MockOpenAi, type MockScript, startMockOpenAi } from "../llm/testing/mock-openai.ts";
import type { App } from "../platform/app.ts";
import { newId } from "../platform/ids.ts";
import { problemBody, toProblem } from "../platform/problem.ts";
import { testApp } from "../platform/testing.ts";
import type { PreviewBuilder } from "../preview/contract.ts";
import { createChat, createProject } from "../projects/index.ts";
import type { GenerationEvent, LoggedEvent } from "./events.ts";
import { createGenerations, type GenerationApp } from "./generations.ts";
import { generationRoutes } from "./routes.ts";

/** Stands in for the preview's worker processes: it finds nothing wrong unless told. */
export const quietPreview = (build: Partial<Awaited<ReturnType<PreviewBuilder["build"]>>> = {}): PreviewBuilder => ({
  build: async ({ files }) => ({
    js: "",
    css: "",
    hash: "0",
    entry: files[0]?.path,
    modules: [],
    diagnostics: [],
    repaired: [],
    ...build,
  }),
  manifest: () => ({
    modules: [
      { name: "react", exports: ["useState"] },
      { name: "@/components/ui/button", exports: ["Button"] },
    ],
  }),
  close: async () => {},
});

export interface TestRoom {
  app: GenerationApp & { dispose(): void };
  mock: MockOpenAi;
  person: TestPerson;
  chatId: string;
  /** Base URL of the server. */
  url: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
}

export interface TestRoomOptions {
  overrides?: Partial<App>;
  env?: Record<string, string>;
  preview?: PreviewBuilder;
  llm?: Llm;
  /** With the pattern engine behind the model server. */
  builtin?: boolean;
}

/** A server with this room's routes over a real database, and a model server that answers as told. */
export async function testRoom(script: MockScript = {}, options: TestRoomOptions = {}): Promise<TestRoom> {
  const mock = await startMockOpenAi(script);
  const base = testApp(options.overrides, options.env);
  const { clock, random, log } = base;
  const providers: Provider[] = [openaiProvider({ id: "openai", label: "Mock", baseUrl: mock.url, apiKeys: [] })];
  if (options.builtin) providers.push(builtinProvider({ clock }));
  const app = {
    ...base,
    llm: options.llm ?? createLlm({ clock, random, log, providers }),
    preview: options.preview ?? quietPreview(),
    generations: createGenerations(base),
  };
  // Stored without a password: hashing one takes longer than most tests.
  const email = "ada@example.test";
  const now = clock.now();
  const row = { email, name: "Ada", passwordHash: "none", role: "admin" as const, createdAt: now, updatedAt: now };
  app.db
    .insert(users)
    .values({ id: newId(), ...row })
    .run();
  const person = await signedInPerson(app, email);
  const chatId = createChat(app, createProject(app, person.user, { name: "Test" }).id).id;
  const server = new Elysia()
    .onError(({ error }) => {
      const problem = toProblem(error);
      if (problem.code === "internal") console.error(error);
      return new Response(JSON.stringify(problemBody(problem, "test")), problem);
    })
    .use(generationRoutes(app))
    .listen({ port: 0, hostname: "127.0.0.1" });
  const url = `http://127.0.0.1:${server.server?.port}`;
  return {
    app,
    mock,
    person,
    chatId,
    url,
    call: (method, path, body, headers = {}) =>
      fetch(url + path, {
        method,
        headers: { ...person.headers, "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async stop() {
      await app.generations.park();
      await server.stop(true);
      await mock.stop();
      app.bus.close();
      base.dispose();
    },
  };
}

/** Reads events off a stream as a browser would. @param until stop reading after this one */
export async function* readStream(response: Response): AsyncGenerator<LoggedEvent> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
      const data = field("data");
      if (data === undefined) continue;
      const event: LoggedEvent = JSON.parse(`{"seq":${field("id")},"type":"${field("event")}","data":${data}}`);
      yield event;
    }
  }
}

export async function allEvents(response: Response): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for await (const event of readStream(response)) events.push(event);
  return events;
}

export const types = (events: readonly GenerationEvent[]): string => events.map(({ type }) => type).join(" ");

/** The events of one type. */
export const ofType = <Type extends GenerationEvent["type"]>(
  events: readonly GenerationEvent[],
  type: Type,
): Extract<GenerationEvent, { type: Type }>["data"][] =>
  events.flatMap((event) => (event.type === type ? [event.data] : [])) as never;
