import { rows, str, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, spoken } from "../reading/words.ts";
import { editMembers, initialsCode, people, toneAt } from "./app-parts.ts";

interface Spec {
  members: string[];
  /** Departments that the grid can be narrowed to. */
  groups: string[];
  search: boolean;
  invite: boolean;
  social: boolean;
}

const usualGroups = ["Design", "Engineering", "Operations", "Sales", "Marketing", "Support"];
const bios = [
  "Turns rough ideas into calm, usable screens.",
  "Keeps the product quick on old phones.",
  "Cares about small teams and big releases.",
  "Answers the hardest questions with patience.",
  "Tells the story behind the numbers.",
  "Finds the pattern in a noisy chart.",
  "Builds the parts that nobody should notice.",
  "Makes sure that plans become weeks.",
];

function read(reading: Reading, previous: Spec | undefined): Spec {
  const features = [
    "search",
    "filter",
    "invite",
    "invite button",
    "role",
    "social link",
    "avatar",
    "photo",
    "bio",
    "name",
  ];
  const members = ["member", "person", "people", "teammate", "employee", "colleague", "profile", "founder"];
  const groups = ["department", "group", "role", "division"];
  return {
    members: editMembers(reading, previous?.members, {
      nouns: members,
      others: groups,
      features,
      defaults: people.map((person) => person.name),
      usual: 6,
      most: 16,
    }),
    groups: editMembers(reading, previous?.groups, {
      nouns: groups,
      others: members,
      features,
      defaults: usualGroups,
      usual: 3,
      most: 6,
    }),
    search: wants(reading, ["search", "filter", "search bar"], previous?.search ?? true),
    invite: wants(reading, ["invite", "invitation", "invite button", "invite dialog"], previous?.invite ?? true),
    social: wants(reading, ["social", "social link", "link", "icon", "email button"], previous?.social ?? true),
  };
}

