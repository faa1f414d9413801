/** From `start` up to and without `end`, in milliseconds since 1970 UTC. */
export interface Window {
  start: number;
  end: number;
}

/** Days and months as people in one time zone have them. */
export interface Calendar {
  readonly zone: string;
  /** The local date, such as `2026-03-29`. */
  dateOf(at: number): string;
  /** The day around a moment; 23 or 25 hours long where clocks change. */
  day(at: number): Window;
  month(at: number): Window;
  /** A moment in words, such as `29 Mar 2026, 00:00 (Europe/Berlin)`. */
  words(at: number): string;
}

/** Whether the system knows a time zone by this name, such as `Europe/Berlin` or `UTC`. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const dayMs = 24 * 3600_000;
const pad = (number: number, length = 2): string => String(number).padStart(length, "0");

/** @throws RangeError for a zone that the system does not know */
export function createCalendar(zone: string): Calendar {
  const numeric = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
  const reader = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", second: "numeric", ...numeric });
  const writer = new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "medium", timeStyle: "short" });
  let lastDay: Window = { start: 0, end: 0 };
  let lastMonth: Window = { start: 0, end: 0 };

  /** What a clock on the wall shows, as if it were UTC. */
  function wall(at: number): number {
    const shown = new Map(reader.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
    return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  }

  const offset = (at: number): number => wall(at) - Math.floor(at / 1000) * 1000;

  /**
   * The first moment of a local date. Clocks may skip midnight or strike it twice, so each offset around it is tried
   * and the earliest moment that shows the date is taken.
   */
  function startOf(year: number, month: number, day: number): number {
    const midnight = Date.UTC(year, month, day);
    const tried = [-dayMs, 0, dayMs].map((shift) => midnight - offset(midnight + shift));
    const fitting = tried.filter((at) => Math.floor(wall(at) / dayMs) === Math.floor(midnight / dayMs));
    return Math.min(...(fitting.length > 0 ? fitting : tried));
  }

  return {
    zone,
    dateOf(at) {
      const date = new Date(wall(at));
      return `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
    },
    day(at) {
      if (at >= lastDay.start && at < lastDay.end) return lastDay;
      const date = new Date(wall(at));
      const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
      // In an hour that is struck twice around midnight the date goes back; the day does not.
      const shift = at < startOf(year, month, day) ? -1 : at >= startOf(year, month, day + 1) ? 1 : 0;
      lastDay = { start: startOf(year, month, day + shift), end: startOf(year, month, day + shift + 1) };
      return lastDay;
    },
    month(at) {
      if (at >= lastMonth.start && at < lastMonth.end) return lastMonth;
      const date = new Date(wall(this.day(at).start));
      const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
      lastMonth = { start: startOf(year, month, 1), end: startOf(year, month + 1, 1) };
      return lastMonth;
    },
    words: (at) => `${writer.format(at)} (${zone})`,
  };
}
