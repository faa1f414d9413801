import type { Rule } from "./failure.ts";

/** What any engine may die of: the GPU and its driver, compilers, Python, disk, memory and addresses of this machine. */
export const commonFailures: Rule<unknown>[] = [
  {
    pattern:
      /no CUDA-capable device|No CUDA GPUs are available|Found no NVIDIA driver|libcuda\.so\.1: cannot open|failed to initialize CUDA/,
    draft: () => ({
      code: "no_gpu",
      reason: "The engine found no GPU that it can use.",
      fix: "Run `vitrine doctor`: it names what is wrong with the driver or the GPU; to run on the processor, set the GPUs to “none”.",
    }),
  },
  {
    pattern:
      /driver on your system is too old(?: \(found version (\d+)\))?|CUDA driver version is insufficient|unsupported display driver|compiled with an unsupported toolchain|forward compatibility was attempted/,
    draft: ([, version]) => ({
      code: "driver_too_old",
      reason: `The GPU driver is too old for this build of the engine${version === undefined ? "" : ` (it runs CUDA ${Math.floor(Number(version) / 1000)}.${Math.floor((Number(version) % 1000) / 10)})`}.`,
      fix: "Update the NVIDIA driver (R580 or newer for CUDA 13), or install a version of the engine that was built for an older CUDA; `vitrine doctor` shows both.",
    }),
  },
  {
    pattern: /no kernel image is available/,
    draft: () => ({
      code: "no_gpu",
      reason: "This build of the engine has no code for this GPU: the GPU is too old for it, or too new.",
      fix: "Install a version of the engine that supports this GPU; `vitrine doctor` shows its compute capability.",
    }),
  },
  {
    pattern: /uncorrectable ECC|fallen off the bus|GPU is lost|Unable to determine the device handle/,
    draft: () => ({
      code: "died",
      reason: "The GPU reported a fault of its own.",
      fix: "Restart the machine; if that repeats, the GPU has to be serviced (see `nvidia-smi -q` and `dmesg`).",
      retryable: true,
    }),
  },
  {
    pattern:
      /CUDA error: (an illegal memory access was encountered|unspecified launch failure|device-side assert triggered|misaligned address|the launch timed out[^.]*)/,
    draft: ([, what]) => ({
      code: "died",
      reason: `A computation on the GPU failed (${what}).`,
      fix: "It is started again; if that repeats, update the engine, or turn on eager mode (--enforce-eager).",
      retryable: true,
    }),
  },
  {
    pattern:
      /Could not find nvcc|nvcc(?:: command| was) not found|CUDA_HOME (?:environment variable )?is not set|No such file or directory: '[^']*nvcc'/,
    draft: () => ({
      code: "toolchain_missing",
      reason: "The engine has to compile a kernel and finds no CUDA compiler (nvcc).",
      fix: "Install the CUDA toolkit, or run vLLM in its container image, which holds it.",
    }),
  },
  {
    pattern:
      /Failed to find C compiler|No such file or directory: '(?:[^']*\/)?(?:gcc|cc|g\+\+|c\+\+|clang)'|Python\.h: No such file|Ninja is required|No such file or directory: 'ninja'/,
    draft: ([found]) => ({
      code: "toolchain_missing",
      reason: found.includes("Python.h")
        ? "The engine has to compile a kernel and finds no headers of Python."
        : /ninja/i.test(found)
          ? "The engine has to compile a kernel and finds no ninja."
          : "The engine has to compile a kernel and finds no C compiler.",
      fix: found.includes("Python.h")
        ? "Install Python's headers (for example `apt install python3-dev`)."
        : /ninja/i.test(found)
          ? "Install ninja (for example `apt install ninja-build`)."
          : "Install one (for example `apt install build-essential`).",
    }),
  },
  {
    pattern: /Too many open files/,
    draft: () => ({
      code: "bad_setting",
      reason: "The engine may not open as many files and connections as it needs.",
      fix: "Raise the limit of open files (LimitNOFILE of the service, or `ulimit -n`) to 65,536.",
    }),
  },
  {
    pattern: /^(?!.*Retrying).*(?:Address already in use|EADDRINUSE|port is already allocated)/,
    draft: () => ({
      code: "port_taken",
      reason: "The socket or port of the engine is taken by another process.",
      fix: "It is tried again with a fresh one; if that repeats, end what holds it.",
      retryable: true,
    }),
  },
  {
    pattern: /AF_UNIX path too long/,
    draft: () => ({
      code: "bad_setting",
      reason: "The path of the engine's socket is longer than the system allows (107 bytes).",
      fix: "Move the data folder to a shorter path.",
    }),
  },
  {
    pattern: /(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)'?|No module named '?(vllm[\w.]*)'?/,
    draft: ([, first, second]) => {
      const name = first ?? second;
      return {
        code: "python_broken",
        reason: `The engine's Python environment lacks the module ${name}.`,
        fix: "Install the engine again with `vitrine engine install`; a model with code of its own may need that module as well.",
      };
    },
  },
  {
    pattern:
      /(?:ImportError: |OSError: )?(\S+\.so[\d.]*): (?:cannot open shared object file|undefined symbol|version `[^']*' not found)/,
    draft: ([, library]) => ({
      code: "python_broken",
      reason: `The engine's installation does not fit together: the library ${library} is missing or of another version.`,
      fix: "Install the engine again with `vitrine engine install`, which keeps to versions that belong together.",
    }),
  },
  {
    pattern: /ImportError: cannot import name '?(\w+)'? from '?([\w.]+)|(?:bad interpreter|Fatal Python error: init)/,
    draft: ([, name, module]) => ({
      code: "python_broken",
      reason:
        name === undefined
          ? "The engine's Python does not start."
          : `The engine's Python environment mixes versions: ${module} has no ${name}.`,
      fix: "Install the engine again with `vitrine engine install`.",
    }),
  },
  {
    pattern: /PermissionError: \[Errno 13\] Permission denied: '([^']+)'|Permission denied \(os error 13\)/,
    draft: ([, path]) => ({
      code: "bad_setting",
      reason: `The engine may not open ${path ?? "one of its files"}.`,
      fix: "Give the user that runs Vitrine the right to it.",
    }),
  },
  {
    pattern: /(?:can't|cannot|Cannot) allocate memory|^MemoryError|std::bad_alloc|Unable to allocate .* for an array/,
    draft: () => ({
      code: "host_memory",
      reason: "The machine's main memory ran out.",
      fix: "Free main memory, stop another engine, or choose a smaller model.",
    }),
  },
  {
    pattern: /No space left on device|Disk quota exceeded|ENOSPC/,
    draft: ([found]) => ({
      code: "disk_full",
      reason: found.startsWith("Disk quota")
        ? "The engine's disk quota is used up."
        : "A disk that the engine writes to is full.",
      fix: "Make room in the data folder (compile caches), in /tmp and in /dev/shm, and in a container runtime's own storage.",
    }),
  },
];
