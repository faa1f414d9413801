import type { FramePosition } from "./protocol.ts";
import { PositionMap } from "./source-map.ts";

const maps = new Map<string, PositionMap>();

/** Remembers a bundle under the address that its stack lines will show. */
export function rememberBundle(url: string, js: string): void {
  maps.set(url, new PositionMap(js));
  // Old bundles can still throw from timers, very old ones hardly.
  for (const oldest of [...maps.keys()].slice(0, Math.max(0, maps.size - 8))) maps.delete(oldest);
}

/** The places in the project's files that a stack or component stack passes through, innermost first. */
export function projectPositions(stack: string): FramePosition[] {
  const found: FramePosition[] = [];
  for (const line of stack.split("\n")) {
    const place = /(blob:[^\s()]+?):(\d+):(\d+)/.exec(line);
    if (!place?.[1]) continue;
    const position = maps.get(place[1])?.find(Number(place[2]), Number(place[3]));
    if (position) found.push(position);
    if (found.length >= 10) break;
  }
  return found;
}

/** The build of React that we ship says numbers instead of words; these are the ones that components run into. */
const reactErrors: Record<string, string> = {
  "31": "An object was rendered as text. React can show text, numbers and elements, but not a plain object.",
  "62": "The style property has to be an object, such as style={{ color: 'red' }}, not a text.",
  "130":
    "Something that is no component was rendered: its value is undefined or an object. Usually a name is not exported, or default and named import are mixed up.",
  "137": "An element such as <input> or <br> cannot have children.",
  "152": "A component returned nothing.",
  "185": "A component updates itself without end: state is set again in every render or effect.",
  "290": "A string ref was used; React 19 only knows functions and objects as refs.",
  "299": "The target container is not an element of the document.",
  "300": "Fewer hooks ran than in the render before: there is an early return above a hook.",
  "301": "A component renders without end: state is set while rendering.",
  "306": "A lazily loaded module has no component as its default export.",
  "310": "More hooks ran than in the render before: a hook stands behind a condition.",
  "321": "A hook was called outside of a component.",
  "482": "A component waits for something new in every render: async components cannot run in the browser like this.",
};

/** The message of whatever was thrown, in words. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  const code = /Minified React error #(\d+)/.exec(text)?.[1];
  if (!code) return text.slice(0, 4000);
  const args = [...text.matchAll(/args\[\]=([^&;\s]*)/g)].map((found) => decode(found[1] ?? "")).filter(Boolean);
  return `${reactErrors[code] ?? `React error ${code}.`}${args.length ? ` (${args.join(" ").slice(0, 300)})` : ""}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
