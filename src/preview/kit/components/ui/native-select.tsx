import { ChevronDownIcon } from "lucide-react";
import type * as React from "react";
import { controlBox, focusRing, invalidRing } from "@/lib/kit-classes";
import { cn } from "@/lib/utils";

type NativeSelectProps = Omit<React.ComponentProps<"select">, "size"> & { size?: "sm" | "default" };

/** The browser's own select in the kit's clothes. */
function NativeSelect({ className, size = "default", ...props }: NativeSelectProps) {
  return (
    <div data-slot="native-select-wrapper" className="relative inline-block w-fit has-disabled:opacity-50">
      <select
        data-slot="native-select"
        data-size={size}
        className={cn(
          "h-9 w-full min-w-0 appearance-none rounded-md px-3 py-2 pr-9 text-sm selection:bg-primary selection:text-primary-foreground disabled:pointer-events-none data-[size=sm]:h-8 data-[size=sm]:py-1 dark:hover:bg-input/50",
          controlBox,
          focusRing,
          invalidRing,
          className,
        )}
        {...props}
      />
      <ChevronDownIcon
        data-slot="native-select-icon"
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-3.5 size-4 -translate-y-1/2 select-none text-muted-foreground opacity-50"
      />
    </div>
  );
}

const listColours = "bg-[Canvas] text-[CanvasText]";

function NativeSelectOption({ className, ...props }: React.ComponentProps<"option">) {
  return <option data-slot="native-select-option" className={cn(listColours, className)} {...props} />;
}

function NativeSelectOptGroup({ className, ...props }: React.ComponentProps<"optgroup">) {
  return <optgroup data-slot="native-select-optgroup" className={cn(listColours, className)} {...props} />;
}

export { NativeSelect, NativeSelectOptGroup, NativeSelectOption };
