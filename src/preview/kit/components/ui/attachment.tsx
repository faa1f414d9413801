import { Slot } from "radix-ui";
import type * as React from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/utils";

type Div = React.ComponentProps<"div">;
type AttachmentProps = Div & {
  state?: "idle" | "uploading" | "processing" | "error" | "done";
  size?: "default" | "sm" | "xs";
  orientation?: "horizontal" | "vertical";
};

/** A file that goes with a message. */
function Attachment({
  className,
  state = "done",
  size = "default",
  orientation = "horizontal",
  ...props
}: AttachmentProps) {
  return (
    <div
      data-slot="attachment"
      data-state={state}
      data-size={size}
      data-orientation={orientation}
      className={cn(
        "group/attachment relative flex w-fit min-w-0 max-w-full items-center gap-2 rounded-xl border bg-card p-2 text-card-foreground text-sm data-[orientation=vertical]:w-28 data-[orientation=vertical]:flex-col data-[orientation=vertical]:items-stretch data-[state=error]:border-destructive/40 data-[state=idle]:border-dashed data-[size=xs]:p-1 data-[size=xs]:text-xs data-[size=sm]:p-1.5",
        className,
      )}
      {...props}
    />
  );
}

function AttachmentMedia({ className, variant = "icon", ...props }: Div & { variant?: "icon" | "image" }) {
  return (
    <div
      data-slot="attachment-media"
      data-variant={variant}
      className={cn(
        "relative flex aspect-square w-10 shrink-0 items-center justify-center overflow-hidden rounded-lg bg-muted group-data-[orientation=vertical]/attachment:w-full group-data-[size=sm]/attachment:w-8 group-data-[size=xs]/attachment:w-7 [&_img]:size-full [&_img]:object-cover [&_svg:not([class*='size-'])]:size-4",
        className,
      )}
      {...props}
    />
  );
}

function AttachmentContent({ className, ...props }: Div) {
  return <div data-slot="attachment-content" className={cn("min-w-0 flex-1 leading-tight", className)} {...props} />;
}

function AttachmentTitle({ className, ...props }: React.ComponentProps<"span">) {
  return <span data-slot="attachment-title" className={cn("block truncate font-medium", className)} {...props} />;
}

function AttachmentDescription({ className, ...props }: React.ComponentProps<"span">) {
  const looks = "block truncate text-muted-foreground text-xs group-data-[state=error]/attachment:text-destructive";
  return <span data-slot="attachment-description" className={cn(looks, className)} {...props} />;
}

function AttachmentActions({ className, ...props }: Div) {
  return (
    <div
      data-slot="attachment-actions"
      className={cn("relative z-20 flex shrink-0 items-center", className)}
      {...props}
    />
  );
}

function AttachmentAction({ size = "icon-xs", variant = "ghost", ...props }: React.ComponentProps<typeof Button>) {
  return <Button data-slot="attachment-action" variant={variant} size={size} {...props} />;
}

/** Makes the whole attachment one thing to click. */
function AttachmentTrigger({
  className,
  asChild = false,
  ...props
}: React.ComponentProps<"button"> & { asChild?: boolean }) {
  const looks = cn(
    "absolute inset-0 z-10 rounded-[inherit] outline-none focus-visible:ring-[3px] focus-visible:ring-ring/50",
    className,
  );
  if (asChild) return <Slot.Root data-slot="attachment-trigger" className={looks} {...props} />;
  return <button type="button" data-slot="attachment-trigger" className={looks} {...props} />;
}

function AttachmentGroup({ className, ...props }: Div) {
  return (
    <div data-slot="attachment-group" className={cn("flex min-w-0 gap-2 overflow-x-auto py-1", className)} {...props} />
  );
}

export {
  Attachment,
  AttachmentAction,
  AttachmentActions,
  AttachmentContent,
  AttachmentDescription,
  AttachmentGroup,
  AttachmentMedia,
  AttachmentTitle,
  AttachmentTrigger,
};
