import { afterAll, describe, expect, test } from "bun:test";
import { ManualClock } from "./clock.ts";
import { idempotent, idempotentAsync } from "./idempotency.ts";
import { Problem } from "./problem.ts";
import { idempotencyKeys } from "./schema.ts";
import { testApp } from "./testing.ts";

const clock = new ManualClock();
const app = testApp({ clock });
afterAll(() => app.dispose());
const call = (key: string | undefined, body: unknown = {}, path = "/api/things") => ({
  user: { id: "ada" },
  request: new Request(`http://localhost${path}`, {
    method: "POST",
    ...(key === undefined ? {} : { headers: { "idempotency-key": key } }),
  }),
  body,
});
let made = 0;
const create = () => ({ number: ++made });
const codeOf = (error: unknown) => (error instanceof Problem ? error.code : String(error));
const codeFrom = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return codeOf(error);
  }
};

describe("an idempotent call", () => {
  test("runs each time without a key", () => {
    expect(idempotent(app, call(undefined), create)).not.toEqual(idempotent(app, call(undefined), create));
  });

  test("runs once with a key", () => {
    const first = idempotent(app, call("a"), create);
    expect(idempotent(app, call("a"), create)).toEqual(first);
  });

  test("refuses a key that another body or address had", () => {
    idempotent(app, call("b", { name: "x" }), create);
    expect(codeFrom(() => idempotent(app, call("b", { name: "y" }), create))).toBe("conflict");
    expect(codeFrom(() => idempotent(app, call("b", { name: "x" }, "/api/others"), create))).toBe("conflict");
  });

  test("leaves the key free when it failed, and stores nothing of it", () => {
    const failing = () => {
      const row = { userId: "bob", key: "inside", requestHash: "", status: 201, body: "", createdAt: 0 };
      app.db.insert(idempotencyKeys).values(row).run();
      throw new Problem("unavailable", "Not now.");
    };
    expect(codeFrom(() => idempotent(app, call("c"), failing))).toBe("unavailable");
    expect(
      app.db
        .select()
        .from(idempotencyKeys)
        .all()
        .map(({ key }) => key),
    ).not.toContain("inside");
    expect(idempotent(app, call("c"), create).number).toBe(made);
  });

  test("may write durably inside", () => {
    expect(idempotent(app, call("d"), () => idempotent(app, call("e"), create)).number).toBe(made);
  });

  test("forgets a key after a day", async () => {
    const first = idempotent(app, call("f"), create);
    await clock.advance(24 * 3600_000 + 1);
    expect(idempotent(app, call("f"), create)).not.toEqual(first);
  });
});

describe("an idempotent call that waits", () => {
  test("is shared by all who ask at once", async () => {
    const before = made;
    const slow = async () => {
      await Promise.resolve();
      return create();
    };
    const answers = await Promise.all([1, 2, 3].map(() => idempotentAsync(app, call("s"), slow)));
    expect(answers).toEqual([{ number: before + 1 }, { number: before + 1 }, { number: before + 1 }]);
    expect(await idempotentAsync(app, call("s"), slow)).toEqual({ number: before + 1 });
  });

  test("can be tried again after it failed", async () => {
    const failing = () => Promise.reject(new Problem("unavailable", "Not now."));
    expect(await idempotentAsync(app, call("t"), failing).catch(codeOf)).toBe("unavailable");
    expect(await idempotentAsync(app, call("t"), async () => create())).toEqual({ number: made });
  });

  test("refuses another request with the key of one that still runs", async () => {
    const gate = Promise.withResolvers<void>();
    const first = idempotentAsync(app, call("u", 1), () => gate.promise.then(create));
    expect(await idempotentAsync(app, call("u", 2), async () => create()).catch(codeOf)).toBe("conflict");
    gate.resolve();
    expect(await first).toEqual({ number: made });
  });
});
