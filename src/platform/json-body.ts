import { bodyLimit, mebibytes } from "./body-limit.ts";
import { Problem } from "./problem.ts";
import { pathOf } from "./request-path.ts";

/** Nothing that this API takes is nested nearly as deep; a library that looks into it may go one call deeper each time. */
const deepest = 100;

/**
 * The JSON that a request carries, counted while it arrives: one that comes in chunks announces no size.
 * @returns null where it carries nothing that calls itself JSON
 * @throws Problem `too_large`, `invalid_json`
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  // Not undefined, at which Elysia would read the body by itself.
  if (request.body === null || !isJson(request)) return null;
  const text = await readText(request);
  if (text === "") return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem("invalid_json", "The request body is not valid JSON.");
  }
  if (isDeeper(value)) throw new Problem("invalid_json", `The request body is nested deeper than ${deepest} levels.`);
  return value;
}

/** Whether a request says so of its body. */
export const isJson = (request: Request): boolean =>
  /^application\/json\s*(;|$)/i.test((request.headers.get("content-type") ?? "").trim());

async function readText(request: Request): Promise<string> {
  // An announced size was compared before, and the connection carries no more than it.
  if (request.headers.has("content-length")) return request.text();
  const limit = bodyLimit(pathOf(request));
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limit) {
      throw new Problem("too_large", `The request is longer than the ${mebibytes(limit)} that this address takes.`, {
        // What is still to come would have to be read for the next request on this connection.
        headers: { connection: "close" },
      });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Without calling itself, which is what such a text is meant to make things do. */
function isDeeper(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one !== "object" || one === null) continue;
      if (depth >= deepest) return true;
      for (const inner of Object.values(one)) if (typeof inner === "object" && inner !== null) next.push(inner);
    }
    level = next;
  }
  return false;
}
