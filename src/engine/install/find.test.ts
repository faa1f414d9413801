import { afterAll, describe, expect, test } from "bun:test";
import { mkdirSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../platform/testing.ts";
import { type EngineSettingsInput, engineSettings } from "../settings.ts";
import { chooseExecutable } from "./choice.ts";
import { containerRuntime } from "./container.ts";
import { findInstalls, llamaVersion } from "./find.ts";
import { program } from "./testing.ts";
import { compareVersions } from "./version.ts";

const root = temporaryFolder();
afterAll(root.remove);
let count = 0;

/** A machine with these programs on its PATH; the shell's own tools are not among them. */
function machine(programs: Record<string, string>) {
  const folder = join(root.path, `machine-${count++}`);
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  for (const [name, body] of Object.entries(programs)) program(bin, name, body);
  return { bin, parts: { paths: { engines: join(folder, "engines") }, env: { PATH: bin } }, folder };
}

const docker = (runtimes: string, images: string) => `case "$1" in
  info) echo "29.1.2|${runtimes}" ;;
  image) printf '${images}' ;;
esac`;

describe("what is on PATH", () => {
  test("a vllm in an environment tells its version by the notes beside it, without being started", async () => {
    const { parts, bin, folder } = machine({ vllm: "exit 3" });
    mkdirSync(join(folder, "lib", "python3.12", "site-packages", "vllm-0.28.0.dist-info"), { recursive: true });
    expect(await findInstalls(parts)).toEqual([
      { kind: "path", adapter: "vllm", version: "0.28.0", executable: join(bin, "vllm"), detail: "Found on PATH." },
    ]);
  });

  test("a wrapper is asked once, and again when it changes", async () => {
    const { parts, bin, folder } = machine({ vllm: `echo x >> $0.asked; echo INFO noise; echo 0.27.1` });
    const versions = async () => (await findInstalls(parts)).map(({ version }) => version);
    const asked = () => readFileSync(join(bin, "vllm.asked"), "utf8").length / 2;
    expect(await versions()).toEqual(["0.27.1"]);
    expect(await versions()).toEqual(["0.27.1"]);
    expect(asked()).toBe(1);
    utimesSync(join(bin, "vllm"), 1, 1);
    expect(await versions()).toEqual(["0.27.1"]);
    expect(asked()).toBe(2);
    expect(folder).toBeString();
  });

  test("one that cannot tell is listed all the same", async () => {
    const { parts, bin } = machine({ vllm: "echo broken >&2; exit 1", "llama-server": "exit 1" });
    expect(await findInstalls(parts)).toMatchObject([
      { adapter: "vllm", version: null, executable: join(bin, "vllm") },
      { adapter: "llamacpp", version: null, detail: "Found on PATH; it does not tell its version." },
    ]);
  });

  test.each([
    ["version: 5123 (1a2b3c4)\nbuilt with cc", "b5123"],
    ["noise\nversion: 0.6.0 (build 11434, commit 1a2b3c4)", "0.6.0 (b11434)"],
    ["version: 0.6.0 (build 0, commit unknown)", "0.6.0"],
    ["no such thing", undefined],
  ])("llama-server's version in %j", (text, version) => {
    expect(llamaVersion(text)).toBe(version);
  });
});

describe("containers", () => {
  test("images of vLLM are listed with the version of their tag, others are not", async () => {
    const { parts } = machine({
      docker: docker(
        "io.containerd.runc.v2 nvidia runc ",
        "vllm/vllm-openai:v0.29.0\\nlab/vllm:latest\\npostgres:18\\n",
      ),
    });
    expect((await findInstalls(parts)).map(({ executable, version, kind }) => [kind, executable, version])).toEqual([
      ["container", "vllm/vllm-openai:v0.29.0", "0.29.0"],
      ["container", "lab/vllm:latest", null],
    ]);
  });

  const runtimes = [
    { name: "docker with the toolkit", programs: { docker: docker("nvidia runc ", "") }, state: "ok", gpu: "yes" },
    {
      name: "docker without it",
      programs: { docker: docker("runc ", "") },
      state: "ok",
      gpu: "no",
      says: "nvidia-ctk",
    },
    {
      name: "docker that this user may not use",
      programs: { docker: "echo 'permission denied while trying to connect' >&2; exit 1" },
      state: "unreachable",
      gpu: "unknown",
      says: "group docker",
    },
    {
      name: "docker that does not run, and podman that does",
      programs: { docker: "exit 1", podman: "echo 5.4.0" },
      state: "ok",
      gpu: "no",
      says: "cdi generate",
    },
  ];
  for (const { name, programs, says, ...expected } of runtimes) {
    test(name, async () => {
      const runtime = await containerRuntime(machine(programs).parts.env, undefined, ["/nowhere"]);
      expect(runtime).toMatchObject(expected);
      if (says) expect(runtime?.problem).toContain(says);
      else expect(runtime?.problem).toBeUndefined();
    });
  }

  test("a device description is enough for podman", async () => {
    const { parts, folder } = machine({ podman: "echo 5.4.0" });
    program(folder, "nvidia.yaml", "");
    expect(await containerRuntime(parts.env, "podman", [folder])).toMatchObject({ gpu: "yes", version: "5.4.0" });
    expect(await containerRuntime({ PATH: "/nowhere" })).toBeUndefined();
  });
});

describe("what runs an engine", () => {
  const base = { label: "One", servedName: "one", model: "owner/name" };
  const choose = async (input: EngineSettingsInput, { parts }: ReturnType<typeof machine>) =>
    chooseExecutable(engineSettings.parse(input), await findInstalls(parts), { env: parts.env, now: 5 });

  test("the named program, the one on PATH, the runtime of a container", async () => {
    const all = machine({
      vllm: "echo 0.29.0",
      "llama-server": "echo 'version: 5123 (1a2b3c4)' >&2",
      docker: docker("nvidia ", "vllm/vllm-openai:v0.29.0\\n"),
      serve: "",
    });
    const at = (name: string) => join(all.bin, name);
    expect(await choose({ ...base, adapter: "vllm" }, all)).toEqual({ executable: at("vllm"), version: "0.29.0" });
    expect(await choose({ ...base, adapter: "vllm", executable: at("serve") }, all)).toEqual({
      executable: at("serve"),
      version: null,
    });
    expect(await choose({ ...base, adapter: "llamacpp" }, all)).toEqual({
      executable: at("llama-server"),
      version: "b5123",
    });
    const container = { image: "vllm/vllm-openai:v0.29.0" };
    expect(await choose({ ...base, adapter: "vllm", container }, all)).toEqual({
      executable: at("docker"),
      version: "0.29.0",
    });
    expect(await choose({ ...base, adapter: "command", argv: ["serve", "x"] }, all)).toEqual({
      executable: at("serve"),
      version: null,
    });
  });

  const refusals: { name: string; input: EngineSettingsInput; says: string }[] = [
    { name: "no vLLM", input: { ...base, adapter: "vllm" }, says: "vitrine engine install" },
    { name: "no llama-server", input: { ...base, adapter: "llamacpp" }, says: "llama-server" },
    { name: "a named program that is gone", input: { ...base, adapter: "vllm", executable: "/gone" }, says: "/gone" },
    {
      name: "no runtime",
      input: { ...base, adapter: "vllm", container: { image: "a:1" } },
      says: "neither docker nor",
    },
    {
      name: "not the runtime that it names",
      input: { ...base, adapter: "vllm", container: { runtime: "podman", image: "a:1" } },
      says: "podman was not found",
    },
    { name: "a remote one", input: { ...base, adapter: "remote", baseUrl: "http://gpu.lan/v1" }, says: "elsewhere" },
    { name: "no command", input: { ...base, adapter: "command", argv: ["serve"] }, says: "The program serve" },
  ];
  for (const { name, input, says } of refusals) {
    test(`refused: ${name}`, async () => {
      const choice = await choose(input, machine({}));
      if (!("failure" in choice)) throw new Error("expected a failure");
      expect(choice.failure).toMatchObject({ code: "executable_missing", retryable: false, at: 5 });
      expect(`${choice.failure.reason} ${choice.failure.fix}`).toContain(says);
    });
  }
});

test.each([
  ["0.9.1", "0.10.0", -1],
  ["0.29.0", "0.29.0+cpu", 0],
  ["v0.29.0", "0.29.0", 0],
  ["0.29.0rc1", "0.29.0", -1],
  ["0.29.1.dev3+g1", "0.29.1", -1],
  ["0.29.0.post1", "0.29.0", 1],
  ["0.29", "0.29.0", 0],
])("%s against %s is %i", (a, b, order) => {
  expect(compareVersions(a, b)).toBe(order);
  expect(compareVersions(b, a)).toBe(order === 0 ? 0 : -order);
});
