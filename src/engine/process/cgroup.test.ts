import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { cgroupSupport, ownGroup } from "./cgroup.ts";
import { parseStat } from "./proc.ts";

const mount = (root: string, point: string, type = "cgroup2") =>
  `31 23 0:28 ${root} ${point} rw,relatime shared:4 - ${type} x rw`;

describe("our own control group", () => {
  const scenarios: { name: string; mountinfo: string; self: string; path: string | undefined }[] = [
    {
      name: "unified",
      mountinfo: mount("/", "/sys/fs/cgroup"),
      self: "0::/system.slice/v.service\n",
      path: "/sys/fs/cgroup/system.slice/v.service",
    },
    {
      name: "hybrid: a mount beside those of version 1",
      mountinfo: [mount("/", "/sys/fs/cgroup/cpu", "cgroup"), mount("/", "/sys/fs/cgroup/unified")].join("\n"),
      self: "1:cpu:/a\n0::/\n",
      path: "/sys/fs/cgroup/unified",
    },
    {
      name: "a container that shares the host's namespace",
      mountinfo: mount("/docker/1", "/sys/fs/cgroup"),
      self: "0::/docker/1/x\n",
      path: "/sys/fs/cgroup/x",
    },
    {
      name: "a container whose mount does not show it",
      mountinfo: mount("/docker/1", "/sys/fs/cgroup"),
      self: "0::/docker/12\n",
      path: undefined,
    },
    {
      name: "outside of the namespace",
      mountinfo: mount("/", "/sys/fs/cgroup"),
      self: "0::/../other\n",
      path: undefined,
    },
    {
      name: "a blank in the path",
      mountinfo: mount("/", "/mnt/my\\040groups"),
      self: "0::/a b\n",
      path: "/mnt/my groups/a b",
    },
    {
      name: "version 1 alone",
      mountinfo: mount("/", "/sys/fs/cgroup/cpu", "cgroup"),
      self: "1:cpu:/\n",
      path: undefined,
    },
    { name: "nothing", mountinfo: "", self: "", path: undefined },
  ];
  test.each(scenarios)("$name", ({ mountinfo, self, path }) => {
    expect(ownGroup(mountinfo, self)).toBe(path);
  });

  test("support is told with a folder or with a reason and a fix", () => {
    const support = cgroupSupport();
    if (support.usable) expect(existsSync(support.path)).toBe(true);
    else expect(support.reason.length * support.fix.length).toBeGreaterThan(0);
  });
});

test("a process's name may hold anything", () => {
  const stat = parseStat("42 (a) b (c) S 1 40 40 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 3 0 123456 9 9\n");
  expect(stat).toEqual({
    pid: 42,
    comm: "a) b (c",
    state: "S",
    parent: 1,
    group: 40,
    session: 40,
    threads: 3,
    startTime: 123456,
    kernel: false,
  });
  expect(parseStat("")).toBeUndefined();
});
