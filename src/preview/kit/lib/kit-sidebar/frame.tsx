import { PanelLeftIcon } from "lucide-react";
import type * as React from "react";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent, SheetDescription, SheetHeader, SheetTitle } from "@/components/ui/sheet";
import { useSidebar } from "@/lib/kit-sidebar/context";
import { cn } from "@/lib/utils";

type SidebarProps = React.ComponentProps<"div"> & {
  side?: "left" | "right";
  variant?: "sidebar" | "floating" | "inset";
  /** How it folds: out of sight, down to its icons, or not at all. */
  collapsible?: "offcanvas" | "icon" | "none";
};

type Variables = React.CSSProperties & Record<`--${string}`, string>;

const mobileWidth: Variables = { "--sidebar-width": "18rem" };

/** A column beside the page; on narrow windows a sheet over it. */
export function Sidebar({ collapsible = "offcanvas", ...props }: SidebarProps) {
  const { isMobile } = useSidebar();
  if (collapsible === "none") return <FixedSidebar {...props} />;
  return isMobile ? <SheetSidebar {...props} /> : <FoldingSidebar collapsible={collapsible} {...props} />;
}

function FixedSidebar({ side: _side, variant: _variant, className, children, ...props }: SidebarProps) {
  return (
    <div
      data-slot="sidebar"
      className={cn("flex h-full w-(--sidebar-width) shrink-0 flex-col bg-sidebar text-sidebar-foreground", className)}
      {...props}
    >
      {children}
    </div>
  );
}

function SheetSidebar({ side = "left", variant: _variant, className: _className, children, ...props }: SidebarProps) {
  const { openMobile, setOpenMobile } = useSidebar();
  return (
    <Sheet open={openMobile} onOpenChange={setOpenMobile}>
      <SheetContent
        data-slot="sidebar"
        data-sidebar="sidebar"
        data-mobile="true"
        side={side}
        showCloseButton={false}
        className="w-(--sidebar-width) bg-sidebar p-0 text-sidebar-foreground"
        style={mobileWidth}
      >
        <SheetHeader className="sr-only">
          <SheetTitle>Sidebar</SheetTitle>
          <SheetDescription>Displays the mobile sidebar.</SheetDescription>
        </SheetHeader>
        <div className="flex h-full w-full flex-col" {...props}>
          {children}
        </div>
      </SheetContent>
    </Sheet>
  );
}

/** Padding and borders that a floating or inset sidebar adds around its icons. */
const iconWidths = { sidebar: "var(--sidebar-width-icon)", detached: "calc(var(--sidebar-width-icon) + 1rem + 2px)" };

/** A fixed column, and a gap of the same width that holds its place in the page's flow. */
function FoldingSidebar({
  side = "left",
  variant = "sidebar",
  collapsible = "offcanvas",
  className,
  style,
  children,
  ...props
}: SidebarProps) {
  const { state } = useSidebar();
  const folded = state === "collapsed";
  const away = folded && collapsible === "offcanvas";
  const detached = variant !== "sidebar";
  const width =
    folded && collapsible === "icon" ? iconWidths[detached ? "detached" : "sidebar"] : "var(--sidebar-width)";
  // Variables rather than properties, so that a class of the caller's still wins.
  const place: Variables = {
    "--sidebar-current-width": width,
    "--sidebar-offset": away ? "calc(var(--sidebar-width) * -1)" : "0px",
  };
  return (
    <div
      data-slot="sidebar"
      data-state={state}
      data-collapsible={folded ? collapsible : ""}
      data-variant={variant}
      data-side={side}
      className="group peer text-sidebar-foreground max-md:hidden"
    >
      <div
        data-slot="sidebar-gap"
        className="relative transition-[width] duration-200 ease-linear"
        style={{ width: away ? 0 : width }}
      />
      <div
        data-slot="sidebar-container"
        className={cn(
          "fixed inset-y-0 z-10 flex h-svh w-(--sidebar-current-width) transition-[left,right,width] duration-200 ease-linear",
          side === "left" ? "left-(--sidebar-offset)" : "right-(--sidebar-offset)",
          detached ? "p-2" : side === "left" ? "border-r" : "border-l",
          className,
        )}
        style={{ ...place, ...style }}
        {...props}
      >
        <div
          data-slot="sidebar-inner"
          data-sidebar="sidebar"
          className={cn(
            "flex size-full flex-col bg-sidebar",
            variant === "floating" && "rounded-lg border border-sidebar-border shadow-sm",
          )}
        >
          {children}
        </div>
      </div>
    </div>
  );
}

/** The button that folds and unfolds the sidebar. */
export function SidebarTrigger({ className, onClick, ...props }: React.ComponentProps<typeof Button>) {
  const { toggleSidebar } = useSidebar();
  return (
    <Button
      data-slot="sidebar-trigger"
      data-sidebar="trigger"
      variant="ghost"
      size="icon"
      className={cn("size-7", className)}
      onClick={(event) => {
        onClick?.(event);
        toggleSidebar();
      }}
      {...props}
    >
      <PanelLeftIcon />
      <span className="sr-only">Toggle Sidebar</span>
    </Button>
  );
}

/** A thin strip on the sidebar's edge that folds it on a click. */
export function SidebarRail({ className, ...props }: React.ComponentProps<"button">) {
  const { toggleSidebar } = useSidebar();
  return (
    <button
      type="button"
      data-slot="sidebar-rail"
      data-sidebar="rail"
      aria-label="Toggle Sidebar"
      tabIndex={-1}
      title="Toggle Sidebar"
      onClick={toggleSidebar}
      className={cn(
        "absolute inset-y-0 z-20 hidden w-4 transition-all ease-linear sm:block",
        "group-data-[side=left]:-right-2 group-data-[side=right]:-left-2",
        // The line in its middle shows under the pointer.
        "after:absolute after:inset-y-0 after:left-1/2 after:w-0.5 hover:after:bg-sidebar-border",
        "group-data-[collapsible=offcanvas]:hover:bg-sidebar",
        // The cursor points to where the edge will go.
        "group-data-[side=left]:cursor-w-resize group-data-[side=right]:cursor-e-resize",
        "group-data-[side=left]:group-data-[state=collapsed]:cursor-e-resize group-data-[side=right]:group-data-[state=collapsed]:cursor-w-resize",
        className,
      )}
      {...props}
    />
  );
}

/** A sheet with a margin all around it, save beside an unfolded sidebar. */
const raised = [
  "md:peer-data-[variant=inset]:my-2 md:peer-data-[variant=inset]:mr-2 md:peer-data-[variant=inset]:rounded-xl md:peer-data-[variant=inset]:shadow-sm",
  "md:peer-data-[variant=inset]:peer-data-[collapsible=offcanvas]:ml-2",
];

/** The page beside the sidebar; a raised sheet when the sidebar is `inset`. */
export function SidebarInset({ className, ...props }: React.ComponentProps<"main">) {
  return (
    <main
      data-slot="sidebar-inset"
      className={cn("relative flex min-w-0 flex-1 flex-col bg-background", raised, className)}
      {...props}
    />
  );
}
