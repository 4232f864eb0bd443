"""The SQLite file of a library: its schema, its connections and its transactions.

Write-ahead logging lets any number of processes read the last committed state while one writes.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

FORMAT = "1"
"""The format of a library; a change of schema, of analysis or of files gives it a new value."""

BUSY_TIMEOUT_S = 30.0
"""A commit holds the write lock for milliseconds; this only covers a machine that stalls."""

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('current', 'superseded')),
    superseded_by TEXT,
    name TEXT NOT NULL,
    base_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    title TEXT NOT NULL,
    document_date TEXT,
    event_date TEXT,
    event_end TEXT,
    regions TEXT NOT NULL,
    organisation TEXT,
    added_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE document_languages (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, language TEXT NOT NULL, share REAL NOT NULL,
    PRIMARY KEY (document_id, position)
) WITHOUT ROWID;

CREATE TABLE document_countries (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, country TEXT NOT NULL,
    PRIMARY KEY (document_id, position)
) WITHOUT ROWID;

CREATE TABLE files (
    path TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    size_bytes INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX files_by_document ON files (document_id);

CREATE TABLE attachments (
    parent_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    base_name TEXT NOT NULL,
    PRIMARY KEY (parent_id, document_id)
) WITHOUT ROWID;
CREATE INDEX attachments_by_document ON attachments (document_id);

CREATE TABLE pages (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    text TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    headings TEXT NOT NULL,
    lines TEXT NOT NULL,
    furniture TEXT NOT NULL,
    ocr_confidence REAL,
    PRIMARY KEY (document_id, page)
) WITHOUT ROWID;

CREATE TABLE unread_pages (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    page INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (document_id, page)
) WITHOUT ROWID;

CREATE TABLE flags (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    concern TEXT NOT NULL, page INTEGER NOT NULL, text TEXT NOT NULL, found_where TEXT NOT NULL,
    PRIMARY KEY (document_id, position)
) WITHOUT ROWID;

CREATE TABLE chunks (
    id INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    language TEXT NOT NULL,
    heading_path TEXT NOT NULL,
    context TEXT NOT NULL,
    sentences TEXT NOT NULL,
    length_terms INTEGER NOT NULL
);
CREATE INDEX chunks_by_document ON chunks (document_id, page, start);

-- The terms that analysis made of each chunk, parted by spaces; rowid is the chunk's id.
CREATE VIRTUAL TABLE lexical USING fts5 (body, context, tokenize = "ascii tokenchars '!#$%&*+,-./:;<=>?@_~'");
CREATE VIRTUAL TABLE postings USING fts5vocab ('lexical', 'instance');

-- Every word of the chunks, folded, so that a misspelt one or a part of a compound can be looked up.
CREATE TABLE vocabulary (
    id INTEGER PRIMARY KEY, language TEXT NOT NULL, word TEXT NOT NULL, chunks INTEGER NOT NULL,
    UNIQUE (word, language)
);
CREATE VIRTUAL TABLE spellings USING fts5 (
    word, content = 'vocabulary', content_rowid = 'id', tokenize = 'trigram'
);
"""


class Database:
    """One library's SQLite file; every thread gets a connection of its own."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._guard = threading.Lock()

    @property
    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection, in autocommit mode."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = _connect(self.file)
            self._local.connection = connection
            with self._guard:
                self._opened.append(connection)
        return connection

    def create(self, meta: Mapping[str, str]) -> None:
        """Lay down the schema and what the library says about itself in a new file, at once."""
        self.connection.execute("PRAGMA journal_mode = WAL")
        with self.writing() as connection:
            for statement in _statements(_SCHEMA):
                connection.execute(statement)
            for key, value in meta.items():
                set_meta(connection, key, value)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hold one committed state in view for every statement inside; may be nested."""
        connection = self.connection
        if connection.in_transaction:
            yield connection
            return
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Commit everything inside at once, or nothing of it if it raises."""
        connection = self.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def meta(self, key: str) -> str | None:
        """Return the value that the library keeps under `key`."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def erase_traces(self) -> None:
        """Leave nothing of deleted rows in the file or beside it.

        Rows are overwritten by `secure_delete`; terms stay in the segments of FTS5 until they are
        merged (its own secure-delete option needs SQLite 3.42), and in the log until a checkpoint.
        """
        for table in ("lexical", "spellings"):
            self.connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        self.connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._guard:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._local = threading.local()


def _connect(file: Path) -> sqlite3.Connection:
    # Closing comes from whichever thread closes the library; each thread still uses only its own.
    connection = sqlite3.connect(file, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _statements(script: str) -> Iterator[str]:
    pending = ""
    for part in script.split(";"):
        pending += part
        if sqlite3.complete_statement(pending + ";"):
            yield pending
            pending = ""
        else:
            pending += ";"


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep `value` under `key`, inside the caller's transaction."""
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
    )
