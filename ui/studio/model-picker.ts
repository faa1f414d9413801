import { Icon } from "../kit/icon.ts";
import { Menu, type MenuItem, type TriggerProps } from "../kit/menu.ts";
import { useApp } from "../lib/app.ts";
import { thousands } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";

export function ModelPicker(): View {
  const app = useApp();
  const { models } = app;
  const picked = models.picked.value;
  const list = models.items.value ?? [];
  const items: MenuItem[] = [
    { kind: "heading", label: "Which model answers" },
    {
      label: "Auto",
      note: "Vitrine chooses for each request",
      checked: picked === "auto",
      onSelect: () => models.pick("auto"),
    },
    ...(list.length > 0 ? [{ kind: "line" } as const] : []),
    ...list.map(
      (model): MenuItem => ({
        label: model.label,
        note: model.builtin
          ? "rules and patterns, not a language model"
          : [
              model.loading ? `not ready: ${model.loading}` : model.provider,
              model.contextLength ? `${thousands(model.contextLength)} context` : "",
              model.vision ? "sees images" : "",
            ]
              .filter(Boolean)
              .join(" · "),
        checked: picked === model.id,
        onSelect: () => models.pick(model.id),
      }),
    ),
  ];
  const label = picked === "auto" ? "Auto" : models.label(picked);
  return html`<${Menu} label="Model" wide items=${items}
    trigger=${(props: TriggerProps) => html`<button type="button" class="model-pick" ...${props} aria-label=${`Model: ${label}`}><span class="cut">${label}</span><${Icon} name="chevron-down" size=${12} /></button>`} />`;
}
