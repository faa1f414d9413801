import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { Gate } from "./frame.ts";

export function NotFound(): View {
  useTitle("Not found");
  return html`<${Gate} title="There is nothing here" lead="The address may be mistyped, or what it named was deleted or belongs to someone who has not shared it with you.">
    <p><a class="btn solid l" href="/projects">All projects</a></p>
  <//>`;
}
