import { describe, expect, test } from "bun:test";
import { followEvents } from "./live-events.ts";
import { ApiError } from "./problem.ts";

const stream = (...chunks: string[]) =>
  new Response(
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
        controller.close();
      },
    }),
  );

describe("followEvents", () => {
  test("opens an ended stream again and passes on whole events alone", async () => {
    const end = new AbortController();
    const answers = [
      () => stream("event: engine\ndata: 1\n\n", "event: engine\ndata: ha"),
      () => {
        throw new ApiError(503, { detail: "draining" });
      },
      () => stream(": hello\n\nevent: engine\nda", "ta: 2\n\n"),
    ];
    const seen: string[] = [];
    const states: string[] = [];
    const run = followEvents(
      async () => {
        const next = answers.shift();
        if (!next) {
          end.abort(new Error("over"));
          throw end.signal.reason;
        }
        return next();
      },
      {
        url: "/stream",
        signal: end.signal,
        onEvent: (event) => seen.push(event.data),
        onState: (state) => states.push(state),
        wait: async () => undefined,
      },
    );
    await expect(run).rejects.toThrow("over");
    expect(seen).toEqual(["1", "2"]);
    expect(states).toEqual(["open", "reconnecting", "reconnecting", "open", "reconnecting"]);
  });

  test.each([401, 403, 404])("gives up when the server refuses with %i", async (status) => {
    const run = followEvents(
      async () => {
        throw new ApiError(status, { detail: "no" });
      },
      { url: "/stream", signal: new AbortController().signal, onEvent: () => undefined, wait: async () => undefined },
    );
    await expect(run).rejects.toThrow("no");
  });
});
