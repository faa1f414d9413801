import { Problem } from "../platform/problem.ts";

const mebibyte = 1024 * 1024;

/** The most that any request may carry; Bun itself cuts off beyond it, with an empty 413. */
export const largestBody = 48 * mebibyte;

const limits: { pattern: RegExp; bytes: number }[] = [
  // A prompt with images, base64.
  { pattern: /^\/api\/chats\/[^/]+\/generations$/, bytes: 44 * mebibyte },
  { pattern: /^\/api\/generate\/stream$/, bytes: 44 * mebibyte },
  // A whole version's files.
  { pattern: /^\/api\/(preview\/build|chats\/[^/]+\/versions|projects\/import)$/, bytes: 12 * mebibyte },
];
const usual = mebibyte;

/** @throws Problem `too_large` when the request announces more than its route takes */
export function checkBodySize(request: Request): void {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced <= usual) return;
  const path = new URL(request.url).pathname;
  const limit = limits.find(({ pattern }) => pattern.test(path))?.bytes ?? usual;
  if (announced > limit) {
    throw new Problem(
      "too_large",
      `The request is ${(announced / mebibyte).toFixed(1)} MiB and this address takes at most ${limit / mebibyte} MiB.`,
    );
  }
}

/**
 * Bodies under `/api` are JSON. A form could be sent by any other site without asking the browser first; JSON cannot.
 * @throws Problem `unsupported_media_type`
 */
export function checkBodyType(request: Request): void {
  const type = request.headers.get("content-type");
  if (type === null || !new URL(request.url).pathname.startsWith("/api/")) return;
  if (/^application\/json\s*(;|$)/i.test(type.trim())) return;
  throw new Problem("unsupported_media_type", `This address takes JSON (application/json), not ${type.slice(0, 80)}.`);
}
