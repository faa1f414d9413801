import { rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { choice, clamp, count, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted } from "../reading/words.ts";

interface Spec {
  count: number;
  layout: "grid" | "carousel";
  stars: boolean;
  avatars: boolean;
}

/** Sample persons; the component says that they are samples. */
const people: [name: string, role: string, quote: string][] = [
  [
    "Sample Person A",
    "Operations lead",
    "We set it up on a Tuesday and had stopped thinking about it by Friday. That is the best thing I can say about a tool.",
  ],
  [
    "Sample Person B",
    "Product designer",
    "The details are right. My screenshots finally look like the thing we shipped.",
  ],
  ["Sample Person C", "Founder", "It replaced three tabs and one weekly meeting."],
  ["Sample Person D", "Engineering manager", "New colleagues find their way on the first day, without a tour."],
  ["Sample Person E", "Head of support", "Questions that took us an hour are answered in minutes now."],
  ["Sample Person F", "Freelance consultant", "Clear, quick and quiet. I recommend it to every client who asks."],
];

function read(reading: Reading, previous: Spec | undefined): Spec {
  return {
    count: clamp(
      count(reading, ["testimonial", "quote", "review", "customer", "card", "voice"], previous?.count) ??
        previous?.count ??
        3,
      1,
      6,
    ),
    layout: choice(
      reading,
      { carousel: ["carousel", "slider", "slideshow", "one at a time"], grid: ["grid", "cards", "columns"] },
      previous?.layout ?? "grid",
    ),
    stars: wants(reading, ["star", "rating"], previous?.stars ?? false),
    avatars: wants(reading, ["avatar", "photo", "picture", "face"], previous?.avatars ?? true),
  };
}

export const testimonials = defineKind<Spec>({
  name: "testimonials",
  label: "a testimonials section",
  placement: "section",
  words: {
    testimonial: 12,
    testimonials: 12,
    "customer quote": 10,
    "customer review": 10,
    review: 6,
    "social proof": 8,
    "customer voice": 8,
    "wall of love": 10,
    kundenstimmen: 12,
    referenzen: 6,
    temoignages: 12,
    testimonios: 12,
  },
  read,
  compose(spec, at) {
    const voices = people.slice(0, spec.count).map(([name, role, quote]) => ({ name, role, quote }));
    const carousel = spec.layout === "carousel" && spec.count > 1;
    const columns =
      spec.count === 1
        ? "mx-auto max-w-xl"
        : spec.count === 2 || spec.count === 4
          ? "sm:grid-cols-2"
          : "md:grid-cols-3";
    const card = code`<Card className="w-full">
        <CardContent className="flex h-full flex-col gap-6">
          ${
            spec.stars &&
            `<p className="flex gap-0.5 text-amber-500" role="img" aria-label="Five of five stars">
            {[1, 2, 3, 4, 5].map((star) => (
              <StarIcon key={star} className="size-4 fill-current" aria-hidden="true" />
            ))}
          </p>`
          }
          <blockquote className="flex-1 text-pretty">{voice.quote}</blockquote>
          <figcaption className="flex items-center gap-3 text-sm">
            ${
              spec.avatars &&
              code`<Avatar>
              <AvatarFallback className="${at.accent.soft}">{voice.name.slice(-1)}</AvatarFallback>
            </Avatar>`
            }
            <span>
              <span className="block font-medium">{voice.name}</span>
              <span className="text-muted-foreground">{voice.role}</span>
            </span>
          </figcaption>
        </CardContent>
      </Card>`;
    return code`
      /** Samples: replace them with what your customers really said. */
      const voices = ${rows(voices)};

      export default function ${at.component}() {
        ${carousel && "const [index, setIndex] = useState(0);\nconst voice = voices[index];\nconst move = (by: number) => setIndex((index + by + voices.length) % voices.length);"}

        return (
          <section id="testimonials" className="${at.root} ${at.space.section} px-4 sm:px-6" aria-labelledby="testimonials-title">
            <div className="mx-auto ${at.width}">
              <div className="mx-auto max-w-2xl text-center">
                <h2 id="testimonials-title" className="${at.size.section} ${at.headingColor} font-semibold tracking-tight text-balance">
                  ${text(at.title(at.brand ? `What people say about ${at.brand}` : "What people say"))}
                </h2>
                <p className="mt-3 text-muted-foreground">${text(at.subtitle("Sample quotes, to be replaced by real ones."))}</p>
              </div>
              ${
                carousel
                  ? code`<div className="mx-auto mt-10 max-w-2xl" role="group" aria-roledescription="carousel" aria-label="Quotes">
                {voice && (
                  <figure aria-live="polite" className="flex">${card}</figure>
                )}
                <div className="mt-6 flex items-center justify-center gap-4">
                  <Button variant="outline" size="icon" aria-label="Previous quote" onClick={() => move(-1)}><ChevronLeftIcon /></Button>
                  <p className="text-sm text-muted-foreground tabular-nums">{index + 1} / {voices.length}</p>
                  <Button variant="outline" size="icon" aria-label="Next quote" onClick={() => move(1)}><ChevronRightIcon /></Button>
                </div>
              </div>`
                  : code`<div className="mt-10 grid ${at.space.gap} ${columns}">
                {voices.map((voice) => (
                  <figure key={voice.name} className="flex">${card}</figure>
                ))}
              </div>`
              }
            </div>
          </section>
        );
      }
    `;
  },
  describe: (spec) =>
    `${counted(spec.count, "sample quote")}${spec.layout === "carousel" ? " one at a time" : ""}${spec.stars ? " with stars" : ""}`,
  followUps: (spec) => [
    spec.stars ? "remove the stars" : "add stars",
    spec.layout === "carousel" ? "use a grid" : "use a carousel",
    spec.count === 6 ? "three quotes" : "six quotes",
  ],
});
