import { rows, str, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { type Composed, defineKind } from "../kind.ts";
import { clamp, count, editNames, wants } from "../reading/ask.ts";
import { listsAfterWith } from "../reading/lists.ts";
import type { Reading } from "../reading/reading.ts";
import { camel, counted, sentence, spoken } from "../reading/words.ts";
import { type ChartType, chartCode, chartWords } from "./chart-parts.ts";
import { sampleRows, typeOf } from "./sample-data.ts";
import { isMetric, metricOf, usualMetrics } from "./stats.ts";

interface Spec {
  subject: string;
  metrics: string[];
  charts: ChartType[];
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
  if (!previous) charts = said.wanted.length > 0 ? said.wanted : usualCharts.slice(0, 2);
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
  for (let at = 0; out.length < clamp(wanted, 0, 6); at++)
    out.push(usualCharts[(at + charts.length) % usualCharts.length] ?? "bar");
  return out;
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

/** "showing revenue, orders and churn": two or more known metrics in a list. */
function listedMetrics(reading: Reading): string[] | undefined {
  const names = listsAfterWith(reading.source)
    .filter(
      (item) =>
        !/\b(?:chart|graph|table|sidebar|range|feed|card|stat|kpi|metric|recent|list)/.test(item.norm) &&
        isMetric(item.norm),
    )
    .map((item) => sentence(item.text).slice(0, 32));
  return names.length > 1 ? [...new Set(names)].slice(0, 8) : undefined;
}

function read(reading: Reading, previous: Spec | undefined): Spec {
  return {
    subject: previous?.subject ?? subjectOf(reading.source.text),
    metrics: editNames(reading, previous?.metrics ?? listedMetrics(reading), {
      nouns: ["stat", "metric", "kpi", "stat card", "tile", "figure"],
      defaults: usualMetrics,
      usual: 4,
      least: 0,
      most: 8,
    }),
    charts: readCharts(reading, previous?.charts),
    table: wants(reading, ["table", "order", "recent order", "transaction"], previous?.table ?? true),
    activity: wants(reading, ["activity", "activity feed", "recent activity", "feed"], previous?.activity ?? false),
    sidebar: wants(reading, ["sidebar", "side bar", "side navigation", "seitenleiste"], previous?.sidebar ?? false),
    range: wants(reading, ["date range", "range", "period", "time range", "range picker"], previous?.range ?? true),
  };
}

function subjectOf(source: string): string {
  const named =
    /\b(sales|marketing|finance|analytics|support|energy|fitness|health|school|hotel|restaurant|shop|e-?commerce|crm|hr|iot|server|gpu|project|logistics|crypto|social media|admin)\b(?=[\w\s-]{0,24}\bdashboard)/i.exec(
      source,
    );
  return named?.[1]?.toLowerCase() ?? "";
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
    const charts = spec.charts.map((type, index) => chartCode(type, index, at));
    const columns = ["Order", "Customer", "Status", "Total"].map((label) => ({
      key: camel(label),
      label,
      type: typeOf(label),
    }));
    const title = at.title(
      spec.subject === "" ? (at.brand ? `${at.brand} overview` : "Overview") : `${sentence(spec.subject)} overview`,
    );
    const nav = ["Overview", "Reports", "Customers", "Orders", "Settings"];
    const body = code`
      import { ${[charts.length > 0 && "months", metrics.length > 0 && "stats", spec.table && "orders"].filter(Boolean).join(", ")} } from "@/components/dashboard-data";

      ${charts.map((chart) => chart.module)}
      ${
        spec.sidebar &&
        `const navigation = [
        { label: "Overview", icon: LayoutDashboardIcon }, { label: "Reports", icon: ChartColumnIcon }, { label: "Customers", icon: UsersIcon },
        { label: "Orders", icon: PackageIcon }, { label: "Settings", icon: SettingsIcon },
      ];`
      }
      ${
        spec.activity &&
        `const activity = [
        { who: "Ada", what: "closed order ORD-1049", when: "12 minutes ago" },
        { who: "Bruno", what: "invited two colleagues", when: "1 hour ago" },
        { who: "Chiara", what: "changed the delivery address", when: "3 hours ago" },
        { who: "Dmitri", what: "left a comment", when: "yesterday" },
      ];`
      }
      ${spec.range && charts.length > 0 && "const ranges = [3, 6, 12];"}
      ${spec.table && 'const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });'}

      export default function ${at.component}() {
        ${charts.length > 0 && (spec.range ? "const [range, setRange] = useState(6);\nconst data = months.slice(-range);" : "const data = months;")}
        ${spec.sidebar && `const [section, setSection] = useState(${str(nav[0] ?? "Overview")});`}

        return (
          <div className="${at.root} ${spec.sidebar && "lg:grid lg:grid-cols-[15rem_1fr]"}">
            ${
              spec.sidebar &&
              code`<aside className="border-b lg:border-r lg:border-b-0">
              <p className="px-6 pt-5 text-lg font-semibold tracking-tight">${text(at.brand ?? "Acme")}</p>
              <nav aria-label="Sections" className="flex gap-1 overflow-x-auto p-3 lg:flex-col">
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
                  <p className="text-sm text-muted-foreground">${text(at.subtitle("Sample figures for the last months."))}</p>
                </div>
                <div className="flex items-center gap-2">
                  ${
                    spec.range &&
                    charts.length > 0 &&
                    `<Tabs value={String(range)} onValueChange={(value) => setRange(Number(value))}>
                    <TabsList aria-label="Period">
                      {ranges.map((length) => (
                        <TabsTrigger key={length} value={String(length)}>{length} months</TabsTrigger>
                      ))}
                    </TabsList>
                  </Tabs>`
                  }
                  <Button className="${at.solid}"><DownloadIcon aria-hidden="true" />${text(at.button("Export"))}</Button>
                </div>
              </div>
              ${
                metrics.length > 0 &&
                code`<dl className="grid ${at.space.gap} sm:grid-cols-2 ${metrics.length % 3 === 0 ? "xl:grid-cols-3" : "xl:grid-cols-4"}">
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
                        since last month
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
                  `<Card>
                  <CardHeader>
                    <CardTitle><h2>Recent orders</h2></CardTitle>
                    <CardDescription>The latest orders of all customers.</CardDescription>
                  </CardHeader>
                  <CardContent className="overflow-x-auto">
                    <Table>
                      <TableHeader>
                        <TableRow>
                          <TableHead>Order</TableHead>
                          <TableHead>Customer</TableHead>
                          <TableHead>Status</TableHead>
                          <TableHead className="text-right">Total</TableHead>
                        </TableRow>
                      </TableHeader>
                      <TableBody>
                        {orders.map((order) => (
                          <TableRow key={order.id}>
                            <TableCell className="font-medium">{order.order}</TableCell>
                            <TableCell>{order.customer}</TableCell>
                            <TableCell><Badge variant="secondary">{order.status}</Badge></TableCell>
                            <TableCell className="text-right tabular-nums">{money.format(order.total)}</TableCell>
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
      export const months = ${rows(monthRows)};

      export const stats = ${rows(metrics.map(({ label, value, change }) => ({ label, value, change })))};

      export const orders = ${rows(sampleRows(columns, 5, "order"))};
    `;
    return {
      body: /import \{ {2}\}/.test(body) ? body.replace(/import \{ {2}\}.*\n/, "") : body,
      files: [{ path: "components/dashboard-data.ts", text: data }],
    };
  },
  describe: (spec) =>
    `${counted(spec.metrics.length, "metric")} (${spoken(spec.metrics)}), ${counted(spec.charts.length, "chart")}${spec.charts.length > 0 ? ` (${spoken(spec.charts)})` : ""}${spec.table ? ", a table of orders" : ""}${spec.activity ? ", an activity list" : ""}${spec.sidebar ? " and a sidebar" : ""}`,
  followUps: (spec) => [
    spec.charts.includes("bar") && spec.charts.length > 1
      ? "swap the bar chart for a line chart"
      : "swap the chart for a bar chart",
    spec.sidebar ? "remove the sidebar" : "add a sidebar",
    spec.activity ? "remove the activity feed" : "add an activity feed",
    spec.charts.includes("pie") ? "remove the pie chart" : "add a pie chart",
  ],
});

const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const monthRows = names.map((month, index) => ({
  month,
  current: 186 + ((index * 67) % 140) + index * 9,
  previous: 120 + ((index * 53) % 110) + index * 7,
}));
