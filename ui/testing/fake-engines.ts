import type { EngineStatus, EngineView, HistoryView, StoredModel } from "../lib/engine-types.ts";
import { catalogueOf, fitOf } from "./fake-catalogue.ts";
import { engineOf, stored } from "./fake-engine-data.ts";
import type { FakeEngineRoom } from "./fake-engine-state.ts";

type Body = Record<string, unknown>;

const gone = () =>
  Response.json(
    { title: "not_found", status: 404, code: "not_found", detail: "There is nothing under this id." },
    { status: 404 },
  );

/** The routes of the engine room under `/api/admin`. */
export function answerAdmin(room: FakeEngineRoom, request: Request, url: URL, body: Body): Response {
  const path = url.pathname.slice("/api/admin/".length);
  const key = `${request.method} ${path}`;
  if (request.method !== "GET") room.acts.push({ what: key, body });
  const [noun, id = "", verb] = path.split("/");
  if (key === "GET models") return Response.json({ items: room.models, gpus: room.gpus });
  if (key === "GET models/files") return Response.json(room.files);
  if (noun === "models") return changeFiles(room, request.method === "DELETE" ? "remove" : (verb ?? ""), body);
  if (key === "GET gpus") return Response.json(room.gpus);
  if (noun === "gpus") return Response.json(gpuHistory(Number(url.searchParams.get("minutes"))));
  if (key === "GET engines") return Response.json({ items: room.engines });
  if (key === "GET engines/installs") return Response.json({ items: room.installs });
  if (key === "GET engines/stream") return stream(room, request.signal);
  if (key === "POST engines/preview") return preview(body);
  if (key === "POST engines") return create(room, body);
  const engine = room.engines.find((one) => one.id === id);
  if (!engine) return gone();
  if (verb === "history") return Response.json(engineHistory(Number(url.searchParams.get("minutes"))));
  if (path.endsWith("/logs/stream")) return logStream(room, request.signal);
  if (verb === "logs") return Response.json({ items: filterLogs(room, url.searchParams) });
  if (request.method === "GET") return Response.json(engine);
  if (request.method === "DELETE") {
    room.engines = room.engines.filter((one) => one !== engine);
    return new Response(null, { status: 204 });
  }
  if (request.method === "PATCH") {
    Object.assign(engine.settings, body.settings);
    return Response.json(engine);
  }
  return turn(room, engine, verb ?? "", String(body.to));
}

/** Changes an engine's state, as the supervisor would, and tells everybody who listens. */
export function setStatus(room: FakeEngineRoom, id: string, change: Partial<EngineStatus>): void {
  const engine = room.engines.find((one) => one.id === id);
  if (!engine) throw new Error(`There is no engine ${id}.`);
  engine.status = { ...engine.status, ...(change.state ? { since: Date.now() } : {}), ...change };
  publish(room, "engine", engine.status);
}

export function setDownload(room: FakeEngineRoom, change: StoredModel): void {
  room.files.items = room.files.items.map((item) => (item.id === change.id ? change : item));
  room.models = catalogueOf(room);
  publish(room, "download", change);
}

export function publish(room: FakeEngineRoom, event: string, data: unknown): void {
  for (const send of room.streams) send(event, data);
}

export function say(room: FakeEngineRoom, text: string, level: "info" | "warning" | "error" = "info"): void {
  const line = { seq: (room.logs.at(-1)?.seq ?? 0) + 1, at: Date.now(), stream: "stderr" as const, level, text };
  room.logs.push(line);
  for (const send of room.logStreams) send(line);
}

function turn(room: FakeEngineRoom, engine: EngineView, verb: string, to: string): Response {
  const now = Date.now();
  const become = (one: EngineView, as: "starting" | "stopped") => {
    one.status = engineOf(one.id, one.settings.label, "", as, now).status;
    publish(room, "engine", one.status);
  };
  if (verb === "swap") {
    const next = room.engines.find((one) => one.id === to);
    if (!next) return gone();
    become(engine, "stopped");
    become(next, "starting");
  } else become(engine, verb === "stop" ? "stopped" : "starting");
  return Response.json(engine, { status: 202 });
}

function create(room: FakeEngineRoom, body: Body): Response {
  const settings: Body = typeof body.settings === "object" && body.settings !== null ? { ...body.settings } : {};
  const errors = complaints(settings);
  if (errors.length > 0) return refuse(errors);
  const label = String(settings.label);
  const id = label.toLowerCase().replaceAll(/[^a-z0-9._-]+/gu, "-");
  const made = engineOf(
    id,
    label,
    String(settings.model ?? ""),
    body.start === true ? "starting" : "stopped",
    Date.now(),
  );
  Object.assign(made.settings, settings);
  room.engines.push(made);
  room.models = catalogueOf(room);
  publish(room, "engine", made.status);
  return Response.json(made, { status: 201 });
}

function complaints(settings: Body): { path: string; message: string }[] {
  return [
    ...(settings.label ? [] : [{ path: "/settings/label", message: "is needed" }]),
    ...(Number(settings.gpuMemoryUtilization ?? 0.9) > 0.99
      ? [{ path: "/settings/gpuMemoryUtilization", message: "must be at most 0.99" }]
      : []),
  ];
}

const refuse = (errors: { path: string; message: string }[]) =>
  Response.json(
    { title: "Bad request", status: 422, code: "validation", detail: "Some settings are wrong.", errors },
    { status: 422, headers: { "content-type": "application/problem+json" } },
  );

