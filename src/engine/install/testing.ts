import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";

/** A wheel as pip reads it, pure Python, with one console script of its own name. */
export interface WheelSpec {
  name: string;
  version: string;
  /** The body of `main()`. */
  script?: string;
  requires?: string[];
}

export function wheel({ name, version, script, requires = [] }: WheelSpec): { file: string; bytes: Uint8Array } {
  const info = `${name}-${version}.dist-info`;
  const files: Record<string, string> = {
    [`${name}/__init__.py`]: `__version__ = "${version}"\n`,
    ...(script === undefined ? {} : { [`${name}/cli.py`]: `def main():\n    ${script}\n` }),
    [`${info}/METADATA`]: ["Metadata-Version: 2.1", `Name: ${name}`, `Version: ${version}`]
      .concat(requires.map((one) => `Requires-Dist: ${one}`))
      .join("\n"),
    [`${info}/WHEEL`]: "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    ...(script === undefined
      ? {}
      : { [`${info}/entry_points.txt`]: `[console_scripts]\n${name} = ${name}.cli:main\n` }),
  };
  const record = [...Object.keys(files), `${info}/RECORD`].map((path) => `${path},,`).join("\n");
  const entries = Object.entries({ ...files, [`${info}/RECORD`]: `${record}\n` });
  const zipped = zipSync(Object.fromEntries(entries.map(([path, text]) => [path, strToU8(text)])));
  return { file: `${name}-${version}-py3-none-any.whl`, bytes: zipped };
}

/** A folder of wheels, made if it is not there. */
export function wheelFolder(folder: string, specs: WheelSpec[]): string {
  mkdirSync(folder, { recursive: true });
  for (const spec of specs) {
    const { file, bytes } = wheel(spec);
    writeFileSync(join(folder, file), bytes);
  }
  return folder;
}

/** A package index (PEP 503) on a free port of this machine. */
export function wheelIndex(specs: WheelSpec[]): { url: string; asked: string[]; stop(): Promise<void> } {
  const wheels = specs.map((spec) => ({ name: spec.name, ...wheel(spec) }));
  const asked: string[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const { pathname } = new URL(request.url);
      asked.push(pathname);
      const name = /^\/simple\/([^/]+)\/$/.exec(pathname)?.[1];
      const links = wheels.filter((one) => one.name === name).map(({ file }) => `<a href="/files/${file}">${file}</a>`);
      if (links.length > 0) return new Response(links.join("\n"), { headers: { "content-type": "text/html" } });
      const found = wheels.find(({ file }) => pathname === `/files/${file}`);
      return found ? new Response(Uint8Array.from(found.bytes)) : new Response("", { status: 404 });
    },
  });
  return { url: `http://127.0.0.1:${server.port}/simple/`, asked, stop: () => server.stop(true) };
}

/** A program for a PATH of its own; `body` is shell. */
export function program(folder: string, name: string, body: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return path;
}
