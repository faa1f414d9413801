import type { Diagnostic } from "../../contract.ts";

/** What can be wrong with a sheet and be taken out of it, so that the rest of it still counts. */
interface Fault {
  /** Finds the fault in Tailwind's message. */
  message: RegExp;
  /** The sheet without it. */
  without(css: string, what: string): string;
  say(what: string): Pick<Diagnostic, "message" | "fix">;
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

const faults: Fault[] = [
  {
    message: /^Cannot apply (?:unknown|unprefixed) utility class `([^`]+)`/,
    without: (css, what) =>
      css.replace(/@apply\s+[^;{}]+/g, (rule) => {
        const rest = rule.replace(new RegExp(`(?<=\\s)${literally(what)}(?=\\s|$)`, "g"), "").trimEnd();
        return rest === "@apply" ? "" : rest;
      }),
    say: (what) => ({
      message: `@apply ${what} has no effect: there is no class of that name.`,
      fix: `Define .${what} in a style sheet of the project, or leave it out.`,
    }),
  },
  {
    message: /^Could not resolve value for theme function: `theme\(([\s\S]+)\)`\./,
    without: (css, what) => css.replaceAll(`theme(${what})`, "initial"),
    say: (what) => ({
      message: `theme(${what}) has no value: the theme has nothing under that name.`,
      fix: "Add it to the theme, or write the value itself.",
    }),
  },
  {
    message: /^`@utility ([^`]+)` (?:is empty|defines an invalid)/,
    without: (css, what) => css.replace(new RegExp(`@utility\\s+${literally(what)}\\s*\\{`, "g"), ".invalid-utility {"),
    say: (what) => ({
      message: `@utility ${what} was left out: a utility has a name in lower case and at least one declaration.`,
      fix: "Give it such a name, and something to set.",
    }),
  },
  {
    message: /^Cannot use `@variant` with unknown variant: (.+)$/,
    without: (css, what) => css.replace(new RegExp(`@variant\\s+${literally(what)}\\s*\\{`, "g"), "@media not all {"),
    say: (what) => ({
      message: `@variant ${what} has no effect: there is no variant of that name.`,
      fix: "Define it with @custom-variant.",
    }),
  },
  {
    message: /^You cannot use `@apply` inside `@keyframes`\.$/,
    without: (css) =>
      css.replace(/@keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, (rule) => rule.replace(/@apply[^;}]*;?/g, "")),
    say: () => ({ message: "@apply has no effect inside @keyframes.", fix: "Write the declarations themselves." }),
  },
];

/** What was taken out; `search` finds the place in the project's own sheets. */
type Note = Pick<Diagnostic, "message" | "fix"> & { search: string };

/** The sheet without what Tailwind's message complains of, or undefined when that is nothing that could be taken out. */
export function withoutFault(css: string, message: string): { css: string; note: Note } | undefined {
  for (const fault of faults) {
    const found = fault.message.exec(message);
    if (!found) continue;
    const what = found[1] ?? "";
    const without = fault.without(css, what);
    return without === css ? undefined : { css: without, note: { ...fault.say(what), search: what || "@keyframes" } };
  }
  return undefined;
}
