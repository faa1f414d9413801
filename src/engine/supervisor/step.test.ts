import { describe, expect, test } from "bun:test";
import type { Failure } from "../contract.ts";
import type { Message } from "./messages.ts";
import type { EngineRow } from "./parts.ts";
import { emptyWorld, type Load, type View, type World } from "./state.ts";
import { step } from "./step.ts";
import { testSettings } from "./testing-hands.ts";

const at = 1_000_000;
const row: EngineRow = { id: "a", settings: testSettings("a"), desired: "running", desiredAt: 0 };
const endpoint = { kind: "unix", path: "/s" } as const;
const found = { ok: true, modelPath: "/m", executable: "/e", gpus: ["g"] } as const;
const failure = (more: Partial<Failure> = {}): Failure => ({
  code: "died",
  reason: "It died.",
  fix: "Nothing.",
  retryable: true,
  at,
  ...more,
});

function view(now: number, load: Partial<Load> = {}): View {
  let launches = 0;
  return {
    now,
    load: () => ({ inFlight: 0, waiting: 0, ...load }),
    watched: false,
    newLaunchId: () => `l${now}-${++launches}`,
    gpuLabel: (uuid) => uuid,
    adapter: (kind) => ({ owned: kind !== "remote", phases: [{ id: "load", label: "Loading weights" }] }),
  };
}

const opened: World = { ...emptyWorld, opened: true };

/** Takes messages one after the other; a number moves the time. */
function take(messages: (Message | number)[], load: Partial<Load> = {}, from: World = opened) {
  let world = from;
  let now = at;
  let effects: string[] = [];
  for (const message of messages) {
    if (typeof message === "number") now += message;
    const taken = step(world, typeof message === "number" ? { kind: "tick" } : message, view(now, load));
    world = taken.world;
    effects = taken.effects.map(({ kind }) => kind);
  }
  const engine = world.engines.get("a");
  return { world, effects, engine, state: engine?.stage.kind };
}

const ticket = 2;
const launchId = `l${at}-1`;
const start: Message = { kind: "start", row };
const stop: Message = { kind: "stop", row };
const preflighted: Message = { kind: "preflighted", id: "a", ticket, result: { ...found, gpus: ["g"] } };
const launched: Message = {
  kind: "launched",
  id: "a",
  launchId,
  launched: { process: "alive", pid: 7, endpoint, command: "c", estimates: { phases: {} } },
};
const probed: Message = { kind: "probed", id: "a", launchId, ready: { models: ["a"] } };
const exited: Message = { kind: "exited", id: "a", launchId, failure: failure() };
const reaped: Message = { kind: "reaped", id: "a", launchId, left: [] };
const returned: Message = { kind: "memory", id: "a", launchId, returned: true };
const starting = [start, preflighted, launched];
const ready = [...starting, probed];

