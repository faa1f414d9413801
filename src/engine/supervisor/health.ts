import { bringDown, fail } from "./ending.ts";
import { hung, lost, mute } from "./failures.ts";
import { limits } from "./limits.ts";
import type { Message } from "./messages.ts";
import type { Engine, Health, Run } from "./state.ts";
import type { Turn } from "./turn.ts";

type Of<K extends Message["kind"]> = Extract<Message, { kind: K }>;

export const beginHealth = (now: number): Health => ({
  pollAt: now,
  polling: false,
  progressAt: now,
  provenAt: now,
  probeAt: now + limits.proof,
  probing: false,
  strikes: 0,
  discount: false,
});

/** Time passed for an engine that answers requests. */
export function tickHealth(turn: Turn, engine: Engine): void {
  const { stage, run } = engine;
  if ((stage.kind !== "ready" && stage.kind !== "degraded") || !run?.endpoint) return;
  if (shouldUnload(turn, engine)) {
    turn.log(engine, "info", "an engine is unloaded because nobody used it");
    bringDown(turn, engine, { kind: "idle" });
    return;
  }
  const { now } = turn;
  let { health } = stage;
  const { launchId, settings, endpoint } = run;
  if (!health.polling && now >= health.pollAt) {
    health = { ...health, polling: true };
    turn.do({ kind: "read_metrics", id: engine.id, launchId, settings, endpoint });
  }
  if (!health.probing && now >= health.probeAt && wantsProof(turn, engine, health)) {
    health = { ...health, probing: true };
    // Somebody pays for the tokens of a remote engine: being there is enough.
    if (run.process === "attached")
      turn.do({ kind: "probe", id: engine.id, launchId, settings, endpoint, explain: false });
    else turn.do({ kind: "probe_token", id: engine.id, launchId, settings, endpoint });
  } else if (!health.probing && now >= health.probeAt) {
    health = { ...health, probeAt: nextProbe(turn, engine, health) };
  }
  keep(turn, engine, health);
}

function shouldUnload(turn: Turn, engine: Engine): boolean {
  const { run, settings } = engine;
  if (!run || run.process === "attached" || settings.pinned || settings.idleUnloadMinutes === null) return false;
  if (turn.swaps.some(({ from, to }) => from === engine.id || to === engine.id)) return false;
  const { inFlight, waiting, lastUsed } = turn.view.load(engine.id);
  if (inFlight > 0 || waiting > 0) return false;
  const usedAt = Math.max(lastUsed ?? 0, run.readyAt ?? 0);
  return turn.now - usedAt >= settings.idleUnloadMinutes * 60_000;
}

/** With requests under way and a counter that moves, one more request would tell nothing. */
function wantsProof(turn: Turn, engine: Engine, health: Health): boolean {
  const busy = turn.view.load(engine.id).inFlight > 0;
  if (!busy) return health.strikes > 0 || turn.now - health.provenAt >= limits.proof;
  const patience = health.counter === undefined ? limits.proofBusy : limits.proof;
  return turn.now - health.progressAt >= patience;
}

function nextProbe(turn: Turn, engine: Engine, health: Health): number {
  if (health.strikes > 0) return turn.now + limits.afterStrike;
  const busy = turn.view.load(engine.id).inFlight > 0;
  const at = busy ? turn.now + limits.proofBusy : health.provenAt + limits.proof;
  return Math.max(at, turn.now + 1_000);
}