export const team = defineKind<Spec>({
  name: "team",
  label: "a team section",
  placement: "section",
  absorbs: ["profile"],
  words: {
    "team section": 12,
    "team page": 12,
    "team grid": 12,
    "team member": 10,
    "team list": 10,
    "team directory": 12,
    "team card": 12,
    "our team": 10,
    "meet the team": 12,
    "about us": 6,
    "people directory": 12,
    "staff directory": 12,
    "a team": 6,
    team: 4,
    "uber uns": 8,
    "notre equipe": 10,
    "nuestro equipo": 10,
  },
  read,
  compose(spec, at) {
    const members = spec.members.map((name, index) => {
      const cycled = spec.groups[index % spec.groups.length] ?? "";
      const role = people.find((person) => person.name === name)?.role;
      const group =
        spec.groups.find((other) => role?.toLowerCase().includes(other.toLowerCase().slice(0, 6))) ?? cycled;
      const fits = role?.toLowerCase().includes(group.toLowerCase().slice(0, 6)) === true;
      return {
        name,
        role: role !== undefined && fits ? role : `${group} ${["lead", "specialist", "manager"][index % 3]}`,
        group,
        bio: bios[index % bios.length] ?? "",
        tone: toneAt(index),
      };
    });
    return code`
      interface Member {
        name: string;
        role: string;
        group: string;
        bio: string;
        tone: string;
      }

      const groups = [${spec.groups.map(str).join(", ")}];

      const firstMembers: Member[] = ${rows(members)};

      ${initialsCode}

      export default function ${at.component}() {
        const [members, ${spec.invite && "setMembers"}] = useState(firstMembers);
        const [group, setGroup] = useState("All");
        ${spec.search && 'const [query, setQuery] = useState("");'}
        ${spec.invite && 'const [open, setOpen] = useState(false);\nconst [inviteGroup, setInviteGroup] = useState(groups[0] ?? "");\nconst [error, setError] = useState("");'}
        const [notice, setNotice] = useState("");
        const shown = members.filter(
          (member) =>
            (group === "All" || member.group === group)${spec.search ? ' &&\n[member.name, member.role].join(" ").toLowerCase().includes(query.trim().toLowerCase())' : ""},
        );
        ${
          spec.invite &&
          code`
        function invite(event: FormEvent<HTMLFormElement>) {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const name = String(data.get("name") ?? "").trim();
          const email = String(data.get("email") ?? "").trim();
          if (name === "" || !/^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/.test(email)) {
            setError("Enter a name and a valid address.");
            return;
          }
          setMembers([...members, { name, role: "Invited", group: inviteGroup, bio: \`Invitation sent to \${email}.\`, tone: "bg-muted text-muted-foreground" }]);
          setNotice(\`\${name} was invited.\`);
          setError("");
          setOpen(false);
        }`
        }

        return (
          <section id="team" className="${at.root} ${at.space.section} px-4 sm:px-6" aria-labelledby="team-title">
            <div className="mx-auto ${at.width}">
              <div className="flex flex-wrap items-end justify-between gap-4">
                <div className="max-w-xl">
                  <h2 id="team-title" className="${at.size.section} ${at.headingColor} font-semibold tracking-tight">${text(at.title(at.brand ? `The people behind ${at.brand}` : "Meet the team"))}</h2>
                  <p className="mt-3 text-muted-foreground">${text(at.subtitle("A small group with a wide range, spread over five cities."))}</p>
                </div>
                ${
                  spec.invite &&
                  `<Button className="${at.solid}" onClick={() => { setError(""); setOpen(true); }}>
                  <UserPlusIcon aria-hidden="true" />
                  ${text(at.button("Invite member"))}
                </Button>`
                }
              </div>
              <div className="mt-8 flex flex-wrap items-center gap-3">
                <div role="group" aria-label="Department" className="flex flex-wrap gap-1.5">
                  {["All", ...groups].map((name) => (
                    <Button key={name} size="sm" variant={group === name ? "default" : "outline"} aria-pressed={group === name} className={cn("rounded-full", group === name && "${at.solid}")} onClick={() => setGroup(name)}>
                      {name}
                    </Button>
                  ))}
                </div>
                ${
                  spec.search &&
                  `<div className="relative ml-auto w-full sm:w-60">
                  <SearchIcon className="pointer-events-none absolute top-2.5 left-3 size-4 text-muted-foreground" aria-hidden="true" />
                  <Input type="search" className="pl-9" placeholder="Search people" aria-label="Search people" value={query} onChange={(event) => setQuery(event.target.value)} />
                </div>`
                }
              </div>
              <p role="status" className="mt-3 text-sm text-muted-foreground empty:hidden">{notice}</p>
              <ul className="mt-6 grid ${at.space.gap === "gap-6" ? "gap-4" : at.space.gap} sm:grid-cols-2 md:grid-cols-3">
                {shown.map((member) => (
                  <li key={member.name} className="flex flex-col rounded-xl border bg-card p-5 text-card-foreground shadow-xs">
                    <div className="flex items-center gap-4">
                      <Avatar className="size-12"><AvatarFallback className={cn("text-base font-medium", member.tone)}>{initials(member.name)}</AvatarFallback></Avatar>
                      <div className="min-w-0">
                        <h3 className="truncate font-medium">{member.name}</h3>
                        <p className="truncate text-sm text-muted-foreground">{member.role}</p>
                      </div>
                    </div>
                    <p className="mt-4 flex-1 text-sm leading-relaxed text-muted-foreground">{member.bio}</p>
                    <div className="mt-4 flex items-center justify-between">
                      <Badge variant="secondary">{member.group}</Badge>
                      ${
                        spec.social &&
                        code`<div className="flex gap-1">
                        <Button variant="ghost" size="icon" className="size-8 text-muted-foreground" aria-label={\`Copy the address of \${member.name}\`} onClick={() => setNotice(\`The address of \${member.name} is copied.\`)}><MailIcon /></Button>
                        <Button variant="ghost" size="icon" className="size-8 text-muted-foreground" aria-label={\`Message \${member.name}\`} onClick={() => setNotice(\`A message to \${member.name} would open here.\`)}><MessageSquareIcon /></Button>
                      </div>`
                      }
                    </div>
                  </li>
                ))}
              </ul>
              {shown.length === 0 && <p className="mt-6 rounded-xl border border-dashed p-10 text-center text-sm text-muted-foreground">Nobody fits this search.</p>}
            </div>
            ${
              spec.invite &&
              `
            <Dialog open={open} onOpenChange={setOpen}>
              <DialogContent className="sm:max-w-md">
                <DialogHeader>
                  <DialogTitle>Invite a member</DialogTitle>
                  <DialogDescription>They receive a link to join the team.</DialogDescription>
                </DialogHeader>
                <form onSubmit={invite} noValidate className="grid gap-4">
                  <div className="grid gap-2">
                    <Label htmlFor="invite-name">Name</Label>
                    <Input id="invite-name" name="name" autoComplete="off" placeholder="Emma Brandt" />
                  </div>
                  <div className="grid gap-2">
                    <Label htmlFor="invite-email">Email</Label>
                    <Input id="invite-email" name="email" type="email" autoComplete="off" placeholder="emma@example.com" aria-invalid={error !== ""} aria-describedby={error === "" ? undefined : "invite-error"} />
                  </div>
                  <div className="grid gap-2">
                    <Label htmlFor="invite-group">Department</Label>
                    <Select value={inviteGroup} onValueChange={setInviteGroup}>
                      <SelectTrigger id="invite-group" className="w-full"><SelectValue /></SelectTrigger>
                      <SelectContent>{groups.map((name) => <SelectItem key={name} value={name}>{name}</SelectItem>)}</SelectContent>
                    </Select>
                  </div>
                  {error !== "" && <p id="invite-error" role="alert" className="text-sm text-destructive">{error}</p>}
                  <DialogFooter>
                    <Button type="button" variant="outline" onClick={() => setOpen(false)}>Cancel</Button>
                    <Button type="submit" className="${at.solid}">Send invitation</Button>
                  </DialogFooter>
                </form>
              </DialogContent>
            </Dialog>`
            }
          </section>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      counted(spec.members.length, "member"),
      `the departments ${spoken(spec.groups)}`,
      spec.search && "a search",
      spec.invite && "an invite dialog",
    ]),
  followUps: (spec) => [
    spec.members.length === 8 ? "six members" : "eight members",
    spec.invite ? "remove the invite button" : "add an invite button",
    spec.members.includes("Emma Brandt") ? "remove Emma Brandt" : "add a member Emma Brandt",
  ],
});
