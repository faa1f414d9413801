import type { LoggedEvent } from "../lib/types.ts";

type Step = Omit<LoggedEvent, "seq">;

/** What a scripted generation sends: steps, pauses in milliseconds, and the cuts that a bad network makes. */
export type ScriptItem = Step | { pause: number } | { cut: true } | { gate: string };

const dashboard = `import { Chart } from "../components/chart";
import { Kpi } from "../components/kpi-card";

export default function Dashboard() {
  return (
    <main className="grid gap-4 p-6" title="Revenue">
      <div className="grid grid-cols-3 gap-4">
        <Kpi label="Revenue" value="€48,210" change="+8.2 %" />
        <Kpi label="Customers" value="1,204" change="+31" />
        <Kpi label="Churn" value="1.9 %" change="+0.2" />
      </div>
      <Chart weeks={12} />
    </main>
  );
}
`;

const kpi = `interface KpiProps {
  label: string;
  value: string;
  change: string;
}

/** One figure with its change since last month. */
export function Kpi({ label, value, change }: KpiProps) {
  return (
    <section className="rounded-lg border p-4">
      <p className="text-sm text-muted-foreground">{label}</p>
      <p className="text-2xl font-semibold">{value}</p>
      <p className="text-xs">{change}</p>
    </section>
  );
}
`;

function written(path: string, text: string, pause: number): ScriptItem[] {
  const pieces = text.match(/[\s\S]{1,90}/gu) ?? [];
  return [
    { type: "file", data: { path, action: "start", language: "tsx" } },
    ...pieces.flatMap((piece): ScriptItem[] => [{ type: "code-chunk", data: { path, text: piece } }, { pause }]),
    { type: "file", data: { path, action: "end" } },
  ];
}

/** The prompt chooses: "fail", "refuse" and so on make the bad cases; "slow" paces everything; a gate waits for a test. */
export function scriptFor(prompt: string, followUp: boolean): ScriptItem[] {
  const pause = prompt.includes("slow") ? 120 : 2;
  const builtin = !prompt.includes("model");
  const head: ScriptItem[] = [
    { type: "status", data: { phase: "queued", position: 1 } },
    { type: "status", data: { phase: "routing", model: builtin ? "builtin/patterns" : "vllm/coder", builtin } },
    { type: "status", data: { phase: "thinking" } },
    { type: "reasoning", data: { text: "They want a calm page, so one ink and hairlines. " } },
    { pause: pause * 3 },
    {
      type: "reasoning",
      data: {
        text: "Three figures by importance, then the trend. The figures share one component, so that a change reaches all of them.",
      },
    },
    { pause: pause * 3 },
    { type: "status", data: { phase: "writing" } },
    {
      type: "explanation",
      data: {
        text: "A two-column shell with the navigation on the left. The figures read **left to right by importance**, ",
      },
    },
    { pause },
    {
      type: "explanation",
      data: {
        text: "and the chart uses one ink so that the trend stands out.\n\n- `Kpi` holds one figure\n- `Chart` draws twelve weeks",
      },
    },
  ];
  const title = /title '([^']+)'/u.exec(prompt)?.[1] ?? "Revenue";
  const main = (prompt.includes("broken") ? `${dashboard}// BROKEN` : dashboard).replace(
    'title="Revenue"',
    `title="${title}${prompt.includes("noisy") ? " NOISY" : ""}"`,
  );
  const files = followUp
    ? written("app/dashboard.tsx", main.replace("weeks={12}", "weeks={24}"), pause)
    : [...written("components/kpi-card.tsx", kpi, pause), ...written("app/dashboard.tsx", main, pause)];
  const usage: ScriptItem = { type: "usage", data: { promptTokens: 912, completionTokens: 1842, totalTokens: 2754 } };
  if (prompt.includes("fail")) {
    return [
      ...head,
      ...files.slice(0, 6),
      {
        type: "error",
        data: {
          code: "upstream_timeout",
          message: "The model sent nothing for 60 seconds in the middle of its answer.",
          retryable: true,
        },
      },
    ];
  }
  const half = Math.floor(files.length / 2);
  const middle: ScriptItem[] = prompt.includes("cut")
    ? [{ cut: true }]
    : prompt.includes("gate")
      ? [{ gate: "middle" }]
      : [];
  const repaired: ScriptItem = {
    type: "diagnostic",
    data: {
      path: "components/kpi-card.tsx",
      line: 2,
      column: 10,
      message: "Icon “Dollar” does not exist, used “DollarSign”.",
      severity: "warning",
      repaired: true,
    },
  };
  return [
    ...head,
    ...files.slice(0, half),
    ...middle,
    ...files.slice(half),
    { type: "status", data: { phase: "checking" } },
    ...(followUp ? [] : [repaired]),
    usage,
  ];
}
