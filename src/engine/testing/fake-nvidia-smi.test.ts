import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { temporaryFolder } from "../../platform/testing.ts";
import { type FakeNvidiaSmi, fakeNvidiaSmi } from "./fake-nvidia-smi.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());
let smi: FakeNvidiaSmi;
let round = 0;
const gpus = [
  { uuid: "GPU-a", name: "NVIDIA L40S", totalMiB: 46_068 },
  { uuid: "GPU-b", name: "NVIDIA L4", totalMiB: 23_034 },
];
beforeEach(() => {
  smi = fakeNvidiaSmi(join(folder.path, String(round++)), { gpus });
});

async function ask(...args: string[]): Promise<{ text: string; code: number }> {
  const child = Bun.spawn([smi.program, ...args], { stdout: "pipe", stderr: "inherit", stdin: "ignore" });
  return { text: (await new Response(child.stdout).text()).trim(), code: await child.exited };
}
const plain = "--format=csv,noheader,nounits";

describe("a stand-in for nvidia-smi", () => {
  test("answers any list of fields, in its order", async () => {
    expect((await ask("--query-gpu=index,uuid,memory.total,memory.free,name", plain)).text).toBe(
      "0, GPU-a, 46068, 46068, NVIDIA L40S\n1, GPU-b, 23034, 23034, NVIDIA L4",
    );
    expect((await ask("--query-gpu=name", plain, "-i", "GPU-b")).text).toBe("NVIDIA L4");
    expect((await ask()).text).toContain("CUDA Version: 13.0");
  });

  test("lists the processes of others and counts their memory", async () => {
    smi.set({ processes: [{ uuid: "GPU-b", pid: 77, mib: 1_000, name: "/usr/bin/python3" }] });
    expect((await ask("--query-compute-apps=gpu_uuid,pid,used_memory,process_name", plain)).text).toBe(
      "GPU-b, 77, 1000, /usr/bin/python3",
    );
    expect((await ask("--query-gpu=memory.used,memory.free", plain)).text).toBe("0, 46068\n1000, 22034");
  });

  test("refuses fields, fails, loses a GPU, and prints what is no number", async () => {
    smi.set({ unknownFields: ["compute_cap"] });
    expect(await ask("--query-gpu=uuid,compute_cap", plain)).toEqual({
      text: 'Field "compute_cap" is not a valid field to query.',
      code: 2,
    });
    smi.set({ values: { all: { "power.draw": "[N/A]" }, "GPU-b": { "memory.used": "[Unknown Error]" } } });
    expect((await ask("--query-gpu=power.draw,memory.used", plain)).text).toBe("[N/A], 0\n[N/A], [Unknown Error]");
    smi.set({ lost: ["GPU-a"] });
    expect(await ask("--query-gpu=uuid", plain)).toMatchObject({ code: 15 });
    expect((await ask("--query-gpu=uuid", plain, "-i", "GPU-b")).text).toBe("GPU-b");
    smi.set({
      fail: { text: "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.", code: 9 },
    });
    expect(await ask("--query-gpu=uuid", plain)).toMatchObject({ code: 9 });
  });

  test("loops, and sees changes", async () => {
    const child = Bun.spawn([smi.program, "--query-gpu=memory.used", plain, "-i", "GPU-a", "-lms", "20"], {
      stdout: "pipe",
      stdin: "ignore",
    });
    const reader = child.stdout.getReader();
    const decoder = new TextDecoder();
    let text = "";
    const until = async (wanted: string) => {
      while (!text.includes(wanted)) text += decoder.decode((await reader.read()).value, { stream: true });
    };
    await until("0\n");
    smi.set({ processes: [{ uuid: "GPU-a", pid: 77, mib: 512, name: "x" }] });
    await until("512\n");
    child.kill("SIGKILL");
    await child.exited;
  });

  test("hangs", async () => {
    smi.set({ hang: true });
    const child = Bun.spawn([smi.program, "--query-gpu=uuid", plain], {
      stdout: "pipe",
      stdin: "ignore",
      timeout: 150,
    });
    await child.exited;
    expect(child.signalCode).toBe("SIGTERM");
    expect(await new Response(child.stdout).text()).toBe("");
  });
});
