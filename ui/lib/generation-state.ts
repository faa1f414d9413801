import type { Diagnostic, GenerationEnd, GenerationEvent, LoggedEvent, SourceFile, Usage } from "./types.ts";

type Phase = Extract<GenerationEvent, { type: "status" }>["data"]["phase"];

export interface LiveFile {
  path: string;
  text: string;
  writing: boolean;
  /** Search/replace blocks of this file that found no place. */
  missed: number;
}

/** A generation as this page has seen it so far: the fold of its events. */
export interface LiveGeneration {
  id: string;
  /** The last sequence number applied. */
  seq: number;
  /** The files that the generation started from, to which edits apply. */
  base: SourceFile[];
  phase: Phase | "starting";
  position?: number;
  detail?: string;
  model?: string;
  builtin?: boolean;
  reasoning: string;
  /** Milliseconds spent before the first word that was not reasoning. */
  thinkingMs?: number;
  explanation: string;
  files: LiveFile[];
  diagnostics: Diagnostic[];
  usage?: Usage;
  version?: { versionId: string; number: number; files: string[] };
  error?: { code: string; message: string; retryable: boolean };
  end?: GenerationEnd;
  /** Milliseconds since the epoch. */
  startedAt: number;
  endedAt?: number;
}

export function startGeneration(id: string, base: SourceFile[], startedAt: number): LiveGeneration {
  return {
    id,
    seq: 0,
    base,
    phase: "starting",
    reasoning: "",
    explanation: "",
    files: [],
    diagnostics: [],
    startedAt,
  };
}

/** Folds one event in; an event at or before `state.seq` changes nothing. `now` is in milliseconds. */
export function applyEvent(state: LiveGeneration, event: LoggedEvent, now: number): LiveGeneration {
  if (event.seq <= state.seq) return state;
  const next: LiveGeneration = { ...state, seq: event.seq };
  if (next.thinkingMs === undefined && next.reasoning !== "" && isAnswer(event)) next.thinkingMs = now - next.startedAt;
  switch (event.type) {
    case "status":
      next.phase = event.data.phase;
      setOrDrop(next, "position", event.data.position);
      setOrDrop(next, "detail", event.data.detail);
      if (event.data.model !== undefined) next.model = event.data.model;
      if (event.data.builtin !== undefined) next.builtin = event.data.builtin;
      return next;
    case "reasoning":
      next.reasoning += event.data.text;
      return next;
    case "explanation":
      next.explanation += event.data.text;
      return next;
    case "file": {
      const { path, action } = event.data;
      next.files =
        action === "start"
          ? patch(next.files, path, () => ({ path, text: "", writing: true, missed: 0 }))
          : patch(next.files, path, (file) => ({ ...file, writing: false }));
      return next;
    }
    case "code-chunk": {
      const { path, text } = event.data;
      next.files = patch(next.files, path, (file) => ({ ...file, text: file.text + text, writing: true }));
      return next;
    }
    case "edit":
      next.files = applyEdit(next, event.data);
      return next;
    case "diagnostic":
      next.diagnostics = [...next.diagnostics, event.data];
      return next;
    case "usage":
      next.usage = event.data;
      return next;
    case "version":
      next.version = event.data;
      return next;
    case "error":
      next.error = event.data;
      return next;
    case "done":
      next.end = event.data.status;
      next.endedAt = now;
      next.files = next.files.map((file) => (file.writing ? { ...file, writing: false } : file));
      return next;
    default:
      return event satisfies never;
  }
}

/** The project as it stands in mid-generation: the base with what was written on top. */
export function mergedFiles(state: LiveGeneration): SourceFile[] {
  const files = new Map(state.base.map((file) => [file.path, file.text]));
  for (const file of state.files) files.set(file.path, file.text);
  return [...files].map(([path, text]) => ({ path, text }));
}

function isAnswer(event: LoggedEvent): boolean {
  return ["explanation", "file", "code-chunk", "edit", "done"].includes(event.type);
}

function setOrDrop<K extends "position" | "detail">(state: LiveGeneration, key: K, value: LiveGeneration[K]): void {
  if (value === undefined) delete state[key];
  else state[key] = value;
}

function patch(files: LiveFile[], path: string, change: (file: LiveFile) => LiveFile): LiveFile[] {
  const at = files.findIndex((file) => file.path === path);
  const current = files[at];
  if (current === undefined) return [...files, change({ path, text: "", writing: false, missed: 0 })];
  return files.with(at, change(current));
}

function applyEdit(state: LiveGeneration, edit: Extract<GenerationEvent, { type: "edit" }>["data"]): LiveFile[] {
  const known = state.files.find((file) => file.path === edit.path);
  const original = state.base.find((file) => file.path === edit.path)?.text ?? "";
  const text = known === undefined || (known.text === "" && known.writing) ? original : known.text;
  const at = edit.applied ? text.indexOf(edit.search) : -1;
  const changed = at < 0 ? text : text.slice(0, at) + edit.replace + text.slice(at + edit.search.length);
  return patch(state.files, edit.path, (file) => ({
    ...file,
    text: changed,
    missed: file.missed + (edit.applied ? 0 : 1),
  }));
}

const phrases: Record<LiveGeneration["phase"], string> = {
  starting: "Starting",
  queued: "Waiting in the queue",
  routing: "Choosing a model",
  loading: "Loading the model",
  thinking: "Thinking",
  writing: "Writing",
  checking: "Checking the preview",
  repairing: "Repairing",
};

/** The status line: what the machine is doing right now, in a few words. */
export function phaseLine(state: LiveGeneration): string {
  if (state.phase === "queued" && state.position !== undefined) {
    return state.position <= 1 ? "Next in the queue" : `Waiting in the queue, ${state.position - 1} before you`;
  }
  if (state.phase === "loading") return loadingLine(state);
  const file = state.files.findLast((one) => one.writing);
  if (state.phase === "writing" && file) return `Writing ${file.path}`;
  return state.detail ? `${phrases[state.phase]} · ${state.detail}` : phrases[state.phase];
}

/** "Loading weights, about 40 s left · 2 before you" */
function loadingLine({ detail, position }: LiveGeneration): string {
  const words = detail?.replace(/\.$/u, "") ?? phrases.loading;
  return position !== undefined && position > 1 ? `${words} · ${position - 1} before you` : words;
}
