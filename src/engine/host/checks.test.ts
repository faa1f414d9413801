import { afterEach, describe, expect, test } from "bun:test";
import { chmodSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { checkContainers } from "./containers.ts";
import type { Outcome } from "./finding.ts";
import { checkDataFolder, checkEngines } from "./installation.ts";
import { checkLaunches } from "./launches.ts";
import { checkPort } from "./port.ts";
import { checkCompiler, checkPython, findPythons } from "./python.ts";
import { checkMemory, checkOpenFiles, checkTime } from "./resources.ts";
import { checkDisk, checkSharedMemory, checkWeightsDisk } from "./storage.ts";
import { checkSystem } from "./system.ts";
import { debian, type Expected, expectOutcome, fedora, type SickMachine, sickMachine, ubuntu } from "./testing.ts";

const made: { remove(): void }[] = [];
afterEach(() => {
  for (const one of made.splice(0)) one.remove();
});

function machine(parts: SickMachine) {
  const one = sickMachine(parts);
  made.push(one);
  return one.machine;
}

describe("Python and the compiler", () => {
  test.each<[string, SickMachine, Expected, Expected]>([
    [
      "whole",
      { files: debian, programs: { python3: "3.11.2 1 1", gcc: "" } },
      ["ok", "3.11.2 at /usr/bin/python3"],
      ["ok", "/usr/bin/gcc, headers of Python 3.11.2"],
    ],
    [
      "the better of two",
      { programs: { python3: "3.9.1 1 1", "python3.12": "3.12.3 1 1", clang: "" } },
      ["ok", "3.12.3"],
      ["ok", "clang"],
    ],
    [
      "no venv on Debian",
      { files: debian, programs: { python3: "3.11.2 0 1", gcc: "" } },
      ["warn", "venv module is missing", "sudo apt install python3.11-venv"],
      ["ok", "gcc"],
    ],
    [
      "no headers on Fedora",
      { files: fedora, programs: { python3: "3.13.1 1 0", gcc: "" } },
      ["ok", "3.13.1"],
      ["fail", "Python.h", "sudo dnf install gcc"],
    ],
    [
      "no compiler on Ubuntu",
      { files: ubuntu, programs: { python3: "3.12.3 1 1" } },
      ["ok", "3.12.3"],
      ["fail", "no C compiler", "build-essential"],
    ],
    [
      "too old on Fedora",
      { files: fedora, programs: { python3: "3.9.18 1 1", gcc: "" } },
      ["warn", "vLLM needs Python 3.10 to 3.14", "python3.12"],
      ["ok", "gcc"],
    ],
    [
      "too new",
      { files: debian, programs: { python3: "3.15.0 1 1", gcc: "" } },
      ["warn", "3.15.0", "apt install"],
      ["ok", "gcc"],
    ],
    [
      "nothing on an unknown system",
      {},
      ["warn", "no Python was found", "Fedora: sudo dnf"],
      ["fail", "no C compiler", "Debian, Ubuntu: sudo apt"],
    ],
    [
      "a broken one",
      { programs: { python3: { code: 1, stderr: "boom" }, gcc: "" } },
      ["warn", "no Python", "install"],
      ["ok", "gcc"],
    ],
  ])("%s", async (_name, parts, python, compiler) => {
    const one = machine(parts);
    const pythons = await findPythons(one);
    expectOutcome(checkPython(one, pythons), python);
    expectOutcome(checkCompiler(one, pythons, true), compiler);
    if (compiler[0] === "fail") expect(checkCompiler(one, pythons, false).state).toBe("warn");
  });
});

describe("containers", () => {
  const running = '27.3.1 {"runc":{"path":"runc"}}\n';
  test.each<[string, SickMachine, Expected]>([
    ["none", {}, ["ok", "neither docker nor podman"]],
    [
      "docker with the toolkit",
      { programs: { docker: '27.3.1 {"nvidia":{},"runc":{}}\n' } },
      ["ok", "docker 27.3.1, hands out the GPU"],
    ],
    ["docker with CDI", { programs: { docker: running }, files: { "/etc/cdi/nvidia.yaml": "" } }, ["ok", "hands out"]],
    [
      "docker without the toolkit",
      { programs: { docker: running }, files: debian },
      ["warn", "cannot hand out", "sudo apt install nvidia-container-toolkit"],
    ],
    [
      "docker with the toolkit not set up",
      { programs: { docker: running, "nvidia-ctk": "" } },
      ["warn", "not set up", "sudo nvidia-ctk runtime configure"],
    ],
    [
      "docker closed to this user",
      { programs: { docker: { code: 1, stderr: "permission denied while trying to connect" } } },
      ["warn", "does not let", "usermod -aG docker ada"],
    ],
    [
      "docker not running",
      { programs: { docker: { code: 1, stderr: "Cannot connect to the Docker daemon" } } },
      ["warn", "service does not run", "systemctl enable --now docker"],
    ],
    [
      "docker hanging",
      { programs: { docker: { code: null, timedOut: true } } },
      ["warn", "does not answer", "restart docker"],
    ],
    [
      "podman",
      { programs: { podman: "podman version 5.4.0\n" }, files: { "/run/cdi/nvidia.json": "" } },
      ["ok", "podman 5.4.0"],
    ],
    [
      "podman without CDI",
      { programs: { podman: "podman version 5.4.0\n", "nvidia-ctk": "" } },
      ["warn", "podman 5.4.0", "nvidia-ctk cdi generate"],
    ],
    [
      "docker broken, podman well",
      { programs: { docker: { code: 1 }, podman: "podman version 5.4.0" }, files: { "/etc/cdi/nvidia.yaml": "" } },
      ["ok", "podman"],
    ],
  ])("%s", async (_name, parts, expected) => expectOutcome(await checkContainers(machine(parts), true), expected));

  test("need not hand out a GPU that is not there", async () => {
    expectOutcome(await checkContainers(machine({ programs: { docker: running } }), false), ["ok", "docker 27.3.1"]);
  });
});

describe("room", () => {
  const disk = (freeBytes: number, freeFiles = 1e6) => ({
    ...machine({}),
    disk: () => ({ freeBytes, totalBytes: 1e12, freeFiles, totalFiles: 2e6 }),
  });
  test.each<[string, Outcome, Expected]>([
    ["enough", checkDisk(disk(9e9), "/data"), ["ok", "8.4 GiB free"]],
    ["little", checkDisk(disk(5e8), "/data"), ["warn", "only 476 MiB free", "free some space"]],
    ["none", checkDisk(disk(1e6), "/data"), ["fail", "0 MiB free", "--data"]],
    ["space without inodes", checkDisk(disk(9e11, 3), "/data"), ["fail", "only 3 more files", "du --inodes"]],
    [
      "little for weights",
      checkWeightsDisk(disk(9e9), "/data/models", true),
      ["warn", "8.4 GiB free for weights", "ln -s"],
    ],
    ["little, and no GPU to fill it for", checkWeightsDisk(disk(9e9), "/data/models", false), ["ok", "for weights"]],
  ])("%s", (_name, outcome, expected) => expectOutcome(outcome, expected));

  test("of shared memory matters to several GPUs", () => {
    const small = { ...machine({}), disk: () => ({ freeBytes: 6e7, totalBytes: 6.7e7, freeFiles: 1, totalFiles: 1 }) };
    expectOutcome(checkSharedMemory(small, 1), ["ok", "63 MiB"]);
    expectOutcome(checkSharedMemory(small, 2), ["warn", "too little", "--shm-size"]);
    expectOutcome(checkSharedMemory({ ...small, disk: () => undefined }, 2), ["warn", "missing", "mount"]);
  });
});

describe("memory, files and time", () => {
  const memory = (total: number, available: number) =>
    `MemTotal: ${total * 1024 ** 2} kB\nMemAvailable: ${available * 1024 ** 2} kB\nSwapTotal: 0 kB`;
  test.each<[string, Record<string, string>, Expected]>([
    ["plenty", { "/proc/meminfo": memory(64, 60) }, ["ok", "60.0 GiB of 64.0 GiB available, no swap"]],
    ["used up", { "/proc/meminfo": memory(64, 0.25) }, ["warn", "nearly used up", "ps aux"]],
    ["small", { "/proc/meminfo": memory(4, 3) }, ["warn", "8 GiB or more", "swapon"]],
    [
      "a small container",
      { "/proc/meminfo": memory(64, 60), "/sys/fs/cgroup/memory.max": "4294967296" },
      ["warn", "may use 4.0 GiB", "--memory=16g"],
    ],
    [
      "a container without limit",
      { "/proc/meminfo": memory(64, 60), "/sys/fs/cgroup/memory.max": "max" },
      ["ok", "60.0 GiB"],
    ],
    ["unknown", {}, ["warn", "does not tell"]],
  ])("memory: %s", (_name, files, expected) => expectOutcome(checkMemory(machine({ files }), true), expected));

  test.each<[string, Expected]>([
    ["Max open files            1024                 524288               files", ["warn", "only 1024", "LimitNOFILE"]],
    ["Max open files            524288               524288               files", ["ok", "524288"]],
    ["Max open files            unlimited            unlimited            files", ["ok", "unlimited"]],
  ])("%p", (line, expected) => {
    expectOutcome(checkOpenFiles(machine({ files: { "/proc/self/limits": `Limit\n${line}\n` } })), expected);
  });

  test.each<[string, SickMachine, Expected]>([
    ["synchronised", { programs: { timedatectl: "yes\n" } }, ["ok", "2026-06-01T00:00:00.000Z, synchronised"]],
    ["alone", { programs: { timedatectl: "no\n" } }, ["warn", "not synchronised", "set-ntp"]],
    ["nobody to ask", { programs: { timedatectl: { code: 1 } } }, ["ok", "2026-06-01"]],
    ["no such program", {}, ["ok", "2026-06-01"]],
  ])("time: %s", async (_name, parts, expected) => expectOutcome(await checkTime(machine(parts)), expected));

  test("time: long ago", async () => {
    const one = machine({});
    const clock = { ...one.clock, now: () => 0 };
    expectOutcome(await checkTime({ ...one, clock }), ["fail", "1970", "timedatectl"]);
  });
});

describe("the system", () => {
  test.each<[string, Record<string, string>, Expected]>([
    [
      "a usual one",
      { ...debian, "/proc/sys/kernel/osrelease": "6.1.0\n" },
      ["ok", "Debian GNU/Linux 12, kernel 6.1.0"],
    ],
    ["a container", { ...debian, "/.dockerenv": "", "/proc/1/comm": "docker-init\n" }, ["ok", "in a container"]],
    [
      "a container without an init",
      { ...debian, "/run/.containerenv": "", "/proc/1/comm": "vitrine\n" },
      ["warn", "in a container", "--init"],
    ],
    ["Alpine", { "/etc/os-release": "ID=alpine\n" }, ["warn", "glibc", "container"]],
  ])("%s", (_name, files, expected) => expectOutcome(checkSystem(machine({ files })), expected));
});

describe("launches", () => {
  const launch = { id: "l", engineId: "a", pid: 50, pidStartTime: 900, bootId: "b1", titlePrefix: "vitrine-a" };
  const stat = (name: string, start: number, state = "S") => `50 (${name}) ${state} ${"0 ".repeat(18)}${start} 0 0`;
  const boot = { "/proc/sys/kernel/random/boot_id": "b1\n" };
  test.each<[string, Record<string, string>, Expected]>([
    ["nothing is left", boot, ["ok", "no engine runs"]],
    ["the recorded process", { ...boot, "/proc/50/stat": stat("python3", 900) }, ["warn", "pids 50", "kill -9 50"]],
    ["another process of that pid", { ...boot, "/proc/50/stat": stat("python3", 901) }, ["ok", "no engine"]],
    ["a zombie", { ...boot, "/proc/50/stat": stat("python3", 900, "Z") }, ["ok", "no engine"]],
    [
      "a worker by its title",
      { ...boot, "/proc/61/stat": stat("vitrine-a::Work", 950) },
      ["warn", "pids 61", "kill -9 61"],
    ],
    ["an engine with a longer name", { ...boot, "/proc/61/stat": stat("vitrine-ab::Wor", 950) }, ["ok", "no engine"]],
    [
      "before a reboot",
      { "/proc/sys/kernel/random/boot_id": "b2", "/proc/50/stat": stat("python3", 900) },
      ["ok", "no engine"],
    ],
    [
      "Vitrine runs",
      { ...boot, "/proc/50/stat": stat("python3", 900), "/data/running": "7\n", "/proc/7/comm": "vitrine" },
      ["ok", "1 process of running engines"],
    ],
    [
      "Vitrine was killed",
      { ...boot, "/proc/50/stat": stat("python3", 900), "/data/running": "7\n" },
      ["warn", "does not run any more", "kill -9 50"],
    ],
  ])("%s", (_name, files, expected) => expectOutcome(checkLaunches(machine({ files }), "/data", [launch]), expected));
});

test("the data folder is ours alone", () => {
  const one = sickMachine({ files: { "/data/secrets.json": "{}" } });
  made.push(one);
  const paths = { root: "/data", secrets: "/data/secrets.json" };
  chmodSync(join(one.root, "data"), 0o755);
  expectOutcome(checkDataFolder(one.machine, paths), [
    "warn",
    "/data can be read by other users",
    "chmod go-rwx /data",
  ]);
  chmodSync(join(one.root, "data"), 0o700);
  chmodSync(join(one.root, "data/secrets.json"), 0o600);
  expectOutcome(checkDataFolder(one.machine, paths), ["ok", "/data"]);
  expectOutcome(checkDataFolder(one.machine, { root: "/none", secrets: "/none/s" }), [
    "warn",
    "does not exist yet",
    "vitrine serve",
  ]);
});

test("engines: none is a warning only where a GPU waits for one", () => {
  expectOutcome(checkEngines([], false), ["ok", "none installed"]);
  expectOutcome(checkEngines([], true), ["warn", "no engine is installed", "vitrine engine install"]);
  const install = {
    kind: "managed",
    adapter: "vllm",
    version: "0.29.0",
    executable: "/e/vllm",
    detail: "",
    chosen: true,
  } as const;
  expectOutcome(checkEngines([install], true), ["ok", "vllm 0.29.0 at /e/vllm (used)"]);
});

test("the port: free, taken, ours, and not of this machine", async () => {
  expectOutcome(await checkPort("127.0.0.1", 0), ["ok", "is free"]);
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  other.on("connection", (socket) => socket.end("nonsense\r\n\r\n"));
  expectOutcome(await checkPort("127.0.0.1", address.port), ["fail", "taken by another program", "--port"]);
  other.close();
  const ours = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => Response.json({ service: "vitrine" }) });
  expectOutcome(await checkPort("127.0.0.1", ours.port ?? 0), ["ok", "a running Vitrine"]);
  await ours.stop(true);
  expectOutcome(await checkPort("192.0.2.1", 8080), ["fail", "not an address of this machine", "--host"]);
});
