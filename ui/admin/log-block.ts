import { Component, type ComponentChild } from "preact";
import { html } from "../lib/html.ts";
import { type LogBlock, type SeqLine, split } from "./log-lines.ts";

interface Props {
  block: LogBlock;
  wanted: string;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** A run of lines; drawn again only when it grew or the search changed, so that thousands of lines cost nothing. */
export class LogBlockView extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return next.block !== this.props.block || next.wanted !== this.props.wanted;
  }

  override render({ block, wanted }: Props): ComponentChild {
    return html`<div class="log-block">${block.lines.map((line) => lineView(line, wanted))}</div>`;
  }
}

function lineView(line: SeqLine, wanted: string) {
  const parts = split(line.text, wanted);
  const words =
    parts.length === 1 ? line.text : parts.map((part, at) => (at % 2 === 1 ? html`<mark>${part}</mark>` : part));
  return html`<div class=${`line ${line.level}`} key=${line.seq}><time>${clock.format(line.at)}</time><span>${words}</span></div>`;
}
