"""A library: one folder with the documents, their index, and the original files.

    library.sqlite              documents, pages, chunks, lexical index; names the vector file in use
    vectors-<generation>.faiss  one vector a chunk
    originals/<sha256>          the bytes that were read
    lock, lock.json             who may write

Every change is switched to by one SQLite transaction, after the vector file it names is on disk.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np

from index import names, records, selection
from index.changes import Changes, Writer
from index.database import FORMAT, Database
from index.errors import (
    DocumentMissingError,
    EmbedderMismatchError,
    FormatError,
    LibraryEmptyError,
    LibraryExistsError,
    LibraryMissingError,
    PageMissingError,
    VectorFileError,
)
from index.originals import Originals
from index.passages import Filters
from index.records import State, StoredChunk, Summary
from index.selection import Facets
from index.vectors import Vectors
from ingest.document import Document, Page
from ingest.text.languages import Language

if TYPE_CHECKING:
    from index.embedder import Embedder

_OPEN_ATTEMPTS = 5
"""A vector file named a moment ago may have been swept by two commits since; the next look finds the new."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One committed state: the rows through `connection`, and the vectors that belong to them."""

    connection: sqlite3.Connection
    vectors: Vectors
    generation: int


class Library:
    """The library in `folder`; open it with `Library.open`, make one with `Library.create`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = Database(folder / "library.sqlite")
        self.originals = Originals(folder / "originals")
        self._vectors: tuple[str, Vectors] | None = None
        self._guard = threading.Lock()

    @classmethod
    def create(cls, folder: Path, embedder: Embedder) -> Self:
        """Make an empty library for the vectors of `embedder`; parent folders are made too.

        Raises:
            LibraryExistsError: there is one already.
        """
        library = cls(folder)
        folder.mkdir(parents=True, exist_ok=True)
        if _is_library(library.database):
            library.close()
            raise LibraryExistsError(folder)
        library.originals.create()
        library.database.create(
            {
                "format": FORMAT,
                "embedder": embedder.identity,
                "dim": str(embedder.dim),
                "generation": "0",
                "vectors": "",
                "next_chunk": "1",
            }
        )
        return library

    @classmethod
    def open(cls, folder: Path, embedder: Embedder | None = None) -> Self:
        """Open the library in `folder`; without an embedder it can be read, not searched by meaning.

        Raises:
            LibraryMissingError: there is none.
            FormatError: another version of Missive wrote it.
            EmbedderMismatchError: its vectors come from another model than `embedder`.
        """
        library = cls(folder)
        if not library.database.file.is_file() or not _is_library(library.database):
            library.close()
            raise LibraryMissingError(folder)
        try:
            library._check(embedder)
        except BaseException:
            library.close()
            raise
        return library

    def _check(self, embedder: Embedder | None) -> None:
        found = self.database.meta("format")
        if found != FORMAT:
            raise FormatError(self.folder, str(found), FORMAT)
        if embedder is not None and embedder.identity != self.embedder_identity:
            raise EmbedderMismatchError(self.folder, self.embedder_identity, embedder.identity)

    def close(self) -> None:
        """Close the files of the library."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def embedder_identity(self) -> str:
        """Return the identity of the model that the vectors come from."""
        return str(self.database.meta("embedder"))

    @property
    def dim(self) -> int:
        """Return the length of the library's vectors."""
        return int(self.database.meta("dim") or 0)

    @property
    def generation(self) -> int:
        """Return the number of the committed state, one more with every switch."""
        return int(self.database.meta("generation") or 0)

    @property
    def is_empty(self) -> bool:
        """Tell whether the library holds no current document."""
        query = "SELECT 1 FROM documents WHERE state = 'current' LIMIT 1"
        return self.database.connection.execute(query).fetchone() is None

    def require_documents(self) -> None:
        """Raise `LibraryEmptyError`, which names the folder, where there is nothing to search."""
        if self.is_empty:
            raise LibraryEmptyError(self.folder)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Hold one committed state, rows and vectors together, for the statements inside.

        Raises:
            VectorFileError: the vector file that the library names is missing or damaged.
        """
        for _ in range(_OPEN_ATTEMPTS):
            with self.database.reading() as connection:
                name = str(self.database.meta("vectors"))
                try:
                    vectors = self._open_vectors(name)
                except FileNotFoundError:
                    continue
                yield Snapshot(connection, vectors, self.generation)
                return
        raise VectorFileError(self.folder / name)

    def _open_vectors(self, name: str) -> Vectors:
        with self._guard:
            if self._vectors is None or self._vectors[0] != name:
                if name:
                    vectors = Vectors.read(self.folder / name)
                else:
                    vectors = Vectors.of((), np.empty((0, self.dim), np.float32))
                self._vectors = (name, vectors)
            return self._vectors[1]

    def documents(self, states: Sequence[State] = (State.CURRENT,)) -> tuple[Summary, ...]:
        """Return what is in the library, by name; superseded versions only where asked for."""
        with self.database.reading() as connection:
            return records.read_summaries(connection, states)

    def document(self, document_id: str) -> Document:
        """Return a document with its pages, a superseded one too.

        Raises:
            DocumentMissingError: no document has this id.
        """
        with self.database.reading() as connection:
            document = records.read_document(connection, document_id)
        if document is None:
            raise DocumentMissingError(document_id)
        return document

    def page(self, document_id: str, page: int) -> Page:
        """Return page `page` (from 1) of a document, a superseded one too.

        Raises:
            PageMissingError: there is no such page, or no text on it.
        """
        with self.database.reading() as connection:
            found = records.read_page(connection, document_id, page)
        if found is None:
            raise PageMissingError(document_id, page)
        return found

    def pages(self, document_id: str) -> tuple[Page, ...]:
        """Return the pages of a document that have text, in order."""
        with self.database.reading() as connection:
            return records.read_pages(connection, document_id)

    def chunks_of(self, document_id: str) -> tuple[StoredChunk, ...]:
        """Return the chunks of a current document in reading order; a superseded one has none."""
        with self.database.reading() as connection:
            return records.read_chunks_of(connection, document_id)

    def neighbours(self, chunk: int, *, before: int = 1, after: int = 1) -> tuple[StoredChunk, ...]:
        """Return the chunks just before and after a chunk in its document, in order, without itself."""
        with self.database.reading() as connection:
            found = records.read_chunks(connection, (chunk,)).get(chunk)
            if found is None:
                return ()
            chunks = records.read_chunks_of(connection, found.chunk.document_id)
        position = [other.id for other in chunks].index(chunk)
        return chunks[max(0, position - before) : position] + chunks[position + 1 : position + 1 + after]

    def original(self, document_id: str) -> bytes:
        """Return the bytes that a document was read from; its id is their SHA-256.

        Raises:
            DocumentMissingError: no document has this id.
        """
        content = self.originals.read(document_id)
        if content is None:
            raise DocumentMissingError(document_id)
        return content

    def resolve(self, named: str) -> str:
        """Return the id of the document that goes by an id, a unique id prefix or a name.

        Raises:
            DocumentMissingError: none does.
            DocumentAmbiguousError: several do; it lists their ids.
        """
        with self.database.reading() as connection:
            return names.resolve(connection, named)

    def languages(self) -> tuple[tuple[Language, int], ...]:
        """Return how many current documents have each language as their main one, most first."""
        rows = self.database.connection.execute(
            "SELECT coalesce(l.language, 'und') AS main, count(*) AS total FROM documents "
            "LEFT JOIN document_languages AS l ON l.document_id = id AND l.position = 0 "
            "WHERE state = 'current' GROUP BY main ORDER BY total DESC, main"
        )
        return tuple((Language(language), total) for language, total in rows)

    def facets(self, filters: Filters | None = None) -> Facets:
        """Return how many documents each value of each filter would leave."""
        with self.database.reading() as connection:
            return selection.count_facets(connection, filters or Filters())

    def state_hash(self) -> str:
        """Return a hex SHA-256 over the format, the embedder and the current documents.

        Two libraries with the same hash hold the same documents, indexed in the same way.
        """
        with self.database.reading() as connection:
            rows = connection.execute("SELECT id FROM documents WHERE state = 'current' ORDER BY id")
            state = [FORMAT, self.embedder_identity, *(row[0] for row in rows)]
        return hashlib.sha256("\n".join(state).encode()).hexdigest()

    def remove(self, document_ids: Sequence[str]) -> tuple[str, ...]:
        """Purge documents with their older versions and attachments; return the ids that are gone.

        Nothing of them stays in any index or file. An attachment that is also held by another
        message, or was read as a file of its own, stays.

        Raises:
            DocumentMissingError: no document has one of the ids; nothing is removed then.
            LockedError: another process is writing.
        """
        for document_id in document_ids:
            self.document(document_id)
        with Writer.of(self) as writer:
            return writer.commit(Changes(removed=tuple(document_ids))).purged


def _is_library(database: Database) -> bool:
    try:
        return database.meta("format") is not None
    except sqlite3.DatabaseError:
        return False
