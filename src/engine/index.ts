export type { AdapterKind, EngineState, EngineStatus, Failure, GpuMonitor, GpuSnapshot } from "./contract.ts";
export { createEngineRoom, type RoomOptions } from "./open-room.ts";
export { localPrefix } from "./provider.ts";
export type { EngineApp, EngineRoom } from "./room.ts";
export { engineRoomRoutes } from "./routes/index.ts";
