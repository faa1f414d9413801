import { createServer } from "node:net";
import { fail, type Outcome, ok } from "./finding.ts";

/** Whether the port is free, or answered by a Vitrine already. */
export async function checkPort(host: string, port: number): Promise<Outcome> {
  const problem = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "EADDRINUSE"));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
  const place = `${host}:${port}`;
  switch (problem) {
    case undefined:
      return ok(`${place} is free`);
    case "EACCES":
      return fail(`${place} may be opened by root alone`, "choose a port from 1024 on with --port or VITRINE_PORT");
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return fail(`${host} is not an address of this machine`, "choose another with --host or VITRINE_HOST");
    default:
      if (await isVitrine(host, port)) return ok(`${place} is answered by a running Vitrine`);
      return fail(`${place} is taken by another program`, "choose another with --port or VITRINE_PORT");
  }
}

async function isVitrine(host: string, port: number): Promise<boolean> {
  const name = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
  const answer: unknown = await fetch(`http://${name}:${port}/health`, { signal: AbortSignal.timeout(1_000) })
    .then((response) => response.json())
    .catch(() => undefined);
  return typeof answer === "object" && answer !== null && "service" in answer && answer.service === "vitrine";
}
