"""What an ingest tells while it runs, and what became of every file when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.document import UnreadPage
from ingest.messages import Message


class Stage(StrEnum):
    """What an ingest is busy with."""

    READING = "reading"
    EMBEDDING = "embedding"
    SAVING = "saving"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an ingest is; `remaining_s` is None until there is something to judge it by."""

    stage: Stage
    file: str
    files_done: int
    files_total: int
    pages_done: int
    pages_per_s: float
    remaining_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """A document that was indexed."""

    document_id: str
    name: str
    pages: int
    chunks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file that was passed over, why, and what to do about it."""

    path: str
    reason: Message
    hint: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A document some of whose pages have no text."""

    document_id: str
    name: str
    pages: tuple[UnreadPage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What became of every file; `unchanged` are paths, `removed` names of documents.

    `duplicates` are (path, id) of files whose very bytes were already in the library.
    """

    added: tuple[Ingested, ...] = ()
    updated: tuple[Ingested, ...] = ()
    unchanged: tuple[str, ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    unread: tuple[Unread, ...] = ()
