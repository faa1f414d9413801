import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Dialog } from "../kit/dialog.ts";
import { Field } from "../kit/field.ts";
import { Notice } from "../kit/notice.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { ApiError, messageOf } from "../lib/problem.ts";
import type { Project } from "../lib/types.ts";

export interface ProjectFormProps {
  /** Null makes a new one. */
  project: Project | null;
  onClose(): void;
  onDone(project: Project): void;
}

export function ProjectForm({ project, onClose, onDone }: ProjectFormProps): View {
  const app = useApp();
  const [name, setName] = useState(project?.name ?? "");
  const [description, setDescription] = useState(project?.description ?? "");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const refused = error instanceof ApiError ? error.field("/name") : undefined;

  async function save(): Promise<void> {
    if (busy || name.trim() === "") return;
    setBusy(true);
    const input = { name: name.trim(), description: description.trim() };
    try {
      onDone(await (project ? app.api.projects.update(project.id, input) : app.api.projects.create(input)));
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  }
  return html`<${Dialog} title=${project ? "Rename project" : "New project"} onClose=${onClose} onSubmit=${save}
    footer=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="solid" type="submit" busy=${busy} disabled=${name.trim() === ""}>${project ? "Save" : "Create project"}<//>`}>
    ${error !== null && refused === undefined && html`<${Notice} title="That did not work"><p>${messageOf(error)}</p><//>`}
    <${Field} label="Name" name="name" required autofocus maxLength=${120} value=${name} onInput=${setName} error=${refused} placeholder="Acme console" />
    <${Field} label="Description" name="description" multiline maxLength=${500} value=${description} onInput=${setDescription} placeholder="What it is for (optional)" />
  <//>`;
}
