"""What documents are called: the base name, with as much of its folder as tells two apart."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from pathlib import PurePath

from index.errors import DocumentAmbiguousError, DocumentMissingError

_PATHS = """
    SELECT documents.id, min(own.path), coalesce(min(attachments.base_name), documents.base_name),
        min(message.path)
    FROM documents
    LEFT JOIN files AS own ON own.document_id = documents.id
    LEFT JOIN attachments ON attachments.document_id = documents.id
    LEFT JOIN files AS message ON message.document_id = attachments.parent_id
    WHERE state = 'current' GROUP BY documents.id
"""

_PREFIX = re.compile(r"[0-9a-f]{4,64}")
"""An id prefix has at least four digits: fewer would meet names and each other."""


def rename(connection: sqlite3.Connection) -> None:
    """Give every current document the shortest name that no other has, inside the caller's transaction."""
    parts = {
        document_id: _parts(path, attached, message_path)
        for document_id, path, attached, message_path in connection.execute(_PATHS)
    }
    names = {document_id: base_name for document_id, (base_name, _) in parts.items()}
    for depth in range(1, 1 + max((len(folders) for _, folders in parts.values()), default=0)):
        taken = Counter(names.values())
        shared = [document_id for document_id, name in names.items() if taken[name] > 1]
        if not shared:
            break
        for document_id in shared:
            base_name, folders = parts[document_id]
            names[document_id] = "/".join((*folders[-depth:], base_name))
    connection.executemany(
        "UPDATE documents SET name = ?1, base_name = ?2 WHERE id = ?3 AND (name, base_name) != (?1, ?2)",
        [(name, parts[document_id][0], document_id) for document_id, name in names.items()],
    )


def _parts(path: str | None, attached: str, message_path: str | None) -> tuple[str, tuple[str, ...]]:
    """Return the base name and the folders of a document: its own file's, else those of its message."""
    if path is not None:
        return PurePath(path).name, PurePath(path).parts[:-1]
    return attached, PurePath(message_path).parts[:-1] if message_path else ()


def resolve(connection: sqlite3.Connection, named: str) -> str:
    """Return the id of the document called `named`; the contract is `Library.resolve`'s."""
    searches = (
        ("SELECT id FROM documents WHERE id = ?", named),
        ("SELECT id FROM documents WHERE state = 'current' AND name = ? ORDER BY id", named),
        ("SELECT id FROM documents WHERE state = 'current' AND base_name = ? ORDER BY id", named),
    )
    for query, value in searches:
        ids = tuple(row[0] for row in connection.execute(query, (value,)))
        if ids:
            return _only(named, ids)
    if not _PREFIX.fullmatch(named.lower()):
        raise DocumentMissingError(named)
    query = "SELECT id FROM documents WHERE id GLOB ? ORDER BY id"
    return _only(named, tuple(row[0] for row in connection.execute(query, (named.lower() + "*",))))


def _only(named: str, ids: tuple[str, ...]) -> str:
    if not ids:
        raise DocumentMissingError(named)
    if len(ids) > 1:
        raise DocumentAmbiguousError(named, ids)
    return ids[0]
