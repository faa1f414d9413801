import { CheckIcon, ChevronDownIcon, XIcon } from "lucide-react";
import { Popover } from "radix-ui";
import * as React from "react";
import { Button } from "@/components/ui/button";
import { InputGroup, InputGroupAddon, InputGroupButton, InputGroupInput } from "@/components/ui/input-group";
import { floating, menuSeparator } from "@/lib/kit-classes";
import { ComboboxContext, ComboboxItems, comboboxKey, groupItems, plainLabel, useCombobox } from "@/lib/kit-combobox";
import { cn } from "@/lib/utils";

interface ComboboxProps {
  items?: readonly unknown[];
  value?: unknown;
  defaultValue?: unknown;
  onValueChange?: (value: never) => void;
  multiple?: boolean;
  disabled?: boolean;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  itemToStringLabel?: (item: never) => string;
  itemToStringValue?: (item: never) => string;
  autoHighlight?: boolean;
  children?: React.ReactNode;
}

/** One choice, or several, out of a list that typing narrows. */
function Combobox(props: ComboboxProps) {
  const { items = [], multiple = false, disabled = false, defaultValue, children, itemToStringLabel } = props;
  const [own, setOwn] = React.useState<unknown>(defaultValue ?? (multiple ? [] : null));
  const [ownOpen, setOwnOpen] = React.useState(false);
  const [query, setQuery] = React.useState("");
  const [active, setActive] = React.useState<string>();
  const listId = React.useId();
  const value = props.value === undefined ? own : props.value;
  const open = props.open ?? ownOpen;
  const picked: unknown[] = Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
  const labelOf = (item: unknown): string =>
    itemToStringLabel && item !== null && item !== undefined
      ? String(Reflect.apply(itemToStringLabel, undefined, [item]))
      : plainLabel(item);

  function change(next: unknown): void {
    setOwn(next);
    if (props.onValueChange) Reflect.apply(props.onValueChange, undefined, [next]);
  }
  function setOpen(next: boolean): void {
    if (disabled) return;
    setOwnOpen(next);
    setQuery("");
    setActive(undefined);
    props.onOpenChange?.(next);
  }
  const state = {
    ...{ items, multiple, disabled, value, open, query, active, listId, labelOf, setOpen, setActive },
    isPicked: (item: unknown) => picked.includes(item),
    matches: (item: unknown) => labelOf(item).toLowerCase().includes(query.trim().toLowerCase()),
    clear: () => change(multiple ? [] : null),
    search(next: string) {
      if (!open) setOpen(true);
      setQuery(next);
      setActive(undefined);
    },
    pick(item: unknown) {
      if (multiple) change(picked.includes(item) ? picked.filter((one) => one !== item) : [...picked, item]);
      else change(item);
      if (multiple) setQuery("");
      else setOpen(false);
    },
  };
  return (
    <ComboboxContext.Provider value={state}>
      <ComboboxItems.Provider value={items}>
        <Popover.Root open={open} onOpenChange={setOpen}>
          {children}
        </Popover.Root>
      </ComboboxItems.Provider>
    </ComboboxContext.Provider>
  );
}

function useField() {
  const state = useCombobox();
  const shown = state.multiple ? "" : state.labelOf(state.value);
  return {
    role: "combobox",
    autoComplete: "off",
    disabled: state.disabled,
    "aria-expanded": state.open,
    "aria-controls": state.listId,
    "aria-activedescendant": state.active,
    value: state.open ? state.query : shown,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => state.search(event.target.value),
    onClick: () => state.setOpen(true),
    onKeyDown: (event: React.KeyboardEvent) => comboboxKey(state, event),
  };
}

type InputProps = React.ComponentProps<"input"> & { showTrigger?: boolean; showClear?: boolean };

function ComboboxInput({ className, children, showTrigger = true, showClear = false, ...props }: InputProps) {
  const state = useCombobox();
  const field = useField();
  return (
    <Popover.Anchor asChild>
      <InputGroup className={cn("w-auto", className)}>
        <InputGroupInput {...field} {...props} disabled={state.disabled || props.disabled} />
        <InputGroupAddon align="inline-end">
          {showClear && state.value !== null && <ComboboxClear />}
          {showTrigger && (
            <InputGroupButton
              data-slot="combobox-trigger"
              aria-label="Open the list"
              size="icon-xs"
              variant="ghost"
              onClick={() => state.setOpen(!state.open)}
            >
              <ChevronDownIcon
                data-slot="combobox-trigger-icon"
                className="pointer-events-none text-muted-foreground"
              />
            </InputGroupButton>
          )}
        </InputGroupAddon>
        {children}
      </InputGroup>
    </Popover.Anchor>
  );
}

