import { describe, expect, test } from "bun:test";
import { Writable } from "node:stream";
import { createProgressLine, progressText } from "./progress.ts";
import { duration, gigabytes, table } from "./text.ts";

const step = { bytes: 12.4e9, totalBytes: 27.9e9, bytesPerSecond: 112e6, secondsLeft: 138.4, file: "a.safetensors" };

describe("texts of the models command", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_500, "1.5 kB"],
    [112e6, "112.0 MB"],
    [999_990_000, "1.0 GB"],
    [27.9e9, "27.9 GB"],
  ])("%p bytes are %p", (bytes, text) => expect(gigabytes(bytes)).toBe(text));

  test.each([
    [0.4, "1 s"],
    [59, "59 s"],
    [200, "3 min 20 s"],
    [7_500, "2 h 5 min"],
  ])("%p seconds are %p", (seconds, text) => expect(duration(seconds)).toBe(text));

  test("columns align and lines have no blanks at their end", () => {
    expect(
      table([
        ["a", "bb", ""],
        ["ccc", "d", "e"],
      ]),
    ).toEqual(["a    bb", "ccc  d   e"]);
  });

  test("progress names share, rate and time left", () => {
    expect(progressText(step)).toBe("12.4 GB of 27.9 GB   44 %  112.0 MB/s  2 min 18 s left  a.safetensors");
    expect(progressText({ ...step, bytesPerSecond: 0, secondsLeft: null })).not.toContain("left");
  });

  test("on a terminal one line is written over, elsewhere lines are few", () => {
    const written: string[] = [];
    const lines: string[] = [];
    const io = { env: {}, out() {}, err: (text: string) => void lines.push(text), readSecret: async () => "" };
    const stream = new Writable({
      write(chunk, _encoding, done) {
        written.push(String(chunk));
        done();
      },
    });
    const terminal = createProgressLine(io, Object.assign(stream, { isTTY: true, columns: 30 }));
    terminal.show(step);
    terminal.show(step);
    terminal.end();
    expect(written.at(-1)).toBe("\n");
    expect(written[0]).toBe("\r\u001b[2K12.4 GB of 27.9 GB   44 %  11");
    expect(lines).toEqual([]);
    const plain = createProgressLine(io, Object.assign(new Writable(), { isTTY: false, columns: 0 }));
    for (let turn = 0; turn < 100; turn++) plain.show(step);
    plain.end();
    expect(lines.length).toBe(2);
  });
});
