export { type CommandResult, type CommandRunner, createCommandRunner } from "./command.ts";
export { createHistory, type History } from "./history.ts";
export { gpuMetrics } from "./metrics.ts";
export { createGpuMonitor, type GpuMonitorOptions } from "./monitor.ts";
export { findNvidiaSmi, processName } from "./program.ts";
export { refusedField } from "./query.ts";
export { hasNvidiaHardware } from "./trouble.ts";