function ComboboxClear(props: React.ComponentProps<typeof InputGroupButton>) {
  const { clear } = useCombobox();
  return (
    <InputGroupButton
      data-slot="combobox-clear"
      aria-label="Clear"
      variant="ghost"
      size="icon-xs"
      onClick={clear}
      {...props}
    >
      <XIcon className="pointer-events-none" />
    </InputGroupButton>
  );
}

type TriggerProps = React.ComponentProps<"button"> & { render?: React.ReactElement<Record<string, unknown>> };

function ComboboxTrigger({ className, children, render, ...props }: TriggerProps) {
  const { disabled } = useCombobox();
  const inside = (
    <>
      {children}
      <ChevronDownIcon data-slot="combobox-trigger-icon" className="pointer-events-none size-4 text-muted-foreground" />
    </>
  );
  return (
    <Popover.Trigger
      data-slot="combobox-trigger"
      disabled={disabled}
      className={className}
      {...props}
      asChild={!!render}
    >
      {render ? React.cloneElement(render, {}, inside) : inside}
    </Popover.Trigger>
  );
}

interface ValueProps {
  placeholder?: React.ReactNode;
  children?: React.ReactNode | ((value: never) => React.ReactNode);
}

function ComboboxValue({ children, placeholder }: ValueProps) {
  const { value, labelOf } = useCombobox();
  if (typeof children === "function") return <>{Reflect.apply(children, undefined, [value])}</>;
  const label = Array.isArray(value) ? value.map(labelOf).join(", ") : labelOf(value);
  return <span data-slot="combobox-value">{children ?? (label || placeholder)}</span>;
}

type ContentProps = React.ComponentProps<typeof Popover.Content> & {
  anchor?: React.RefObject<HTMLElement | null>;
};

function ComboboxContent({ className, anchor, align = "start", sideOffset = 6, ...props }: ContentProps) {
  const inField = (target: EventTarget | null) =>
    target instanceof Element && target.closest('[role="combobox"], [data-slot="combobox-chips"]') !== null;
  return (
    <Popover.Portal>
      <Popover.Content
        data-slot="combobox-content"
        data-chips={anchor !== undefined}
        align={align}
        sideOffset={sideOffset}
        onOpenAutoFocus={(event) => event.preventDefault()}
        onInteractOutside={(event) => inField(event.target) && event.preventDefault()}
        onFocusOutside={(event) => inField(event.target) && event.preventDefault()}
        className={cn(floating, "w-(--radix-popover-trigger-width) min-w-36 overflow-hidden", className)}
        {...props}
      />
    </Popover.Portal>
  );
}

type Children = React.ReactNode | ((item: never, index: number) => React.ReactNode);

/** The items of the list, or of the group around, that match what was typed. */
function ComboboxCollection({ children }: { children?: Children }) {
  const { matches } = useCombobox();
  const items = React.useContext(ComboboxItems);
  if (typeof children !== "function") return <>{children}</>;
  const found = items.filter((item) => groupItems(item)?.some(matches) ?? matches(item));
  return <>{found.map((item, index) => Reflect.apply(children, undefined, [item, index]))}</>;
}

function ComboboxList({
  className,
  children,
  ...props
}: Omit<React.ComponentProps<"div">, "children"> & { children?: Children }) {
  const { listId, multiple } = useCombobox();
  return (
    <div
      role="listbox"
      id={listId}
      aria-multiselectable={multiple}
      data-slot="combobox-list"
      className={cn("max-h-72 scroll-py-1 overflow-y-auto overscroll-contain p-1 empty:hidden", className)}
      {...props}
    >
      <ComboboxCollection>{children}</ComboboxCollection>
    </div>
  );
}

type ItemProps = Omit<React.ComponentProps<"div">, "value"> & { value?: unknown; disabled?: boolean };

