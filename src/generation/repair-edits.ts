import type { ChatMessage } from "../llm/index.ts";
import type { Answer } from "./parser/answer.ts";

/**
 * The request for whole files in place of edits that did not fit.
 * @returns undefined when none of the files is there to be sent again
 */
export function repairRequest(
  messages: readonly ChatMessage[],
  answer: Answer,
  failed: ReadonlySet<string>,
): ChatMessage[] | undefined {
  const files = [...failed].flatMap((path) => {
    const text = answer.text(path);
    return text === undefined ? [] : [{ path, text }];
  });
  if (files.length === 0) return undefined;
  const shown = files.map(({ path, text }) => `<file path="${path}">\n${text.replace(/\n?$/, "\n")}</file>`).join("\n");
  const said = answer.explanation.trim() || "I made the changes as edits.";
  return [
    ...messages,
    { role: "assistant", content: said },
    {
      role: "user",
      content: `Some of your SEARCH blocks do not occur in the files, so those changes are missing. Below are these files as they are now. Send each of them again, whole, with the missing changes made and nothing else changed, as fenced blocks with \`file="path"\` and without any other text.\n${shown}`,
    },
  ];
}
