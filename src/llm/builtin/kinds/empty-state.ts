import { literal, raw, rows } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { clamp, count, says, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, sameWord, spoken } from "../reading/words.ts";
import { othersThan } from "./app-parts.ts";

interface Spec {
  /** Names of `variants`, one after another in a grid when there are several. */
  variants: string[];
  /** What is missing, in the singular: "project". */
  noun: string;
  secondary: boolean;
}

interface Variant {
  words: string[];
  icon: string;
  title: string;
  body: string;
  action: string;
  second: string;
}

const variants: Record<string, Variant> = {
  first: {
    words: ["first", "get started", "no data", "blank"],
    icon: "FolderPlusIcon",
    title: "No {s} yet",
    body: "Create your first {n} and it will appear here.",
    action: "New {n}",
    second: "Learn more",
  },
  search: {
    words: ["no result", "search result", "not found search", "no match", "search"],
    icon: "SearchXIcon",
    title: "No results found",
    body: "No {n} fits your search. Try another word or clear the filters.",
    action: "Clear filters",
    second: "Search everywhere",
  },
  done: {
    words: ["all done", "caught up", "inbox zero", "all caught up", "completed"],
    icon: "CheckCheckIcon",
    title: "You are all caught up",
    body: "New {s} will show up here as soon as they arrive.",
    action: "Refresh",
    second: "View archive",
  },
  error: {
    words: ["error", "500", "something went wrong", "failed", "failure"],
    icon: "TriangleAlertIcon",
    title: "Something went wrong",
    body: "The {s} could not be loaded. Nothing is lost, try again in a moment.",
    action: "Try again",
    second: "Contact support",
  },
  offline: {
    words: ["offline", "no connection", "no internet", "disconnected"],
    icon: "WifiOffIcon",
    title: "You are offline",
    body: "Your {s} are kept on this device until the connection is back.",
    action: "Reconnect",
    second: "Work offline",
  },
  missing: {
    words: ["page not found", "not found", "404"],
    icon: "CompassIcon",
    title: "Page not found",
    body: "The page you are looking for was moved or never existed.",
    action: "Go home",
    second: "Report it",
  },
  locked: {
    words: ["no access", "permission", "forbidden", "locked", "no permission"],
    icon: "LockIcon",
    title: "You have no access",
    body: "Ask an owner to share these {s} with you.",
    action: "Request access",
    second: "Switch account",
  },
};

const nouns: [noun: string, icon: string][] = [
  ["project", "FolderPlusIcon"],
  ["document", "FilePlusIcon"],
  ["file", "FilePlusIcon"],
  ["message", "MessageSquareIcon"],
  ["task", "ListChecksIcon"],
  ["customer", "UsersIcon"],
  ["contact", "UsersIcon"],
  ["member", "UserPlusIcon"],
  ["order", "ShoppingBagIcon"],
  ["product", "PackageIcon"],
  ["invoice", "ReceiptIcon"],
  ["photo", "ImageIcon"],
  ["image", "ImageIcon"],
  ["event", "CalendarPlusIcon"],
  ["notification", "BellIcon"],
  ["report", "ChartColumnIcon"],
  ["bookmark", "BookmarkIcon"],
  ["favorite", "HeartIcon"],
  ["note", "NotebookPenIcon"],
  ["workflow", "WorkflowIcon"],
  ["dashboard", "LayoutDashboardIcon"],
];

function read(reading: Reading, previous: Spec | undefined): Spec {
  const names = Object.keys(variants);
  const named = names.filter(
    (name) => says(reading, variants[name]?.words ?? []) && wants(reading, variants[name]?.words ?? [], true),
  );
  // "404 error page with a search box" is one page.
  const alone = named.includes("missing") && count(reading, ["variant", "state"]) === undefined;
  if (alone && previous === undefined) named.splice(0, named.length, "missing");
  const away = names.filter((name) => says(reading, variants[name]?.words ?? []) && !named.includes(name));
  const adding = previous !== undefined && (reading.adds.length > 0 || says(reading, ["also"]));
  let chosen =
    named.length > 0
      ? names.filter((name) => named.includes(name) || (adding && previous.variants.includes(name)))
      : (previous?.variants ?? ["first"]);
  chosen = chosen.filter((name) => !away.includes(name));
  if (
    says(reading, ["variant", "all variant", "different state", "set of empty"]) &&
    count(reading, ["variant", "state"]) === undefined &&
    named.length === 0
  )
    chosen = names.slice(0, 4);
  const wanted = clamp(count(reading, ["variant", "state"], chosen.length) ?? chosen.length, 1, names.length);
  for (const name of names) if (chosen.length < wanted && !chosen.includes(name)) chosen = [...chosen, name];
  const noun = nouns.find(([word]) =>
    reading.source.tokens.some((token) => token.kind === "word" && sameWord(token.norm, word)),
  )?.[0];
  return {
    variants: chosen.slice(0, Math.max(1, wanted)),
    noun: noun ?? previous?.noun ?? "project",
    secondary: wants(
      reading,
      ["secondary", "second button", "link", "two buttons", "learn more"],
      previous?.secondary ?? true,
    ),
  };
}

