import { type CodeFile, moduleFile } from "./code/file.ts";
import { chartExports, uiExports } from "./code/kit.ts";
import { code } from "./code/template.ts";
import type { Conversation } from "./conversation.ts";
import type { Part } from "./kind.ts";
import { pascal } from "./reading/words.ts";
import { replaceTexts } from "./rename.ts";
import { type Setting, settingOf } from "./setting.ts";

/** The unformatted files of a conversation; the file to show is the last one. */
export function compose(conversation: Conversation): CodeFile[] {
  const { parts } = conversation;
  const only = parts.length === 1 ? parts[0] : undefined;
  const files = only
    ? partFiles(conversation, only, true)
    : [...parts.flatMap((part) => partFiles(conversation, part, false)), pageFile(conversation)];
  return files.map((file) => ({ ...file, text: replaceTexts(file.text, conversation.renames) }));
}

/** A component's name that shadows no import. */
function componentName(kind: string): string {
  const name = pascal(kind);
  return uiExports.has(name) || chartExports.has(name) ? `${name}View` : name;
}

function settingFor(conversation: Conversation, part: Part, alone: boolean): Setting {
  return settingOf({
    component: componentName(part.kind),
    alone,
    tall: part.placement !== "top" && part.placement !== "bottom",
    look: conversation.look,
    brand: conversation.brand,
    copy: conversation.copy[part.kind] ?? {},
  });
}

function partFiles(conversation: Conversation, part: Part, alone: boolean): CodeFile[] {
  const at = settingFor(conversation, part, alone);
  const { body, files = [] } = part.compose(at);
  return [
    ...files.map((file) => moduleFile(file.path, file.text, at)),
    moduleFile(`components/${part.kind}.tsx`, body, at),
  ];
}

function pageFile(conversation: Conversation): CodeFile {
  const { parts } = conversation;
  const shell = parts.find((part) => part.placement === "shell");
  const inner = parts.filter((part) => part !== shell);
  const at = settingOf({
    component: "Page",
    alone: true,
    tall: true,
    look: conversation.look,
    brand: conversation.brand,
    copy: {},
  });
  const bars = (placement: string) => inner.filter((part) => part.placement === placement).map(element);
  const content = inner.filter((part) => part.placement !== "top" && part.placement !== "bottom").map(element);
  const body = code`
    ${parts.map((part) => `import ${componentName(part.kind)} from "@/components/${part.kind}";`)}

    export default function Page() {
      return (
        <div className="${at.root}">
          ${shell && `<${componentName(shell.kind)}>`}
          ${bars("top")}
          ${shell ? content : ["<main>", ...content, "</main>"]}
          ${bars("bottom")}
          ${shell && `</${componentName(shell.kind)}>`}
        </div>
      );
    }
  `;
  return moduleFile("app/page.tsx", body, at);
}

const element = (part: Part): string => `<${componentName(part.kind)} />`;
