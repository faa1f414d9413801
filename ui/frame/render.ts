import { Component, createElement, type ErrorInfo, isValidElement, type ReactNode, useEffect } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { type Failed, Failure, type Place } from "../../src/preview/modules/stand-ins/failure.tsx";
import { begin, bundlesInUse, forget, update } from "../../src/preview/modules/stand-ins/hot.ts";
import type { Channel } from "./channel.ts";
import type { ToFrame } from "./protocol.ts";
import { componentsOf, messageOf, projectPositions, rememberBundle } from "./stacks.ts";

type ErrorPhase = "load" | "render" | "runtime";
type RenderMessage = Extract<ToFrame, { type: "render" }>;

interface Shown extends RenderMessage {
  element: ReactNode;
  /** It is shown again after a later one failed, which nobody asked for. */
  again?: boolean;
}

/**
 * Shows builds one after the other in the same root. The newest wins, a good one is only replaced by a good one while
 * code is being written, and components whose hooks stayed the same keep their state.
 */
export function createRenderer(document: Document, channel: Channel) {
  const container = document.getElementById("root") ?? document.body.appendChild(document.createElement("div"));
  const style = document.getElementById("vitrine-css") ?? document.head.appendChild(document.createElement("style"));
  const root = createRoot(container, {
    // The boundary has reported it already; React would write it to the console a second time.
    onCaughtError: () => {},
    onUncaughtError: (error) => void report(current, "render", error, ""),
  });
  let newest = 0;
  let current = 0;
  let lastGood: Shown | undefined;
  let started = 0;
  /** Changes when what is mounted has to go, because it failed. */
  let mount = 0;
  let failed = false;

  function report(id: number, phase: ErrorPhase, thrown: unknown, componentStack: string): Failed {
    const positions = projectPositions(thrown instanceof Error ? (thrown.stack ?? "") : "");
    const components = componentsOf(componentStack);
    const stack = positions.length > 0 ? positions : components.map(({ place }) => place);
    const message = messageOf(thrown);
    channel.send({ type: "error", id, phase, message, stack });
    return { message, place: stack[0], components };
  }

  const openSource = ({ path, line, column }: Place) => channel.send({ type: "open-source", path, line, column });

  function fail(shown: Shown, phase: ErrorPhase, thrown: unknown, componentStack = ""): void {
    if (shown.partial && !shown.again) {
      channel.send({ type: "kept", id: shown.id, message: messageOf(thrown) });
      // What did not even load has changed nothing yet.
      if (phase === "render") restore();
      return;
    }
    const what = report(shown.id, phase, thrown, componentStack);
    const onRetry = () => void render(shown);
    const title = "This component could not be shown";
    failed = true;
    show({ ...shown, element: createElement(Failure, { title, failed: what, onOpen: openSource, onRetry }) });
    failed = true;
  }

  /** Goes back to the last good build: its code has to run again, as React only goes forward. */
  function restore(): void {
    failed = true;
    if (lastGood) void render({ ...lastGood, again: true });
    else root.render(null);
  }

  function show(shown: Shown): void {
    current = shown.id;
    if (failed) mount++;
    failed = false;
    const onError = (error: unknown, info: ErrorInfo) => fail(shown, "render", error, info.componentStack ?? "");
    flushSync(() => {
      if (style.textContent !== shown.css) style.textContent = shown.css;
      root.render(createElement(Boundary, { key: mount, onError }, shown.element));
      update();
    });
  }

  function committed(shown: Shown): void {
    if (current !== shown.id || lastGood?.id === shown.id) return;
    lastGood = shown;
    if (shown.again) return;
    const empty = container.childElementCount === 0 && (container.textContent ?? "").trim() === "";
    channel.send({ type: "rendered", id: shown.id, ms: Math.round(performance.now() - started), empty });
  }

  async function render(message: RenderMessage & { again?: boolean }): Promise<void> {
    newest = message.id;
    started = performance.now();
    const shown: Shown = { ...message, element: null };
    if (!failed && lastGood && current === lastGood.id && lastGood.js === message.js) {
      // Nothing but the style sheet can be different.
      shown.element = lastGood.element;
      if (style.textContent !== shown.css) style.textContent = shown.css;
      current = shown.id;
      committed(shown);
      return;
    }
    begin();
    if (message.again) forget();
    const url = moduleUrl(message.js);
    rememberBundle(url, message.js, bundlesInUse());
    try {
      const loaded: object = await import(url);
      if (newest !== message.id) return;
      const element = await inLayouts(loaded, await elementOf(loaded));
      if (newest !== message.id) return;
      shown.element = createElement(Committed, { onCommit: () => committed(shown) }, element);
    } catch (thrown) {
      if (newest === message.id) fail(shown, "load", thrown);
      return;
    } finally {
      URL.revokeObjectURL(url);
    }
    show(shown);
  }

  return {
    render,
    openSource,
    /** Takes down what is shown, with the reason in its place. */
    stop: (reason: Error) => {
      if (lastGood && !failed) fail({ ...lastGood, id: current, partial: false }, "runtime", reason);
    },
    reportRuntime: (thrown: unknown) => void report(current, "runtime", thrown, ""),
    reportPart: (thrown: unknown, componentStack: string) => report(current, "render", thrown, componentStack),
  };
}

/** The browser keeps the text of every module it ran; the source map in it would be most of that. */
const moduleUrl = (js: string): string =>
  URL.createObjectURL(new Blob([js.replace(/\n\/\/# sourceMappingURL=\S*\s*$/, "\n")], { type: "text/javascript" }));

/** What a build's module wants shown: a component, an async server component that is awaited, or an element. */
async function elementOf(loaded: object): Promise<ReactNode> {
  const component: unknown = Reflect.get(loaded, "default");
  const props: unknown = Reflect.get(loaded, "props");
  if (isValidElement(component)) return component;
  if (typeof component === "function") {
    if (component.constructor.name === "AsyncFunction") return await Reflect.apply(component, undefined, [props ?? {}]);
    return Reflect.apply(createElement, undefined, [component, props]);
  }
  if (typeof component === "object" && component !== null && "$$typeof" in component) {
    return Reflect.apply(createElement, undefined, [component, props]);
  }
  throw new TypeError(
    `The file exports ${component === undefined ? "nothing" : `a ${typeof component}`} where a component is expected.`,
  );
}

/** Wraps a page into its layouts, of which any may be an async server component. */
async function inLayouts(loaded: object, page: ReactNode): Promise<ReactNode> {
  const layouts: unknown = Reflect.get(loaded, "layouts");
  let element = page;
  for (const layout of Array.isArray(layouts) ? layouts.toReversed() : []) {
    if (typeof layout !== "function") continue;
    const isAsync = layout.constructor.name === "AsyncFunction";
    element = isAsync
      ? await layout({ children: element, params: Promise.resolve({}) })
      : createElement(layout, {}, element);
  }
  return element;
}

function Committed({ onCommit, children }: { onCommit: () => void; children?: ReactNode }): ReactNode {
  // An effect runs once everything below is on the page and did not throw.
  useEffect(onCommit);
  return children;
}

class Boundary extends Component<
  { onError: (error: unknown, info: ErrorInfo) => void; children?: ReactNode },
  { failed: boolean }
> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    // Rendering again from here would be a nested update.
    setTimeout(() => this.props.onError(error, info), 0);
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}
