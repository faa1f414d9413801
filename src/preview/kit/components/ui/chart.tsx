import * as React from "react";
import {
  Legend,
  type LegendPayload,
  ResponsiveContainer,
  Tooltip,
  type TooltipPayload,
  type TooltipPayloadEntry,
} from "recharts";
import { type ChartConfig, ChartConfigContext, configOf, useChart } from "@/lib/kit-chart-config";
import { cn } from "@/lib/utils";

type ChartContainerProps = React.ComponentProps<"div"> & {
  config?: ChartConfig;
  children: React.ComponentProps<typeof ResponsiveContainer>["children"];
  /** Size in pixels to draw at before the container has been measured. */
  initialDimension?: { width: number; height: number };
};

const noConfig: ChartConfig = {};

/** Gives the recharts chart inside it a size, the tokens' colours, and `--color-KEY` for each entry of `config`. */
function ChartContainer({
  id,
  className,
  children,
  config = noConfig,
  initialDimension = { width: 320, height: 200 },
  ...props
}: ChartContainerProps) {
  const generated = React.useId();
  const chartId = `chart-${(id ?? generated).replace(/[^\w-]/g, "")}`;
  const context = React.useMemo(() => ({ config }), [config]);
  return (
    <ChartConfigContext.Provider value={context}>
      <div
        data-slot="chart"
        data-chart={chartId}
        className={cn(
          "flex aspect-video justify-center text-xs",
          "[&_.recharts-text[fill='#666']]:fill-muted-foreground [&_.recharts-text[fill='#808080']]:fill-muted-foreground [&_.recharts-cartesian-grid_line[stroke='#ccc']]:stroke-border/50 [&_.recharts-curve.recharts-tooltip-cursor]:stroke-border [&_.recharts-polar-grid_[stroke='#ccc']]:stroke-border",
          "[&_.recharts-radial-bar-background-sector]:fill-muted [&_.recharts-rectangle.recharts-tooltip-cursor]:fill-muted [&_.recharts-reference-line_[stroke='#ccc']]:stroke-border",
          "[&_.recharts-dot[stroke='#fff']]:stroke-transparent [&_.recharts-sector[stroke='#fff']]:stroke-transparent",
          "[&_.recharts-layer]:outline-hidden [&_.recharts-sector]:outline-hidden [&_.recharts-surface]:outline-hidden",
          className,
        )}
        {...props}
      >
        <ChartStyle id={chartId} config={config} />
        <ResponsiveContainer initialDimension={initialDimension}>{children}</ResponsiveContainer>
      </div>
    </ChartConfigContext.Provider>
  );
}

const themes = { light: "", dark: ".dark" };

/** The colour variables of one chart, for both themes. */
function ChartStyle({ id, config = noConfig }: { id: string; config?: ChartConfig }) {
  const coloured = Object.entries(config).filter(([, entry]) => entry.theme ?? entry.color);
  if (coloured.length === 0) return null;
  const rule = (theme: keyof typeof themes) => {
    const lines = coloured.flatMap(([key, entry]) => {
      const color = entry.theme?.[theme] ?? entry.color;
      return color ? [`  --color-${key}: ${color};`] : [];
    });
    return `${themes[theme]} [data-chart=${id}] {\n${lines.join("\n")}\n}`;
  };
  return <style>{`${rule("light")}\n${rule("dark")}`}</style>;
}

const ChartTooltip = Tooltip;

type Indicator = "line" | "dot" | "dashed";

type ChartTooltipContentProps = Omit<React.ComponentProps<"div">, "color"> & {
  active?: boolean;
  payload?: TooltipPayload;
  label?: React.ReactNode;
  hideLabel?: boolean;
  hideIndicator?: boolean;
  indicator?: Indicator;
  /** The field of a data row, or the series property, that names an entry of the config. */
  nameKey?: string;
  labelKey?: string;
  labelClassName?: string;
  labelFormatter?: (label: React.ReactNode, payload: TooltipPayload) => React.ReactNode;
  formatter?: (
    value: NonNullable<TooltipPayloadEntry["value"]>,
    name: NonNullable<TooltipPayloadEntry["name"]>,
    item: TooltipPayloadEntry,
    index: number,
    row: TooltipPayloadEntry["payload"],
  ) => React.ReactNode;
  color?: string;
};

/** The box that recharts shows at the pointer; recharts itself passes `active`, `payload` and `label`. */
function ChartTooltipContent(props: ChartTooltipContentProps) {
  const { active, payload, className, indicator = "dot", hideIndicator = false, nameKey, formatter, color } = props;
  const { config } = useChart();
  if (!active || !payload?.length) return null;
  const label = tooltipLabel(props, config);
  const shown = payload.filter((item) => item.type !== "none");
  const nested = shown.length === 1 && indicator !== "dot";
  const given = { ...(nameKey && { nameKey }), ...(formatter && { formatter }), ...(color && { color }) };
  return (
    <div
      data-slot="chart-tooltip"
      className={cn(
        "grid min-w-32 gap-1.5 rounded-lg border border-border/50 bg-background px-2.5 py-1.5 text-xs shadow-xl",
        className,
      )}
    >
      {nested ? null : label}
      <div className="grid gap-1.5">
        {shown.map((item, index) => (
          <TooltipRow
            key={String(item.dataKey ?? item.name ?? index)}
            item={item}
            index={index}
            config={config}
            label={nested ? label : null}
            indicator={hideIndicator ? undefined : indicator}
            {...given}
          />
        ))}
      </div>
    </div>
  );
}

