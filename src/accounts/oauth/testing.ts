import { Elysia } from "elysia";
import { ManualClock } from "../../platform/clock.ts";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { accountRoutes } from "../routes.ts";
import { signedInPerson } from "../testing.ts";
import type { ProviderKind } from "./provider.ts";
import { addProvider, type ProviderInput } from "./provider-store.ts";

/** The accounts of an appliance on a port of its own, with an administrator; its clock starts at the real time. */
export async function startAppliance() {
  const clock = new ManualClock(Math.floor(Date.now() / 1000) * 1000);
  const app = testApp({ clock });
  const server = new Elysia().use(errorHandling(app)).use(accountRoutes(app));
  server.listen({ port: 0, hostname: "127.0.0.1", reusePort: false });
  const url = `http://127.0.0.1:${server.server?.port}`;
  const admin = await signedInPerson(app, "root@example.org", "admin");
  return {
    app,
    clock,
    url,
    admin,
    add: (kind: ProviderKind, input: Partial<ProviderInput>) =>
      addProvider(app, kind, {
        clientId: "vitrine",
        clientSecret: "a secret between the two of us",
        enabled: true,
        allowedDomains: [],
        createAccounts: true,
        ...input,
      }),
    async stop() {
      await server.stop(true);
      app.dispose();
    },
  };
}

/** Whom the real provider signs in. */
export interface ProviderPerson {
  sub: string;
  email?: string;
  verified?: boolean;
  name?: string;
  /** Says no when asked whether to go on. */
  declines?: boolean;
}

/**
 * A real OpenID Connect provider in a process of its own, for the client `vitrine`.
 * @param callbacks the redirect URIs that it knows
 */
export async function startRealProvider(callbacks: string[]) {
  const fixture = new URL("./provider.fixture.ts", import.meta.url).pathname;
  const child = Bun.spawn([process.execPath, fixture, callbacks.join(",")], { stdout: "pipe", stderr: "ignore" });
  const { value } = await child.stdout.getReader().read();
  const issuer = new TextDecoder().decode(value).trim();
  return {
    issuer,
    /** Whoever signs in from now on is this person. */
    become: (person: ProviderPerson) =>
      fetch(`${issuer}/person`, { method: "POST", body: JSON.stringify(person) }).then(({ status }) => status),
    async stop() {
      child.kill();
      await child.exited;
    },
  };
}

/** A browser as far as sign-in needs one: it keeps cookies and follows redirects wherever they lead. */
export class TestBrowser {
  readonly #jars = new Map<string, Map<string, string>>();
  readonly #home: string;

  /** @param home the appliance; a redirect to one of its pages is where a journey ends */
  constructor(home: string) {
    this.#home = home;
  }

  cookie(name: string): string | undefined {
    return this.#jars.get(this.#home)?.get(name);
  }

  async send(address: string, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(address);
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(address, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const { name, value, maxAge, expires } = Bun.Cookie.parse(line);
      const gone = maxAge === 0 || (expires !== undefined && new Date(expires).getTime() < Date.now());
      if (gone) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Follows redirects while `stop` does not hold. @returns the address at which it stopped, or `STATUS body` */
  async follow(address: string, stop: (url: URL) => boolean = () => false): Promise<string> {
    let at = new URL(address);
    for (let hop = 0; hop < 20; hop++) {
      const response = await this.send(at.href);
      const location = response.headers.get("location");
      if (location === null) return `${response.status} ${await response.text()}`;
      at = new URL(location, at);
      if (stop(at)) return at.href;
      if (at.origin === this.#home && !at.pathname.startsWith("/api/")) return `${at.pathname}${at.search}`;
    }
    return "too many redirects";
  }

  /** Signs in by a provider. @returns the path of the page where it ended */
  signIn(provider: string, returnTo?: string): Promise<string> {
    const query = returnTo === undefined ? "" : `?returnTo=${encodeURIComponent(returnTo)}`;
    return this.follow(`${this.#home}/api/auth/oauth/${provider}${query}`);
  }

  /** Goes as far as the door that the provider sends it to, and does not walk through. */
  signInUpToCallback(provider: string): Promise<string> {
    return this.follow(`${this.#home}/api/auth/oauth/${provider}`, ({ pathname }) => pathname.endsWith("/callback"));
  }

  /** Who is signed in, as the page finds out. */
  async whoAmI(): Promise<string | undefined> {
    const response = await this.send(`${this.#home}/api/auth/refresh`, { method: "POST" });
    if (response.status !== 200) return undefined;
    const answer: { user: { email: string } } = await response.json();
    return answer.user.email;
  }
}
