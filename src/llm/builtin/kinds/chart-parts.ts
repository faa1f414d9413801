import { code } from "../code/template.ts";
import { find } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
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
    const places = phrases[type].map((phrase) => find(reading, phrase)).filter((at) => at >= 0);
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

const types: ChartType[] = ["area", "bar", "line", "pie", "radar"];

const titles: Record<ChartType, [title: string, description: string]> = {
  area: ["Revenue", "This year against last year"],
  bar: ["Orders", "Every month, this year and last"],
  line: ["Visitors", "Monthly visitors in thousands"],
  pie: ["Share by month", "How the period is made up"],
  radar: ["Balance", "Months at a glance"],
};

/** Module code and the card of one chart; it draws `data`, rows of `{ month, current, previous }`. */
export function chartCode(type: ChartType, index: number, at: Setting): { module: string; element: string } {
  const config = `${type}Config${index + 1}`;
  const accent = at.accent.css;
  const [title, description] = titles[type];
  const module =
    type === "pie"
      ? `const ${config} = { current: { label: "This year", color: "${accent}" } } satisfies ChartConfig;
         const shades${index + 1} = ["var(--chart-1)", "var(--chart-2)", "var(--chart-3)", "var(--chart-4)", "var(--chart-5)", "${accent}"];`
      : `const ${config} = {
           current: { label: "This year", color: "${accent}" },
           previous: { label: "Last year", color: "var(--muted-foreground)" },
         } satisfies ChartConfig;`;
  const element = code`
    <Card>
      <CardHeader>
        <CardTitle><h2>${title}</h2></CardTitle>
        <CardDescription>${description}</CardDescription>
      </CardHeader>
      <CardContent>
        <ChartContainer config={${config}} className="aspect-auto h-64 w-full" role="img" aria-label="${title}: ${description}">
          ${drawing(type, index)}
        </ChartContainer>
      </CardContent>
    </Card>`;
  return { module, element };
}

const axes = `
  <CartesianGrid vertical={false} />
  <XAxis dataKey="month" tickLine={false} axisLine={false} tickMargin={8} />
  <ChartTooltip content={<ChartTooltipContent />} />`;

function drawing(type: ChartType, index: number): string {
  if (type === "area") {
    return `<AreaChart data={data} margin={{ left: 12, right: 12 }} accessibilityLayer>${axes}
      <Area dataKey="previous" type="monotone" stroke="var(--color-previous)" fill="var(--color-previous)" fillOpacity={0.1} strokeWidth={2} />
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
      <PolarAngleAxis dataKey="month" />
      <ChartTooltip content={<ChartTooltipContent />} />
      <Radar dataKey="current" stroke="var(--color-current)" fill="var(--color-current)" fillOpacity={0.25} />
    </RadarChart>`;
  }
  return `<PieChart>
    <ChartTooltip content={<ChartTooltipContent nameKey="month" />} />
    <Pie data={data} dataKey="current" nameKey="month" innerRadius={56} strokeWidth={2}>
      {data.map((entry, place) => (
        <Cell key={entry.month} fill={shades${index + 1}[place % shades${index + 1}.length] ?? "var(--chart-1)"} />
      ))}
    </Pie>
  </PieChart>`;
}
