import { encode } from "uqr";
import { html, type View } from "../lib/html.ts";

/** Modules of empty space that readers need around a code. */
const quiet = 4;

/** A QR code, drawn here: what is in it goes nowhere else. Always dark on light, which is what every reader takes. */
export function QrCode({ text, label }: { text: string; label: string }): View {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const whole = size + 2 * quiet;
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x + quiet} ${y + quiet}h1v1h-1z`] : [])));
  return html`<svg class="qr" viewBox=${`0 0 ${whole} ${whole}`} role="img" aria-label=${label} shape-rendering="crispEdges">
    <rect width=${whole} height=${whole} fill="#fff" /><path d=${dark.join("")} fill="#000" />
  </svg>`;
}
