import { format } from "./code/format.ts";
import { converse } from "./conversation.ts";
import { kinds } from "./kinds/index.ts";
import { compose } from "./page.ts";

/** Prints what a conversation composes: `bun src/llm/builtin/try.ts "pricing with four tiers" "make it green"`. */
const conversation = converse(kinds, Bun.argv.slice(2));
if (conversation) {
  console.log(
    conversation.parts.map((part) => `// ${part.label}: ${part.describe()} ${JSON.stringify(part.spec)}`).join("\n"),
  );
  for (const file of compose(conversation)) console.log(`// ${file.path}\n${await format(file.text)}`);
}
