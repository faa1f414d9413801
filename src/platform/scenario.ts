import { expect, test } from "bun:test";

/** Whatever answers requests: an Elysia instance, for example. */
export interface Handler {
  handle(request: Request): Promise<Response>;
}

/** One request and what its answer must and must not say. */
export interface Scenario {
  name: string;
  method?: string;
  path: string;
  /** Sent as JSON; a string is sent as it is, to try broken JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  status: number;
  /** Parts that the answer's text contains. */
  has?: string[];
  /** Parts that it must not contain, beside those that no answer ever contains. */
  hasNot?: string[];
  /** Further checks, or something to keep for the next scenario. */
  check?: (response: Response, text: string) => void;
}

/** Signs of a leak, whatever the request was. */
const never = [
  "passwordHash",
  "password_hash",
  "$argon2",
  "tokenHash",
  "token_hash",
  "SQLITE",
  "    at ",
  "node_modules",
];

export function scenarioRequest(scenario: Omit<Scenario, "name" | "status">): Request {
  const { method = "GET", path, body, headers } = scenario;
  return new Request(`http://localhost${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

/** Makes a test of each scenario, run in order. */
export function runScenarios(server: Handler, scenarios: Scenario[]): void {
  for (const scenario of scenarios) {
    test(scenario.name, async () => {
      const response = await server.handle(scenarioRequest(scenario));
      const text = await response.text();
      expect(`${response.status} ${response.status === scenario.status ? "" : text}`).toBe(`${scenario.status} `);
      for (const part of scenario.has ?? []) expect(text).toContain(part);
      for (const part of [...never, ...(scenario.hasNot ?? [])]) expect(text).not.toContain(part);
      if (response.status >= 400) expect(response.headers.get("content-type")).toContain("application/problem+json");
      scenario.check?.(response, text);
    });
  }
}
