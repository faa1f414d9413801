import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type * as React from "react";
import { cn } from "@/lib/utils";

type Div = React.ComponentProps<"div">;

function BubbleGroup({ className, ...props }: Div) {
  return <div data-slot="bubble-group" className={cn("flex min-w-0 flex-col gap-1", className)} {...props} />;
}

const bubbleVariants = cva(
  "group/bubble relative flex w-fit min-w-0 max-w-[80%] flex-col gap-1 data-[align=end]:self-end group-data-[align=end]/message:self-end",
  {
    variants: {
      variant: {
        default: "*:data-[slot=bubble-content]:bg-primary *:data-[slot=bubble-content]:text-primary-foreground",
        secondary: "*:data-[slot=bubble-content]:bg-secondary *:data-[slot=bubble-content]:text-secondary-foreground",
        muted: "*:data-[slot=bubble-content]:bg-muted",
        tinted: "*:data-[slot=bubble-content]:bg-primary/10",
        outline: "*:data-[slot=bubble-content]:border-border *:data-[slot=bubble-content]:bg-background",
        ghost: "max-w-full *:data-[slot=bubble-content]:rounded-none *:data-[slot=bubble-content]:p-0",
        destructive: "*:data-[slot=bubble-content]:bg-destructive/10 *:data-[slot=bubble-content]:text-destructive",
      },
    },
    defaultVariants: { variant: "default" },
  },
);

type BubbleProps = Div & VariantProps<typeof bubbleVariants> & { align?: "start" | "end" };

function Bubble({ className, variant = "default", align = "start", ...props }: BubbleProps) {
  return (
    <div
      data-slot="bubble"
      data-variant={variant}
      data-align={align}
      className={cn(bubbleVariants({ variant }), className)}
      {...props}
    />
  );
}

function BubbleContent({ className, asChild = false, ...props }: Div & { asChild?: boolean }) {
  const Tag = asChild ? Slot.Root : "div";
  return (
    <Tag
      data-slot="bubble-content"
      className={cn(
        "wrap-break-word w-fit min-w-0 max-w-full rounded-2xl border border-transparent px-3 py-2 text-sm",
        className,
      )}
      {...props}
    />
  );
}

type ReactionsProps = Div & { side?: "top" | "bottom"; align?: "start" | "end" };

function BubbleReactions({ className, side = "bottom", align = "end", ...props }: ReactionsProps) {
  return (
    <div
      data-slot="bubble-reactions"
      data-side={side}
      data-align={align}
      className={cn(
        "absolute z-10 flex w-fit items-center gap-1 rounded-full bg-muted px-1.5 py-0.5 text-sm ring-2 ring-background data-[align=end]:right-3 data-[side=bottom]:-bottom-3 data-[align=start]:left-3 data-[side=top]:-top-3",
        className,
      )}
      {...props}
    />
  );
}

export { Bubble, BubbleContent, BubbleGroup, BubbleReactions };
