import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pinnedVllm } from "./pinned.ts";

const top = join(import.meta.dir, "../../..");

interface Instruction {
  name: string;
  text: string;
}

/** Instructions in order; lines that go on are joined, comments between them dropped. */
function instructions(text: string): Instruction[] {
  const lines = text.split("\n").filter((line) => !/^\s*(?:#|$)/.test(line));
  const joined = lines.join("\n").replaceAll(/\\\n\s*/g, " ");
  return joined.split("\n").map((line) => {
    const [name = "", ...rest] = line.trim().split(/\s+/);
    return { name, text: rest.join(" ") };
  });
}

const all = instructions(readFileSync(join(top, "Dockerfile.gpu"), "utf8"));
const texts = (name: string, among = all): string[] => among.filter((one) => one.name === name).map(({ text }) => text);
const stages = texts("FROM").map((text) => / AS (\S+)$/.exec(text)?.[1] ?? "");
const last = all.slice(all.findLastIndex(({ name }) => name === "FROM"));
const list = (text: string | undefined): string[] => {
  const parsed: unknown = JSON.parse(text ?? "[]");
  if (Array.isArray(parsed) && parsed.every((one) => typeof one === "string")) return parsed;
  throw new Error(`expected a list of words: ${text}`);
};

describe("Dockerfile.gpu", () => {
  test("knows its instructions, names its stages and pins the vLLM that is known", () => {
    const known = "ARG FROM RUN WORKDIR COPY LABEL ENV VOLUME USER EXPOSE STOPSIGNAL HEALTHCHECK ENTRYPOINT CMD".split(
      " ",
    );
    expect(all.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
    expect(stages).toEqual(["build", "vitrine"]);
    expect(texts("ARG")).toContain(`VLLM_TAG=v${pinnedVllm}`);
    expect(texts("FROM").at(-1)).toStartWith("vllm/vllm-openai:${" + "VLLM_TAG}");
    expect(texts("FROM").filter((text) => /:latest|^[^:]+ AS/.test(text))).toEqual([]);
  });

  test("copies only what is there, and only from stages before", () => {
    const copies = texts("COPY").map((text) => text.split(" "));
    expect(copies.length).toBeGreaterThan(0);
    for (const words of copies) {
      const from = /^--from=(\S+)$/.exec(words[0] ?? "")?.[1];
      if (from !== undefined) expect(stages.slice(0, -1)).toContain(from);
      else for (const source of words.slice(0, -1)) expect(existsSync(join(top, source))).toBe(true);
    }
    const ignored = readFileSync(join(top, ".dockerignore"), "utf8").split("\n");
    for (const needed of ["scripts", "src", "ui", "models", "package.json", "bun.lock", "LICENSE"]) {
      expect(existsSync(join(top, needed))).toBe(true);
      expect(ignored).not.toContain(needed);
    }
    expect(existsSync(join(top, "scripts/build"))).toBe(true);
    expect(texts("RUN")).toContain("./scripts/build");
  });

  test("runs as somebody without rights, under an init, over one volume", () => {
    expect(texts("USER", last)).toEqual(["10001:10001"]);
    expect(texts("VOLUME", last)).toEqual(['["/data"]']);
    expect(texts("EXPOSE", last)).toEqual(["8080"]);
    expect(texts("STOPSIGNAL", last)).toEqual(["SIGTERM"]);
    expect(texts("ENV", last).join(" ")).toContain("VITRINE_DATA=/data");
    expect(list(texts("ENTRYPOINT", last)[0])).toEqual(["/usr/local/bin/tini", "--", "/usr/local/bin/vitrine"]);
    expect(list(texts("CMD", last)[0])).toEqual(["serve"]);
    // Nothing is installed after the last user who may.
    const names = last.map(({ name }) => name);
    expect(names.slice(names.indexOf("USER"))).not.toContain("RUN");
  });

  test.skipIf(!existsSync("/bin/bash"))("its health check tells a live server from a dead one", async () => {
    const command = list(/CMD (.*)$/.exec(texts("HEALTHCHECK", last)[0] ?? "")?.[1]);
    let status = 200;
    const asked: string[] = [];
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch(request) {
        asked.push(new URL(request.url).pathname);
        return new Response("{}", { status });
      },
    });
    const check = async () => {
      const child = Bun.spawn(command, {
        env: { PATH: process.env.PATH ?? "", VITRINE_PORT: String(server.port) },
        stderr: "ignore",
      });
      return child.exited;
    };
    expect(await check()).toBe(0);
    expect(asked).toEqual(["/health/live"]);
    status = 500;
    expect(await check()).not.toBe(0);
    await server.stop(true);
    expect(await check()).not.toBe(0);
  });
});
