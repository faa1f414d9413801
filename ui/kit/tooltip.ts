/**
 * Shows `data-tip` of whatever is hovered for a moment or focused by keyboard; one element in the top layer serves the
 * whole page. The control keeps its own accessible name, so the tip itself is hidden from screen readers.
 */
export function installTooltips(view: Document): () => void {
  const tip = view.createElement("div");
  tip.className = "tip";
  tip.popover = "manual";
  tip.setAttribute("aria-hidden", "true");
  view.body.append(tip);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let owner: Element | null = null;

  function hide(): void {
    clearTimeout(timer);
    owner = null;
    if (tip.matches(":popover-open")) tip.hidePopover();
  }

  function show(target: HTMLElement): void {
    const text = target.dataset.tip;
    if (!text || !target.isConnected || target.getAttribute("aria-expanded") === "true") return;
    tip.textContent = text;
    tip.showPopover();
    const box = target.getBoundingClientRect();
    const own = tip.getBoundingClientRect();
    const below = box.bottom + 6 + own.height < innerHeight;
    const left = box.left + box.width / 2 - own.width / 2;
    tip.style.left = `${Math.max(6, Math.min(left, innerWidth - own.width - 6))}px`;
    tip.style.top = `${below ? box.bottom + 6 : box.top - own.height - 6}px`;
  }

  function enter(event: Event): void {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tip]") : null;
    if (target === owner) return;
    hide();
    if (!target) return;
    owner = target;
    if (event.type === "focusin") {
      if (target.matches(":focus-visible")) timer = setTimeout(() => show(target), 200);
    } else timer = setTimeout(() => show(target), 450);
  }

  const events = ["pointerover", "focusin"] as const;
  const enders = ["pointerdown", "keydown", "focusout", "scroll"] as const;
  for (const name of events) view.addEventListener(name, enter);
  for (const name of enders) view.addEventListener(name, hide, true);
  return () => {
    for (const name of events) view.removeEventListener(name, enter);
    for (const name of enders) view.removeEventListener(name, hide, true);
    tip.remove();
  };
}
