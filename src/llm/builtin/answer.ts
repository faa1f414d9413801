import type { ChatMessage } from "../contract.ts";
import type { CodeFile } from "./code/file.ts";
import { format } from "./code/format.ts";
import { type Conversation, step } from "./conversation.ts";
import { kinds } from "./kinds/index.ts";
import { compose } from "./page.ts";
import { bringsImage, turnsOf } from "./turns.ts";
import { explanationOf, fenceOf, reasoningOf, suggestionsOf } from "./wording.ts";

/** What the engine answers, before it is paced. */
export interface Answer {
  conversation: Conversation;
  reasoning: string;
  explanation: string;
  /** Unformatted; the file to show is the last. */
  files: CodeFile[];
  suggestions: string;
}

/** Folds the conversation and composes its files. Pure; equal messages give equal answers. */
export function answer(messages: readonly ChatMessage[]): Answer {
  const turns = turnsOf(messages);
  const before = turns
    .slice(0, -1)
    .reduce<Conversation | undefined>((state, turn) => step(kinds, state, turn), undefined);
  const conversation = step(kinds, before, turns.at(-1) ?? "");
  const files = compose(conversation);
  const old = before && compose(before);
  const changed =
    old === undefined || old.length !== files.length || old.some((file, index) => file.text !== files[index]?.text);
  return {
    conversation,
    reasoning: reasoningOf(conversation),
    explanation: explanationOf(conversation, changed, bringsImage(messages)),
    files,
    suggestions: suggestionsOf(conversation),
  };
}

/** The answer's text in the order in which it is streamed, each piece formatted only when it is reached. */
export async function* textOf(found: Answer): AsyncIterable<string> {
  yield `${found.explanation}\n\n`;
  for (const file of found.files) yield `${fenceOf({ path: file.path, text: await format(file.text) })}\n`;
  yield `${found.suggestions}\n`;
}
