import { IconButton } from "../kit/button.ts";
import { Notice } from "../kit/notice.ts";
import { useApp } from "../lib/app.ts";
import { copyText } from "../lib/clipboard.ts";
import { html, type View } from "../lib/html.ts";
import { useRoom } from "./room.ts";

/** What this machine still lacks before a model can run on it, and how to get it. */
export function SettingUp(): View {
  const room = useRoom();
  const gpus = room.gpus.value;
  const installs = room.installs.value;
  const files = room.files.value;
  const engines = room.engines.value ?? [];
  const noGpu = gpus !== null && gpus.state !== "ok";
  const oneRuns = engines.some(({ status }) => status.state === "ready" || status.state === "degraded");
  const noEngine =
    installs !== null && !oneRuns && !installs.some((install) => install.chosen || install.version !== null);
  const nothing = files !== null && files.items.length === 0 && engines.length === 0;
  const { value: problems } = room.problems;
  return html`<div class="setting-up">
    ${problems.length > 0 && html`<${Notice} kind="warn" title="Some catalogue entries cannot be read"><ul>${problems.map((problem) => html`<li key=${problem}>${problem}</li>`)}</ul><//>`}
    ${
      noGpu &&
      html`<${Notice} kind=${gpus.state === "failed" ? "bad" : "warn"} title=${gpus.state === "failed" ? "The GPU does not answer" : "There is no GPU here that can be used"}>
        <p>${gpus.detail ?? "No driver was found."}</p>
        <p>Without one: the pattern engine answers at once, a small model runs on the CPU with llama.cpp, and Add, Remote server attaches any OpenAI-compatible URL. <code>vitrine doctor</code> checks the machine line by line.</p>
      <//>`
    }
    ${
      noEngine &&
      html`<${Notice} kind="warn" title="No engine is installed yet">
        <p>Models run in vLLM (GPUs) or llama.cpp (CPUs and small GPUs). One command puts it into a place of its own and leaves the system alone:</p>
        <${Command} text="vitrine engine install" />
        <p class="quiet small">Without a network: <code>vitrine engine install --help</code> tells how to use a folder of wheels.</p>
      <//>`
    }
    ${
      nothing &&
      !noEngine &&
      html`<${Notice} kind="info" title="No model is here yet"><p>Pick one below that fits and press Get; when it is here, Start is one click. On a machine without a network, Add, Import from a disk.</p><//>`
    }
  </div>`;
}

function Command({ text }: { text: string }): View {
  const app = useApp();
  const copy = async () =>
    (await copyText(text))
      ? app.toasts.show("The command is copied.", "ok")
      : app.toasts.show("The browser did not allow copying.", "bad");
  return html`<p class="command-line"><code>${text}</code><${IconButton} icon="copy" label="Copy the command" onClick=${() => void copy()} /></p>`;
}
