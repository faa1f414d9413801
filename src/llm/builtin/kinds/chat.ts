import { literal, rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { says, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, spoken } from "../reading/words.ts";
import { editMembers, initialsCode, othersThan, people, toneAt } from "./app-parts.ts";

interface Spec {
  /** Who is talked to, one conversation each. */
  people: string[];
  /** One conversation with an assistant instead of a list of people. */
  assistant: boolean;
  list: boolean;
  /** Proposed messages above the field. */
  prompts: boolean;
}

function read(reading: Reading, previous: Spec | undefined): Spec {
  const bots = ["chatbot", "chat bot", "assistant", "ai chat", "ai", "bot", "copilot", "support chat", "chat widget"];
  const assistant = says(reading, bots) ? wants(reading, bots, true) : (previous?.assistant ?? false);
  const changed = previous === undefined || previous.assistant !== assistant;
  return {
    people: editMembers(reading, previous?.people, {
      nouns: ["conversation", "contact", "person", "people", "friend", "channel", "participant"],
      defaults: people.map((person) => person.name),
      usual: 5,
      most: 12,
      features: ["search", "list", "bubble", "input", "message", "avatar", "typing indicator"],
    }),
    assistant,
    list: wants(
      reading,
      [
        "conversation list",
        "conversations list",
        "list of conversations",
        "sidebar",
        "contact list",
        "conversation",
        "history",
      ],
      changed ? !assistant : previous.list,
    ),
    prompts: wants(
      reading,
      ["suggestion", "suggested", "quick reply", "prompt", "starter"],
      changed ? assistant : previous.prompts,
    ),
  };
}

const openings = [
  ["Did you see the new prototype?", "I like the calmer colours."],
  ["The build is green again.", "I will merge after lunch."],
  ["Can we move the review to Thursday?", "Same time works for me."],
  ["The customer signed!", "They start with twelve seats."],
  ["Draft of the newsletter is ready.", "Please have a look at the intro."],
  ["The numbers for the last quarter are in.", "Better than planned."],
];
const replies = [
  "Good point. Let me look into it and come back to you.",
  "That works for me. Shall we do it today?",
  "I agree, thank you for the quick answer.",
  "Let me check with the team first.",
];
const assistantReplies = [
  "Here is a short plan: write down the goal, list what is missing, and start with the smallest step. Shall I go deeper into one of them?",
  "This sample answers with prepared texts. Connect a model to get real answers.",
  "I can help with that. Which part matters most to you?",
];
const prompts = ["Summarise this week", "Draft a reply to a customer", "Plan a product launch"];

const clock = (thread: number, minutes: number): string =>
  `${String(Math.max(6, 11 - thread)).padStart(2, "0")}:${String(14 + ((thread * 17) % 40) + minutes)}`;

export const chat = defineKind<Spec>({
  name: "chat",
  label: "a chat",
  placement: "app",
  absorbs: [...othersThan("chat"), "sidebar"],
  words: {
    chat: 10,
    "chat app": 12,
    "chat interface": 12,
    "chat window": 12,
    "chat widget": 12,
    "chat ui": 12,
    "ai chat": 12,
    "support chat": 12,
    "live chat": 12,
    chatbot: 11,
    messenger: 10,
    messaging: 8,
    "messaging app": 12,
    "direct message": 9,
    conversation: 4,
  },
  read,
  compose(spec, at) {
    const name = at.brand ? `${at.brand} assistant` : "Assistant";
    const partners = spec.assistant ? (spec.list ? [name, "Launch ideas", "Trip to Lisbon"] : [name]) : spec.people;
    const threads = partners.map((person, index) => ({
      id: index + 1,
      name: person,
      online: spec.assistant || index % 3 !== 2,
      unread: !spec.assistant && index > 0 && index < 3 ? index : 0,
      tone: toneAt(index),
      messages: spec.assistant
        ? index === 0
          ? [{ id: 1, mine: false, text: at.subtitle("Hello. What would you like to work on today?"), time: "09:30" }]
          : [
              {
                id: 1,
                mine: true,
                text: index === 1 ? "Three ideas for a small launch?" : "What should I see in two days?",
                time: "08:12",
              },
              {
                id: 2,
                mine: false,
                text:
                  index === 1
                    ? "Invite ten early users, show the before and after, and answer every reply yourself."
                    : "Alfama on foot, the tiles museum, and one long evening by the river.",
                time: "08:13",
              },
            ]
        : (openings[index % openings.length] ?? []).flatMap((line, position) => [
            { id: position * 2 + 1, mine: false, text: line, time: clock(index, position * 2) },
            ...(position === 0 && index < 3
              ? [{ id: 2, mine: true, text: "Yes, just reading through it.", time: clock(index, 1) }]
              : []),
          ]),
    }));
    return code`
      interface Message {
        id: number;
        mine: boolean;
        text: string;
        time: string;
      }

      interface Thread {
        id: number;
        name: string;
        online: boolean;
        unread: number;
        tone: string;
        messages: Message[];
      }

      const firstThreads: Thread[] = ${rows(threads)};

      const replies = ${literal(spec.assistant ? assistantReplies : replies)};
      ${spec.prompts && `\nconst prompts = ${literal(spec.assistant ? prompts : ["Sounds good", "On my way", "Can we talk later?"])};`}

      ${initialsCode}

      export default function ${at.component}() {
        const [threads, setThreads] = useState(firstThreads);
        const [activeId, setActiveId] = useState(1);
        const [draft, setDraft] = useState("");
        const [typingId, setTypingId] = useState<number | null>(null);
        ${spec.list && 'const [query, setQuery] = useState("");\nconst [listOpen, setListOpen] = useState(false);'}
        const end = useRef<HTMLDivElement>(null);
        const timer = useRef<number | undefined>(undefined);
        const active = threads.find((thread) => thread.id === activeId);
        const length = active?.messages.length ?? 0;

        useEffect(() => {
          const list = end.current?.parentElement;
          list?.scrollTo({ top: list.scrollHeight, behavior: "smooth" });
        }, [activeId, length, typingId]);

        useEffect(() => () => window.clearTimeout(timer.current), []);

        function append(id: number, message: Omit<Message, "id" | "time">) {
          const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
          setThreads((current) =>
            current.map((thread) =>
              thread.id === id ? { ...thread, messages: [...thread.messages, { ...message, id: thread.messages.length + 1, time }] } : thread,
            ),
          );
        }

        function send(words: string) {
          const message = words.trim();
          if (message === "" || !active || typingId !== null) return;
          const id = active.id;
          const reply = replies[Math.floor(length / 2) % replies.length] ?? "";
          append(id, { mine: true, text: message });
          setDraft("");
          setTypingId(id);
          timer.current = window.setTimeout(() => {
            append(id, { mine: false, text: reply });
            setTypingId(null);
          }, 1200);
        }

        function submit(event: FormEvent<HTMLFormElement>) {
          event.preventDefault();
          send(draft);
        }
        ${
          spec.list &&
          `
        function choose(id: number) {
          setActiveId(id);
          setListOpen(false);
          setThreads((current) => current.map((thread) => (thread.id === id ? { ...thread, unread: 0 } : thread)));
        }`
        }

        return (
          <main className="${at.root} ${at.alone ? "h-svh" : "h-[44rem]"} ${spec.list ? "grid md:grid-cols-[20rem_1fr]" : "mx-auto flex w-full flex-col"}">
            ${
              spec.list &&
              code`<aside className={cn("flex min-h-0 flex-col border-r md:flex", !listOpen && "hidden")} aria-label="Conversations">
              <div className="grid gap-3 p-4">
                <h1 className="text-lg ${at.headingColor} font-semibold tracking-tight">${text(at.title(at.brand ?? "Messages"))}</h1>
                <div className="relative">
                  <SearchIcon className="pointer-events-none absolute top-2.5 left-3 size-4 text-muted-foreground" aria-hidden="true" />
                  <Input type="search" className="pl-9" placeholder="Search" aria-label="Search conversations" value={query} onChange={(event) => setQuery(event.target.value)} />
                </div>
              </div>
              <ul className="flex-1 overflow-y-auto px-2 pb-2">
                {threads.filter((thread) => thread.name.toLowerCase().includes(query.trim().toLowerCase())).map((thread) => {
                  const last = thread.messages[thread.messages.length - 1];
                  return (
                    <li key={thread.id}>
                      <button
                        type="button"
                        aria-current={thread.id === activeId}
                        onClick={() => choose(thread.id)}
                        className={cn("flex w-full items-center gap-3 rounded-lg px-2 py-2.5 text-left outline-none transition-colors hover:bg-muted focus-visible:ring-2 focus-visible:ring-ring", thread.id === activeId && "bg-muted")}
                      >
                        <span className="relative">
                          <Avatar><AvatarFallback className={thread.tone}>{initials(thread.name)}</AvatarFallback></Avatar>
                          {thread.online && <span className="absolute right-0 bottom-0 size-2.5 rounded-full border-2 border-background bg-emerald-500" />}
                        </span>
                        <span className="min-w-0 flex-1">
                          <span className="flex items-baseline justify-between gap-2">
                            <span className="truncate text-sm font-medium">{thread.name}</span>
                            <span className="text-xs text-muted-foreground tabular-nums">{last?.time}</span>
                          </span>
                          <span className="flex items-center justify-between gap-2">
                            <span className="truncate text-sm text-muted-foreground">{last?.mine ? "You: " : ""}{last?.text}</span>
                            {thread.unread > 0 && (
                              <span className="flex h-5 min-w-5 items-center justify-center rounded-full px-1 text-xs font-medium ${at.accent.solid || "bg-primary text-primary-foreground"}">
                                {thread.unread}
                                <span className="sr-only"> unread</span>
                              </span>
                            )}
                          </span>
                        </span>
                      </button>
                    </li>
                  );
                })}
              </ul>
            </aside>`
            }
            <section className=${spec.list ? '{cn("min-h-0 min-w-0 flex-col md:flex", listOpen ? "hidden" : "flex")}' : '"flex min-h-0 flex-1 flex-col"'} aria-label="Conversation">
              <header className="flex items-center gap-3 border-b px-4 py-3 sm:px-6">
                ${
                  spec.list &&
                  `<Button variant="ghost" size="icon" className="-ml-2 md:hidden" aria-label="Back to the conversations" onClick={() => setListOpen(true)}>
                  <ArrowLeftIcon />
                </Button>`
                }
                <Avatar>
                  <AvatarFallback className=${spec.assistant ? `"${at.accent.soft}"` : "{active?.tone}"}>${spec.assistant ? '<SparklesIcon className="size-4" />' : '{initials(active?.name ?? "")}'}</AvatarFallback>
                </Avatar>
                <div className="min-w-0">
                  <${spec.list ? "h2" : "h1"} className="truncate text-sm ${!spec.list && at.headingColor} font-semibold">${spec.list ? "{active?.name}" : text(at.title(partners[0] ?? name))}</${spec.list ? "h2" : "h1"}>
                  <p className="text-xs text-muted-foreground">{typingId === activeId ? "typing" : active?.online ? "Online" : "Last seen today"}</p>
                </div>
              </header>
              <div role="log" aria-live="polite" aria-label="Messages" tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-4 py-6 outline-none sm:px-6">
                <ol className="mx-auto flex max-w-3xl flex-col gap-3">
                  {active?.messages.map((message) => (
                    <li key={message.id} className={cn("flex max-w-[85%] flex-col gap-1 sm:max-w-[70%]", message.mine ? "items-end self-end" : "items-start self-start")}>
                      <p className={cn("rounded-2xl px-4 py-2 text-sm leading-relaxed whitespace-pre-wrap", message.mine ? "rounded-br-sm ${at.accent.solid || "bg-primary text-primary-foreground"}" : "rounded-bl-sm bg-muted")}>
                        {message.text}
                      </p>
                      <span className="px-1 text-xs text-muted-foreground tabular-nums">{message.time}</span>
                    </li>
                  ))}
                  {typingId === activeId && (
                    <li className="flex w-fit gap-1 rounded-2xl rounded-bl-sm bg-muted px-4 py-3.5" aria-label="The other side is typing">
                      <span className="size-1.5 animate-bounce rounded-full bg-muted-foreground motion-reduce:animate-none" />
                      <span className="size-1.5 animate-bounce rounded-full bg-muted-foreground [animation-delay:120ms] motion-reduce:animate-none" />
                      <span className="size-1.5 animate-bounce rounded-full bg-muted-foreground [animation-delay:240ms] motion-reduce:animate-none" />
                    </li>
                  )}
                </ol>
                <div ref={end} />
              </div>
              <form onSubmit={submit} className="border-t p-3 sm:px-6 sm:py-4">
                ${
                  spec.prompts &&
                  `<div className="mx-auto mb-3 flex max-w-3xl flex-wrap gap-2">
                  {prompts.map((prompt) => (
                    <Button key={prompt} type="button" variant="outline" size="sm" className="rounded-full" disabled={typingId !== null} onClick={() => send(prompt)}>{prompt}</Button>
                  ))}
                </div>`
                }
                <div className="mx-auto flex max-w-3xl items-end gap-2 rounded-2xl border bg-card p-2 shadow-xs focus-within:ring-[3px] focus-within:ring-ring/40">
                  <Textarea
                    rows={1}
                    className="max-h-40 min-h-9 resize-none border-0 bg-transparent py-2 shadow-none focus-visible:ring-0 dark:bg-transparent"
                    placeholder="Write a message"
                    aria-label="Message"
                    value={draft}
                    onChange={(event) => setDraft(event.target.value)}
                    onKeyDown={(event) => {
                      if (event.key === "Enter" && !event.shiftKey) {
                        event.preventDefault();
                        send(draft);
                      }
                    }}
                  />
                  <Button type="submit" size="icon" className="shrink-0 rounded-xl ${at.solid}" aria-label="Send" disabled={draft.trim() === "" || typingId !== null}>
                    <ArrowUpIcon />
                  </Button>
                </div>
              </form>
            </section>
          </main>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      spec.assistant ? "an assistant" : `${counted(spec.people.length, "conversation")} (${spoken(spec.people)})`,
      "a typing indicator",
      "prepared replies",
      spec.list && "a searchable list",
      spec.prompts && "proposed messages",
    ]),
  followUps: (spec) => [
    spec.prompts ? "remove the suggestions" : "add quick replies",
    spec.assistant
      ? spec.list
        ? "remove the sidebar"
        : "add a sidebar"
      : spec.people.includes("Emma Brandt")
        ? "remove the contact Emma Brandt"
        : "add a contact Emma Brandt",
    "make it green",
  ],
});
