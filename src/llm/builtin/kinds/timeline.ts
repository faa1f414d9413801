import { raw, rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { choice, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, spoken } from "../reading/words.ts";
import { editMembers, othersThan } from "./app-parts.ts";

type Subject = "company" | "activity" | "changelog" | "roadmap" | "order";

interface Spec {
  subject: Subject;
  /** Titles of the entries. */
  events: string[];
  filter: boolean;
  icons: boolean;
}

type Entry = [title: string, body: string, when: string, group: string, icon: string];

const samples: Record<Subject, { title: string; subtitle: string; entries: Entry[] }> = {
  company: {
    title: "How we got here",
    subtitle: "The steps that made us what we are.",
    entries: [
      [
        "The first sketch",
        "Two people, one kitchen table, and an idea that would not go away.",
        "2016",
        "Company",
        "LightbulbIcon",
      ],
      [
        "First customer",
        "A bakery around the corner trusted us with its orders.",
        "2017",
        "Milestone",
        "HandshakeIcon",
      ],
      [
        "Version one",
        "After a year of trying, the product was good enough for everybody.",
        "2018",
        "Product",
        "RocketIcon",
      ],
      ["A second office", "The team outgrew one floor and found a home in Porto.", "2020", "Company", "Building2Icon"],
      ["Ten thousand teams", "Growth came by word of mouth, and the servers held.", "2022", "Milestone", "UsersIcon"],
      ["A new foundation", "We rebuilt the core, and everything became twice as fast.", "2024", "Product", "ZapIcon"],
    ],
  },
  activity: {
    title: "Activity",
    subtitle: "What happened in the project, newest first.",
    entries: [
      [
        "Maya approved the design",
        "All screens of the onboarding are ready to build.",
        "5 min ago",
        "Review",
        "CheckIcon",
      ],
      [
        "Jonas pushed three commits",
        "Search now keeps its filters after a reload.",
        "40 min ago",
        "Code",
        "GitCommitHorizontalIcon",
      ],
      [
        "Priya commented",
        "Could we shorten the second step before the release?",
        "2 h ago",
        "Comment",
        "MessageSquareIcon",
      ],
      ["Build deployed", "Version 2.4.1 is live for all teams.", "4 h ago", "Code", "RocketIcon"],
      ["Tom added a file", "Interview notes of five customers.", "Yesterday", "Comment", "PaperclipIcon"],
      ["Lena opened an issue", "The export misses the last column.", "Yesterday", "Review", "CircleDotIcon"],
    ],
  },
  changelog: {
    title: "Changelog",
    subtitle: "New features, improvements and fixes.",
    entries: [
      ["Version 3.2", "Boards can be shared by link, with a password if you like.", "June", "Feature", "SparklesIcon"],
      ["Version 3.1.4", "Exports keep the order of columns.", "May", "Fix", "BugIcon"],
      ["Version 3.1", "Pages open in half the time on slow connections.", "May", "Improvement", "GaugeIcon"],
      ["Version 3.0", "A new editor with comments in the margin.", "April", "Feature", "PenLineIcon"],
      ["Version 2.9", "Keyboard shortcuts for everything in the sidebar.", "March", "Improvement", "KeyboardIcon"],
      ["Version 2.8.2", "Time zones no longer move events by a day.", "February", "Fix", "BugIcon"],
    ],
  },
  roadmap: {
    title: "Roadmap",
    subtitle: "What is done, under way, and next.",
    entries: [
      ["Shared workspaces", "Invite a whole team with one link.", "Q1", "Done", "CheckIcon"],
      ["Offline mode", "Write on the train and sync at the station.", "Q2", "Done", "WifiOffIcon"],
      ["Public interface", "Read and write your data from your own tools.", "Q3", "In progress", "PlugIcon"],
      ["Mobile app", "The whole product in your pocket.", "Q3", "In progress", "SmartphoneIcon"],
      ["Automations", "Let rules do the repeating work.", "Q4", "Planned", "WorkflowIcon"],
      ["Single sign-on", "For larger teams with an identity provider.", "Q4", "Planned", "KeyRoundIcon"],
    ],
  },
  order: {
    title: "Order 20418",
    subtitle: "From our shelf to your door.",
    entries: [
      ["Delivered", "Left with a neighbour on the second floor.", "Friday, 14:10", "Delivery", "PackageCheckIcon"],
      ["Out for delivery", "The courier has eleven stops before yours.", "Friday, 08:45", "Delivery", "TruckIcon"],
      ["Arrived in your city", "Sorted in the depot overnight.", "Thursday, 22:30", "Delivery", "WarehouseIcon"],
      ["Shipped", "Handed to the carrier with a tracking number.", "Wednesday, 17:05", "Warehouse", "PackageIcon"],
      ["Packed", "Checked by two people and wrapped in paper.", "Wednesday, 15:40", "Warehouse", "BoxIcon"],
      ["Order placed", "Paid by card, the invoice is in your inbox.", "Wednesday, 11:20", "Payment", "CreditCardIcon"],
    ],
  },
};

function read(reading: Reading, previous: Spec | undefined): Spec {
  const subject = choice<Subject>(
    reading,
    {
      activity: ["activity", "activity feed", "activity log", "feed", "audit log"],
      changelog: ["changelog", "release note", "release history", "version history", "change log"],
      roadmap: ["roadmap", "plan"],
      order: ["order", "shipment", "delivery", "tracking", "parcel"],
      company: ["company", "history", "about", "story", "milestone"],
    },
    previous?.subject ?? "company",
  );
  const usual = previous && samples[previous.subject].entries.map(([title]) => title);
  // Another subject brings its own entries; those that the person named stay.
  const kept =
    previous?.subject === subject
      ? previous.events
      : previous &&
        [
          ...previous.events.filter((title) => !usual?.includes(title)),
          ...samples[subject].entries.map(([title]) => title),
        ].slice(0, previous.events.length);
  return {
    subject,
    events: editMembers(reading, kept, {
      nouns: ["event", "entry", "milestone", "item", "step"],
      features: ["icon", "filter", "date", "vertical line", "description", "vertical"],
      defaults: samples[subject].entries.map(([title]) => title),
      usual: 6,
      most: 14,
    }),
    filter: wants(reading, ["filter", "category", "tab"], previous?.filter ?? true),
    icons: wants(reading, ["icon"], previous?.icons ?? true),
  };
}

const extraIcons = ["FlagIcon", "StarIcon", "MilestoneIcon", "BookmarkIcon", "SparklesIcon", "MapPinIcon"];

export const timeline = defineKind<Spec>({
  name: "timeline",
  label: "a timeline",
  placement: "section",
  absorbs: othersThan("timeline").filter(
    (name) => !/^(?:hero|pricing|features|testimonials|faq|contact|team|stats)$/.test(name),
  ),
  words: {
    timeline: 11,
    "activity feed": 11,
    "activity log": 11,
    "activity timeline": 13,
    changelog: 10,
    "change log": 10,
    "release note": 9,
    roadmap: 9,
    "company history": 10,
    milestone: 6,
    "order tracking": 10,
    "tracking page": 10,
    "audit log": 8,
    zeitleiste: 10,
    zeitstrahl: 10,
    chronologie: 10,
    "linea de tiempo": 12,
  },
  read,
  compose(spec, at) {
    const sample = samples[spec.subject];
    const groups = [...new Set(sample.entries.map((entry) => entry[3]))];
    const entries = spec.events.map((title, index) => {
      const known = sample.entries.find((entry) => entry[0] === title);
      const like = known ?? sample.entries[index % sample.entries.length];
      return {
        id: index + 1,
        title,
        body: known?.[1] ?? "A short note about what happened and why it mattered.",
        when: like?.[2] ?? "",
        group: like?.[3] ?? "",
        icon: spec.icons ? raw(known?.[4] ?? extraIcons[index % extraIcons.length] ?? "FlagIcon") : undefined,
      };
    });
    return code`
      interface Entry {
        id: number;
        title: string;
        body: string;
        when: string;
        group: string;
        ${spec.icons && "icon: LucideIcon;"}
      }

      const entries: Entry[] = ${rows(entries)};
      ${spec.filter && `\nconst groups = ["All", ${groups.map((name) => `"${name}"`).join(", ")}];`}

      export default function ${at.component}() {
        ${spec.filter && 'const [group, setGroup] = useState("All");'}
        const [newestFirst, setNewestFirst] = useState(true);
        const [openId, setOpenId] = useState<number | null>(null);
        ${spec.filter ? 'const chosen = entries.filter((entry) => group === "All" || entry.group === group);' : "const chosen = entries;"}
        const shown = newestFirst ? chosen : [...chosen].reverse();

        return (
          <section id="timeline" className="${at.root} ${at.space.section} px-4 sm:px-6" aria-labelledby="timeline-title">
            <div className="mx-auto max-w-2xl">
              <h2 id="timeline-title" className="${at.size.section} ${at.headingColor} font-semibold tracking-tight">${text(at.title(at.brand && spec.subject === "company" ? `How ${at.brand} got here` : sample.title))}</h2>
              <p className="mt-3 text-muted-foreground">${text(at.subtitle(sample.subtitle))}</p>
              <div className="mt-8 flex flex-wrap items-center gap-2">
                ${
                  spec.filter &&
                  `<div role="group" aria-label="Filter" className="flex flex-wrap gap-1.5">
                  {groups.map((name) => (
                    <Button key={name} size="sm" variant={group === name ? "default" : "outline"} aria-pressed={group === name} className={cn("rounded-full", group === name && "${at.solid}")} onClick={() => setGroup(name)}>
                      {name}
                      {name !== "All" && <span className="text-xs opacity-70 tabular-nums">{entries.filter((entry) => entry.group === name).length}</span>}
                    </Button>
                  ))}
                </div>`
                }
                <Button size="sm" variant="ghost" className="ml-auto text-muted-foreground" aria-pressed={!newestFirst} onClick={() => setNewestFirst(!newestFirst)}>
                  <ArrowUpDownIcon aria-hidden="true" />
                  Reverse
                </Button>
              </div>
              <ol className="mt-8">
                {shown.map((entry) => (
                  <li key={entry.id} className="group relative flex gap-4 pb-8 last:pb-0">
                    <span className="absolute top-10 bottom-0 left-[1.125rem] w-px bg-border group-last:hidden" aria-hidden="true" />
                    ${
                      spec.icons
                        ? `<span className="z-10 flex size-9 shrink-0 items-center justify-center rounded-full border bg-background shadow-xs ${at.accent.name === "" ? "text-muted-foreground" : at.accent.text}">
                      <entry.icon className="size-4" aria-hidden="true" />
                    </span>`
                        : `<span className="z-10 flex size-9 shrink-0 items-center justify-center" aria-hidden="true"><span className="size-2.5 rounded-full ${at.accent.fill}" /></span>`
                    }
                    <div className="min-w-0 flex-1 pt-1">
                      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                        <h3 className="font-medium">{entry.title}</h3>
                        <span className="text-xs text-muted-foreground tabular-nums">{entry.when}</span>
                      </div>
                      <p className="mt-1 text-sm leading-relaxed text-muted-foreground">{entry.body}</p>
                      <div className="mt-3 flex items-center gap-2">
                        <Badge variant="secondary">{entry.group}</Badge>
                        <Button
                          variant="ghost" size="sm" className="h-7 px-2 text-xs text-muted-foreground"
                          aria-expanded={openId === entry.id} aria-controls={"details-" + entry.id}
                          onClick={() => setOpenId(openId === entry.id ? null : entry.id)}
                        >
                          {openId === entry.id ? "Less" : "Details"}
                        </Button>
                      </div>
                      {openId === entry.id && (
                        <p id={"details-" + entry.id} className="mt-2 rounded-lg border bg-muted/40 p-3 text-sm">
                          {entry.title} belongs to {entry.group} ({entry.when}). Put the longer story, links or pictures here.
                        </p>
                      )}
                    </div>
                  </li>
                ))}
              </ol>
            </div>
          </section>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      `${counted(spec.events.length, "entry", "entries")} about ${spec.subject === "order" ? "an order" : `the ${spec.subject}`}`,
      spec.filter && "a filter",
      "details to open",
    ]),
  followUps: (spec) => [
    spec.subject === "changelog" ? "make it a roadmap" : "make it a changelog",
    spec.events.includes("Series A") ? "remove the entry Series A" : "add an entry Series A",
    spec.filter ? "remove the filter" : "add a filter",
  ],
});
