import { describe, expect, test } from "bun:test";
import type { ExitInfo, Failure, FailureCode } from "../../contract.ts";
import type { EngineSettingsInput } from "../../settings.ts";
import { logTail, settingsOf } from "../testing.ts";
import { explainVllm } from "./explain.ts";

type Input = Partial<Extract<EngineSettingsInput, { adapter: "vllm" }>>;

export const died: ExitInfo = { code: 1, signal: null };
export const core = (text: string): string =>
  text
    .split("\n")
    .map((line) => `(EngineCore pid=77) ERROR 11-21 02:46:00 [core.py:1107] ${line}`)
    .join("\n");
export const api = (text: string): string =>
  text
    .split("\n")
    .map((line) => `(APIServer pid=41) ${line}`)
    .join("\n");

/** How every start that fails in the engine's own process ends. */
export const useless = api(
  [
    "Traceback (most recent call last):",
    '  File "/opt/engine/bin/vllm", line 8, in <module>',
    "    sys.exit(main())",
    '  File "/opt/engine/lib/vllm/v1/engine/utils.py", line 1432, in wait_for_engine_startup',
    "    raise RuntimeError(",
    "RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {'EngineCore': 1}",
  ].join("\n"),
);
export const notices = [
  "(APIServer pid=41) INFO 11-21 02:46:00 [api_utils.py:286] non-default args: {'model_tag': '/m', 'max_model_len': 131072}",
  "(EngineCore pid=77) WARNING 11-21 02:46:00 [parallel.py:746] Address already in use. Retrying with a new port.",
  "(EngineCore pid=77) INFO 11-21 02:46:00 [gpu_worker.py:760] Free memory on device (70/79 GiB) on startup. Desired GPU memory utilization is (0.92, 72.6 GiB).",
].join("\n");

/** A root cause in the engine's own process, between what comes before and after it. */
export const inCore = (cause: string): string =>
  [
    notices,
    core(`EngineCore failed to start.\nTraceback (most recent call last):\n  File "core.py", line 1, in run\n${cause}`),
    "(EngineCore pid=77) Process EngineCore:",
    "(EngineCore pid=77) Traceback (most recent call last):",
    "[rank0]:[W1121 02:46:00.1 ProcessGroupNCCL.cpp:1553] Warning: WARNING: destroy_process_group() was not called before program exit, which can leak resources.",
    useless,
  ].join("\n");

/** While settings and files are read: pydantic wraps the sentence. */
export const inConfig = (cause: string, what = "ModelConfig"): string =>
  [
    notices,
    api(
      [
        "Traceback (most recent call last):",
        `pydantic_core._pydantic_core.ValidationError: 1 validation error for ${what}`,
        `  Value error, ${cause} [type=value_error, input_value=ArgsKwargs((), {'model': '/m'}), input_type=ArgsKwargs]`,
        "    For further information visit https://errors.pydantic.dev/2.12/v/value_error",
      ].join("\n"),
    ),
  ].join("\n");

export interface FailureRow {
  name: string;
  tail: string;
  input?: Input;
  exit?: ExitInfo;
  code: FailureCode;
  reason: string;
  fix: string;
  retryable?: boolean;
  retryWith?: Failure["retryWith"];
  evidence?: string;
}

export const baseSettings = { adapter: "vllm", label: "Q", servedName: "q", model: "a/b" } as const;

/** Checks what each log is explained with. */
export function explains(what: string, rows: readonly FailureRow[]): void {
  describe(what, () => {
    for (const { name, tail, input, exit = died, ...expected } of rows) {
      test(name, () => {
        const failure = explainVllm(exit, logTail(tail), settingsOf({ ...baseSettings, ...input }), 42);
        expect(failure).toMatchObject({ code: expected.code, retryable: expected.retryable ?? false, at: 42 });
        expect(failure.reason).toContain(expected.reason);
        expect(failure.fix).toContain(expected.fix);
        expect(failure.retryWith).toEqual(expected.retryWith);
        if (expected.evidence) expect(failure.evidence).toContain(expected.evidence);
        for (const text of [failure.reason, failure.fix]) {
          expect(text).toEndWith(".");
          expect(text).not.toContain("..");
          expect(text).not.toMatch(/undefined|NaN|null|!|\s{2}/);
        }
        expect(failure.evidence ?? "").not.toContain("See root cause above");
      });
    }
  });
}
