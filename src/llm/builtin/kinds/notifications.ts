import { literal, raw, rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { clamp, count, says, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, spoken } from "../reading/words.ts";
import { editMembers, initialsCode, othersThan, people, toneAt } from "./app-parts.ts";

interface Spec {
  /** A bell with a popover instead of a page. */
  popover: boolean;
  tabs: string[];
  items: number;
  settings: boolean;
}

const samples: [who: number | undefined, text: string, when: string, group: string, icon: string][] = [
  [0, "mentioned you in Onboarding review", "2 min ago", "Mentions", "AtSignIcon"],
  [1, "asked you to review Search filters", "18 min ago", "Requests", "GitPullRequestIcon"],
  [undefined, "Version 2.4.1 is live for all teams", "1 h ago", "System", "RocketIcon"],
  [2, "assigned Fix double invoices to you", "3 h ago", "Requests", "ListChecksIcon"],
  [3, "replied to your comment on the roadmap", "5 h ago", "Mentions", "MessageSquareIcon"],
  [undefined, "Your export of 1,204 rows is ready", "Yesterday", "System", "DownloadIcon"],
  [4, "invited you to the project Newsletter", "Yesterday", "Requests", "UserPlusIcon"],
  [5, "mentioned you in Weekly numbers", "Monday", "Mentions", "AtSignIcon"],
  [undefined, "Storage is at 80 per cent of your plan", "Monday", "System", "HardDriveIcon"],
  [6, "liked your proposal", "Sunday", "Mentions", "HeartIcon"],
];

function read(reading: Reading, previous: Spec | undefined): Spec {
  const bell = ["popover", "dropdown", "bell", "bell icon", "menu"];
  return {
    popover: says(reading, bell)
      ? wants(reading, bell, true)
      : says(reading, ["page", "full page", "panel", "list"])
        ? false
        : (previous?.popover ?? false),
    tabs: editMembers(reading, previous?.tabs, {
      nouns: ["tab", "filter", "category"],
      others: ["notification"],
      features: ["bell", "mark all read", "badge"],
      defaults: ["All", "Unread", "Mentions", "Requests", "System"],
      usual: 3,
      most: 6,
    }),
    items: clamp(
      count(reading, ["notification", "item", "message", "alert"], previous?.items) ?? previous?.items ?? 7,
      1,
      20,
    ),
    settings: wants(reading, ["settings", "preference", "mute", "do not disturb", "pause"], previous?.settings ?? true),
  };
}

export const notifications = defineKind<Spec>({
  name: "notifications",
  label: "a notification centre",
  placement: "app",
  absorbs: othersThan("notifications"),
  words: {
    notification: 9,
    "notification center": 12,
    "notification centre": 12,
    "notification list": 12,
    "notification panel": 12,
    "notification popover": 12,
    "notification dropdown": 12,
    "notification bell": 12,
    "notification feed": 12,
    "notification inbox": 14,
    benachrichtigung: 10,
    benachrichtigungen: 10,
    notificaciones: 10,
  },
  read,
  compose(spec, at) {
    // Tabs of the person's own making share what fits none of the usual ones.
    const unknown = spec.tabs
      .slice(1)
      .filter((tab) => tab !== "Unread" && !samples.some((sample) => sample[3] === tab));
    const items = Array.from({ length: spec.items }, (_, index) => {
      const [who, body, when, group, icon] = samples[index % samples.length] ?? [
        undefined,
        "",
        "",
        "System",
        "BellIcon",
      ];
      const name = who === undefined ? undefined : people[who]?.name;
      return {
        id: index + 1,
        who: name ?? "",
        text: body,
        when,
        group: spec.tabs.includes(group) || unknown.length === 0 ? group : (unknown[index % unknown.length] ?? group),
        icon: raw(icon),
        tone: name === undefined ? "bg-muted text-muted-foreground" : toneAt(index),
        read: index > 3,
      };
    });
    const dot = at.accent.name === "" ? "bg-sky-500" : at.accent.fill;
    const panel = code`
      <div className="flex items-center gap-2 px-4 pt-4 pb-3">
        <${spec.popover ? "h2" : "h1"} className="${spec.popover ? "text-sm" : "text-lg"} ${at.headingColor} font-semibold tracking-tight">${text(at.title("Notifications"))}</${spec.popover ? "h2" : "h1"}>
        {unread > 0 && <Badge variant="secondary" className="tabular-nums">{unread} new</Badge>}
        <Button variant="ghost" size="sm" className="ml-auto" disabled={unread === 0} onClick={markAll}>
          <CheckCheckIcon aria-hidden="true" />
          ${text(at.button("Mark all read"))}
        </Button>
      </div>
      <Tabs value={tab} onValueChange={setTab} className="gap-0">
        <div className="overflow-x-auto border-b px-4 pb-3">
          <TabsList>
            {tabs.map((name) => (
              <TabsTrigger key={name} value={name} className="px-3">
                {name}
                {name === "Unread" && unread > 0 && <span className="text-xs text-muted-foreground tabular-nums">{unread}</span>}
              </TabsTrigger>
            ))}
          </TabsList>
        </div>
        {tabs.map((name) => (
          <TabsContent key={name} value={name} className="${spec.popover ? "max-h-96 overflow-y-auto" : ""}">
            <ul className="divide-y">
              {shownIn(name).map((item) => (
                <li key={item.id} className={cn("group relative flex items-start gap-3 px-4 py-3 transition-colors hover:bg-muted/50", !item.read && "bg-muted/30")}>
                  <button type="button" onClick={() => setRead(item.id, true)} className="flex min-w-0 flex-1 items-start gap-3 text-left outline-none after:absolute after:inset-0 focus-visible:after:ring-2 focus-visible:after:ring-ring focus-visible:after:ring-inset">
                    <span className="relative">
                      <Avatar>
                        <AvatarFallback className={item.tone}>{item.who === "" ? <item.icon className="size-4" /> : initials(item.who)}</AvatarFallback>
                      </Avatar>
                      {item.who !== "" && (
                        <span className="absolute -right-1 -bottom-1 flex size-4 items-center justify-center rounded-full border bg-background" aria-hidden="true"><item.icon className="size-2.5" /></span>
                      )}
                    </span>
                    <span className="min-w-0 flex-1">
                      <span className="block text-sm leading-snug">
                        {item.who !== "" && <strong className="font-medium">{item.who} </strong>}
                        {item.text}
                      </span>
                      <span className="mt-0.5 block text-xs text-muted-foreground">{item.when} · {item.group}</span>
                    </span>
                    {!item.read && <span className="mt-2 size-2 shrink-0 rounded-full ${dot}"><span className="sr-only">Unread</span></span>}
                  </button>
                  <DropdownMenu>
                    <DropdownMenuTrigger asChild>
                      <Button variant="ghost" size="icon" className="relative z-10 size-7 text-muted-foreground" aria-label="Actions"><MoreHorizontalIcon /></Button>
                    </DropdownMenuTrigger>
                    <DropdownMenuContent align="end">
                      <DropdownMenuItem onSelect={() => setRead(item.id, !item.read)}>{item.read ? "Mark as unread" : "Mark as read"}</DropdownMenuItem>
                      <DropdownMenuItem onSelect={() => setItems((current) => current.filter((other) => other.id !== item.id))}>Dismiss</DropdownMenuItem>
                    </DropdownMenuContent>
                  </DropdownMenu>
                </li>
              ))}
            </ul>
            {shownIn(name).length === 0 && (
              <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
                <BellOffIcon className="size-6 text-muted-foreground" aria-hidden="true" />
                <p className="text-sm font-medium">You are all caught up</p>
                <p className="text-xs text-muted-foreground">New notifications will appear here.</p>
              </div>
            )}
          </TabsContent>
        ))}
      </Tabs>
      ${
        spec.settings &&
        `<div className="flex items-center justify-between border-t px-4 py-3">
        <Label htmlFor="pause" className="font-normal text-muted-foreground">Pause notifications</Label>
        <Switch id="pause" checked={paused} onCheckedChange={setPaused} />
      </div>`
      }`;
    return code`
      interface Item {
        id: number;
        /** Empty for messages of the system. */
        who: string;
        text: string;
        when: string;
        group: string;
        icon: LucideIcon;
        tone: string;
        read: boolean;
      }

      const tabs = ${literal(spec.tabs)};

      const firstItems: Item[] = ${rows(items)};

      ${initialsCode}

      export default function ${at.component}() {
        const [items, setItems] = useState(firstItems);
        const [tab, setTab] = useState(tabs[0] ?? "");
        ${spec.settings && "const [paused, setPaused] = useState(false);"}
        ${spec.popover && "const [open, setOpen] = useState(false);"}
        const unread = items.filter((item) => !item.read).length;

        function shownIn(name: string): Item[] {
          if (name === tabs[0]) return items;
          return name === "Unread" ? items.filter((item) => !item.read) : items.filter((item) => item.group === name);
        }

        function setRead(id: number, read: boolean) {
          setItems((current) => current.map((item) => (item.id === id ? { ...item, read } : item)));
        }

        function markAll() {
          setItems((current) => current.map((item) => ({ ...item, read: true })));
        }

        return (
          ${
            spec.popover
              ? code`<main className="${at.root}">
            <header className="flex h-16 items-center justify-between border-b px-4 sm:px-6">
              <p className="font-semibold">${text(at.brand ?? "Acme")}</p>
              <div className="flex items-center gap-2">
                <Popover open={open} onOpenChange={setOpen}>
                  <PopoverTrigger asChild>
                    <Button variant="outline" size="icon" className="relative" aria-label={\`Notifications, \${unread} unread\`}>
                      ${spec.settings ? "{paused ? <BellOffIcon /> : <BellIcon />}" : "<BellIcon />"}
                      {unread > 0 && (
                        <span className="absolute -top-1.5 -right-1.5 flex h-5 min-w-5 items-center justify-center rounded-full px-1 text-[0.6875rem] font-medium tabular-nums ${at.accent.solid || "bg-primary text-primary-foreground"}">{unread}</span>
                      )}
                    </Button>
                  </PopoverTrigger>
                  <PopoverContent align="end" className="w-[min(26rem,calc(100vw-2rem))] p-0">
                    ${panel}
                  </PopoverContent>
                </Popover>
                <Avatar><AvatarFallback>ML</AvatarFallback></Avatar>
              </div>
            </header>
            <div className="mx-auto grid max-w-5xl gap-4 p-4 sm:grid-cols-3 sm:p-6" aria-hidden="true">
              <div className="h-28 rounded-xl border bg-muted/40" />
              <div className="h-28 rounded-xl border bg-muted/40" />
              <div className="h-28 rounded-xl border bg-muted/40" />
              <div className="h-80 rounded-xl border bg-muted/40 sm:col-span-3" />
            </div>
          </main>`
              : `<main className="${at.root} flex justify-center p-4 sm:p-10">
            <section className="h-fit w-full max-w-xl overflow-hidden rounded-xl border bg-card text-card-foreground shadow-sm" aria-label="Notifications">
              ${panel}
            </section>
          </main>`
          }
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      spec.popover ? "a bell with a popover" : "a list",
      `the tabs ${spoken(spec.tabs)}`,
      counted(spec.items, "message"),
      "marks for read and unread",
    ]),
  followUps: (spec) => [
    spec.popover ? "make it a full page" : "make it a bell popover",
    spec.tabs.includes("System") ? "remove the tab System" : "add a tab System",
    spec.items === 10 ? "5 notifications" : "10 notifications",
  ],
});
