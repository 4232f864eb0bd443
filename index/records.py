"""Between values and rows: documents, their pages and their chunks in the SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from ingest.chunk import Chunk
from ingest.document import Concern, Document, Flag, Heading, Kind, LineBox, Page, UnreadPage
from ingest.text.languages import Language


class State(StrEnum):
    """Whether a document is searched, or only kept so that an old citation can be checked."""

    CURRENT = "current"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredChunk:
    """A chunk with its number in the library, which its vector and its postings go by."""

    id: int
    chunk: Chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a list of documents shows of one; counts are of pages with text, without, and chunks.

    `paths` are the files it was read from, `parents` the ids of the messages it was attached to,
    `added_at` the moment (UTC) its text was last read, `flags` how many stretches are suspicious.
    """

    id: str
    name: str
    title: str
    kind: Kind
    state: State
    superseded_by: str | None
    size_bytes: int
    document_date: date | None
    event_date: date | None
    event_end: date | None
    languages: tuple[tuple[Language, float], ...]
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    organisation: str | None
    pages: int
    unread_pages: int
    chunks: int
    flags: int
    paths: tuple[str, ...]
    parents: tuple[str, ...]
    added_at: datetime

    @property
    def date(self) -> date | None:
        """Return the paper's date, else the event's."""
        return self.document_date or self.event_end or self.event_date

    @property
    def language(self) -> Language:
        """Return the language with the largest share."""
        return self.languages[0][0] if self.languages else Language.OTHER


def insert_document(connection: sqlite3.Connection, document: Document) -> None:
    """Store `document` as current, in place of whatever was stored under its id.

    Files and attachments that point to it stay (the row is updated, not replaced).
    """
    for table in ("document_languages", "document_countries", "pages", "unread_pages", "flags"):
        connection.execute(f"DELETE FROM {table} WHERE document_id = ?", (document.id,))
    columns = {
        "id": document.id,
        "state": State.CURRENT,
        "superseded_by": None,
        "name": document.name,
        "base_name": document.name,
        "kind": document.kind,
        "size_bytes": document.size_bytes,
        "title": document.title,
        "document_date": _written(document.document_date),
        "event_date": _written(document.event_date),
        "event_end": _written(document.event_end),
        "regions": _json(document.regions),
        "organisation": document.organisation,
        "added_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns)
    connection.execute(
        f"INSERT INTO documents ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}) "
        f"ON CONFLICT (id) DO UPDATE SET {updates}",
        tuple(columns.values()),
    )
    _insert_parts(connection, document)


def _insert_parts(connection: sqlite3.Connection, document: Document) -> None:
    insert = connection.executemany
    insert(
        "INSERT INTO document_languages VALUES (?, ?, ?, ?)",
        [(document.id, i, language, share) for i, (language, share) in enumerate(document.languages)],
    )
    insert(
        "INSERT INTO document_countries VALUES (?, ?, ?)",
        [(document.id, i, country) for i, country in enumerate(document.countries)],
    )
    insert(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [_page_row(document.id, page) for page in document.pages],
    )
    insert(
        "INSERT INTO unread_pages VALUES (?, ?, ?)",
        [(document.id, unread.page, unread.reason) for unread in document.unread_pages],
    )
    insert(
        "INSERT INTO flags VALUES (?, ?, ?, ?, ?, ?)",
        [
            (document.id, i, flag.concern, flag.page, flag.text, flag.where)
            for i, flag in enumerate(document.flags)
        ],
    )


def _page_row(document_id: str, page: Page) -> tuple[object, ...]:
    headings = [(heading.start, heading.end, heading.level, heading.text) for heading in page.headings]
    lines = [(line.start, line.end, line.left, line.top, line.right, line.bottom) for line in page.lines]
    return (
        document_id,
        page.page,
        page.text,
        page.text_sha256,
        _json(headings),
        _json(lines),
        _json(page.furniture),
        page.ocr_confidence,
    )


_PAGE_COLUMNS = "page, text, headings, lines, furniture, ocr_confidence"


def _page(row: Sequence[str]) -> Page:
    return Page(
        page=int(row[0]),
        text=row[1],
        headings=tuple(Heading(start=s, end=e, level=n, text=t) for s, e, n, t in json.loads(row[2])),
        lines=tuple(
            LineBox(start=s, end=e, left=left, top=top, right=right, bottom=bottom)
            for s, e, left, top, right, bottom in json.loads(row[3])
        ),
        furniture=tuple(json.loads(row[4])),
        ocr_confidence=None if row[5] is None else float(row[5]),
    )


def read_page(connection: sqlite3.Connection, document_id: str, page: int) -> Page | None:
    """Return page `page` (from 1) of a document, None where it has no text there."""
    query = f"SELECT {_PAGE_COLUMNS} FROM pages WHERE document_id = ? AND page = ?"
    row = connection.execute(query, (document_id, page)).fetchone()
    return None if row is None else _page(row)


def read_pages(connection: sqlite3.Connection, document_id: str) -> tuple[Page, ...]:
    """Return every page of a document that has text, in order."""
    query = f"SELECT {_PAGE_COLUMNS} FROM pages WHERE document_id = ? ORDER BY page"
    return tuple(_page(row) for row in connection.execute(query, (document_id,)))


def read_document(connection: sqlite3.Connection, document_id: str) -> Document | None:
    """Return a document, current or superseded, as it was read; None where there is none."""
    row = connection.execute(
        "SELECT name, kind, size_bytes, title, document_date, event_date, event_end, regions, organisation "
        "FROM documents WHERE id = ?",
        (document_id,),
    ).fetchone()
    if row is None:
        return None
    return Document(
        id=document_id,
        name=row[0],
        kind=Kind(row[1]),
        size_bytes=row[2],
        title=row[3],
        pages=read_pages(connection, document_id),
        unread_pages=_unread_pages(connection, document_id),
        document_date=_date(row[4]),
        event_date=_date(row[5]),
        event_end=_date(row[6]),
        languages=_languages(connection, document_id),
        countries=_countries(connection, document_id),
        regions=tuple(json.loads(row[7])),
        organisation=row[8],
        flags=_flags(connection, document_id),
    )


def _unread_pages(connection: sqlite3.Connection, document_id: str) -> tuple[UnreadPage, ...]:
    query = "SELECT page, reason FROM unread_pages WHERE document_id = ? ORDER BY page"
    return tuple(
        UnreadPage(page=page, reason=reason) for page, reason in connection.execute(query, (document_id,))
    )


def _flags(connection: sqlite3.Connection, document_id: str) -> tuple[Flag, ...]:
    query = "SELECT concern, page, text, found_where FROM flags WHERE document_id = ? ORDER BY position"
    return tuple(
        Flag(concern=Concern(concern), page=page, text=text, where=where)
        for concern, page, text, where in connection.execute(query, (document_id,))
    )


def _languages(connection: sqlite3.Connection, document_id: str) -> tuple[tuple[Language, float], ...]:
    query = "SELECT language, share FROM document_languages WHERE document_id = ? ORDER BY position"
    return tuple((Language(language), share) for language, share in connection.execute(query, (document_id,)))


def _countries(connection: sqlite3.Connection, document_id: str) -> tuple[str, ...]:
    query = "SELECT country FROM document_countries WHERE document_id = ? ORDER BY position"
    return tuple(row[0] for row in connection.execute(query, (document_id,)))


def insert_chunks(connection: sqlite3.Connection, rows: Iterable[tuple[int, Chunk, int]]) -> None:
    """Store chunks as (number, chunk, length in terms)."""
    connection.executemany(
        "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                chunk.document_id,
                chunk.page,
                chunk.start,
                chunk.end,
                chunk.language,
                _json(chunk.heading_path),
                chunk.context,
                _json(chunk.sentences),
                length_terms,
            )
            for number, chunk, length_terms in rows
        ),
    )


