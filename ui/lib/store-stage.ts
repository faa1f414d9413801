import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from "@preact/signals";
import type { PointedElement } from "../frame/protocol.ts";
import type { Api, BuildWish } from "./api.ts";
import { createBuildScheduler } from "./build-scheduler.ts";
import type { EditDrafts } from "./edit-drafts.ts";
import { mergedFiles } from "./generation-state.ts";
import type { PreviewFrame } from "./preview-frame.ts";
import { messageOf } from "./problem.ts";
import { findElement, labelOf, type Reference } from "./references.ts";
import { type Choice, type ChoiceStore, sameChoice, shows } from "./stage-choice.ts";
import type { ChatStore } from "./store-chat.ts";
import type { Build, SourceFile, Version } from "./types.ts";
import type { VersionCache } from "./version-cache.ts";

export type StageTab = "preview" | "code" | "diff" | "console";
export type Device = "responsive" | "phone" | "tablet" | "desktop";

export interface ConsoleEntry {
  id: number;
  level: "debug" | "log" | "info" | "warn" | "error";
  origin: "console" | "runtime" | "build";
  text: string;
  fix?: string;
  path?: string;
  line?: number;
  column?: number;
  repeated: number;
}

export interface Place {
  path: string;
  line?: number;
  column?: number;
}

/** Where code in the preview is, and what it can be sent to. */
export interface FrameLocation {
  href: string;
  back: boolean;
  forward: boolean;
}

/** What can be asked of the frame that is on show. */
export type FrameControl = Pick<PreviewFrame, "go" | "step" | "point">;

export interface StageContext {
  api: Api;
  versions: VersionCache;
  view: Document;
  drafts: EditDrafts;
  choices: ChoiceStore;
  now(): number;
}

/** What the right side of the studio shows: a version or the work in progress, its files, its build, its console. */
export interface StageStore {
  tab: Signal<StageTab>;
  device: Signal<Device>;
  /** 0 fits the frame into the room there is. */
  zoom: Signal<number>;
  /** Undefined follows the page's own theme. */
  theme: Signal<"light" | "dark">;
  /** The version chosen on the strip; null means the newest. */
  pinned: Signal<string | null>;
  shown: ReadonlySignal<Version | null>;
  source: ReadonlySignal<"live" | "edit" | "version" | "none">;
  files: ReadonlySignal<SourceFile[]>;
  /** Unsaved texts by path, of the version on show; they outlive a reload. */
  edits: ReadonlySignal<ReadonlyMap<string, string>>;
  activePath: Signal<string | null>;
  /** Where the code view should put its cursor next. */
  target: Signal<Place | null>;
  build: Signal<{ build: Build; partial: boolean } | null>;
  building: Signal<boolean>;
  buildError: Signal<string | null>;
  /** What of the project is to be shown; null leaves it to the project. */
  choice: ReadonlySignal<Choice | null>;
  choose(choice: Choice | null): void;
  /** Values for the props of the component that is shown alone; null leaves them to the preview. */
  props: Signal<Record<string, unknown> | null>;
  location: Signal<FrameLocation>;
  /** Set by whoever keeps the frame, while there is one. */
  frame: Signal<FrameControl | null>;
  pointing: Signal<boolean>;
  /** What was pointed at for the next request. */
  references: Signal<Reference[]>;
  /** Notes something that was pointed at. */
  refer(element: PointedElement): void;
  /** How often something that needs a network was asked for and stood in for, by what it was. */
  offline: Signal<ReadonlyMap<string, number>>;
  /** The hash of the finished build that is on the page without an error. */
  rendered: Signal<string | null>;
  console: Signal<ConsoleEntry[]>;
  problems: ReadonlySignal<number>;
  compare: Signal<{ from: string; to: string } | null>;
  /** Bumped to make the frame mount again. */
  reloads: Signal<number>;
  edit(path: string, text: string): void;
  /**
   * All files of a version with the unsaved edits in them. It waits for the version's own files: what is on show may
   * still be nothing, or another version, just after a reload, and saving that would lose the rest.
   * @throws ApiError, NetworkError
   */
  editedFiles(versionId: string): Promise<SourceFile[]>;
  /** Drops the unsaved texts of a version. */
  discard(versionId: string): void;
  log(entry: Omit<ConsoleEntry, "id" | "repeated">): void;
  open(place: Place): void;
  dispose(): void;
}

