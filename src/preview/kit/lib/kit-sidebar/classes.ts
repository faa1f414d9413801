/** A row under the pointer, pressed, or chosen. */
export const rowHover = "hover:bg-sidebar-accent hover:text-sidebar-accent-foreground";
export const rowActive = "active:bg-sidebar-accent active:text-sidebar-accent-foreground";
export const rowChosen = "data-[active=true]:bg-sidebar-accent data-[active=true]:text-sidebar-accent-foreground";

export const rowFocus = "outline-hidden ring-sidebar-ring focus-visible:ring-2";

export const rowDisabled =
  "disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50";

/** Icons keep their size, and the last piece of text is cut rather than wrapped. */
export const rowParts = "overflow-hidden [&>span:last-child]:truncate [&>svg]:size-4 [&>svg]:shrink-0";

/** A small square button inside a row or beside a heading, easier to hit on a touch screen. */
export const smallAction = `absolute flex aspect-square w-5 items-center justify-center rounded-md text-sidebar-foreground transition-transform before:absolute before:-inset-2 md:before:hidden group-data-[collapsible=icon]:hidden [&>svg]:size-4 [&>svg]:shrink-0 ${rowHover} ${rowFocus}`;

/** Stands in the middle of a menu button of any size. */
export const besideButton =
  "peer-data-[size=default]/menu-button:top-1.5 peer-data-[size=lg]/menu-button:top-2.5 peer-data-[size=sm]/menu-button:top-1";