_CHUNKS = """
    SELECT chunks.id, chunks.document_id, chunks.page, chunks.start, chunks."end", pages.text,
           chunks.language, heading_path, context, sentences
    FROM chunks JOIN pages ON pages.document_id = chunks.document_id AND pages.page = chunks.page
"""


def read_chunks(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, StoredChunk]:
    """Return the chunks with these numbers, by number; an unknown number is left out."""
    wanted = json.dumps([int(number) for number in ids])
    rows = connection.execute(f"{_CHUNKS} WHERE chunks.id IN (SELECT value FROM json_each(?))", (wanted,))
    return {row[0]: _stored_chunk(row) for row in rows}


def read_chunks_of(connection: sqlite3.Connection, document_id: str) -> tuple[StoredChunk, ...]:
    """Return a document's chunks in reading order."""
    rows = connection.execute(
        f"{_CHUNKS} WHERE chunks.document_id = ? ORDER BY chunks.page, chunks.start, chunks.id",
        (document_id,),
    )
    return tuple(_stored_chunk(row) for row in rows)


def _stored_chunk(row: Sequence[str]) -> StoredChunk:
    start, end = int(row[3]), int(row[4])
    chunk = Chunk(
        document_id=row[1],
        page=int(row[2]),
        start=start,
        end=end,
        text=row[5][start:end],
        language=Language(row[6]),
        heading_path=tuple(json.loads(row[7])),
        context=row[8],
        sentences=tuple((s, e) for s, e in json.loads(row[9])),
    )
    return StoredChunk(id=int(row[0]), chunk=chunk)


def read_summaries(connection: sqlite3.Connection, states: Sequence[State]) -> tuple[Summary, ...]:
    """Return the documents in these states, by name."""
    rows = connection.execute(
        f"""
        SELECT id, name, title, kind, state, superseded_by, size_bytes, document_date, event_date, event_end,
            regions, organisation, added_at,
            (SELECT count(*) FROM pages WHERE document_id = documents.id),
            (SELECT count(*) FROM unread_pages WHERE document_id = documents.id),
            (SELECT count(*) FROM chunks WHERE document_id = documents.id),
            (SELECT count(*) FROM flags WHERE document_id = documents.id),
            (SELECT json_group_array(path) FROM files WHERE document_id = documents.id),
            (SELECT json_group_array(parent_id) FROM attachments WHERE document_id = documents.id)
        FROM documents WHERE state IN ({", ".join("?" * len(states))}) ORDER BY name, id
        """,
        tuple(states),
    ).fetchall()
    return tuple(_summary(connection, row) for row in rows)


def _summary(connection: sqlite3.Connection, row: Sequence[str]) -> Summary:
    return Summary(
        id=row[0],
        name=row[1],
        title=row[2],
        kind=Kind(row[3]),
        state=State(row[4]),
        superseded_by=row[5],
        size_bytes=int(row[6]),
        document_date=_date(row[7]),
        event_date=_date(row[8]),
        event_end=_date(row[9]),
        languages=_languages(connection, row[0]),
        countries=_countries(connection, row[0]),
        regions=tuple(json.loads(row[10])),
        organisation=row[11],
        added_at=datetime.fromisoformat(row[12]),
        pages=int(row[13]),
        unread_pages=int(row[14]),
        chunks=int(row[15]),
        flags=int(row[16]),
        paths=tuple(sorted(json.loads(row[17]))),
        parents=tuple(sorted(json.loads(row[18]))),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
