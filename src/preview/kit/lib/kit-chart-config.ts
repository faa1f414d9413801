import * as React from "react";

/** Labels, icons and colours by series name; a colour is one CSS colour or one for each theme. */
export type ChartConfig = Record<
  string,
  {
    label?: React.ReactNode;
    icon?: React.ComponentType;
  } & ({ color?: string; theme?: never } | { color?: never; theme: Record<"light" | "dark", string> })
>;

export const ChartConfigContext = React.createContext<{ config: ChartConfig } | null>(null);

const outside: { config: ChartConfig } = { config: {} };

/** Outside a ChartContainer, where a custom tooltip is looked at alone, the config is empty. */
export function useChart(): { config: ChartConfig } {
  return React.useContext(ChartConfigContext) ?? outside;
}

function text(source: unknown, key: string): string | undefined {
  if (typeof source !== "object" || source === null) return undefined;
  const value = Object.getOwnPropertyDescriptor(source, key)?.value;
  return typeof value === "string" ? value : undefined;
}

/** The config entry for one item of a recharts payload: `key` is its name, or the field that holds the name. */
export function configOf(
  config: ChartConfig,
  item: { payload?: unknown },
  key: string,
): ChartConfig[string] | undefined {
  const name = text(item, key) ?? text(item.payload, key) ?? key;
  return config[name] ?? config[key];
}
