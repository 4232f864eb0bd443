"""A BERT model as an ONNX graph, written node by node from its safetensors: no torch, no export.

The nodes are those that ONNX Runtime would arrive at itself (fused attention, skip and layer norm, bias
and GELU), so that a session starts without a search for patterns.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import onnx

OPSET = 17
CONTRIB = "com.microsoft"
_MASKED = -1e4  # BERT's own value in half precision; exp of it is 0 in float32 too


@dataclass(frozen=True, slots=True, kw_only=True)
class BertShape:
    """What a BERT `config.json` says of sizes; `eps` is the layer norm's."""

    layers: int
    heads: int
    dim: int
    positions: int
    eps: float

    @classmethod
    def read(cls, folder: Path) -> BertShape:
        """Read `config.json` of a model folder.

        Raises:
            ValueError: the model is not a BERT with absolute positions and GELU.
        """
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        kind = (
            config.get("model_type"),
            config.get("hidden_act"),
            config.get("position_embedding_type", "absolute"),
        )
        if kind != ("bert", "gelu", "absolute"):
            raise ValueError(f"{folder}: a graph is written for bert/gelu/absolute models only, not {kind}")
        return cls(
            layers=int(config["num_hidden_layers"]),
            heads=int(config["num_attention_heads"]),
            dim=int(config["hidden_size"]),
            positions=int(config["max_position_embeddings"]),
            eps=float(config["layer_norm_eps"]),
        )


@dataclass(slots=True)
class GraphWriter:
    """Nodes and weights of a graph in the making."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: list[onnx.TensorProto] = field(default_factory=list)

    def weight(self, name: str, value: np.ndarray) -> str:
        """Add a constant (floats as float32) and return its name."""
        from onnx import numpy_helper

        wide = value.astype(np.float32) if value.dtype.kind == "f" else value
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(wide), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, *, domain: str = "", **attributes: Any) -> str:
        """Add a node with one output and return the output's name."""
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def linear(self, source: str, matrix: np.ndarray, output: str) -> str:
        """Add `source @ matrix.T`, the product of a torch linear layer without its bias."""
        return self.node("MatMul", [source, self.weight(f"{output}.matrix", matrix.T)], output)

    def serialize(self, *, inputs: tuple[str, ...], outputs: Mapping[str, int]) -> bytes:
        """Return the model's bytes.

        Args:
            inputs: names of int64 inputs of shape (batch, tokens).
            outputs: names of float32 outputs and their number of dimensions, the batch the first.
        """
        from onnx import TensorProto, helper

        graph = helper.make_graph(
            self.nodes,
            "encoder",
            [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs],
            [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", *[None] * (rank - 1)])
                for name, rank in outputs.items()
            ],
            initializer=self.weights,
        )
        imports = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
        # IR version 8 goes with opset 17; onnx writes its newest otherwise, which an older runtime refuses.
        return bytes(helper.make_model(graph, opset_imports=imports, ir_version=8).SerializeToString())


def write_bert(
    writer: GraphWriter,
    weights: Mapping[str, np.ndarray],
    shape: BertShape,
    *,
    prefix: str = "",
    types: bool = False,
) -> str:
    """Add a BERT encoder that reads `input_ids` and `attention_mask` (and `token_type_ids`).

    Args:
        writer: where the nodes go.
        weights: tensors by their Hugging Face names.
        shape: the model's sizes.
        prefix: what the names begin with (`"bert."` in a model with a head).
        types: whether the graph reads `token_type_ids`; without, every token is of type 0.

    Returns:
        The name of the last hidden state, float32 (batch, tokens, dim).
    """
    hidden = _embed(writer, weights, shape, prefix=f"{prefix}embeddings.", types=types)
    mask = writer.node("Cast", ["attention_mask"], "mask.int32", to=6)
    for layer in range(shape.layers):
        hidden = _layer(writer, weights, shape, hidden, mask, prefix=f"{prefix}encoder.layer.{layer}.")
    return hidden


