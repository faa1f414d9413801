import type { ChatMessage } from "../contract.ts";
import type { CodeFile } from "./code/file.ts";
import { format } from "./code/format.ts";
import { type Conversation, step } from "./conversation.ts";
import { kinds } from "./kinds/index.ts";
import { compose } from "./page.ts";
import { bringsImage, currentFiles, turnsOf } from "./turns.ts";
import { explanationOf, fenceOf, reasoningOf, replacedNote, suggestionsOf } from "./wording.ts";

/** What the engine answers, before it is formatted and paced. */
export interface Answer {
  conversation: Conversation;
  reasoning: string;
  explanation: string;
  /** What has to be written, unformatted; the file to show is the last. */
  files: CodeFile[];
  /** Files of earlier turns that are no longer part of it. */
  deleted: string[];
  /** What the turn before composed and what the project holds now, to notice a person's own edits. */
  before: ReadonlyMap<string, string>;
  current: ReadonlyMap<string, string | undefined>;
  /** The last sentence; worked out when it is reached, since it tries the follow-ups. */
  suggest(): string;
}

/** Folds the conversation and composes its files. Pure; equal messages give equal answers. */
export function answer(messages: readonly ChatMessage[]): Answer {
  const turns = turnsOf(messages);
  const earlier = turns
    .slice(0, -1)
    .reduce<Conversation | undefined>((state, turn) => step(kinds, state, turn), undefined);
  const conversation = step(kinds, earlier, turns.at(-1) ?? "");
  const composed = compose(conversation);
  const before = new Map(earlier ? compose(earlier).map((file) => [file.path, file.text]) : []);
  const current = currentFiles(messages);
  const changed =
    earlier === undefined ||
    before.size !== composed.length ||
    composed.some((file) => before.get(file.path) !== file.text);
  const files = composed.filter((file) => before.get(file.path) !== file.text || !current.has(file.path));
  return {
    conversation,
    reasoning: reasoningOf(conversation),
    explanation: explanationOf(conversation, changed, bringsImage(messages)),
    files:
      files.length > 0
        ? files
        : composed.slice(-1).map((file) => ({ ...file, text: current.get(file.path) ?? file.text })),
    deleted: [...before.keys()].filter((path) => current.has(path) && !composed.some((file) => file.path === path)),
    before,
    current,
    suggest: () =>
      suggestionsOf(conversation, (followUp) => !same(compose(step(kinds, conversation, followUp)), composed)),
  };
}

const same = (a: readonly CodeFile[], b: readonly CodeFile[]): boolean =>
  a.length === b.length && a.every((file, index) => file.path === b[index]?.path && file.text === b[index].text);

/** The answer's text in the order in which it is streamed, each file formatted only when it is reached. */
export async function* textOf(found: Answer): AsyncIterable<string> {
  yield `${found.explanation}${replacedNote(await handEdited(found))}\n\n`;
  for (const path of found.deleted) yield `<delete path="${path}" />\n`;
  for (const file of found.files) yield `${fenceOf({ path: file.path, text: await format(file.text) })}\n`;
  yield `${found.suggest()}\n`;
}

/** Files that a person changed since the last turn and that this answer composes anew. */
async function handEdited({ files, before, current }: Answer): Promise<string[]> {
  const edited: string[] = [];
  for (const { path, text } of files) {
    const now = current.get(path);
    const then = before.get(path);
    if (now === undefined || then === undefined || now === text) continue;
    if ((await format(then)).trim() !== now.trim()) edited.push(path);
  }
  return edited;
}
