"""Changes to a library, each switched to at once: what to add, what takes whose place, what to purge."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from index import holdings, names, records
from index.database import set_meta
from index.holdings import Attachment, FileStamp
from index.lock import WAIT_S, writer_lock
from index.postings import add_terms, drop_terms
from index.vectors import Rows, Vectors
from ingest.chunk import Chunk
from ingest.document import Document

if TYPE_CHECKING:
    from index.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A document to index, its bytes, its chunks and their vectors.

    `rows` is float32, (len(chunks), dim), unit rows.
    """

    document: Document
    content: bytes
    chunks: tuple[Chunk, ...]
    rows: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What one switch does; each document id at most once among the additions.

    Additions are indexed in place of an older text of the same bytes, and attachments noted;
    `files` then point to their documents, and a document that lost its last file to another is
    superseded by it; documents whose last file is in `vanished`, and those in `removed`, are
    purged with their older versions and with attachments that nothing else holds.
    """

    additions: tuple[Addition, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    files: tuple[FileStamp, ...] = ()
    vanished: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The ids of documents that a switch took out of search but kept, and of those it purged."""

    superseded: tuple[str, ...]
    purged: tuple[str, ...]


class Writer:
    """The one writer of a library, for as long as it holds the lock."""

    def __init__(self, library: Library) -> None:
        self.library = library

    @classmethod
    @contextmanager
    def of(cls, library: Library, *, wait_s: float = WAIT_S) -> Iterator[Self]:
        """Hold the library's write lock, after clearing what a killed writer left behind.

        Raises:
            LockedError: another process holds it.
        """
        with writer_lock(library.folder, wait_s=wait_s):
            writer = cls(library)
            writer.sweep()
            yield writer

    def commit(self, changes: Changes) -> Outcome:
        """Apply `changes` in one switch: readers see the state before it or after it, nothing between."""
        library = self.library
        for addition in changes.additions:
            library.originals.keep(addition.content)
        with library.database.writing() as connection:
            renewed = [addition.document.id for addition in changes.additions]
            dropped = _drop_chunks(connection, renewed)
            added = [_insert(connection, addition) for addition in changes.additions]
            holdings.attach(connection, changes.attachments)
            superseded = holdings.stamp(connection, changes.files)
            purged = holdings.forget_files(connection, changes.vanished)
            purged += holdings.let_go(connection, changes.removed)
            dropped += _drop_chunks(connection, (*superseded, *purged))
            _purge(connection, purged)
            names.rename(connection)
            self._switch_vectors(connection, changes.additions, added, dropped)
            set_meta(connection, "generation", str(library.generation + 1))
        self.sweep()
        return Outcome(superseded=superseded, purged=purged)

    def _switch_vectors(
        self,
        connection: sqlite3.Connection,
        additions: Sequence[Addition],
        added: Sequence[Sequence[int]],
        dropped: Sequence[int],
    ) -> None:
        numbers = [number for of_one in added for number in of_one]
        if not numbers and not dropped:
            return
        rows = [addition.rows for addition in additions if addition.chunks]
        new = np.concatenate(rows) if rows else np.empty((0, self.library.dim), np.float32)
        # A chunk added and dropped in one switch (its file was overtaken at once) gets no vector.
        kept = np.flatnonzero(~np.isin(numbers, dropped))
        with self.library.snapshot() as snapshot:
            vectors = snapshot.vectors.changed(
                removed=dropped, ids=[numbers[position] for position in kept], rows=new[kept]
            )
        self.name_vectors(connection, vectors)

    def name_vectors(self, connection: sqlite3.Connection, vectors: Vectors) -> None:
        """Write `vectors` beside those in use and name them; the caller's transaction switches to them."""
        library = self.library
        name = f"vectors-{library.generation + 1}.faiss"
        vectors.write(library.folder / name)
        set_meta(connection, "previous_vectors", str(library.database.meta("vectors")))
        set_meta(connection, "vectors", name)

    def sweep(self) -> None:
        """Delete files that no committed state names.

        The previous vectors stay for a reader that is about to open them, unless something was
        purged: then they go too, and with them what is left of it in the pages of the database.
        """
        library = self.library
        meta, connection = library.database.meta, library.database.connection
        has_traces = meta("traces") is not None
        kept = {meta("vectors"), None if has_traces else meta("previous_vectors")}
        for file in (*library.folder.glob("vectors-*.faiss"), *library.folder.glob("vectors-*.partial")):
            if file.name not in kept:
                file.unlink(missing_ok=True)
        library.originals.sweep({row[0] for row in connection.execute("SELECT id FROM documents")})
        if has_traces:
            library.database.erase_traces()
            connection.execute("DELETE FROM meta WHERE key = 'traces'")


def _insert(connection: sqlite3.Connection, addition: Addition) -> tuple[int, ...]:
    """Insert a document with its chunks and terms; return the chunks' numbers, never used before or again."""
    records.insert_document(connection, addition.document)
    first = int(connection.execute("SELECT value FROM meta WHERE key = 'next_chunk'").fetchone()[0])
    numbered = tuple(enumerate(addition.chunks, first))
    set_meta(connection, "next_chunk", str(first + len(numbered)))
    lengths = add_terms(connection, addition.document, numbered)
    records.insert_chunks(connection, ((number, chunk, lengths[number]) for number, chunk in numbered))
    return tuple(number for number, _ in numbered)


def _drop_chunks(connection: sqlite3.Connection, document_ids: Sequence[str]) -> list[int]:
    """Take the chunks of documents out of every index; return their numbers."""
    dropped = []
    for document_id in document_ids:
        chunks = records.read_chunks_of(connection, document_id)
        drop_terms(connection, ((stored.id, stored.chunk) for stored in chunks))
        connection.execute("DELETE FROM chunks WHERE document_id = ?", (document_id,))
        dropped += [stored.id for stored in chunks]
    return dropped


def _purge(connection: sqlite3.Connection, document_ids: Sequence[str]) -> None:
    if document_ids:
        connection.executemany("DELETE FROM documents WHERE id = ?", [(i,) for i in document_ids])
        set_meta(connection, "traces", "1")
