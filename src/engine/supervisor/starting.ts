import { bringDown, fail, settle } from "./ending.ts";
import { isAboutRoom, noRoom, silentRemote, slowPreflight, stalled, tooLong } from "./failures.ts";
import { ahead, holders, inTransition, namedGpus, ownedByOthers } from "./gpus.ts";
import { beginHealth } from "./health.ts";
import { limits } from "./limits.ts";
import type { Launched, Message } from "./messages.ts";
import type { PreflightResult } from "./parts.ts";
import type { Engine, Stage } from "./state.ts";
import { swapMakesRoom, swapReady } from "./swap.ts";
import type { Turn } from "./turn.ts";

type Looking = Extract<Stage, { kind: "preflight" }>;
type Of<K extends Message["kind"]> = Extract<Message, { kind: K }>;

/** Its turn has come: looks whether it can start. */
export function look(turn: Turn, engine: Engine): void {
  const { stage } = engine;
  if (stage.kind !== "preflight") return;
  const ticket = turn.next();
  turn.enter(engine, { ...stage, step: "looking", ticket, until: turn.now + limits.preflight });
  const busy = ownedByOthers(turn, engine.id);
  turn.do({ kind: "preflight", id: engine.id, ticket, settings: settingsFor(engine), busy });
}

const settingsFor = (engine: Engine): Engine["settings"] =>
  engine.override ? { ...engine.settings, contextLength: engine.override.contextLength } : engine.settings;

export function onPreflighted(turn: Turn, engine: Engine, ticket: number, result: PreflightResult): void {
  const { stage } = engine;
  if (stage.kind !== "preflight" || stage.step !== "looking" || stage.ticket !== ticket) return;
  if (!result.ok) {
    refused(turn, engine, stage, result);
    return;
  }
  const busy = busyNow(turn, engine, stage, result.gpus);
  if (busy) {
    waitFor(turn, engine, stage, busy);
    return;
  }
  const launchId = turn.view.newLaunchId();
  const settings = settingsFor(engine);
  const adapter = turn.view.adapter(settings.adapter);
  const [first] = adapter.phases;
  const { now } = turn;
  turn.touch(result.gpus);
  turn.put({
    ...engine,
    run: {
      launchId,
      settings,
      gpus: result.gpus,
      process: adapter.owned ? "launching" : "attached",
      launchedAt: now,
      command: "",
      measured: {},
      phases: {},
      estimates: { phases: {} },
      ...(first
        ? { phase: { ...first, index: 0, count: adapter.phases.length, startedAt: now, launchedAt: now } }
        : {}),
    },
  });
  const launching = turn.get(engine.id);
  if (!launching) return;
  turn.enter(launching, {
    kind: "starting",
    movedAt: now,
    probeAt: Number.POSITIVE_INFINITY,
    probing: false,
    silent: 0,
  });
  const { ok: _, ...found } = result;
  turn.do({ kind: "launch", id: engine.id, launchId, settings, found, owned: adapter.owned });
}

/** GPUs of which what was read no longer holds; undefined when there are none. */
function busyNow(turn: Turn, engine: Engine, stage: Looking, gpus: readonly string[]): string[] | undefined {
  const busy = gpus.filter((uuid) => ahead(turn, engine, [uuid], stage.order));
  const stale = gpus.some((uuid) => (turn.turns.get(uuid) ?? 0) > stage.ticket);
  return busy.length > 0 || stale ? busy : undefined;
}

function waitFor(turn: Turn, engine: Engine, stage: Looking, gpus: readonly string[]): void {
  const wants = [...new Set([...(namedGpus(engine.settings) ?? []), ...gpus])];
  turn.enter(engine, { ...stage, step: "waiting", wants, ticket: 0, until: Number.POSITIVE_INFINITY });
}