function ComboboxItem({ className, children, value, disabled = false, ...props }: ItemProps) {
  const state = useCombobox();
  const id = React.useId();
  if (!state.matches(value) && state.items.length === 0) return null;
  const selected = state.isPicked(value);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are read by the input, which keeps the focus
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-disabled={disabled}
      data-slot="combobox-item"
      data-highlighted={state.active === id ? "" : undefined}
      data-disabled={disabled ? "" : undefined}
      onClick={() => !disabled && state.pick(value)}
      onMouseMove={() => state.setActive(id)}
      className={cn(
        "relative flex w-full cursor-default select-none items-center gap-2 rounded-sm py-1.5 pr-8 pl-2 text-sm outline-hidden data-[disabled]:pointer-events-none data-highlighted:bg-accent data-highlighted:text-accent-foreground data-[disabled]:opacity-50",
        className,
      )}
      {...props}
    >
      {children ?? state.labelOf(value)}
      {selected && <CheckIcon data-slot="combobox-item-indicator" className="absolute right-2 size-4" />}
    </div>
  );
}

function ComboboxGroup({ items, children, ...props }: React.ComponentProps<"div"> & { items?: readonly unknown[] }) {
  const around = React.useContext(ComboboxItems);
  return (
    // biome-ignore lint/a11y/useSemanticElements: options in a list box are no fieldset
    <div role="group" data-slot="combobox-group" {...props}>
      <ComboboxItems.Provider value={items ?? around}>{children}</ComboboxItems.Provider>
    </div>
  );
}

function ComboboxLabel({ className, ...props }: React.ComponentProps<"div">) {
  return (
    <div data-slot="combobox-label" className={cn("px-2 py-1.5 text-muted-foreground text-xs", className)} {...props} />
  );
}

function ComboboxEmpty({ className, ...props }: React.ComponentProps<"div">) {
  const { items, matches } = useCombobox();
  if (items.some((item) => groupItems(item)?.some(matches) ?? matches(item))) return null;
  const looks = "flex w-full justify-center py-2 text-center text-muted-foreground text-sm";
  return <div data-slot="combobox-empty" role="status" className={cn(looks, className)} {...props} />;
}

function ComboboxSeparator({ className, ...props }: React.ComponentProps<"hr">) {
  return <hr data-slot="combobox-separator" className={cn(menuSeparator, "border-0", className)} {...props} />;
}

function ComboboxChips({ className, ...props }: React.ComponentProps<"div">) {
  return (
    <Popover.Anchor asChild>
      <div
        data-slot="combobox-chips"
        className={cn(
          "flex min-h-9 flex-wrap items-center gap-1.5 rounded-md border border-input bg-transparent px-2.5 py-1.5 text-sm shadow-xs focus-within:border-ring focus-within:ring-[3px] focus-within:ring-ring/50 dark:bg-input/30",
          className,
        )}
        {...props}
      />
    </Popover.Anchor>
  );
}

type ChipProps = React.ComponentProps<"div"> & { showRemove?: boolean; value?: unknown };

function ComboboxChip({ className, children, showRemove = true, value, ...props }: ChipProps) {
  const state = useCombobox();
  const picked: unknown[] = Array.isArray(state.value) ? state.value : [];
  const item = value ?? picked.find((one) => state.labelOf(one) === children || one === children);
  return (
    <div
      data-slot="combobox-chip"
      className={cn("flex h-6 items-center gap-1 rounded-sm bg-muted px-1.5 font-medium text-xs", className)}
      {...props}
    >
      {children}
      {showRemove && (
        <Button
          data-slot="combobox-chip-remove"
          aria-label="Remove"
          variant="ghost"
          size="icon"
          className="-mr-1 size-5 opacity-50 hover:opacity-100"
          onClick={() => state.pick(item)}
        >
          <XIcon className="pointer-events-none size-3" />
        </Button>
      )}
    </div>
  );
}

function ComboboxChipsInput({ className, ...props }: React.ComponentProps<"input">) {
  const field = useField();
  return (
    <input
      data-slot="combobox-chip-input"
      {...field}
      className={cn("min-w-16 flex-1 bg-transparent outline-none", className)}
      {...props}
    />
  );
}

/** What `ComboboxContent` is placed at. */
function useComboboxAnchor() {
  return React.useRef<HTMLDivElement | null>(null);
}

export {
  Combobox,
  ComboboxChip,
  ComboboxChips,
  ComboboxChipsInput,
  ComboboxClear,
  ComboboxCollection,
  ComboboxContent,
  ComboboxEmpty,
  ComboboxGroup,
  ComboboxInput,
  ComboboxItem,
  ComboboxLabel,
  ComboboxList,
  ComboboxSeparator,
  ComboboxTrigger,
  ComboboxValue,
  useComboboxAnchor,
};
