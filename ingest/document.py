r"""The values that reading a file yields: a document, its pages, what was hidden or skipped.

Offsets everywhere are 0-based, end-exclusive positions in a page's text, counted in Unicode code
points of NFC text with `\n` line ends. Pages are numbered from 1.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ingest.text.languages import Language


class Kind(StrEnum):
    """The kind of file a document was read from, decided by content before suffix."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    PPTX = "pptx"
    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"
    EMAIL = "eml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineBox:
    """Where a run of page text stands on the page's image.

    `start`/`end` are offsets into the page text. The box is in fractions (0..1) of the page's
    width and height with the origin in the top left corner.
    """

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading at `start:end` of a page text; `level` 1 is the outermost."""

    start: int
    end: int
    level: int
    text: str


class Concern(StrEnum):
    """Why a stretch of a document must not be trusted as plain report text."""

    HIDDEN = "hidden"
    INSTRUCTION = "instruction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Hidden or instruction-like text found while reading (`where` says how it was hidden)."""

    concern: Concern
    page: int
    text: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of cleaned text: the ground truth that every quote is sliced from.

    `ocr_confidence` is 0..100 for a page read by OCR (mean over words), None for a text layer.
    `furniture` holds running headers, footers and page numbers that were set aside.
    """

    page: int
    text: str
    headings: tuple[Heading, ...] = ()
    lines: tuple[LineBox, ...] = ()
    furniture: tuple[str, ...] = ()
    ocr_confidence: float | None = None

    @property
    def text_sha256(self) -> str:
        """Return the hex SHA-256 of the page text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPage:
    """A page without usable text, and the reason in a message key (see `ingest.messages`)."""

    page: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file's content as read: identity, pages and what the text says about itself.

    `id` is the hex SHA-256 of the bytes. `name` is the base name (an attachment is
    `mail.eml/attachment.pdf`). `event_date` is the date of what is reported on, `document_date`
    the date of the paper itself; either is None where the text does not say. `languages` are
    (language, share of letters) pairs, largest first, shares summing to 1. `countries` are ISO
    3166-1 alpha-2 codes, `regions` gazetteer ids, both most mentioned first.
    """

    id: str
    name: str
    kind: Kind
    size_bytes: int
    title: str
    pages: tuple[Page, ...]
    unread_pages: tuple[UnreadPage, ...] = ()
    document_date: date | None = None
    event_date: date | None = None
    event_end: date | None = None
    languages: tuple[tuple[Language, float], ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    organisation: str | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def date(self) -> date | None:
        """Return the date that relative dates in the text are anchored to: the paper's, else the event's."""
        return self.document_date or self.event_end or self.event_date

    @property
    def language(self) -> Language:
        """Return the language with the largest share, `OTHER` where nothing was decided."""
        return self.languages[0][0] if self.languages else Language.OTHER


def document_id(content: bytes) -> str:
    """Return the id of a document: the hex SHA-256 of its bytes."""
    return hashlib.sha256(content).hexdigest()
