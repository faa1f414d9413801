import type { Config } from "../platform/config.ts";

/** The URL that people are told: the public one where it is set, otherwise one that works on this machine. */
export function localUrl(config: Pick<Config, "public_url" | "host" | "port">, port: number = config.port): string {
  if (config.public_url) return config.public_url.replace(/\/$/, "");
  const wild = config.host === "0.0.0.0" || config.host === "::";
  const host = wild ? "127.0.0.1" : config.host.includes(":") ? `[${config.host}]` : config.host;
  return `http://${host}:${port}`;
}
