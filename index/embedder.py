"""Embedders: texts to unit vectors; our own model by default, any other by one setting."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from index.roles import Role

__all__ = ["SHIPPED", "Embedder", "Role", "load_embedder"]

SHIPPED = "missive-encoder"
MODELS = Path(__file__).parent / "models"


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their cosine."""

    @property
    def identity(self) -> str:
        """The model's name and a hash of its content; vectors of two identities do not compare."""
        ...

    @property
    def dim(self) -> int:
        """The length of a vector."""
        ...

    def embed(self, texts: Sequence[str], *, role: Role) -> np.ndarray:
        """Return float32 (n, dim), unit rows, in the order of `texts`."""
        ...


def load_embedder(name: str | None = None, *, threads: int = 1) -> Embedder:
    """Open an embedder.

    Args:
        name: None or `missive-encoder` for the shipped model, which needs neither torch nor a network;
            else a model folder or a hub id, opened with sentence-transformers.
        threads: for one product. One serves a query best on a busy machine; two read reports in faster.

    Raises:
        EmbedderError: the folder is no model, the hub cannot be reached, or the shipped weights are missing.
    """
    if name is None or name == SHIPPED:
        return _shipped(threads)
    from index.sentence_embedder import SentenceEmbedder

    return SentenceEmbedder.open(name, threads=threads)


def _shipped(threads: int) -> Embedder:
    from index.errors import EmbedderError
    from index.onnx_encoder import OnnxEncoder
    from ingest.messages import Message

    folder = MODELS / SHIPPED
    try:
        return OnnxEncoder(folder, threads=threads)
    except OSError as exc:
        raise EmbedderError(
            Message.of("embedder.shipped_missing", folder=str(folder)),
            hint=Message.of("embedder.shipped_missing.hint"),
        ) from exc