def _embed(
    writer: GraphWriter, weights: Mapping[str, np.ndarray], shape: BertShape, *, prefix: str, types: bool
) -> str:
    kinds = weights[f"{prefix}token_type_embeddings.weight"]
    positions = weights[f"{prefix}position_embeddings.weight"].astype(np.float32)
    if not types:
        positions = positions + kinds[0].astype(np.float32)
    words = writer.weight("words", weights[f"{prefix}word_embeddings.weight"])
    gathered = writer.node("Gather", [words, "input_ids"], "words.gathered")
    sizes = writer.node("Shape", ["input_ids"], "sizes")
    length = writer.node("Slice", [sizes, *_slice(writer, "sizes", 1, 2)], "tokens.count")
    zero, step = writer.weight("zero", np.array([0])), writer.weight("axis", np.array([0]))
    placed = writer.node(
        "Slice", [writer.weight("positions", positions), zero, length, step], "positions.sliced"
    )
    total = writer.node("Add", [gathered, placed], "embeddings.sum")
    if types:
        typed = writer.node("Gather", [writer.weight("types", kinds), "token_type_ids"], "types.gathered")
        total = writer.node("Add", [total, typed], "embeddings.typed")
    norm = [
        writer.weight(f"embeddings.{part}", weights[f"{prefix}LayerNorm.{part}"])
        for part in ("weight", "bias")
    ]
    return writer.node("LayerNormalization", [total, *norm], "embeddings", axis=-1, epsilon=shape.eps)


def _slice(writer: GraphWriter, name: str, start: int, end: int) -> list[str]:
    return [writer.weight(f"{name}.start", np.array([start])), writer.weight(f"{name}.end", np.array([end]))]


def _layer(
    writer: GraphWriter,
    weights: Mapping[str, np.ndarray],
    shape: BertShape,
    hidden: str,
    mask: str,
    *,
    prefix: str,
) -> str:
    def part(name: str) -> np.ndarray:
        return weights[f"{prefix}{name}"]

    def named(name: str) -> str:
        return writer.weight(f"{prefix}{name}", part(name))

    three = ("query", "key", "value")
    matrix = np.concatenate([part(f"attention.self.{name}.weight").T for name in three], axis=1)
    bias = np.concatenate([part(f"attention.self.{name}.bias") for name in three])
    packed = [writer.weight(f"{prefix}qkv.matrix", matrix), writer.weight(f"{prefix}qkv.bias", bias)]
    heeded = writer.node(
        "Attention",
        [hidden, *packed, mask],
        f"{prefix}attention",
        domain=CONTRIB,
        num_heads=shape.heads,
        mask_filter_value=_MASKED,
    )
    projected = writer.linear(heeded, part("attention.output.dense.weight"), f"{prefix}projected")

    def join(source: str, skipped: str, stage: str) -> str:
        norm = [
            named(f"{stage}.LayerNorm.weight"),
            named(f"{stage}.LayerNorm.bias"),
            named(f"{stage}.dense.bias"),
        ]
        inputs = [source, skipped, *norm]
        return writer.node(
            "SkipLayerNormalization", inputs, f"{prefix}{stage}", domain=CONTRIB, epsilon=shape.eps
        )

    joined = join(projected, hidden, "attention.output")
    wide = writer.linear(joined, part("intermediate.dense.weight"), f"{prefix}wide")
    bent = writer.node("BiasGelu", [wide, named("intermediate.dense.bias")], f"{prefix}gelu", domain=CONTRIB)
    return join(writer.linear(bent, part("output.dense.weight"), f"{prefix}narrow"), joined, "output")


def write_mean_pool(writer: GraphWriter, hidden: str, output: str) -> None:
    """Add the mean of the hidden states under the mask, scaled to unit length: float32 (batch, dim)."""
    mask = writer.node("Cast", ["attention_mask"], "mask.float", to=1)
    axes = writer.weight("pool.axis", np.array([1]))
    last = writer.weight("pool.last", np.array([2]))
    column = writer.node("Unsqueeze", [mask, last], "mask.column")
    total = writer.node(
        "ReduceSum", [writer.node("Mul", [hidden, column], "masked"), axes], "sum", keepdims=0
    )
    # The mean's divisor falls out of the scaling to unit length.
    writer.node("LpNormalization", [total], output, axis=-1, p=2)


def encoder_graph(folder: Path) -> bytes:
    """Return the graph of a sentence encoder folder: `input_ids`, `attention_mask` -> `vectors`.

    Raises:
        ValueError: the folder's model is of another kind (see `BertShape.read`).
        OSError: a file is missing.
    """
    from safetensors.numpy import load_file

    writer = GraphWriter()
    hidden = write_bert(writer, load_file(folder / "model.safetensors"), BertShape.read(folder))
    write_mean_pool(writer, hidden, "vectors")
    return writer.serialize(inputs=("input_ids", "attention_mask"), outputs={"vectors": 2})
