import { type ComponentType, type ReactNode, use } from "react";
import { nameOf, register } from "./hot.ts";

type Props = Record<string, unknown>;
type Part = ComponentType<Props>;

interface Answer {
  promise: Promise<ReactNode>;
  /** Once it is there; a promise alone would make React wait once more. */
  value?: ReactNode;
}

const wrapped = new WeakMap<object, Part>();
const answered = new WeakMap<object, Map<string, Answer>>();
const isAsync = (part: unknown): part is (props: Props) => Promise<ReactNode> =>
  typeof part === "function" && part.constructor.name === "AsyncFunction";

/**
 * A server component written as an async function, as one that React can render in a browser: equal props are awaited
 * once. Everything else comes back as it is.
 */
export function sync(part: Part): Part {
  if (!isAsync(part)) return part;
  const known = wrapped.get(part);
  if (known) return known;
  // biome-ignore lint/correctness/noComponentHookFactories: making components is what it is for
  const Awaited = (props: Props): ReactNode => {
    const answer = answerOf(part, props);
    return "value" in answer ? answer.value : use(answer.promise);
  };
  Awaited.displayName = part.name;
  const name = nameOf(part);
  if (name !== undefined) register(Awaited, `awaited:${name}`);
  wrapped.set(part, Awaited);
  return Awaited;
}

/** Awaits a server component before it is rendered, for at most a second. */
export async function warm(part: Part, props: Props): Promise<void> {
  if (!isAsync(part)) return;
  const limit = new Promise((resolve) => setTimeout(resolve, 1000));
  await Promise.race([answerOf(part, props).promise.catch(() => {}), limit]);
}

function answerOf(part: (props: Props) => Promise<ReactNode>, props: Props): Answer {
  const answers = answered.get(part) ?? new Map<string, Answer>();
  answered.set(part, answers);
  const key = describe(props, 0);
  const known = answers.get(key);
  if (known) return known;
  const answer: Answer = { promise: part(props) };
  answers.set(key, answer);
  answer.promise.then(
    (value) => {
      answer.value = value;
    },
    () => {},
  );
  return answer;
}

const names = new WeakMap<object, number>();
let counted = 0;

/** Tells props apart by what they hold; elements by their type and props, functions by themselves. */
function describe(value: unknown, depth: number): string {
  if (typeof value === "function") {
    const known = names.get(value) ?? ++counted;
    names.set(value, known);
    return `function ${known}`;
  }
  if (typeof value !== "object" || value === null) return `${typeof value} ${String(value)}`;
  if (depth > 6) return "…";
  const entries = Object.entries(value).filter(([name]) => !name.startsWith("_") && name !== "ref");
  return `{${entries.map(([name, inner]) => `${name}:${describe(inner, depth + 1)}`).join(",")}}`;
}
