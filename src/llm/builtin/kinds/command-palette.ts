import { literal, raw, rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { says, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, spoken } from "../reading/words.ts";
import { editMembers, othersThan } from "./app-parts.ts";

interface Spec {
  groups: string[];
  /** Further commands that were asked for. */
  commands: string[];
  shortcuts: boolean;
  icons: boolean;
  /** Shown from the start. */
  open: boolean;
}

type Command = [label: string, icon: string, shortcut: string];

const known: Record<string, Command[]> = {
  Navigation: [
    ["Go to dashboard", "LayoutDashboardIcon", "G D"],
    ["Go to projects", "FolderIcon", "G P"],
    ["Go to inbox", "InboxIcon", "G I"],
    ["Go to team", "UsersIcon", "G T"],
  ],
  Actions: [
    ["Create project", "FolderPlusIcon", "C P"],
    ["Invite member", "UserPlusIcon", "C I"],
    ["Upload file", "UploadIcon", "C U"],
    ["Copy link", "LinkIcon", "C L"],
  ],
  Settings: [
    ["Open settings", "SettingsIcon", "S S"],
    ["Manage billing", "CreditCardIcon", "S B"],
    ["Keyboard shortcuts", "KeyboardIcon", "S K"],
  ],
  Files: [
    ["Roadmap", "FileTextIcon", ""],
    ["Meeting notes", "FileTextIcon", ""],
    ["Brand colours", "PaletteIcon", ""],
  ],
  People: [
    ["Maya Lindholm", "UserIcon", ""],
    ["Jonas Weber", "UserIcon", ""],
    ["Priya Raman", "UserIcon", ""],
  ],
  Help: [
    ["Search the documentation", "BookOpenIcon", ""],
    ["Contact support", "LifeBuoyIcon", ""],
  ],
};
const synonyms: Record<string, RegExp> = {
  Navigation: /navigat|page|go to/i,
  Actions: /action|command|create/i,
  Settings: /setting|preference/i,
  Files: /file|document|recent|note/i,
  People: /people|user|member|contact|team/i,
  Help: /help|support|doc/i,
};

function read(reading: Reading, previous: Spec | undefined): Spec {
  const groups = ["group", "section", "category"];
  const commands = ["command", "action", "item", "shortcut"];
  const features = ["search", "icon", "keyboard shortcut", "shortcut", "group", "keyboard navigation", "cmd", "ctrl"];
  const extra = editMembers(reading, previous?.commands ?? [], {
    nouns: commands,
    others: groups,
    features,
    defaults: [],
    least: 0,
    most: 16,
  });
  return {
    groups: editMembers(reading, previous?.groups, {
      nouns: groups,
      others: commands,
      features,
      defaults: Object.keys(known),
      usual: 3,
      most: 6,
    }),
    commands: extra.filter((name) => !/^(?:item|palette|menu)\b/i.test(name)),
    shortcuts: wants(reading, ["shortcut", "keyboard shortcut", "hint"], previous?.shortcuts ?? true),
    icons: wants(reading, ["icon"], previous?.icons ?? true),
    open: says(reading, ["open", "opened"]) ? wants(reading, ["open", "opened"], true) : (previous?.open ?? false),
  };
}

export const commandPalette = defineKind<Spec>({
  name: "command-palette",
  label: "a command palette",
  placement: "app",
  absorbs: othersThan("command-palette"),
  words: {
    "command palette": 14,
    "command menu": 12,
    "command bar": 12,
    "command center": 9,
    "cmd k": 12,
    cmdk: 12,
    "ctrl k": 12,
    spotlight: 9,
    "quick switcher": 10,
    "search palette": 10,
    "search dialog": 8,
    befehlspalette: 12,
  },
  read,
  compose(spec, at) {
    const groups = spec.groups.map((name, index) => {
      const usual = known[name] ?? known[Object.keys(synonyms).find((key) => synonyms[key]?.test(name)) ?? ""];
      const base: Command[] = usual ?? [
        [`Open ${name.toLowerCase()}`, "ArrowRightIcon", ""],
        [`New in ${name.toLowerCase()}`, "PlusIcon", ""],
      ];
      const own =
        index === Math.min(1, spec.groups.length - 1)
          ? spec.commands.map((label): Command => [label, "ZapIcon", ""])
          : [];
      return {
        name,
        commands: [...own, ...base].map(([label, icon, shortcut]) => ({
          label,
          icon: spec.icons ? raw(icon) : undefined,
          shortcut: spec.shortcuts ? shortcut : undefined,
        })),
      };
    });
    // Dialogs are mounted outside the root element; in a dark component they carry its class for good.
    const themes = !at.dark;
    const layout = `${at.root} flex flex-col items-center justify-center gap-6 ${at.alone ? "" : "py-16"} p-6`;
    const source = groups.map((group) => `{ name: ${literal(group.name)}, commands: ${rows(group.commands)} },`);
    return code`
      interface CommandEntry {
        label: string;
        ${spec.icons && "icon: LucideIcon;"}
        ${spec.shortcuts && "/** Two keys after one another, or nothing. */\nshortcut: string;"}
      }

      interface Group {
        name: string;
        commands: CommandEntry[];
      }

      const groups: Group[] = [
        ${source}
      ];

      export default function ${at.component}() {
        const [open, setOpen] = useState(${String(spec.open)});
        const [recent, setRecent] = useState<string[]>([]);
        ${themes && "const [dark, setDark] = useState(false);"}
        const [notice, setNotice] = useState("");

        ${spec.shortcuts && '/** The first key of a shortcut of two. */\nconst lastKey = useRef("");'}

        useEffect(() => {
          function onKey(event: globalThis.KeyboardEvent) {
            if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey)) {
              event.preventDefault();
              setOpen((current) => !current);
              return;
            }
            ${
              spec.shortcuts &&
              code`if (event.target instanceof HTMLInputElement || event.metaKey || event.ctrlKey) return;
            const chord = \`\${lastKey.current} \${event.key.toUpperCase()}\`;
            lastKey.current = event.key.toUpperCase();
            const command = groups.flatMap((group) => group.commands).find((other) => other.shortcut === chord);
            if (command) run(command.label);`
            }
          }
          window.addEventListener("keydown", onKey);
          return () => window.removeEventListener("keydown", onKey);
        }, []);

        function run(label: string) {
          setOpen(false);
          setNotice(\`\${label}: done.\`);
          setRecent((current) => [label, ...current.filter((other) => other !== label)].slice(0, 4));
        }

        ${
          themes &&
          `function toggleTheme() {
          setDark(!dark);
          run("Change colours");
        }`
        }

        return (
          <main className=${themes ? `{cn("${layout}", dark && "dark")}` : `"${layout}"`}>
            <div className="text-center">
              <h1 className="${at.size.section} ${at.headingColor} font-semibold tracking-tight">${text(at.title(at.brand ? `Search ${at.brand}` : "Everything, one shortcut away"))}</h1>
              <p className="mt-2 text-muted-foreground">${text(at.subtitle("Jump to a page, run a command, or find a person."))}</p>
            </div>
            <Button variant="outline" className="h-12 w-full max-w-md justify-start gap-3 rounded-xl px-4 font-normal text-muted-foreground shadow-sm" onClick={() => setOpen(true)}>
              <SearchIcon aria-hidden="true" />
              ${text(at.button("Search or run a command"))}
              <span className="ml-auto flex gap-1" aria-hidden="true">
                <kbd className="rounded-md border bg-muted px-1.5 py-0.5 font-mono text-xs">Ctrl</kbd>
                <kbd className="rounded-md border bg-muted px-1.5 py-0.5 font-mono text-xs">K</kbd>
              </span>
            </Button>
            <div className="w-full max-w-md">
              <h2 className="mb-2 text-xs font-medium text-muted-foreground">{recent.length > 0 ? "Recent" : "Try one of these"}</h2>
              <ul className="overflow-hidden rounded-xl border bg-card">
                {(recent.length > 0 ? recent : groups.map((group) => group.commands[0]?.label ?? "")).map((label) => (
                  <li key={label} className="border-b last:border-b-0">
                    <button type="button" onClick={() => run(label)} className="flex w-full items-center justify-between gap-3 px-4 py-2.5 text-left text-sm outline-none transition-colors hover:bg-muted focus-visible:bg-muted">
                      {label}
                      <ArrowRightIcon className="size-4 text-muted-foreground" aria-hidden="true" />
                    </button>
                  </li>
                ))}
              </ul>
            </div>
            <p role="status" className="flex h-6 items-center gap-2 text-sm text-muted-foreground">
              {notice !== "" && <CheckIcon className="size-4 ${at.accent.text}" aria-hidden="true" />}
              {notice}
            </p>

            <CommandDialog open={open} onOpenChange={setOpen} className=${themes ? '{cn("sm:max-w-xl", dark && "dark text-foreground")}' : '"text-foreground sm:max-w-xl"'} title="Command palette" description="Search for a command to run">
              <CommandInput placeholder="Type a command or search" />
              <CommandList className="max-h-96">
                <CommandEmpty>Nothing found.</CommandEmpty>
                {groups.map((group) => (
                  <CommandGroup key={group.name} heading={group.name}>
                    {group.commands.map((command) => (
                      <CommandItem key={command.label} onSelect={() => run(command.label)}>
                        ${spec.icons && "<command.icon />"}
                        {command.label}
                        ${spec.shortcuts && '{command.shortcut !== "" && <CommandShortcut>{command.shortcut}</CommandShortcut>}'}
                      </CommandItem>
                    ))}
                  </CommandGroup>
                ))}
                ${
                  themes &&
                  `<CommandSeparator />
                <CommandGroup heading="Appearance">
                  <CommandItem onSelect={toggleTheme}>
                    ${spec.icons ? "{dark ? <SunIcon /> : <MoonIcon />}" : ""}
                    {dark ? "Use light colours" : "Use dark colours"}
                  </CommandItem>
                </CommandGroup>`
                }
              </CommandList>
              <div className="flex items-center gap-4 border-t px-4 py-2.5 text-xs text-muted-foreground" aria-hidden="true">
                <span><kbd className="font-mono">↑↓</kbd> to move</span>
                <span><kbd className="font-mono">↵</kbd> to run</span>
                <span><kbd className="font-mono">esc</kbd> to close</span>
              </div>
            </CommandDialog>
          </main>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      `${counted(spec.groups.length, "group")} (${spoken(spec.groups)})`,
      spec.commands.length > 0 && `the commands ${spoken(spec.commands)}`,
      "Ctrl+K or Cmd+K",
      "a search",
    ]),
  followUps: (spec) => [
    spec.groups.includes("People") ? "remove the group People" : "add a group People",
    spec.commands.includes("Deploy") ? "remove the command Deploy" : "add a command Deploy",
    spec.shortcuts ? "remove the shortcuts" : "add shortcuts",
  ],
});
