import { describe, expect, test } from "bun:test";
import { createCalendar, isTimeZone } from "./calendar.ts";

const hour = 3600_000;
const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

describe("a day", () => {
  test.each([
    ["any other", "2026-06-01T12:00Z", "2026-06-01T00:00", "2026-06-02T00:00", "UTC"],
    ["any other", "2026-06-01T23:00Z", "2026-06-01T22:00", "2026-06-02T22:00", "Europe/Berlin"],
    ["spring, 23 hours", "2026-03-29T12:00Z", "2026-03-28T23:00", "2026-03-29T22:00", "Europe/Berlin"],
    ["autumn, 25 hours", "2026-10-25T12:00Z", "2026-10-24T22:00", "2026-10-25T23:00", "Europe/Berlin"],
    ["any other", "2026-06-01T18:15Z", "2026-06-01T18:15", "2026-06-02T18:15", "Asia/Kathmandu"],
    ["any other", "2026-06-01T09:59Z", "2026-05-31T10:00", "2026-06-01T10:00", "Pacific/Kiritimati"],
    ["midnight is skipped", "2024-04-26T00:00Z", "2024-04-25T22:00", "2024-04-26T21:00", "Africa/Cairo"],
    ["midnight is struck twice", "2026-11-01T12:00Z", "2026-11-01T04:00", "2026-11-02T05:00", "America/Havana"],
    [
      "the date goes back at midnight",
      "2017-02-18T12:00Z",
      "2017-02-18T02:00",
      "2017-02-19T03:00",
      "America/Sao_Paulo",
    ],
    ["and in that hour", "2017-02-19T02:30Z", "2017-02-18T02:00", "2017-02-19T03:00", "America/Sao_Paulo"],
  ])("%s, at %s", (_, now, start, end, zone) => {
    const day = createCalendar(zone).day(at(now));
    expect([iso(day.start), iso(day.end)]).toEqual([start, end]);
  });

  test.each(["UTC", "Europe/Berlin", "America/Sao_Paulo", "Africa/Cairo", "Asia/Kathmandu", "Australia/Lord_Howe"])(
    "in %s follows the one before without a gap, for five years",
    (zone) => {
      const calendar = createCalendar(zone);
      let day = calendar.day(at("2015-01-01T12:00Z"));
      const seen = new Set<string>();
      while (day.end < at("2020-01-01T12:00Z")) {
        const next = calendar.day(day.end);
        expect(next.start).toBe(day.end);
        expect((day.end - day.start) / hour).toBeWithin(22, 26);
        const date = calendar.dateOf(day.start + 12 * hour);
        expect(seen.has(date)).toBe(false);
        seen.add(date);
        day = next;
      }
      expect(seen.size).toBeGreaterThan(1820);
    },
  );
});

describe("a month", () => {
  test.each([
    ["UTC", "2026-02-28T23:59:59Z", "2026-02-01T00:00", "2026-03-01T00:00"],
    ["Europe/Berlin", "2026-02-28T23:00Z", "2026-02-28T23:00", "2026-03-31T22:00"],
    ["America/New_York", "2027-01-01T04:59Z", "2026-12-01T05:00", "2027-01-01T05:00"],
  ])("%s at %s", (zone, now, start, end) => {
    const month = createCalendar(zone).month(at(now));
    expect([iso(month.start), iso(month.end)]).toEqual([start, end]);
  });
});

test("a moment is told in the zone's own words", () => {
  expect(createCalendar("Europe/Berlin").words(at("2026-03-29T22:00Z"))).toBe("30 Mar 2026, 00:00 (Europe/Berlin)");
});

test("a zone is one that the system knows", () => {
  expect(["UTC", "Europe/Berlin", "Mars/Olympus", ""].map(isTimeZone)).toEqual([true, true, false, false]);
});
