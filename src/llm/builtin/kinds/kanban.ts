import { literal, rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, spoken } from "../reading/words.ts";
import { editMembers, initialsCode, othersThan, people } from "./app-parts.ts";

interface Spec {
  columns: string[];
  cards: string[];
  /** A coloured tag on every card. */
  labels: boolean;
  assignees: boolean;
  search: boolean;
}

const usualColumns = ["Backlog", "In progress", "In review", "Done", "Blocked", "Released"];
const usualCards = [
  "Map the onboarding journey",
  "Collect feedback from five customers",
  "Plan the March release",
  "Redesign the billing page",
  "Move search to the new index",
  "Add keyboard shortcuts",
  "Check contrast of the dark theme",
  "Shorten the first page load",
  "Publish the style guide",
  "Fix double invoices",
  "Write the migration notes",
  "Invite beta testers",
];
const tags =
  "Design Research Engineering Design Engineering Engineering Design Engineering Design Bug Engineering Research".split(
    " ",
  );

function read(reading: Reading, previous: Spec | undefined): Spec {
  const features = ["search", "filter", "label", "tag", "avatar", "assignee", "drag", "card", "task", "add button"];
  return {
    columns: editMembers(reading, previous?.columns, {
      nouns: ["column", "list", "stage", "lane", "swimlane"],
      others: ["card", "task", "ticket"],
      features,
      defaults: usualColumns,
      usual: 4,
      most: 8,
    }).map((name) => (/^do$/i.test(name) && /\bto[- ]do\b/i.test(reading.source.text) ? "To do" : name)),
    cards: editMembers(reading, previous?.cards, {
      nouns: ["card", "task", "ticket"],
      others: ["column", "list", "stage", "lane", "swimlane"],
      features,
      defaults: usualCards,
      usual: 8,
      most: 24,
    }),
    labels: wants(reading, ["label", "tag", "badge", "priority"], previous?.labels ?? true),
    assignees: wants(reading, ["assignee", "avatar", "owner"], previous?.assignees ?? true),
    search: wants(reading, ["search", "filter", "search bar"], previous?.search ?? true),
  };
}

/** Spreads the cards over the columns, more in the first ones, at least one in each while they last. */
function columnOf(index: number, cards: number, columns: number): number {
  return Math.min(columns - 1, Math.floor(index / Math.max(1, cards / columns)));
}

const gridOf = (columns: number): string =>
  columns <= 3 ? "md:auto-cols-fr" : columns === 4 ? "lg:auto-cols-fr" : "auto-cols-[17rem]";

