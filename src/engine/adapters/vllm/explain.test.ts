import { expect, test } from "bun:test";
import { logTail, settingsOf } from "../testing.ts";
import { explainVllm } from "./explain.ts";
import { baseSettings, died, explains, inCore, notices, useless } from "./explain-samples.ts";

explains("how it ended", [
  {
    name: "success, although nobody asked",
    tail: "(APIServer pid=41) INFO:     Application shutdown complete.",
    exit: { code: 0, signal: null },
    code: "exited",
    reason: "ended by itself and reported success",
    fix: "started again",
    retryable: true,
  },
  {
    name: "an exception that nobody foresaw",
    tail: inCore("AssertionError: heads must be even"),
    code: "died",
    reason: "vLLM ended with exit code 1: AssertionError: heads must be even.",
    fix: "Read the end of its log",
    retryable: true,
    evidence: "AssertionError: heads must be even",
  },
  {
    name: "an exception that ends with a full stop, and the noise of a process that ends",
    tail: `${inCore("ValueError: this is wrong.")}\nnanobind: leaked 3 instances!\n - leaked instance 0x1 of type "x"\nUserWarning: resource_tracker: There appear to be 1 leaked shared_memory objects`,
    code: "died",
    reason: "vLLM ended with exit code 1: ValueError: this is wrong.",
    fix: "Read the end of its log",
    retryable: true,
    evidence: "ValueError: this is wrong.",
  },
  {
    name: "a warning about limits is no cause",
    tail: "(APIServer pid=41) WARNING 11-21 02:46:00 [utils.py:1] Found ulimit of 1024. This can cause fd limit errors like `OSError: [Errno 24] Too many open files`",
    code: "died",
    reason: "ended with exit code 1.",
    fix: "Read the end of its log",
    retryable: true,
  },
  {
    name: "a part died and nothing says why",
    tail: `${useless}\n(APIServer pid=41) ERROR 11-21 02:46:00 [core_client.py:600] Engine core proc EngineCore_DP0 died unexpectedly, shutting down client.`,
    code: "died",
    reason: "A part of vLLM died",
    fix: "dmesg",
    retryable: true,
  },
  {
    name: "killed for its memory",
    tail: "(EngineCore pid=77) INFO 11-21 02:46:00 [x.py:1] Loading weights took 1 seconds",
    exit: { code: null, signal: "SIGKILL", oomKilled: true },
    code: "host_memory",
    reason: "killed because the machine's main memory ran out",
    fix: "Free main memory",
  },
  {
    name: "killed by somebody",
    tail: "(EngineCore pid=77) INFO 11-21 02:46:00 [x.py:1] Loading weights took 1 seconds",
    exit: { code: null, signal: "SIGKILL" },
    code: "died",
    reason: "killed by SIGKILL from outside",
    fix: "dmesg",
    retryable: true,
  },
  {
    name: "killed in a container",
    tail: "",
    exit: { code: 137, signal: null },
    code: "died",
    reason: "SIGKILL",
    fix: "dmesg",
    retryable: true,
  },
  {
    name: "ended from outside while requests were under way",
    tail: "asyncio.exceptions.CancelledError: Task cancelled, timeout graceful shutdown exceeded\nKeyboardInterrupt: terminated",
    exit: { code: null, signal: "SIGTERM" },
    code: "died",
    reason: "ended by SIGTERM from outside",
    fix: "Nothing has to be changed",
    retryable: true,
  },
  {
    name: "a crash",
    tail: "Fatal Python error: Segmentation fault",
    exit: { code: null, signal: "SIGSEGV" },
    code: "died",
    reason: "crashed with SIGSEGV",
    fix: "update the engine",
    retryable: true,
  },
  {
    name: "no program",
    tail: "",
    exit: { code: 127, signal: null },
    code: "executable_missing",
    reason: "could not be started",
    fix: "vitrine engine install",
  },
  {
    name: "nothing at all",
    tail: "",
    code: "died",
    reason: "ended with exit code 1.",
    fix: "Read the end of its log",
    retryable: true,
  },
]);

test("a notice is never a cause", () => {
  const failure = explainVllm(died, logTail(notices), settingsOf(baseSettings), 1);
  expect(failure.code).toBe("died");
  expect(failure.reason).toBe("vLLM ended with exit code 1.");
});

test("evidence is short, and the log may be long", () => {
  const noise = "(EngineCore pid=77) INFO 11-21 02:46:00 [x.py:1] noise\n".repeat(5_000);
  const failure = explainVllm(died, logTail(`${noise}ValueError: ${"x".repeat(5_000)}`), settingsOf(baseSettings), 1);
  expect(failure.evidence?.length).toBeLessThanOrEqual(500);
  expect(failure.reason.length).toBeLessThan(400);
});