export const nowhere: FrameLocation = { href: "/", back: false, forward: false };

const withEdits = (base: readonly SourceFile[], edits: ReadonlyMap<string, string>): SourceFile[] =>
  base.map((file) => ({ path: file.path, text: edits.get(file.path) ?? file.text }));

export function createStageStore(context: StageContext, chat: ChatStore): StageStore {
  const tab = signal<StageTab>("preview");
  const pinned = signal<string | null>(null);
  const versionFiles = signal<{ id: string; files: SourceFile[] } | null>(null);
  const activePath = signal<string | null>(null);
  const target = signal<Place | null>(null);
  const build = signal<{ build: Build; partial: boolean } | null>(null);
  const building = signal(false);
  const buildError = signal<string | null>(null);
  const entries = signal<ConsoleEntry[]>([]);
  const compare = signal<{ from: string; to: string } | null>(null);
  const choice = signal(context.choices.read());
  const props = signal<Record<string, unknown> | null>(null);
  const location = signal<FrameLocation>(nowhere);
  const offline = signal<ReadonlyMap<string, number>>(new Map());
  const rendered = signal<string | null>(null);
  const references = signal<Reference[]>([]);
  let nextReference = 1;
  const tailwind = computed(() => chat.project.value?.tailwind ?? undefined);
  let nextEntry = 1;

  const shown = computed(() => {
    const versions = chat.versions.value;
    return versions.find((version) => version.id === pinned.value) ?? versions.at(-1) ?? null;
  });
  const edits = computed(() => context.drafts.of(shown.value?.id));
  const source = computed(() => {
    if (chat.live.value !== null) return "live";
    if (edits.value.size > 0) return "edit";
    return shown.value === null ? "none" : "version";
  });
  const files = computed<SourceFile[]>(() => {
    const live = chat.live.value;
    if (live !== null) return mergedFiles(live);
    const base = versionFiles.value?.files ?? [];
    if (versionFiles.value?.id !== shown.value?.id) return base;
    return withEdits(base, edits.value);
  });

  function showBuild(next: Build, partial: boolean): void {
    batch(() => {
      buildError.value = null;
      building.value = false;
      // Half-written code often does not build for a moment: the last good picture stays.
      if (next.js === "" && partial) return;
      const before = build.peek();
      if (next.hash === before?.build.hash && partial === before.partial) return;
      build.value = { build: next, partial };
      rendered.value = null;
      if (partial) return;
      entries.value = [];
      offline.value = new Map();
      for (const found of next.diagnostics) {
        if (found.repaired) continue;
        log({
          level: found.severity === "warning" ? "warn" : found.severity,
          origin: "build",
          text: found.message,
          path: found.path,
          line: found.line,
          column: found.column,
          ...(found.fix ? { fix: found.fix } : {}),
        });
      }
    });
  }

  function fail(error: unknown, partial: boolean): void {
    building.value = false;
    if (!partial) buildError.value = messageOf(error);
  }

  /** What is chosen, as far as these files have it. */
  function wishFor(list: readonly SourceFile[]): BuildWish {
    const { entry, component } = choice.peek() ?? {};
    const known = component === "*" || list.some((file) => file.path === entry);
    const asked = tailwind.peek();
    const values = props.peek();
    return {
      ...(known && entry !== undefined ? { entry } : {}),
      ...(known && component !== undefined ? { component } : {}),
      ...(asked ? { tailwind: asked } : {}),
      ...(known && values ? { props: values } : {}),
    };
  }

  function choose(next: Choice | null): void {
    if (sameChoice(next, choice.peek())) return;
    batch(() => {
      choice.value = next;
      props.value = null;
      tab.value = "preview";
    });
    context.choices.write(next);
  }

  const scheduler = createBuildScheduler({
    build: (list, partial, abort) =>
      context.api.build(list, { ...wishFor(list), ...(partial ? { partial } : {}) }, abort),
    hidden: () => context.view.visibilityState === "hidden",
    onBuild: showBuild,
    onError: fail,
    setTimer: (action, ms) => setTimeout(action, ms),
    clearTimer: (timer) => clearTimeout(Number(timer)),
    now: context.now,
  });
  const resume = () => scheduler.resume();
  context.view.addEventListener("visibilitychange", resume);

  function log(entry: Omit<ConsoleEntry, "id" | "repeated">): void {
    const list = entries.peek();
    const last = list.at(-1);
    if (last && last.text === entry.text && last.level === entry.level && last.line === entry.line) {
      entries.value = list.with(-1, { ...last, repeated: last.repeated + 1 });
    } else entries.value = [...list.slice(-499), { ...entry, id: nextEntry++, repeated: 1 }];
  }

  const stopFiles = effect(() => {
    const id = shown.value?.id;
    if (id === undefined || versionFiles.peek()?.id === id) return;
    context.versions.files(id).then(
      (found) => {
        if (shown.peek()?.id === id) versionFiles.value = { id, files: found };
      },
      (error: unknown) => fail(error, false),
    );
  });

  const stopVersion = effect(() => {
    const id = shown.value?.id;
    const wanted = choice.value;
    const asked = tailwind.value;
    if (source.value !== "version" || id === undefined || chat.project.value === null) return;
    scheduler.cancel();
    if (props.value !== null) {
      // Values are of this visit alone: no version is built with them.
      scheduler.request(files.value, false);
      return;
    }
    building.value = true;
    context.versions.bundle(id, { ...wanted, ...(asked ? { tailwind: asked } : {}) }).then(
      (found) => {
        if (shown.peek()?.id !== id || source.peek() !== "version" || choice.peek() !== wanted) return;
        // What was chosen is gone from this version: from now on it is shown as it begins.
        if (wanted !== null && found.js !== "" && !shows(found, wanted)) choose(null);
        showBuild(found, false);
      },
      (error: unknown) => fail(error, false),
    );
  });

  const stopWork = effect(() => {
    void [choice.value, tailwind.value, props.value];
    if (source.value === "live" && (chat.live.value?.files.length ?? 0) > 0) scheduler.request(files.value, true);
    if (source.value === "edit") scheduler.request(files.value, false);
  });

  const stopFollow = effect(() => {
    const live = chat.live.value;
    if (live !== null) {
      // A new generation takes the stage: an older version on show would hide it.
      untracked(() => {
        pinned.value = null;
      });
      const writing = live.files.findLast((file) => file.writing);
      if (writing) activePath.value = writing.path;
      return;
    }
    const list = files.value;
    if (list.length > 0 && !list.some((file) => file.path === activePath.peek())) {
      activePath.value = build.peek()?.build.entry ?? list[0]?.path ?? null;
    }
  });

  return {
    tab,
    device: signal<Device>("responsive"),
    zoom: signal(0),
    theme: signal<"light" | "dark">("light"),
    pinned,
    shown,
    source,
    files,
    edits,
    activePath,
    target,
    build,
    building,
    buildError,
    choice,
    choose,
    props,
    location,
    frame: signal<FrameControl | null>(null),
    pointing: signal(false),
    references,
    refer(element) {
      const place = findElement(element, files.peek(), build.peek()?.build.components);
      references.value = [...references.peek(), { id: nextReference++, label: labelOf(element), place, element }];
    },
    offline,
    rendered,
    console: entries,
    problems: computed(() => entries.value.filter((entry) => entry.level === "error").length),
    compare,
    reloads: signal(0),
    edit(path, text) {
      const version = versionFiles.peek();
      if (version === null || version.id !== shown.peek()?.id) return;
      const original = version.files.find((file) => file.path === path)?.text;
      context.drafts.set(version.id, path, text === original ? null : text);
    },
    async editedFiles(versionId) {
      const base = await context.versions.files(versionId);
      return withEdits(base, context.drafts.of(versionId));
    },
    discard: (versionId) => context.drafts.drop(versionId),
    log,
    open(place) {
      batch(() => {
        activePath.value = place.path;
        target.value = place;
        tab.value = "code";
      });
    },
    dispose() {
      for (const stop of [stopFiles, stopVersion, stopWork, stopFollow]) stop();
      scheduler.cancel();
      context.view.removeEventListener("visibilitychange", resume);
    },
  };
}