export const kanban = defineKind<Spec>({
  name: "kanban",
  label: "a kanban board",
  placement: "app",
  absorbs: othersThan("kanban"),
  words: {
    kanban: 12,
    "kanban board": 14,
    "task board": 12,
    "project board": 12,
    "sprint board": 12,
    "scrum board": 12,
    "todo board": 12,
    "to do board": 12,
    "issue board": 12,
    trello: 10,
    board: 6,
    "aufgaben board": 10,
    "tableau kanban": 12,
    "tablero kanban": 12,
  },
  read,
  compose(spec, at) {
    const tasks = spec.cards.map((title, index) => ({
      id: index + 1,
      title,
      column: spec.columns[columnOf(index, spec.cards.length, spec.columns.length)] ?? "",
      tag: spec.labels ? tags[index % tags.length] : undefined,
      assignee: spec.assignees ? people[(index * 5) % 7]?.name : undefined,
    }));
    return code`
      interface Task {
        id: number;
        title: string;
        column: string;
        ${spec.labels && "tag: string;"}
        ${spec.assignees && "assignee: string;"}
      }

      const columns = ${literal(spec.columns)};

      const firstTasks: Task[] = ${rows(tasks)};

      ${
        spec.labels &&
        `const tagColors: Record<string, string> = {
        Design: "bg-violet-500/10 text-violet-700 dark:text-violet-300",
        Engineering: "bg-sky-500/10 text-sky-700 dark:text-sky-300",
        Research: "bg-amber-500/10 text-amber-700 dark:text-amber-300",
        Bug: "bg-red-500/10 text-red-700 dark:text-red-300",
      };`
      }

      ${spec.assignees && initialsCode}

      export default function ${at.component}() {
        const [tasks, setTasks] = useState(firstTasks);
        const [adding, setAdding] = useState<string | null>(null);
        const [draft, setDraft] = useState("");
        const [dragged, setDragged] = useState<number | null>(null);
        const [over, setOver] = useState<string | null>(null);
        const [news, setNews] = useState("");
        ${spec.search && 'const [query, setQuery] = useState("");'}

        function moveTo(id: number, column: string) {
          const task = tasks.find((candidate) => candidate.id === id);
          if (!task || task.column === column) return;
          setTasks((current) => [...current.filter((other) => other.id !== id), { ...task, column }]);
          setNews(\`\${task.title} moved to \${column}.\`);
        }

        function shift(task: Task, steps: number) {
          const target = columns[columns.indexOf(task.column) + steps];
          if (target !== undefined) moveTo(task.id, target);
        }

        function reorder(task: Task, steps: number) {
          setTasks((current) => {
            const peers = current.filter((other) => other.column === task.column);
            const neighbour = peers[peers.findIndex((other) => other.id === task.id) + steps];
            if (!neighbour) return current;
            return current.map((other) => (other.id === task.id ? neighbour : other.id === neighbour.id ? task : other));
          });
        }

        function onKey(event: KeyboardEvent<HTMLLIElement>, task: Task) {
          if (event.target !== event.currentTarget) return;
          const moves: Record<string, () => void> = {
            ArrowLeft: () => shift(task, -1),
            ArrowRight: () => shift(task, 1),
            ArrowUp: () => reorder(task, -1),
            ArrowDown: () => reorder(task, 1),
          };
          const act = moves[event.key];
          if (!act) return;
          event.preventDefault();
          act();
          requestAnimationFrame(() => document.getElementById(\`task-\${task.id}\`)?.focus());
        }

        function addTask(event: FormEvent<HTMLFormElement>, column: string) {
          event.preventDefault();
          const title = draft.trim();
          if (title === "") return;
          const id = Math.max(0, ...tasks.map((task) => task.id)) + 1;
          setTasks([...tasks, { id, title, column${spec.labels ? ', tag: "Design"' : ""}${spec.assignees ? `, assignee: ${literal(people[0]?.name)}` : ""} }]);
          setNews(\`\${title} added to \${column}.\`);
          setDraft("");
        }

        function remove(task: Task) {
          setTasks((current) => current.filter((other) => other.id !== task.id));
          setNews(\`\${task.title} deleted.\`);
        }

        return (
          <main className="${at.root} flex flex-col">
            <header className="flex flex-wrap items-center justify-between gap-3 border-b px-4 py-4 sm:px-6">
              <div>
                <h1 className="text-lg ${at.headingColor} font-semibold tracking-tight">${text(at.title(at.brand ?? "Product board"))}</h1>
                <p className="text-sm text-muted-foreground">${text(at.subtitle("Drag a card, or focus it and use the arrow keys."))}</p>
              </div>
              <div className="flex w-full items-center gap-2 sm:w-auto">
                ${
                  spec.search &&
                  `<div className="relative flex-1 sm:w-56">
                  <SearchIcon className="pointer-events-none absolute top-2.5 left-3 size-4 text-muted-foreground" aria-hidden="true" />
                  <Input className="pl-9" type="search" placeholder="Search cards" aria-label="Search cards" value={query} onChange={(event) => setQuery(event.target.value)} />
                </div>`
                }
                <Button className="${at.solid}" onClick={() => setAdding(columns[0] ?? null)}>
                  <PlusIcon aria-hidden="true" />
                  ${text(at.button("New card"))}
                </Button>
              </div>
            </header>
            <p role="status" className="sr-only">{news}</p>
            <div className="grid flex-1 auto-cols-[17rem] grid-flow-col ${at.space.gap === "gap-3" ? "gap-2" : "gap-4"} ${gridOf(spec.columns.length)} overflow-x-auto p-4 sm:p-6">
              {columns.map((column) => {
                const shown = tasks.filter((task) => task.column === column${spec.search ? " && task.title.toLowerCase().includes(query.trim().toLowerCase())" : ""});
                return (
                  <section
                    key={column}
                    aria-label={column}
                    onDragOver={(event) => { event.preventDefault(); setOver(column); }}
                    onDragLeave={() => setOver(null)}
                    onDrop={() => { if (dragged !== null) moveTo(dragged, column); setDragged(null); setOver(null); }}
                    className={cn("flex min-w-0 flex-col gap-2 rounded-xl border border-transparent bg-muted/50 p-2 transition-colors", over === column && "${at.accent.border} bg-muted")}
                  >
                    <div className="flex items-center gap-2 px-1.5 py-1">
                      <h2 className="truncate text-sm font-medium">{column}</h2>
                      <span className="text-xs text-muted-foreground tabular-nums">{shown.length}</span>
                      <Button variant="ghost" size="icon" className="ml-auto size-7 text-muted-foreground" aria-label={\`Add a card to \${column}\`} onClick={() => { setAdding(column); setDraft(""); }}>
                        <PlusIcon />
                      </Button>
                    </div>
                    {adding === column && (
                      <form onSubmit={(event) => addTask(event, column)} className="grid gap-2 rounded-lg border bg-card p-2 shadow-xs">
                        <Input autoFocus aria-label="Title of the new card" placeholder="What needs to be done?" value={draft} onChange={(event) => setDraft(event.target.value)} onKeyDown={(event) => { if (event.key === "Escape") setAdding(null); }} />
                        <div className="flex gap-2">
                          <Button type="submit" size="sm" className="${at.solid}" disabled={draft.trim() === ""}>Add card</Button>
                          <Button type="button" size="sm" variant="ghost" onClick={() => setAdding(null)}>Cancel</Button>
                        </div>
                      </form>
                    )}
                    <ul className="flex flex-col gap-2">
                      {shown.map((task) => (
                        <li
                          key={task.id}
                          id={\`task-\${task.id}\`}
                          tabIndex={0}
                          draggable
                          aria-label={\`\${task.title}, in \${task.column}. Move it with the arrow keys.\`}
                          onKeyDown={(event) => onKey(event, task)}
                          onDragStart={() => setDragged(task.id)}
                          onDragEnd={() => { setDragged(null); setOver(null); }}
                          className={cn("group cursor-grab rounded-lg border bg-card p-3 text-card-foreground shadow-xs outline-none transition-shadow hover:shadow-sm focus-visible:ring-[3px] focus-visible:ring-ring/50 active:cursor-grabbing", dragged === task.id && "opacity-50")}
                        >
                          <div className="flex items-start justify-between gap-2">
                            <p className="text-sm leading-snug font-medium">{task.title}</p>
                            <DropdownMenu>
                              <DropdownMenuTrigger asChild>
                                <Button variant="ghost" size="icon" className="-mt-1 -mr-1 size-7 shrink-0 text-muted-foreground" aria-label={\`Actions for \${task.title}\`}>
                                  <MoreHorizontalIcon />
                                </Button>
                              </DropdownMenuTrigger>
                              <DropdownMenuContent align="end">
                                <DropdownMenuLabel>Move to</DropdownMenuLabel>
                                {columns.filter((other) => other !== task.column).map((other) => (
                                  <DropdownMenuItem key={other} onSelect={() => moveTo(task.id, other)}>{other}</DropdownMenuItem>
                                ))}
                                <DropdownMenuSeparator />
                                <DropdownMenuItem variant="destructive" onSelect={() => remove(task)}>
                                  <Trash2Icon />
                                  Delete
                                </DropdownMenuItem>
                              </DropdownMenuContent>
                            </DropdownMenu>
                          </div>
                          <div className="mt-3 flex items-center gap-2">
                            ${spec.labels && '<span className={cn("rounded-full px-2 py-0.5 text-xs font-medium", tagColors[task.tag])}>{task.tag}</span>'}
                            <div className="ml-auto flex items-center gap-1">
                              <Button variant="ghost" size="icon" className="size-6 text-muted-foreground" aria-label={\`Move \${task.title} left\`} disabled={columns.indexOf(task.column) === 0} onClick={() => shift(task, -1)}>
                                <ChevronLeftIcon />
                              </Button>
                              <Button variant="ghost" size="icon" className="size-6 text-muted-foreground" aria-label={\`Move \${task.title} right\`} disabled={columns.indexOf(task.column) === columns.length - 1} onClick={() => shift(task, 1)}>
                                <ChevronRightIcon />
                              </Button>
                              ${
                                spec.assignees &&
                                `<Avatar className="size-6" title={task.assignee}>
                                <AvatarFallback className="text-[0.625rem]">{initials(task.assignee)}</AvatarFallback>
                              </Avatar>`
                              }
                            </div>
                          </div>
                        </li>
                      ))}
                    </ul>
                    {shown.length === 0 && adding !== column && (
                      <p className="rounded-lg border border-dashed px-3 py-6 text-center text-xs text-muted-foreground">${spec.search ? '{query === "" ? "Drop a card here" : "No card fits the search"}' : "Drop a card here"}</p>
                    )}
                  </section>
                );
              })}
            </div>
          </main>
        );
      }
    `;
  },
  describe: (spec) =>
    `${counted(spec.columns.length, "column")} (${spoken(spec.columns)}) and ${counted(spec.cards.length, "card")} to move, add and delete`,
  followUps: (spec) => [
    spec.columns.includes("Review") ? "rename Review to Testing" : "add a column Review",
    spec.cards.length === 5 ? "eight cards" : "five cards",
    spec.assignees ? "remove the avatars" : "add avatars",
  ],
});