export const emptyState = defineKind<Spec>({
  name: "empty-state",
  label: "an empty state",
  placement: "app",
  absorbs: othersThan("empty-state"),
  words: {
    "empty state": 14,
    "empty page": 10,
    "empty screen": 10,
    "empty list": 10,
    "blank slate": 10,
    "no result": 8,
    "no results": 8,
    "404": 12,
    "404 page": 14,
    "404 error": 14,
    "error 404": 14,
    "500 page": 12,
    "not found": 10,
    "not found page": 14,
    "page not found": 14,
    "error page": 10,
    "error state": 10,
    "offline page": 10,
    "leerer zustand": 10,
  },
  read,
  compose(spec, at) {
    const plural = spec.noun.endsWith("y") ? `${spec.noun.slice(0, -1)}ies` : `${spec.noun}s`;
    const fill = (value: string) => value.replaceAll("{s}", plural).replaceAll("{n}", spec.noun);
    const single = spec.variants.length === 1;
    const states = spec.variants.flatMap((name) => {
      const variant = variants[name];
      if (!variant) return [];
      const icon = name === "first" ? (nouns.find(([noun]) => noun === spec.noun)?.[1] ?? variant.icon) : variant.icon;
      const only = single
        ? {
            title: at.title(fill(variant.title)),
            body: at.subtitle(fill(variant.body)),
            action: at.button(fill(variant.action)),
          }
        : undefined;
      return [
        {
          id: name,
          icon: raw(icon),
          title: only?.title ?? fill(variant.title),
          description: only?.body ?? fill(variant.body),
          action: only?.action ?? fill(variant.action),
          second: spec.secondary ? variant.second : undefined,
        },
      ];
    });
    const creates = spec.variants.includes("first");
    const slow = spec.variants.some((name) => /^(?:done|error|offline)$/.test(name));
    const example = `${spec.noun.charAt(0).toUpperCase()}${spec.noun.slice(1)} name`;
    return code`
      interface EmptyState {
        id: string;
        icon: LucideIcon;
        title: string;
        description: string;
        action: string;
        ${spec.secondary && "second: string;"}
      }

      const states: EmptyState[] = ${rows(states)};

      export default function ${at.component}() {
        ${creates && 'const [items, setItems] = useState<string[]>([]);\nconst [creating, setCreating] = useState(false);\nconst [draft, setDraft] = useState("");'}
        const [notice, setNotice] = useState<Record<string, string>>({});
        ${
          slow &&
          `const [busy, setBusy] = useState<string | null>(null);

        useEffect(() => {
          if (busy === null) return;
          const timer = window.setTimeout(() => {
            setBusy(null);
            setNotice((current) => ({ ...current, [busy]: "Checked just now, still the same." }));
          }, 1400);
          return () => window.clearTimeout(timer);
        }, [busy]);`
        }
        ${
          creates &&
          `
        function create(event: FormEvent<HTMLFormElement>) {
          event.preventDefault();
          const name = draft.trim();
          if (name === "") return;
          setItems((current) => [...current, name]);
          setDraft("");
          setCreating(false);
        }`
        }

        function act(state: EmptyState) {
          ${creates && 'if (state.id === "first") { setCreating(true); return; }'}
          ${slow && 'if (["done", "error", "offline"].includes(state.id)) { setBusy(state.id); return; }'}
          setNotice((current) => ({ ...current, [state.id]: \`\${state.action}: done.\` }));
        }

        return (
          <main className="${at.root} ${!at.alone && "py-16"} ${single ? "flex flex-col items-center justify-center p-6" : `mx-auto grid w-full ${at.width} content-center ${at.space.gap} p-6 sm:grid-cols-2${spec.variants.length === 3 || spec.variants.length > 4 ? " lg:grid-cols-3" : ""}`}">
            ${
              creates &&
              `{items.length > 0 && (
              <section className="w-full max-w-md ${!single && "place-self-center"}" aria-label=${literal(plural)}>
                <div className="mb-3 flex items-center justify-between">
                  <h2 className="font-semibold tracking-tight capitalize">${plural}</h2>
                  <Button size="sm" className="${at.solid}" onClick={() => setCreating(true)}><PlusIcon aria-hidden="true" />New ${spec.noun}</Button>
                </div>
                <ul className="divide-y rounded-xl border">
                  {items.map((item, index) => (
                    <li key={index} className="flex items-center justify-between gap-3 px-4 py-3 text-sm">
                      <span className="truncate">{item}</span>
                      <Button variant="ghost" size="icon" className="size-8 text-muted-foreground" aria-label={"Delete " + item} onClick={() => setItems((current) => current.filter((_, other) => other !== index))}><Trash2Icon /></Button>
                    </li>
                  ))}
                </ul>
              </section>
            )}`
            }
            {states${creates ? '.filter((state) => state.id !== "first" || items.length === 0)' : ""}.map((state) => (
              <section key={state.id} className="flex flex-col items-center ${single ? "w-full max-w-md" : ""} rounded-xl border border-dashed px-6 py-12 text-center">
                <div className="relative mb-6 flex size-16 items-center justify-center" aria-hidden="true">
                  <span className="absolute inset-0 -rotate-6 rounded-2xl border bg-muted/60" />
                  <span className="absolute inset-0 rotate-6 rounded-2xl border bg-background" />
                  <state.icon className="relative size-6 ${at.accent.name === "" ? "text-muted-foreground" : at.accent.text}" />
                </div>
                <${single ? "h1" : "h2"} className="text-lg ${at.headingColor} font-semibold tracking-tight">{state.title}</${single ? "h1" : "h2"}>
                <p className="mt-2 max-w-xs text-sm text-balance text-muted-foreground">{state.description}</p>
                <div className="mt-6 flex flex-wrap justify-center gap-2">
                  <Button className="${at.solid}" ${slow && "disabled={busy === state.id}"} onClick={() => act(state)}>
                    ${slow && '{busy === state.id && <LoaderCircleIcon className="animate-spin" aria-hidden="true" />}'}
                    {state.action}
                  </Button>
                  ${spec.secondary && '<Button variant="outline" onClick={() => setNotice((current) => ({ ...current, [state.id]: state.second + " is not part of this sample." }))}>{state.second}</Button>'}
                </div>
                <p role="status" className="mt-4 text-xs text-muted-foreground empty:hidden">{notice[state.id]}</p>
              </section>
            ))}
            ${
              creates &&
              `
            <Dialog open={creating} onOpenChange={setCreating}>
              <DialogContent className="sm:max-w-sm">
                <DialogHeader>
                  <DialogTitle>New ${spec.noun}</DialogTitle>
                  <DialogDescription>A name is enough to begin.</DialogDescription>
                </DialogHeader>
                <form onSubmit={create} className="grid gap-4">
                  <div className="grid gap-2">
                    <Label htmlFor="item-name">Name</Label>
                    <Input id="item-name" placeholder=${literal(example)} value={draft} onChange={(event) => setDraft(event.target.value)} />
                  </div>
                  <DialogFooter>
                    <Button type="button" variant="outline" onClick={() => setCreating(false)}>Cancel</Button>
                    <Button type="submit" className="${at.solid}" disabled={draft.trim() === ""}>Create</Button>
                  </DialogFooter>
                </form>
              </DialogContent>
            </Dialog>`
            }
          </main>
        );
      }
    `;
  },
  describe: (spec) =>
    `${counted(spec.variants.length, "variant")} (${spoken(spec.variants)}) for ${spec.noun}s, with an icon, a text and ${spec.secondary ? "two actions" : "one action"}`,
  followUps: (spec) => [
    spec.variants.includes("offline") ? "remove the offline variant" : "add an offline variant",
    spec.variants.length === 1 && spec.variants[0] === "missing"
      ? "add an error variant"
      : spec.noun === "order"
        ? "for invoices"
        : "for orders",
    spec.secondary ? "remove the second button" : "add a second button",
  ],
});
