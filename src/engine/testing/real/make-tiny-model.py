#!/usr/bin/env python3
"""Makes a tiny language model on the spot, for checks against real engines; its answers are noise.

usage: make-tiny-model.py hf DIR [--weights] [--context N] [--architecture NAME] [--vocabulary N]
       make-tiny-model.py gguf FILE [--context N]

hf    a folder as vLLM reads it: config.json, a tokenizer, a chat template, and weights only with --weights (without
      them start the engine with --load-format dummy). Needs `tokenizers`, and `torch` and `safetensors` for weights;
      every vLLM environment has them.
gguf  one file with random weights, as llama.cpp reads it. Needs the packages `gguf` and `numpy`.

example: make-tiny-model.py hf /tmp/tiny --context 512
"""
import argparse
import json
import pathlib

LAYERS, HEADS, KV_HEADS, HEAD_DIM, HIDDEN, FEED_FORWARD = 2, 4, 2, 32, 128, 256
SPECIAL = ["<unk>", "<s>", "</s>", "<|user|>", "<|assistant|>", "<|system|>"]
TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def byte_alphabet() -> list[str]:
    """One printable letter for each byte, in byte-level BPE's usual order."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    shifted = [byte for byte in range(256) if byte not in kept]
    names = {byte: chr(byte) for byte in kept} | {byte: chr(256 + n) for n, byte in enumerate(shifted)}
    return [names[byte] for byte in range(256)]


def vocabulary(size: int) -> list[str]:
    """Special tokens, every byte, then fillers that no text contains."""
    words = SPECIAL + byte_alphabet()
    return words + [f"<filler{n}>" for n in range(size - len(words))]


def write_hf(folder: pathlib.Path, context: int, architecture: str, size: int) -> None:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    folder.mkdir(parents=True, exist_ok=True)
    words = vocabulary(size)
    tokenizer = Tokenizer(models.BPE(vocab={word: n for n, word in enumerate(words)}, merges=[], unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(word, special=True) for word in SPECIAL])
    tokenizer.save(str(folder / "tokenizer.json"))
    write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": "<s>",
            "eos_token": "</s>",
            "unk_token": "<unk>",
            "model_max_length": context,
            "clean_up_tokenization_spaces": False,
        },
    )
    (folder / "chat_template.jinja").write_text(TEMPLATE)
    write_json(folder / "generation_config.json", {"bos_token_id": 1, "eos_token_id": 2, "do_sample": True})
    write_json(
        folder / "config.json",
        {
            "architectures": [architecture],
            "model_type": "llama",
            "hidden_size": HIDDEN,
            "intermediate_size": FEED_FORWARD,
            "num_hidden_layers": LAYERS,
            "num_attention_heads": HEADS,
            "num_key_value_heads": KV_HEADS,
            "head_dim": HEAD_DIM,
            "vocab_size": size,
            "max_position_embeddings": context,
            "rms_norm_eps": 1e-5,
            "rope_theta": 10000.0,
            "hidden_act": "silu",
            "tie_word_embeddings": True,
            "bos_token_id": 1,
            "eos_token_id": 2,
            "torch_dtype": "bfloat16",
        },
    )


def write_weights(folder: pathlib.Path, size: int) -> None:
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(1)

    def matrix(*shape: int) -> "torch.Tensor":
        return (torch.randn(*shape) * 0.05).to(torch.bfloat16)

    def ones() -> "torch.Tensor":
        return torch.ones(HIDDEN, dtype=torch.bfloat16)

    tensors = {"model.embed_tokens.weight": matrix(size, HIDDEN), "model.norm.weight": ones()}
    for layer in range(LAYERS):
        at = f"model.layers.{layer}."
        tensors[f"{at}input_layernorm.weight"] = ones()
        tensors[f"{at}post_attention_layernorm.weight"] = ones()
        tensors[f"{at}self_attn.q_proj.weight"] = matrix(HEADS * HEAD_DIM, HIDDEN)
        tensors[f"{at}self_attn.k_proj.weight"] = matrix(KV_HEADS * HEAD_DIM, HIDDEN)
        tensors[f"{at}self_attn.v_proj.weight"] = matrix(KV_HEADS * HEAD_DIM, HIDDEN)
        tensors[f"{at}self_attn.o_proj.weight"] = matrix(HIDDEN, HEADS * HEAD_DIM)
        tensors[f"{at}mlp.gate_proj.weight"] = matrix(FEED_FORWARD, HIDDEN)
        tensors[f"{at}mlp.up_proj.weight"] = matrix(FEED_FORWARD, HIDDEN)
        tensors[f"{at}mlp.down_proj.weight"] = matrix(HIDDEN, FEED_FORWARD)
    save_file(tensors, str(folder / "model.safetensors"), metadata={"format": "pt"})


def write_json(path: pathlib.Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")


def write_gguf(file: pathlib.Path, context: int, size: int) -> None:
    import gguf
    import numpy

    file.parent.mkdir(parents=True, exist_ok=True)
    random = numpy.random.default_rng(1)
    words = vocabulary(size)
    writer = gguf.GGUFWriter(str(file), "llama")
    writer.add_name("tiny")
    writer.add_context_length(context)
    writer.add_embedding_length(HIDDEN)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_rope_dimension_count(HEAD_DIM)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(size)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(words)
    control, normal = gguf.TokenType.CONTROL, gguf.TokenType.NORMAL
    writer.add_token_types([control if word in SPECIAL else normal for word in words])
    writer.add_token_merges([f"{words[10]} {words[11]}"])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template(TEMPLATE)

    def add(name: str, *shape: int) -> None:
        values = random.standard_normal(shape, dtype=numpy.float32) * 0.05 if len(shape) > 1 else numpy.ones(shape, numpy.float32)
        writer.add_tensor(name, values)

    add("token_embd.weight", size, HIDDEN)
    add("output_norm.weight", HIDDEN)
    add("output.weight", size, HIDDEN)
    for layer in range(LAYERS):
        add(f"blk.{layer}.attn_norm.weight", HIDDEN)
        add(f"blk.{layer}.attn_q.weight", HEADS * HEAD_DIM, HIDDEN)
        add(f"blk.{layer}.attn_k.weight", KV_HEADS * HEAD_DIM, HIDDEN)
        add(f"blk.{layer}.attn_v.weight", KV_HEADS * HEAD_DIM, HIDDEN)
        add(f"blk.{layer}.attn_output.weight", HIDDEN, HEADS * HEAD_DIM)
        add(f"blk.{layer}.ffn_norm.weight", HIDDEN)
        add(f"blk.{layer}.ffn_gate.weight", FEED_FORWARD, HIDDEN)
        add(f"blk.{layer}.ffn_up.weight", FEED_FORWARD, HIDDEN)
        add(f"blk.{layer}.ffn_down.weight", HIDDEN, FEED_FORWARD)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["hf", "gguf"])
    parser.add_argument("target", type=pathlib.Path)
    parser.add_argument("--weights", action="store_true")
    parser.add_argument("--context", type=int, default=512)
    parser.add_argument("--architecture", default="LlamaForCausalLM")
    parser.add_argument("--vocabulary", type=int, default=1024)
    options = parser.parse_args()
    if options.kind == "hf":
        write_hf(options.target, options.context, options.architecture, options.vocabulary)
        if options.weights:
            write_weights(options.target, options.vocabulary)
    else:
        write_gguf(options.target, options.context, options.vocabulary)


if __name__ == "__main__":
    main()
