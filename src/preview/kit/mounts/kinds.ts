import type * as React from "react";

/** One example that the tests mount and the contact sheet shows. */
export interface Mount {
  /** Unique, and where one file is shown, its name without extension. */
  name: string;
  /** The `data-slot`s that must be on the page once it is mounted. */
  slots: string[];
  Example: () => React.ReactNode;
}
