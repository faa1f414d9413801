import { type Accent, accentOf, plain } from "./reading/colors.ts";
import type { Copy } from "./reading/copy.ts";
import type { LookChange } from "./reading/look.ts";

/** Everything around a component that its kind need not read: look, name, dictated texts. */
export interface Setting {
  /** Name of the exported function. */
  component: string;
  /** Shown by itself (true) or as a part of a page. */
  alone: boolean;
  dark: boolean;
  /** Product or company, where one was named. */
  brand: string | undefined;
  /** Classes for the outermost element: colours and screen height when alone, dark mode, corner radius. Put them first. */
  root: string;
  /** Accent for everything that is neither button nor heading. */
  accent: Accent;
  /** Classes for the filled main buttons: `<Button className="w-full ${at.solid}">`; empty without a colour. */
  solid: string;
  /** Colour class of headings; empty without a colour. */
  headingColor: string;
  /** Size classes: of the page's one big heading, of a section's heading, of a card's title. */
  size: { hero: string; section: string; card: string };
  /** Spacing by density: section padding, grid gap, card padding, stack gap. */
  space: { section: string; gap: string; card: string; stack: string };
  /** A width class for the content of a section, `max-w-6xl` unless asked otherwise. */
  width: string;
  /** Dictated text, or the usual one. */
  title(usual: string): string;
  subtitle(usual: string): string;
  button(usual: string): string;
}

export interface SettingInput {
  component: string;
  alone: boolean;
  /** Whether it fills the screen when alone, as everything but a bar does. */
  tall: boolean;
  look: LookChange;
  brand: string | undefined;
  copy: Copy;
}

const sizes = {
  smaller: { hero: "text-3xl sm:text-4xl", section: "text-xl sm:text-2xl", card: "text-lg" },
  normal: { hero: "text-4xl sm:text-5xl lg:text-6xl", section: "text-3xl sm:text-4xl", card: "text-xl" },
  bigger: { hero: "text-5xl sm:text-6xl lg:text-7xl", section: "text-4xl sm:text-5xl", card: "text-3xl" },
};

const spaces = {
  compact: { section: "py-8", gap: "gap-3", card: "p-4", stack: "gap-3" },
  normal: { section: "py-16 sm:py-20", gap: "gap-6", card: "p-6", stack: "gap-5" },
  roomy: { section: "py-24 sm:py-32", gap: "gap-8", card: "p-8", stack: "gap-8" },
};

const corners = { square: "[--radius:0rem]", normal: "", round: "[--radius:1.25rem]" };

export function settingOf(input: SettingInput): Setting {
  const { look, copy } = input;
  const dark = look.theme === "dark";
  const accent = accentOf(look.accent ?? "") ?? plain;
  const button = accentOf(look.button ?? "") ?? accent;
  const root = [
    input.alone && dark && "dark",
    input.alone && "bg-background text-foreground",
    input.alone && input.tall && "min-h-svh",
    corners[look.corners ?? "normal"],
  ];
  return {
    component: input.component,
    alone: input.alone,
    dark,
    brand: input.brand,
    root: root.filter(Boolean).join(" "),
    accent,
    solid: button.solid,
    headingColor: look.heading === undefined ? "" : (accentOf(look.heading)?.text ?? ""),
    size: sizes[look.headingSize ?? "normal"],
    space: spaces[look.density ?? "normal"],
    width: look.width === "narrow" ? "max-w-3xl" : look.width === "wide" ? "max-w-7xl" : "max-w-6xl",
    title: (usual) => copy.title ?? usual,
    subtitle: (usual) => copy.subtitle ?? usual,
    button: (usual) => copy.button ?? usual,
  };
}
