import { literal, rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { camel, spoken } from "../reading/words.ts";
import { editMembers, initialsCode, othersThan } from "./app-parts.ts";

interface Spec {
  tabs: string[];
  stats: string[];
  cover: boolean;
  follow: boolean;
  edit: boolean;
  /** Whose profile; undefined takes the sample person. */
  person: string | undefined;
}

const figures: [words: RegExp, value: string][] = [
  [/follower/i, "2,841"],
  [/following/i, "318"],
  [/project/i, "24"],
  [/post|article/i, "96"],
  [/like|star/i, "5,120"],
  [/commit|contribution/i, "1,204"],
  [/view/i, "18.4k"],
  [/friend|connection/i, "402"],
];

function read(reading: Reading, previous: Spec | undefined): Spec {
  const features = [
    "avatar",
    "cover",
    "bio",
    "edit button",
    "follow button",
    "header",
    "stats",
    "stat",
    "tab",
    "name",
    "edit dialog",
    "social link",
  ];
  const tabs = ["tab", "section"];
  const stats = ["stat", "metric", "figure", "counter"];
  const called = /\b(?:profile|page|card)\s+(?:page\s+)?(?:of|for)\s+((?:\p{Lu}[\p{L}'’-]+\s?){2,3})/u
    .exec(reading.source.text)?.[1]
    ?.trim();
  return {
    tabs: editMembers(reading, previous?.tabs, {
      nouns: tabs,
      others: stats,
      features,
      defaults: ["Overview", "Projects", "Activity", "About", "Reviews"],
      usual: 3,
      most: 6,
    }),
    stats: editMembers(reading, previous?.stats, {
      nouns: stats,
      others: tabs,
      features,
      defaults: ["Projects", "Followers", "Following", "Posts", "Likes"],
      usual: 3,
      least: 0,
      most: 5,
    }),
    cover: wants(reading, ["cover", "banner", "cover image", "header image"], previous?.cover ?? true),
    follow: wants(reading, ["follow", "follow button", "message button"], previous?.follow ?? true),
    edit: wants(reading, ["edit", "edit button", "edit dialog", "editable"], previous?.edit ?? true),
    person: called ?? previous?.person,
  };
}

const projects = [
  { name: "Harbour", text: "A booking tool for small ferries and their regulars.", tag: "Product" },
  { name: "Type in use", text: "Notes on typefaces found on doors and boats.", tag: "Writing" },
  { name: "Quiet charts", text: "A set of charts that read well in print.", tag: "Library" },
  { name: "Field kit", text: "Templates for interviews on the go.", tag: "Research" },
];
const activity = [
  { text: "Published the project Quiet charts", when: "2 days ago" },
  { text: "Followed Jonas Weber", when: "4 days ago" },
  { text: "Commented on Field kit", when: "Last week" },
  { text: "Joined the group Small teams", when: "Last month" },
];

export const profile = defineKind<Spec>({
  name: "profile",
  label: "a profile page",
  placement: "app",
  absorbs: othersThan("profile").filter((name) => name !== "settings"),
  words: {
    profile: 9,
    "profile page": 13,
    "user profile": 13,
    "profile card": 12,
    "profile view": 12,
    "public profile": 12,
    "edit profile": 12,
    "member profile": 12,
    profil: 9,
    profilseite: 12,
    perfil: 9,
  },
  read,
  compose(spec, at) {
    const person = spec.person ?? at.title("Maya Lindholm");
    const stats = spec.stats.map((label, index) => ({
      label,
      value: figures.find(([words]) => words.test(label))?.[1] ?? String(128 + index * 37),
    }));
    const isProjects = (tab: string) => /project|work|portfolio|post|overview/i.test(tab);
    const isActivity = (tab: string) => /activ|feed|history|timeline/i.test(tab);
    const handle = `@${camel(person).toLowerCase()}`;
    const panel = (tab: string) => {
      if (isActivity(tab))
        return `<ol className="divide-y rounded-xl border bg-card">
        {activity.map((entry) => (
          <li key={entry.text} className="flex items-center gap-3 px-4 py-3 text-sm">
            <span className="size-2 shrink-0 rounded-full ${at.accent.fill}" aria-hidden="true" />
            {entry.text}
            <span className="ml-auto shrink-0 text-xs text-muted-foreground">{entry.when}</span>
          </li>
        ))}
      </ol>`;
      if (isProjects(tab))
        return `<ul className="grid gap-4 sm:grid-cols-2">
        {projects${/overview/i.test(tab) ? ".slice(0, 2)" : ""}.map((project) => (
          <li key={project.name} className="rounded-xl border bg-card p-5">
            <div className="flex items-center justify-between gap-3">
              <h3 className="font-medium">{project.name}</h3>
              <Button variant="ghost" size="icon" className="size-8" aria-pressed={starred.includes(project.name)} aria-label={"Star " + project.name} onClick={() => toggleStar(project.name)}>
                <StarIcon className={cn(starred.includes(project.name) ? "fill-amber-400 text-amber-500" : "text-muted-foreground")} />
              </Button>
            </div>
            <p className="mt-1 text-sm leading-relaxed text-muted-foreground">{project.text}</p>
            <Badge variant="secondary" className="mt-4">{project.tag}</Badge>
          </li>
        ))}
      </ul>`;
      if (/about|info|detail|bio/i.test(tab))
        return `<dl className="divide-y rounded-xl border bg-card text-sm">
        {[["Role", person.role], ["Location", person.location], ["Address", person.handle], ["About", person.bio]].map(([label, value]) => (
          <div key={label} className="grid gap-1 px-4 py-3 sm:grid-cols-[10rem_1fr]">
            <dt className="text-muted-foreground">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>`;
      return `<div className="rounded-xl border border-dashed p-10 text-center">
        <p className="text-sm font-medium">Nothing in ${text(tab)} yet</p>
        <p className="mt-1 text-sm text-muted-foreground">New entries will be shown here.</p>
      </div>`;
    };
    const anyProjects = spec.tabs.some((tab) => isProjects(tab) && !isActivity(tab));
    return code`
      interface Person {
        name: string;
        handle: string;
        role: string;
        location: string;
        bio: string;
      }

      const firstPerson: Person = {
        name: ${literal(person)},
        handle: ${literal(handle)},
        role: "Product designer",
        location: "Lisbon",
        bio: ${literal(at.subtitle("Designs calm tools for small teams. Collects typefaces from old harbours and writes about them."))},
      };
      ${stats.length > 0 && `\nconst stats = ${rows(stats)};`}
      ${anyProjects && `\nconst projects = ${rows(projects)};`}
      ${spec.tabs.some(isActivity) && `\nconst activity = ${rows(activity)};`}

      ${initialsCode}

      export default function ${at.component}() {
        ${spec.edit ? "const [person, setPerson] = useState(firstPerson);" : "const person = firstPerson;"}
        ${spec.follow && "const [following, setFollowing] = useState(false);"}
        ${anyProjects && "const [starred, setStarred] = useState<string[]>([]);"}
        ${spec.edit && 'const [editing, setEditing] = useState(false);\nconst [error, setError] = useState("");'}
        const [notice, setNotice] = useState("");
        ${
          anyProjects &&
          `
        function toggleStar(name: string) {
          setStarred((current) => (current.includes(name) ? current.filter((other) => other !== name) : [...current, name]));
        }`
        }

        async function share() {
          try {
            await navigator.clipboard.writeText(person.handle);
            setNotice("The address is copied.");
          } catch {
            setNotice("The address is " + person.handle + ".");
          }
        }
        ${
          spec.edit &&
          `
        function save(event: FormEvent<HTMLFormElement>) {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const valueOf = (key: string) => String(data.get(key) ?? "").trim();
          if (valueOf("name") === "") {
            setError("A profile needs a name.");
            return;
          }
          setPerson({ ...person, name: valueOf("name"), role: valueOf("role"), location: valueOf("location"), bio: valueOf("bio") });
          setError("");
          setEditing(false);
          setNotice("Your profile is saved.");
        }`
        }

        return (
          <main className="${at.root}">
            ${
              spec.cover &&
              `<div className="relative h-36 overflow-hidden border-b sm:h-48 ${at.accent.name === "" ? "bg-muted" : at.accent.soft}" aria-hidden="true">
              <svg className="absolute inset-0 size-full opacity-60" preserveAspectRatio="xMidYMid slice" viewBox="0 0 800 200">
                <g fill="none" stroke="currentColor" strokeOpacity="0.25">
                  <circle cx="640" cy="40" r="60" /><circle cx="640" cy="40" r="110" /><circle cx="640" cy="40" r="170" /><circle cx="640" cy="40" r="240" /><circle cx="640" cy="40" r="320" />
                </g>
              </svg>
            </div>`
            }
            <div className="mx-auto max-w-4xl px-4 pb-12 sm:px-6 ${!spec.cover && "pt-10"}">
              <header className="${spec.cover && "-mt-12"}">
                <div className="flex flex-wrap items-end justify-between gap-4">
                  <Avatar className="relative size-24 border-4 border-background shadow-sm">
                    <AvatarFallback className="text-2xl font-medium">{initials(person.name)}</AvatarFallback>
                  </Avatar>
                  <div className="flex flex-wrap gap-2">
                    ${
                      spec.follow &&
                      `<Button ${at.solid === "" ? "" : `className={following ? "" : "${at.solid}"}`} variant={following ? "outline" : "default"} aria-pressed={following} onClick={() => setFollowing(!following)}>
                      {following ? <CheckIcon aria-hidden="true" /> : <UserPlusIcon aria-hidden="true" />}
                      {following ? "Following" : ${literal(at.button("Follow"))}}
                    </Button>`
                    }
                    ${spec.edit && '<Button variant="outline" onClick={() => { setError(""); setEditing(true); }}><PencilIcon aria-hidden="true" />Edit profile</Button>'}
                    <Button variant="outline" size="icon" aria-label="Share this profile" onClick={share}><Share2Icon /></Button>
                  </div>
                </div>
                <h1 className="mt-4 text-2xl ${at.headingColor} font-semibold tracking-tight">{person.name}</h1>
                <p className="text-sm text-muted-foreground">{person.handle}</p>
                <p className="mt-3 max-w-prose leading-relaxed">{person.bio}</p>
                <ul className="mt-4 flex flex-wrap gap-x-5 gap-y-2 text-sm text-muted-foreground">
                  <li className="flex items-center gap-1.5"><BriefcaseIcon className="size-4" aria-hidden="true" />{person.role}</li>
                  <li className="flex items-center gap-1.5"><MapPinIcon className="size-4" aria-hidden="true" />{person.location}</li>
                  <li className="flex items-center gap-1.5"><CalendarIcon className="size-4" aria-hidden="true" />Member since 2021</li>
                </ul>
                ${
                  stats.length > 0 &&
                  `<dl className="mt-6 flex flex-wrap gap-x-8 gap-y-3 border-y py-4">
                  {stats.map((stat) => (
                    <div key={stat.label} className="flex items-baseline gap-1.5">
                      <dd className="font-semibold tabular-nums">{stat.value}</dd>
                      <dt className="text-sm text-muted-foreground">{stat.label}</dt>
                    </div>
                  ))}
                </dl>`
                }
                <p role="status" className="mt-3 text-sm text-muted-foreground empty:hidden">{notice}</p>
              </header>
              <Tabs defaultValue=${literal(spec.tabs[0] ?? "")} className="mt-6 gap-5">
                <div className="overflow-x-auto">
                  <TabsList>
                    ${spec.tabs.map((tab) => `<TabsTrigger value={${literal(tab)}} className="px-3">${text(tab)}</TabsTrigger>`)}
                  </TabsList>
                </div>
                ${spec.tabs.map((tab) => `<TabsContent value={${literal(tab)}}>\n${panel(tab)}\n</TabsContent>`)}
              </Tabs>
            </div>
            ${
              spec.edit &&
              `
            <Dialog open={editing} onOpenChange={setEditing}>
              <DialogContent className="sm:max-w-md">
                <DialogHeader>
                  <DialogTitle>Edit profile</DialogTitle>
                  <DialogDescription>Everybody who visits the page sees this.</DialogDescription>
                </DialogHeader>
                <form onSubmit={save} noValidate className="grid gap-4">
                  <div className="grid gap-2">
                    <Label htmlFor="profile-name">Name</Label>
                    <Input id="profile-name" name="name" defaultValue={person.name} aria-invalid={error !== ""} aria-describedby={error === "" ? undefined : "profile-error"} />
                    {error !== "" && <p id="profile-error" role="alert" className="text-sm text-destructive">{error}</p>}
                  </div>
                  <div className="grid grid-cols-2 gap-3">
                    <div className="grid gap-2"><Label htmlFor="profile-role">Role</Label><Input id="profile-role" name="role" defaultValue={person.role} /></div>
                    <div className="grid gap-2"><Label htmlFor="profile-location">Location</Label><Input id="profile-location" name="location" defaultValue={person.location} /></div>
                  </div>
                  <div className="grid gap-2">
                    <Label htmlFor="profile-bio">About you</Label>
                    <Textarea id="profile-bio" name="bio" rows={4} defaultValue={person.bio} />
                  </div>
                  <DialogFooter>
                    <Button type="button" variant="outline" onClick={() => setEditing(false)}>Cancel</Button>
                    <Button type="submit" className="${at.solid}">Save profile</Button>
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
    spoken([
      `a header${spec.cover ? " with a cover" : ""}`,
      spec.stats.length > 0 && `the figures ${spoken(spec.stats)}`,
      `the tabs ${spoken(spec.tabs)}`,
      spec.edit && "an edit dialog",
    ]),
  followUps: (spec) => [
    spec.tabs.includes("Reviews") ? "remove the tab Reviews" : "add a tab Reviews",
    spec.cover ? "remove the cover" : "add a cover",
    spec.follow ? "remove the follow button" : "add a follow button",
  ],
});
