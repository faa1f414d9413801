import * as React from "react";
import { Drawer as DrawerPrimitive } from "vaul";
import { scrim } from "@/lib/kit-classes";
import { cn } from "@/lib/utils";

type Direction = NonNullable<React.ComponentProps<typeof DrawerPrimitive.Root>["direction"]>;

const DirectionContext = React.createContext<Direction>("bottom");

const edges: Record<Direction, string> = {
  top: "inset-x-0 top-0 mb-24 max-h-[80vh] rounded-b-lg border-b",
  bottom: "inset-x-0 bottom-0 mt-24 max-h-[80vh] rounded-t-lg border-t",
  left: "inset-y-0 left-0 w-3/4 border-r sm:max-w-sm",
  right: "inset-y-0 right-0 w-3/4 border-l sm:max-w-sm",
};

/** A panel that is dragged in from the edge that `direction` names. */
function Drawer({ direction = "bottom", ...props }: React.ComponentProps<typeof DrawerPrimitive.Root>) {
  return (
    <DirectionContext.Provider value={direction}>
      <DrawerPrimitive.Root data-slot="drawer" direction={direction} {...props} />
    </DirectionContext.Provider>
  );
}

function DrawerTrigger(props: React.ComponentProps<typeof DrawerPrimitive.Trigger>) {
  return <DrawerPrimitive.Trigger data-slot="drawer-trigger" {...props} />;
}

function DrawerPortal(props: React.ComponentProps<typeof DrawerPrimitive.Portal>) {
  return <DrawerPrimitive.Portal data-slot="drawer-portal" {...props} />;
}

function DrawerClose(props: React.ComponentProps<typeof DrawerPrimitive.Close>) {
  return <DrawerPrimitive.Close data-slot="drawer-close" {...props} />;
}

function DrawerOverlay({ className, ...props }: React.ComponentProps<typeof DrawerPrimitive.Overlay>) {
  return <DrawerPrimitive.Overlay data-slot="drawer-overlay" className={cn(scrim, className)} {...props} />;
}

function DrawerContent({ className, children, ...props }: React.ComponentProps<typeof DrawerPrimitive.Content>) {
  const direction = React.useContext(DirectionContext);
  return (
    <DrawerPortal>
      <DrawerOverlay />
      <DrawerPrimitive.Content
        data-slot="drawer-content"
        className={cn("group/drawer-content fixed z-50 flex flex-col bg-background", edges[direction], className)}
        {...props}
      >
        {direction === "bottom" && <div aria-hidden className="mx-auto mt-4 h-2 w-25 shrink-0 rounded-full bg-muted" />}
        {children}
      </DrawerPrimitive.Content>
    </DrawerPortal>
  );
}

function DrawerHeader({ className, ...props }: React.ComponentProps<"div">) {
  const direction = React.useContext(DirectionContext);
  const centred = direction === "top" || direction === "bottom";
  return (
    <div
      data-slot="drawer-header"
      className={cn("flex flex-col gap-0.5 p-4 md:gap-1.5", centred && "text-center", className)}
      {...props}
    />
  );
}

function DrawerFooter({ className, ...props }: React.ComponentProps<"div">) {
  return <div data-slot="drawer-footer" className={cn("mt-auto flex flex-col gap-2 p-4", className)} {...props} />;
}

function DrawerTitle({ className, ...props }: React.ComponentProps<typeof DrawerPrimitive.Title>) {
  return (
    <DrawerPrimitive.Title
      data-slot="drawer-title"
      className={cn("font-semibold text-foreground", className)}
      {...props}
    />
  );
}

function DrawerDescription({ className, ...props }: React.ComponentProps<typeof DrawerPrimitive.Description>) {
  return (
    <DrawerPrimitive.Description
      data-slot="drawer-description"
      className={cn("text-muted-foreground text-sm", className)}
      {...props}
    />
  );
}

export {
  Drawer,
  DrawerClose,
  DrawerContent,
  DrawerDescription,
  DrawerFooter,
  DrawerHeader,
  DrawerOverlay,
  DrawerPortal,
  DrawerTitle,
  DrawerTrigger,
};
