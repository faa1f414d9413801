import { text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { choice, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { spoken } from "../reading/words.ts";

interface Spec {
  layout: "centered" | "split";
  badge: boolean;
  /** The quiet button beside the main one. */
  secondary: boolean;
  /** A field for an address instead of the buttons. */
  email: boolean;
  /** A drawn product picture. */
  picture: boolean;
  /** What the page is about, as the person said it. */
  subject: string;
}

function read(reading: Reading, previous: Spec | undefined): Spec {
  const split = wants(
    reading,
    ["image", "screenshot", "illustration", "picture", "split", "on the right", "on the left", "mockup"],
    false,
  );
  return {
    layout: choice(
      reading,
      {
        centered: ["centered", "centred", "center"],
        split: ["split", "on the right", "on the left", "two column", "side by side"],
      },
      previous?.layout ?? (split ? "split" : "centered"),
    ),
    badge: wants(reading, ["badge", "announcement", "pill"], previous?.badge ?? true),
    secondary: wants(
      reading,
      ["secondary button", "second button", "two buttons", "second cta", "demo button"],
      previous?.secondary ?? true,
    ),
    email: wants(reading, ["email", "newsletter", "waitlist", "email capture"], previous?.email ?? false),
    picture: wants(
      reading,
      ["image", "screenshot", "illustration", "picture", "mockup", "preview"],
      previous?.picture ?? true,
    ),
    subject: previous?.subject ?? subjectOf(reading.source.text),
  };
}

/** "a landing page for a coffee roastery with …" → "a coffee roastery". */
function subjectOf(text: string): string {
  const found =
    /\bfor (?:an? |my |our )?([a-z][a-z-]+(?: [a-z][a-z-]+){0,3}?)(?= (?:called|named|with|that|which|and|in)\b|[,.;:!?]|$)/.exec(
      text,
    );
  return found?.[1]?.trim() ?? "";
}

export const hero = defineKind<Spec>({
  name: "hero",
  label: "a hero",
  placement: "section",
  words: {
    hero: 12,
    "hero section": 14,
    "hero banner": 12,
    jumbotron: 10,
    headline: 3,
    banner: 5,
    "call to action": 6,
    cta: 4,
    "above the fold": 8,
    heldenbereich: 8,
    cabecera: 4,
  },
  read,
  compose(spec, at) {
    const brand = at.brand ?? "Acme";
    const title =
      spec.subject === "" ? "Build the thing, skip the busywork" : `The calm way to run your ${spec.subject}`;
    const subtitle =
      spec.subject === ""
        ? `${brand} brings your plans, people and progress into one quiet place, so that the next step is always clear.`
        : `${brand} takes care of the routine around your ${spec.subject}, so that you can look after the part only you can do.`;
    const centered = spec.layout === "centered";
    return code`
      ${
        spec.picture &&
        `const bars = [
        { day: "Mon", height: "h-16" }, { day: "Tue", height: "h-24" }, { day: "Wed", height: "h-20" }, { day: "Thu", height: "h-32" },
        { day: "Fri", height: "h-28" }, { day: "Sat", height: "h-14" }, { day: "Sun", height: "h-36" },
      ];`
      }

      export default function ${at.component}() {
        ${spec.email && 'const [email, setEmail] = useState("");\nconst [notice, setNotice] = useState("");'}
        ${
          spec.email &&
          `
        function submit(event: FormEvent<HTMLFormElement>) {
          event.preventDefault();
          const valid = /^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/.test(email);
          setNotice(valid ? "Thank you. We will be in touch." : "Enter a valid email address.");
        }`
        }

        return (
          <section className="${at.root} relative overflow-hidden px-4 py-20 sm:px-6 sm:py-28" aria-labelledby="hero-title">
            <div className="mx-auto ${at.width} ${centered ? "flex flex-col items-center text-center" : "grid items-center gap-12 md:grid-cols-2"}">
              <div className="${centered ? "flex max-w-3xl flex-col items-center" : "flex flex-col items-start"}">
                ${
                  spec.badge &&
                  code`<Badge variant="secondary" className="mb-6 gap-1.5 rounded-full px-3 py-1">
                  <span className="size-1.5 rounded-full ${at.accent.fill}" aria-hidden="true" />
                  ${text(`New in ${brand}`)}
                </Badge>`
                }
                <h1 id="hero-title" className="${at.size.hero} ${at.headingColor} font-semibold tracking-tight text-balance">
                  ${text(at.title(title))}
                </h1>
                <p className="mt-6 max-w-2xl text-lg text-muted-foreground text-pretty">${text(at.subtitle(subtitle))}</p>
                ${
                  spec.email
                    ? code`<form onSubmit={submit} noValidate className="mt-8 flex w-full max-w-md flex-col gap-2 sm:flex-row">
                  <Label htmlFor="hero-email" className="sr-only">Email</Label>
                  <Input
                    id="hero-email" type="email" autoComplete="email" placeholder="you@example.com" value={email}
                    onChange={(event) => setEmail(event.target.value)} aria-describedby="hero-notice"
                  />
                  <Button type="submit" className="${at.solid}">${text(at.button("Keep me posted"))}</Button>
                </form>
                <p id="hero-notice" role="status" className="mt-2 min-h-5 text-sm text-muted-foreground">{notice}</p>`
                    : code`<div className="mt-8 flex flex-wrap gap-3 ${centered && "justify-center"}">
                  <Button asChild size="lg" className="${at.solid}">
                    <a href="#start">
                      ${text(at.button("Get started"))}
                      <ArrowRightIcon aria-hidden="true" />
                    </a>
                  </Button>
                  ${
                    spec.secondary &&
                    `<Button asChild size="lg" variant="outline">
                    <a href="#tour">Take the tour</a>
                  </Button>`
                  }
                </div>`
                }
              </div>
              ${
                spec.picture &&
                code`<div className="${centered ? "mt-16 w-full max-w-4xl" : "w-full"} rounded-xl border bg-card p-2 text-left shadow-xl" aria-hidden="true">
                <div className="rounded-lg border bg-background">
                  <div className="flex items-center gap-1.5 border-b px-4 py-3">
                    <span className="size-2.5 rounded-full bg-muted-foreground/30" />
                    <span className="size-2.5 rounded-full bg-muted-foreground/30" />
                    <span className="size-2.5 rounded-full bg-muted-foreground/30" />
                    <span className="ml-3 text-xs text-muted-foreground">${text(brand)}</span>
                  </div>
                  <div className="grid gap-4 p-4 sm:grid-cols-3 sm:p-6">
                    <div className="flex flex-col gap-3">
                      <div className="rounded-lg border p-4">
                        <p className="text-xs text-muted-foreground">This week</p>
                        <p className="mt-1 text-2xl font-semibold tabular-nums">128</p>
                      </div>
                      <div className="rounded-lg border p-4">
                        <p className="text-xs text-muted-foreground">On time</p>
                        <p className="mt-1 text-2xl font-semibold tabular-nums">96%</p>
                      </div>
                    </div>
                    <div className="flex items-end justify-between gap-2 rounded-lg border p-4 sm:col-span-2">
                      {bars.map((bar) => (
                        <div key={bar.day} className="flex flex-1 flex-col items-center gap-2">
                          <div className={cn("w-full rounded-md", bar.height, bar.day === "Sun" ? "${at.accent.fill}" : "bg-muted-foreground/20")} />
                          <span className="text-xs text-muted-foreground">{bar.day}</span>
                        </div>
                      ))}
                    </div>
                  </div>
                </div>
              </div>`
              }
            </div>
          </section>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      `a ${spec.layout} heading`,
      spec.badge && "a badge",
      spec.email ? "an email field" : spec.secondary ? "two buttons" : "one button",
      spec.picture && "a drawn product picture",
    ]),
  followUps: (spec) => [
    "title 'Ship on Friday, sleep on Saturday'",
    spec.layout === "centered" ? "use a split layout" : "make it centered",
    spec.picture ? "remove the picture" : "add a picture",
    spec.email ? "remove the email field" : "add an email field",
  ],
});
