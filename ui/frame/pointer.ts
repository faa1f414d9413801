import type { Channel } from "./channel.ts";
import type { PointedElement } from "./protocol.ts";

/**
 * Lets a person point at an element: what is under the pointer is outlined, a click takes it. The keyboard walks the
 * tree with the arrow keys, Enter takes, Escape gives up. Code of the project sees none of these events.
 */
export function createPointer(document: Document, channel: Channel): (on: boolean) => void {
  const outline = document.createElement("div");
  outline.setAttribute("aria-hidden", "true");
  outline.style.cssText =
    "position:fixed;z-index:2147483647;pointer-events:none;border:2px solid #0f6d66;background:#0f6d6622;border-radius:3px;box-sizing:border-box;display:none";
  const label = document.createElement("span");
  label.style.cssText =
    "position:absolute;left:-2px;bottom:100%;max-width:320px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;background:#0f6d66;color:#fff;font:500 11px/18px ui-sans-serif,system-ui,sans-serif;padding:0 6px;border-radius:3px 3px 0 0";
  outline.append(label);
  let target: Element | null = null;
  let stop: AbortController | null = null;

  function mark(element: Element | null): void {
    target = element && document.body.contains(element) && element !== document.body ? element : null;
    outline.style.display = target ? "block" : "none";
    if (!target) return;
    const box = target.getBoundingClientRect();
    Object.assign(outline.style, {
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
    const { component, tag } = describe(target);
    label.textContent = component ? `${component} · ${tag}` : tag;
    // At the upper edge there is no room above.
    Object.assign(label.style, box.top < 20 ? { bottom: "auto", top: "0" } : { bottom: "100%", top: "auto" });
  }

  function finish(element: Element | null): void {
    turn(false);
    channel.send({ type: "pointed", element: element && describe(element) });
  }

  function key(event: KeyboardEvent): void {
    hold(event);
    if (event.key === "Escape") finish(null);
    else if (event.key === "Enter" && target) finish(target);
    else if (event.key.startsWith("Arrow")) mark(neighbour(target, event.key) ?? target ?? first());
  }

  function turn(on: boolean): void {
    stop?.abort();
    stop = null;
    mark(null);
    outline.remove();
    if (!on) return;
    stop = new AbortController();
    const options = { capture: true, signal: stop.signal };
    document.documentElement.append(outline);
    window.addEventListener(
      "pointermove",
      (event) => {
        hold(event);
        mark(elementAt(event));
      },
      options,
    );
    window.addEventListener(
      "click",
      (event) => {
        hold(event);
        finish(elementAt(event));
      },
      options,
    );
    for (const name of ["pointerdown", "pointerup", "mousedown", "mouseup", "dblclick", "contextmenu", "submit"])
      window.addEventListener(name, hold, options);
    window.addEventListener("keydown", key, options);
    window.addEventListener("scroll", () => mark(target), options);
    window.addEventListener("pointerout", (event) => event.relatedTarget === null && mark(null), options);
    window.focus();
    mark(first());
  }

  const first = (): Element | null => document.getElementById("root")?.firstElementChild ?? null;
  const elementAt = (event: MouseEvent): Element | null => document.elementFromPoint(event.clientX, event.clientY);
  return turn;
}

function neighbour(element: Element | null, key: string): Element | null | undefined {
  switch (key) {
    case "ArrowUp":
      return element?.parentElement;
    case "ArrowDown":
      return element?.firstElementChild;
    case "ArrowLeft":
      return element?.previousElementSibling;
    default:
      return element?.nextElementSibling;
  }
}

function hold(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Words first that a person would use for it, then what helps to find it in the code. */
function describe(element: Element): PointedElement {
  const named =
    element.getAttribute("aria-label") ?? element.getAttribute("alt") ?? element.getAttribute("placeholder");
  const said = element.textContent?.trim() || named || "";
  return {
    tag: element.localName,
    text: said.slice(0, 80),
    classes: (element.getAttribute("class") ?? "").slice(0, 300),
    component: componentOf(element),
  };
}

interface Fiber {
  type?: unknown;
  return?: Fiber | null;
}

/** React keeps its tree beside the elements; the nearest component with a name of its own is the one that is meant. */
function componentOf(element: Element): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const key = Object.keys(at).find((name) => name.startsWith("__reactFiber$"));
    if (key === undefined) continue;
    for (let fiber: Fiber | null | undefined = Reflect.get(at, key); fiber; fiber = fiber.return) {
      const name = nameOf(fiber.type);
      if (/^[A-Z]/.test(name) && !ours.test(name)) return name;
    }
  }
  return "";
}

/** What the preview itself puts around a component, and what libraries are made of. */
const ours =
  /^(Boundary|Committed|Guarded|Pages|Page|Gallery|TileContent|Awaited|Loaded|Loading|SelfMounted|Layout|Primitive|Slot|SlotClone)$|\.|Provider$/;

function nameOf(type: unknown): string {
  if (typeof type === "function") return String(Reflect.get(type, "displayName") ?? type.name);
  if (typeof type !== "object" || type === null) return "";
  const inner: unknown = Reflect.get(type, "render") ?? Reflect.get(type, "type");
  return String(Reflect.get(type, "displayName") ?? nameOf(inner));
}
