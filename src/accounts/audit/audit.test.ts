import { afterAll, describe, expect, test } from "bun:test";
import { ManualClock } from "../../platform/clock.ts";
import { csvField } from "../../platform/csv.ts";
import { testApp } from "../../platform/testing.ts";
import { auditEntries } from "../schema.ts";
import { audit, trimAudit } from "./audit.ts";
import { listAudit, readAudit, verifyAudit } from "./audit-log.ts";

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

function withEntries(count: number) {
  const clock = new ManualClock();
  const app = { ...testApp({ clock }), clock };
  closing.push(() => app.dispose());
  for (let n = 1; n <= count; n++) {
    audit(app, {
      action: n % 2 ? "session.started" : "key.made",
      outcome: n % 3 ? "ok" : "refused",
      by: { id: `person-${n % 2}`, email: `p${n % 2}@example.org` },
      on: { type: "user", id: `target-${n}`, name: "=cmd()" },
      from: { address: "192.0.2.1", requestId: `request-${n}` },
      detail: { n },
    });
  }
  return app;
}

/** What somebody with a database client does, past the triggers. */
function behindOurBack(app: { db: ReturnType<typeof withEntries>["db"] }, ...statements: string[]): void {
  app.db.$client.run("DROP TRIGGER audit_entries_unchanged");
  app.db.$client.run("DROP TRIGGER audit_entries_kept");
  for (const statement of statements) app.db.$client.run(statement);
}

