"""Chunks to vectors: what of a chunk is embedded, and all of a library anew with another model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from index.changes import Writer
from index.database import set_meta
from index.embedder import Embedder
from index.library import Library
from index.records import read_chunks
from index.roles import Role
from index.vectors import Rows, Vectors
from ingest.chunk import Chunk

EMBED_CHUNKS = 64
"""Chunks embedded between two reports of progress."""


def embedded_text(chunk: Chunk) -> str:
    """Return what is embedded of a chunk: the title and headings it stands under, then its text."""
    return f"{chunk.context}\n{chunk.text}" if chunk.context else chunk.text


def embed_chunks(
    chunks: Sequence[Chunk], embedder: Embedder, *, tell: Callable[[int], None] = lambda _: None
) -> Rows:
    """Return the vectors of chunks, float32, (len(chunks), dim), unit rows; `tell` hears the number done."""
    rows = np.empty((len(chunks), embedder.dim), np.float32)
    for start in range(0, len(chunks), EMBED_CHUNKS):
        texts = [embedded_text(chunk) for chunk in chunks[start : start + EMBED_CHUNKS]]
        rows[start : start + len(texts)] = embedder.embed(texts, role=Role.PASSAGE)
        tell(start + len(texts))
    return rows


def reembed(
    library: Library, embedder: Embedder, *, progress: Callable[[int, int], None] = lambda done, total: None
) -> int:
    """Compute every vector anew with `embedder` and switch to them; return the number of chunks.

    The old vectors stay in service for whoever searches with the old model until the new ones are
    whole. `progress` hears the chunks done and their total. The library must have been opened
    without an embedder, since that one check is what this mends.

    Raises:
        LockedError: another process is writing.
    """
    with Writer.of(library) as writer:
        connection = library.database.connection
        numbers = [row[0] for row in connection.execute("SELECT id FROM chunks ORDER BY id")]
        parts = []
        for batch in _batches(numbers):
            found = read_chunks(connection, batch)
            parts.append(embed_chunks([found[number].chunk for number in batch], embedder))
            progress(sum(len(part) for part in parts), len(numbers))
        rows = np.concatenate(parts) if parts else np.empty((0, embedder.dim), np.float32)
        with library.database.writing():
            writer.name_vectors(connection, Vectors.of(numbers, rows))
            set_meta(connection, "embedder", embedder.identity)
            set_meta(connection, "dim", str(embedder.dim))
            set_meta(connection, "generation", str(library.generation + 1))
        writer.sweep()
    return len(numbers)


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), EMBED_CHUNKS):
        yield numbers[start : start + EMBED_CHUNKS]
