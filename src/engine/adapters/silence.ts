import type { AdapterKind, Failure } from "../contract.ts";
import { failureOf } from "./failure.ts";
import { engineLabel } from "./label.ts";
import type { Sighting } from "./probe.ts";
import { EngineRequestError, type RequestFault } from "./request.ts";

const sentences: Record<RequestFault, { reason: string; fix: string }> = {
  refused: {
    reason: "Nothing listens at the engine's address.",
    fix: "Start the server there, and check host and port in its base URL.",
  },
  dns: {
    reason: "The host name of the engine's address is unknown.",
    fix: "Correct the base URL, or the name service of this machine.",
  },
  tls: {
    reason: "The certificate of the engine's server is not accepted.",
    fix: "Give it a certificate for that name from an authority that this machine trusts (NODE_EXTRA_CA_CERTS adds one).",
  },
  timeout: {
    reason: "The engine's server does not answer in time.",
    fix: "Check whether it is overloaded or hangs, and whether a firewall swallows the connection.",
  },
  broken: {
    reason: "The connection to the engine's server breaks before a whole answer came.",
    fix: "Check that the base URL names an HTTP server, and that http and https are not mixed up.",
  },
  too_long: {
    reason: "The engine's server answers with far more than was asked for.",
    fix: "Check that the base URL names an OpenAI-compatible server; it ends in /v1 as a rule.",
  },
  aborted: { reason: "The request to the engine's server was given up.", fix: "Try it again." },
  bad_address: {
    reason: "The engine's base URL is no http or https address.",
    fix: "Write it like https://host:port/v1.",
  },
};

/** Why a server could not be reached, in one sentence, and what to do. */
export function explainUnreachable(error: unknown, now: number): Failure {
  const fault: RequestFault = error instanceof EngineRequestError ? error.fault : "broken";
  const evidence = error instanceof Error ? error.message : undefined;
  return failureOf({ code: "unreachable", ...sentences[fault], retryable: true }, now, evidence);
}

/** What a look at a server that is not ready says; undefined where it may only need more time. */
export function explainLooks(sighting: Sighting, kind: AdapterKind, name: string, now: number): Failure | undefined {
  const owned = kind !== "remote";
  switch (sighting.kind) {
    case "silent":
      return owned ? undefined : explainUnreachable(sighting.error, now);
    case "refuses":
      return owned && sighting.status >= 500 ? undefined : refusal(sighting.status, sighting.path, now);
    case "unlisted":
      return failureOf(
        owned
          ? notOurs("another program answers at the engine's address")
          : {
              code: "unreachable",
              reason: `The server at the engine's address does not list its models (it answered ${sighting.status}).`,
              fix: "Check that the base URL names an OpenAI-compatible server; it ends in /v1 as a rule.",
            },
        now,
      );
    case "lists": {
      if (sighting.models.some((model) => model.id === name)) return undefined;
      const names = sighting.models.map((model) => model.id);
      const listed = names.length === 0 ? "no model" : names.slice(0, 10).join(", ");
      return failureOf(
        owned
          ? notOurs(`what answers at the engine's address serves ${listed} instead of ${name}`)
          : {
              code: "not_ours",
              reason: `The server has no model called ${name}; it lists ${listed}.`,
              fix: "Set the remote model to one of the names that it lists.",
            },
        now,
      );
    }
    default:
      return sighting satisfies never;
  }

  function notOurs(what: string) {
    return {
      code: "not_ours" as const,
      reason: `${engineLabel(kind)} is not what was started: ${what}.`,
      fix: "End the other program; the engine is then started again with an address of its own.",
      retryable: true,
    };
  }
}

function refusal(status: number, path: string, now: number): Failure {
  if (status === 401 || status === 403) {
    return failureOf(
      {
        code: "unreachable",
        reason: `The engine's server refuses the API key (it answered ${status}).`,
        fix: "Set the API key that the server expects.",
      },
      now,
    );
  }
  return failureOf(
    {
      code: "unreachable",
      reason: `The engine's server answered ${status} to ${path}.`,
      fix: status >= 500 ? "Read that server's own log." : "Check the base URL; it ends in /v1 as a rule.",
      retryable: status >= 500,
    },
    now,
  );
}
