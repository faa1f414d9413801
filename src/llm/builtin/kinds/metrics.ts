import { listsAfterWith } from "../reading/lists.ts";
import type { Reading } from "../reading/reading.ts";
import { sentence } from "../reading/words.ts";

/** Sample figures by name, and the usual metrics of a subject. */
export interface Metric {
  label: string;
  value: string;
  change: number;
  icon: string;
  series: number[];
}

const known: [words: RegExp, value: string, change: number, icon: string][] = [
  [/team members/i, "14", 7.7, "UsersIcon"],
  [/overdue/i, "4", -20, "ListChecksIcon"],
  [/completed|resolved|closed/i, "128", 9.4, "ListChecksIcon"],
  [/heart rate|pulse/i, "68 bpm", -1.4, "HeartPulseIcon"],
  [/temperature/i, "18 °C", 1.2, "ThermometerIcon"],
  [/humidity/i, "62%", -3.0, "DropletsIcon"],
  [/\bwind\b/i, "14 km/h", 2.1, "WindIcon"],
  [/\brain/i, "2.4 mm", -0.8, "CloudRainIcon"],
  [/uptime|availability/i, "99.98%", 0.1, "ActivityIcon"],
  [/average (?:order|bill)|basket/i, "$64.20", 2.2, "ReceiptIcon"],
  [/average stay/i, "2.6 nights", 0.4, "BedDoubleIcon"],
  [/\bsleep/i, "7h 20m", 1.8, "MoonIcon"],
  [/consumption|energy used/i, "412 kWh", -3.4, "PlugZapIcon"],
  [/production|generated/i, "298 kWh", 6.2, "SunIcon"],
  [/time|duration|latency/i, "1m 42s", -2.3, "ClockIcon"],
  [/balance|portfolio|stock value|cash flow/i, "$24,860", 3.1, "WalletIcon"],
  [/expenses?|costs?\b|spend/i, "$3,190", -1.9, "CreditCardIcon"],
  [/volume/i, "$1.2M", 4.8, "ArrowLeftRightIcon"],
  [/savings?$|profit/i, "$1,240", 5.4, "PiggyBankIcon"],
  [/revenue|sales|income|umsatz|earnings|turnover|mrr|arr\b/i, "$48,290", 12.4, "DollarSignIcon"],
  [/churn|refund|bounce|errors?|incidents?/i, "1.8%", -0.4, "TrendingDownIcon"],
  [/occupancy|attendance|on-time|satisfaction|win rate|savings rate|engagement/i, "84%", 2.4, "GaugeIcon"],
  [/conversion|rate|ctr|retention|24h change/i, "3.42%", 0.6, "PercentIcon"],
  [
    /users|members|people|customers|subscribers|sign-?ups|visitors|patients|students|followers|employees|leads/i,
    "2,845",
    8.1,
    "UsersIcon",
  ],
  [/overdue|open|pending|free beds|courses/i, "12", -1.0, "ListChecksIcon"],
  [/orders|purchases|bookings|tickets|shipments|reservations|appointments/i, "1,204", 3.6, "ShoppingCartIcon"],
  [/session|views|traffic|visits|requests|impressions/i, "64.1k", 5.2, "EyeIcon"],
  [/storage|memory|disk|cpu|gpu|load/i, "72%", 4.0, "CpuIcon"],
  [/tasks|projects|issues|deals/i, "37", 2.0, "ListChecksIcon"],
  [/\bsteps/i, "8,412", 6.0, "FootprintsIcon"],
  [/calories/i, "1,930", -2.6, "FlameIcon"],
];

/** A believable figure for a metric of that name; equal names give equal figures. */
export function metricOf(label: string, index: number): Metric {
  const found = known.find(([words]) => words.test(label));
  const seed = [...label].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7 + index);
  const change = found?.[2] ?? ((seed % 170) - 50) / 10;
  return {
    label,
    value: found?.[1] ?? (200 + seed * 7).toLocaleString("en-US"),
    change,
    icon: found?.[3] ?? "ActivityIcon",
    series: Array.from({ length: 8 }, (_, day) => 20 + ((seed * (day + 3)) % 23) + Math.round(day * change * 0.35)),
  };
}

const isMetric = (label: string): boolean => known.some(([words]) => words.test(label));

export const usualMetrics = [
  "Revenue",
  "Active users",
  "Orders",
  "Conversion rate",
  "Page views",
  "Session time",
  "Churn",
  "Open projects",
];

interface Subject {
  words: string;
  metrics: string[];
  /** Title, sample noun and columns of its table. */
  table?: [title: string, noun: string, columns: string[]];
}

