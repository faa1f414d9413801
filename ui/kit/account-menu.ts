import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import type { ThemeChoice } from "../lib/theme.ts";
import { Avatar } from "./avatar.ts";
import { Menu, type MenuItem, type TriggerProps } from "./menu.ts";

const themes: { id: ThemeChoice; label: string }[] = [
  { id: "light", label: "Light" },
  { id: "dark", label: "Dark" },
  { id: "system", label: "Same as the system" },
];

export function AccountMenu(): View {
  const app = useApp();
  const user = app.session.user.value;
  if (!user) return null;
  const items: MenuItem[] = [
    { label: user.name, note: user.email, icon: "user", disabled: true },
    { kind: "line" },
    { kind: "heading", label: "Theme" },
    ...themes.map(
      (theme): MenuItem => ({
        label: theme.label,
        icon: theme.id === "light" ? "sun" : theme.id === "dark" ? "moon" : "desktop",
        checked: app.theme.choice.value === theme.id,
        onSelect: () => app.theme.set(theme.id),
      }),
    ),
    { kind: "line" },
    { label: "Account", icon: "shield", href: "/account/profile" },
    ...(user.role === "admin"
      ? [{ label: "Administration", icon: "settings", href: "/admin" } satisfies MenuItem]
      : []),
    { label: "API reference", icon: "code", href: "/api/docs", native: true },
    { label: "About and licences", icon: "book", href: "/about" },
    { kind: "line" },
    { label: "Sign out", icon: "logout", onSelect: () => void app.session.logout().catch(() => undefined) },
  ];
  return html`<${Menu} label="Account" align="end" items=${items}
    trigger=${(props: TriggerProps) => html`<button type="button" class="account" ...${props} aria-label=${`Account: ${user.name}`} data-tip="Account"><${Avatar} name=${user.name} size=${26} /></button>`} />`;
}
