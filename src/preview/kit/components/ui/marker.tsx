import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type * as React from "react";
import { cn } from "@/lib/utils";

const markerVariants = cva(
  "group/marker relative flex min-h-4 w-full items-center gap-2 text-left text-muted-foreground text-sm [&_svg:not([class*='size-'])]:size-4",
  {
    variants: {
      variant: {
        default: "",
        separator: "before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border",
        border: "border-b pb-2",
      },
    },
    defaultVariants: { variant: "default" },
  },
);

type MarkerProps = React.ComponentProps<"div"> & VariantProps<typeof markerVariants> & { asChild?: boolean };

/** A line between messages: a date, a state, a notice. */
function Marker({ className, variant = "default", asChild = false, ...props }: MarkerProps) {
  const Tag = asChild ? Slot.Root : "div";
  return (
    <Tag data-slot="marker" data-variant={variant} className={cn(markerVariants({ variant }), className)} {...props} />
  );
}

function MarkerIcon({ className, ...props }: React.ComponentProps<"span">) {
  return <span data-slot="marker-icon" aria-hidden="true" className={cn("size-4 shrink-0", className)} {...props} />;
}

function MarkerContent({ className, ...props }: React.ComponentProps<"span">) {
  return <span data-slot="marker-content" className={cn("wrap-break-word min-w-0", className)} {...props} />;
}

export { Marker, MarkerContent, MarkerIcon, markerVariants };
