import { describe, expect, test } from "bun:test";
import { Problem } from "../../platform/problem.ts";
import { engineSettings } from "../settings.ts";
import { hiddenKey, readSettings, withoutKey } from "./settings-input.ts";

const vllm = { adapter: "vllm", label: "Coder", servedName: "coder", model: "acme/coder" };
const remote = { adapter: "remote", label: "There", servedName: "there", baseUrl: "http://10.0.0.2:8000/v1" };

function errorsOf(input: unknown): Record<string, string> {
  try {
    readSettings(input);
    return {};
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return Object.fromEntries((error.errors ?? []).map(({ path, message }) => [path, message]));
  }
}

describe("settings that come in", () => {
  test("get their defaults", () =>
    expect(readSettings(vllm)).toMatchObject({ gpuMemoryUtilization: 0.92, gpus: "auto" }));

  test.each<[string, object, Record<string, string>]>([
    ["nothing at all", {}, { "/settings/adapter": "must be one of vllm, llamacpp, command, remote" }],
    [
      "no name",
      { ...vllm, label: "", servedName: undefined },
      { "/settings/label": "is empty", "/settings/servedName": "is missing" },
    ],
    [
      "a share beyond the GPU",
      { ...vllm, gpuMemoryUtilization: 1.2 },
      { "/settings/gpuMemoryUtilization": "must be at most 0.99" },
    ],
    ["text for a number", { ...vllm, tensorParallel: "two" }, { "/settings/tensorParallel": "must be a number" }],
    ["a setting of another adapter", { ...vllm, gpuLayers: 4 }, { "/settings": "gpuLayers: there is no such setting" }],
    [
      "an unknown cache type",
      { ...vllm, kvCacheDtype: "int1" },
      { "/settings/kvCacheDtype": "must be one of auto, fp8" },
    ],
    [
      "a metadata service",
      { ...remote, baseUrl: "http://169.254.169.254/v1" },
      { "/settings/baseUrl": "is the address of a metadata service" },
    ],
    [
      "a strange address",
      { ...remote, baseUrl: "ftp://x" },
      { "/settings/baseUrl": "must be an http:// or https:// URL" },
    ],
  ])("%s is said in words", (_name, input, expected) => expect(errorsOf(input)).toEqual(expected));

  test("a key is never sent back, and kept when the dots are", () => {
    const before = engineSettings.parse({ ...remote, apiKey: "sk-1" });
    const shown = withoutKey(before);
    expect(JSON.stringify(shown)).not.toContain("sk-1");
    expect(readSettings(shown, before)).toMatchObject({ apiKey: "sk-1" });
    expect(readSettings({ ...shown, apiKey: "sk-2" }, before)).toMatchObject({ apiKey: "sk-2" });
    expect(readSettings({ ...remote }, before)).not.toHaveProperty("apiKey");
    expect(readSettings({ ...remote, apiKey: hiddenKey })).not.toHaveProperty("apiKey");
  });
});
