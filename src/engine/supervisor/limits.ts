/** Every time limit of the supervisor, in milliseconds. */
export const limits = {
  preflight: 5 * 60_000,
  launch: 60_000,
  /** Between two looks at an engine that starts. */
  startProbe: 500,
  /** How often it is asked why it is silent, counted in looks. */
  explainEvery: 10,
  /** A remote engine that is silent for so long is not there. */
  remoteSilence: 15_000,
  /** One request to an engine. */
  request: 10_000,
  pollBusy: 2_000,
  pollIdle: 10_000,
  /** Requests are pending and nothing moved. */
  hung: 120_000,
  /** Idle and no success for so long: one token is asked for. */
  proof: 60_000,
  /** The same while requests are pending and nothing else tells of progress. */
  proofBusy: 30_000,
  afterStrike: 10_000,
  strikes: 3,
  slowMetrics: 5_000,
  /** From SIGTERM to the kill, for an engine that has nothing to finish. */
  graceIdle: 15_000,
  graceStarting: 10_000,
  reapAgain: 5_000,
  reapClosing: 1_000,
  reap: 60_000,
  reapLeftovers: 30_000,
  reclaim: 60_000,
  reclaimCheck: 1_000,
  backoff: 10_000,
  backoffRemote: 300_000,
  inARow: 5,
  window: 30 * 60_000,
  inWindow: 10,
  healthy: 10 * 60_000,
  gpuLook: 10_000,
  gpuLookSlowest: 60_000,
  /** An engine that was used this recently is not unloaded to make room. */
  quiet: 15_000,
  removeDrain: 5_000,
} as const;
