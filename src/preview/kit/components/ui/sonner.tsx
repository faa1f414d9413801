import { CircleCheckIcon, InfoIcon, Loader2Icon, OctagonXIcon, TriangleAlertIcon } from "lucide-react";
import type * as React from "react";
import { Toaster as Sonner, type ToasterProps, toast } from "sonner";
import { useResolvedTheme } from "@/lib/kit-theme";

const icons = {
  success: <CircleCheckIcon className="size-4" />,
  info: <InfoIcon className="size-4" />,
  warning: <TriangleAlertIcon className="size-4" />,
  error: <OctagonXIcon className="size-4" />,
  loading: <Loader2Icon className="size-4 animate-spin" />,
};

const tokens: React.CSSProperties & Record<`--${string}`, string> = {
  "--normal-bg": "var(--popover)",
  "--normal-text": "var(--popover-foreground)",
  "--normal-border": "var(--border)",
  "--border-radius": "var(--radius)",
};

/** Where sonner's toasts appear, in the theme's colours. */
function Toaster({ style, ...props }: ToasterProps) {
  return (
    <Sonner
      theme={useResolvedTheme()}
      className="toaster group"
      icons={icons}
      style={{ ...tokens, ...style }}
      {...props}
    />
  );
}

export { Toaster, toast };
