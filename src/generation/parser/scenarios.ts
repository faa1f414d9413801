/** Answers as models write them, and what must be understood of them. Used by the tests of this folder only. */
export interface Scenario {
  name: string;
  text: string;
  base?: Record<string, string>;
  /** Whole texts; undefined is deleted. Exactly these files are changed. */
  files: Record<string, string | undefined>;
  explanation?: string;
  reasoning?: string;
  /** Words that the messages of the diagnostics must have, one each. */
  diagnostics?: string[];
  edits?: boolean[];
}

const button = `export default function Button() {\n  return <button className="px-4">Go</button>;\n}\n`;
const t3 = "```";

export const scenarios: Scenario[] = [
  {
    name: "the format that we ask for",
    text: `Here it is.\n\n${t3}tsx file="components/button.tsx"\n${button}${t3}\n\nDone.\n`,
    files: { "components/button.tsx": button },
    explanation: "Here it is.\n\n\nDone.\n",
  },
  {
    name: "two files and one of them twice, the last wins",
    text: `${t3}tsx file="a.tsx"\none\n${t3}\n${t3}css file="b.css"\n.b{}\n${t3}\n${t3}tsx file="a.tsx"\ntwo\n${t3}\n`,
    files: { "a.tsx": "two\n", "b.css": ".b{}\n" },
  },
  ...(
    [
      ["path=", `tsx path="components/button.tsx"`],
      ["filename= without quotes", "tsx filename=components/button.tsx"],
      ["a second word", "tsx components/button.tsx"],
      ["language and path with a colon", "tsx:components/button.tsx"],
      ["title=", `jsx title="components/button.tsx"`],
      ["only a path", "components/button.tsx"],
      ["single quotes and more attributes", `tsx project="Demo" file='./components/button.tsx' type="react"`],
      ["braces", `tsx {file="components/button.tsx"}`],
      ["backslashes", `tsx file="components\\button.tsx"`],
      ["the alias of the project's root", `tsx file="@/components/button.tsx"`],
    ] as const
  ).map(
    ([name, info]): Scenario => ({
      name: `info: ${name}`,
      text: `Sure.\n${t3}${info}\n${button}${t3}\n`,
      files: { "components/button.tsx": button },
      explanation: "Sure.\n",
    }),
  ),
  ...(
    [
      ["heading", "### components/button.tsx\n\n", ""],
      ["bold", "**components/button.tsx**\n", ""],
      ["bold with colon", "**components/button.tsx:**\n", ""],
      ["backticks in a list", "1. `components/button.tsx`:\n\n", ""],
      ["a plain line stays in the text", "components/button.tsx\n", "components/button.tsx\n"],
      ["a sentence", "Create `components/button.tsx` with this:\n\n", "Create `components/button.tsx` with this:\n\n"],
    ] as const
  ).map(
    ([name, before, explanation]): Scenario => ({
      name: `name in the line before: ${name}`,
      text: `${before}${t3}tsx\n${button}${t3}\n`,
      files: { "components/button.tsx": button },
      explanation,
    }),
  ),
  {
    name: "a label without a block is text",
    text: "### app/page.tsx\n\nThat file is fine.\n",
    files: {},
    explanation: "### app/page.tsx\n\nThat file is fine.\n",
  },
  ...(["// components/button.tsx", "/* components/button.tsx */", "// File: components/button.tsx"] as const).map(
    (comment): Scenario => ({
      name: `first line: ${comment}`,
      text: `${t3}tsx\n${comment}\n${button}${t3}\n`,
      files: { "components/button.tsx": `${comment}\n${button}` },
    }),
  ),
  {
    name: "no path: named after the exported component",
    text: `${t3}tsx\n"use client"\n\nimport { useState } from "react"\n\nexport interface Props {}\n\nexport function PricingTable() {\n  return <div/>\n}\n${t3}`,
    files: {
      "components/pricing-table.tsx": `"use client"\n\nimport { useState } from "react"\n\nexport interface Props {}\n\nexport function PricingTable() {\n  return <div/>\n}\n`,
    },
  },
  {
    name: "no path: a follow-up goes to the file that has the component",
    base: { "app/widgets/PricingTable.tsx": "old\n" },
    text: `${t3}jsx\nexport default function PricingTable() {}\n${t3}`,
    files: { "app/widgets/PricingTable.tsx": "export default function PricingTable() {}\n" },
  },
  {
    name: "no path, anonymous default: the page",
    text: `${t3}\nimport React from "react"\nexport default () => <p>Hi</p>\n${t3}`,
    files: { "app/page.tsx": `import React from "react"\nexport default () => <p>Hi</p>\n` },
  },
  {
    name: "no path and no export, but a component",
    text: `${t3}tsx\nfunction LoginForm() {\n  return <form></form>\n}\n${t3}\n`,
    files: { "components/login-form.tsx": "function LoginForm() {\n  return <form></form>\n}\n" },
  },
  {
    name: "commands, output, changes and fragments are illustration",
    text: `Run:\n${t3}bash\nnpm i recharts\n${t3}\n${t3}diff\n-a\n+b\n${t3}\n${t3}json\n{"a":1}\n${t3}\n${t3}\nsrc/\n  app.tsx\n${t3}\n${t3}ts\nconst x = 1\n${t3}\nEnd`,
    files: {},
    explanation: `Run:\n${t3}bash\nnpm i recharts\n${t3}\n${t3}diff\n-a\n+b\n${t3}\n${t3}json\n{"a":1}\n${t3}\n${t3}\nsrc/\n  app.tsx\n${t3}\n${t3}ts\nconst x = 1\n${t3}\nEnd`,
  },
  {
    name: "a usage fragment after a file is illustration",
    text: `${t3}tsx file="a.tsx"\n${button}${t3}\nUse it:\n${t3}tsx\n<Button />\n${t3}\n`,
    files: { "a.tsx": button },
    explanation: `Use it:\n${t3}tsx\n<Button />\n${t3}\n`,
  },
  {
    name: "json with a path is a file",
    text: `${t3}json file="data/items.json"\n{"a":1}\n${t3}\n`,
    files: { "data/items.json": `{"a":1}\n` },
  },
  {
    name: "tags instead of fences",
    text: `Hello\n<file path="a.tsx">\n${button}</file>\nand <file> is a word\n<file path='b.css'>.b{}</file> end`,
    files: { "a.tsx": button, "b.css": ".b{}" },
    explanation: "Hello\n\nand <file> is a word\n end",
  },
  {
    name: "tags around fences",
    text: `<file path="a.tsx">\n${t3}tsx\n${button}${t3}\n</file>\nDone`,
    files: { "a.tsx": button },
    explanation: "Done",
  },
  {
    name: "tildes and longer fences",
    text: `~~~tsx file="a.tsx"\n${button}~~~\n${t3}${t3}md file="b.md"\n${t3}js\ncode\n${t3}\n${t3}${t3}\n`,
    files: { "a.tsx": button, "b.md": `${t3}js\ncode\n${t3}\n` },
  },
  {
    name: "indented fences lose their indentation",
    text: `1. First\n\n   ${t3}css file="a.css"\n   .a {\n     color: red;\n   }\n   ${t3}\n2. Second\n`,
    files: { "a.css": ".a {\n  color: red;\n}\n" },
    explanation: "1. First\n\n2. Second\n",
  },
  {
    name: "CRLF and a byte order mark",
    text: `\uFEFFHi\r\n\r\n${t3}tsx file="a.tsx"\r\nconst a = 1;\r\nconst b = "\\r";\r\n${t3}\r\nBye\r\n`,
    files: { "a.tsx": `const a = 1;\nconst b = "\\r";\n` },
    explanation: "Hi\n\nBye\n",
  },
  {
    name: "no closing fence at the end",
    text: `${t3}tsx file="a.tsx"\nconst a = 1;\nconst b`,
    files: { "a.tsx": "const a = 1;\nconst b" },
    diagnostics: ["not marked"],
  },
  {
    name: "half a closing fence at the end",
    text: `${t3}tsx file="a.tsx"\nconst a = 1;\n${t3.slice(1)}`,
    files: { "a.tsx": "const a = 1;\n" },
    diagnostics: ["not marked"],
  },
  {
    name: "a forgotten closing fence between two files",
    text: `${t3}tsx file="a.tsx"\nconst a = 1;\n\n${t3}css file="b.css"\n.b{}\n${t3}\n`,
    files: { "a.tsx": "const a = 1;\n\n", "b.css": ".b{}\n" },
    diagnostics: ["not marked"],
  },
  {
    name: "the opening fence twice and the closing one twice",
    text: `${t3}tsx file="a.tsx"\n${t3}tsx\n${button}${t3}\n${t3}\nAfter\n${t3}css file="b.css"\n.b{}\n${t3}\n`,
    files: { "a.tsx": button, "b.css": ".b{}\n" },
  },
  {
    name: "blocks inside a markdown file",
    text: `${t3}md file="README.md"\n# Hi\n\n${t3}bash\nnpm i\n${t3}\n\n${t3}tsx\n<A/>\n${t3}\nend\n${t3}\nOutside\n`,
    files: { "README.md": `# Hi\n\n${t3}bash\nnpm i\n${t3}\n\n${t3}tsx\n<A/>\n${t3}\nend\n` },
    explanation: "Outside\n",
  },
  {
    name: "a block inside a template literal",
    text: `${t3}tsx file="a.tsx"\nconst text = \`\n${t3}bash\nnpm i\n${t3}\n\`;\nexport default text;\n${t3}\nOutside\n`,
    files: { "a.tsx": `const text = \`\n${t3}bash\nnpm i\n${t3}\n\`;\nexport default text;\n` },
    explanation: "Outside\n",
  },
  {
    name: "escaped fences inside a template literal",
    text: `${t3}tsx file="a.tsx"\nconst text = \`\n\\\`\\\`\\\`bash\nnpm i\n\\\`\\\`\\\`\n\`;\n${t3}\nOutside\n`,
    files: { "a.tsx": `const text = \`\n\\\`\\\`\\\`bash\nnpm i\n\\\`\\\`\\\`\n\`;\n` },
    explanation: "Outside\n",
  },
  ...["../../etc/passwd", "/etc/passwd", "C:\\\\x.tsx", "a/../../b.tsx"].map(
    (path): Scenario => ({
      name: `refused path: ${path}`,
      text: `Hi\n${t3}tsx file="${path}"\nroot:x\n${t3}\n${t3}tsx file="ok.tsx"\nok\n${t3}\n`,
      files: { "ok.tsx": "ok\n" },
      explanation: "Hi\n",
      diagnostics: ["cannot be used"],
    }),
  ),
  {
    name: "reasoning in tags",
    text: `<think>\nHm, ${t3}tsx\n</think>\n\nHello\n`,
    files: {},
    reasoning: `Hm, ${t3}tsx\n`,
    explanation: "Hello\n",
  },
  {
    name: "reasoning whose opening tag is missing",
    text: `First I consider it.\n# Plan\n</think>\n\nHello\n${t3}tsx file="a.tsx"\nx\n${t3}`,
    files: { "a.tsx": "x\n" },
    reasoning: "First I consider it.\n# Plan\n",
    explanation: "Hello\n",
  },
  {
    name: "reasoning that never ends",
    text: "<think>I wonder about it",
    files: {},
    reasoning: "I wonder about it",
    explanation: "",
  },
  {
    name: "reasoning that never ends and has swallowed the file",
    text: `<think>Let me write.\n${t3}tsx file="a.tsx"\n${button}${t3}\n${t3}tsx\nexport function Draft() {}\n${t3}`,
    files: { "a.tsx": button },
  },
  {
    name: "the tag's name in a sentence",
    text: "The model says `</think>` at the end.\n",
    files: {},
    explanation: "The model says `</think>` at the end.\n",
    reasoning: "",
  },
  {
    name: "edits, one of which does not fit",
    base: { "a.tsx": button },
    text: `Small change.\n${t3}tsx edit="a.tsx"\n<<<<<<< SEARCH\n  return <button className="px-4">Go</button>;\n=======\n  return <button className="px-8">Go</button>;\n>>>>>>> REPLACE\n\n<<<<<<< SEARCH\nnot there\n=======\nx\n>>>>>>> REPLACE\n${t3}\n`,
    files: { "a.tsx": button.replace("px-4", "px-8") },
    edits: [true, false],
    diagnostics: ["did not fit"],
    explanation: "Small change.\n",
  },
  {
    name: "edits in a fence that says file=",
    base: { "a.tsx": button },
    text: `${t3}tsx file="a.tsx"\n<<<<<<< SEARCH\n"px-4"\n=======\n"px-8"\n>>>>>>> REPLACE\n${t3}\n`,
    files: { "a.tsx": button.replace("px-4", "px-8") },
    edits: [true],
  },
  {
    name: "edit as a word, without its end marker",
    base: { "a.tsx": button },
    text: `${t3}edit a.tsx\n<<<<<<< SEARCH\n"px-4"\n=======\n"px-8"\n${t3}\nDone`,
    files: { "a.tsx": button.replace("px-4", "px-8") },
    edits: [true],
    explanation: "Done",
  },
  {
    name: "an edit block without markers is the file",
    base: { "a.tsx": button },
    text: `${t3}tsx edit="a.tsx"\nwhole\nfile\n${t3}\n`,
    files: { "a.tsx": "whole\nfile\n" },
  },
  {
    name: "an edit that cannot leave the project",
    text: `${t3}tsx edit="../a.tsx"\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n${t3}\n`,
    files: {},
    diagnostics: ["cannot be used"],
  },
  {
    name: "deleting files",
    base: { "old.tsx": "x", "keep.tsx": "y" },
    text: `Cleaning up.\n<delete path="old.tsx" />\n<delete path="never.tsx" />\nDone.\n`,
    files: { "old.tsx": undefined },
    diagnostics: ["no such file"],
    explanation: "Cleaning up.\nDone.\n",
  },
  {
    name: "characters outside the basic plane",
    text: `Fine 👍🏽.\n${t3}tsx file="a.tsx"\nconst a = "👩‍👩‍👧 𝒳";\n${t3}\n`,
    files: { "a.tsx": `const a = "👩‍👩‍👧 𝒳";\n` },
    explanation: "Fine 👍🏽.\n",
  },
  {
    name: "inline code that starts like a fence",
    text: `${t3}a${t3} is inline.\nNext\n`,
    files: {},
    explanation: `${t3}a${t3} is inline.\nNext\n`,
  },
  { name: "nothing", text: "", files: {}, explanation: "", reasoning: "" },
];
