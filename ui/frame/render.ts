import { Component, createElement, type ErrorInfo, isValidElement, type ReactNode, useEffect } from "react";
import { createRoot } from "react-dom/client";
import type { Channel } from "./channel.ts";
import type { ToFrame } from "./protocol.ts";
import { messageOf, projectPositions, rememberBundle } from "./stacks.ts";

type RenderMessage = Extract<ToFrame, { type: "render" }>;

interface Shown {
  id: number;
  css: string;
  element: ReactNode;
  partial: boolean;
}

/** Shows builds one after the other in the same root. The newest wins, and a good one is only replaced by a good one. */
export function createRenderer(document: Document, channel: Channel) {
  const container = document.getElementById("root") ?? document.body.appendChild(document.createElement("div"));
  const style = document.getElementById("vitrine-css") ?? document.head.appendChild(document.createElement("style"));
  const root = createRoot(container, {
    // The boundary has reported it already; React would write it to the console a second time.
    onCaughtError: () => {},
    onUncaughtError: (error) => report(current, "render", error, ""),
  });
  let newest = 0;
  let current = 0;
  let lastGood: Shown | undefined;
  let started = 0;
  let shows = 0;

  function report(id: number, phase: "load" | "render" | "runtime", thrown: unknown, componentStack: string): void {
    const stack = thrown instanceof Error ? (thrown.stack ?? "") : "";
    const positions = projectPositions(stack);
    const found = positions.length > 0 ? positions : projectPositions(componentStack);
    channel.send({ type: "error", id, phase, message: messageOf(thrown), stack: found });
  }

  function fail(shown: Shown, phase: "load" | "render", thrown: unknown, componentStack = ""): void {
    if (shown.partial) {
      channel.send({ type: "kept", id: shown.id, message: messageOf(thrown) });
      if (lastGood) show(lastGood);
      else root.render(null);
      return;
    }
    report(shown.id, phase, thrown, componentStack);
    show({ ...shown, element: createElement(Failure, { message: messageOf(thrown) }) });
  }

  function show(shown: Shown): void {
    current = shown.id;
    if (style.textContent !== shown.css) style.textContent = shown.css;
    const onError = (error: unknown, info: ErrorInfo) => fail(shown, "render", error, info.componentStack ?? "");
    root.render(createElement(Boundary, { key: ++shows, onError }, shown.element));
  }

  function committed(shown: Shown): void {
    if (current !== shown.id || lastGood?.id === shown.id) return;
    lastGood = shown;
    channel.send({
      type: "rendered",
      id: shown.id,
      ms: Math.round(performance.now() - started),
      empty: container.childElementCount === 0 && (container.textContent ?? "").trim() === "",
    });
  }

  async function render(message: RenderMessage): Promise<void> {
    newest = message.id;
    started = performance.now();
    const shown: Shown = { id: message.id, css: message.css, element: null, partial: message.partial };
    const url = URL.createObjectURL(new Blob([message.js], { type: "text/javascript" }));
    rememberBundle(url, message.js);
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

  return { render, reportRuntime: (thrown: unknown) => report(current, "runtime", thrown, "") };
}

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

function Failure({ message }: { message: string }): ReactNode {
  return createElement(
    "div",
    { role: "alert", style: failureStyle },
    createElement("strong", { style: { display: "block", marginBottom: 6 } }, "This component could not be shown"),
    message,
  );
}

const failureStyle = {
  margin: 24,
  padding: "14px 16px",
  border: "1px solid #e5484d55",
  borderRadius: 10,
  background: "#e5484d12",
  font: "13px/1.5 ui-sans-serif, system-ui, sans-serif",
  whiteSpace: "pre-wrap",
  overflowWrap: "anywhere",
};
