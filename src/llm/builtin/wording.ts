import type { CodeFile } from "./code/file.ts";
import type { Conversation } from "./conversation.ts";
import { mainPart } from "./conversation.ts";
import { accentOf } from "./reading/colors.ts";
import { counted, sentence, spoken } from "./reading/words.ts";

/** The note of what was read from the last turn, one finding to a line. */
export function reasoningOf(conversation: Conversation): string {
  const { parts, last, brand } = conversation;
  const { reading } = last;
  const changes = [
    last.removed.length > 0 && `take away ${spoken(last.removed)}`,
    !last.started && last.added.length > 0 && `add ${spoken(last.added)}`,
    ...reading.renames.map((rename) => `“${rename.from}” becomes “${rename.to}”`),
    ...Object.entries(reading.copy).map(([name, value]) => `${name} “${value}”`),
    ...Object.entries(reading.look).map(([name, value]) => `${lookNames[name] ?? name}: ${value}`),
  ].filter((line) => typeof line === "string");
  const lines = [
    "Reading the request with rules (patterns, not a language model).",
    `Kind: ${spoken(parts.map((part) => part.label))}${last.started ? "" : ", as before with this turn's changes"}.`,
    ...parts.slice(0, 8).map((part) => `${sentence(part.kind.replaceAll("-", " "))}: ${part.describe()}.`),
    reading.counts.length > 0 &&
      `Counts: ${reading.counts
        .slice(0, 6)
        .map((count) => `${count.value} ${count.nouns.join(" ")}`.trim())
        .join(", ")}.`,
    reading.fields && `Fields: ${spoken(reading.fields.map((field) => field.label))}.`,
    reading.prices.length > 0 &&
      `Prices: ${spoken(reading.prices.map((price) => `${price.currency}${price.amount}`))}.`,
    brand && `Name: ${brand}.`,
    changes.length > 0 && `Asked for: ${changes.join("; ")}.`,
  ];
  return `${lines.filter(Boolean).join("\n")}\n`;
}

const lookNames: Record<string, string> = {
  theme: "theme",
  accent: "colour",
  button: "button colour",
  heading: "heading colour",
  headingSize: "heading size",
};

/** One or two sentences about what was built or changed. */
export function explanationOf(conversation: Conversation, changed: boolean, image: boolean): string {
  const { parts, last } = conversation;
  const main = mainPart(parts);
  const picture = image ? " Pictures are not read by patterns; connect a vision model for that." : "";
  if (!main) return `There is nothing to build yet.${picture}`;
  if (!last.started && !changed) {
    return `I found no change in this message that the built-in patterns understand, so ${the(main.label)} stays as it was. Free-form requests are for a language model.${picture}`;
  }
  const left = last.left.length > 0 ? ` I left out ${spoken(last.left)}: ask for it on its own.` : "";
  if (last.started) {
    const built =
      parts.length === 1
        ? `Here is ${main.label} with ${main.describe()}.`
        : `Here is a page of ${counted(parts.length, "part")}: ${spoken(parts.map((part) => part.label))}.`;
    const note = main.kind === "generic" ? ` ${honest}` : "";
    return `${built}${toneOf(conversation)}${note}${left}${picture}`;
  }
  const done = [
    last.removed.length > 0 && `removed ${spoken(last.removed.map((name) => `the ${name.replaceAll("-", " ")}`))}`,
    last.added.length > 0 &&
      `added ${spoken(parts.filter((part) => last.added.includes(part.kind)).map((part) => part.label))}`,
  ].filter(Boolean);
  const whole =
    parts.length > 1 && Object.keys(last.reading.look).length > 0 && Object.keys(last.reading.copy).length === 0;
  const summary =
    whole && done.length === 0
      ? "I updated the whole page."
      : done.length > 0
        ? `I ${spoken(done.map(String))}.`
        : `I updated ${the(main.label)}: it now has ${main.describe()}.`;
  return `${summary}${toneOf(conversation)}${picture}`;
}

const honest =
  "No pattern fits this request exactly, so this is a simple component made of the words I could read. Free-form requests are for a language model.";

const the = (label: string): string => label.replace(/^an? /, "the ");

function toneOf({ last }: Conversation): string {
  const { look } = last.reading;
  const accent = look.accent && accentOf(look.accent)?.name;
  const button = look.button && accentOf(look.button)?.name;
  const tones = [
    look.theme && `is in ${look.theme} colours`,
    accent && `has ${accent} as its accent`,
    button && `has ${button} buttons`,
  ];
  const said = tones.filter((tone) => typeof tone === "string" && tone !== "").map(String);
  return said.length > 0 ? ` It ${spoken(said)}.` : "";
}

/** Says that a person's own edits were not kept, where that is so. */
export function replacedNote(paths: readonly string[]): string {
  if (paths.length === 0) return "";
  return ` Patterns compose a file anew, so your own edits in ${spoken(paths)} are not in this version; the version before still has them.`;
}

/** The last sentence: follow-ups that are understood and change something. */
export function suggestionsOf(conversation: Conversation, changes: (followUp: string) => boolean): string {
  const main = mainPart(conversation.parts);
  const look = conversation.look.theme === "dark" ? "light theme" : "dark";
  const section =
    main?.placement === "app" || conversation.parts.some((part) => part.kind === "faq") ? [] : ["add a FAQ"];
  const offered = [...(main?.followUps() ?? []).filter(changes).slice(0, 2), ...[...section, look].filter(changes)];
  const quoted = offered.map((followUp) => `“${followUp}”`);
  return `You could go on with ${[quoted.slice(0, -1).join(", "), quoted.at(-1)].filter(Boolean).join(" or ")}.`;
}

const language = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

/** A file as it stands in an answer. */
export const fenceOf = (file: CodeFile): string =>
  `\`\`\`${language(file.path)} file="${file.path}"\n${file.text.replace(/\n*$/, "\n")}\`\`\`\n`;
