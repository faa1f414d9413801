import type * as React from "react";
import { controlBox, focusRing, invalidRing } from "@/lib/kit-classes";
import { cn } from "@/lib/utils";

function Input({ className, ...props }: React.ComponentProps<"input">) {
  return (
    <input
      data-slot="input"
      className={cn(
        "flex h-9 w-full min-w-0 rounded-md px-3 py-1 text-base selection:bg-primary selection:text-primary-foreground disabled:pointer-events-none md:text-sm",
        "file:inline-flex file:h-7 file:border-0 file:bg-transparent file:font-medium file:text-foreground file:text-sm",
        controlBox,
        focusRing,
        invalidRing,
        className,
      )}
      {...props}
    />
  );
}

export { Input };
