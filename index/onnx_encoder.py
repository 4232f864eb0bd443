"""The shipped sentence encoder through ONNX Runtime: no torch, a query in a few milliseconds."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.roles import Role

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BATCH_TOKENS = 4096  # a batch's padded size; larger ones gain nothing on one or two threads
WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
GRAPH_VERSION = 1  # of `index.onnx_graph`; a graph kept under another version is not used


def content_hash(folder: Path) -> str:
    """Return 16 hex digits of the SHA-256 of an encoder's weights, tokenizer and settings."""
    digest = hashlib.sha256()
    for name in (
        WEIGHTS,
        TOKENIZER,
        "config.json",
        "config_sentence_transformers.json",
        "sentence_bert_config.json",
    ):
        path = folder / name
        if path.exists():
            digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def cache_folders(model_folder: Path) -> Iterator[Path]:
    """Yield where a graph may be kept: beside the weights, in the user's cache, in the temporary folder."""
    yield model_folder
    if sys.platform == "win32":
        yield Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "missive"
    elif sys.platform == "darwin":
        yield Path.home() / "Library" / "Caches" / "missive"
    else:
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "missive"
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    yield Path(tempfile.gettempdir()) / f"missive-{user}"


def graph_file(model_folder: Path, *, digest: str, build: Any) -> Path | bytes:
    """Return a kept graph, building and keeping it at first use.

    It is written aside and renamed, so that two processes starting at once both find a whole file.

    Args:
        model_folder: the weights' folder, whose name the file carries.
        digest: the content hash that the file's name carries; a graph of other weights is never picked up.
        build: makes the graph's bytes from the model folder.

    Returns:
        The file, or the bytes themselves where no folder can be written.
    """
    name = f"{model_folder.name}-{digest}-{GRAPH_VERSION}.onnx"
    folders = list(cache_folders(model_folder))
    for folder in folders:
        if (folder / name).is_file() and _own(folder / name, model_folder):
            return folder / name
    graph: bytes = build(model_folder)
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, suffix=".tmp", delete=False) as aside:
                aside.write(graph)
            Path(aside.name).chmod(0o644)
            Path(aside.name).replace(folder / name)
            _drop_older(folder, model_folder.name, keep=name)
            return folder / name
    return graph


def _own(path: Path, model_folder: Path) -> bool:
    """Tell whether a file is ours to trust: beside the weights, or written by this very user."""
    return path.parent == model_folder or not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()


def _drop_older(folder: Path, model: str, *, keep: str) -> None:
    for path in folder.glob(f"{model}-*.onnx"):
        if path.name != keep:
            with contextlib.suppress(OSError):
                path.unlink()


def open_session(graph: Path | bytes, *, threads: int) -> Any:
    """Return an ONNX Runtime session on the CPU.

    Args:
        graph: the file, or its bytes.
        threads: for one product; idle ones sleep rather than spin, since other work shares the cores.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    source = str(graph) if isinstance(graph, Path) else graph
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


class OnnxEncoder:
    """An `Embedder` over an encoder folder with a BERT model, mean pooling and unit vectors."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Open the folder; the graph is built at first use and kept.

        Args:
            folder: `model.safetensors`, `config.json`, `tokenizer.json` and, for prompts and the longest
                text, `config_sentence_transformers.json` and `sentence_bert_config.json`.
            threads: for one product, 1 or more.

        Raises:
            OSError: a file is missing.
            ValueError: the model is not a BERT.
        """
        from index.onnx_graph import BertShape, encoder_graph

        digest = content_hash(folder)
        self._identity = f"{folder.name}@{digest}"
        self._dim = BertShape.read(folder).dim
        self._tokenizer = _tokenizer(folder)
        self._prompts = _prompts(folder)
        self._session = open_session(graph_file(folder, digest=digest, build=encoder_graph), threads=threads)

    @property
    def identity(self) -> str:
        """The folder's name and a hash of its content; vectors of two identities do not compare."""
        return self._identity

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return self._dim

    def embed(self, texts: Sequence[str], *, role: Role) -> np.ndarray:
        """Return float32 (n, dim), unit rows, in the order of `texts`; a long text counts to its cut only."""
        vectors = np.zeros((len(texts), self._dim), dtype=np.float32)
        if not texts:
            return vectors
        prompt = self._prompts[role]
        encodings = self._tokenizer.encode_batch([prompt + text for text in texts])
        ids = [encoding.ids for encoding in encodings]
        for rows in by_length([len(row) for row in ids], batch_tokens=BATCH_TOKENS):
            longest = max(len(ids[row]) for row in rows)
            tokens = np.zeros((len(rows), longest), dtype=np.int64)
            mask = np.zeros_like(tokens)
            for place, row in enumerate(rows):
                tokens[place, : len(ids[row])] = ids[row]
                mask[place, : len(ids[row])] = 1
            vectors[rows] = self._session.run(["vectors"], {"input_ids": tokens, "attention_mask": mask})[0]
        return vectors


def by_length(lengths: Sequence[int], *, batch_tokens: int) -> Iterator[list[int]]:
    """Yield rows in batches of like lengths, each padded to at most `batch_tokens` (or one row)."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[row] > batch_tokens:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _tokenizer(folder: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    settings = _settings(folder / "sentence_bert_config.json")
    tokenizer.no_padding()
    tokenizer.enable_truncation(int(settings.get("max_seq_length") or 512))
    return tokenizer


def _prompts(folder: Path) -> dict[Role, str]:
    prompts = _settings(folder / "config_sentence_transformers.json").get("prompts") or {}
    return {Role.QUERY: prompts.get("query", ""), Role.PASSAGE: prompts.get("document", "")}


def _settings(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
