import { useEffect, useState } from "preact/hooks";
import { followEvents } from "../lib/live-events.ts";
import { messageOf } from "../lib/problem.ts";
import { appendLines, type LogBlock, type LogFilter, passes, type SeqLine } from "./log-lines.ts";
import { useRoom } from "./room.ts";

export interface Log {
  blocks: LogBlock[];
  state: "reading" | "live" | "reconnecting" | "failed";
  error: string | null;
}

/** The end of an engine's log that passes the filter, and what comes after it. */
export function useLog(engineId: string, filter: LogFilter): Log {
  const room = useRoom();
  const [log, setLog] = useState<Log>({ blocks: [], state: "reading", error: null });
  const { text, level } = filter;
  useEffect(() => {
    const end = new AbortController();
    const { signal } = end;
    let waiting: SeqLine[] = [];
    let reading = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const add = (lines: SeqLine[], fresh = false) => {
      const shown = lines.filter((line) => passes(line, { text, level }));
      setLog((before) => ({
        ...before,
        state: "live",
        error: null,
        blocks: appendLines(fresh ? [] : before.blocks, shown),
      }));
    };
    const flush = () => {
      timer = undefined;
      if (reading || waiting.length === 0) return;
      add(waiting);
      waiting = [];
    };
    /** Also after a lost connection: what was said meanwhile is in the log. */
    const read = async () => {
      reading = true;
      const { items } = await room.api.engines.logs(
        engineId,
        { limit: 2000, ...(text ? { q: text } : {}), ...(level === "debug" ? {} : { level }) },
        signal,
      );
      reading = false;
      add(items, true);
      flush();
    };
    const fail = (thrown: unknown) => {
      if (!signal.aborted) setLog((before) => ({ ...before, state: "failed", error: messageOf(thrown) }));
    };
    // What is there already is filtered at once; older lines that pass come with the answer.
    setLog((before) => ({
      ...before,
      state: "reading",
      blocks: appendLines(
        [],
        before.blocks.flatMap((block) => block.lines).filter((line) => passes(line, { text, level })),
      ),
    }));
    // The pause lets a word be typed to its end.
    const begin = setTimeout(
      () => {
        followEvents(room.request, {
          url: `/api/admin/engines/${encodeURIComponent(engineId)}/logs/stream`,
          signal,
          onState(state) {
            if (state === "open") read().catch(fail);
            else setLog((before) => ({ ...before, state: "reconnecting" }));
          },
          onEvent(event) {
            if (event.event !== "line") return;
            const line = parseLine(event.data);
            if (!line) return;
            waiting.push(line);
            timer ??= setTimeout(flush, 120);
          },
        }).catch(fail);
      },
      text ? 200 : 0,
    );
    return () => {
      clearTimeout(begin);
      clearTimeout(timer);
      end.abort();
    };
  }, [room, engineId, text, level]);
  return log;
}

function parseLine(data: string): SeqLine | null {
  try {
    const value: unknown = JSON.parse(data);
    return isLine(value) ? value : null;
  } catch {
    return null;
  }
}

const isLine = (value: unknown): value is SeqLine =>
  typeof value === "object" && value !== null && "seq" in value && "text" in value && "level" in value;