function preview(body: Body): Response {
  const settings: Body = typeof body.settings === "object" && body.settings !== null ? { ...body.settings } : {};
  const errors = complaints(settings);
  if (errors.length > 0) return refuse(errors);
  const context =
    settings.contextLength === "auto" || settings.contextLength === undefined ? "auto" : String(settings.contextLength);
  const command =
    settings.adapter === "remote"
      ? String(settings.baseUrl ?? "")
      : `vllm serve /var/lib/vitrine/models/${settings.model ?? ""} --served-model-name ${settings.servedName ?? ""} --uds /run/vitrine/e1.sock --max-model-len ${context} --gpu-memory-utilization ${settings.gpuMemoryUtilization ?? 0.92} --reasoning-parser qwen3 --enable-auto-tool-choice --tool-call-parser qwen3_coder`;
  return Response.json({
    command,
    ...(settings.adapter === "remote"
      ? {}
      : { fit: fitOf("fits", 29.8e9, { contextLength: 98_304, concurrency: 5.5 }) }),
    env: { HF_HUB_OFFLINE: "1", CUDA_VISIBLE_DEVICES: "GPU-1a" },
    problems:
      Number(settings.contextLength) > 262_144 ? ["contextLength: the model was made for 262,144 tokens at most."] : [],
  });
}

function changeFiles(room: FakeEngineRoom, verb: string, body: Body): Response {
  const id = String(body.id ?? body.repository ?? "");
  const item = room.files.items.find((one) => one.id === id);
  const put = (next: StoredModel) => {
    room.files.items = [...room.files.items.filter((one) => one.id !== id), next];
    room.models = catalogueOf(room);
  };
  if (verb === "pull") {
    const size =
      room.models.flatMap((model) => model.variants).find((variant) => variant.repository === id)?.weightsBytes ?? 8e9;
    put(stored(id, size, 0.02, "downloading"));
  } else if (verb === "import") {
    put(stored(`local/${String(body.path).split("/").at(-1)}`, 9e9, 1, "complete"));
    return Response.json({ id }, { status: 202 });
  } else if (verb === "remove") {
    room.files.items = room.files.items.filter((one) => one.id !== id);
    room.models = catalogueOf(room);
    return new Response(null, { status: 204 });
  } else if (!item) return gone();
  else if (verb === "pause") put({ ...item, state: "paused" });
  else if (verb === "resume") put({ ...item, state: "downloading" });
  return Response.json(room.files.items.find((one) => one.id === id) ?? {}, { status: 202 });
}

function filterLogs(room: FakeEngineRoom, query: URLSearchParams) {
  const text = (query.get("q") ?? "").toLowerCase();
  return room.logs.filter((line) => line.text.toLowerCase().includes(text)).slice(-Number(query.get("limit") ?? 1000));
}

function stream(room: FakeEngineRoom, signal: AbortSignal): Response {
  return sse(room, signal, (send) => {
    for (const engine of room.engines) send("engine", engine.status);
    send("gpus", { ...room.gpus, at: Date.now() });
    for (const item of room.files.items) send("download", item);
    room.streams.add(send);
    return () => room.streams.delete(send);
  });
}

function logStream(room: FakeEngineRoom, signal: AbortSignal): Response {
  return sse(room, signal, (send) => {
    const one = (line: FakeEngineRoom["logs"][number]) => send("line", line);
    room.logStreams.add(one);
    return () => room.logStreams.delete(one);
  });
}

function sse(
  room: FakeEngineRoom,
  signal: AbortSignal,
  begin: (send: (event: string, data: unknown) => void) => () => void,
): Response {
  const encoder = new TextEncoder();
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(": hello\n\n"));
      const stop = begin((event, data) =>
        controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)),
      );
      let open = true;
      end = () => {
        stop();
        open = false;
      };
      signal.addEventListener("abort", end, { once: true });
      room.ends.push(() => {
        if (open) controller.close();
        end();
      });
    },
    cancel: () => end(),
  });
  return new Response(body, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
}

/** Waves that look like a working day; a gap in the middle, as after a restart. */
function history(minutes: number, series: [string, string, (t: number) => number][]): HistoryView {
  const count = Math.min(360, Math.max(15, minutes));
  const step = (minutes * 60) / count;
  const now = Math.floor(Date.now() / 1000);
  const times = Array.from({ length: count }, (_, at) => Math.round(now - (count - at) * step));
  return {
    times,
    series: series.map(([metric, unit, value]) => ({
      metric,
      unit,
      values: times.map((_, at) => (at > count * 0.4 && at < count * 0.46 ? null : value(at / count))),
    })),
  };
}

const wave = (base: number, swing: number, pace: number) => (t: number) =>
  Math.max(0, base + swing * (Math.sin(t * pace) + 0.4 * Math.sin(t * pace * 5.3)));

const engineHistory = (minutes: number) =>
  history(minutes, [
    ["running", "requests", (t) => Math.round(wave(8, 5, 9)(t))],
    ["waiting", "requests", (t) => Math.round(wave(0.5, 2.4, 14)(t))],
    ["kvCacheUsage", "ratio", (t) => Math.min(1, wave(0.4, 0.25, 8)(t))],
    ["tokensPerSecond", "tokens/s", wave(640, 260, 9)],
    ["firstToken", "s", wave(0.4, 0.2, 11)],
  ]);

const gpuHistory = (minutes: number) =>
  history(minutes, [
    ["memoryUsedBytes", "bytes", (t) => (t > 0.46 || t < 0.4 ? 43.1 : 2) * 2 ** 30],
    ["utilization", "%", (t) => Math.min(100, wave(66, 26, 9)(t))],
    ["temperatureC", "°C", wave(60, 7, 6)],
    ["powerW", "W", wave(190, 60, 9)],
  ]);
