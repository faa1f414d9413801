import { Mark } from "../kit/avatar.ts";
import { type Children, html, type View } from "../lib/html.ts";

/** The quiet page around every form that is shown before somebody is signed in. */
export function Gate({ title, lead, children }: { title: string; lead?: Children; children?: Children }): View {
  return html`<main class="gate">
    <div class="gate-box">
      <div class="gate-brand"><${Mark} size=${22} />Vitrine</div>
      <h1>${title}</h1>
      ${lead && html`<p class="lead">${lead}</p>`}
      ${children}
    </div>
    <div class="gate-case" aria-hidden="true"><div class="gate-pane">${showpiece}</div></div>
  </main>`;
}

/** A component on show, drawn with lines only. */
const showpiece = html`<svg viewBox="0 0 420 300" fill="none">
  <rect class="s0" x="0.500" y="0.500" width="419" height="299" rx="12" />
  <path class="s1" d="M110 .5v299M22 44h58M22 72h46M22 100h52M22 128h38" />
  <rect class="s2" x="132" y="24" width="84" height="56" rx="8" /><rect class="s2" x="228" y="24" width="84" height="56" rx="8" /><rect class="s2" x="324" y="24" width="74" height="56" rx="8" />
  <path class="s1" d="M144 42h34M240 42h40M336 42h28" /><path class="s3" d="M144 60h48M240 60h30M336 60h40" />
  <rect class="s2" x="132" y="96" width="266" height="178" rx="8" />
  <path class="s1" d="M146 116h64M146 158h238M146 196h238M146 234h238" />
  <path class="s4" d="M146 238c24-6 30-34 56-36s34 18 58 6 30-44 58-48 40-14 66-30" />
</svg>`;
