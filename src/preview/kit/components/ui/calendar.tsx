import { ChevronDownIcon, ChevronLeftIcon, ChevronRightIcon, ChevronUpIcon } from "lucide-react";
import * as React from "react";
import { type ChevronProps, type DayButton, DayPicker, type DayPickerProps, type RootProps } from "react-day-picker";
import { Button, type ButtonProps, buttonVariants } from "@/components/ui/button";
import { currentClassNames } from "@/lib/kit-calendar-classes";
import { cn } from "@/lib/utils";

/** Props of react-day-picker 8 that code still passes. */
interface OldProps {
  classNames?: Record<string, string>;
  initialFocus?: boolean;
  fromDate?: Date;
  toDate?: Date;
  fromMonth?: Date;
  toMonth?: Date;
  fromYear?: number;
  toYear?: number;
}

type CalendarProps = DayPickerProps & OldProps & { buttonVariant?: ButtonProps["variant"] };

const chevrons = { up: ChevronUpIcon, down: ChevronDownIcon, left: ChevronLeftIcon, right: ChevronRightIcon };

function CalendarChevron({ className, orientation = "down" }: ChevronProps) {
  const Icon = chevrons[orientation];
  return <Icon className={cn("size-4 rtl:data-[side]:rotate-180", className)} />;
}

function CalendarRoot({ className, rootRef, ...props }: RootProps) {
  return <div data-slot="calendar" ref={rootRef} className={className} {...props} />;
}

function baseClassNames(buttonVariant: ButtonProps["variant"], dropdowns: boolean, weekNumbers: boolean) {
  const arrow = cn(
    buttonVariants({ variant: buttonVariant }),
    "size-(--cell-size) select-none p-0 aria-disabled:pointer-events-none aria-disabled:opacity-50",
  );
  return {
    root: "w-fit",
    months: "relative flex flex-col gap-4 md:flex-row",
    month: "flex w-full flex-col gap-4",
    nav: "absolute inset-x-0 top-0 flex w-full items-center justify-between gap-1",
    button_previous: arrow,
    button_next: arrow,
    month_caption: "grid h-(--cell-size) place-items-center px-(--cell-size)",
    dropdowns: "flex h-(--cell-size) w-full items-center justify-center gap-1.5 font-medium text-sm",
    dropdown_root:
      "relative rounded-md border border-input shadow-xs focus-within:border-ring focus-within:ring-[3px] focus-within:ring-ring/50",
    dropdown: "absolute inset-0 bg-popover opacity-0",
    caption_label: cn(
      "select-none font-medium text-sm",
      dropdowns && "flex h-8 items-center gap-1 rounded-md pr-1 pl-2 [&>svg]:size-3.5 [&>svg]:text-muted-foreground",
    ),
    month_grid: "w-full border-collapse",
    weekdays: "flex",
    weekday: "flex-1 select-none rounded-md font-normal text-[0.8rem] text-muted-foreground",
    week: "mt-2 flex w-full",
    week_number_header: "w-(--cell-size) select-none",
    week_number: "select-none text-[0.8rem] text-muted-foreground",
    day: cn(
      "group/day relative aspect-square size-full select-none p-0 text-center [&:last-child[data-selected=true]_button]:rounded-r-md",
      weekNumbers
        ? "[&:nth-child(2)[data-selected=true]_button]:rounded-l-md"
        : "[&:first-child[data-selected=true]_button]:rounded-l-md",
    ),
    range_start: "rounded-l-md bg-accent",
    range_middle: "rounded-none",
    range_end: "rounded-r-md bg-accent",
    today: "rounded-md bg-accent text-accent-foreground data-[selected=true]:rounded-none",
    outside: "text-muted-foreground aria-selected:text-muted-foreground",
    disabled: "text-muted-foreground opacity-50",
    hidden: "invisible",
  };
}

/** The month range from whichever of the old and new props are set. */
function navigationRange({ fromDate, toDate, fromMonth, toMonth, fromYear, toYear }: OldProps) {
  const startMonth = fromMonth ?? fromDate ?? (fromYear === undefined ? undefined : new Date(fromYear, 0));
  const endMonth = toMonth ?? toDate ?? (toYear === undefined ? undefined : new Date(toYear, 11));
  return { ...(startMonth && { startMonth }), ...(endMonth && { endMonth }) };
}

