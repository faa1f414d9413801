import { expect, test } from "bun:test";
import { buildIndexes } from "./pinned.ts";
import { pipEnvironment, sourceArguments } from "./pip.ts";

const env = {
  PATH: "/usr/bin",
  HOME: "/home/ada",
  PYTHONPATH: "/opt/old",
  VIRTUAL_ENV: "/opt/other",
  OPENAI_API_KEY: "secret",
  https_proxy: "http://proxy:3128",
  PIP_INDEX_URL: "https://mirror.lan/simple",
  PIP_TARGET: "/usr/lib/python3",
  PIP_USER: "1",
};

test("an index keeps the organisation's settings of pip and its proxy, and nothing that points elsewhere", () => {
  expect(pipEnvironment(env, {})).toEqual({
    LANG: "C.UTF-8",
    PATH: "/usr/bin",
    HOME: "/home/ada",
    https_proxy: "http://proxy:3128",
    PIP_INDEX_URL: "https://mirror.lan/simple",
    PYTHONNOUSERSITE: "1",
    PYTHONUNBUFFERED: "1",
    PIP_USER: "0",
    PIP_REQUIRE_VIRTUALENV: "1",
    PIP_RETRIES: "5",
    PIP_RESUME_RETRIES: "10",
  });
});

test("a folder of wheels needs none of them", () => {
  expect(pipEnvironment(env, { wheels: "/media/wheels" })).toEqual({
    LANG: "C.UTF-8",
    PATH: "/usr/bin",
    HOME: "/home/ada",
    PYTHONNOUSERSITE: "1",
    PYTHONUNBUFFERED: "1",
    PIP_USER: "0",
    PIP_REQUIRE_VIRTUALENV: "1",
    PIP_CONFIG_FILE: "/dev/null",
  });
  const offline = ["--no-index", "--find-links", "/media/wheels", "--only-binary", ":all:"];
  expect(sourceArguments({ wheels: "/media/wheels" }, [])).toEqual(offline);
});

test("a build comes from the indexes of its name", () => {
  expect(sourceArguments({}, [])).toEqual([]);
  expect(sourceArguments({ index: "https://mirror.lan/simple" }, buildIndexes("0.29.0+cu129", "cu129"))).toEqual([
    "--index-url",
    "https://mirror.lan/simple",
    "--extra-index-url",
    "https://wheels.vllm.ai/0.29.0/cu129",
    "--extra-index-url",
    "https://download.pytorch.org/whl/cu129",
  ]);
});
