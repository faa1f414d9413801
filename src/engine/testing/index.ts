/** Programs that stand in for engines and drivers in tests. Nothing but tests may import this. */
export { standInExecutable, writeStandInScript } from "./executable.ts";
export { type FailureName, failureNames, failures, type KnownFailure } from "./failures.ts";
export { type FakeNvidiaSmi, type FakeNvidiaSmiOptions, fakeNvidiaSmi } from "./fake-nvidia-smi.ts";
export { type FakeGpu, heldMemory } from "./gpu-memory.ts";
export { readRequests, type StandInRequest } from "./requests.ts";
export { type StandInEnd, type StandInPhase, type StandInScript, standInPhases } from "./script.ts";