describe("the audit log", () => {
  test("is sound when nobody touched it, empty or not", async () => {
    expect(await verifyAudit(withEntries(0))).toEqual({ sound: true, entries: 0, problem: null });
    expect(await verifyAudit(withEntries(7))).toEqual({ sound: true, entries: 7, problem: null });
  });

  test("is sound whatever people are called", async () => {
    const app = withEntries(1);
    for (const name of [
      "half \ud800 a sign",
      "\udfff",
      `${"a".repeat(299)}\u{1f600}`,
      "nul \0",
      "\u202e\u200b",
      "\ufffe",
    ]) {
      audit(app, {
        action: "key.made",
        by: { id: "p", email: name },
        on: { type: "key", id: name, name },
        from: { address: "192.0.2.1", requestId: name },
        detail: { name, [name]: 1 },
      });
    }
    expect(await verifyAudit(app)).toEqual({ sound: true, entries: 7, problem: null });
  });

  test.each([
    ["UPDATE audit_entries SET actor = 'x' WHERE seq = 2"],
    ["DELETE FROM audit_entries WHERE seq = 2"],
    ["DELETE FROM audit_entries"],
  ])("refuses: %s", (statement) => {
    const app = withEntries(3);
    expect(() => app.db.$client.run(statement)).toThrow("append-only");
    expect([...readAudit(app, {})].flat()).toHaveLength(3);
  });

  test.each<[string, number, string[]]>([
    ["a changed actor", 2, ["UPDATE audit_entries SET actor = 'eve' WHERE seq = 2"]],
    ["a changed time", 3, ["UPDATE audit_entries SET at = at + 1 WHERE seq = 3"]],
    ["a changed outcome", 3, ["UPDATE audit_entries SET outcome = 'ok' WHERE seq = 3"]],
    ["a changed detail", 5, ["UPDATE audit_entries SET detail = '{}' WHERE seq = 5"]],
    ["a changed hash", 1, ["UPDATE audit_entries SET hash = previous_hash WHERE seq = 1"]],
    ["an entry taken from the middle", 3, ["DELETE FROM audit_entries WHERE seq = 3"]],
    ["the first taken", 1, ["DELETE FROM audit_entries WHERE seq = 1"]],
    ["the newest cut off", 5, ["DELETE FROM audit_entries WHERE seq = 5"]],
    ["all taken", 1, ["DELETE FROM audit_entries"]],
    ["all taken with the record", 0, ["UPDATE audit_chain SET head_seq = 0", "DELETE FROM audit_entries"]],
    [
      "the newest cut off and the record set to the one before",
      0,
      [
        "UPDATE audit_chain SET head_seq = 4, head_hash = (SELECT hash FROM audit_entries WHERE seq = 4)",
        "DELETE FROM audit_entries WHERE seq = 5",
      ],
    ],
    ["the record gone", 1, ["DELETE FROM audit_chain"]],
    [
      "two entries swapped",
      2,
      [
        "UPDATE audit_entries SET seq = 99 WHERE seq = 2",
        "UPDATE audit_entries SET seq = 2 WHERE seq = 3",
        "UPDATE audit_entries SET seq = 3 WHERE seq = 99",
      ],
    ],
  ])("shows %s", async (_name, seq, statements) => {
    const app = withEntries(5);
    behindOurBack(app, ...statements);
    const verdict = await verifyAudit(app);
    expect(verdict.sound).toBe(false);
    expect(verdict.problem?.seq).toBe(seq);
  });

  test("stands or falls with the transaction of the act", () => {
    const app = withEntries(1);
    expect(() =>
      app.db.transaction(() => {
        audit(app, { action: "user.deleted" });
        throw new Error("it did not happen");
      }),
    ).toThrow();
    expect([...readAudit(app, {})].flat()).toHaveLength(1);
  });

  test("forgets what is older than its days, and is still sound", async () => {
    const app = withEntries(4);
    await app.clock.advance(366 * 24 * 3600_000);
    audit(app, { action: "session.started" });
    const seen = [...readAudit(app, {})].flat();
    expect(seen.map(({ seq, action }) => `${seq} ${action}`)).toEqual(["5 session.started", "6 audit.trimmed"]);
    expect(await verifyAudit(app)).toEqual({ sound: true, entries: 2, problem: null });
    expect(trimAudit(app, app.clock.now())).toBe(0);
    await app.clock.advance(1);
    expect(trimAudit(app, app.clock.now())).toBe(2);
    expect(await verifyAudit(app)).toMatchObject({ sound: true, entries: 1 });
    behindOurBack(app, "UPDATE audit_chain SET trimmed_seq = trimmed_seq + 1");
    expect((await verifyAudit(app)).sound).toBe(false);
  });

  test("is listed newest first, in pages, by what one looks for", () => {
    const app = withEntries(9);
    const first = listAudit(app, { limit: 4 });
    expect(first.items.map(({ seq }) => seq)).toEqual([9, 8, 7, 6]);
    const second = listAudit(app, { limit: 5, cursor: first.nextCursor ?? "" });
    expect(second.items.map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1]);
    expect(second.nextCursor).toBeNull();
    const seqs = (filter: Parameters<typeof listAudit>[1]) => listAudit(app, filter).items.map(({ seq }) => seq);
    expect(seqs({ action: "key.made" })).toEqual([8, 6, 4, 2]);
    expect(seqs({ action: "key." })).toEqual([8, 6, 4, 2]);
    expect(seqs({ action: "key" })).toEqual([]);
    expect(seqs({ action: "%." })).toEqual([]);
    expect(seqs({ outcome: "refused", actorId: "person-1" })).toEqual([9, 3]);
    expect(seqs({ targetId: "target-5" })).toEqual([5]);
    expect(seqs({ since: "2027-01-01T00:00:00Z" })).toEqual([]);
    expect(seqs({ address: "' OR 1=1 --" })).toEqual([]);
  });

  test("keeps its entries to a size whatever is written", async () => {
    const app = withEntries(0);
    audit(app, { action: "user.changed", on: { type: "user", id: "x".repeat(9999), name: "y".repeat(9999) } });
    const [row] = app.db.select().from(auditEntries).all();
    expect(row?.targetId.length).toBe(300);
    expect((await verifyAudit(app)).sound).toBe(true);
  });
});

test.each([
  ["plain", "plain"],
  ['say "hi", now', '"say ""hi"", now"'],
  ["two\nlines", '"two\nlines"'],
  ["=1+1", "'=1+1"],
  ["-2", "'-2"],
  [-2, "-2"],
  [null, ""],
])("a CSV field for %p is %p", (value, text) => {
  expect(csvField(value)).toBe(text);
});
