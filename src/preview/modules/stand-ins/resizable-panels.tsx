import type { ComponentProps } from "react";
import { Group, Panel as NewPanel, Separator } from "react-resizable-panels";

// Not all of it: the grids and workspaces of version 4 are newer than the code that is shown here, and most of its size.
export {
  Group,
  isCoarsePointer,
  Separator,
  useDefaultLayout,
  useGroupCallbackRef,
  useGroupRef,
  usePanelCallbackRef,
  usePanelRef,
} from "react-resizable-panels";

type GroupProps = ComponentProps<typeof Group> & { direction?: "horizontal" | "vertical"; autoSaveId?: string };
type Size = number | string | undefined;
type PanelProps = Omit<ComponentProps<typeof NewPanel>, "order"> & { order?: number };

/** Version 3 counted in per cent, version 4 takes a bare number for pixels. */
const percent = (size: Size): Size => (typeof size === "number" ? `${size}%` : size);

/** Version 3's names over version 4, since most existing code still uses them. */
export function PanelGroup({ direction, autoSaveId: _autoSaveId, orientation, ...rest }: GroupProps) {
  return <Group orientation={orientation ?? direction ?? "horizontal"} {...rest} />;
}

export function Panel({ defaultSize, minSize, maxSize, collapsedSize, order: _order, ...rest }: PanelProps) {
  const sizes = Object.entries({ defaultSize, minSize, maxSize, collapsedSize }).flatMap(([name, size]) =>
    size === undefined ? [] : [[name, percent(size)]],
  );
  return <NewPanel {...rest} {...Object.fromEntries(sizes)} />;
}

export { Separator as PanelResizeHandle };
