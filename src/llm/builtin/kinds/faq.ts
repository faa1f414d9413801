import { rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { clamp, count, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, sentence } from "../reading/words.ts";

interface Spec {
  questions: string[];
  search: boolean;
  /** Two columns on wide screens. */
  columns: boolean;
}

const usual: [question: string, answer: string][] = [
  [
    "How do I get started?",
    "Create an account, follow the three setup steps, and invite your team when you are ready.",
  ],
  [
    "Can I change my plan later?",
    "Yes. Move up or down whenever you like; the difference is settled on the next invoice.",
  ],
  ["Is there a free trial?", "Every plan starts with a trial, and no card is needed until it ends."],
  ["How is my data protected?", "Data is encrypted in transit and at rest, and you decide who has access."],
  ["Which payment methods do you accept?", "Cards and bank transfer. Invoices are issued every month or year."],
  ["How do I cancel?", "Cancel in the settings with two clicks. Your data stays available for export."],
  ["Do you offer support?", "Write to us at any time; the answer comes from a person who knows the product."],
  ["Can I export my data?", "Yes, as CSV or JSON, for everything that you have stored."],
];

/** An answer for a question of the person's own. */
const answerFor = (question: string): string =>
  usual.find(([known]) => known === question)?.[1] ??
  "Put the answer to this question here, in two or three plain sentences.";

function read(reading: Reading, previous: Spec | undefined): Spec {
  const dictated = reading.quotes.filter((quote) => quote.endsWith("?")).map(sentence);
  const before = previous?.questions ?? [];
  let questions =
    reading.first || !previous ? dictated : [...before, ...dictated.filter((question) => !before.includes(question))];
  for (const item of reading.removes)
    questions = questions.filter((question) => question.toLowerCase() !== item.text.toLowerCase());
  const wanted = clamp(
    count(reading, ["question", "faq", "item", "frage", "entry"], before.length) ??
      (previous ? questions.length : Math.max(5, questions.length)),
    1,
    16,
  );
  for (const [question] of usual)
    if (questions.length < wanted && !questions.includes(question)) questions.push(question);
  while (questions.length < wanted) questions.push(`Question ${questions.length + 1}?`);
  return {
    questions: questions.slice(0, wanted),
    search: wants(reading, ["search", "filter", "search box"], previous?.search ?? false),
    columns: wants(reading, ["two column", "2 columns", "side by side"], previous?.columns ?? false),
  };
}

export const faq = defineKind<Spec>({
  name: "faq",
  label: "an FAQ",
  placement: "section",
  words: {
    faq: 12,
    faqs: 12,
    "frequently asked question": 12,
    "question and answer": 8,
    question: 4,
    "help section": 6,
    accordion: 8,
    "haufige fragen": 12,
    fragen: 8,
    "preguntas frecuentes": 12,
    "questions frequentes": 12,
    "foire aux questions": 12,
  },
  read,
  compose(spec, at) {
    const items = spec.questions.map((question) => ({ question, answer: answerFor(question) }));
    return code`
      const questions = ${rows(items)};

      export default function ${at.component}() {
        ${
          spec.search &&
          `const [query, setQuery] = useState("");
        const shown = questions.filter((item) => (item.question + " " + item.answer).toLowerCase().includes(query.trim().toLowerCase()));`
        }

        return (
          <section id="faq" className="${at.root} ${at.space.section} px-4 sm:px-6" aria-labelledby="faq-title">
            <div className="mx-auto ${spec.columns ? "grid max-w-5xl gap-10 lg:grid-cols-[1fr_2fr]" : "max-w-2xl"}">
              <div className="${!spec.columns && "text-center"}">
                <h2 id="faq-title" className="${at.size.section} ${at.headingColor} font-semibold tracking-tight text-balance">
                  ${text(at.title("Frequently asked questions"))}
                </h2>
                <p className="mt-3 text-muted-foreground text-pretty">
                  ${text(at.subtitle(at.brand ? `What people ask before they start with ${at.brand}.` : "What people ask before they start."))}
                </p>
              </div>
              <div className="${!spec.columns && "mt-10"}">
                ${
                  spec.search &&
                  `<div className="relative mb-4">
                  <SearchIcon className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted-foreground" aria-hidden="true" />
                  <Input type="search" aria-label="Search the questions" placeholder="Search" className="pl-9" value={query} onChange={(event) => setQuery(event.target.value)} />
                </div>`
                }
                <Accordion type="single" collapsible ${!spec.search && spec.questions.length > 0 && `defaultValue={questions[0]?.question ?? ""}`} className="w-full">
                  {${spec.search ? "shown" : "questions"}.map((item) => (
                    <AccordionItem key={item.question} value={item.question}>
                      <AccordionTrigger className="text-left text-base">{item.question}</AccordionTrigger>
                      <AccordionContent className="text-muted-foreground text-pretty">{item.answer}</AccordionContent>
                    </AccordionItem>
                  ))}
                </Accordion>
                ${spec.search && `{shown.length === 0 && <p role="status" className="py-6 text-center text-sm text-muted-foreground">No question fits this search.</p>}`}
              </div>
            </div>
          </section>
        );
      }
    `;
  },
  describe: (spec) => `${counted(spec.questions.length, "question")}${spec.search ? " and a search" : ""}`,
  followUps: (spec) => [
    spec.search ? "remove the search" : "add a search box",
    spec.questions.length === 6 ? "eight questions" : "six questions",
    'add a question "Do you ship abroad?"',
  ],
});
