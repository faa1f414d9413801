import { type FontOptions, familyFor, fontStyle } from "./font-style.ts";

/** A Google font by name: nothing is fetched, the nearest of the frame's own fonts stands in. */
export const font =
  (name: string) =>
  (options: FontOptions = {}) =>
    fontStyle(name, familyFor(name), options);
