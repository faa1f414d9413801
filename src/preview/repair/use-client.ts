import type { CodeFile } from "../build/project.ts";
import { diagnosticAt } from "../build/project.ts";
import type { Repair } from "./edit.ts";
import { text } from "./imports.ts";

/**
 * Adds `"use client"` to files of Next's app folder that use hooks or handlers. The preview does not need it, the
 * project that the file goes home to does.
 */
export function repairUseClient(file: CodeFile): Repair {
  const none: Repair = { edits: [], diagnostics: [] };
  if (!/^(src\/)?(app|components)\//.test(file.path) || !/\.[jt]sx$/.test(file.path)) return none;
  if (/^\s*(\/\*[\s\S]*?\*\/|\/\/[^\n]*\n|\s)*["']use (client|server)["']/.test(file.text)) return none;
  if (/\bexport\s+(const\s+metadata|default\s+async)\b/.test(file.text)) return none;
  const { tokens } = file.scan;
  const needs = tokens.find((token, index) => {
    const word = text(file.scan, token);
    if (token.kind === "attribute") return /^on[A-Z]/.test(word);
    const next = tokens[index + 1];
    return (
      token.kind === "word" &&
      /^use(State|Effect|Reducer|Ref|LayoutEffect|Context)$/.test(word) &&
      next !== undefined &&
      /^[(<]$/.test(text(file.scan, next))
    );
  });
  if (!needs || !file.imports.some(({ from }) => from.startsWith("next/") || from === "next")) return none;
  return {
    edits: [{ start: 0, end: 0, text: '"use client"\n\n' }],
    diagnostics: [
      diagnosticAt(file, needs.start, {
        message: 'A component with hooks or handlers needs "use client" in Next.',
        severity: "info",
        fix: "The directive is added.",
        repaired: true,
      }),
    ],
  };
}
