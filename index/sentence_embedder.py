"""Any model that sentence-transformers opens: a folder, or an id on the Hugging Face hub."""

from __future__ import annotations

import contextlib
import hashlib
import os
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import EmbedderError
from index.model_families import family_of
from index.roles import Role
from ingest.messages import Message

BATCH_TEXTS = 32
HUB_TIMEOUT_S = 5.0


class SentenceEmbedder:
    """An `Embedder` over a sentence-transformers model."""

    def __init__(self, model: Any, *, identity: str, prompts: Mapping[Role, str]) -> None:
        """Wrap an opened model.

        Args:
            model: a `SentenceTransformer`.
            identity: name and content of the model.
            prompts: what goes before a text in each role.
        """
        self._model = model
        self._identity = identity
        self._prompts = dict(prompts)

    @classmethod
    def open(cls, name: str, *, threads: int = 1) -> SentenceEmbedder:
        """Open a folder or hub id with the prompts that its family wants.

        Raises:
            EmbedderError: no such folder, a folder that holds no model, or a hub out of reach.
        """
        folder = Path(name).expanduser()
        if not folder.is_dir() and _looks_like_folder(name):
            raise EmbedderError(Message.of("embedder.no_folder", folder=name))
        import torch

        torch.set_num_threads(threads)
        try:
            model = _open(str(folder) if folder.is_dir() else name, local=folder.is_dir())
        except Exception as exc:  # the libraries raise a dozen kinds; each means: not to be had
            key = "embedder.no_model" if folder.is_dir() else "embedder.unreachable"
            raise EmbedderError(
                Message.of(key, name=name, reason=_first_line(exc)), hint=Message.of(f"{key}.hint")
            ) from exc
        title = folder.resolve().name if folder.is_dir() else name
        return cls(model, identity=f"{title}@{_weights_hash(model)}", prompts=_prompts(title, model))

    @property
    def identity(self) -> str:
        """The model's name and a hash of its weights."""
        return self._identity

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension())

    def embed(self, texts: Sequence[str], *, role: Role) -> np.ndarray:
        """Return float32 (n, dim), unit rows, in the order of `texts`."""
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        vectors = self._model.encode(
            list(texts),
            prompt=self._prompts[role],
            batch_size=BATCH_TEXTS,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def _open(name: str, *, local: bool) -> Any:
    """Open a folder, or a hub id: from the hub's cache where it is there, else from the hub itself."""
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, device="cpu", local_files_only=True)
    except Exception:
        if local:
            raise
    _reach_hub()
    return SentenceTransformer(name, device="cpu")


def _reach_hub() -> None:
    """Knock once: the hub's own client tries for 78 seconds where there is no network (measured, 1.x).

    Raises:
        OSError: no answer of any kind within `HUB_TIMEOUT_S`.
    """
    endpoint = os.environ.get("HF_ENDPOINT", "https://huggingface.co")
    with contextlib.suppress(urllib.error.HTTPError):  # an answer, if not a friendly one
        urllib.request.urlopen(endpoint, timeout=HUB_TIMEOUT_S).close()


def _looks_like_folder(name: str) -> bool:
    """Tell a path from a hub id, which has one slash and no dot before it."""
    return name.startswith((".", "~", "/", "\\")) or "\\" in name or name.count("/") > 1 or ":" in name


def _prompts(name: str, model: Any) -> dict[Role, str]:
    """Return the family's prompts; of an unknown family, those that the model itself carries."""
    family = family_of(name)
    if family is not None:
        return {Role.QUERY: family.query, Role.PASSAGE: family.passage}
    own = getattr(model, "prompts", None) or {}
    return {
        Role.QUERY: own.get("query") or "",
        Role.PASSAGE: own.get("document") or own.get("passage") or "",
    }


def _weights_hash(model: Any) -> str:
    """Return 16 hex digits over the weights as loaded, so that a changed model is noticed."""
    digest = hashlib.sha256()
    for name, value in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(value.detach().cpu().contiguous().view(-1).float().numpy().tobytes())
    return digest.hexdigest()[:16]


def _first_line(exc: BaseException) -> str:
    return (str(exc).strip().splitlines() or [type(exc).__name__])[0][:200]
