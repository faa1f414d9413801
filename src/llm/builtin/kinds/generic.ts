import { literal, rows, str, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { clamp, count, editFields, editNames, namesOf, says, wants } from "../reading/ask.ts";
import { type Field, fieldOf } from "../reading/fields.ts";
import { listsAfterWith } from "../reading/lists.ts";
import { isPart } from "../reading/parts.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, sentence, singular, spoken } from "../reading/words.ts";
import { fieldRows, formLogic } from "./form-parts.ts";

interface Spec {
  /** What the component is, in the person's words. */
  subject: string;
  shape: "form" | "cards" | "tabs" | "dialog" | "list" | "buttons";
  fields: Field[];
  items: string[];
}

const itemNouns = [
  "card",
  "item",
  "tab",
  "entry",
  "box",
  "point",
  "option",
  "button",
  "product",
  "article",
  "post",
  "row",
  "tile",
  "image",
  "recipe",
  "book",
  "movie",
  "event",
];
const usualEntries = [
  "Plan the week",
  "Answer the open questions",
  "Book a room",
  "Send the invitation",
  "Prepare the slides",
  "Order supplies",
];

/** "Recipe cards" → "Recipe 1", "Recipe 2" … */
function usualItems(subject: string): string[] {
  const core =
    subject.replace(/\b(?:cards?|grid|gallery|section|component|list|page|widget|showcase)\b/gi, "").trim() || "Item";
  return Array.from({ length: 9 }, (_, index) =>
    `${sentence(core.split(/\s+/).map(singular).join(" "))} ${index + 1}`.slice(0, 40),
  );
}

/** The thing that is asked for: the words before "with" and the like, without verbs and articles. */
function subjectOf(reading: Reading): string {
  const words: string[] = [];
  for (const [at, token] of reading.source.tokens.entries()) {
    if (words.length >= 5) break;
    if (token.kind === "punct" && words.length > 0) break;
    if (token.kind !== "word" || reading.named[at]) continue;
    if (
      /^(?:with|including|that|which|where|for|mit|avec|con|containing|having|using|called|named)$/.test(token.norm)
    ) {
      if (words.length > 0) break;
      continue;
    }
    if (!filler.has(token.norm)) words.push(token.raw);
  }
  return sentence(words.join(" ")).slice(0, 60);
}

const filler = new Set(
  "a an the me my our your please can could you would i we want need like build create make design generate show give add use to of some simple nice beautiful something thing stuff modern clean cool good great new responsive interactive react component tailwind shadcn ui dark light black white red green blue purple orange pink yellow in and hello hi hey ein eine einen mach erstelle un une creer crea haz it is this".split(
    " ",
  ),
);

function shapeOf(reading: Reading, fields: boolean): Spec["shape"] {
  if (says(reading, ["dialog", "modal", "popup", "popover", "drawer"])) return "dialog";
  const shown = says(reading, ["card", "gallery", "player", "widget", "banner", "post", "article", "profile"]);
  if (says(reading, ["tab", "tabs"])) return "tabs";
  if (
    says(reading, ["form", "formular", "formulaire", "survey", "application form", "booking", "reservation"]) ||
    (fields && !shown)
  )
    return "form";
  if (
    says(reading, [
      "todo",
      "to do",
      "checklist",
      "task list",
      "shopping list",
      "packing list",
      "wish list",
      "einkaufsliste",
      "bucket list",
      "reading list",
    ])
  )
    return "list";
  if (says(reading, ["button", "buttons"]) && !shown && !says(reading, ["card", "section", "page", "list"]))
    return "buttons";
  return "cards";
}

/** What stands within a card and is no card of its own, or is counted. */
const inCards =
  /\b(?:images?|photos?|pictures?|covers?|prices?|ratings?|stars?|titles?|names?|descriptions?|dates?|tags?|authors?|avatars?|badges?|text|add|delete|edit|buy)$|^(?:\d|add |(?:two|three|four|five|six|seven|eight|nine|ten|several|some)\b)/;

function read(reading: Reading, previous: Spec | undefined): Spec {
  const shape = previous?.shape ?? shapeOf(reading, (reading.fields?.length ?? 0) > 1);
  const loose = previous
    ? []
    : listsAfterWith(reading.source)
        .filter((item) => item.quoted || !(isPart(item.norm) || inCards.test(item.norm)))
        .map((item) => sentence(item.text.replace(/^\d+ /, "")))
        .filter((name) => name.length <= 40);
  const counted = count(reading, itemNouns, previous?.items.length ?? 0);
  const named = namesOf(reading, itemNouns);
  const start = previous?.items ?? named ?? (loose.length > 1 && counted === undefined ? loose : undefined);
  const usual =
    shape === "buttons"
      ? ["Continue", "Save", "Share", "Cancel", "Delete", "Back"]
      : shape === "tabs"
        ? ["Overview", "Details", "History", "Settings"]
        : shape === "list"
          ? usualEntries
          : usualItems(previous?.subject ?? subjectOf(reading));
  const items =
    previous || !start
      ? editNames(reading, previous?.items, {
          nouns: itemNouns,
          defaults: usual,
          usual: shape === "buttons" ? 1 : 3,
          most: 12,
        })
      : start.slice(0, clamp(counted ?? start.length, 1, 12));
  return {
    subject: previous?.subject ?? (subjectOf(reading) || "Your component"),
    shape: wants(reading, ["form"], false) && reading.adds.length > 0 ? "form" : shape,
    fields: editFields(reading, previous?.fields, ["name", "email", "message"].map(fieldOf)),
    items: [...new Set(items)],
  };
}

const describeItem = (name: string): string => `A sentence or two about ${name.toLowerCase()}.`;

export const generic = defineKind<Spec>({
  name: "generic",
  label: "a simple component",
  placement: "section",
  words: {},
  read,
  compose(spec, at) {
    const items = spec.items.map((title) => ({ title, description: describeItem(title) }));
    const heading = code`
      <h2 id="section-title" className="text-2xl ${at.headingColor} font-semibold tracking-tight text-balance">${text(at.title(spec.subject))}</h2>
      <p className="mt-2 text-muted-foreground text-pretty">${text(at.subtitle(at.brand ? `Made for ${at.brand}.` : "A starting point, ready for your own words."))}</p>`;
    const open = `<section className="${at.root} ${at.space.section} px-4 sm:px-6" aria-labelledby="section-title">`;
    if (spec.shape === "form" || spec.shape === "dialog")
      return composeForm(spec, at.component, {
        open,
        heading,
        dialog: spec.shape === "dialog",
        button: at.button(spec.shape === "dialog" ? "Save" : "Submit"),
        solid: at.solid,
        stack: at.space.stack,
        title: at.title(spec.subject),
      });
    if (spec.shape === "tabs") {
      return code`
        const items = ${rows(items)};

        export default function ${at.component}() {
          return (
            ${open}
              <div className="mx-auto max-w-3xl">
                ${heading}
                <Tabs defaultValue=${str("0")} className="mt-6">
                  <TabsList>
                    {items.map((item, index) => (
                      <TabsTrigger key={item.title} value={String(index)}>{item.title}</TabsTrigger>
                    ))}
                  </TabsList>
                  {items.map((item, index) => (
                    <TabsContent key={item.title} value={String(index)}>
                      <Card>
                        <CardHeader>
                          <CardTitle>{item.title}</CardTitle>
                          <CardDescription>{item.description}</CardDescription>
                        </CardHeader>
                      </Card>
                    </TabsContent>
                  ))}
                </Tabs>
              </div>
            </section>
          );
        }`;
    }
    if (spec.shape === "buttons") {
      return code`
        const actions = ${literal(spec.items)};

        export default function ${at.component}() {
          const [last, setLast] = useState("");

          return (
            ${open}
              <div className="mx-auto flex max-w-xl flex-col items-center gap-6 text-center">
                <div>${heading}</div>
                <div className="flex flex-wrap justify-center gap-3">
                  {actions.map((action, index) => (
                    <Button key={action} size="lg" variant={index === 0 ? "default" : "outline"} className={cn(index === 0 && "${at.solid}")} onClick={() => setLast(action)}>
                      {${at.button("") === "" ? "action" : `index === 0 ? ${str(at.button(""))} : action`}}
                    </Button>
                  ))}
                </div>
                <p role="status" className="min-h-5 text-sm text-muted-foreground">{last && "You pressed " + last + "."}</p>
              </div>
            </section>
          );
        }`;
    }
    if (spec.shape === "list") {
      return code`
        const initial = ${literal(spec.items)};

        export default function ${at.component}() {
          const [items, setItems] = useState(initial);
          const [done, setDone] = useState<string[]>([]);
          const [draft, setDraft] = useState("");

          function add(event: FormEvent<HTMLFormElement>) {
            event.preventDefault();
            const name = draft.trim();
            if (name !== "" && !items.includes(name)) setItems([...items, name]);
            setDraft("");
          }

          return (
            ${open}
              <div className="mx-auto max-w-xl">
                ${heading}
                <form onSubmit={add} className="mt-6 flex gap-2">
                  <Label htmlFor="new-item" className="sr-only">New entry</Label>
                  <Input id="new-item" value={draft} onChange={(event) => setDraft(event.target.value)} placeholder="Add an entry" />
                  <Button type="submit" className="${at.solid}"><PlusIcon aria-hidden="true" />${text(at.button("Add"))}</Button>
                </form>
                <ul className="mt-4 divide-y rounded-xl border">
                  {items.map((item, index) => (
                    <li key={item} className="flex items-center gap-3 px-4 py-3">
                      <Checkbox
                        id={"item-" + index} checked={done.includes(item)}
                        onCheckedChange={(checked) => setDone(checked === true ? [...done, item] : done.filter((name) => name !== item))}
                      />
                      <Label htmlFor={"item-" + index} className={cn("flex-1 font-normal", done.includes(item) && "text-muted-foreground line-through")}>{item}</Label>
                      <Button variant="ghost" size="icon" aria-label={"Remove " + item} onClick={() => setItems(items.filter((name) => name !== item))}><XIcon /></Button>
                    </li>
                  ))}
                </ul>
                <p className="mt-3 text-sm text-muted-foreground" aria-live="polite">{done.filter((name) => items.includes(name)).length} of {items.length} done</p>
              </div>
            </section>
          );
        }`;
    }
    return code`
      const items = ${rows(items)};

      export default function ${at.component}() {
        const [open, setOpen] = useState("");

        return (
          ${open}
            <div className="mx-auto ${at.width}">
              ${heading}
              <ul className="mt-8 grid ${at.space.gap} ${items.length === 1 ? "max-w-md" : items.length === 2 || items.length === 4 ? "sm:grid-cols-2" : "sm:grid-cols-3"}">
                {items.map((item) => (
                  <li key={item.title} className="flex">
                    <Card className="w-full">
                      <CardHeader>
                        <CardTitle><h3>{item.title}</h3></CardTitle>
                        <CardDescription className="text-pretty">{item.description}</CardDescription>
                      </CardHeader>
                      <CardFooter className="mt-auto">
                        <Button
                          variant={open === item.title ? "secondary" : "default"} size="sm" className={cn(open !== item.title && "${at.solid}")}
                          aria-pressed={open === item.title} onClick={() => setOpen(open === item.title ? "" : item.title)}
                        >
                          {open === item.title ? "Chosen" : ${str(at.button("Choose"))}}
                        </Button>
                      </CardFooter>
                    </Card>
                  </li>
                ))}
              </ul>
            </div>
          </section>
        );
      }
    `;
  },
  describe: (spec) =>
    spec.shape === "form" || spec.shape === "dialog"
      ? `${spec.shape === "dialog" ? "a dialog and " : ""}the fields ${spoken(spec.fields.map((field) => field.label.toLowerCase()))}`
      : `${counted(spec.items.length, spec.shape === "tabs" ? "tab" : spec.shape === "buttons" ? "button" : spec.shape === "list" ? "entry" : "card", spec.shape === "list" ? "entries" : undefined)} (${spoken(spec.items)})`,
  followUps: (spec) =>
    spec.shape === "form" || spec.shape === "dialog"
      ? ["add a phone field", "title 'Apply now'", "make the button blue"]
      : ["six cards", "title 'Our favourites'", "make the button blue"],
});

interface FormLook {
  open: string;
  heading: string;
  dialog: boolean;
  button: string;
  solid: string;
  stack: string;
  title: string;
}

function composeForm(spec: Spec, component: string, look: FormLook): string {
  const form = code`
    <form onSubmit={submit} noValidate className="grid ${look.stack}">
      ${fieldRows(spec.fields)}
      <Button type="submit" className="${look.solid}">${text(look.button)}</Button>
    </form>`;
  return code`
    ${formLogic(spec.fields)}

    export default function ${component}() {
      const [values, setValues] = useState<Record<string, string>>({});
      const [errors, setErrors] = useState<Record<string, string>>({});
      const [notice, setNotice] = useState("");
      ${look.dialog && "const [open, setOpen] = useState(false);"}

      function update(name: string, value: string) {
        setValues((current) => ({ ...current, [name]: value }));
        setErrors((current) => ({ ...current, [name]: "" }));
      }

      function submit(event: FormEvent<HTMLFormElement>) {
        event.preventDefault();
        const found = validate(values);
        setErrors(found);
        if (Object.keys(found).length > 0) return;
        setNotice("Thank you, everything is noted.");
        ${look.dialog && "setOpen(false);"}
      }

      return (
        ${look.open}
          <div className="mx-auto max-w-xl">
            ${look.heading}
            ${
              look.dialog
                ? code`<Dialog open={open} onOpenChange={setOpen}>
              <DialogTrigger asChild>
                <Button className="mt-6 ${look.solid}">Open</Button>
              </DialogTrigger>
              <DialogContent>
                <DialogHeader>
                  <DialogTitle>${text(look.title)}</DialogTitle>
                  <DialogDescription>Fill in the fields and save.</DialogDescription>
                </DialogHeader>
                ${form}
              </DialogContent>
            </Dialog>`
                : code`<Card className="mt-6">
              <CardContent>${form}</CardContent>
            </Card>`
            }
            <p role="status" className="mt-3 min-h-5 text-sm text-muted-foreground">{notice}</p>
          </div>
        </section>
      );
    }
  `;
}
