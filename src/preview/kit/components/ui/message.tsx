import type * as React from "react";
import { cn } from "@/lib/utils";

type Div = React.ComponentProps<"div">;

function MessageGroup({ className, ...props }: Div) {
  return <div data-slot="message-group" className={cn("flex min-w-0 flex-col gap-2", className)} {...props} />;
}

/** One turn of a conversation; `align="end"` is one's own. */
function Message({ className, align = "start", ...props }: Div & { align?: "start" | "end" }) {
  return (
    <div
      data-slot="message"
      data-align={align}
      className={cn("group/message flex w-full min-w-0 gap-2 data-[align=end]:flex-row-reverse", className)}
      {...props}
    />
  );
}

function MessageAvatar({ className, ...props }: Div) {
  return (
    <div
      data-slot="message-avatar"
      className={cn(
        "flex size-8 shrink-0 items-center justify-center self-end overflow-hidden rounded-full bg-muted",
        className,
      )}
      {...props}
    />
  );
}

function MessageContent({ className, ...props }: Div) {
  return (
    <div
      data-slot="message-content"
      className={cn("flex w-full min-w-0 flex-col gap-2 group-data-[align=end]/message:items-end", className)}
      {...props}
    />
  );
}

const line = "flex max-w-full min-w-0 items-center px-3 font-medium text-muted-foreground text-xs";

function MessageHeader({ className, ...props }: Div) {
  return <div data-slot="message-header" className={cn(line, className)} {...props} />;
}

function MessageFooter({ className, ...props }: Div) {
  return <div data-slot="message-footer" className={cn(line, className)} {...props} />;
}

export { Message, MessageAvatar, MessageContent, MessageFooter, MessageGroup, MessageHeader };
