import { adminEnv, type Client, signIn as enter, startAppliance } from "../../src/e2e/appliance.ts";
import { median, ms, quantile, type Row, ratioRow } from "./table.ts";

const people = 50;
const rounds = 4;
const password = "fifty people in one morning";

/** Fifty people sign in at once, again and again: how fast, what others feel of it, and whether a name shows. */
export async function signIn(): Promise<Row[]> {
  const env = { ...adminEnv, VITRINE_RATE_LIMITS: "off" };
  const appliance = await startAppliance({ env, args: ["--log-level", "warn"] });
  try {
    const admin = await enter(appliance.url);
    const emails = Array.from({ length: people }, (_, n) => `person-${n}@example.org`);
    for (const email of emails)
      await admin.send("POST", "/api/admin/users", { email, name: "P", password, role: "member" });
    const all = async () => {
      await Promise.all(emails.map((email) => enter(appliance.url, { email, password })));
    };
    await all();

    const quiet = await whatOthersFeel(admin, () => Bun.sleep(1500));
    const began = performance.now();
    const busy = await whatOthersFeel(admin, async () => {
      for (let round = 0; round < rounds; round++) await all();
    });
    const seconds = (performance.now() - began) / 1000;
    const bare = await bareHashes();
    return [
      ratioRow(
        `sign-ins a second, ${people} people at once`,
        (people * rounds) / seconds,
        bare,
        perSecond,
        "bare Argon2id, one at a time",
      ),
      ratioRow("another request meanwhile (median)", median(busy), median(quiet), ms, "while nobody signs in"),
      ratioRow("another request meanwhile (p99)", quantile(busy, 0.99), 20, ms, "bound"),
      ratioRow("  the same while nobody signs in (p99)", quantile(quiet, 0.99), 20, ms, "bound"),
      ...(await knownAndUnknown(appliance.url)),
    ];
  } finally {
    await appliance.dispose();
  }
}

const perSecond = (value: number): string => `${value.toFixed(1)}/s`;

/** How long each of somebody's own requests takes, one after another, until `work` is done. */
async function whatOthersFeel(client: Client, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let done = false;
  const working = work().finally(() => {
    done = true;
  });
  while (!done) {
    const asked = performance.now();
    await (await client.get("/api/projects")).arrayBuffer();
    times.push(performance.now() - asked);
    // A person's page asks now and then; asking without a pause would be a load of its own.
    await Bun.sleep(2);
  }
  await working;
  return times;
}

/** The same hash at the same cost in this process, with nothing around it. */
async function bareHashes(): Promise<number> {
  const hash = await Bun.password.hash(password, { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 });
  const began = performance.now();
  for (let n = 0; n < people; n++) await Bun.password.verify(password, hash);
  return people / ((performance.now() - began) / 1000);
}

/**
 * A wrong password for a known and for an unknown address, by turns so that a busy machine slows both alike. Each pair
 * is of addresses that nobody guessed at before, so no lock shortens an answer.
 */
async function knownAndUnknown(url: string): Promise<Row[]> {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let n = 0; n < people; n++) {
    for (const kind of n % 2 === 0 ? (["known", "unknown"] as const) : (["unknown", "known"] as const)) {
      const email = kind === "known" ? `person-${n}@example.org` : `nobody-${n}@example.org`;
      const asked = performance.now();
      const answer = await fetch(`${url}/api/auth/login`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email, password: "a wrong guess" }),
      });
      await answer.arrayBuffer();
      if (answer.status !== 401) throw new Error(`a wrong password was answered ${answer.status}`);
      times[kind].push(performance.now() - asked);
    }
  }
  return [
    ratioRow("wrong password, known e-mail (median)", median(times.known), median(times.unknown), ms, "unknown e-mail"),
  ];
}