const subjects: Subject[] = [
  {
    words: "revenue|sales|coffee shop|shop|store|e-?commerce|retail",
    metrics: ["Revenue", "Orders", "Conversion rate", "New customers", "Average order", "Refund rate"],
  },
  { words: "saas|subscription", metrics: ["MRR", "Active users", "Churn", "Conversion rate", "Signups"] },
  {
    words: "marketing|social media|campaign|blog",
    metrics: ["Visitors", "Signups", "Conversion rate", "Bounce rate", "Followers", "Ad spend"],
  },
  {
    words: "finance|banking|budget|accounting|expense",
    metrics: ["Balance", "Income", "Expenses", "Savings rate", "Cash flow", "Open invoices"],
    table: ["Latest transactions", "transaction", ["Transaction", "Date", "Category", "Amount"]],
  },
  {
    words: "support|helpdesk|help desk|customer service",
    metrics: ["Open tickets", "Response time", "Resolved tickets", "Satisfaction"],
    table: ["Latest tickets", "ticket", ["Ticket", "Customer", "Priority", "Created"]],
  },
  {
    words: "project management|project|task|sprint",
    metrics: ["Open tasks", "Completed tasks", "Overdue tasks", "Team members"],
    table: ["Tasks", "task", ["Task", "Owner", "Status", "Due date"]],
  },
  {
    words: "server|gpu|infrastructure|devops|monitoring|iot|api",
    metrics: ["Requests", "Error rate", "Response time", "Uptime", "CPU load", "Memory"],
  },
  { words: "energy|solar|power", metrics: ["Consumption", "Production", "Savings", "Grid load"] },
  { words: "fitness|workout|health", metrics: ["Steps", "Calories", "Heart rate", "Sleep"] },
  { words: "hospital|clinic|medical", metrics: ["Patients", "Appointments", "Free beds", "Waiting time"] },
  { words: "school|university|learning|course", metrics: ["Students", "Attendance", "Courses", "Open assignments"] },
  { words: "hotel|booking|travel", metrics: ["Occupancy", "Bookings", "Revenue", "Average stay"] },
  { words: "restaurant|cafe|bakery", metrics: ["Revenue", "Orders", "Reservations", "Average bill"] },
  {
    words: "logistics|delivery|shipping|warehouse|inventory",
    metrics: ["Shipments", "On-time rate", "Delivery time", "Stock value"],
  },
  {
    words: "crypto|trading|investment|portfolio|stock",
    metrics: ["Portfolio value", "24h change", "Trading volume", "Open positions"],
  },
  { words: "hr|people|recruiting", metrics: ["Employees", "Open positions", "Attendance", "New leads"] },
  {
    words: "crm",
    metrics: ["Leads", "Deals", "Win rate", "Revenue"],
    table: ["Latest deals", "deal", ["Deal", "Company", "Stage", "Value"]],
  },
  { words: "weather|climate", metrics: ["Temperature", "Humidity", "Wind", "Rainfall"] },
  { words: "analytics|admin|website|web|traffic", metrics: usualMetrics },
];

const before = /^.*?(?=\s(?:with|showing|shows|including|that|which|containing|having)\b|[.:;,\n]|$)/is;
const listed = subjects.map((subject) => ({ subject, words: new RegExp(`\\b(?:${subject.words})s?\\b`, "i") }));

/** What a turn is about ("sales", "project management"), lower case, read from the words before its parts; or "". */
export function subjectOf(turn: string): string {
  const head = before.exec(turn)?.[0] ?? "";
  const places = listed
    .map(({ words }) => words.exec(head))
    .filter((found) => found !== null)
    .sort((a, b) => a.index - b.index);
  return places[0]?.[0].toLowerCase() ?? "";
}

const subjectNamed = (name: string): Subject | undefined =>
  name === "" ? undefined : listed.find(({ words }) => words.test(name))?.subject;

/** The usual metrics of a subject, and the general ones after them. */
export const metricsOf = (name: string): string[] => [
  ...new Set([...(subjectNamed(name)?.metrics ?? []), ...usualMetrics]),
];

/** The entries of a dashboard's navigation, with their icons. */
export function navigationOf(name: string): [label: string, icon: string][] {
  const subject = subjectNamed(name);
  const sells = !subject || subject.metrics.some((metric) => /^(?:Revenue|Orders|Bookings)$/.test(metric));
  const own: [string, string][] = subject?.table
    ? [
        [sentence(`${subject.table[1]}s`), "ListChecksIcon"],
        ["Team", "UsersIcon"],
      ]
    : sells
      ? [
          ["Customers", "UsersIcon"],
          ["Orders", "PackageIcon"],
        ]
      : [["History", "HistoryIcon"]];
  return [["Overview", "LayoutDashboardIcon"], ["Reports", "ChartColumnIcon"], ...own, ["Settings", "SettingsIcon"]];
}

/** The table that goes with a subject. */
export const tableOf = (name: string): { title: string; noun: string; columns: string[] } => {
  const [title, noun, columns] = subjectNamed(name)?.table ?? [
    "Recent orders",
    "order",
    ["Order", "Customer", "Status", "Total"],
  ];
  return { title, noun, columns };
};

/** "showing revenue, orders and churn": two or more known metrics in a list. */
export function listedMetrics(reading: Reading): string[] | undefined {
  const names = listsAfterWith(reading.source)
    .filter(
      (item) =>
        !/\b(?:chart|graph|table|sidebar|range|feed|card|stat|kpi|metric|recent|list)/.test(item.norm) &&
        isMetric(item.norm),
    )
    .map((item) => sentence(item.text).slice(0, 32));
  return names.length > 1 ? [...new Set(names)].slice(0, 8) : undefined;
}
