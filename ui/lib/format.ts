const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "just now", "5 min ago", "14:02", "yesterday", "3 Mar": as short as it stays clear. */
export function ago(iso: string, now: number): string {
  const then = new Date(iso);
  const passed = now - then.getTime();
  if (Number.isNaN(passed)) return "";
  if (passed < minute) return "just now";
  if (passed < hour) return `${Math.floor(passed / minute)} min ago`;
  if (passed < day) return `${Math.floor(passed / hour)} h ago`;
  if (passed < 2 * day) return "yesterday";
  if (passed < 7 * day) return `${Math.floor(passed / day)} days ago`;
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" }).format(then);
}

/** Hours and minutes of the day in the reader's time zone. */
export function clockTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(date);
}

export function fullTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? ""
    : new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(date);
}

/** "2.4 s", "1 min 12 s". */
export function duration(ms: number): string {
  if (ms < minute) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  return `${Math.floor(ms / minute)} min ${Math.round((ms % minute) / 1000)} s`;
}

export function count(value: number): string {
  return new Intl.NumberFormat("en-US").format(value);
}

/** "$0.0042" out of billionths of a dollar. */
export function money(nanoUsd: number): string {
  const dollars = nanoUsd / 1e9;
  return new Intl.NumberFormat("en-US", {
    style: "currency",
    currency: "USD",
    maximumSignificantDigits: dollars < 1 ? 2 : 4,
  }).format(dollars);
}

/** "1 file", "3 files". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Tokens of context as people write them: "32k", "128k" for 131,072, "200k" for 200,000, "1M". */
export function thousands(value: number): string {
  if (value < 1000) return String(value);
  const unit = value % 1024 === 0 ? 1024 : 1000;
  if (value >= 1_000_000) return `${Number((value / unit ** 2).toFixed(1))}M`;
  return `${Math.round(value / unit)}k`;
}

/** Two letters for an avatar. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s@._-]+/u)
    .filter(Boolean);
  const letters = words.length > 1 ? `${words[0]?.[0] ?? ""}${words.at(-1)?.[0] ?? ""}` : (words[0] ?? "?").slice(0, 2);
  return letters.toUpperCase();
}

/** A title out of a prompt: its first sentence, cut at a word. */
export function titleFrom(prompt: string, max = 60): string {
  const line =
    prompt
      .trim()
      .split(/[\n.!?]/u)[0]
      ?.trim() ?? "";
  const text = line === "" ? "Untitled" : line;
  if (text.length <= max) return text;
  const cut = text.slice(0, max);
  const space = cut.lastIndexOf(" ");
  return `${(space > max / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
