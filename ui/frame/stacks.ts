import type { FramePosition } from "./protocol.ts";
import { PositionMap } from "./source-map.ts";

const maps = new Map<string, PositionMap>();
const recent = 8;

/**
 * Remembers a bundle under the address that its stack lines will show.
 * @param inUse bundles whose files are still mounted; of all others the latest are kept, since their timers may throw
 */
export function rememberBundle(url: string, js: string, inUse: ReadonlySet<string>): void {
  maps.set(url, new PositionMap(js));
  const others = [...maps.keys()].filter((known) => !inUse.has(known));
  for (const oldest of others.slice(0, Math.max(0, others.length - recent))) maps.delete(oldest);
}

/** The places in the project's files that a stack passes through, innermost first. */
export function projectPositions(stack: string): FramePosition[] {
  return stack
    .split("\n")
    .flatMap((line) => positionIn(line) ?? [])
    .slice(0, 10);
}

/** The components of the project that React names in a component stack, innermost first. */
export function componentsOf(stack: string): { name: string; place: FramePosition }[] {
  const found = stack.split("\n").flatMap((line) => {
    const place = positionIn(line);
    const name = /^\s*at ([\w$.]+)/.exec(line)?.[1] ?? /^([\w$.]+)@/.exec(line)?.[1] ?? "Anonymous";
    return place ? [{ name, place }] : [];
  });
  return found.slice(0, 10);
}

function positionIn(line: string): FramePosition | undefined {
  const place = /(blob:[^\s()]+?):(\d+):(\d+)/.exec(line);
  return place?.[1] === undefined ? undefined : maps.get(place[1])?.find(Number(place[2]), Number(place[3]));
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return text.slice(0, 4000);
}
