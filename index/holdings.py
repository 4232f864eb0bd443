"""Which documents the library still has a reason to hold: a file, or a message they are attached to."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.records import State


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStamp:
    """A file as it was when it was read; size and modification time tell whether to look again."""

    path: str
    document_id: str
    size_bytes: int
    mtime_ns: int

    @classmethod
    def of(cls, path: str, document_id: str, status: os.stat_result) -> FileStamp:
        """Return the stamp of a file that holds a document, from its status before it was read."""
        return cls(path=path, document_id=document_id, size_bytes=status.st_size, mtime_ns=status.st_mtime_ns)

    def is_of(self, status: os.stat_result) -> bool:
        """Tell whether a file with this status is as it was."""
        return (self.size_bytes, self.mtime_ns) == (status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A document that came with a message; `name` is `mail.eml/attachment.pdf`."""

    parent_id: str
    document_id: str
    name: str


def attach(connection: sqlite3.Connection, attachments: Sequence[Attachment]) -> None:
    """Note that messages hold the documents attached to them."""
    connection.executemany(
        "INSERT OR REPLACE INTO attachments VALUES (?, ?, ?)",
        [(attachment.parent_id, attachment.document_id, attachment.name) for attachment in attachments],
    )


def stamp(connection: sqlite3.Connection, files: Sequence[FileStamp]) -> tuple[str, ...]:
    """Let files point to their documents; return the ids of documents that are superseded thereby."""
    overtaken: dict[str, str] = {}
    for file in files:
        query = "SELECT document_id FROM files WHERE path = ?"
        before = connection.execute(query, (file.path,)).fetchone()
        if before is not None and before[0] != file.document_id:
            overtaken[before[0]] = file.document_id
        connection.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)",
            (file.path, file.document_id, file.size_bytes, file.mtime_ns),
        )
    # Only when all point where they should is it clear which documents no file holds any more.
    superseded: dict[str, None] = {}
    for document_id, successor in overtaken.items():
        superseded.update(dict.fromkeys(_overtake(connection, document_id, successor)))
    return tuple(superseded)


def forget_files(connection: sqlite3.Connection, paths: Sequence[str]) -> tuple[str, ...]:
    """Let go of files that vanished; return the ids of documents to purge, which nothing holds now."""
    purged: dict[str, None] = {}
    for path in paths:
        query = "DELETE FROM files WHERE path = ? RETURNING document_id"
        for (document_id,) in connection.execute(query, (path,)).fetchall():
            if not is_held(connection, document_id):
                purged.update(dict.fromkeys(_gather(connection, document_id)))
    return tuple(purged)


def let_go(connection: sqlite3.Connection, document_ids: Sequence[str]) -> tuple[str, ...]:
    """Take documents from every file and message; return the ids to purge: theirs and what goes along."""
    purged: dict[str, None] = {}
    for document_id in document_ids:
        purged.update(dict.fromkeys(_gather(connection, document_id)))
    return tuple(purged)


def is_held(connection: sqlite3.Connection, document_id: str) -> bool:
    """Tell whether a file, or a message that is itself current, still has the document."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM files WHERE document_id = :id) OR EXISTS ("
        "SELECT 1 FROM attachments JOIN documents ON documents.id = parent_id "
        "WHERE document_id = :id AND state = 'current')",
        {"id": document_id},
    ).fetchone()
    return bool(row[0])


def _overtake(connection: sqlite3.Connection, document_id: str, successor: str) -> Iterator[str]:
    """Take a document out of search, with its attachments, if nothing holds it any more."""
    if document_id == successor or is_held(connection, document_id):
        return
    connection.execute(
        "UPDATE documents SET state = ?, superseded_by = ? WHERE id = ?",
        (State.SUPERSEDED, successor, document_id),
    )
    yield document_id
    for child in _children(connection, document_id):
        yield from _overtake(connection, child, successor)


def _gather(connection: sqlite3.Connection, document_id: str) -> Iterator[str]:
    """Yield a document to purge, its older versions, and attachments that only it held."""
    children = _children(connection, document_id)
    connection.execute("DELETE FROM files WHERE document_id = ?", (document_id,))
    connection.execute("DELETE FROM attachments WHERE ? IN (parent_id, document_id)", (document_id,))
    yield document_id
    older = "SELECT id FROM documents WHERE superseded_by = ? AND state = 'superseded'"
    for (version,) in connection.execute(older, (document_id,)).fetchall():
        yield from _gather(connection, version)
    for child in children:
        if not is_held(connection, child):
            yield from _gather(connection, child)


def _children(connection: sqlite3.Connection, document_id: str) -> list[str]:
    query = "SELECT document_id FROM attachments WHERE parent_id = ?"
    return [row[0] for row in connection.execute(query, (document_id,))]
