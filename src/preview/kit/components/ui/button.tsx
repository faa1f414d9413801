import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type * as React from "react";
import { focusRing, iconSizing, invalidRing } from "@/lib/kit-classes";
import { cn } from "@/lib/utils";

const tinyIcons = "[&_svg:not([class*='size-'])]:size-3";

const buttonVariants = cva(
  [
    "inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium text-sm transition-all",
    "disabled:pointer-events-none disabled:opacity-50",
    focusRing,
    invalidRing,
    iconSizing,
  ],
  {
    variants: {
      variant: {
        default: "bg-primary text-primary-foreground hover:bg-primary/90",
        destructive: [
          "bg-destructive text-white hover:bg-destructive/90 dark:bg-destructive/60",
          "focus-visible:ring-destructive/20 dark:focus-visible:ring-destructive/40",
        ],
        outline: [
          "border shadow-xs hover:text-accent-foreground",
          "bg-background hover:bg-accent dark:border-input dark:bg-input/30 dark:hover:bg-input/50",
        ],
        secondary: "bg-secondary text-secondary-foreground hover:bg-secondary/80",
        ghost: "hover:bg-accent hover:text-accent-foreground dark:hover:bg-accent/50",
        link: "text-primary underline-offset-4 hover:underline",
      },
      size: {
        default: "h-9 px-4 py-2 has-[>svg]:px-3",
        xs: ["h-6 gap-1 px-2 text-xs has-[>svg]:px-1.5", tinyIcons],
        sm: "h-8 gap-1.5 px-3 has-[>svg]:px-2.5",
        lg: "h-10 px-6 has-[>svg]:px-4",
        icon: "size-9",
        "icon-xs": ["size-6", tinyIcons],
        "icon-sm": "size-8",
        "icon-lg": "size-10",
      },
    },
    defaultVariants: { variant: "default", size: "default" },
  },
);

type ButtonProps = React.ComponentProps<"button"> & VariantProps<typeof buttonVariants> & { asChild?: boolean };

/** A button, or with `asChild` any element that should look like one. It keeps HTML's default type, `submit`. */
function Button({ className, variant = "default", size = "default", asChild = false, ...props }: ButtonProps) {
  const Comp = asChild ? Slot.Root : "button";
  return (
    <Comp
      data-slot="button"
      data-variant={variant}
      data-size={size}
      className={cn(buttonVariants({ variant, size }), className)}
      {...props}
    />
  );
}

export { Button, type ButtonProps, buttonVariants };
