import { GripVerticalIcon } from "lucide-react";
import * as React from "react";
import {
  Group,
  type GroupProps,
  Panel,
  type PanelImperativeHandle,
  type PanelProps,
  type PanelSize,
  Separator,
} from "react-resizable-panels";
import { cn } from "@/lib/utils";

type Size = number | string;

/** True inside a group that is written for version 3 and earlier, which is told by its `direction` prop. */
const OldStyle = React.createContext(false);

type ResizablePanelGroupProps = Omit<GroupProps, "onLayout"> & {
  /** The name of `orientation` up to version 3. */
  direction?: "horizontal" | "vertical";
  /** Up to version 3: the sizes in per cent, in order. */
  onLayout?: (sizes: number[]) => void;
  /** Accepted and ignored: the preview remembers no layouts. */
  autoSaveId?: string;
};

function ResizablePanelGroup({
  className,
  direction,
  orientation,
  onLayout,
  onLayoutChange,
  autoSaveId: _autoSaveId,
  ...props
}: ResizablePanelGroupProps) {
  const along = orientation ?? direction ?? "horizontal";
  return (
    <OldStyle.Provider value={direction !== undefined}>
      <Group
        data-slot="resizable-panel-group"
        data-panel-group-direction={along}
        orientation={along}
        onLayoutChange={(layout) => {
          onLayoutChange?.(layout);
          onLayout?.(Object.values(layout));
        }}
        className={cn("flex h-full w-full data-[panel-group-direction=vertical]:flex-col", className)}
        {...props}
      />
    </OldStyle.Provider>
  );
}

/** Older code gives sizes as numbers in per cent, newer code in pixels; up to 100 the former is far likelier. */
function withUnit(size: Size): string {
  if (typeof size === "string") return size;
  return size <= 100 ? `${size}%` : `${size}px`;
}

interface OldPanelHandle {
  collapse(): void;
  expand(): void;
  /** In per cent. */
  getSize(): number;
  isCollapsed(): boolean;
  isExpanded(): boolean;
  resize(size: Size): void;
}

type ResizablePanelProps = Omit<PanelProps, "onResize"> & {
  ref?: React.Ref<OldPanelHandle>;
  /** A method, so that handlers of either generation fit: sizes are numbers in per cent in a group with `direction`. */
  onResize?(size: number | PanelSize, detail?: unknown, previous?: PanelSize): void;
  onCollapse?: () => void;
  onExpand?: () => void;
  order?: number;
};

/** Sizes: numbers up to 100 are per cent, larger ones pixels; strings carry their unit. */
function ResizablePanel({
  ref,
  defaultSize,
  minSize,
  maxSize,
  collapsedSize,
  onResize,
  onCollapse,
  onExpand,
  order: _order,
  panelRef,
  ...props
}: ResizablePanelProps) {
  const oldStyle = React.useContext(OldStyle);
  const handle = React.useRef<PanelImperativeHandle>(null);
  const collapsed = React.useRef<boolean>(undefined);
  React.useImperativeHandle<OldPanelHandle | null, OldPanelHandle | null>(ref, () => ({
    collapse: () => handle.current?.collapse(),
    expand: () => handle.current?.expand(),
    getSize: () => handle.current?.getSize().asPercentage ?? 0,
    isCollapsed: () => handle.current?.isCollapsed() ?? false,
    isExpanded: () => !(handle.current?.isCollapsed() ?? false),
    resize: (size) => handle.current?.resize(withUnit(size)),
  }));
  const setHandle = (value: PanelImperativeHandle | null) => {
    handle.current = value;
    if (typeof panelRef === "function") panelRef(value);
    else if (panelRef) panelRef.current = value;
  };
  return (
    <Panel
      data-slot="resizable-panel"
      panelRef={setHandle}
      onResize={(size, id, previous) => {
        if (oldStyle) onResize?.(size.asPercentage, previous?.asPercentage);
        else onResize?.(size, id, previous);
        const now = handle.current?.isCollapsed() ?? false;
        if (collapsed.current !== undefined && collapsed.current !== now) (now ? onCollapse : onExpand)?.();
        collapsed.current = now;
      }}
      {...(defaultSize === undefined ? {} : { defaultSize: withUnit(defaultSize) })}
      {...(minSize === undefined ? {} : { minSize: withUnit(minSize) })}
      {...(maxSize === undefined ? {} : { maxSize: withUnit(maxSize) })}
      {...(collapsedSize === undefined ? {} : { collapsedSize: withUnit(collapsedSize) })}
      {...props}
    />
  );
}

type ResizableHandleProps = React.ComponentProps<typeof Separator> & {
  /** Shows a grip. */
  withHandle?: boolean;
};

function ResizableHandle({ withHandle, className, ...props }: ResizableHandleProps) {
  return (
    <Separator
      data-slot="resizable-handle"
      className={cn(
        "group/resizable-handle relative flex w-px items-center justify-center bg-border after:absolute after:inset-y-0 after:left-1/2 after:w-1 after:-translate-x-1/2 focus-visible:outline-hidden focus-visible:ring-1 focus-visible:ring-ring focus-visible:ring-offset-1",
        "aria-[orientation=horizontal]:h-px aria-[orientation=horizontal]:w-full aria-[orientation=horizontal]:after:inset-x-0 aria-[orientation=horizontal]:after:inset-y-auto aria-[orientation=horizontal]:after:left-0 aria-[orientation=horizontal]:after:h-1 aria-[orientation=horizontal]:after:w-full aria-[orientation=horizontal]:after:translate-x-0",
        className,
      )}
      {...props}
    >
      {withHandle && (
        <div className="z-10 flex h-4 w-3 items-center justify-center rounded-xs border bg-border group-aria-[orientation=horizontal]/resizable-handle:rotate-90">
          <GripVerticalIcon className="size-2.5" />
        </div>
      )}
    </Separator>
  );
}

export { ResizableHandle, ResizablePanel, ResizablePanelGroup };
