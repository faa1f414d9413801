import type { Clock } from "../../platform/clock.ts";
import { fairOrder } from "../../platform/fair-order.ts";
import { type EngineQueue, type Lease, LeaseError, type LeaseRequest, type Standing } from "./contract.ts";
import { ServiceTime } from "./service-time.ts";

/** Who waits is told at most so often that something changed. */
const tellEveryMs = 500;

interface Waiter {
  readonly request: LeaseRequest;
  readonly userId: string;
  /** Keeps the order of arrival when waiters move to another engine. */
  readonly arrival: number;
  replaced: string | undefined;
  told: string;
  grant(lease: Lease): void;
  refuse(error: LeaseError): void;
}

interface Held {
  readonly userId: string;
  readonly launchId: string;
  readonly controller: AbortController;
}

interface Line {
  standing: Standing;
  waiters: Waiter[];
  leases: Set<Held>;
  lastUsed: number | undefined;
  readonly service: ServiceTime;
  /** The place in the order of all turns that each person's last one had. */
  readonly turns: Map<string, number>;
}

/** The queue in front of the engines. Everything happens at once and in order: there is nothing to await in here. */
export function createQueue(clock: Clock): EngineQueue {
  const lines = new Map<string, Line>();
  const drainedListeners: ((launchId: string) => void)[] = [];
  const demandListeners: ((engineId: string) => void)[] = [];
  const telling = new Map<string, () => void>();
  let arrivals = 0;
  let turns = 0;
  let closed: string | undefined;

  function lineOf(engineId: string): Line {
    const found = lines.get(engineId);
    if (found) return found;
    const line: Line = {
      standing: { kind: "closed", reason: "This engine is not running." },
      waiters: [],
      leases: new Set(),
      lastUsed: undefined,
      service: new ServiceTime(),
      turns: new Map(),
    };
    lines.set(engineId, line);
    return line;
  }

  /** The engine that answers in the end, and why it is another one than was asked for. */
  function follow(engineId: string): { engineId: string; replaced: string | undefined } {
    const seen = new Set<string>();
    let replaced: string | undefined;
    for (let at = engineId; ; ) {
      const standing = lines.get(at)?.standing;
      if (standing?.kind !== "replaced" || seen.has(at)) return { engineId: at, replaced };
      seen.add(at);
      replaced ??= standing.reason;
      at = standing.by;
    }
  }

  function grant(engineId: string, line: Line, open: Extract<Standing, { kind: "open" }>, waiter: Waiter): void {
    const controller = new AbortController();
    const held: Held = { userId: waiter.userId, launchId: open.launchId, controller };
    const began = clock.now();
    line.leases.add(held);
    line.lastUsed = began;
    line.turns.delete(waiter.userId);
    line.turns.set(waiter.userId, ++turns);
    forgetOldest(line.turns);
    waiter.grant({
      engineId,
      launchId: open.launchId,
      endpoint: open.endpoint,
      model: open.model,
      ...(waiter.replaced === undefined ? {} : { replaced: waiter.replaced }),
      signal: controller.signal,
      release: () => {
        if (!line.leases.delete(held)) return;
        line.lastUsed = clock.now();
        line.service.add(clock.now() - began);
        serve(engineId, line);
        if (![...line.leases].some(({ launchId }) => launchId === open.launchId)) {
          for (const listener of drainedListeners) listener(open.launchId);
        }
      },
    });
  }

  /** Gives every free place to whose turn it is. */
  function serve(engineId: string, line: Line): void {
    const { standing } = line;
    if (standing.kind === "open" && line.waiters.length > 0) {
      // A lease of an earlier launch occupies nothing in this one.
      const running = [...line.leases].filter(({ launchId }) => launchId === standing.launchId);
      const free = standing.capacity - running.length;
      const turn = free > 0 ? fairOrder(line.waiters, running, line.turns).slice(0, free) : [];
      const served = new Set(turn);
      line.waiters = line.waiters.filter((waiter) => !served.has(waiter));
      for (const waiter of turn) grant(engineId, line, standing, waiter);
    }
    tellSoon(engineId, line);
  }

  function tellSoon(engineId: string, line: Line): void {
    if (line.waiters.length === 0 || telling.has(engineId)) return;
    const cancel = clock.after(tellEveryMs, () => {
      telling.delete(engineId);
      tell(line);
    });
    telling.set(engineId, cancel);
  }

  function stopTelling(engineId: string): void {
    telling.get(engineId)?.();
    telling.delete(engineId);
  }

  function tell(line: Line): void {
    const { standing } = line;
    const running = [...line.leases];
    for (const [index, waiter] of fairOrder(line.waiters, running, line.turns).entries()) {
      const position = index + 1;
      const loading = standing.kind !== "open";
      const detail =
        standing.kind === "holding" || standing.kind === "asleep"
          ? standing.detail
          : `${position === 1 ? "Next" : `Number ${position}`} in the queue of this model.`;
      const words = `${loading} ${position} ${detail}`;
      if (waiter.told === words) continue;
      waiter.told = words;
      waiter.request.onWait({ phase: loading ? "loading" : "queued", position, detail });
    }
  }

  function refuseAll(engineId: string, line: Line, error: () => LeaseError): void {
    const { waiters } = line;
    line.waiters = [];
    stopTelling(engineId);
    for (const waiter of waiters) waiter.refuse(error());
  }

  function moveAll(engineId: string, line: Line, reason: string): void {
    const { waiters } = line;
    line.waiters = [];
    stopTelling(engineId);
    const to = follow(engineId).engineId;
    const target = lineOf(to);
    // A circle of replacements leads nowhere.
    if (target === line || target.standing.kind === "closed") {
      const why = target.standing.kind === "closed" ? target.standing.reason : reason;
      for (const waiter of waiters) waiter.refuse(new LeaseError("closed", why));
      return;
    }
    for (const waiter of waiters) waiter.replaced ??= reason;
    target.waiters = [...target.waiters, ...waiters].sort((a, b) => a.arrival - b.arrival);
    settle(to, target);
  }

  /** Brings who waits in line with how the engine stands. */
  function settle(engineId: string, line: Line): void {
    const { standing } = line;
    switch (standing.kind) {
      case "open":
        serve(engineId, line);
        return;
      case "asleep":
        if (line.waiters.length > 0) for (const listener of demandListeners) listener(engineId);
        tellSoon(engineId, line);
        return;
      case "holding":
        tellSoon(engineId, line);
        return;
      case "closed":
        refuseAll(engineId, line, () => new LeaseError("closed", standing.reason));
        return;
      case "replaced":
        moveAll(engineId, line, standing.reason);
        return;
      default:
        standing satisfies never;
    }
  }

  function requireRoom(line: Line): void {
    const { standing } = line;
    if (standing.kind === "closed" || standing.kind === "replaced") {
      throw new LeaseError("closed", standing.reason);
    }
    const free = standing.kind === "open" && line.leases.size < standing.capacity;
    if (free || line.waiters.length < standing.maxWaiting) return;
    const capacity = standing.kind === "open" ? standing.capacity : 1;
    const seconds = line.service.secondsUntilRoom(capacity);
    throw new LeaseError(
      "full",
      `${line.waiters.length} requests are waiting for this model already. Try again in about ${seconds} seconds.`,
      seconds,
    );
  }

  return {
    acquire(request) {
      return new Promise<Lease>((resolve, reject) => {
        if (closed !== undefined) throw new LeaseError("closed", closed);
        if (request.signal.aborted) throw cancelled();
        const { engineId, replaced } = follow(request.engineId);
        requireRoom(lineOf(engineId));
        const onAbort = () => {
          // It may have moved to another engine meanwhile.
          for (const [id, line] of lines) {
            if (!line.waiters.includes(waiter)) continue;
            line.waiters = line.waiters.filter((other) => other !== waiter);
            if (line.waiters.length === 0) stopTelling(id);
            else tellSoon(id, line);
          }
          waiter.refuse(cancelled());
        };
        const done = () => request.signal.removeEventListener("abort", onAbort);
        const waiter: Waiter = {
          request,
          userId: request.userId,
          arrival: ++arrivals,
          replaced,
          told: "",
          grant(lease) {
            done();
            resolve(lease);
          },
          refuse(error) {
            done();
            reject(error);
          },
        };
        request.signal.addEventListener("abort", onAbort, { once: true });
        const line = lineOf(engineId);
        line.lastUsed = clock.now();
        line.waiters.push(waiter);
        settle(engineId, line);
        if (line.waiters.includes(waiter)) tell(line);
      });
    },
    set(engineId, standing) {
      const line = lineOf(engineId);
      line.standing = standing;
      settle(engineId, line);
    },
    remove(engineId, reason) {
      const line = lines.get(engineId);
      if (!line) return;
      line.standing = { kind: "closed", reason };
      refuseAll(engineId, line, () => new LeaseError("closed", reason));
      lines.delete(engineId);
    },
    standing: (engineId) => lines.get(engineId)?.standing,
    inFlight: (engineId) => lines.get(engineId)?.leases.size ?? 0,
    waiting: (engineId) => lines.get(engineId)?.waiters.length ?? 0,
    lastUsed: (engineId) => lines.get(engineId)?.lastUsed,
    revoke(launchId, reason) {
      for (const line of lines.values()) {
        for (const held of [...line.leases]) {
          if (held.launchId === launchId) held.controller.abort(new LeaseError("closed", reason));
        }
      }
    },
    onDemand: (listener) => void demandListeners.push(listener),
    onDrained: (listener) => void drainedListeners.push(listener),
    close(reason) {
      closed = reason;
      for (const [id, line] of lines) refuseAll(id, line, () => new LeaseError("closed", reason));
    },
  };
}

/** People remembered per engine; who is forgotten counts as one who never had a turn. */
const mostRemembered = 1_000;

function forgetOldest(turns: Map<string, number>): void {
  if (turns.size <= mostRemembered) return;
  const [oldest] = turns.keys();
  if (oldest !== undefined) turns.delete(oldest);
}

const cancelled = (): LeaseError => new LeaseError("cancelled", "The request was cancelled while it waited.");
