import { requirePermission } from "../../src/accounts/index.ts";
import { createKey } from "../../src/accounts/keys/api-keys.ts";
import { signedInPerson } from "../../src/accounts/testing.ts";
import { clientAddress, noteClient } from "../../src/platform/client.ts";
import { spendForAddress, spendForSubject } from "../../src/platform/rate-limit.ts";
import { testApp } from "../../src/platform/testing.ts";
import { type Row, ratioRow } from "./table.ts";

const boundMicroseconds = 20;
const rounds = 40_000;

/** Microseconds of processor time, which a busy machine does not stretch, that the gate adds to a request: who is it, from where, may they, and not too often. */
export async function gate(): Promise<Row[]> {
  const app = testApp();
  try {
    const person = await signedInPerson(app);
    const path = "/api/projects";
    const key = createKey(app, person.user, { name: "bench", scopes: ["read"] }).secret;
    // No limit is reached within a run: a new address for each few requests, and more than a person's limit is caught.
    const passWith = (headers: Record<string, string>) => async (n: number) => {
      const request = new Request(`http://localhost${path}`, { headers });
      noteClient(app.config, request, `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`);
      spendForAddress(app, { method: "GET", path, address: clientAddress(request) });
      const user = await requirePermission(app, request, "projects.use");
      spendForSubject(app, { method: "GET", path }, `person ${user.id} ${n >> 8}`);
    };
    const bare = async (_: number) => {
      new Request(`http://localhost${path}`, { headers: person.headers }).headers.get("authorization");
    };
    const format = (value: number) => `${value.toFixed(1)} µs`;
    const rows: Row[] = [];
    for (const [what, headers] of [
      ["an access token", person.headers],
      ["an API key", { authorization: `Bearer ${key}` }],
    ] as const) {
      const pass = passWith(headers);
      for (let n = 0; n < 5000; n++) await pass(n);
      const cost = (await timed(pass)) - (await timed(bare));
      rows.push(ratioRow(`authorisation gate with limits, ${what}`, cost, boundMicroseconds, format, "bound"));
    }
    return rows;
  } finally {
    app.dispose();
  }
}

async function timed(run: (n: number) => Promise<void>): Promise<number> {
  const began = process.cpuUsage();
  for (let n = 0; n < rounds; n++) await run(n);
  const { user, system } = process.cpuUsage(began);
  return (user + system) / rounds;
}
