"""What a reader hands back: a file's pages and properties, before anything is concluded from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ingest.document import Flag, Kind, Page, UnreadPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What a file's own properties say (PDF info, DOCX core properties, mail headers).

    Every field is None where the file does not say. Properties are often wrong (a template's
    author, the title of an older letter): the text of the pages outranks them.
    """

    title: str | None = None
    author: str | None = None
    organisation: str | None = None
    subject: str | None = None
    language: str | None = None
    created: date | None = None
    modified: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """A file as read: `title` is one that the layout shows (a title style, a subject line), or None.

    Page numbers in `pages`, `unread_pages` and `flags` are the file's own, from 1; a page is either
    in `pages` or in `unread_pages`, never in neither.
    """

    kind: Kind
    pages: tuple[Page, ...]
    title: str | None = None
    properties: Properties = Properties()
    unread_pages: tuple[UnreadPage, ...] = ()
    flags: tuple[Flag, ...] = ()
