import { Button } from "../kit/button.ts";
import { Notice } from "../kit/notice.ts";
import { html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";
import type { Read } from "../lib/use-read.ts";

/** Says that a part of a page could not be read, where it could not. */
export function ReadProblem({ what, read }: { what: string; read: Pick<Read<unknown>, "error" | "reload"> }): View {
  if (!read.error) return null;
  return html`<${Notice} title=${`${what} could not be read`} actions=${html`<${Button} onClick=${read.reload}>Try again<//>`}><p>${messageOf(read.error)}</p><//>`;
}