/** A month grid over react-day-picker; takes its props and the spellings of version 8. Cells are `--cell-size` wide. */
function Calendar({
  className,
  classNames,
  showOutsideDays = true,
  captionLayout = "label",
  buttonVariant = "ghost",
  formatters,
  components,
  initialFocus,
  fromDate,
  toDate,
  fromMonth,
  toMonth,
  fromYear,
  toYear,
  ...props
}: CalendarProps) {
  // Version 8 also knew "buttons" and "dropdown-buttons".
  const layout = String(captionLayout)
    .replace("dropdown-buttons", "dropdown")
    .replace(/^buttons$/, "label");
  const caption =
    layout === "dropdown" || layout === "dropdown-months" || layout === "dropdown-years" ? layout : "label";
  const base: Record<string, string> = baseClassNames(
    buttonVariant,
    caption !== "label",
    props.showWeekNumber === true,
  );
  for (const [key, classes] of Object.entries(currentClassNames(classNames ?? {}))) {
    base[key] = cn(base[key], classes);
  }
  return (
    <DayPicker
      showOutsideDays={showOutsideDays}
      captionLayout={caption}
      {...(initialFocus && { autoFocus: true })}
      {...navigationRange({
        ...(fromDate && { fromDate }),
        ...(toDate && { toDate }),
        ...(fromMonth && { fromMonth }),
        ...(toMonth && { toMonth }),
        ...(fromYear !== undefined && { fromYear }),
        ...(toYear !== undefined && { toYear }),
      })}
      className={cn(
        "group/calendar bg-background p-3 [--cell-size:--spacing(8)] in-data-[slot=card-content]:bg-transparent in-data-[slot=popover-content]:bg-transparent",
        className,
      )}
      formatters={{
        formatMonthDropdown: (date) => date.toLocaleString("default", { month: "short" }),
        ...formatters,
      }}
      {...props}
      classNames={base}
      components={{ Root: CalendarRoot, Chevron: CalendarChevron, DayButton: CalendarDayButton, ...components }}
    />
  );
}

/** One day; the selection state is on `data-selected-single` and `data-range-*`. */
function CalendarDayButton({ className, day, modifiers, ...props }: React.ComponentProps<typeof DayButton>) {
  const ref = React.useRef<HTMLButtonElement>(null);
  React.useEffect(() => {
    if (modifiers.focused) ref.current?.focus();
  }, [modifiers.focused]);
  const inRange = modifiers.range_start || modifiers.range_middle || modifiers.range_end;
  return (
    <Button
      ref={ref}
      variant="ghost"
      size="icon"
      data-day={day.date.toLocaleDateString()}
      data-selected-single={Boolean(modifiers.selected) && !inRange}
      data-range-start={modifiers.range_start}
      data-range-middle={modifiers.range_middle}
      data-range-end={modifiers.range_end}
      className={cn(
        "flex aspect-square size-auto w-full min-w-(--cell-size) flex-col gap-1 font-normal leading-none",
        "data-[selected-single=true]:bg-primary data-[selected-single=true]:text-primary-foreground",
        "data-[range-start=true]:rounded-md data-[range-start=true]:rounded-l-md data-[range-start=true]:bg-primary data-[range-start=true]:text-primary-foreground",
        "data-[range-middle=true]:rounded-none data-[range-middle=true]:bg-accent data-[range-middle=true]:text-accent-foreground",
        "data-[range-end=true]:rounded-md data-[range-end=true]:rounded-r-md data-[range-end=true]:bg-primary data-[range-end=true]:text-primary-foreground",
        "group-data-[focused=true]/day:relative group-data-[focused=true]/day:z-10 group-data-[focused=true]/day:border-ring group-data-[focused=true]/day:ring-[3px] group-data-[focused=true]/day:ring-ring/50",
        "[&>span]:text-xs [&>span]:opacity-70",
        className,
      )}
      {...props}
    />
  );
}

export { Calendar, CalendarDayButton, type CalendarProps };
