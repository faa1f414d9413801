import { type Item, listNear, listsAfterWith } from "./lists.ts";
import type { Source } from "./tokens.ts";
import { camel, sameWord, sentence } from "./words.ts";

export type FieldType =
  | "text"
  | "email"
  | "password"
  | "tel"
  | "url"
  | "number"
  | "date"
  | "time"
  | "textarea"
  | "select"
  | "checkbox"
  | "file";

export interface Field {
  /** An identifier, for state and `name`. */
  name: string;
  label: string;
  type: FieldType;
  required: boolean;
  placeholder?: string;
  autoComplete?: string;
  options?: string[];
}

type Known = Omit<Field, "name" | "required"> & { words: string; optional?: boolean };

/** Fields that forms commonly ask for; the first word list that fits wins. */
const known: Known[] = [
  {
    words: "first name|firstname|given name|vorname|prenom",
    label: "First name",
    type: "text",
    placeholder: "Ada",
    autoComplete: "given-name",
  },
  {
    words: "last name|lastname|surname|family name|nachname|apellido",
    label: "Last name",
    type: "text",
    placeholder: "Lovelace",
    autoComplete: "family-name",
  },
  {
    words: "user name|username|handle|benutzername",
    label: "Username",
    type: "text",
    placeholder: "ada",
    autoComplete: "username",
  },
  {
    words: "full name|your name|name|nom|nombre",
    label: "Name",
    type: "text",
    placeholder: "Ada Lovelace",
    autoComplete: "name",
  },
  {
    words: "email address|work email|email|mail|correo",
    label: "Email",
    type: "email",
    placeholder: "you@example.com",
    autoComplete: "email",
  },
  {
    words: "confirm password|password confirmation|repeat password",
    label: "Confirm password",
    type: "password",
    autoComplete: "new-password",
  },
  {
    words: "password|passwort|contrasena|mot de passe",
    label: "Password",
    type: "password",
    autoComplete: "new-password",
  },
  {
    words: "phone number|phone|telephone|telefon|mobile|telefono",
    label: "Phone",
    type: "tel",
    placeholder: "+1 555 010 0199",
    autoComplete: "tel",
    optional: true,
  },
  {
    words: "company name|company|organisation|organization|firma|empresa|entreprise|business name",
    label: "Company",
    type: "text",
    placeholder: "Company name",
    autoComplete: "organization",
    optional: true,
  },
  {
    words: "job title|role|position",
    label: "Role",
    type: "text",
    placeholder: "Product designer",
    autoComplete: "organization-title",
    optional: true,
  },
  {
    words: "website|url|link|homepage",
    label: "Website",
    type: "url",
    placeholder: "https://example.com",
    autoComplete: "url",
    optional: true,
  },
  {
    words: "budget",
    label: "Budget",
    type: "select",
    options: ["Under $5,000", "$5,000 to $20,000", "$20,000 to $50,000", "Over $50,000"],
  },
  {
    words: "country|land|pays|pais",
    label: "Country",
    type: "select",
    options: ["Austria", "Canada", "France", "Germany", "Spain", "Switzerland", "United Kingdom", "United States"],
    autoComplete: "country-name",
  },
  {
    words: "street address|street|address|adresse|direccion",
    label: "Address",
    type: "text",
    placeholder: "12 Harbour Street",
    autoComplete: "street-address",
  },
  {
    words: "city|town|stadt|ville|ciudad",
    label: "City",
    type: "text",
    placeholder: "Lisbon",
    autoComplete: "address-level2",
  },
  {
    words: "zip code|postal code|postcode|zip|plz",
    label: "Postal code",
    type: "text",
    placeholder: "1100-148",
    autoComplete: "postal-code",
  },
  { words: "state|region|province", label: "State", type: "text", autoComplete: "address-level1" },
  { words: "subject|topic|betreff|sujet|asunto", label: "Subject", type: "text", placeholder: "What is this about?" },
  {
    words: "message|nachricht|mensaje|comment|notes|note|description|details|bio|feedback|question",
    label: "Message",
    type: "textarea",
    placeholder: "Tell us a little more",
  },
  { words: "date of birth|birthday|birth date|dob", label: "Date of birth", type: "date", autoComplete: "bday" },
  { words: "due date|start date|end date|date|deadline|check in|check out", label: "Date", type: "date" },
  { words: "time|arrival time", label: "Time", type: "time" },
  {
    words: "age|quantity|amount|guests|number of guests|seats|price|salary|number of people|party size",
    label: "Amount",
    type: "number",
    placeholder: "1",
  },
  {
    words: "department|team",
    label: "Department",
    type: "select",
    options: ["Sales", "Support", "Partnerships", "Press"],
  },
  {
    words: "category|priority|severity|status|type|reason",
    label: "Category",
    type: "select",
    options: ["Low", "Normal", "High"],
  },
  { words: "terms|consent|newsletter|privacy|agreement", label: "Terms", type: "checkbox" },
  {
    words: "resume|cv|attachment|photo|picture|avatar|file|screenshot|document|logo",
    label: "Attachment",
    type: "file",
    optional: true,
  },
];