function refused(
  turn: Turn,
  engine: Engine,
  stage: Looking,
  { failure, waitFor: awaited }: Extract<PreflightResult, { ok: false }>,
): void {
  if (awaited === "gpu" && !turn.swaps.some(({ to }) => to === engine.id)) {
    turn.enter(turn.put({ ...engine, failure }), {
      kind: "gpu_unavailable",
      lookAt: turn.now + limits.gpuLook,
      looking: false,
      delayMs: limits.gpuLook,
    });
    turn.log(engine, "warn", "an engine waits for its GPU", { reason: failure.reason });
    return;
  }
  if (!isAboutRoom(failure)) {
    fail(turn, engine, failure);
    return;
  }
  // Memory that another engine is just giving back, or taking, says nothing yet.
  const named = namedGpus(engine.settings);
  const relevant = (uuid: string) => named === undefined || named.includes(uuid);
  const moving = [...turn.engines.values()].flatMap((other) => {
    if (other.id === engine.id) return [];
    const leaving = other.stage.kind === "draining" ? (other.run?.gpus ?? []) : inTransition(other);
    return leaving.filter(relevant);
  });
  if (moving.length > 0) {
    waitFor(turn, engine, { ...stage, order: turn.next() }, moving);
    return;
  }
  if ([...turn.turns].some(([uuid, at]) => at > stage.ticket && relevant(uuid))) {
    waitFor(turn, engine, stage, []);
    return;
  }
  if (swapMakesRoom(turn, engine)) {
    waitFor(turn, engine, stage, []);
    return;
  }
  const held = holders(turn, engine);
  if (stage.demand && makesRoom(turn, engine, held)) return;
  const [holder] = held;
  if (!holder) {
    fail(turn, engine, failure);
    return;
  }
  const { label, pinned } = holder.settings;
  const crowded = { ...noRoom(turn.now, engine.settings.label, label, pinned), evidence: failure.reason };
  if (!stage.demand) {
    fail(turn, engine, crowded);
    return;
  }
  // It was woken by a request and stays asleep: the next one may have more luck.
  turn.do({ kind: "refuse", id: engine.id, reason: `${crowded.reason} Use ${label} instead, or try again later.` });
  settle(turn, engine, { kind: "idle" });
}

/** Unloads the engine that was not used for longest, if nobody needs it; true when one goes. */
function makesRoom(turn: Turn, engine: Engine, held: readonly Engine[]): boolean {
  const usedAt = (one: Engine) => turn.view.load(one.id).lastUsed ?? one.since;
  const [victim] = held
    .filter((one) => {
      const { inFlight, waiting } = turn.view.load(one.id);
      const up = one.stage.kind === "ready" || one.stage.kind === "degraded";
      const idle = inFlight === 0 && waiting === 0 && turn.now - usedAt(one) >= limits.quiet;
      return up && idle && !one.settings.pinned && !turn.swaps.some(({ from, to }) => from === one.id || to === one.id);
    })
    .sort((a, b) => usedAt(a) - usedAt(b));
  const { stage } = engine;
  if (stage.kind !== "preflight" || !victim) return false;
  turn.log(victim, "info", "an engine is unloaded to make room", { for: engine.id });
  bringDown(turn, victim, { kind: "idle" });
  // Behind the one that leaves.
  waitFor(turn, engine, { ...stage, order: turn.next() }, victim.run?.gpus ?? []);
  return true;
}

export function onLaunched(turn: Turn, engine: Engine, launched: Launched): void {
  const { run, stage } = engine;
  if (!run || run.process === "ended") return;
  const { estimates, ...facts } = launched;
  const up = turn.run(engine, {
    ...facts,
    estimates,
    ...(run.phase ? { phase: estimated(run.phase, estimates) } : {}),
  });
  if (stage.kind === "starting") {
    turn.enter(up, {
      ...stage,
      movedAt: turn.now,
      probeAt: turn.now + (run.process === "attached" ? 0 : limits.startProbe),
    });
  } else if (stage.kind === "stopping" && stage.step === "asked") {
    turn.do({ kind: "terminate", launchId: run.launchId });
    const until = Math.min(turn.now + limits.graceStarting, turn.closing?.endUntil ?? Number.POSITIVE_INFINITY);
    turn.enter(up, { ...stage, until });
  }
}

type PhaseNow = NonNullable<NonNullable<Engine["run"]>["phase"]>;

function estimated(phase: PhaseNow, estimates: Launched["estimates"]): PhaseNow {
  const estimateMs = estimates.phases[phase.id];
  return {
    ...phase,
    ...(estimateMs === undefined ? {} : { estimateMs }),
    ...(estimates.totalMs === undefined ? {} : { totalEstimateMs: estimates.totalMs }),
  };
}

