import { attr, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { choice, find } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { sentence } from "../reading/words.ts";
import type { Setting } from "../setting.ts";

export type ChartType = "area" | "bar" | "line" | "pie" | "radar";

const phrases: Record<ChartType, string[]> = {
  area: ["area chart", "area graph", "area"],
  bar: ["bar chart", "bar graph", "bars", "column chart", "histogram", "balkendiagramm"],
  line: ["line chart", "line graph", "line", "lines", "liniendiagramm"],
  pie: ["pie chart", "pie", "donut", "doughnut", "donut chart", "kreisdiagramm"],
  radar: ["radar chart", "radar", "spider chart"],
};

/** Chart types that a turn asks for in order, asks away, and replaces ("swap the bar chart for a line chart"). */
export function chartWords(reading: Reading): {
  wanted: ChartType[];
  unwanted: ChartType[];
  replaced: ChartType | undefined;
} {
  const found: { type: ChartType; at: number; negated: boolean }[] = [];
  for (const type of types) {
    const places = phrases[type].map((phrase) => drawn(reading, phrase)).filter((at) => at >= 0);
    if (places.length > 0) {
      const at = Math.min(...places);
      found.push({ type, at, negated: reading.negated[at] === true });
    }
  }
  found.sort((a, b) => a.at - b.at);
  const old = reading.renames.flatMap((rename) =>
    types.filter((type) =>
      phrases[type].some((phrase) =>
        ` ${rename.from.toLowerCase()} `.includes(` ${phrase.replace(/ chart| graph/, "")} `),
      ),
    ),
  );
  const replaced = old[0];
  return {
    wanted: found.filter((hit) => !hit.negated && hit.type !== replaced).map((hit) => hit.type),
    unwanted: found.filter((hit) => hit.negated).map((hit) => hit.type),
    replaced,
  };
}

/** Where a chart is named; "search bar" and "copyright line" name none. */
function drawn(reading: Reading, phrase: string, from = 0): number {
  const at = find(reading, phrase, from);
  const before = reading.source.tokens[at - 1]?.norm ?? "";
  const other = /^(?:search|nav|navigation|side|progress|tool|top|app|status|action|save|copyright|drop|text|trend)$/;
  return at >= 0 && other.test(before) && !phrase.includes(" ") ? drawn(reading, phrase, at + 1) : at;
}

const types: ChartType[] = ["area", "bar", "line", "pie", "radar"];

export type Period = "hour" | "day" | "week" | "month" | "quarter";

interface Span {
  /** "weekly". */
  adverb: string;
  /** What the two series are. */
  current: string;
  previous: string;
  labels: string[];
  /** Lengths to choose from; none for a short series. */
  ranges: number[];
}

const numbered = (count: number, name: (at: number) => string): string[] =>
  Array.from({ length: count }, (_, at) => name(at));

const spans: Record<Period, Span> = {
  hour: {
    adverb: "hourly",
    current: "Today",
    previous: "Yesterday",
    labels: numbered(24, (at) => `${String(at).padStart(2, "0")}:00`),
    ranges: [6, 12, 24],
  },
  day: {
    adverb: "daily",
    current: "This month",
    previous: "Last month",
    labels: numbered(28, (at) => `Day ${at + 1}`),
    ranges: [7, 14, 28],
  },
  week: {
    adverb: "weekly",
    current: "This year",
    previous: "Last year",
    labels: numbered(12, (at) => `W${at + 1}`),
    ranges: [4, 8, 12],
  },
  month: {
    adverb: "monthly",
    current: "This year",
    previous: "Last year",
    labels: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    ranges: [3, 6, 12],
  },
  quarter: {
    adverb: "quarterly",
    current: "This year",
    previous: "Last year",
    labels: ["Q1", "Q2", "Q3", "Q4"],
    ranges: [],
  },
};

export const spanOf = (period: Period): Span => spans[period];

const periodWords: Record<Period, string[]> = {
  hour: ["hourly", "per hour", "by hour"],
  day: ["daily", "per day", "by day"],
  week: ["weekly", "per week", "by week"],
  month: ["monthly", "per month", "by month"],
  quarter: ["quarterly", "per quarter", "by quarter"],
};

/** How finely the charts divide time. */
export const readPeriod = (reading: Reading, previous: Period): Period => choice(reading, periodWords, previous);

const wave = [0, 22, 14, 40, 30, 56, 44, 70, 58, 84, 72, 102];

/** Sample rows of the charts: `{ label, current, previous }`. */
export const seriesOf = (period: Period) =>
  spans[period].labels.map((label, index) => ({
    label,
    current: 186 + (wave[index % 12] ?? 0) + Math.floor(index / 12) * 48,
    previous: 142 + (wave[(index + 5) % 12] ?? 0) / 2 + index * 4,
  }));

const usualTitles: Record<ChartType, string> = {
  area: "Revenue",
  bar: "Orders",
  line: "Visitors",
  pie: "Share of the period",
  radar: "Balance",
};

export interface ChartRules {
  /** Name of the metric that is drawn, where there is one. */
  metric: string | undefined;
  period: Period;
}

/** Title and description of a chart: "Weekly revenue", "This year against last year". */
function wordsOf(type: ChartType, { metric, period }: ChartRules): [title: string, description: string] {
  const { adverb, current, previous } = spans[period];
  const name = metric ?? usualTitles[type];
  if (type === "pie") return [`${name} by ${period}`, "How the period is made up"];
  if (type === "radar") return [name, `Every ${period} at a glance`];
  const lower = /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
  return [sentence(`${adverb} ${lower}`), `${current} against ${previous.toLowerCase()}`];
}

/** Module code and the card of one chart; it draws `data`, rows of `{ label, current, previous }`. */
export function chartCode(
  type: ChartType,
  index: number,
  at: Setting,
  rules: ChartRules,
): { module: string; element: string } {
  const config = `${type}Config${index + 1}`;
  const accent = at.accent.css;
  const [title, description] = wordsOf(type, rules);
  const { current, previous } = spans[rules.period];
  const module =
    type === "pie"
      ? `const ${config} = { current: { label: "${current}", color: "${accent}" } } satisfies ChartConfig;
         const shades${index + 1} = ["var(--chart-1)", "var(--chart-2)", "var(--chart-3)", "var(--chart-4)", "var(--chart-5)", "${accent}"];`
      : `const ${config} = {
           current: { label: "${current}", color: "${accent}" },
           previous: { label: "${previous}", color: "var(--muted-foreground)" },
         } satisfies ChartConfig;`;
  const element = code`
    <Card>
      <CardHeader>
        <CardTitle><h2>${text(title)}</h2></CardTitle>
        <CardDescription>${description}</CardDescription>
      </CardHeader>
      <CardContent>
        <ChartContainer config={${config}} className="aspect-auto h-64 w-full" role="img" aria-label=${attr(`${title}: ${description}`)}>
          ${drawing(type, index)}
        </ChartContainer>
      </CardContent>
    </Card>`;
  return { module, element };
}

const axes = `
  <CartesianGrid vertical={false} />
  <XAxis dataKey="label" tickLine={false} axisLine={false} tickMargin={8} />
  <ChartTooltip content={<ChartTooltipContent />} />`;

function drawing(type: ChartType, index: number): string {
  if (type === "area") {
    return `<AreaChart data={data} margin={{ left: 12, right: 12 }} accessibilityLayer>${axes}
      <Area dataKey="previous" type="monotone" stroke="var(--color-previous)" fill="none" strokeWidth={2} strokeDasharray="4 4" />
      <Area dataKey="current" type="monotone" stroke="var(--color-current)" fill="var(--color-current)" fillOpacity={0.2} strokeWidth={2} />
    </AreaChart>`;
  }
  if (type === "bar") {
    return `<BarChart data={data} accessibilityLayer>${axes}
      <Bar dataKey="previous" fill="var(--color-previous)" fillOpacity={0.35} radius={4} />
      <Bar dataKey="current" fill="var(--color-current)" radius={4} />
    </BarChart>`;
  }
  if (type === "line") {
    return `<LineChart data={data} margin={{ left: 12, right: 12 }} accessibilityLayer>${axes}
      <Line dataKey="previous" type="monotone" stroke="var(--color-previous)" strokeWidth={2} strokeDasharray="4 4" dot={false} />
      <Line dataKey="current" type="monotone" stroke="var(--color-current)" strokeWidth={2} dot={false} />
    </LineChart>`;
  }
  if (type === "radar") {
    return `<RadarChart data={data}>
      <PolarGrid />
      <PolarAngleAxis dataKey="label" />
      <ChartTooltip content={<ChartTooltipContent />} />
      <Radar dataKey="current" stroke="var(--color-current)" fill="var(--color-current)" fillOpacity={0.25} />
    </RadarChart>`;
  }
  return `<PieChart>
    <ChartTooltip content={<ChartTooltipContent nameKey="label" />} />
    <Pie data={data} dataKey="current" nameKey="label" innerRadius={56} strokeWidth={2}>
      {data.map((entry, place) => (
        <Cell key={entry.label} fill={shades${index + 1}[place % shades${index + 1}.length] ?? "var(--chart-1)"} />
      ))}
    </Pie>
  </PieChart>`;
}
