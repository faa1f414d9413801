import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Api, GenerationInput } from "./api.ts";
import { type StreamState, watchGeneration } from "./event-stream.ts";
import { applyEvent, type LiveGeneration, startGeneration } from "./generation-state.ts";
import { NetworkError } from "./problem.ts";
import type { Chat, Generation, Message, Project, SourceFile, Version } from "./types.ts";
import type { VersionCache } from "./version-cache.ts";

export interface ChatContext {
  api: Api;
  versions: VersionCache;
  now(): number;
  setTimer(action: () => void, ms: number): unknown;
}

/** One conversation: what was said, what was made, and the generation under way. */
export interface ChatStore {
  state: Signal<"loading" | "ready" | "failed">;
  failure: Signal<unknown>;
  chat: Signal<Chat | null>;
  project: Signal<Project | null>;
  messages: Signal<Message[]>;
  versions: Signal<Version[]>;
  latest: ReadonlySignal<Version | null>;
  /** The running generation, or the last one of this visit once it ended. */
  live: Signal<LiveGeneration | null>;
  running: ReadonlySignal<boolean>;
  /** Generations of this visit that ended, by id: their counts, notes and errors. */
  ended: Signal<ReadonlyMap<string, LiveGeneration>>;
  stream: Signal<StreamState>;
  /** A prompt that is on its way to the server. */
  sending: Signal<string | null>;
  load(): Promise<void>;
  /** Starts a generation and resolves once the server took it. @throws ApiError, NetworkError */
  send(input: GenerationInput): Promise<void>;
  stop(): Promise<void>;
  refresh(): Promise<void>;
  dispose(): void;
}

/** Milliseconds between two repaints while text streams in. */
const paintMs = 60;

export function createChatStore(context: ChatContext, chatId: string): ChatStore {
  const { api } = context;
  const state = signal<"loading" | "ready" | "failed">("loading");
  const failure = signal<unknown>(null);
  const chat = signal<Chat | null>(null);
  const project = signal<Project | null>(null);
  const messages = signal<Message[]>([]);
  const versions = signal<Version[]>([]);
  const live = signal<LiveGeneration | null>(null);
  const ended = signal<ReadonlyMap<string, LiveGeneration>>(new Map());
  const stream = signal<StreamState>("open");
  const sending = signal<string | null>(null);
  const latest = computed(() => versions.value.at(-1) ?? null);
  const running = computed(() => live.value !== null && live.value.end === undefined);
  const gone = new AbortController();

  async function refresh(): Promise<void> {
    const [said, made] = await Promise.all([api.chats.messages(chatId), api.chats.versions(chatId)]);
    messages.value = said;
    versions.value = made.toSorted((a, b) => a.number - b.number);
  }

  async function baseFiles(versionId: string | null | undefined): Promise<SourceFile[]> {
    const base = versionId ?? versions.value.findLast((version) => version.status === "complete")?.id;
    return base ? ((await context.versions.files(base)) ?? []) : [];
  }

  async function watch(generation: Generation, url: string): Promise<void> {
    let current = startGeneration(
      generation.id,
      await baseFiles(generation.baseVersionId),
      new Date(generation.createdAt).getTime() || context.now(),
    );
    let painting = false;
    let finished = false;
    live.value = current;
    stream.value = "open";
    const paint = () => {
      painting = false;
      if (!gone.signal.aborted && !finished) live.value = current;
    };
    await watchGeneration(api.request, {
      url,
      signal: gone.signal,
      onState: (next) => {
        stream.value = next;
      },
      onEvent(event) {
        current = applyEvent(current, event, context.now());
        if (painting) return;
        painting = true;
        context.setTimer(paint, paintMs);
      },
    });
    paint();
    ended.value = new Map(ended.value).set(current.id, current);
    await refresh().catch(() => undefined);
    finished = true;
    live.value = null;
  }

  function follow(generation: Generation, url: string): void {
    watch(generation, url).catch((error: unknown) => {
      if (gone.signal.aborted) return;
      const message = error instanceof Error ? error.message : "The stream could not be read.";
      const current = live.value ?? startGeneration(generation.id, [], context.now());
      const failed = { ...current, end: "failed" as const, error: { code: "unavailable", message, retryable: true } };
      ended.value = new Map(ended.value).set(generation.id, failed);
      live.value = null;
    });
  }

  /** Replays the last generation when it did not complete, so that its error card survives a reload. */
  async function recall(): Promise<void> {
    const last = messages.value.at(-1);
    if (!last?.generationId || last.status === null || last.status === "completed") return;
    const { generation, streamUrl } = await api.generations.get(last.generationId);
    if (generation.status === "running") return follow(generation, streamUrl);
    // It was ended just now, because nobody writes it any more: its message has come since.
    if (last.status === "running") await refresh();
    if (generation.status !== "completed") await replay(generation, streamUrl);
  }

  async function replay(generation: Generation, url: string): Promise<void> {
    const started = new Date(generation.createdAt).getTime();
    const finished = generation.endedAt ? new Date(generation.endedAt).getTime() : started;
    let current = startGeneration(generation.id, await baseFiles(generation.baseVersionId), started);
    await watchGeneration(api.request, {
      url,
      signal: gone.signal,
      onEvent: (event) => {
        current = applyEvent(current, event, finished);
      },
    });
    ended.value = new Map(ended.value).set(generation.id, current);
  }

  return {
    state,
    failure,
    chat,
    project,
    messages,
    versions,
    latest,
    live,
    running,
    ended,
    stream,
    sending,
    refresh,
    async load() {
      try {
        const found = await api.chats.get(chatId);
        chat.value = found;
        const [home] = await Promise.all([api.projects.get(found.projectId), refresh()]);
        project.value = home;
        state.value = "ready";
        if (found.activeGenerationId) {
          const { generation, streamUrl } = await api.generations.get(found.activeGenerationId);
          follow(generation, streamUrl);
        } else await recall();
      } catch (error) {
        if (gone.signal.aborted) return;
        // A lost connection in mid-visit must not take away what is already on the page.
        if (state.value === "ready") return;
        failure.value = error;
        state.value = "failed";
      }
    },
    async send(input) {
      if (running.value || sending.value !== null) return;
      sending.value = input.prompt ?? "";
      try {
        const { generation, streamUrl } = await api.chats.generate(chatId, input);
        follow(generation, streamUrl);
        await refresh().catch(() => undefined);
      } finally {
        sending.value = null;
      }
    },
    async stop() {
      const id = live.value?.id;
      if (!id) return;
      try {
        await api.generations.stop(id);
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
      }
    },
    dispose: () => gone.abort(),
  };
}
