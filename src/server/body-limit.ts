import { bodyLimit, mebibytes } from "../platform/body-limit.ts";
import { isJson } from "../platform/json-body.ts";
import { Problem } from "../platform/problem.ts";
import { pathOf } from "../platform/request-path.ts";

/** @throws Problem `too_large` when the request announces more than its route takes */
export function checkBodySize(request: Request): void {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced === 0) return;
  const limit = bodyLimit(pathOf(request));
  if (announced > limit) {
    throw new Problem(
      "too_large",
      `The request is ${mebibytes(announced)} and this address takes at most ${mebibytes(limit)}.`,
    );
  }
}

/**
 * Bodies under `/api` are JSON as it is: nothing unpacks what could be a thousand times as long. A form could be sent by
 * any other site without asking the browser first; JSON cannot.
 * @throws Problem `unsupported_media_type`
 */
export function checkBodyType(request: Request): void {
  if (!pathOf(request).startsWith("/api/")) return;
  const packed = request.headers.get("content-encoding");
  if (packed !== null && packed !== "identity") {
    throw new Problem("unsupported_media_type", "This address takes bodies as they are, and none that is packed.");
  }
  const type = request.headers.get("content-type");
  if (type === null) return;
  if (isJson(request)) return;
  throw new Problem("unsupported_media_type", `This address takes JSON (application/json), not ${type.slice(0, 80)}.`);
}