describe("one message after the other", () => {
  const table: [string, (Message | number)[], Partial<Load>, string, string[]][] = [
    ["a start looks first", [start], {}, "preflight", ["preflight"]],
    ["a second start changes nothing", [start, start], {}, "preflight", []],
    ["a look that found all launches", [start, preflighted], {}, "starting", ["launch"]],
    ["somebody else's look means nothing", [start, { ...preflighted, ticket: 99 }], {}, "preflight", []],
    ["a stop while it looks gives the look up", [start, stop], {}, "stopped", ["cancel"]],
    ["a stop while it launches waits for the process", [start, preflighted, stop], {}, "stopping", ["hush"]],
    ["which then is asked to end", [start, preflighted, stop, launched], {}, "stopping", ["terminate"]],
    [
      "a launch that fails is cleared away",
      [start, preflighted, { kind: "not_launched", id: "a", launchId, failure: failure() }],
      {},
      "stopping",
      ["note", "count", "count", "log", "hush", "reap"],
    ],
    ["it is asked whether it is ready", [...starting, 600], {}, "starting", ["probe"]],
    ["an answer makes it ready", ready, {}, "ready", ["note", "started", "log"]],
    ["an answer of an earlier launch does not", [...starting, { ...probed, launchId: "l0" }], {}, "starting", []],
    ["an answer after the end does not", [...starting, exited, probed], {}, "stopping", []],
    ["ready, it is asked for its numbers", [...ready, 10], {}, "ready", ["read_metrics"]],
    ["a stop with requests under way drains", [...ready, stop], { inFlight: 1 }, "draining", []],
    ["until the time is over", [...ready, stop, 11_000], { inFlight: 1 }, "stopping", ["hush", "revoke", "terminate"]],
    ["a start in between keeps it", [...ready, stop, start], { inFlight: 1 }, "ready", []],
    ["a stop without requests ends it at once", [...ready, stop], {}, "stopping", ["hush", "terminate"]],
    ["patience with SIGTERM ends", [...ready, stop, 16_000], {}, "stopping", ["hush", "reap"]],
    ["the expected end is reaped", [...ready, stop, exited], {}, "stopping", ["hush", "reap"]],
    ["memory is waited for", [...ready, stop, exited, reaped], {}, "reclaiming", ["note", "check_memory"]],
    ["and back", [...ready, stop, exited, reaped, returned], {}, "stopped", []],
    [
      "a start meanwhile starts afterwards",
      [...ready, stop, exited, reaped, start, returned],
      {},
      "preflight",
      ["preflight"],
    ],
    [
      "processes that are left are tried again",
      [...ready, stop, exited, { ...reaped, left: [9] }, 6_000],
      {},
      "stopping",
      ["reap"],
    ],
    [
      "an end that nobody wanted is a failure",
      [...ready, exited],
      { inFlight: 2 },
      "stopping",
      ["note", "count", "revoke", "count", "log", "hush", "reap"],
    ],
    ["and is followed by a wait", [...ready, exited, reaped, returned], {}, "backoff", []],
    ["which ends with another look", [...ready, exited, reaped, returned, 10_000], {}, "preflight", ["preflight"]],
    ["or with a stop", [...ready, exited, reaped, returned, stop], {}, "stopped", []],
    [
      "one that cannot be helped is not tried again",
      [...ready, { ...exited, failure: failure({ retryable: false }) }, reaped, returned],
      {},
      "failed",
      [],
    ],
    [
      "a failed engine may be started",
      [...ready, { ...exited, failure: failure({ retryable: false }) }, reaped, returned, start],
      {},
      "preflight",
      ["preflight"],
    ],
    [
      "a wake means nothing to one that is stopped",
      [
        { kind: "changed", row: { ...row, desired: "stopped" } },
        { kind: "wake", id: "a" },
      ],
      {},
      "stopped",
      [],
    ],
    ["what is desired starts at the opening", [{ kind: "open", engines: [row] }], {}, "preflight", ["preflight"]],
    ["what is not, does not", [{ kind: "open", engines: [{ ...row, desired: "stopped" }] }], {}, "stopped", []],
  ];

  test.each(table)("%s", (_, messages, load, state, effects) => {
    const result = take(messages, load);
    expect({ state: result.state ?? "", effects: result.effects }).toEqual({ state, effects });
  });

  test("nothing starts before what earlier lives left behind is gone", () => {
    const early = take([start], {}, emptyWorld);
    expect(early).toMatchObject({ state: "preflight", effects: [] });
    const later = take([{ kind: "open", engines: [row] }], {}, early.world);
    expect(later).toMatchObject({ state: "preflight", effects: ["preflight"] });
  });

  test("an engine that is removed is forgotten once it is down", () => {
    const remove: Message = { kind: "remove", row };
    expect(take([...ready, remove, exited, reaped, returned])).toMatchObject({ effects: ["gone"], state: undefined });
    expect(take([remove])).toMatchObject({ effects: ["gone"], state: undefined });
  });

  test("taking a message changes nothing of the world before it", () => {
    const before = take(ready).world;
    const frozen = JSON.stringify([...before.engines]);
    take([stop, exited], {}, before);
    expect(JSON.stringify([...before.engines])).toBe(frozen);
  });

  test("every message in every state is taken without a failure", () => {
    const others: Message[] = [
      stop,
      { kind: "restart", row },
      { kind: "remove", row },
      { kind: "changed", row },
      { kind: "swap", from: row, to: { ...row, id: "b" } },
      { kind: "swap", from: { ...row, id: "b" }, to: row },
      { kind: "wake", id: "a" },
      { kind: "drained", launchId },
      { kind: "close", closing: { drainUntil: at, endUntil: at, giveUpAt: at } },
      { kind: "tick" },
      { kind: "gpus", id: "a", present: true },
      { kind: "metrics", id: "a", launchId, error: "no", tookMs: 6_000 },
      { kind: "metrics", id: "a", launchId, metrics: { at, iterations: 1 }, tookMs: 1 },
      { kind: "token", id: "a", launchId, error: "no" },
      { kind: "token", id: "a", launchId },
      { kind: "line", id: "a", launchId, fact: { phase: "load", progress: 0.5 } },
      { kind: "not_launched", id: "a", launchId, failure: failure() },
      { ...reaped, left: [1] },
      { kind: "memory", id: "a", launchId, returned: false },
    ];
    const all: Message[] = [...ready, exited, reaped, returned, ...others];
    const path = [start, preflighted, launched, probed, stop, exited, reaped, returned];
    for (let length = 0; length <= path.length; length++) {
      for (const first of all) {
        for (const second of all) {
          for (const inFlight of [0, 1]) {
            const { world } = take([...path.slice(0, length), first, second, 20_000, 200_000], { inFlight });
            for (const engine of world.engines.values()) {
              // A launch is there exactly as long as something may run.
              const up = ["starting", "ready", "degraded", "draining", "stopping", "reclaiming"];
              expect(up.includes(engine.stage.kind)).toBe(engine.run !== undefined);
            }
          }
        }
      }
    }
  });
});