export function onMetrics(turn: Turn, engine: Engine, { metrics, error, tookMs }: Of<"metrics">): void {
  const { stage, run } = engine;
  if ((stage.kind !== "ready" && stage.kind !== "degraded") || !run) return;
  const { now } = turn;
  const { inFlight, answeredAt } = turn.view.load(engine.id);
  const counter = metrics?.iterations ?? tokensOf(metrics);
  const { counter: last, probing, discount } = stage.health;
  // An engine that hangs may still take a prompt in: our own is no progress.
  const moved = counter !== undefined && last !== undefined && counter !== last && !probing && !discount;
  const answered = answeredAt !== undefined && answeredAt > stage.health.progressAt;
  let health: Health = {
    ...stage.health,
    polling: false,
    discount: probing,
    pollAt: now + (inFlight > 0 || turn.view.watched ? limits.pollBusy : limits.pollIdle),
    ...(counter === undefined ? {} : { counter }),
  };
  if (moved || answered) health = { ...health, progressAt: now, provenAt: now, strikes: 0 };
  // Nothing to do is no standstill.
  if (inFlight === 0) health = { ...health, progressAt: now };
  const { trouble: _, ...calm } = health;
  const trouble = troubleOf(calm, error, tookMs);
  const up = metrics ? turn.run(engine, { metrics }) : engine;
  if (isHung(turn, up, calm)) {
    fail(turn, up, hung(now, now - calm.progressAt));
    return;
  }
  keep(turn, up, { ...calm, ...(trouble === undefined ? {} : { trouble }) });
}

/** Where steps are not counted: a long prompt makes no answer for a while. */
function tokensOf(metrics: Of<"metrics">["metrics"]): number | undefined {
  const { generationTokens, promptTokens } = metrics ?? {};
  return generationTokens === undefined && promptTokens === undefined
    ? undefined
    : (generationTokens ?? 0) + (promptTokens ?? 0);
}

function isHung(turn: Turn, engine: Engine, health: Health): boolean {
  if (engine.run?.process === "attached") return false;
  if (turn.view.load(engine.id).inFlight === 0 || turn.now - health.progressAt < limits.hung) return false;
  // Without a counter a long answer looks like none: then it must also have failed to give one token.
  return health.counter !== undefined || health.strikes >= limits.strikes;
}

/** A proof of life came back, or did not. */
export function onProof(turn: Turn, engine: Engine, error: string | undefined): void {
  const { stage, run } = engine;
  if ((stage.kind !== "ready" && stage.kind !== "degraded") || !run) return;
  const { now } = turn;
  if (error === undefined) {
    const { trouble: _, ...calm } = stage.health;
    keep(turn, engine, {
      ...calm,
      probing: false,
      discount: false,
      strikes: 0,
      progressAt: now,
      provenAt: now,
      probeAt: now + limits.proof,
    });
    return;
  }
  const strikes = stage.health.strikes + 1;
  const health = { ...stage.health, probing: false, discount: true, strikes, probeAt: now + limits.afterStrike };
  const busy = turn.view.load(engine.id).inFlight > 0;
  if (strikes >= limits.strikes && (!busy || run.process === "attached")) {
    fail(turn, engine, run.process === "attached" ? lost(now) : mute(now, strikes));
    return;
  }
  if (isHung(turn, engine, health)) {
    fail(turn, engine, hung(now, now - health.progressAt));
    return;
  }
  keep(turn, engine, { ...health, trouble: strikesText(strikes, run) });
}

function strikesText(strikes: number, run: Run): string {
  const what = run.process === "attached" ? "did not answer" : "did not produce a token when asked for one";
  return `It ${what} within 10 seconds, ${strikes === 1 ? "once" : `${strikes} times`}.`;
}

function troubleOf(
  health: Health & { trouble?: string },
  error: string | undefined,
  tookMs: number,
): string | undefined {
  if (health.strikes > 0) return `It missed ${health.strikes} of ${limits.strikes} checks.`;
  if (error !== undefined) return "It does not answer when asked for its numbers.";
  if (tookMs >= limits.slowMetrics) return `It took ${Math.round(tookMs / 1000)} seconds to answer a simple question.`;
  return undefined;
}

function keep(turn: Turn, engine: Engine, health: Health): void {
  turn.enter(engine, { kind: health.trouble === undefined ? "ready" : "degraded", health });
}
