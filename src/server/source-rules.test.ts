import { expect, test } from "bun:test";
import { join } from "node:path";

const top = join(import.meta.dir, "../..");

/** Files of the server and the page that match, tests and what stands in for people's code left out. */
async function filesWith(pattern: RegExp): Promise<string[]> {
  const found: string[] = [];
  for (const room of ["src", "ui"]) {
    for await (const file of new Bun.Glob("**/*.{ts,tsx}").scan(join(top, room))) {
      if (/\.test\.|testing|fixture|\/corpus\/|^preview\/(kit|modules)\/|^llm\/builtin\//.test(file)) continue;
      if (pattern.test(await Bun.file(join(top, room, file)).text())) found.push(`${room}/${file}`);
    }
  }
  return found.sort();
}

// The attacks that the preview is tested with are files of their own.
test.each<[string, RegExp, string[]]>([
  ["starts a program through a shell", /\bexecSync\(|\bexec\(\s*[`"']|shell:\s*true|Bun\.\$`/, []],
  ["evaluates text as code", /\beval\(|new Function\(/, ["src/preview/hostile.ts"]],
  [
    "takes chance from where it can be guessed, but for the pauses between two tries",
    /Math\.random\(/,
    ["src/preview/endless.ts", "src/preview/hostile.ts", "ui/lib/event-stream.ts", "ui/lib/live-events.ts"],
  ],
  ["turns the checking of certificates off", /rejectUnauthorized:\s*false|NODE_TLS_REJECT_UNAUTHORIZED/, []],
])("nothing %s", async (_, pattern, known) => {
  expect((await filesWith(pattern)).filter((file) => !known.includes(file))).toEqual([]);
});
