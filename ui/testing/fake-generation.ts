import type { GenerationEnd, LoggedEvent } from "../lib/types.ts";
import { addVersion, type FakeContext } from "./fake-routes.ts";
import { scriptFor } from "./fake-script.ts";
import { type FakeGeneration, isoNow, uuid } from "./fake-state.ts";

/** Plays a script into the generation's log, and ends it the way the real pipeline does. */
export async function playScript(context: FakeContext, generation: FakeGeneration, followUp: boolean): Promise<void> {
  const { state } = context;
  const push = (event: Omit<LoggedEvent, "seq">) => {
    const seq = generation.events.length + 1;
    const logged: unknown = { ...event, seq };
    if (isLogged(logged)) generation.events.push(logged);
    for (const wake of generation.wake.splice(0)) wake();
  };
  for (const item of scriptFor(generation.prompt, followUp)) {
    if (generation.stopped) break;
    if ("pause" in item) await Bun.sleep(item.pause);
    else if ("gate" in item) await Promise.race([context.gate(item.gate), stopped(generation)]);
    else if ("cut" in item) {
      generation.cut = true;
      for (const wake of generation.wake.splice(0)) wake();
    } else push(item);
  }
  const failed = generation.events.some((event) => event.type === "error");
  const end: GenerationEnd = generation.stopped ? "stopped" : failed ? "failed" : "completed";
  const routed = generation.events.find((event) => event.type === "status" && event.data.model !== undefined);
  const model = routed?.type === "status" ? (routed.data.model ?? null) : null;
  const files = foldFiles(context, generation);
  const draft = end !== "completed";
  const version =
    files.length === 0
      ? null
      : addVersion(state, generation.chatId, files, {
          generationId: generation.id,
          status: draft ? "draft" : "complete",
        });
  if (version && !draft)
    push({
      type: "version",
      data: { versionId: version.id, number: version.number, files: files.map((file) => file.path) },
    } satisfies Omit<Extract<LoggedEvent, { type: "version" }>, "seq">);
  const words = (type: "reasoning" | "explanation") =>
    generation.events.map((event) => (event.type === type ? event.data.text : "")).join("");
  const messages = state.messages.get(generation.chatId) ?? [];
  state.messages.set(generation.chatId, [
    ...messages,
    {
      id: uuid(),
      role: "assistant",
      authorId: null,
      authorName: null,
      text: words("explanation"),
      reasoning: words("reasoning"),
      generationId: generation.id,
      versionId: version?.id ?? null,
      model,
      createdAt: isoNow(),
      status: end,
      usage: { promptTokens: 912, completionTokens: 1842, costNanoUsd: 21_300_000 },
      durationMs: 4200,
      diagnostics: generation.events.flatMap((event) => (event.type === "diagnostic" ? [event.data] : [])),
      standIn: null,
      attachments: [],
    },
  ]);
  Object.assign(generation, {
    status: end,
    model,
    endedAt: isoNow(),
    completionTokens: 1842,
    promptTokens: 912,
    versionId: version?.id ?? null,
  });
  const chat = state.chats.find((one) => one.id === generation.chatId);
  if (chat) chat.activeGenerationId = null;
  push({ type: "done", data: { status: end, ...(version ? { versionId: version.id } : {}) } } satisfies Omit<
    Extract<LoggedEvent, { type: "done" }>,
    "seq"
  >);
}

/** The log as an event stream from `after` on; it follows a running generation to its end. */
export function streamOf(generation: FakeGeneration, after: number, signal: AbortSignal): Response {
  let next = after;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(encoder.encode(": hello\n\n"));
      while (!signal.aborted) {
        const event = generation.events[next];
        if (event) {
          controller.enqueue(
            encoder.encode(`id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`),
          );
          next++;
          if (event.type === "done") break;
          continue;
        }
        if (generation.cut) {
          generation.cut = false;
          break;
        }
        await new Promise<void>((resolve) => {
          generation.wake.push(resolve);
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
      }
      if (!signal.aborted) controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
}

function foldFiles(context: FakeContext, generation: FakeGeneration) {
  const base =
    (context.state.versions.get(generation.chatId) ?? []).find((one) => one.id === generation.baseVersionId)?.files ??
    [];
  const texts = new Map(base.map((file) => [file.path, file.text]));
  let touched = false;
  for (const event of generation.events) {
    if (event.type === "file" && event.data.action === "start") texts.set(event.data.path, "");
    if (event.type !== "code-chunk") continue;
    touched = true;
    texts.set(event.data.path, (texts.get(event.data.path) ?? "") + event.data.text);
  }
  return touched ? [...texts].map(([path, text]) => ({ path, text })) : [];
}

async function stopped(generation: FakeGeneration): Promise<void> {
  while (!generation.stopped) await Bun.sleep(5);
}

function isLogged(value: unknown): value is LoggedEvent {
  return typeof value === "object" && value !== null && "seq" in value && "type" in value && "data" in value;
}
