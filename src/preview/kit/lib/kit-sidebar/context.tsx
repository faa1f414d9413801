import * as React from "react";
import { TooltipProvider } from "@/components/ui/tooltip";
import { useIsMobile } from "@/hooks/use-mobile";
import { cn } from "@/lib/utils";

const width = "16rem";
const iconWidth = "3rem";
/** Together with Ctrl or Cmd. */
const shortcutKey = "b";

export interface SidebarState {
  state: "expanded" | "collapsed";
  open: boolean;
  setOpen: (open: boolean | ((open: boolean) => boolean)) => void;
  openMobile: boolean;
  setOpenMobile: React.Dispatch<React.SetStateAction<boolean>>;
  isMobile: boolean;
  toggleSidebar: () => void;
}

const SidebarContext = React.createContext<SidebarState | null>(null);

/** @throws Error outside a SidebarProvider */
export function useSidebar(): SidebarState {
  const context = React.useContext(SidebarContext);
  if (!context) throw new Error("useSidebar needs a <SidebarProvider> around it");
  return context;
}

type SidebarProviderProps = React.ComponentProps<"div"> & {
  defaultOpen?: boolean;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
};

/**
 * Holds the open state, in place of the caller when `open` is left out. Widths are `--sidebar-width` and
 * `--sidebar-width-icon`. Nothing is remembered in a cookie: the preview's opaque origin has none.
 */
export function SidebarProvider({
  defaultOpen = true,
  open: openGiven,
  onOpenChange,
  className,
  style,
  children,
  ...props
}: SidebarProviderProps) {
  const isMobile = useIsMobile();
  const [openMobile, setOpenMobile] = React.useState(false);
  const [openInside, setOpenInside] = React.useState(defaultOpen);
  const open = openGiven ?? openInside;

  const setOpen = React.useCallback<SidebarState["setOpen"]>(
    (next) => {
      const value = typeof next === "function" ? next(open) : next;
      setOpenInside(value);
      onOpenChange?.(value);
    },
    [open, onOpenChange],
  );

  const toggleSidebar = React.useCallback(() => {
    if (isMobile) setOpenMobile((current) => !current);
    else setOpen((current) => !current);
  }, [isMobile, setOpen]);

  React.useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== shortcutKey || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      toggleSidebar();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [toggleSidebar]);

  const value = React.useMemo<SidebarState>(
    () => ({
      state: open ? "expanded" : "collapsed",
      open,
      setOpen,
      openMobile,
      setOpenMobile,
      isMobile,
      toggleSidebar,
    }),
    [open, setOpen, openMobile, isMobile, toggleSidebar],
  );
  const widths: React.CSSProperties & Record<`--${string}`, string> = {
    "--sidebar-width": width,
    "--sidebar-width-icon": iconWidth,
    ...style,
  };
  return (
    <SidebarContext.Provider value={value}>
      <TooltipProvider delayDuration={0}>
        <div
          data-slot="sidebar-wrapper"
          style={widths}
          className={cn("group/sidebar-wrapper flex min-h-svh w-full has-data-[variant=inset]:bg-sidebar", className)}
          {...props}
        >
          {children}
        </div>
      </TooltipProvider>
    </SidebarContext.Provider>
  );
}
