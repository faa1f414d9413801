import { text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { editFields, wants } from "../reading/ask.ts";
import { type Field, fieldOf } from "../reading/fields.ts";
import type { Reading } from "../reading/reading.ts";
import { spoken } from "../reading/words.ts";
import { fieldRows, formLogic } from "./form-parts.ts";

interface Spec {
  fields: Field[];
  /** Address, phone and hours beside the form. */
  details: boolean;
}

const usual = ["name", "email", "subject", "message"].map(fieldOf);

function read(reading: Reading, previous: Spec | undefined): Spec {
  return {
    fields: editFields(reading, previous?.fields, usual),
    details: wants(
      reading,
      ["contact details", "office", "map", "opening hours", "side column", "contact info", "details panel"],
      previous?.details ?? false,
    ),
  };
}

const half = new Set(["text", "email", "tel", "select", "date", "time", "number", "url"]);

/** Short fields stand two in a row, as long as they come in pairs. */
function spans(fields: readonly Field[]): (field: Field) => string {
  const single = new Set<string>();
  let open: Field | undefined;
  for (const field of fields) {
    if (!half.has(field.type)) {
      if (open) single.add(open.name);
      open = undefined;
      single.add(field.name);
    } else open = open ? undefined : field;
  }
  if (open) single.add(open.name);
  return (field) => (single.has(field.name) ? "sm:col-span-2" : "");
}

export const contact = defineKind<Spec>({
  name: "contact",
  label: "a contact form",
  placement: "section",
  words: {
    contact: 8,
    "contact form": 12,
    "contact us": 10,
    "contact page": 12,
    "contact section": 12,
    "get in touch": 10,
    "inquiry form": 10,
    "enquiry form": 10,
    "feedback form": 10,
    "support form": 10,
    "lead form": 10,
    "quote form": 9,
    "booking form": 9,
    "message form": 9,
    kontakt: 10,
    kontaktformular: 12,
    contacto: 10,
    "formulaire de contact": 12,
    "formulario de contacto": 12,
  },
  read,
  compose(spec, at) {
    const first = spec.fields.find((field) => field.name === "name" || field.name === "firstName");
    return code`
      ${formLogic(spec.fields)}

      export default function ${at.component}() {
        const [values, setValues] = useState<Record<string, string>>({});
        const [errors, setErrors] = useState<Record<string, string>>({});
        const [sent, setSent] = useState(false);

        function update(name: string, value: string) {
          setValues((current) => ({ ...current, [name]: value }));
          setErrors((current) => ({ ...current, [name]: "" }));
        }

        function submit(event: FormEvent<HTMLFormElement>) {
          event.preventDefault();
          const found = validate(values);
          setErrors(found);
          setSent(Object.keys(found).length === 0);
        }

        function reset() {
          setValues({});
          setSent(false);
        }

        return (
          <section id="contact" className="${at.root} ${at.space.section} px-4 sm:px-6" aria-labelledby="contact-title">
            <div className="mx-auto grid ${spec.details ? "max-w-5xl gap-10 md:grid-cols-[minmax(0,1fr)_16rem] lg:grid-cols-[minmax(0,1fr)_20rem]" : "max-w-2xl gap-8"}">
              <div>
                <h2 id="contact-title" className="${at.size.section} ${at.headingColor} font-semibold tracking-tight">
                  ${text(at.title(at.brand ? `Talk to ${at.brand}` : "Get in touch"))}
                </h2>
                <p className="mt-3 text-muted-foreground">${text(at.subtitle("Write to us and we will answer within one working day."))}</p>
                <Card className="mt-8">
                  <CardContent>
                    {sent ? (
                      <div role="status" className="flex flex-col items-center gap-3 py-8 text-center">
                        <span className="flex size-12 items-center justify-center rounded-full ${at.accent.soft}">
                          <CheckIcon className="size-6" aria-hidden="true" />
                        </span>
                        <p className="text-lg font-medium">${first ? `Thank you{values["${first.name}"] ? ", " + values["${first.name}"] : ""}.` : "Thank you."}</p>
                        <p className="text-sm text-muted-foreground">Your message has been noted in this sample.</p>
                        <Button variant="outline" onClick={reset}>Write another message</Button>
                      </div>
                    ) : (
                      <form onSubmit={submit} noValidate className="grid ${at.space.stack} sm:grid-cols-2">
                        ${fieldRows(spec.fields, spans(spec.fields))}
                        <Button type="submit" className="sm:col-span-2 ${at.solid}">
                          <SendIcon aria-hidden="true" />
                          ${text(at.button("Send message"))}
                        </Button>
                      </form>
                    )}
                  </CardContent>
                </Card>
              </div>
              ${
                spec.details &&
                `<address className="flex flex-col gap-6 text-sm not-italic md:pt-32">
                <div className="flex gap-3">
                  <MapPinIcon className="size-5 shrink-0 ${at.accent.text}" aria-hidden="true" />
                  <p><strong className="block font-medium">Office</strong><span className="text-muted-foreground">12 Harbour Street, second floor</span></p>
                </div>
                <div className="flex gap-3">
                  <PhoneIcon className="size-5 shrink-0 ${at.accent.text}" aria-hidden="true" />
                  <p><strong className="block font-medium">Phone</strong><a href="tel:+15550100199" className="text-muted-foreground hover:underline">+1 555 010 0199</a></p>
                </div>
                <div className="flex gap-3">
                  <ClockIcon className="size-5 shrink-0 ${at.accent.text}" aria-hidden="true" />
                  <p><strong className="block font-medium">Hours</strong><span className="text-muted-foreground">Monday to Friday, 9:00 to 17:00</span></p>
                </div>
              </address>`
              }
            </div>
          </section>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      `the fields ${spoken(spec.fields.map((field) => field.label.toLowerCase()))}`,
      "validation",
      spec.details && "contact details",
    ]),
  followUps: (spec) => [
    spec.fields.some((field) => field.name === "phone") ? "remove the phone field" : "add a phone field",
    spec.details ? "remove the opening hours" : "add opening hours",
    "rename Message to Project details",
  ],
});
