import { html, type View } from "../lib/html.ts";
import { Icon, type IconName } from "./icon.ts";

/** Requests that give a good first result with every engine, the built-in one included. */
export const starters: { icon: IconName; title: string; prompt: string }[] = [
  {
    icon: "desktop",
    title: "A dashboard with charts",
    prompt: "A dashboard with revenue, orders, customers and churn, a sidebar and a weekly chart. Calm, no gradients.",
  },
  {
    icon: "lock",
    title: "A sign-in form",
    prompt: 'A sign-in form titled "Welcome back" with social buttons and a forgotten password link.',
  },
  {
    icon: "compare",
    title: "Three pricing tiers",
    prompt: 'A pricing section with three tiers called "Starter", "Team" and "Company", monthly and yearly.',
  },
];

export function Starters({ onPick }: { onPick(prompt: string): void }): View {
  return html`<ul class="starters">
    ${starters.map(
      (starter) => html`<li key=${starter.title}><button type="button" onClick=${() => onPick(starter.prompt)}>
        <${Icon} name=${starter.icon} /><span><b>${starter.title}</b><span>${starter.prompt}</span></span>
      </button></li>`,
    )}
  </ul>`;
}
