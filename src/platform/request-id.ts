import { newId } from "./ids.ts";

const known = new WeakMap<Request, string>();
const acceptable = /^[A-Za-z0-9._-]{8,64}$/;

/** The id of a request: the caller's `X-Request-Id` where it is harmless, otherwise a new one; always the same for one request. */
export function requestId(request: Request): string {
  let id = known.get(request);
  if (id === undefined) {
    const given = request.headers.get("x-request-id");
    id = given !== null && acceptable.test(given) ? given : newId();
    known.set(request, id);
  }
  return id;
}
