import { literal, rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { choice, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, spoken } from "../reading/words.ts";
import { editMembers, othersThan } from "./app-parts.ts";

interface Spec {
  events: string[];
  categories: string[];
  weekStart: "monday" | "sunday";
  /** The list of the chosen day beside the month. */
  agenda: boolean;
}

const usualEvents = [
  "Team planning",
  "Design review",
  "Dentist",
  "Quarterly report",
  "Lunch with Maya",
  "Release day",
  "Customer call",
  "Train to Vienna",
  "Board meeting",
  "Workshop",
  "Yoga class",
  "Budget check",
];
const usualCategories = ["Work", "Personal", "Travel", "Deadlines"];
/** Days from today. */
const days = [0, 0, 1, 3, -2, 6, -6, 8, -9, 12, -4, 15];
const times = [
  "09:00",
  "11:00",
  "14:30",
  "16:00",
  "12:30",
  "10:00",
  "15:00",
  "07:45",
  "13:00",
  "09:30",
  "18:00",
  "10:30",
];

function read(reading: Reading, previous: Spec | undefined): Spec {
  const features = ["sidebar", "agenda", "navigation", "month view", "dialog", "form", "category", "event", "button"];
  return {
    events: editMembers(reading, previous?.events, {
      nouns: ["event", "meeting", "appointment"],
      others: ["category"],
      features,
      defaults: usualEvents,
      usual: 8,
      most: 20,
    }),
    categories: editMembers(reading, previous?.categories, {
      nouns: ["category"],
      others: ["event", "meeting", "appointment"],
      features,
      defaults: usualCategories,
      usual: 3,
      most: 5,
    }),
    weekStart: choice(
      reading,
      {
        sunday: ["start on sunday", "starts on sunday", "starting on sunday", "sunday first", "week start sunday"],
        monday: ["start on monday", "starts on monday", "starting on monday", "monday first", "week start monday"],
      },
      previous?.weekStart ?? "monday",
    ),
    agenda: wants(reading, ["agenda", "sidebar", "side panel", "day list", "upcoming"], previous?.agenda ?? true),
  };
}

const tones = [
  ["bg-sky-500/15 text-sky-800 dark:text-sky-200", "bg-sky-500"],
  ["bg-emerald-500/15 text-emerald-800 dark:text-emerald-200", "bg-emerald-500"],
  ["bg-amber-500/20 text-amber-900 dark:text-amber-200", "bg-amber-500"],
  ["bg-rose-500/15 text-rose-800 dark:text-rose-200", "bg-rose-500"],
  ["bg-violet-500/15 text-violet-800 dark:text-violet-200", "bg-violet-500"],
];

export const calendar = defineKind<Spec>({
  name: "calendar",
  label: "a calendar",
  placement: "app",
  absorbs: [...othersThan("calendar"), "sidebar"],
  words: {
    calendar: 10,
    "event calendar": 12,
    "calendar app": 12,
    "calendar view": 12,
    "month calendar": 12,
    "month view": 8,
    "monthly calendar": 12,
    "booking calendar": 12,
    scheduler: 9,
    schedule: 6,
    agenda: 5,
    kalender: 10,
    calendrier: 10,
    calendario: 10,
  },
  read,
  compose(spec, at) {
    const monday = spec.weekStart === "monday";
    const names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const weekdays = monday ? [...names.slice(1), "Sun"] : names;
    const events = spec.events.map((title, index) => ({
      id: index + 1,
      title,
      day: days[index % days.length] ?? 0,
      time: times[index % times.length] ?? "09:00",
      category: spec.categories[index % spec.categories.length] ?? "",
    }));
    return code`
      interface CalendarEvent {
        id: number;
        title: string;
        /** Local date, as in 2030-04-09. */
        date: string;
        time: string;
        category: string;
      }

      interface Tone {
        chip: string;
        dot: string;
      }

      const weekdays = ${literal(weekdays)};

      const categories = ${literal(spec.categories)};

      const tones: Tone[] = ${rows(spec.categories.map((_, index) => ({ chip: tones[index % 5]?.[0], dot: tones[index % 5]?.[1] })))};

      /** Sample events around the day on which the calendar is opened. */
      const samples = ${rows(events)};

      const pad = (value: number) => String(value).padStart(2, "0");
      const keyOf = (date: Date) => [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-");
      const dayOf = (key: string) => new Date(\`\${key}T00:00\`);

      function toneOf(category: string): Tone {
        return tones[Math.max(0, categories.indexOf(category))] ?? { chip: "bg-muted", dot: "bg-primary" };
      }

      function shiftDays(date: Date, days: number): Date {
        return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
      }

      /** A Saturday or Sunday becomes the Monday after it. */
      function toWorkday(date: Date): Date {
        return shiftDays(date, date.getDay() === 6 ? 2 : date.getDay() === 0 ? 1 : 0);
      }

      /** The six weeks that show a month. */
      function weeksOf(month: Date): Date[][] {
        const first = new Date(month.getFullYear(), month.getMonth(), 1);
        const start = shiftDays(first, -(${monday ? "(first.getDay() + 6) % 7" : "first.getDay()"}));
        return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_, day) => shiftDays(start, week * 7 + day)));
      }

      export default function ${at.component}() {
        const [today] = useState(() => new Date());
        const [selected, setSelected] = useState(today);
        const [events, setEvents] = useState<CalendarEvent[]>(() =>
          samples.map(({ day, ...event }) => ({ ...event, date: keyOf(day === 0 ? today : toWorkday(shiftDays(today, day))) })),
        );
        const [open, setOpen] = useState(false);
        const [category, setCategory] = useState(categories[0] ?? "");
        const [error, setError] = useState("");
        const weeks = weeksOf(selected);
        const monthName = selected.toLocaleDateString("en-US", { month: "long", year: "numeric" });
        const ofDay = events.filter((event) => event.date === keyOf(selected)).sort((a, b) => a.time.localeCompare(b.time));

        function shiftMonth(months: number) {
          const target = new Date(selected.getFullYear(), selected.getMonth() + months, 1);
          const last = new Date(target.getFullYear(), target.getMonth() + 1, 0).getDate();
          setSelected(new Date(target.getFullYear(), target.getMonth(), Math.min(selected.getDate(), last)));
        }

        function onKey(event: KeyboardEvent<HTMLDivElement>) {
          const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
          const step = steps[event.key];
          if (step === undefined) return;
          event.preventDefault();
          const next = shiftDays(selected, step);
          setSelected(next);
          requestAnimationFrame(() => document.getElementById(\`day-\${keyOf(next)}\`)?.focus());
        }

        function addEvent(event: FormEvent<HTMLFormElement>) {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const title = String(data.get("title") ?? "").trim();
          const date = String(data.get("date") ?? "");
          if (title === "" || date === "") {
            setError("Give the event a title and a date.");
            return;
          }
          const id = Math.max(0, ...events.map((other) => other.id)) + 1;
          setEvents([...events, { id, title, date, time: String(data.get("time") ?? ""), category }]);
          setSelected(dayOf(date));
          setError("");
          setOpen(false);
        }

        return (
          <main className="${at.root} flex flex-col">
            <header className="flex flex-wrap items-center gap-3 border-b px-4 py-4 sm:px-6">
              <div className="mr-auto">
                <h1 className="text-lg ${at.headingColor} font-semibold tracking-tight">${text(at.title(at.brand ? `${at.brand} calendar` : "Calendar"))}</h1>
                <p className="text-sm text-muted-foreground" aria-live="polite">{monthName}</p>
              </div>
              <div className="flex items-center gap-1">
                <Button variant="outline" size="icon" aria-label="Previous month" onClick={() => shiftMonth(-1)}><ChevronLeftIcon /></Button>
                <Button variant="outline" onClick={() => setSelected(today)}>Today</Button>
                <Button variant="outline" size="icon" aria-label="Next month" onClick={() => shiftMonth(1)}><ChevronRightIcon /></Button>
              </div>
              <Button className="${at.solid}" onClick={() => { setError(""); setOpen(true); }}>
                <PlusIcon aria-hidden="true" />
                ${text(at.button("New event"))}
              </Button>
            </header>

            <div className="grid flex-1 ${spec.agenda && "md:grid-cols-[minmax(0,1fr)_14rem] lg:grid-cols-[minmax(0,1fr)_20rem]"}">
              <div className="flex min-w-0 flex-col p-3 sm:p-6">
                <div role="grid" aria-label={monthName} onKeyDown={onKey} className="flex flex-1 flex-col overflow-hidden rounded-xl border">
                  <div role="row" className="grid grid-cols-7 border-b bg-muted/50">
                    {weekdays.map((day) => (
                      <div key={day} role="columnheader" className="px-2 py-2 text-center text-xs font-medium text-muted-foreground sm:text-left">{day}</div>
                    ))}
                  </div>
                  {weeks.map((week) => (
                    <div key={week.map(keyOf)[0]} role="row" className="grid flex-1 grid-cols-7 border-b last:border-b-0">
                      {week.map((day) => {
                        const key = keyOf(day);
                        const isSelected = key === keyOf(selected);
                        const isToday = key === keyOf(today);
                        const dayEvents = events.filter((event) => event.date === key);
                        return (
                          <div key={key} role="gridcell" aria-selected={isSelected} className="min-w-0 border-r last:border-r-0">
                            <button
                              type="button"
                              id={\`day-\${key}\`}
                              tabIndex={isSelected ? 0 : -1}
                              aria-current={isToday ? "date" : undefined}
                              aria-label={\`\${day.toLocaleDateString("en-US", { weekday: "long", month: "long", day: "numeric" })}, \${dayEvents.length} events\`}
                              onClick={() => setSelected(day)}
                              onDoubleClick={() => { setSelected(day); setOpen(true); }}
                              className={cn(
                                "flex h-full min-h-16 w-full flex-col gap-1 p-1 text-left outline-none transition-colors hover:bg-muted/60 focus-visible:ring-2 focus-visible:ring-ring focus-visible:ring-inset sm:min-h-24 sm:p-1.5",
                                day.getMonth() !== selected.getMonth() && "bg-muted/30 text-muted-foreground",
                                isSelected && "bg-muted",
                              )}
                            >
                              <span className={cn("flex size-6 items-center justify-center self-center rounded-full text-xs tabular-nums sm:self-start", isToday && "font-semibold ${at.accent.name === "" ? "bg-primary text-primary-foreground" : at.accent.solid}")}>
                                {day.getDate()}
                              </span>
                              <span className="hidden w-full flex-col gap-0.5 sm:flex">
                                {dayEvents.slice(0, 2).map((event) => (
                                  <span key={event.id} className={cn("truncate rounded px-1.5 py-0.5 text-xs", toneOf(event.category).chip)}>{event.title}</span>
                                ))}
                                {dayEvents.length > 2 && <span className="px-1.5 text-xs text-muted-foreground">{dayEvents.length - 2} more</span>}
                              </span>
                              <span className="flex justify-center gap-0.5 sm:hidden">
                                {dayEvents.slice(0, 3).map((event) => <span key={event.id} className={cn("size-1.5 rounded-full", toneOf(event.category).dot)} />)}
                              </span>
                            </button>
                          </div>
                        );
                      })}
                    </div>
                  ))}
                </div>
              </div>

              ${
                spec.agenda &&
                code`<aside className="border-t p-4 sm:p-6 md:border-t-0 md:border-l md:p-4 lg:p-6" aria-label="Events of the chosen day">
                <h2 className="text-sm font-semibold">{selected.toLocaleDateString("en-US", { weekday: "long", month: "long", day: "numeric" })}</h2>
                <ul className="mt-4 grid gap-2">
                  {ofDay.map((event) => (
                    <li key={event.id} className="flex items-start gap-3 rounded-lg border p-3">
                      <span className={cn("mt-1.5 size-2 shrink-0 rounded-full", toneOf(event.category).dot)} aria-hidden="true" />
                      <div className="min-w-0 flex-1">
                        <p className="truncate text-sm font-medium">{event.title}</p>
                        <p className="text-xs text-muted-foreground">{event.time || "All day"} · {event.category}</p>
                      </div>
                      <Button variant="ghost" size="icon" className="size-7 text-muted-foreground" aria-label={\`Delete \${event.title}\`} onClick={() => setEvents((current) => current.filter((other) => other.id !== event.id))}>
                        <Trash2Icon />
                      </Button>
                    </li>
                  ))}
                </ul>
                {ofDay.length === 0 && (
                  <div className="mt-4 rounded-lg border border-dashed p-6 text-center">
                    <p className="text-sm text-muted-foreground">Nothing planned for this day.</p>
                    <Button variant="outline" size="sm" className="mt-3" onClick={() => setOpen(true)}>Add an event</Button>
                  </div>
                )}
                <h2 className="mt-8 text-xs font-medium text-muted-foreground">Categories</h2>
                <ul className="mt-2 grid gap-2">
                  {categories.map((name) => (
                    <li key={name} className="flex items-center gap-2 text-sm">
                      <span className={cn("size-2 rounded-full", toneOf(name).dot)} aria-hidden="true" />
                      {name}
                      <span className="ml-auto text-xs text-muted-foreground tabular-nums">{events.filter((event) => event.category === name).length}</span>
                    </li>
                  ))}
                </ul>
              </aside>`
              }
            </div>

            <Dialog open={open} onOpenChange={setOpen}>
              <DialogContent className="sm:max-w-md">
                <DialogHeader>
                  <DialogTitle>New event</DialogTitle>
                  <DialogDescription>It appears in the calendar at once.</DialogDescription>
                </DialogHeader>
                <form onSubmit={addEvent} noValidate className="grid gap-4">
                  <div className="grid gap-2">
                    <Label htmlFor="event-title">Title</Label>
                    <Input id="event-title" name="title" placeholder="Coffee with Lena" aria-invalid={error !== ""} aria-describedby={error === "" ? undefined : "event-error"} />
                  </div>
                  <div className="grid grid-cols-2 gap-3">
                    <div className="grid gap-2">
                      <Label htmlFor="event-date">Date</Label>
                      <Input id="event-date" name="date" type="date" defaultValue={keyOf(selected)} />
                    </div>
                    <div className="grid gap-2">
                      <Label htmlFor="event-time">Time</Label>
                      <Input id="event-time" name="time" type="time" defaultValue="10:00" />
                    </div>
                  </div>
                  <div className="grid gap-2">
                    <Label htmlFor="event-category">Category</Label>
                    <Select value={category} onValueChange={setCategory}>
                      <SelectTrigger id="event-category" className="w-full"><SelectValue /></SelectTrigger>
                      <SelectContent>
                        {categories.map((name) => <SelectItem key={name} value={name}>{name}</SelectItem>)}
                      </SelectContent>
                    </Select>
                  </div>
                  {error !== "" && <p id="event-error" role="alert" className="text-sm text-destructive">{error}</p>}
                  <DialogFooter>
                    <Button type="button" variant="outline" onClick={() => setOpen(false)}>Cancel</Button>
                    <Button type="submit" className="${at.solid}">Add event</Button>
                  </DialogFooter>
                </form>
              </DialogContent>
            </Dialog>
          </main>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      "a month to walk through",
      counted(spec.events.length, "event"),
      `the categories ${spoken(spec.categories)}`,
      spec.agenda && "the list of the chosen day",
      "a dialog for new events",
    ]),
  followUps: (spec) => [
    spec.weekStart === "monday" ? "start on Sunday" : "start on Monday",
    spec.agenda ? "remove the sidebar" : "add an agenda",
    spec.events.includes("Team lunch") ? "remove Team lunch" : "add an event Team lunch",
  ],
});
