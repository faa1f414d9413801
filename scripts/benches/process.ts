import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adminEnv, cleanEnv, executable, startAppliance } from "../../src/e2e/appliance.ts";
import { median, mib, ms, type Row, ratioRow } from "./table.ts";

const rounds = 15;

/** Milliseconds from spawn to the first answer of a child that listens on the port it prints. */
async function timeToAnswer(command: string[], path: string): Promise<number> {
  const started = performance.now();
  const child = Bun.spawn(command, { stdout: "pipe", stderr: "ignore", env: cleanEnv(), cwd: tmpdir() });
  try {
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of child.stdout) {
      text += decoder.decode(chunk, { stream: true });
      const origin = /https?:\/\/[\d.]+:\d+/.exec(text)?.[0];
      if (!origin) continue;
      await (await fetch(origin + path)).arrayBuffer();
      return performance.now() - started;
    }
    throw new Error("the child ended without an address");
  } finally {
    child.kill("SIGTERM");
    await child.exited;
  }
}

/** Time from spawn to the first answer on an existing database, against a bare Bun server started the same way. */
export async function start(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "vitrine-bench-"));
  try {
    await (await startAppliance({ data: folder, env: adminEnv })).dispose();
    const bare = `const s = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("ok") }); console.log("http://127.0.0.1:" + s.port);`;
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(
        await timeToAnswer(
          [executable, "serve", "--port", "0", "--data", folder, "--log-level", "silent"],
          "/health/live",
        ),
      );
      theirs.push(await timeToAnswer([process.execPath, "-e", bare], "/"));
    }
    return [
      ratioRow("ready after start, existing database (median)", median(ours), median(theirs), ms, "bare Bun server"),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Resident memory once nothing has happened for a while, against the bare runtime. */
export async function memory(): Promise<Row[]> {
  const appliance = await startAppliance({ env: adminEnv });
  const bare = Bun.spawn([process.execPath, "-e", "Bun.serve({ port: 0, fetch: () => new Response('ok') })"], {
    stdout: "ignore",
  });
  try {
    await fetch(`${appliance.url}/health`);
    await Bun.sleep(3_000);
    return [ratioRow("idle memory", residentBytes(appliance.pid), residentBytes(bare.pid), mib, "bare Bun server")];
  } finally {
    bare.kill();
    await appliance.dispose();
  }
}

export function residentBytes(pid: number): number {
  const file = `/proc/${pid}/status`;
  const line = existsSync(file) ? /VmRSS:\s+(\d+) kB/.exec(readFileSync(file, "utf8")) : null;
  return Number(line?.[1] ?? Number.NaN) * 1024;
}

/** Size of the executable against the runtime that is inside it. */
export async function size(): Promise<Row[]> {
  return [ratioRow("executable", statSync(executable).size, statSync(process.execPath).size, mib, "bare runtime")];
}
