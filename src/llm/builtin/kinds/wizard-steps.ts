/** One field of a step; `required` unless it says otherwise, a checkbox never. */
export interface StepField {
  label: string;
  type:
    | "text"
    | "email"
    | "password"
    | "tel"
    | "textarea"
    | "select"
    | "choice"
    | "checkbox"
    | "number"
    | "date"
    | "url";
  options?: string[];
  /** Beside each option of a choice. */
  notes?: string[];
  required?: boolean;
  placeholder?: string;
}

const name: StepField = { label: "Full name", type: "text", placeholder: "Ada Lovelace" };
const email: StepField = { label: "Email", type: "email", placeholder: "you@example.com" };
const templates: [words: RegExp, hint: string, fields: StepField[]][] = [
  [
    /account|sign|login|personal|you\b|contact/i,
    "Who are you, and how can we reach you?",
    [name, email, { label: "Password", type: "password", placeholder: "At least 8 characters" }],
  ],
  [
    /team|company|organi[sz]ation|workspace|business/i,
    "Tell us about the people who will use it.",
    [
      { label: "Team name", type: "text", placeholder: "Harbour Studio" },
      { label: "Team size", type: "select", options: ["Just me", "2 to 10", "11 to 50", "More than 50"] },
    ],
  ],
  [
    /plan|pricing|subscription|package|tier/i,
    "You can change it at any time.",
    [
      {
        label: "Plan",
        type: "choice",
        options: ["Starter", "Pro", "Team"],
        notes: ["Free, for one project", "$12 a month, unlimited projects", "$29 a month, roles and history"],
      },
    ],
  ],
  [
    /profile|about|bio/i,
    "What others will see.",
    [
      { label: "Display name", type: "text", placeholder: "ada" },
      { label: "Role", type: "select", options: ["Design", "Engineering", "Product", "Something else"] },
      { label: "Short bio", type: "textarea", required: false },
    ],
  ],
  [
    /address|shipping|delivery|location/i,
    "Where should it go?",
    [
      { label: "Street", type: "text", placeholder: "12 Harbour Street" },
      { label: "City", type: "text", placeholder: "Lisbon" },
      { label: "Postal code", type: "text", placeholder: "1100-148" },
    ],
  ],
  [
    /payment|billing|card/i,
    "Nothing is charged in this sample.",
    [
      { label: "Name on card", type: "text", placeholder: "Ada Lovelace" },
      { label: "Card number", type: "text", placeholder: "4242 4242 4242 4242" },
    ],
  ],
  [
    /preference|setting|notification|custom/i,
    "Make it yours.",
    [
      { label: "Language", type: "select", options: ["English", "German", "French", "Spanish"] },
      { label: "Send a weekly summary", type: "checkbox", required: false },
    ],
  ],
  [
    /project|goal|detail|info/i,
    "A few words are enough.",
    [
      { label: "Title", type: "text", placeholder: "A short name" },
      { label: "Description", type: "textarea", required: false },
    ],
  ],
  [
    /date|time|schedule|booking|appointment/i,
    "Pick what suits you.",
    [
      { label: "Date", type: "date" },
      {
        label: "Time of day",
        type: "choice",
        options: ["Morning", "Afternoon", "Evening"],
        notes: ["9 to 12", "13 to 17", "18 to 20"],
      },
    ],
  ],
  [
    /invite|member|colleague/i,
    "You can do this later as well.",
    [{ label: "Email of a colleague", type: "email", required: false, placeholder: "lena@example.com" }],
  ],
];
/** A step that shows what was entered. */
export const isReview = (step: string): boolean =>
  /review|confirm|summary|check|overview|finish|done|complete/i.test(step);

/** The hint and fields that fit a step of that name. */
export function stepOf(title: string): { hint: string; fields: StepField[] } {
  const found = templates.find(([words]) => words.test(title));
  if (found) return { hint: found[1], fields: found[2] };
  return {
    hint: "Fill in what is needed to go on.",
    fields: [
      { label: title, type: "text" },
      { label: "Notes", type: "textarea", required: false },
    ],
  };
}
