import { useEffect, useState } from "preact/hooks";
import { Notice } from "../kit/notice.ts";
import { TopBar } from "../kit/top-bar.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { messageOf } from "../lib/problem.ts";

export function About(): View {
  const app = useApp();
  const [version, setVersion] = useState("");
  const [text, setText] = useState<string | null>(null);
  const [query, setQuery] = useState("");
  const [error, setError] = useState<unknown>(null);
  useTitle("About");
  useEffect(() => {
    app.api.health().then(
      (health) => setVersion(health.version),
      () => undefined,
    );
    app.api.licences().then(setText, setError);
  }, [app]);
  const parts = (text ?? "").split(/\n(?=[^\n]*\n[-=]{8,}\n)/u);
  const wanted = query.trim().toLowerCase();
  const shown = wanted === "" ? (text ?? "") : parts.filter((part) => part.toLowerCase().includes(wanted)).join("\n");
  return html`<${TopBar} crumbs=${html`<span class="crumb"><b>About</b></span>`} />
    <main class="page">
      <header class="page-head"><div><h1>Vitrine ${version}</h1><p class="sub">Components from plain language, on your own machine. Apache-2.0.</p></div>
        <span class="grow"></span><a class="btn" data-native href="/api/docs">API reference</a></header>
      <h2 class="section">Licences of everything inside</h2>
      ${error ? html`<${Notice} title="The notices could not be read"><p>${messageOf(error)}</p><//>` : null}
      <div class="licences card">
        <div class="licences-head"><input class="input" type="search" aria-label="Search the notices" placeholder="Search by package or licence" value=${query}
          onInput=${(event: Event) => event.currentTarget instanceof HTMLInputElement && setQuery(event.currentTarget.value)} /></div>
        <pre tabIndex="0" aria-label="Licence notices">${text === null && !error ? "Reading…" : shown || "Nothing matches."}</pre>
      </div>
    </main>`;
}
