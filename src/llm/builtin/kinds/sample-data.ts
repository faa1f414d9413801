import { camel } from "../reading/words.ts";

export type ColumnType = "text" | "email" | "status" | "date" | "number" | "money" | "percent";

export interface Column {
  key: string;
  label: string;
  type: ColumnType;
}

/** What a column of that name holds. */
export function typeOf(label: string): ColumnType {
  const name = label.toLowerCase();
  if (/e-?mail/.test(name)) return "email";
  if (/status|state|stage|priority|plan|tier|role|category|type|department|severity/.test(name)) return "status";
  if (/date|joined|created|updated|due|active|since|deadline|birthday|start|end$/.test(name)) return "date";
  if (/amount|price|total|spent|revenue|salary|cost|budget|balance|value|mrr|fee/.test(name)) return "money";
  if (/progress|rate|load|share|percent|score/.test(name)) return "percent";
  if (/stock|quantity|qty|count|age|year|seats|number of|orders|visits|points|rating|hours|days|size/.test(name))
    return "number";
  return "text";
}

const first = [
  "Ada",
  "Bruno",
  "Chiara",
  "Dmitri",
  "Elena",
  "Farid",
  "Grace",
  "Hugo",
  "Ines",
  "Jonas",
  "Keiko",
  "Liam",
  "Maya",
  "Noor",
  "Oscar",
  "Priya",
];
const last = [
  "Alvarez",
  "Brandt",
  "Costa",
  "Duval",
  "Eriksen",
  "Fischer",
  "Gupta",
  "Hansen",
  "Ito",
  "Jansen",
  "Kovacs",
  "Lindqvist",
];
const values: [words: RegExp, options: string[]][] = [
  [/priority|severity/i, ["High", "Normal", "Low"]],
  [/stage/i, ["Lead", "Proposal", "Negotiation", "Won"]],
  [/role/i, ["Admin", "Editor", "Viewer"]],
  [/plan|tier/i, ["Free", "Pro", "Team"]],
  [/department/i, ["Design", "Engineering", "Sales", "Support"]],
  [/category|type/i, ["Hardware", "Software", "Service", "Training"]],
  [/status|state/i, ["Active", "Pending", "Paused", "Archived"]],
  [
    /company|organi[sz]ation|supplier|vendor/i,
    ["Northwind Sample", "Blue Fern Sample", "Harbour Sample", "Juniper Sample", "Quarry Sample"],
  ],
  [/location|city|region|office/i, ["Lisbon", "Berlin", "Toronto", "Osaka", "Nairobi"]],
  [/country/i, ["Portugal", "Germany", "Canada", "Japan", "Kenya"]],
  [/course|subject/i, ["Mathematics", "History", "Biology", "Design"]],
  [/grade/i, ["A", "B", "B+", "C"]],
  [
    /product/i,
    ["Desk lamp", "Notebook", "Standing desk", "Headphones", "Backpack", "Water bottle", "Keyboard", "Monitor arm"],
  ],
  [
    /task|issue|ticket/i,
    [
      "Review the contract",
      "Update the pricing page",
      "Fix the sign-in error",
      "Plan the spring release",
      "Write the release notes",
      "Clean up old accounts",
    ],
  ],
  [/project|deal/i, ["Website relaunch", "Mobile app", "Warehouse move", "Brand refresh", "Data migration"]],
  [/title|book/i, ["The Quiet Harbour", "Notes on Light", "A Field Guide to Rain", "Seven Small Rooms"]],
  [/notes?|comment|description/i, ["Call back next week", "Prefers email", "Waiting for approval", "No remarks"]],
];

const pick = <Value>(options: readonly Value[], index: number): Value | undefined => options[index % options.length];

/** Rows of believable sample values; the same columns give the same rows. */
export function sampleRows(
  columns: readonly Column[],
  count: number,
  subject: string,
): Record<string, string | number>[] {
  return Array.from({ length: count }, (_, index) => {
    const row: Record<string, string | number> = { id: `${camel(subject)}-${index + 1}` };
    for (const column of columns) row[column.key] = valueFor(column, index, subject);
    return row;
  });
}

function valueFor({ label, type }: Column, index: number, subject: string): string | number {
  const given = pick(first, index * 5 + 1) ?? "Ada";
  const family = pick(last, index * 7 + 3) ?? "Costa";
  if (type === "email") return `${given}.${family}@example.com`.toLowerCase();
  if (type === "date") return `2026-${pad(1 + ((index * 5 + 2) % 12))}-${pad(1 + ((index * 11 + 6) % 28))}`;
  if (type === "money") return Math.round(((index * 7919 + 1234) % 9600) * 10 + 1990) / 100;
  if (type === "percent") return `${(index * 37 + 20) % 100}%`;
  if (type === "number")
    return /year/i.test(label)
      ? 1990 + ((index * 13) % 36)
      : /rating/i.test(label)
        ? 3 + (index % 3)
        : (index * 53 + 17) % 240;
  const known = values.find(([words]) => words.test(label));
  if (known) return pick(known[1], index * 3 + (index >> 2)) ?? "";
  if (/\b(?:order|invoice|sku|id|number|code)\b/i.test(label))
    return `${label.slice(0, 3).toUpperCase()}-${1042 + index * 7}`;
  if (
    /name|customer|user|owner|assignee|author|person|doctor|contact|member|employee|student|patient|client/i.test(label)
  )
    return `${given} ${family}`;
  return `${label} ${index + 1}`.slice(0, 40) || `${subject} ${index + 1}`;
}

const pad = (value: number): string => String(value).padStart(2, "0");
