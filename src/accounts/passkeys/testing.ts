import { createHash, generateKeyPairSync, type JsonWebKey, type KeyObject, randomBytes, sign } from "node:crypto";

type Cbor = number | string | Uint8Array | Map<number | string, Cbor>;

/** As much of CBOR (RFC 8949) as an attestation needs. */
function cbor(value: Cbor): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, part]) => [cbor(key), cbor(part)])]);
}

function head(kind: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(kind << 5) | length]);
  if (length < 256) return Buffer.from([(kind << 5) | 24, length]);
  return Buffer.from([(kind << 5) | 25, length >> 8, length & 255]);
}

const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();
const bytes = (text: string | undefined): Buffer => Buffer.from(text ?? "", "base64url");

const kinds = {
  ES256: {
    make: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
    cose: ({ x, y }: JsonWebKey): [number, Cbor][] => [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ],
    sign: (data: Uint8Array, key: KeyObject) => sign("sha256", data, key),
  },
  EdDSA: {
    make: () => generateKeyPairSync("ed25519"),
    cose: ({ x }: JsonWebKey): [number, Cbor][] => [
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, bytes(x)],
    ],
    sign: (data: Uint8Array, key: KeyObject) => sign(null, data, key),
  },
  RS256: {
    make: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
    cose: ({ n, e }: JsonWebKey): [number, Cbor][] => [
      [1, 3],
      [3, -257],
      [-1, bytes(n)],
      [-2, bytes(e)],
    ],
    sign: (data: Uint8Array, key: KeyObject) => sign("sha256", data, key),
  },
};

export type SoftAlgorithm = keyof typeof kinds;

/** What a response says; whatever differs from the truth is a forgery. */
export interface Said {
  origin: string;
  rpId: string;
  challenge: string;
  type?: string;
  counter?: number;
  /** User present, user verified, backup eligible, backed up. */
  flags?: { up?: boolean; uv?: boolean; be?: boolean; bs?: boolean };
  /** More of the client data, for example `crossOrigin`. */
  client?: Record<string, unknown>;
  userHandle?: string | undefined;
  /** Added to the attestation's statement, under another format than `none`. */
  attestation?: { fmt: string; statement: Map<string, Cbor> };
}

/** An authenticator in software, which also says what is not so. */
export function softAuthenticator(algorithm: SoftAlgorithm = "ES256", credential = randomBytes(32)) {
  const kind = kinds[algorithm];
  const { publicKey, privateKey } = kind.make();
  const id = credential.toString("base64url");
  const coseKey = cbor(new Map(kind.cose(publicKey.export({ format: "jwk" }))));

  const authData = ({ rpId, counter = 0, flags = {} }: Said, attested?: Buffer): Buffer => {
    const { up = true, uv = true, be = false, bs = false } = flags;
    const bits = (up ? 1 : 0) | (uv ? 4 : 0) | (be ? 8 : 0) | (bs ? 16 : 0) | (attested ? 64 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([bits]), count, attested ?? Buffer.alloc(0)]);
  };
  const clientData = ({ challenge, origin, client }: Said, type: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...client }));

  return {
    id,
    /** Answers a registration. */
    create(said: Said) {
      const length = Buffer.from([credential.length >> 8, credential.length & 255]);
      const data = authData(said, Buffer.concat([Buffer.alloc(16), length, credential, coseKey]));
      const client = clientData(said, said.type ?? "webauthn.create");
      const { fmt, statement } = said.attestation ?? { fmt: "none", statement: new Map<string, Cbor>() };
      if (fmt === "packed" && !statement.has("sig")) {
        statement.set("sig", kind.sign(Buffer.concat([data, sha256(client)]), privateKey));
      }
      const attestation = new Map<string, Cbor>([
        ["fmt", fmt],
        ["attStmt", statement],
        ["authData", data],
      ]);
      return {
        id,
        rawId: id,
        type: "public-key" as const,
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString("base64url"),
          attestationObject: cbor(attestation).toString("base64url"),
          transports: ["internal", "hybrid"],
        },
      };
    },
    /** Answers a sign-in. */
    get(said: Said) {
      const data = authData(said);
      const client = clientData(said, said.type ?? "webauthn.get");
      const signature = kind.sign(Buffer.concat([data, sha256(client)]), privateKey);
      return {
        id,
        rawId: id,
        type: "public-key" as const,
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: data.toString("base64url"),
          signature: signature.toString("base64url"),
          ...(said.userHandle === undefined ? {} : { userHandle: said.userHandle }),
        },
      };
    },
  };
}
