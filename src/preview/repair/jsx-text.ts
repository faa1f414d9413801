import type { CodeFile } from "../build/project.ts";
import { mended, type Repair } from "./edit.ts";

const voidElements = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));

/**
 * Text and tags inside JSX as people write them in HTML: bare `<`, `>` and `}`, `<br>` and `<img>` that are not closed,
 * HTML comments, elements closed in the wrong order. Only for files that do not parse.
 */
export function repairJsxText(file: CodeFile): Repair {
  const repair: Repair = { edits: [], diagnostics: [] };
  let commentEnd = -1;
  for (const fault of file.scan.faults) {
    if (fault.kind === "stray-text" && fault.start < commentEnd) continue;
    if (fault.kind === "stray-text") {
      if (file.text.startsWith("<!--", fault.start)) {
        const end = file.text.indexOf("-->", fault.start);
        commentEnd = end < 0 ? fault.end : end + 3;
        const inside = file.text.slice(fault.start + 4, Math.max(fault.start + 4, end)).replaceAll("*/", "* /");
        repair.edits.push({ start: fault.start, end: commentEnd, text: `{/*${inside}*/}` });
        repair.diagnostics.push(mended(file, fault.start, "JSX has no HTML comments.", "It is written as {/* … */}."));
      } else {
        repair.edits.push({ start: fault.start, end: fault.end, text: `{"${fault.name}"}` });
        repair.diagnostics.push(
          mended(file, fault.start, `A bare ${fault.name} cannot stand in JSX text.`, "It is escaped."),
        );
      }
    } else if (fault.kind === "unclosed-element") {
      const tagEnd = fault.tagEnd ?? fault.end;
      if (voidElements.has(fault.name)) repair.edits.push({ start: tagEnd - 1, end: tagEnd, text: " />" });
      else repair.edits.push({ start: fault.end, end: fault.end, text: `</${fault.name}>` });
      repair.diagnostics.push(
        mended(file, fault.start, `<${fault.name}> is not closed.`, "It is closed where it has to be."),
      );
    } else if (fault.kind === "stray-closing-tag") {
      repair.edits.push({ start: fault.start, end: fault.end, text: "" });
      repair.diagnostics.push(mended(file, fault.start, `</${fault.name}> closes nothing.`, "It is left out."));
    }
  }
  return repair;
}
