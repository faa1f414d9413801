import { silentLogger } from "../platform/logger.ts";
import { type Build, besideNote, createPreviewBuilder, type Diagnostic, type SourceFile } from "../preview/index.ts";
import { type CheckReport, checkText } from "./check/check-text.ts";
import { readProject, replaceFile } from "./check/project-folder.ts";
import { type Command, type Io, readArgs, UsageError } from "./command.ts";

const tailwinds = { "3": 3, "4": 4 } as const;

export const checkCommand: Command = {
  name: "check",
  summary: "check React files as the preview would, and mend what a rule can mend",
  help: `usage: vitrine check DIR | FILE… [--fix] [--entry FILE] [--tailwind 3|4] [--json]

Builds the files the way the preview does, without a server and without a network, and says what is wrong with
them: PATH:LINE:COLUMN, what it is, what to do. What can be mended without asking a model is told as such; it
is no error, as the preview mends it by itself. Folders such as node_modules and dist are passed by.

  --fix           write what was mended back; nothing else is touched
  --entry FILE    what to show, where the files do not tell
  --tailwind N    the version of Tailwind; otherwise found out from the files
  --json          {"ok","files","entry","diagnostics":[{"path","line","column","message","severity","fix?","repaired?"}],
                  "mended":[PATH],"written":[PATH]}

Exit code 0 when no error is left, 1 when there is one, 2 on wrong usage.

example: vitrine check . --fix`,
  async run(args, io) {
    const { values, positionals } = readArgs(
      args,
      { fix: { type: "boolean" }, json: { type: "boolean" }, entry: { type: "string" }, tailwind: { type: "string" } },
      { min: 1, max: 10_000 },
    );
    const { root, files, leftOut } = readProject(positionals, process.cwd());
    if (files.length === 0) throw new UsageError("There is nothing here that a preview could show.");
    for (const path of leftOut) io.err(`${path} is too large for a preview and was left out.`);
    const wish = { ...entryOf(values.entry, files), ...tailwindOf(values.tailwind) };
    const builder = await createPreviewBuilder({ log: silentLogger, workers: 1 });
    try {
      const build = await builder.build({ files, ...wish });
      const written = values.fix ? write(root, files, build.repaired, io) : [];
      const mended = files.map((file) => build.repaired.find(({ path }) => path === file.path) ?? file);
      // Places are told in the text that is on the disk now.
      const after = written.length > 0 ? await builder.build({ files: mended, ...wish }) : build;
      const report = reportOf(files, build, after, written);
      io.out(values.json ? JSON.stringify(report, null, 2) : checkText(report));
      return report.ok ? 0 : 1;
    } finally {
      await builder.close();
    }
  },
};

function entryOf(entry: string | undefined, files: SourceFile[]): { entry?: string } {
  if (entry === undefined) return {};
  const path = entry.replace(/^\.\//, "");
  if (!files.some((file) => file.path === path)) throw new UsageError(`${entry} is not among the files.`);
  return { entry: path };
}

function tailwindOf(text: string | undefined): { tailwind?: 3 | 4 } {
  if (text === undefined) return {};
  if (text !== "3" && text !== "4") throw new UsageError("--tailwind takes 3 or 4.");
  return { tailwind: tailwinds[text] };
}

function write(root: string, files: SourceFile[], repaired: SourceFile[], io: Io): string[] {
  return repaired.flatMap(({ path, text }) => {
    const read = files.find((file) => file.path === path);
    if (!read || read.text === text) return [];
    if (replaceFile(root, read, text)) return [path];
    io.err(`${path} was changed by somebody else meanwhile and is left as it is.`);
    return [];
  });
}

function reportOf(files: SourceFile[], build: Build, after: Build, written: string[]): CheckReport {
  const mending = build.diagnostics.filter(({ repaired }) => repaired);
  // A preview goes on without a file that nothing imports; whoever checks files wants to know that it cannot be read.
  const open = after.diagnostics
    .filter(({ repaired }) => !repaired)
    .map((one) => (isMistake(one) ? { ...one, severity: "error" as const } : one));
  return {
    ok: open.every(({ severity }) => severity !== "error"),
    files: files.length,
    entry: after.entry ?? null,
    diagnostics: [...mending, ...open],
    mended: build.repaired.map(({ path }) => path).filter((path) => files.some((file) => file.path === path)),
    written,
  };
}

/** A mistake in the code itself: what else is wrong in a file beside the preview comes with something to do about it. */
const isMistake = ({ message, fix }: Diagnostic): boolean => message.endsWith(besideNote) && fix === undefined;
