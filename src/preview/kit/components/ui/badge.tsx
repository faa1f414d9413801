import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type * as React from "react";
import { focusRing, invalidRing } from "@/lib/kit-classes";
import { cn } from "@/lib/utils";

const linkAccent = "[a&]:hover:bg-accent [a&]:hover:text-accent-foreground";

const badgeVariants = cva(
  [
    "inline-flex w-fit shrink-0 items-center justify-center gap-1 overflow-hidden whitespace-nowrap",
    "rounded-full border border-transparent px-2 py-0.5 font-medium text-xs transition-[color,box-shadow]",
    "[&>svg]:pointer-events-none [&>svg]:size-3",
    focusRing,
    invalidRing,
  ],
  {
    variants: {
      variant: {
        // Only a badge that is a link answers to the pointer.
        default: "bg-primary text-primary-foreground [a&]:hover:opacity-90",
        secondary: "bg-secondary text-secondary-foreground [a&]:hover:opacity-90",
        destructive: [
          "bg-destructive text-white dark:bg-destructive/60 [a&]:hover:opacity-90",
          "focus-visible:ring-destructive/20 dark:focus-visible:ring-destructive/40",
        ],
        outline: ["border-border text-foreground", linkAccent],
        ghost: linkAccent,
        link: "text-primary underline-offset-4 [a&]:hover:underline",
      },
    },
    defaultVariants: { variant: "default" },
  },
);

type BadgeProps = React.ComponentProps<"span"> & VariantProps<typeof badgeVariants> & { asChild?: boolean };

function Badge({ className, variant = "default", asChild = false, ...props }: BadgeProps) {
  const Comp = asChild ? Slot.Root : "span";
  return (
    <Comp data-slot="badge" data-variant={variant} className={cn(badgeVariants({ variant }), className)} {...props} />
  );
}

export { Badge, type BadgeProps, badgeVariants };
