/**
 * Class fragments that several components share. The name is unusual on purpose: generated projects bring their own
 * files under `lib/`, and this one must not be shadowed by theirs.
 */

/** Keyboard focus for bordered controls. */
export const focusRing = "outline-none focus-visible:border-ring focus-visible:ring-[3px] focus-visible:ring-ring/50";

/** What a control looks like while `aria-invalid` is set. */
export const invalidRing =
  "aria-invalid:border-destructive aria-invalid:ring-destructive/20 dark:aria-invalid:ring-destructive/40";

/** The box of a single-line text control. */
export const controlBox =
  "border border-input bg-transparent shadow-xs transition-[color,box-shadow] placeholder:text-muted-foreground dark:bg-input/30 disabled:cursor-not-allowed disabled:opacity-50";

/** Icons inside a component: no pointer, no shrinking, 16 px unless sized by hand. */
export const iconSizing = "[&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4";

/** Fade in and out with the Radix open state. */
export const fade =
  "data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=closed]:animate-out data-[state=closed]:fade-out-0";

/** Fade and a slight zoom with the Radix open state. */
export const fadeZoom = `${fade} data-[state=open]:zoom-in-95 data-[state=closed]:zoom-out-95`;

/** A popper slides in from the side of its anchor. */
export const slideFromAnchor =
  "data-[side=top]:slide-in-from-bottom-2 data-[side=right]:slide-in-from-left-2 data-[side=bottom]:slide-in-from-top-2 data-[side=left]:slide-in-from-right-2";

/** The dimmed layer behind modal surfaces. */
export const scrim = `fixed inset-0 z-50 bg-black/50 ${fade}`;

/** A floating surface (popover, hover card, menu). */
export const floating = `z-50 rounded-md border bg-popover text-popover-foreground shadow-md outline-hidden ${fadeZoom} ${slideFromAnchor}`;

/** A row in any menu. */
export const menuRow =
  "relative flex cursor-default select-none items-center gap-2 rounded-sm py-1.5 text-sm outline-hidden focus:bg-accent focus:text-accent-foreground data-[disabled]:pointer-events-none data-[disabled]:opacity-50 [&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4";

/** A plain or destructive menu row. */
export const menuItem = `${menuRow} px-2 data-[inset]:pl-8 [&_svg:not([class*='text-'])]:text-muted-foreground data-[variant=destructive]:text-destructive data-[variant=destructive]:focus:bg-destructive/10 data-[variant=destructive]:focus:text-destructive dark:data-[variant=destructive]:focus:bg-destructive/20 data-[variant=destructive]:[&_svg]:!text-destructive`;

/** A menu row with a check or a dot at its start. */
export const menuCheckRow = `${menuRow} pr-2 pl-8`;

/** Where the check or the dot sits. */
export const menuMark = "pointer-events-none absolute left-2 flex size-3.5 items-center justify-center";

/** A menu row that opens a further menu. */
export const menuSubTrigger = `${menuRow} px-2 data-[inset]:pl-8 data-[state=open]:bg-accent data-[state=open]:text-accent-foreground [&_svg:not([class*='text-'])]:text-muted-foreground`;

/** A menu heading. */
export const menuLabel = "px-2 py-1.5 font-medium text-sm data-[inset]:pl-8";

/** The line between groups of menu rows. */
export const menuSeparator = "-mx-1 my-1 h-px bg-border";

/** Key combination at the end of a menu row. */
export const menuShortcut = "ml-auto text-muted-foreground text-xs tracking-widest";

/** The round close button in the corner of a dialog or sheet. */
export const cornerClose =
  "absolute top-4 right-4 rounded-xs opacity-70 ring-offset-background transition-opacity hover:opacity-100 focus:outline-hidden focus:ring-2 focus:ring-ring focus:ring-offset-2 disabled:pointer-events-none data-[state=open]:bg-secondary data-[state=open]:text-muted-foreground [&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4";
