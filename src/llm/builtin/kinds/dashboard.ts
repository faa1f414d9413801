import { literal, raw, rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { type Composed, defineKind } from "../kind.ts";
import { clamp, count, editNames, says, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { camel, counted, sentence, spoken } from "../reading/words.ts";
import { type ChartType, chartCode, chartWords, type Period, readPeriod, seriesOf, spanOf } from "./chart-parts.ts";
import { listedMetrics, metricOf, metricsOf, navigationOf, subjectOf, tableOf } from "./metrics.ts";
import { sampleRows, typeOf } from "./sample-data.ts";

interface Spec {
  subject: string;
  metrics: string[];
  charts: ChartType[];
  period: Period;
  table: boolean;
  /** The list of what happened last. */
  activity: boolean;
  sidebar: boolean;
  range: boolean;
}

const usualCharts: ChartType[] = ["area", "bar", "pie", "line", "radar"];

function readCharts(reading: Reading, previous: readonly ChartType[] | undefined): ChartType[] {
  const said = chartWords(reading);
  const swap = reading.renames.some((rename) =>
    /\b(?:chart|graph|line|bar|area|pie|donut)\b/i.test(`${rename.from} ${rename.to}`),
  );
  const adding = reading.adds.some((item) => /\b(?:chart|graph)s?\b/.test(item.norm));
  let charts = [...(previous ?? [])];
  if (!previous) charts = said.wanted.length > 0 ? said.wanted : usualCharts.slice(0, singleCharts(reading) || 2);
  else if (said.wanted.length > 0) {
    const fresh = said.wanted.filter((type) => !charts.includes(type));
    if (adding && !swap) charts.push(...fresh);
    else if (fresh.length > 0) charts = replaceSwapped(charts, said.replaced, fresh);
    else if (said.wanted.length === 1 && charts.length > 1 && !adding)
      charts = [...said.wanted, ...charts.slice(1).filter((type) => !said.wanted.includes(type))];
  } else if (adding && count(reading, ["chart", "graph"]) === undefined) {
    const next = usualCharts.find((type) => !charts.includes(type));
    if (next) charts.push(next);
  }
  charts = charts.filter((type) => !said.unwanted.includes(type) || said.wanted.includes(type));
  if (!wants(reading, ["chart", "charts", "graph"], true) && said.wanted.length === 0 && said.unwanted.length === 0)
    charts = [];
  const wanted = count(reading, ["chart", "graph", "diagram"], charts.length);
  if (wanted === undefined) return charts.slice(0, 6);
  const out = charts.slice(0, clamp(wanted, 0, 6));
  const further = [...usualCharts.filter((type) => !out.includes(type)), ...usualCharts];
  for (const type of further) if (out.length < clamp(wanted, 0, 6)) out.push(type);
  return out;
}

/** "a weekly chart" → 1; 0 where charts are only spoken of in the plural. */
function singleCharts(reading: Reading): number {
  const words = reading.source.tokens.map((token) => token.norm);
  if (words.some((word) => /^(?:chart|graph|diagram)s$/.test(word))) return 0;
  return words.filter((word) => /^(?:chart|graph|diagram)$/.test(word)).length;
}

function replaceSwapped(
  charts: readonly ChartType[],
  replaced: ChartType | undefined,
  fresh: readonly ChartType[],
): ChartType[] {
  const at = Math.max(0, replaced ? charts.indexOf(replaced) : 0);
  const out = [...charts];
  out.splice(at, 1, ...fresh);
  return out;
}

const metricNouns = ["stat", "metric", "kpi", "tile", "figure", "card", "number"];

function read(reading: Reading, previous: Spec | undefined): Spec {
  const subject = previous?.subject ?? subjectOf(reading.source.text);
  // Who names the parts gets those parts; only a bare "dashboard" brings a table by itself.
  const detailed = says(reading, ["chart", "graph", "diagram", "sidebar", "activity", "feed", ...metricNouns]);
  return {
    subject,
    metrics: editNames(reading, previous?.metrics ?? listedMetrics(reading), {
      nouns: metricNouns,
      defaults: metricsOf(subject),
      usual: 4,
      least: 0,
      most: 8,
    }),
    charts: readCharts(reading, previous?.charts),
    period: readPeriod(reading, previous?.period ?? "month"),
    table: wants(
      reading,
      ["table", "recent order", "latest order", "order list", "task list", "transaction", "list of"],
      previous?.table ?? !detailed,
    ),
    activity: wants(reading, ["activity", "activity feed", "recent activity", "feed"], previous?.activity ?? false),
    sidebar: wants(reading, ["sidebar", "side bar", "side navigation", "seitenleiste"], previous?.sidebar ?? false),
    range: wants(reading, ["date range", "range", "period", "time range", "range picker"], previous?.range ?? true),
  };
}

function tableCell(value: string, type: string, index: number): string {
  if (type === "status") return `<TableCell><Badge variant="secondary">{${value}}</Badge></TableCell>`;
  if (type === "money") return `<TableCell className="text-right tabular-nums">{money.format(${value})}</TableCell>`;
  return `<TableCell${index === 0 ? ' className="font-medium"' : ""}>{${value}}</TableCell>`;
}

export const dashboard = defineKind<Spec>({
  name: "dashboard",
  label: "a dashboard",
  placement: "app",
  absorbs: [
    "stats",
    "data-table",
    "sidebar",
    "notifications",
    "timeline",
    "navbar",
    "mail",
    "team",
    "profile",
    "calendar",
    "pricing",
  ],
  words: {
    dashboard: 14,
    "admin panel": 10,
    "admin dashboard": 14,
    "analytics page": 10,
    "control panel": 8,
    chart: 6,
    "line chart": 6,
    "bar chart": 6,
    "pie chart": 6,
    "area chart": 6,
    analytics: 6,
    graph: 5,
    dashbord: 10,
    "tableau de bord": 14,
    "panel de control": 12,
    ubersicht: 4,
    cockpit: 6,
  },
  read,
  compose(spec, at): Composed {
    const metrics = spec.metrics.map(metricOf);
    const span = spanOf(spec.period);
    const ranges = spec.range && spec.charts.length > 0 && span.ranges.length > 0;
    const usual = span.ranges[1] ?? span.labels.length;
    const charts = spec.charts.map((type, index) =>
      chartCode(type, index, at, { metric: spec.metrics[index], period: spec.period }),
    );
    const table = tableOf(spec.subject);
    const list = `${table.noun}s`;
    const columns = table.columns.map((label) => ({
      key: camel(label),
      label,
      type: typeOf(label),
    }));
    const title = at.title(
      spec.subject === "" ? (at.brand ? `${at.brand} overview` : "Overview") : `${sentence(spec.subject)} overview`,
    );
    const nav = navigationOf(spec.subject);
    const body = code`
      import { ${[charts.length > 0 && "series", metrics.length > 0 && "stats", spec.table && list].filter(Boolean).join(", ")} } from "@/components/dashboard-data";

      ${charts.map((chart) => chart.module)}
      ${spec.sidebar && `const navigation = ${rows(nav.map(([label, icon]) => ({ label, icon: raw(icon) })))};`}
      ${
        spec.activity &&
        `const activity = [
        { who: "Ada", what: "closed order ORD-1049", when: "12 minutes ago" },
        { who: "Bruno", what: "invited two colleagues", when: "1 hour ago" },
        { who: "Chiara", what: "changed the delivery address", when: "3 hours ago" },
        { who: "Dmitri", what: "left a comment", when: "yesterday" },
      ];`
      }
      ${ranges && `const ranges = ${literal(span.ranges)};`}
      ${spec.table && columns.some((column) => column.type === "money") && 'const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });'}

      export default function ${at.component}() {
        ${charts.length > 0 && (ranges ? `const [range, setRange] = useState(${spec.period === "month" ? usual : span.labels.length});\nconst data = series.slice(-range);` : "const data = series;")}
        ${spec.sidebar && `const [section, setSection] = useState("Overview");`}

        return (
          <div className="${at.root} ${spec.sidebar && "md:grid md:grid-cols-[13rem_minmax(0,1fr)] lg:grid-cols-[15rem_minmax(0,1fr)]"}">
            ${
              spec.sidebar &&
              code`<aside className="border-b md:border-r md:border-b-0">
              <p className="px-6 pt-5 text-lg font-semibold tracking-tight">${text(at.brand ?? "Acme")}</p>
              <nav aria-label="Sections" className="flex gap-1 overflow-x-auto p-3 md:flex-col">
                {navigation.map((item) => (
                  <Button
                    key={item.label} variant={section === item.label ? "secondary" : "ghost"} className="justify-start"
                    aria-current={section === item.label ? "page" : undefined} onClick={() => setSection(item.label)}
                  >
                    <item.icon aria-hidden="true" />
                    {item.label}
                  </Button>
                ))}
              </nav>
            </aside>`
            }
            <main className="mx-auto flex w-full max-w-7xl flex-col ${at.space.gap} p-4 sm:p-6 lg:p-8">
              <div className="flex flex-wrap items-center justify-between gap-4">
                <div>
                  <h1 className="text-2xl ${at.headingColor} font-semibold tracking-tight">${spec.sidebar && title === "Overview" ? "{section}" : text(title)}</h1>
                  <p className="text-sm text-muted-foreground">${text(at.subtitle(`Sample figures for the last ${spec.period}s.`))}</p>
                </div>
                <div className="flex items-center gap-2">
                  ${
                    ranges &&
                    `<Tabs value={String(range)} onValueChange={(value) => setRange(Number(value))}>
                    <TabsList aria-label="Period">
                      {ranges.map((length) => (
                        <TabsTrigger key={length} value={String(length)}>{length} ${spec.period}s</TabsTrigger>
                      ))}
                    </TabsList>
                  </Tabs>`
                  }
                  <Button className="${at.solid}"><DownloadIcon aria-hidden="true" />${text(at.button("Export"))}</Button>
                </div>
              </div>
              ${
                metrics.length > 0 &&
                code`<dl className="grid ${at.space.gap} ${metrics.length % 3 === 0 ? "sm:grid-cols-3" : "sm:grid-cols-2 xl:grid-cols-4"}">
                {stats.map((stat) => (
                  <Card key={stat.label} className="gap-2">
                    <CardHeader>
                      <dt className="text-sm font-medium text-muted-foreground">{stat.label}</dt>
                    </CardHeader>
                    <CardContent>
                      <dd className="text-2xl font-semibold tracking-tight tabular-nums">{stat.value}</dd>
                      <dd className="mt-1 flex items-center gap-1 text-xs text-muted-foreground">
                        <span className={cn("font-medium tabular-nums", stat.change >= 0 ? "text-emerald-700 dark:text-emerald-400" : "text-red-700 dark:text-red-400")}>
                          {stat.change > 0 ? "+" : ""}{stat.change.toFixed(1)}%
                        </span>
                        since last ${spec.period === "hour" ? "day" : spec.period === "quarter" ? "year" : spec.period}
                      </dd>
                    </CardContent>
                  </Card>
                ))}
              </dl>`
              }
              ${
                charts.length > 0 &&
                code`<div className="grid ${at.space.gap} ${charts.length > 1 && "lg:grid-cols-2"} ${charts.length === 2 && "xl:grid-cols-[3fr_2fr]"}">
                ${charts.map((chart, index) => (charts.length % 2 === 1 && charts.length > 1 && index === 0 ? chart.element.replace("<Card>", '<Card className="lg:col-span-2">') : chart.element))}
              </div>`
              }
              ${
                (spec.table || spec.activity) &&
                code`<div className="grid ${at.space.gap} ${spec.table && spec.activity && "lg:grid-cols-[2fr_1fr]"}">
                ${
                  spec.table &&
                  code`<Card>
                  <CardHeader>
                    <CardTitle><h2>${table.title}</h2></CardTitle>
                  </CardHeader>
                  <CardContent className="overflow-x-auto">
                    <Table>
                      <TableHeader>
                        <TableRow>
                          ${columns.map((column) => `<TableHead${column.type === "money" ? ' className="text-right"' : ""}>${column.label}</TableHead>`)}
                        </TableRow>
                      </TableHeader>
                      <TableBody>
                        {${list}.map((${table.noun}) => (
                          <TableRow key={${table.noun}.id}>
                            ${columns.map((column, index) => tableCell(`${table.noun}.${column.key}`, column.type, index))}
                          </TableRow>
                        ))}
                      </TableBody>
                    </Table>
                  </CardContent>
                </Card>`
                }
                ${
                  spec.activity &&
                  code`<Card>
                  <CardHeader>
                    <CardTitle><h2>Activity</h2></CardTitle>
                    <CardDescription>What happened last.</CardDescription>
                  </CardHeader>
                  <CardContent>
                    <ol className="flex flex-col gap-4 text-sm">
                      {activity.map((entry) => (
                        <li key={entry.what} className="flex gap-3">
                          <span className="mt-1.5 size-2 shrink-0 rounded-full ${at.accent.fill}" aria-hidden="true" />
                          <p>
                            <strong className="font-medium">{entry.who}</strong> {entry.what}
                            <span className="block text-xs text-muted-foreground">{entry.when}</span>
                          </p>
                        </li>
                      ))}
                    </ol>
                  </CardContent>
                </Card>`
                }
              </div>`
              }
            </main>
          </div>
        );
      }
    `;
    const data = code`
      /** Sample figures; replace them with your own. */
      export const series = ${rows(seriesOf(spec.period))};

      export const stats = ${rows(metrics.map(({ label, value, change }) => ({ label, value, change })))};

      ${spec.table && `export const ${list} = ${rows(sampleRows(columns, 5, table.noun))};`}
    `;
    return {
      body: /import \{ {2}\}/.test(body) ? body.replace(/import \{ {2}\}.*\n/, "") : body,
      files: [{ path: "components/dashboard-data.ts", text: data }],
    };
  },
  describe: (spec) =>
    spoken([
      `${counted(spec.metrics.length, "metric")}${spec.metrics.length > 0 ? ` (${spoken(spec.metrics)})` : ""}`,
      `${counted(spec.charts.length, spec.period === "month" ? "chart" : `${spanOf(spec.period).adverb} chart`)}${spec.charts.length > 0 ? ` (${spoken(spec.charts)})` : ""}`,
      spec.table && `a table of ${tableOf(spec.subject).noun}s`,
      spec.activity && "an activity list",
      spec.sidebar && "a sidebar",
    ]),
  followUps: (spec) => [
    spec.charts.includes("bar") && spec.charts.length > 1
      ? "swap the bar chart for a line chart"
      : "swap the chart for a bar chart",
    spec.sidebar ? "remove the sidebar" : "add a sidebar",
    spec.activity ? "remove the activity feed" : "add an activity feed",
    spec.charts.includes("pie") ? "remove the pie chart" : "add a pie chart",
  ],
});
