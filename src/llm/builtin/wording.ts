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
    return `I found no change in this message that the built-in patterns understand, so ${the(main.label)} stays as it was. A language model can be connected for free-form requests.${picture}`;
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
  const summary =
    done.length > 0 ? `I ${spoken(done.map(String))}.` : `I updated ${the(main.label)}: it now has ${main.describe()}.`;
  return `${summary}${toneOf(conversation)}${picture}`;
}

const honest =
  "No pattern fits this request exactly, so this is a simple component made of the words I could read. Connect a language model for free-form requests.";

const the = (label: string): string => label.replace(/^an? /, "the ");

function toneOf({ look, last }: Conversation): string {
  const { look: asked } = last.reading;
  const tones = [
    asked.theme && `in ${asked.theme} colours`,
    asked.accent && accentOf(asked.accent) && `with ${accentOf(asked.accent)?.name} as its accent`,
    asked.button && `with ${accentOf(look.button ?? "")?.name ?? "coloured"} buttons`,
  ].filter(Boolean);
  return tones.length > 0 ? ` It is ${tones.join(", ")}.` : "";
}

/** Says that a person's own edits were not kept, where that is so. */
export function replacedNote(paths: readonly string[]): string {
  if (paths.length === 0) return "";
  return ` Patterns compose a file anew, so your own edits in ${spoken(paths)} are not in this version; the version before still has them.`;
}

/** The last sentence: follow-ups that are understood. */
export function suggestionsOf(conversation: Conversation): string {
  const main = mainPart(conversation.parts);
  const own = main?.followUps().slice(0, 2) ?? [];
  const look = conversation.look.theme === "dark" ? "light theme" : "dark";
  const more =
    conversation.parts.some((part) => part.kind === "faq") || main?.placement === "app" ? [look] : ["add a FAQ", look];
  return `You could go on with ${spoken([...own, ...more].map((text) => `“${text}”`)).replace(/ and (?=“[^”]*”$)/, " or ")}.`;
}

const language = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

/** A file as it stands in an answer. */
export const fenceOf = (file: CodeFile): string =>
  `\`\`\`${language(file.path)} file="${file.path}"\n${file.text.replace(/\n*$/, "\n")}\`\`\`\n`;
