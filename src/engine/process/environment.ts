/** What an engine may see of our environment; everything else (keys, tokens, our own settings) stays with us. */
const passed = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TZ",
  "TMPDIR",
  "LD_LIBRARY_PATH",
  "LD_PRELOAD",
  "CUDA_HOME",
  "CUDA_PATH",
  "CUDA_DEVICE_ORDER",
  "NVIDIA_VISIBLE_DEVICES",
  "NVIDIA_DRIVER_CAPABILITIES",
  "CC",
  "CXX",
  "XDG_CACHE_HOME",
  // Rootless container runtimes find themselves by these.
  "XDG_RUNTIME_DIR",
  "DBUS_SESSION_BUS_ADDRESS",
  "DOCKER_HOST",
  "CONTAINER_HOST",
] as const;

/** Whole families: NCCL's tuning of this machine, and OpenMP's. */
const passedPrefixes = ["NCCL_", "OMP_", "KMP_"];

const defaults: Record<string, string> = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  // Python otherwise takes ASCII for its files and streams.
  LANG: "C.UTF-8",
};

/**
 * The environment of a child: a small clean base from ours, then `added`, which wins.
 * @param ours our own environment
 * @param home used where ours names no HOME, as in some services
 */
export function childEnvironment(
  ours: Record<string, string | undefined>,
  added: Record<string, string>,
  home: string,
): Record<string, string> {
  const env: Record<string, string> = { ...defaults, HOME: home };
  for (const [name, value] of Object.entries(ours)) {
    if (value === undefined || value === "") continue;
    const wanted = passed.some((one) => one === name) || passedPrefixes.some((prefix) => name.startsWith(prefix));
    if (wanted) env[name] = value;
  }
  return { ...env, ...added };
}
