import type * as React from "react";
import { controlBox, focusRing, invalidRing } from "@/lib/kit-classes";
import { cn } from "@/lib/utils";

/** Grows with its text where the browser supports `field-sizing`. */
function Textarea({ className, ...props }: React.ComponentProps<"textarea">) {
  return (
    <textarea
      data-slot="textarea"
      className={cn(
        "field-sizing-content flex min-h-16 w-full rounded-md px-3 py-2 text-base md:text-sm",
        controlBox,
        focusRing,
        invalidRing,
        className,
      )}
      {...props}
    />
  );
}

export { Textarea };
