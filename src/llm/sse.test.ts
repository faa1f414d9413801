import { describe, expect, test } from "bun:test";
import { type SseEvent, SseParser } from "./sse.ts";

function parse(chunks: (string | Uint8Array)[]): SseEvent[] {
  const parser = new SseParser();
  const events = chunks.flatMap((chunk) => parser.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk));
  return [...events, ...parser.finish()];
}

describe("an event stream", () => {
  const table: [name: string, stream: string, expected: SseEvent[]][] = [
    [
      "plain",
      "data: a\n\ndata: b\n\n",
      [
        { event: "", data: "a" },
        { event: "", data: "b" },
      ],
    ],
    [
      "CRLF",
      "data: a\r\n\r\ndata: b\r\n\r\n",
      [
        { event: "", data: "a" },
        { event: "", data: "b" },
      ],
    ],
    [
      "lone CR",
      "data: a\r\rdata: b\r\r",
      [
        { event: "", data: "a" },
        { event: "", data: "b" },
      ],
    ],
    [
      "no blank line at the end",
      "data: a\n\ndata: b",
      [
        { event: "", data: "a" },
        { event: "", data: "b" },
      ],
    ],
    ["several data lines", "data: a\ndata: b\n\n", [{ event: "", data: "a\nb" }]],
    ["comments", ": keep-alive\n\ndata: a\n: x\n\n", [{ event: "", data: "a" }]],
    [
      "event names",
      "event: ping\ndata: {}\n\ndata: x\n\n",
      [
        { event: "ping", data: "{}" },
        { event: "", data: "x" },
      ],
    ],
    ["no space after the colon", "data:a\n\n", [{ event: "", data: "a" }]],
    ["only one space is removed", "data:  a\n\n", [{ event: "", data: " a" }]],
    [
      "empty data",
      "data:\n\ndata: a\n\n",
      [
        { event: "", data: "" },
        { event: "", data: "a" },
      ],
    ],
    ["rubbish lines", "nonsense\nid: 4\nretry: 3\ndata: a\n\n", [{ event: "", data: "a" }]],
    ["an error without a frame", '{"error":"x"}', [{ event: "", data: '{"error":"x"}' }]],
    ["byte order mark", "\uFEFFdata: a\n\n", [{ event: "", data: "a" }]],
    ["beyond ASCII", "data: “grün” 🙂\n\n", [{ event: "", data: "“grün” 🙂" }]],
  ];

  test.each(table)("%s reads the same whole, byte by byte and cut in two anywhere", (_, stream, expected) => {
    const bytes = Buffer.from(stream);
    expect(parse([bytes])).toEqual(expected);
    expect(parse([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
    for (let at = 1; at < bytes.length; at++)
      expect(parse([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(expected);
  });

  test("an endless line is refused instead of held", () => {
    const parser = new SseParser();
    const megabyte = Buffer.alloc(1024 * 1024, "x");
    expect(() => {
      for (let count = 0; count < 10; count++) parser.push(megabyte);
    }).toThrow("endless line");
  });
});
