import { raw, rows, str, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { editNames, wants } from "../reading/ask.ts";
import { type Item, listsAfterWith } from "../reading/lists.ts";
import type { Reading } from "../reading/reading.ts";
import { sentence, spoken } from "../reading/words.ts";

interface Spec {
  items: string[];
  search: boolean;
  /** The person at the bottom. */
  user: boolean;
  /** A second, titled group. */
  groups: boolean;
  collapsible: boolean;
}

const usual = ["Home", "Inbox", "Projects", "Calendar", "Reports", "Team", "Billing", "Settings"];
const icons: [words: RegExp, icon: string][] = [
  [/home|overview|dashboard|start/i, "HouseIcon"],
  [/inbox|mail|message/i, "InboxIcon"],
  [/project|folder/i, "FolderIcon"],
  [/calendar|schedule|booking/i, "CalendarIcon"],
  [/report|analytic|insight|stat/i, "ChartColumnIcon"],
  [/team|people|user|customer|member|client/i, "UsersIcon"],
  [/bill|invoice|payment|plan/i, "CreditCardIcon"],
  [/setting|preference/i, "SettingsIcon"],
  [/order|product|stock|shop|inventory/i, "PackageIcon"],
  [/task|issue|todo/i, "ListChecksIcon"],
  [/doc|file|page|note/i, "FileTextIcon"],
  [/help|support/i, "LifeBuoyIcon"],
  [/search/i, "SearchIcon"],
  [/chat/i, "MessageCircleIcon"],
  [/notif/i, "BellIcon"],
];
const controls =
  /\b(?:search|user|avatar|profile menu|collaps|icons?|groups?|toggle|mobile|logo|items?|links?|dark|footer|main content|content|section|navigation|layout)\b/;

const iconOf = (label: string): string => icons.find(([words]) => words.test(label))?.[1] ?? "CircleIcon";

function read(reading: Reading, previous: Spec | undefined): Spec {
  const loose =
    reading.first && !previous
      ? listsAfterWith(reading.source).filter(
          (item: Item) => (item.quoted || !controls.test(item.norm)) && item.norm.split(" ").length <= 2,
        )
      : [];
  const named = editNames(reading, previous?.items, {
    nouns: ["item", "link", "nav item", "menu item", "entry"],
    defaults: usual,
    usual: 6,
    most: 12,
  });
  const items =
    loose.length > 1 && named.every((name, index) => name === usual[index])
      ? loose.map((item) => sentence(item.text))
      : named;
  return {
    items: [...new Set(items)],
    search: wants(reading, ["search"], previous?.search ?? true),
    user: wants(reading, ["user", "avatar", "profile", "user menu", "account"], previous?.user ?? true),
    groups: wants(reading, ["group", "section", "favorites", "workspaces"], previous?.groups ?? false),
    collapsible: wants(
      reading,
      ["collapsible", "collapse", "collapsed", "toggle", "foldable"],
      previous?.collapsible ?? true,
    ),
  };
}

export const sidebar = defineKind<Spec>({
  name: "sidebar",
  label: "a sidebar layout",
  placement: "shell",
  absorbs: ["*"],
  words: {
    sidebar: 11,
    "side bar": 11,
    "sidebar layout": 14,
    "side navigation": 12,
    sidenav: 11,
    "app shell": 12,
    "app layout": 10,
    "admin layout": 10,
    "side menu": 11,
    seitenleiste: 12,
    "barre laterale": 12,
    "barra lateral": 12,
  },
  read,
  compose(spec, at) {
    const brand = at.brand ?? "Acme";
    const items = spec.items.map((label) => ({ label, icon: raw(iconOf(label)) }));
    const narrow = (wide: string, small: string) =>
      spec.collapsible ? `{cn("${wide}", collapsed && "${small}")}` : `"${wide}"`;
    const label = spec.collapsible
      ? '<span className={cn(collapsed && "md:sr-only")}>{item.label}</span>'
      : "{item.label}";
    return code`
      const items: { label: string; icon: LucideIcon }[] = ${rows(items)};
      ${spec.groups && 'const spaces = ["Design", "Engineering", "Marketing"];'}

      export default function ${at.component}({ children }: { children?: ReactNode }) {
        const [current, setCurrent] = useState(${str(spec.items[0] ?? "Home")});
        ${spec.collapsible && "const [collapsed, setCollapsed] = useState(false);"}
        const [open, setOpen] = useState(false);
        ${spec.search && 'const [query, setQuery] = useState("");\nconst shown = items.filter((item) => item.label.toLowerCase().includes(query.trim().toLowerCase()));'}

        function choose(label: string) {
          setCurrent(label);
          setOpen(false);
        }

        return (
          <div className=${spec.collapsible ? `{cn("${at.root} md:grid md:min-h-svh", collapsed ? "md:grid-cols-[4.5rem_minmax(0,1fr)]" : "md:grid-cols-[14rem_minmax(0,1fr)] lg:grid-cols-[16rem_minmax(0,1fr)]")}` : `"${at.root} md:grid md:min-h-svh md:grid-cols-[14rem_minmax(0,1fr)] lg:grid-cols-[16rem_minmax(0,1fr)]"`}>
            <div className="flex h-14 items-center gap-3 border-b px-4 md:hidden">
              <Button variant="ghost" size="icon" aria-label={open ? "Close navigation" : "Open navigation"} aria-expanded={open} aria-controls="sidebar" onClick={() => setOpen(!open)}>
                {open ? <XIcon /> : <MenuIcon />}
              </Button>
              <p className="font-semibold tracking-tight">${text(at.title(brand))}</p>
            </div>
            <aside id="sidebar" className={cn("border-r bg-muted/40 md:sticky md:top-0 md:flex md:h-svh md:flex-col", open ? "flex flex-col" : "hidden")}>
              <div className=${narrow("hidden h-14 items-center justify-between gap-2 border-b px-4 md:flex", "md:justify-center md:px-2")}>
                <p className=${narrow("flex items-center gap-2 font-semibold tracking-tight", "md:hidden")}>
                  <span className="flex size-7 items-center justify-center rounded-md ${at.solid === "" ? "bg-primary text-primary-foreground" : at.solid} text-sm" aria-hidden="true">${text([...brand][0]?.toUpperCase() ?? "A")}</span>
                  ${text(at.title(brand))}
                </p>
                ${
                  spec.collapsible &&
                  `<Button variant="ghost" size="icon" aria-label={collapsed ? "Widen the sidebar" : "Narrow the sidebar"} aria-pressed={collapsed} onClick={() => setCollapsed(!collapsed)}>
                  <PanelLeftIcon />
                </Button>`
                }
              </div>
              ${
                spec.search &&
                `<div className=${narrow("relative p-3", "md:hidden")}>
                <SearchIcon className="absolute top-1/2 left-6 size-4 -translate-y-1/2 text-muted-foreground" aria-hidden="true" />
                <Input type="search" aria-label="Search the navigation" placeholder="Search" className="bg-background pl-9" value={query} onChange={(event) => setQuery(event.target.value)} />
              </div>`
              }
              <nav aria-label="Main" className="flex-1 overflow-y-auto p-3">
                <ul className="flex flex-col gap-1">
                  {${spec.search ? "shown" : "items"}.map((item) => (
                    <li key={item.label}>
                      <Button
                        variant={current === item.label ? "secondary" : "ghost"} className=${narrow("w-full justify-start", "md:justify-center")}
                        aria-current={current === item.label ? "page" : undefined} onClick={() => choose(item.label)}
                      >
                        <item.icon className={cn("size-4", current === item.label && "${at.accent.text}")} aria-hidden="true" />
                        ${label}
                      </Button>
                    </li>
                  ))}
                </ul>
                ${
                  spec.groups &&
                  `<div className=${narrow("mt-6", "md:hidden")}>
                  <h2 className="px-3 text-xs font-medium text-muted-foreground">Workspaces</h2>
                  <ul className="mt-2 flex flex-col gap-1">
                    {spaces.map((name) => (
                      <li key={name}>
                        <Button variant={current === name ? "secondary" : "ghost"} className="w-full justify-start" onClick={() => choose(name)}>
                          <FolderIcon aria-hidden="true" />
                          {name}
                        </Button>
                      </li>
                    ))}
                  </ul>
                </div>`
                }
              </nav>
              ${
                spec.user &&
                `<div className="border-t p-3">
                <DropdownMenu>
                  <DropdownMenuTrigger asChild>
                    <Button variant="ghost" className=${narrow("h-auto w-full justify-start gap-3 py-2", "md:justify-center md:px-0")} aria-label="Account of Ada Lovelace">
                      <Avatar className="size-8"><AvatarFallback>AL</AvatarFallback></Avatar>
                      <span className=${narrow("text-left", "md:hidden")}>
                        <span className="block text-sm font-medium">Ada Lovelace</span>
                        <span className="block text-xs text-muted-foreground">ada@example.com</span>
                      </span>
                    </Button>
                  </DropdownMenuTrigger>
                  <DropdownMenuContent align="start" className="w-52">
                    <DropdownMenuItem onSelect={() => choose("Settings")}><SettingsIcon aria-hidden="true" /> Settings</DropdownMenuItem>
                    <DropdownMenuSeparator />
                    <DropdownMenuItem><LogOutIcon aria-hidden="true" /> Sign out</DropdownMenuItem>
                  </DropdownMenuContent>
                </DropdownMenu>
              </div>`
              }
            </aside>
            <main className="min-w-0">
              {children ?? (
                <div className="flex flex-col gap-6 p-6 lg:p-8">
                  <div>
                    <h1 className="text-2xl ${at.headingColor} font-semibold tracking-tight">{current}</h1>
                    <p className="mt-1 text-sm text-muted-foreground">${text(at.subtitle("Choose another page on the left."))}</p>
                  </div>
                  <div className="grid gap-4 sm:grid-cols-3" aria-hidden="true">
                    <div className="h-32 rounded-xl border bg-card" />
                    <div className="h-32 rounded-xl border bg-card" />
                    <div className="h-32 rounded-xl border bg-card" />
                    <div className="h-64 rounded-xl border bg-card sm:col-span-3" />
                  </div>
                </div>
              )}
            </main>
          </div>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      `the entries ${spoken(spec.items)}`,
      spec.search && "a search",
      spec.user && "an account menu",
      spec.collapsible && "a narrow mode",
    ]),
  followUps: (spec) => [
    "add an item Invoices",
    spec.search ? "remove the search" : "add a search",
    spec.groups ? "remove the groups" : "add groups",
  ],
});
