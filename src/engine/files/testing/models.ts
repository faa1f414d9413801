import type { TestRepository } from "./hub-server.ts";

/** Bytes that repeat late, so that a part in the wrong place is a wrong file. */
export function noise(size: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = seed * 2_654_435_761;
  for (let at = 0; at < size; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** A safetensors file of one tensor of `size` bytes. */
export function safetensors(size: number, seed = 1): Uint8Array {
  const header = Buffer.from(JSON.stringify({ w: { dtype: "U8", shape: [size], data_offsets: [0, size] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, noise(size, seed)]);
}

/** The beginning of a GGUF file and some bytes. */
export function gguf(size: number, seed = 1): Uint8Array {
  const start = Buffer.alloc(24);
  start.write("GGUF", "latin1");
  start.writeUInt32LE(3, 4);
  return Buffer.concat([start, noise(size, seed)]);
}

export const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

export const commits = { first: "a".repeat(40), second: "b".repeat(40) } as const;

/** A model of two shards with everything beside it that repositories have. */
export function shardedModel(shardBytes = 200_000, seed = 1): TestRepository {
  return {
    commit: commits.first,
    files: {
      ".gitattributes": Buffer.from("*.safetensors filter=lfs"),
      "README.md": Buffer.from("# A model"),
      "config.json": json({ architectures: ["TestForCausalLM"], hidden_size: 8 }),
      "generation_config.json": json({}),
      "tokenizer.json": json({ model: {} }),
      "empty.txt": new Uint8Array(0),
      "model.safetensors.index.json": json({
        weight_map: { a: "model-00001-of-00002.safetensors", b: "model-00002-of-00002.safetensors" },
      }),
      "model-00001-of-00002.safetensors": safetensors(shardBytes, seed),
      "model-00002-of-00002.safetensors": safetensors(shardBytes, seed + 1),
      "pytorch_model.bin": noise(1_000),
      "onnx/model.onnx": noise(1_000),
      "original/consolidated.00.pth": noise(1_000),
      "figures/benchmark.png": noise(500),
    },
  };
}
