import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Switch } from "../kit/choice.ts";
import { Dialog } from "../kit/dialog.ts";
import { Field } from "../kit/field.ts";
import { html, type View } from "../lib/html.ts";
import { ApiError, messageOf } from "../lib/problem.ts";
import { fileBytes } from "../lib/units.ts";
import type { ModelActions } from "./model-actions.ts";
import { useRoom } from "./room.ts";

/** A model that is already in a folder of the server, brought there on a disk perhaps. */
export function ImportDialog({ actions }: { actions: ModelActions }): View {
  const room = useRoom();
  const [path, setPath] = useState("");
  const [link, setLink] = useState(false);
  const form = useTry(async () => {
    await room.api.files.import(path.trim(), link ? "register" : "copy");
    await Promise.all([room.refresh("files"), room.refresh("models")]);
    return "The import has begun; it shows below the catalogue.";
  }, actions);
  return html`<${Dialog} title="Import a model from a disk" onClose=${actions.close} onSubmit=${form.submit}
    footer=${html`<${Button} onClick=${actions.close}>Cancel<//><${Button} kind="solid" type="submit" busy=${form.busy} disabled=${path.trim() === ""}>Import<//>`}>
    <p>A folder on this server with <code>config.json</code>, a tokenizer and the weights, or one <code>.gguf</code> file. Nothing is fetched from anywhere.</p>
    <${Field} label="Folder or file" name="path" value=${path} onInput=${setPath} placeholder="/media/usb/Qwen3.6-27B-FP8" autocomplete="off" autofocus error=${form.error} hint=${room.files.value ? `Goes to ${room.files.value.path}, ${fileBytes(room.files.value.freeBytes)} free` : undefined} />
    <${Switch} label="Use it where it is" value=${link} onChange=${setLink} hint="Takes no room, but the disk has to stay connected." />
  <//>`;
}

/** A model that the catalogue does not know. */
export function PullDialog({ actions }: { actions: ModelActions }): View {
  const room = useRoom();
  const [repository, setRepository] = useState("");
  const [revision, setRevision] = useState("");
  const form = useTry(async () => {
    await room.api.files.pull({
      repository: repository.trim(),
      ...(revision.trim() ? { revision: revision.trim() } : {}),
    });
    await Promise.all([room.refresh("files"), room.refresh("models")]);
    return `${repository.trim()} is being fetched.`;
  }, actions);
  return html`<${Dialog} title="Get a model from a repository" onClose=${actions.close} onSubmit=${form.submit}
    footer=${html`<${Button} onClick=${actions.close}>Cancel<//><${Button} kind="solid" type="submit" busy=${form.busy} disabled=${!/^[^/\s]+\/[^/\s]+$/u.test(repository.trim())}>Get it<//>`}>
    <p>The server fetches it from Hugging Face or the mirror that is set up. Without a network, import it from a disk instead.</p>
    <${Field} label="Repository" name="repository" value=${repository} onInput=${setRepository} placeholder="owner/name" autocomplete="off" autofocus error=${form.error} />
    <${Field} label="Revision" name="revision" value=${revision} onInput=${setRevision} placeholder="main" autocomplete="off" hint="A branch, tag or commit; empty for the newest." />
    <p class="quiet small">When it is here, start it from the list of stored models below the catalogue.</p>
  <//>`;
}

/** Runs a dialog's action, closes it when it went well, and keeps what was typed when not. */
function useTry(action: () => Promise<string>, actions: ModelActions) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  async function run(): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      const done = await action();
      actions.close();
      await actions.act("said", () => Promise.resolve(), done);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  }
  const sentence =
    error === null
      ? undefined
      : error instanceof ApiError && error.fields[0]
        ? error.fields[0].message
        : messageOf(error);
  return { busy, error: sentence, submit: () => void run() };
}
