import { signal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Notice } from "../kit/notice.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { messageOf } from "../lib/problem.ts";
import { type HostedStage, PreviewHost } from "./preview-host.ts";

/** Nothing but the component, as large as the window. */
export function FullPreview({ versionId }: { versionId: string }): View {
  const app = useApp();
  const [error, setError] = useState<unknown>(null);
  const stage = useMemo(
    () => ({
      build: signal<HostedStage["build"]["value"]>(null),
      theme: signal<"light" | "dark">("light"),
      reloads: signal(0),
      log: () => undefined,
    }),
    [],
  );
  useTitle("Preview");
  useEffect(() => {
    app.versions.bundle(versionId, {}).then((build) => {
      stage.build.value = { build, partial: false };
    }, setError);
  }, [app, versionId, stage]);
  if (error !== null) {
    return html`<main class="page"><${Notice} title="This version could not be shown" actions=${html`<a class="btn" href="/projects">All projects</a>`}><p>${messageOf(error)}</p><//></main>`;
  }
  return html`<main class="full-preview" aria-label="Preview"><${PreviewHost} stage=${stage} /></main>`;
}
