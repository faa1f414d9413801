import { describe, expect, test } from "bun:test";
import { createEventParser, readEvent } from "./event-parser.ts";

const stream =
  'id: 1\nevent: reasoning\ndata: {"text":"a"}\n\n: beat\n\nid: 2\r\nevent: explanation\r\ndata: {"text":\r\ndata: "b\\u00e9"}\r\n\r\n';

describe("event parser", () => {
  test("reads the same events wherever the stream is cut", () => {
    const whole = createEventParser().feed(stream);
    expect(whole).toEqual([
      { id: "1", event: "reasoning", data: '{"text":"a"}' },
      { id: "2", event: "explanation", data: '{"text":\n"b\\u00e9"}' },
    ]);
    for (let at = 1; at < stream.length; at++) {
      const parser = createEventParser();
      expect([...parser.feed(stream.slice(0, at)), ...parser.feed(stream.slice(at))]).toEqual(whole);
    }
    const slowly = createEventParser();
    expect([...stream].flatMap((letter) => slowly.feed(letter))).toEqual(whole);
  });

  test("keeps back an event whose blank line has not come", () => {
    const parser = createEventParser();
    expect(parser.feed('id: 1\nevent: done\ndata: {"status":"completed"}\n')).toEqual([]);
    expect(parser.feed("\n")).toHaveLength(1);
  });

  test("drops what it cannot trust", () => {
    const good = { id: "3", event: "done", data: '{"status":"completed"}' };
    expect(readEvent(good)).toEqual({ type: "done", data: { status: "completed" }, seq: 3 });
    for (const bad of [{ id: "" }, { id: "0" }, { id: "x" }, { event: "weather" }, { data: "{" }, { data: "null" }]) {
      expect(readEvent({ ...good, ...bad })).toBeNull();
    }
  });
});
