import { and, eq, lt } from "drizzle-orm";
import type { App } from "./app.ts";
import { durably } from "./database.ts";
import { once } from "./memo.ts";
import { Problem } from "./problem.ts";
import { sha256 } from "./random.ts";
import { idempotencyKeys } from "./schema.ts";

const keptMs = 24 * 3600_000;

/** One POST that creates something, as its route sees it. */
export interface CreatingCall {
  user: { id: string };
  request: Request;
  /** The parsed body; what is compared when the same key comes again. */
  body: unknown;
}

/**
 * Runs `create` once for each `Idempotency-Key` of a person: a repeated call gets the first one's answer, also after a
 * restart. Without the header it just runs. Creation and key are one transaction; a failed call leaves the key free.
 * @param create synchronous; for work that must wait there is `idempotentAsync`. Its answer must be plain JSON.
 * @throws Problem `conflict` when the key was used for another request, `bad_request` for an unusable key
 */
export function idempotent<T extends object>(
  app: App,
  call: CreatingCall,
  create: () => T extends PromiseLike<unknown> ? never : T,
): T {
  const key = keyOf(call);
  if (key === undefined) return create();
  const hash = requestHash(call);
  const known = recall<T>(app, call.user.id, key, hash);
  if (known) return known;
  const createAndRemember = (): T => {
    const made = create();
    remember(app, call.user.id, key, hash, made);
    return made;
  };
  const box: { made?: T } = {};
  durably(app.db, () => {
    app.db.transaction(
      () => {
        box.made = createAndRemember();
      },
      { behavior: "immediate" },
    );
  });
  if (box.made === undefined) throw new Error("a transaction ended without its result");
  return box.made;
}

const running = once((_app: App) => new Map<string, { hash: string; answer: Promise<unknown> }>());

/**
 * The same for work that waits. Two calls at once share one run; only a crash between creation and the stored answer
 * can make a second one.
 * @throws Problem as `idempotent`
 */
export async function idempotentAsync<T extends object>(
  app: App,
  call: CreatingCall,
  create: () => Promise<T>,
): Promise<T> {
  const key = keyOf(call);
  if (key === undefined) return create();
  const hash = requestHash(call);
  const name = `${call.user.id} ${key}`;
  const current = running(app).get(name);
  if (current) {
    if (current.hash !== hash) throw otherRequest();
    await current.answer.catch(() => undefined);
    return idempotentAsync(app, call, create);
  }
  const known = recall<T>(app, call.user.id, key, hash);
  if (known) return known;
  const answer = create();
  running(app).set(name, { hash, answer });
  try {
    const made = await answer;
    remember(app, call.user.id, key, hash, made);
    return made;
  } finally {
    running(app).delete(name);
  }
}

function keyOf({ request }: CreatingCall): string | undefined {
  const key = request.headers.get("idempotency-key");
  if (key === null) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem("bad_request", "An Idempotency-Key has 1 to 255 visible ASCII characters.");
  }
  return key;
}

const requestHash = ({ request, body }: CreatingCall): string =>
  sha256(`${request.method} ${new URL(request.url).pathname}\n${JSON.stringify(body)}`);

const otherRequest = () =>
  new Problem("conflict", "This Idempotency-Key was used for a different request. Choose a new one.");

function recall<T>(app: App, userId: string, key: string, hash: string): T | undefined {
  const row = app.db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key)))
    .get();
  if (!row || row.createdAt < app.clock.now() - keptMs) return undefined;
  if (row.requestHash !== hash) throw otherRequest();
  return JSON.parse(row.body);
}

function remember(app: App, userId: string, key: string, requestHash: string, made: object): void {
  const createdAt = app.clock.now();
  app.db
    .delete(idempotencyKeys)
    .where(lt(idempotencyKeys.createdAt, createdAt - keptMs))
    .run();
  const row = { requestHash, status: 201, body: JSON.stringify(made), createdAt };
  app.db
    .insert(idempotencyKeys)
    .values({ userId, key, ...row })
    .onConflictDoUpdate({ target: [idempotencyKeys.userId, idempotencyKeys.key], set: row })
    .run();
}
