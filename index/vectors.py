"""The vector file: unit rows by chunk number, searched exactly by inner product.

An exact scan of 60,000 vectors of 384 numbers takes about 7 ms on one core (13 GB/s, measured 22
November 2026), so nothing approximate is needed at the size of a mission archive.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import VectorFileError

Rows = NDArray[np.float32]
Ids = NDArray[np.int64]


class Vectors:
    """An unchanging set of numbered unit vectors; safe to search from several threads."""

    def __init__(self, index: faiss.IndexIDMap2) -> None:
        self._index = index

    @classmethod
    def of(cls, ids: Sequence[int] | Ids, rows: Rows) -> Vectors:
        """Return the vectors `rows` (float32, (n, dim), unit rows) under the numbers `ids`."""
        index = faiss.IndexIDMap2(faiss.IndexFlatIP(rows.shape[1]))
        if len(ids):
            index.add_with_ids(np.ascontiguousarray(rows, np.float32), np.asarray(ids, np.int64))
        return cls(index)

    @classmethod
    def read(cls, file: Path) -> Vectors:
        """Read a vector file.

        Raises:
            FileNotFoundError: there is no such file (a newer one may have taken its place).
            VectorFileError: the file is not one that `write` wrote.
        """
        if not file.exists():
            raise FileNotFoundError(file)
        try:
            index = faiss.read_index(str(file))
        except RuntimeError as exc:
            if not file.exists():
                raise FileNotFoundError(file) from exc
            raise VectorFileError(file) from exc
        if not isinstance(index, faiss.IndexIDMap2):
            raise VectorFileError(file)
        return cls(index)

    def write(self, file: Path) -> None:
        """Write to `file` through a file beside it, so that it is either whole and on disk or absent."""
        aside = file.with_suffix(".partial")
        faiss.write_index(self._index, str(aside))
        sync(aside)
        aside.replace(file)
        sync_folder(file.parent)

    @property
    def dim(self) -> int:
        """Return the length of a vector."""
        return int(self._index.d)

    @property
    def ids(self) -> Ids:
        """Return the numbers of all vectors, in the order they were added."""
        ids: Ids = faiss.vector_to_array(self._index.id_map).astype(np.int64)
        return ids

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def changed(self, *, removed: Sequence[int], ids: Sequence[int], rows: Rows) -> Vectors:
        """Return these vectors without `removed` and with `rows` added under `ids`; this one is unchanged."""
        kept = ~np.isin(self.ids, np.asarray(removed, np.int64))
        flat: Rows = faiss.downcast_index(self._index.index).reconstruct_n(0, len(self))
        return Vectors.of(
            np.concatenate([self.ids[kept], np.asarray(ids, np.int64)]),
            np.concatenate([flat[kept], rows.reshape(len(ids), self.dim)]),
        )

    def rows(self, ids: Sequence[int]) -> Rows:
        """Return the vectors under `ids`, float32, (len(ids), dim).

        Raises:
            KeyError: there is no vector under one of the numbers.
        """
        try:
            found: Rows = self._index.reconstruct_batch(np.asarray(ids, np.int64))
        except RuntimeError as exc:
            raise KeyError(str(exc)) from exc
        return found

    def search(self, query: Rows, k: int, allowed: Ids | None = None) -> tuple[Ids, Rows]:
        """Return the numbers and similarities of the `k` nearest vectors, nearest first.

        `query` is one float32 unit vector, (dim,). The similarity is the cosine (-1..1, higher is
        nearer). `allowed` restricts the scan itself to those numbers. Fewer than `k` come back
        where there are fewer.
        """
        count = min(k, len(self) if allowed is None else len(allowed))
        if count == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        selector = None if allowed is None else faiss.IDSelectorBatch(np.asarray(allowed, np.int64))
        parameters = None if selector is None else faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        similarities, ids = self._index.search(
            np.ascontiguousarray(query[None, :], np.float32), count, params=parameters
        )
        # FAISS fills up with -1 where the selector lets fewer than `count` through.
        found = ids[0] >= 0
        return ids[0][found], similarities[0][found]


def sync(file: Path) -> None:
    """Have the file's bytes on the disk before going on."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Have the folder's entries on the disk before going on (Windows cannot, and need not)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
