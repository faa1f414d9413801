import type { Channel } from "./channel.ts";

/** Bytes that code of a project may hold in buffers, blobs and canvases at one time, and from which size they count. */
const most = 768 * 1024 * 1024;
const counted = 256 * 1024;

/**
 * Limits what lies outside of the script's own heap, which a browser hands out until the machine has none left. The heap
 * has a limit of its own: there the browser ends the frame's process, and the page replaces it.
 */
export function limitMemory(window: Window & typeof globalThis, channel: Channel): void {
  let held = 0;
  let told = false;
  const registry = new FinalizationRegistry<number>((bytes) => {
    held -= bytes;
  });

  /** @throws RangeError that says so, when there is no room for as many bytes */
  function reserve(bytes: number): void {
    if (held + bytes <= most) return;
    const text = `The preview lets a component hold ${most / 1024 / 1024} MB in buffers, blobs and canvases; this one asked for more.`;
    if (!told) channel.send({ type: "console", level: "error", args: [text], position: null });
    told = true;
    throw new RangeError(text);
  }

  function hold(owner: object, bytes: number): void {
    if (bytes < counted) return;
    held += bytes;
    registry.register(owner, bytes);
  }

  /** Puts a constructor in its own place that asks first. */
  function guard(name: string, sizeOf: (args: unknown[]) => number, owner: (made: object) => object): void {
    const native: unknown = Reflect.get(window, name);
    if (typeof native !== "function") return;
    const guarded = new Proxy(native, {
      construct(target, args: unknown[], asked) {
        const bytes = sizeOf(args);
        if (bytes >= counted) reserve(bytes);
        const made: object = Reflect.construct(target, args, asked);
        if (bytes >= counted) hold(owner(made), bytes);
        return made;
      },
    });
    Object.defineProperty(native.prototype, "constructor", { value: guarded, configurable: true, writable: true });
    Object.defineProperty(window, name, { value: guarded, configurable: true, writable: true });
  }

  const number = (value: unknown): number => (typeof value === "number" && value > 0 ? value : 0);
  const self = (made: object): object => made;
  const longest = (options: unknown): number =>
    typeof options === "object" && options !== null ? number(Reflect.get(options, "maxByteLength")) : 0;
  guard("ArrayBuffer", ([length, options]) => Math.max(number(length), longest(options)), self);
  // It could hold gigabytes, and there is nothing to use it with: the policy lets no such code run.
  Reflect.deleteProperty(window.WebAssembly ?? {}, "Memory");
  for (const name of ["SharedArrayBuffer", "OffscreenCanvas", "ImageData"]) {
    guard(name, ([width, height = 0.25]) => 4 * number(width) * number(height), self);
  }
  for (const [name, width] of Object.entries(arrays)) {
    // A view of a buffer that is there already costs nothing.
    guard(
      name,
      ([length]) => width * lengthOf(length),
      (made) => Reflect.get(made, "buffer"),
    );
  }
  for (const name of ["Blob", "File"]) guard(name, ([parts]) => partsSize(parts), self);
  guardCanvas(window, (canvas, bytes) => {
    reserve(bytes);
    hold(canvas, bytes);
  });
}

const arrays: Record<string, number> = {
  Int8Array: 1,
  Uint8Array: 1,
  Uint8ClampedArray: 1,
  Int16Array: 2,
  Uint16Array: 2,
  Float16Array: 2,
  Int32Array: 4,
  Uint32Array: 4,
  Float32Array: 4,
  Float64Array: 8,
  BigInt64Array: 8,
  BigUint64Array: 8,
};

function lengthOf(value: unknown): number {
  if (typeof value === "number") return Math.max(0, value);
  if (typeof value !== "object" || value === null || "byteLength" in value === false) {
    const length: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "length") : 0;
    return typeof length === "number" ? length : 0;
  }
  const length: unknown = Reflect.get(value, "length");
  return typeof length === "number" ? length : 0;
}

function partsSize(parts: unknown): number {
  if (!Array.isArray(parts)) return 0;
  let bytes = 0;
  for (const part of parts) {
    if (typeof part === "string") bytes += part.length;
    else if (typeof part === "object" && part !== null) {
      const size: unknown = Reflect.get(part, "byteLength") ?? Reflect.get(part, "size");
      if (typeof size === "number") bytes += size;
    }
  }
  return bytes;
}

/** A canvas has its pixels from the first time that somebody draws on it. */
function guardCanvas(window: Window & typeof globalThis, take: (canvas: object, bytes: number) => void): void {
  const { prototype } = window.HTMLCanvasElement;
  const native = prototype.getContext;
  const known = new WeakSet<object>();
  const guarded = function getContext(this: HTMLCanvasElement, ...args: unknown[]): unknown {
    if (!known.has(this)) {
      take(this, 4 * this.width * this.height);
      known.add(this);
    }
    return Reflect.apply(native, this, args);
  };
  Object.defineProperty(prototype, "getContext", { value: guarded, configurable: true, writable: true });
}
