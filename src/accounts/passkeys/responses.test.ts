import { describe, expect, test } from "bun:test";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { readAssertion, readRegistration } from "./responses.ts";
import type { ChallengeRow, PasskeyRow } from "./schema.ts";
import { type SoftAlgorithm, softAuthenticator } from "./testing.ts";
import { RefusedResponse } from "./untrusted.ts";

const said = { origin: "http://localhost", rpId: "localhost", challenge: "AAAA" };
const asked: ChallengeRow = { id: "1", ...said, userId: null, expiresAt: 0 };

/** Numbers that look random and are the same in every run. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Up to three other bytes, and now and then only the beginning. */
function damaged(text: string, next: (below: number) => number): string {
  const bytes = Buffer.from(text, "base64url");
  for (let n = next(3); n >= 0; n--) bytes[next(bytes.length)] = next(256);
  return bytes.subarray(0, next(5) === 0 ? next(bytes.length) : bytes.length).toString("base64url");
}

/** What became of reading it: taken, or the class of what was thrown. */
const outcome = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => "taken",
    (error: unknown) => (error instanceof RefusedResponse ? "refused" : String(error)),
  );

async function stored(response: RegistrationResponseJSON): Promise<PasskeyRow> {
  const credential = await readRegistration(asked, response);
  const rest = { id: "1", userId: "1", name: "x", rpId: said.rpId, transports: "[]", createdAt: 0, lastUsedAt: null };
  return { ...rest, ...credential };
}

const algorithms: [SoftAlgorithm, number][] = [
  ["ES256", -7],
  ["EdDSA", -8],
  ["RS256", -257],
];

describe.each(algorithms)("an answer with %s that was damaged", (algorithm, number) => {
  const device = softAuthenticator(algorithm);

  test.each(["none", "packed"])(
    "is refused as a registration with attestation %s, never an error of ours",
    async (fmt) => {
      const next = sequence(number);
      const statement = new Map(fmt === "none" ? [] : [["alg", number]]);
      const whole = device.create({ ...said, attestation: { fmt, statement } });
      expect(await outcome(readRegistration(asked, whole))).toBe("taken");
      const seen = new Set<string>();
      for (let n = 0; n < 1500; n++) {
        const response = { ...whole.response };
        if (n % 5 === 0) response.clientDataJSON = damaged(response.clientDataJSON, next);
        else response.attestationObject = damaged(response.attestationObject, next);
        seen.add(await outcome(readRegistration(asked, { ...whole, response })));
      }
      seen.delete("taken");
      expect([...seen]).toEqual(["refused"]);
    },
  );

  test("is refused as a sign-in, never an error of ours", async () => {
    const next = sequence(number);
    const passkey = await stored(device.create(said));
    const whole = device.get({ ...said, userHandle: "handle" });
    const read = (response: AuthenticationResponseJSON) => outcome(readAssertion(asked, response, passkey, "handle"));
    expect(await read(whole)).toBe("taken");
    const parts = ["signature", "authenticatorData", "clientDataJSON"] as const;
    const seen = new Set<string>();
    for (let n = 0; n < 1500; n++) {
      const part = parts[n % 3] ?? "signature";
      const text = damaged(whole.response[part], next);
      if (text === whole.response[part]) continue;
      seen.add(await read({ ...whole, response: { ...whole.response, [part]: text } }));
    }
    expect([...seen]).toEqual(["refused"]);
  });
});

test("a stored key that cannot be read is no fault of the answer", async () => {
  const device = softAuthenticator();
  const passkey = await stored(device.create(said));
  const answer = device.get({ ...said, userHandle: "handle" });
  for (const publicKey of ["", "AAAA", passkey.publicKey.slice(0, 20)]) {
    const read = readAssertion(asked, answer, { ...passkey, publicKey }, "handle");
    expect(await outcome(read)).not.toMatch(/^(taken|refused)$/);
  }
});
