import { literal, rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { clamp, count, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, spoken } from "../reading/words.ts";
import { editMembers, initialsCode, othersThan, people, toneAt } from "./app-parts.ts";

interface Spec {
  folders: string[];
  messages: number;
  compose: boolean;
  search: boolean;
}

const subjects: [subject: string, body: string][] = [
  [
    "Notes from the planning session",
    "Thank you for joining today. I put the decisions and the open questions into one page, please add what I missed.",
  ],
  ["Your invoice is ready", "The invoice for the last month is attached. Payment is due within thirty days."],
  [
    "Prototype for the new onboarding",
    "The clickable version is ready for a first look. I would value your thoughts on the third step.",
  ],
  [
    "Welcome aboard",
    "We are glad to have you. Your first week is planned, and a colleague will show you around on Monday.",
  ],
  [
    "Travel details for the conference",
    "The train leaves at eight, the hotel is next to the venue, and dinner is booked for the team.",
  ],
  [
    "Question about the contract",
    "One paragraph about the notice period is unclear to our side. Could we talk about it this week?",
  ],
  ["Weekly numbers", "Sign-ups grew by four per cent, and support answered faster than in the weeks before."],
  ["Security review passed", "The review found nothing critical. Two smaller points are in the tracker with owners."],
  ["Lunch on Friday?", "The new place around the corner has a garden. Shall I book a table for six?"],
  ["Feedback on the draft", "A strong start. I would shorten the second part and lead with the example."],
];
const when = ["10:42", "09:15", "08:30", "Yesterday", "Yesterday", "Mon", "Mon", "Sun", "Fri", "Thu"];

function read(reading: Reading, previous: Spec | undefined): Spec {
  const folders = editMembers(reading, previous?.folders, {
    nouns: ["folder", "label"],
    others: ["mail", "email", "message"],
    features: ["search", "compose", "star", "preview"],
    defaults: ["Inbox", "Starred", "Archive", "Sent", "Drafts", "Trash"],
    usual: 4,
    most: 8,
  });
  return {
    folders,
    messages: clamp(
      count(reading, ["mail", "email", "message", "thread", "row"], previous?.messages) ?? previous?.messages ?? 8,
      1,
      20,
    ),
    compose: wants(reading, ["compose", "compose button", "new message", "reply", "write"], previous?.compose ?? true),
    search: wants(reading, ["search", "search bar", "filter"], previous?.search ?? true),
  };
}

export const mail = defineKind<Spec>({
  name: "mail",
  label: "a mail inbox",
  placement: "app",
  absorbs: othersThan("mail"),
  words: {
    inbox: 10,
    mailbox: 10,
    webmail: 10,
    "email list": 12,
    "mail list": 12,
    "email client": 12,
    "mail client": 12,
    "email app": 12,
    "mail app": 12,
    "email inbox": 12,
    "mail inbox": 12,
    "email viewer": 10,
    "list of emails": 12,
    gmail: 9,
    posteingang: 10,
    mail: 4,
  },
  read,
  compose(spec, at) {
    const accentDot = at.accent.name === "" ? "bg-sky-500" : at.accent.fill;
    const mails = Array.from({ length: spec.messages }, (_, index) => {
      const [subject = "", body = ""] = subjects[index % subjects.length] ?? [];
      const from = people[(index * 3 + 1) % people.length]?.name ?? "Maya Lindholm";
      return {
        id: index + 1,
        from,
        email: `${from.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(" ", ".")}@example.com`,
        tone: toneAt(index * 3 + 1),
        subject,
        body: `${body}\n\nBest wishes\n${from.split(" ")[0]}`,
        time: when[Math.min(index, when.length - 1)] ?? "",
        folder: "Inbox",
        read: index !== 2 && index !== 3 && index !== 5,
        starred: index === 1 || index === 4,
      };
    });
    const home = spec.folders[0] ?? "Inbox";
    const icons: [RegExp, string][] = [
      [/inbox/i, "InboxIcon"],
      [/star|favou?rite|important/i, "StarIcon"],
      [/archive|done/i, "ArchiveIcon"],
      [/sent/i, "SendIcon"],
      [/draft/i, "FileIcon"],
      [/trash|deleted|bin/i, "Trash2Icon"],
      [/spam|junk/i, "OctagonAlertIcon"],
    ];
    const folders = spec.folders.map(
      (name) => `{ name: ${literal(name)}, icon: ${icons.find(([words]) => words.test(name))?.[1] ?? "FolderIcon"} },`,
    );
    return code`
      interface Mail {
        id: number;
        from: string;
        email: string;
        tone: string;
        subject: string;
        body: string;
        time: string;
        folder: string;
        read: boolean;
        starred: boolean;
      }

      interface Folder {
        name: string;
        icon: LucideIcon;
      }

      const folders: Folder[] = [
        ${folders}
      ];

      const firstMails: Mail[] = ${rows(mails.map((item) => ({ ...item, folder: home })))};

      ${initialsCode}

      export default function ${at.component}() {
        const [mails, setMails] = useState(firstMails);
        const [folder, setFolder] = useState(${literal(home)});
        const [selectedId, setSelectedId] = useState<number | null>(1);
        /** On narrow screens the message takes the place of the list. */
        const [reading, setReading] = useState(false);
        ${spec.search && 'const [query, setQuery] = useState("");'}
        const [unreadOnly, setUnreadOnly] = useState(false);
        ${spec.compose && 'const [composing, setComposing] = useState<{ to: string; subject: string } | null>(null);\nconst [error, setError] = useState("");'}
        const [notice, setNotice] = useState("");
        ${spec.search && "const needle = query.trim().toLowerCase();"}
        const shown = mails.filter(
          (mail) =>
            (folder === "Starred" ? mail.starred : mail.folder === folder) &&
            (!unreadOnly || !mail.read)${spec.search ? ' &&\n[mail.from, mail.subject, mail.body].join(" ").toLowerCase().includes(needle)' : ""},
        );
        const selected = mails.find((mail) => mail.id === selectedId);
        const unread = (name: string) => mails.filter((mail) => mail.folder === name && !mail.read).length;

        function update(id: number, change: Partial<Mail>) {
          setMails((current) => current.map((mail) => (mail.id === id ? { ...mail, ...change } : mail)));
        }

        function open(mail: Mail) {
          setSelectedId(mail.id);
          setReading(true);
          update(mail.id, { read: true });
        }

        function file(mail: Mail, target: string) {
          update(mail.id, { folder: target });
          setSelectedId(null);
          setNotice(\`Moved to \${target}.\`);
        }
        ${
          spec.compose &&
          code`
        function send(event: FormEvent<HTMLFormElement>) {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const to = String(data.get("to") ?? "").trim();
          if (!/^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/.test(to)) {
            setError("Enter a valid address.");
            return;
          }
          const id = Math.max(0, ...mails.map((mail) => mail.id)) + 1;
          const subject = String(data.get("subject") ?? "").trim() || "(no subject)";
          setMails([{ id, from: "You", email: to, tone: "bg-muted", subject, body: String(data.get("body") ?? ""), time: "now", folder: "Sent", read: true, starred: false }, ...mails]);
          setComposing(null);
          setError("");
          setNotice(\`Sent to \${to}.\`);
        }`
        }

        return (
          <main className="${at.root} ${at.alone ? "h-svh" : "h-[46rem]"} grid grid-rows-[auto_1fr] md:grid-cols-[22rem_1fr] md:grid-rows-1 lg:grid-cols-[13rem_23rem_1fr]">
            <nav aria-label="Folders" className="flex min-w-0 gap-1 overflow-x-auto border-b p-2 md:col-span-2 lg:col-span-1 lg:flex-col lg:border-r lg:border-b-0 lg:p-3">
              <p className="hidden px-2 py-2 text-sm font-semibold ${at.headingColor} lg:block">${text(at.title(at.brand ?? "Mail"))}</p>
              ${
                spec.compose &&
                `<Button className="shrink-0 lg:mb-2 ${at.solid}" onClick={() => setComposing({ to: "", subject: "" })}>
                <PenLineIcon aria-hidden="true" />
                ${text(at.button("Compose"))}
              </Button>`
              }
              {folders.map(({ name, icon: FolderMark }) => (
                <Button
                  key={name}
                  variant="ghost"
                  aria-current={folder === name ? "page" : undefined}
                  className={cn("shrink-0 justify-start font-normal", folder === name && "bg-muted font-medium")}
                  onClick={() => { setFolder(name); setSelectedId(null); }}
                >
                  <FolderMark aria-hidden="true" />
                  {name}
                  {unread(name) > 0 && <span className="ml-auto pl-2 text-xs text-muted-foreground tabular-nums">{unread(name)}</span>}
                </Button>
              ))}
            </nav>

            <section aria-label={folder} className={cn("min-h-0 min-w-0 flex-col border-r md:flex", reading && selected ? "hidden" : "flex")}>
              <div className="grid gap-3 border-b p-3">
                <div className="flex items-center justify-between gap-2">
                  <h1 className="px-1 text-lg font-semibold tracking-tight">{folder}</h1>
                  <Button variant={unreadOnly ? "secondary" : "ghost"} size="sm" aria-pressed={unreadOnly} onClick={() => setUnreadOnly(!unreadOnly)}>
                    Unread only
                  </Button>
                </div>
                ${
                  spec.search &&
                  `<div className="relative">
                  <SearchIcon className="pointer-events-none absolute top-2.5 left-3 size-4 text-muted-foreground" aria-hidden="true" />
                  <Input type="search" className="pl-9" placeholder="Search mail" aria-label="Search mail" value={query} onChange={(event) => setQuery(event.target.value)} />
                </div>`
                }
              </div>
              <ul className="min-h-0 flex-1 divide-y overflow-y-auto">
                {shown.map((mail) => (
                  <li key={mail.id} className={cn("relative flex items-start gap-1 pr-2 transition-colors hover:bg-muted/60", mail.id === selectedId && "bg-muted")}>
                    <button type="button" onClick={() => open(mail)} aria-current={mail.id === selectedId} className="min-w-0 flex-1 py-3 pr-1 pl-6 text-left outline-none focus-visible:ring-2 focus-visible:ring-ring focus-visible:ring-inset">
                      {!mail.read && <span className="absolute top-5 left-2.5 size-2 rounded-full ${accentDot}"><span className="sr-only">Unread</span></span>}
                      <span className="flex items-baseline gap-2">
                        <span className={cn("truncate text-sm", mail.read ? "text-muted-foreground" : "font-semibold")}>{mail.from}</span>
                        <span className="ml-auto shrink-0 text-xs text-muted-foreground tabular-nums">{mail.time}</span>
                      </span>
                      <span className={cn("block truncate text-sm", !mail.read && "font-medium")}>{mail.subject}</span>
                      <span className="block truncate text-sm text-muted-foreground">{mail.body}</span>
                    </button>
                    <Button variant="ghost" size="icon" className="mt-2 size-7 shrink-0" aria-label={\`\${mail.starred ? "Remove the star of" : "Star"} \${mail.subject}\`} aria-pressed={mail.starred} onClick={() => update(mail.id, { starred: !mail.starred })}>
                      <StarIcon className={cn(mail.starred ? "fill-amber-400 text-amber-500" : "text-muted-foreground")} />
                    </Button>
                  </li>
                ))}
              </ul>
              {shown.length === 0 && (
                <div className="flex flex-1 flex-col items-center justify-center gap-2 p-8 text-center text-sm text-muted-foreground">
                  <InboxIcon className="size-6" aria-hidden="true" />
                  <p>Nothing to show here.</p>
                </div>
              )}
              <p role="status" className="border-t px-4 py-2 text-xs text-muted-foreground empty:hidden">{notice}</p>
            </section>

            <article aria-label="Message" className={cn("min-h-0 min-w-0 flex-col md:flex", reading && selected ? "flex" : "hidden")}>
              {selected ? (
                <>
                  <div className="flex items-center gap-1 border-b p-2">
                    <Button variant="ghost" size="icon" className="md:hidden" aria-label="Back to the list" onClick={() => setReading(false)}><ArrowLeftIcon /></Button>
                    <Button variant="ghost" size="sm" onClick={() => file(selected, "Archive")}><ArchiveIcon aria-hidden="true" />Archive</Button>
                    <Button variant="ghost" size="sm" onClick={() => file(selected, "Trash")}><Trash2Icon aria-hidden="true" />Delete</Button>
                    <Button variant="ghost" size="sm" onClick={() => { update(selected.id, { read: false }); setSelectedId(null); }}><MailIcon aria-hidden="true" />Mark unread</Button>
                  </div>
                  <div className="min-h-0 flex-1 overflow-y-auto p-6">
                    <h2 className="text-xl font-semibold tracking-tight">{selected.subject}</h2>
                    <div className="mt-4 flex items-center gap-3">
                      <Avatar><AvatarFallback className={selected.tone}>{initials(selected.from)}</AvatarFallback></Avatar>
                      <div className="min-w-0">
                        <p className="truncate text-sm font-medium">{selected.from}</p>
                        <p className="truncate text-xs text-muted-foreground">{selected.email}</p>
                      </div>
                      <span className="ml-auto text-xs text-muted-foreground">{selected.time}</span>
                    </div>
                    <Separator className="my-6" />
                    <p className="max-w-prose text-sm leading-relaxed whitespace-pre-wrap">{selected.body}</p>
                    ${
                      spec.compose &&
                      code`<Button variant="outline" className="mt-8" onClick={() => setComposing({ to: selected.email, subject: \`Re: \${selected.subject}\` })}>
                      <ReplyIcon aria-hidden="true" />
                      Reply
                    </Button>`
                    }
                  </div>
                </>
              ) : (
                <div className="flex flex-1 flex-col items-center justify-center gap-3 p-8 text-center text-muted-foreground">
                  <MailOpenIcon className="size-8" aria-hidden="true" />
                  <p className="text-sm">Choose a message to read it here.</p>
                </div>
              )}
            </article>
            ${
              spec.compose &&
              `
            <Dialog open={composing !== null} onOpenChange={(next) => { if (!next) setComposing(null); }}>
              <DialogContent className="sm:max-w-lg">
                <DialogHeader>
                  <DialogTitle>New message</DialogTitle>
                  <DialogDescription>It lands in the folder for sent mail.</DialogDescription>
                </DialogHeader>
                <form onSubmit={send} noValidate className="grid gap-4">
                  <div className="grid gap-2">
                    <Label htmlFor="mail-to">To</Label>
                    <Input id="mail-to" name="to" type="email" placeholder="name@example.com" defaultValue={composing?.to} aria-invalid={error !== ""} aria-describedby={error === "" ? undefined : "mail-error"} />
                    {error !== "" && <p id="mail-error" role="alert" className="text-sm text-destructive">{error}</p>}
                  </div>
                  <div className="grid gap-2">
                    <Label htmlFor="mail-subject">Subject</Label>
                    <Input id="mail-subject" name="subject" defaultValue={composing?.subject} />
                  </div>
                  <div className="grid gap-2">
                    <Label htmlFor="mail-body">Message</Label>
                    <Textarea id="mail-body" name="body" rows={6} />
                  </div>
                  <DialogFooter>
                    <Button type="button" variant="outline" onClick={() => setComposing(null)}>Discard</Button>
                    <Button type="submit" className="${at.solid}"><SendIcon aria-hidden="true" />Send</Button>
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
      `the folders ${spoken(spec.folders)}`,
      counted(spec.messages, "message"),
      "a reading pane",
      "stars",
      "archive",
      spec.search && "search",
      spec.compose && "a compose dialog",
    ]),
  followUps: (spec) => [
    spec.folders.includes("Receipts") ? "remove the folder Receipts" : "add a folder Receipts",
    spec.messages === 12 ? "8 emails" : "12 emails",
    "make the button blue",
  ],
});