export function onLine(turn: Turn, engine: Engine, { fact }: Of<"line">): void {
  const { stage, run } = engine;
  if (stage.kind !== "starting" || !run) return;
  const moved = turn.enter(engine, { ...stage, movedAt: turn.now });
  if (!fact) return;
  const { measured, version, phase: phaseId, progress } = fact;
  let { phase, phases } = run;
  const known = turn.view.adapter(run.settings.adapter).phases;
  const index = known.findIndex(({ id }) => id === phaseId);
  const next = known[index];
  // Workers repeat each other: a phase that is over does not come back.
  if (phase && next && index > phase.index) {
    phases = { ...phases, [phase.id]: turn.now - phase.startedAt };
    const { launchedAt, count } = phase;
    phase = estimated({ ...next, index, count, startedAt: turn.now, launchedAt }, run.estimates);
  }
  if (phase && progress !== undefined && (phaseId === undefined || phaseId === phase.id))
    phase = { ...phase, progress };
  turn.run(moved, {
    ...(phase ? { phase } : {}),
    phases,
    ...(measured ? { measured: { ...run.measured, ...measured } } : {}),
    ...(version === undefined ? {} : { version }),
  });
}

/** A look at an engine that starts came back. */
export function onStartProbed(turn: Turn, engine: Engine, { ready, failure }: Of<"probed">): void {
  const { stage, run } = engine;
  if (stage.kind !== "starting" || !run || (run.process !== "alive" && run.process !== "attached")) return;
  if (ready) {
    becomeReady(turn, engine, ready);
    return;
  }
  const { now } = turn;
  if (failure && (run.process === "attached" || failure.code === "not_ours")) {
    const patient = failure.retryable && now - run.launchedAt < limits.remoteSilence;
    if (run.process !== "attached" || !patient) {
      fail(turn, engine, failure);
      return;
    }
  }
  if (run.process === "attached" && now - run.launchedAt >= limits.remoteSilence) {
    fail(turn, engine, silentRemote(now));
    return;
  }
  turn.enter(engine, { ...stage, probing: false, silent: stage.silent + 1, probeAt: now + limits.startProbe });
}

function becomeReady(turn: Turn, engine: Engine, ready: NonNullable<Of<"probed">["ready"]>): void {
  const { run } = engine;
  if (!run) return;
  const { now } = turn;
  const phases = run.phase ? { ...run.phases, [run.phase.id]: now - run.phase.startedAt } : run.phases;
  const measured =
    ready.contextLength === undefined ? run.measured : { contextLength: ready.contextLength, ...run.measured };
  const { phase: _, ...rest } = run;
  const version = run.version ?? ready.version;
  const { failure: __, ...healthy } = engine;
  const up = turn.put({
    ...healthy,
    run: { ...rest, phases, measured, readyAt: now, ...(version === undefined ? {} : { version }) },
  });
  turn.touch(run.gpus);
  turn.do(
    { kind: "note", launchId: run.launchId, note: { readyAt: now, phases, measured } },
    { kind: "started", id: engine.id, tookMs: now - run.launchedAt },
  );
  turn.log(up, "info", "an engine is ready", { launch: run.launchId, tookMs: now - run.launchedAt });
  turn.enter(up, { kind: "ready", health: beginHealth(now) });
  swapReady(turn, engine.id);
}

/** Time passed for an engine that is about to start or starts. */
export function tickStarting(turn: Turn, engine: Engine): void {
  const { stage, run } = engine;
  const { now } = turn;
  if (stage.kind === "preflight") {
    if (stage.step !== "looking" || now < stage.until) return;
    turn.do({ kind: "cancel", ticket: stage.ticket });
    fail(turn, engine, slowPreflight(now));
    return;
  }
  if (stage.kind !== "starting" || !run) return;
  if (now >= run.launchedAt + run.settings.startCapSeconds * 1000) {
    fail(turn, engine, tooLong(run.settings, now));
    return;
  }
  if (now >= stage.movedAt + run.settings.startStallSeconds * 1000) {
    fail(turn, engine, stalled(run.settings, now));
    return;
  }
  if (stage.probing || now < stage.probeAt || !run.endpoint) return;
  turn.enter(engine, { ...stage, probing: true });
  const explain = run.process === "attached" || stage.silent % limits.explainEvery === limits.explainEvery - 1;
  const { endpoint, launchId, settings } = run;
  turn.do({ kind: "probe", id: engine.id, launchId, settings, endpoint, explain });
}
