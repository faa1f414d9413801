import { Elysia, NotFoundError, ParseError, ValidationError } from "elysia";
import type { App } from "../platform/app.ts";
import { type FieldError, Problem, problemBody, toProblem } from "../platform/problem.ts";
import { requestId } from "../platform/request-id.ts";

/**
 * The one place where whatever was thrown becomes an answer: `application/problem+json` with a public message,
 * while the log keeps the cause under the request id.
 */
export const errorHandling = (app: Pick<App, "log">) =>
  new Elysia({ name: "errors" }).onError({ as: "global" }, ({ error, request, code }) => {
    const id = requestId(request);
    const problem = classify(error, code);
    if (problem.status >= 500) {
      app.log.error({ requestId: id, code: problem.code, err: problem.cause ?? problem }, problem.message);
    }
    return new Response(JSON.stringify(problemBody(problem, id)), {
      status: problem.status,
      headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...problem.headers },
    });
  });

function classify(error: unknown, code: number | string): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ValidationError) {
    // A response that does not fit its own schema is our fault, not the client's.
    if (error.type === "response") return toProblem(error);
    return new Problem("validation_failed", "The request has fields that cannot be used.", {
      errors: fieldErrors(error),
    });
  }
  if (error instanceof ParseError || code === "PARSE") {
    // The guard asks before the body is read, and Elysia wraps what is thrown there.
    if (error instanceof Error && error.cause instanceof Problem) return error.cause;
    return new Problem("invalid_json", "The request body is not valid JSON.");
  }
  if (error instanceof NotFoundError || code === "NOT_FOUND")
    return new Problem("not_found", "There is nothing at this address.");
  return toProblem(error);
}

function fieldErrors(error: ValidationError): FieldError[] {
  const seen = new Map<string, FieldError>();
  for (const issue of error.all.slice(0, 50)) {
    const path = "path" in issue && typeof issue.path === "string" ? issue.path : "";
    const message = "summary" in issue && typeof issue.summary === "string" ? issue.summary : "is not valid";
    if (!seen.has(path)) seen.set(path, { path, message });
  }
  return [...seen.values()].slice(0, 20);
}
