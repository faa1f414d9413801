import { accentOf } from "./colors.ts";
import type { Source, Token } from "./tokens.ts";

/** What a turn says about appearance; only what it says. */
export interface LookChange {
  theme?: "light" | "dark";
  /** A colour word or hex for everything that is accented. */
  accent?: string;
  /** Colours of one part only. */
  button?: string;
  heading?: string;
  density?: "compact" | "normal" | "roomy";
  corners?: "square" | "normal" | "round";
  headingSize?: "smaller" | "bigger";
  width?: "narrow" | "wide";
}

/** Reads theme, colours, density, corners and heading size. */
export function readLook(source: Source, isName: (token: Token) => boolean): LookChange {
  const change: LookChange = {};
  const tokens = source.tokens.filter((token) => !isName(token));
  const words = tokens.map((token) => token.norm);
  const has = (...any: string[]) => any.some((word) => words.includes(word));
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== "word" && token.kind !== "hex") continue;
    if (token.norm === "dark" || token.norm === "dunkel" || token.norm === "sombre" || token.norm === "oscuro") {
      if (!/^(?:blue|green|red|purple|gray|grey)$/.test(words[at + 1] ?? "") && !togglesTheme(words, at))
        change.theme = "dark";
    } else if (
      /^(?:hell|clair|claro)$/.test(token.norm) ||
      (token.norm === "light" && /^(?:mode|theme|version|background|variant)$/.test(words[at + 1] ?? "mode"))
    ) {
      if (!togglesTheme(words, at)) change.theme = "light";
    } else if (accentOf(token.norm)) {
      const target = targetOf(words, at);
      if ((token.norm === "black" || token.norm === "white") && target === "background")
        change.theme = token.norm === "black" ? "dark" : "light";
      else if (target === "button" || target === "heading") change[target] = token.norm;
      else if (target !== "background" || token.norm !== "white") change.accent = token.norm;
    }
  }
  if (has("compact", "dense", "denser", "tight", "tighter", "kompakt")) change.density = "compact";
  if (
    has("spacious", "roomy", "roomier", "airy", "airier", "generous") ||
    phraseIn(words, "more space") ||
    phraseIn(words, "more padding")
  )
    change.density = "roomy";
  if (has("rounded", "rounder", "round", "pill") || phraseIn(words, "soft corners")) change.corners = "round";
  if (has("square", "squared", "sharp") && has("corner", "corners", "edges", "make", "buttons", "cards"))
    change.corners = "square";
  const sized = words.some((word) => /^(?:heading|headings|headline|title|titles|text|font)$/.test(word));
  if (sized && has("bigger", "larger", "huge", "large", "big", "grosser")) change.headingSize = "bigger";
  if (sized && has("smaller", "small", "tiny", "kleiner")) change.headingSize = "smaller";
  if (/\bmake (?:it|everything|this|that) (?:a bit |much |even )?(?:bigger|larger)\b/.test(words.join(" ")))
    change.headingSize = "bigger";
  if (/\bmake (?:it|everything|this|that) (?:a bit |much |even )?smaller\b/.test(words.join(" ")))
    change.headingSize = "smaller";
  if (has("wider", "wide") || phraseIn(words, "full width")) change.width = "wide";
  if (has("narrower", "narrow")) change.width = "narrow";
  return change;
}

const phraseIn = (words: string[], phrase: string): boolean => ` ${words.join(" ")} `.includes(` ${phrase} `);

/** "a dark mode toggle" asks for a control, not for dark colours. */
const togglesTheme = (words: string[], at: number): boolean =>
  /^(?:toggle|switch|switcher)$/.test(words[at + 2] ?? "") || words[at + 1] === "and";

function targetOf(words: string[], at: number): "button" | "heading" | "background" | "accent" {
  const near = words.slice(Math.max(0, at - 5), at + 4).join(" ");
  if (/\b(?:buttons?|cta|knopf|bouton|boton|schaltflache)\b/.test(near)) return "button";
  if (/\b(?:heading|headings|headline|title)\b/.test(near)) return "heading";
  if (/\b(?:background|bg|hintergrund)\b/.test(near)) return "background";
  return "accent";
}
