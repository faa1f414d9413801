import { type Finding, sections } from "./finding.ts";

export interface ReportOptions {
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
}

const paint = { ok: "\u001b[32m", warn: "\u001b[33m", fail: "\u001b[31m" } as const;
const dim = "\u001b[2m";
const bold = "\u001b[1m";
const plain = "\u001b[0m";

/** The findings as people read them: by section, wrapped, each fix under what it mends, and the sum at the end. */
export function reportText(findings: readonly Finding[], { width, colour }: ReportOptions): string {
  const styled = (style: string, text: string) => (colour ? style + text + plain : text);
  const column = Math.max(...findings.map(({ check }) => check.length), 4);
  const indent = " ".repeat(2 + 4 + 2 + column + 2);
  const room = Math.max(40, Math.min(width, 120) - indent.length);
  const blocks = sections.flatMap((section) => {
    const own = findings.filter((finding) => finding.section === section);
    if (own.length === 0) return [];
    const lines = own.flatMap(({ check, state, detail, fix }) => {
      const [first = "", ...rest] = wrap(detail, room);
      return [
        `  ${styled(paint[state], state.padEnd(4))}  ${check.padEnd(column)}  ${first}`,
        ...rest.map((line) => indent + line),
        ...(fix === undefined ? [] : wrap(`fix: ${fix}`, room).map((line) => indent + styled(dim, line))),
      ];
    });
    return [[styled(bold, section), ...lines].join("\n")];
  });
  return [...blocks, summary(findings)].join("\n\n");
}

function summary(findings: readonly Finding[]): string {
  const count = (state: Finding["state"]) => findings.filter((finding) => finding.state === state).length;
  const [failed, warned] = [count("fail"), count("warn")];
  const warnings = warned === 1 ? "1 warning" : `${warned} warnings`;
  if (failed > 0) return `${failed === 1 ? "1 check fails" : `${failed} checks fail`}, ${warnings}.`;
  return warned > 0 ? `Nothing fails, ${warnings}.` : "All is well.";
}

/** Lines of at most `room` characters, broken between words; a longer word keeps its line to itself. */
function wrap(text: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
