import type { VariantProps } from "class-variance-authority";
import { ToggleGroup as ToggleGroupPrimitive } from "radix-ui";
import * as React from "react";
import { toggleVariants } from "@/components/ui/toggle";
import { cn } from "@/lib/utils";

type Looks = VariantProps<typeof toggleVariants> & {
  /** Gap between the items in steps of 4 px; at 0 they join into one bar. */
  spacing?: number;
  orientation?: "horizontal" | "vertical";
};

const ToggleGroupContext = React.createContext<Looks>({ variant: "default", size: "default", spacing: 0 });

type RootProps = React.ComponentProps<typeof ToggleGroupPrimitive.Root>;
/** Radix throws without a type, which code leaves out. */
type Untyped = Omit<Extract<RootProps, { type: "single" }>, "type"> & { type?: undefined };
type ToggleGroupProps = (RootProps | Untyped) & Looks;

function ToggleGroup({
  className,
  variant = "default",
  size = "default",
  spacing = 0,
  orientation = "horizontal",
  style,
  children,
  ...props
}: ToggleGroupProps) {
  const looks = React.useMemo(() => ({ variant, size, spacing, orientation }), [variant, size, spacing, orientation]);
  return (
    <ToggleGroupPrimitive.Root
      data-slot="toggle-group"
      data-variant={variant}
      data-size={size}
      data-spacing={spacing}
      orientation={orientation}
      style={{ ...style, gap: `calc(var(--spacing, 0.25rem) * ${spacing})` }}
      className={cn(
        "group/toggle-group flex w-fit items-center rounded-md data-[orientation=vertical]:flex-col data-[orientation=vertical]:items-stretch data-[spacing=0]:data-[variant=outline]:shadow-xs",
        className,
      )}
      {...(props.type === undefined ? { ...props, type: "single" } : props)}
    >
      <ToggleGroupContext.Provider value={looks}>{children}</ToggleGroupContext.Provider>
    </ToggleGroupPrimitive.Root>
  );
}

type ToggleGroupItemProps = React.ComponentProps<typeof ToggleGroupPrimitive.Item> &
  VariantProps<typeof toggleVariants>;

function ToggleGroupItem({ className, children, variant, size, ...props }: ToggleGroupItemProps) {
  const group = React.useContext(ToggleGroupContext);
  const looks = { variant: group.variant ?? variant, size: group.size ?? size };
  return (
    <ToggleGroupPrimitive.Item
      data-slot="toggle-group-item"
      data-variant={looks.variant}
      data-size={looks.size}
      data-spacing={group.spacing}
      className={cn(
        toggleVariants(looks),
        "w-auto min-w-0 shrink-0 px-3 focus:z-10 focus-visible:z-10 data-[spacing=0]:rounded-none data-[spacing=0]:shadow-none",
        group.orientation === "vertical"
          ? "data-[spacing=0]:data-[variant=outline]:border-t-0 data-[spacing=0]:data-[variant=outline]:first:border-t data-[spacing=0]:first:rounded-t-md data-[spacing=0]:last:rounded-b-md"
          : "data-[spacing=0]:data-[variant=outline]:border-l-0 data-[spacing=0]:data-[variant=outline]:first:border-l data-[spacing=0]:first:rounded-l-md data-[spacing=0]:last:rounded-r-md",
        className,
      )}
      {...props}
    >
      {children}
    </ToggleGroupPrimitive.Item>
  );
}

export { ToggleGroup, ToggleGroupItem };