function tooltipLabel(props: ChartTooltipContentProps, config: ChartConfig): React.ReactNode {
  const { payload, label, labelKey, labelFormatter, labelClassName, hideLabel } = props;
  const first = payload?.[0];
  if (hideLabel || !payload || !first) return null;
  const key = labelKey ?? String(first.dataKey ?? first.name ?? "value");
  const value =
    !labelKey && typeof label === "string" ? (config[label]?.label ?? label) : configOf(config, first, key)?.label;
  const classes = cn("font-medium", labelClassName);
  if (labelFormatter) return <div className={classes}>{labelFormatter(value, payload)}</div>;
  return value ? <div className={classes}>{value}</div> : null;
}

type TooltipRowProps = Pick<ChartTooltipContentProps, "nameKey" | "formatter" | "color"> & {
  item: TooltipPayloadEntry;
  index: number;
  config: ChartConfig;
  label: React.ReactNode;
  indicator: Indicator | undefined;
};

function TooltipRow({ item, index, config, label, indicator, nameKey, formatter, color }: TooltipRowProps) {
  const entry = configOf(config, item, nameKey ?? String(item.name ?? item.dataKey ?? "value"));
  if (formatter && item.value !== undefined && item.name !== undefined) {
    return (
      <div className="flex w-full flex-wrap items-center gap-2">
        {formatter(item.value, item.name, item, index, item.payload)}
      </div>
    );
  }
  const paint = color ?? item.payload?.fill ?? item.color;
  const Icon = entry?.icon;
  return (
    <div
      className={cn(
        "flex w-full flex-wrap items-stretch gap-2 [&>svg]:size-2.5 [&>svg]:text-muted-foreground",
        indicator === "dot" && "items-center",
      )}
    >
      {Icon ? <Icon /> : indicator && <Mark indicator={indicator} color={paint} nested={label !== null} />}
      <div className={cn("flex flex-1 justify-between gap-2 leading-none", label ? "items-end" : "items-center")}>
        <div className="grid gap-1.5">
          {label}
          <span className="text-muted-foreground">{entry?.label ?? item.name}</span>
        </div>
        {item.value !== undefined && (
          <span className="font-medium font-mono text-foreground tabular-nums">
            {typeof item.value === "number" ? item.value.toLocaleString() : String(item.value)}
          </span>
        )}
      </div>
    </div>
  );
}

function Mark({ indicator, color, nested }: { indicator: Indicator; color: string | undefined; nested: boolean }) {
  return (
    <div
      className={cn(
        "shrink-0 rounded-[2px]",
        indicator === "dot" && "size-2.5",
        indicator === "line" && "w-1",
        indicator === "dashed" && "border-[1.5px] border-dashed",
        nested && indicator === "dashed" && "my-0.5",
      )}
      style={indicator === "dashed" ? { borderColor: color } : { backgroundColor: color }}
    />
  );
}

const ChartLegend = Legend;

type ChartLegendContentProps = React.ComponentProps<"div"> & {
  payload?: readonly LegendPayload[];
  verticalAlign?: "top" | "bottom" | "middle";
  hideIcon?: boolean;
  nameKey?: string;
};

/** The row of names under or over a chart; recharts itself passes `payload` and `verticalAlign`. */
function ChartLegendContent({
  className,
  hideIcon = false,
  payload,
  verticalAlign = "bottom",
  nameKey,
}: ChartLegendContentProps) {
  const { config } = useChart();
  if (!payload?.length) return null;
  return (
    <div
      data-slot="chart-legend"
      className={cn("flex items-center justify-center gap-4", verticalAlign === "top" ? "pb-3" : "pt-3", className)}
    >
      {payload
        .filter((item) => item.type !== "none")
        .map((item, index) => {
          const entry = configOf(config, item, nameKey ?? String(item.dataKey ?? "value"));
          const Icon = hideIcon ? undefined : entry?.icon;
          return (
            <div
              key={String(item.value ?? index)}
              className="flex items-center gap-1.5 [&>svg]:size-3 [&>svg]:text-muted-foreground"
            >
              {Icon ? (
                <Icon />
              ) : (
                <div className="size-2 shrink-0 rounded-[2px]" style={{ backgroundColor: item.color }} />
              )}
              {entry?.label ?? item.value}
            </div>
          );
        })}
    </div>
  );
}

export {
  type ChartConfig,
  ChartContainer,
  ChartLegend,
  ChartLegendContent,
  ChartStyle,
  ChartTooltip,
  ChartTooltipContent,
  useChart,
};
