import type {
  DesiredState,
  EngineEndpoint,
  EngineMetrics,
  Failure,
  LogFact,
  Measured,
  ReadyInfo,
} from "../contract.ts";
import type { EngineSettings } from "../settings.ts";
import type { EngineRow, Preflighted, PreflightResult } from "./parts.ts";
import type { Closing, Estimates } from "./state.ts";

/** What the loop is told. Results of effects carry the id of what they belong to; late ones mean nothing. */
export type Message =
  | { kind: "open"; engines: readonly EngineRow[] }
  | { kind: "start" | "stop" | "restart" | "remove" | "changed"; row: EngineRow }
  | { kind: "swap"; from: EngineRow; to: EngineRow }
  /** A request waits for an engine that was unloaded. */
  | { kind: "wake"; id: string }
  | { kind: "drained"; launchId: string }
  | { kind: "close"; closing: Closing }
  | { kind: "tick" }
  | { kind: "preflighted"; id: string; ticket: number; result: PreflightResult }
  | { kind: "launched"; id: string; launchId: string; launched: Launched }
  | { kind: "not_launched"; id: string; launchId: string; failure: Failure }
  | { kind: "line"; id: string; launchId: string; fact?: LogFact }
  /** Its process is gone; how is told by `exited`, a moment later. */
  | { kind: "vanished"; id: string; launchId: string }
  | { kind: "exited"; id: string; launchId: string; failure: Failure }
  | { kind: "probed"; id: string; launchId: string; ready?: ReadyInfo; failure?: Failure }
  | { kind: "metrics"; id: string; launchId: string; metrics?: EngineMetrics; error?: string; tookMs: number }
  | { kind: "token"; id: string; launchId: string; error?: string }
  | { kind: "reaped"; id: string; launchId: string; left: readonly number[] }
  | { kind: "memory"; id: string; launchId: string; returned: boolean }
  | { kind: "gpus"; id: string; present: boolean };

export interface Launched {
  process: "alive" | "attached";
  pid?: number;
  endpoint: EngineEndpoint;
  command: string;
  estimates: Estimates;
}

/** What the loop wants done. Each that takes time answers with a message. */
export type Effect =
  | { kind: "preflight"; id: string; ticket: number; settings: EngineSettings; busy: readonly string[] }
  | { kind: "cancel"; ticket: number }
  | { kind: "launch"; id: string; launchId: string; settings: EngineSettings; found: Preflighted; owned: boolean }
  /** `explain`: also find out why it does not answer. */
  | {
      kind: "probe";
      id: string;
      launchId: string;
      settings: EngineSettings;
      endpoint: EngineEndpoint;
      explain: boolean;
    }
  | { kind: "read_metrics"; id: string; launchId: string; settings: EngineSettings; endpoint: EngineEndpoint }
  | { kind: "probe_token"; id: string; launchId: string; settings: EngineSettings; endpoint: EngineEndpoint }
  /** Gives up what is being asked of this launch. */
  | { kind: "hush"; launchId: string }
  | { kind: "terminate"; launchId: string }
  | { kind: "revoke"; launchId: string; reason: string }
  | { kind: "reap"; id: string; launchId: string }
  | { kind: "check_memory"; id: string; launchId: string }
  | { kind: "look_for_gpus"; id: string; wanted: readonly string[] }
  | { kind: "note"; launchId: string; note: LaunchNote }
  | { kind: "desire"; id: string; desired: DesiredState }
  /** Who waits is refused, once. */
  | { kind: "refuse"; id: string; reason: string }
  /** Who waits moves over, once. */
  | { kind: "move"; id: string; to: string; reason: string }
  | { kind: "count"; what: "restart" | "failure"; id: string; code: string }
  | { kind: "started"; id: string; tookMs: number }
  | { kind: "log"; level: "info" | "warn"; id: string; message: string; fields?: Record<string, unknown> }
  | { kind: "gone"; id: string };

/** What is written down about a launch. */
export interface LaunchNote {
  readyAt?: number;
  phases?: Readonly<Record<string, number>>;
  measured?: Measured;
  failure?: Failure;
  reaped?: boolean;
}