/** Labels that keep the person's own word though the type comes from a shared entry. */
const keepsWord = new Set(["textarea", "date", "time", "number", "select", "file", "checkbox"]);

/** The field that a phrase names; an unknown noun is a text field with that label. */
export function fieldOf(phraseText: string): Field {
  const optional = /\boptional\b/i.test(phraseText);
  const clean = phraseText
    .replace(
      /\b(?:optional|required|mandatory|fields?|inputs?|box|selector|dropdown|picker|textarea|text area|checkbox|tick box|a|an|the)\b/gi,
      " ",
    )
    .replace(/\s+/g, " ")
    .trim();
  const label = sentence(clean || phraseText).slice(0, 48);
  const words = label.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const found = known.find((entry) => entry.words.split("|").some((word) => sameWord(words, word)));
  const wide = found ?? known.find((entry) => entry.words.split("|").some((word) => words.endsWith(` ${word}`)));
  const type = /\bcheckbox|tick box/i.test(phraseText)
    ? "checkbox"
    : /\b(?:dropdown|select)/i.test(phraseText)
      ? "select"
      : /\btext ?area\b/i.test(phraseText)
        ? "textarea"
        : (wide?.type ?? "text");
  const shown = found && !keepsWord.has(found.type) ? found.label : label;
  return {
    name: camel(shown),
    label: shown,
    type,
    required:
      /\b(?:required|mandatory)\b/i.test(phraseText) || !(optional || wide?.optional === true || type === "checkbox"),
    ...(wide?.placeholder !== undefined && wide.type === type ? { placeholder: wide.placeholder } : {}),
    ...(wide?.autoComplete === undefined ? {} : { autoComplete: wide.autoComplete }),
    ...(type === "select" ? { options: wide?.options ?? ["Option one", "Option two", "Option three"] } : {}),
  };
}

/** Whether a phrase names a field that forms commonly have. */
export function isKnownField(norm: string): boolean {
  const words = norm.replace(/\b(?:field|input|optional|required)s?\b/g, "").trim();
  return known.some((entry) =>
    entry.words.split("|").some((word) => sameWord(words, word) || words.endsWith(` ${word}`)),
  );
}

const notFields =
  /\b(?:buttons?|toggle|switch|tabs?|social|google|github|apple|links?|columns?|captcha|validation|animation|illustration|image|map|sidebar|footer|header|icons?|cards?|table|chart|section|page|form|states?|errors?|theme|mode|heading|title|forgot|remember|rows|steps|tiers|plans|faq|gradient|background|border|corners?|layout)\b/;

/** The fields that a turn lists, or nothing when it lists none. */
export function readFields(source: Source): Field[] | undefined {
  const named = listNear(source, ["field", "input", "feld", "felder", "champ", "campo"]);
  const items = named?.filter(isFieldLike) ?? listed(source);
  if (!items || items.length === 0) return undefined;
  return distinct(items.map((item) => fieldOf(item.text)));
}

function listed(source: Source): Item[] | undefined {
  const items = listsAfterWith(source).filter(isFieldLike);
  return items.some((item) => isKnownField(item.norm)) ? items : undefined;
}

const countedText = /^(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|several|some)(?: |$))/;

const isFieldLike = (item: Item): boolean =>
  item.text.length <= 48 && !notFields.test(item.norm) && !countedText.test(item.text);

/** Fields with equal names only once. */
export function distinct(fields: readonly Field[]): Field[] {
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}
