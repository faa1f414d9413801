export { type CgroupSupport, cgroupSupport } from "./cgroup.ts";
export { type EngineLog, type LogQuery, type NumberedLine, openEngineLog } from "./engine-log.ts";
export { freePort } from "./free-port.ts";
export { createProcessHost, LaunchError, type ProcessHostParts } from "./host.ts";
export { launchMarker } from "./ownership.ts";
export { socketPath } from "./socket-path.ts";
