import type { VllmSettings } from "../../settings.ts";
import type { Rule } from "../failure.ts";

/** What docker and podman say before anything of the engine runs. */
export const containerFailures: Rule<VllmSettings>[] = [
  {
    pattern:
      /No such image|Unable to find image|image not known|pull access denied|manifest unknown|initializing source docker/,
    draft: (_, { container }) => ({
      code: "executable_missing",
      reason: `The container image ${container?.image ?? ""} is not on this machine.`.replace("  ", " "),
      fix: `Fetch it with \`${container?.runtime === "podman" ? "podman" : "docker"} pull ${container?.image ?? "IMAGE"}\`, or load it from a file with \`load -i\`; a start itself never downloads.`,
    }),
  },
  {
    pattern:
      /could not select device driver|unresolvable CDI devices|nvidia-container-cli|CDI device injection failed|unknown or invalid runtime name: nvidia/,
    draft: () => ({
      code: "no_gpu",
      reason: "The container runtime cannot hand a GPU to a container.",
      fix: "Install the NVIDIA Container Toolkit; for podman also run `nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml`.",
    }),
  },
  {
    pattern:
      /permission denied while trying to connect to the Docker daemon|Cannot connect to the Docker daemon|Cannot connect to Podman/,
    draft: ([found]) => ({
      code: "bad_setting",
      reason: found.startsWith("permission")
        ? "Vitrine may not use docker."
        : "The container runtime's service is not running.",
      fix: found.startsWith("permission")
        ? "Add the user that runs Vitrine to the group docker, or use podman."
        : "Start it (for example `systemctl start docker`), or run vLLM without a container.",
    }),
  },
  {
    pattern: /[Cc]ontainer name "?\S+"? is already in use/,
    draft: () => ({
      code: "unknown",
      reason: "A container of this name is still there.",
      fix: "It is tried again under another name.",
      retryable: true,
    }),
  },
  {
    pattern: /exec(?:utable file)?:? "?vllm"?:? (?:executable file )?not found|executable file `?"?vllm"?`? not found/,
    draft: (_, { container }) => ({
      code: "executable_missing",
      reason: `The image ${container?.image ?? ""} holds no vLLM.`,
      fix: "Choose an image of vLLM, for example vllm/vllm-openai with a version.",
    }),
  },
];
