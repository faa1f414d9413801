import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import type { Db } from "../platform/database.ts";
import type { GenerationFacts } from "../projects/index.ts";
import { generationEvents, generations } from "./schema.ts";

/** How some generations went, by id, for a list of messages: two queries however many there are. */
export function generationFacts(db: Db, ids: string[]): Map<string, GenerationFacts> {
  const facts = new Map<string, GenerationFacts>();
  if (ids.length === 0) return facts;
  for (const row of db.select().from(generations).where(inArray(generations.id, ids)).all()) {
    const { promptTokens, completionTokens, costNanoUsd } = row;
    facts.set(row.id, {
      status: row.status,
      usage:
        promptTokens === null || completionTokens === null ? null : { promptTokens, completionTokens, costNanoUsd },
      // One that broke off was ended when the next server started, which says nothing of how long it took.
      durationMs: row.endedAt === null || row.status === "interrupted" ? null : row.endedAt - row.createdAt,
      diagnostics: [],
      standIn: null,
    });
  }
  for (const { id, detail } of standInsOf(db, ids)) {
    const found = facts.get(id);
    if (found) found.standIn = detail;
  }
  for (const { id, data } of diagnosticsOf(db, ids).all()) facts.get(id)?.diagnostics.push(JSON.parse(data));
  return facts;
}

/** Routing comes first: what is written later need not be read for it. */
const lastRoutingSeq = 40;

function standInsOf(db: Db, ids: string[]) {
  const { generationId, seq, type, data } = generationEvents;
  return db
    .select({ id: generationId, detail: sql<string>`json_extract(${data}, '$.detail')` })
    .from(generationEvents)
    .where(
      and(
        inArray(generationId, ids),
        lte(seq, lastRoutingSeq),
        eq(type, "status"),
        sql`json_extract(${data}, '$.standsIn')`,
      ),
    )
    .orderBy(asc(generationId), asc(seq))
    .all();
}

export function diagnosticsOf(db: Db, ids: string[]) {
  const { generationId, seq, type, data } = generationEvents;
  return (
    db
      .select({ id: generationId, data })
      .from(generationEvents)
      // Written out, not bound: only so does SQLite use the partial index.
      .where(sql`${inArray(generationId, ids)} and ${type} = 'diagnostic'`)
      .orderBy(asc(generationId), asc(seq))
  );
}
