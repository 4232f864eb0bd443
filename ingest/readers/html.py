"""HTML: the main text of a page, with its headings, lists and tables, and what it hides."""

from __future__ import annotations

import codecs
import contextlib
import re
from datetime import date

from selectolax.lexbor import LexborHTMLParser

from ingest.document import Kind
from ingest.layout.page_text import clean
from ingest.readers import text
from ingest.readers.markup import write_tree
from ingest.readers.raw import Properties, RawDocument
from ingest.readers.sections import paginate

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.I
)
_CHARSET_BYTES = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Browsers read these labels as their Windows supersets (https://encoding.spec.whatwg.org/#names-and-labels).
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
_CREATED = (
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dcterms.issued",
    "article:published_time",
    "created",
    "date",
)
_MODIFIED = ("dcterms.modified", "article:modified_time", "changed", "last-modified")
_ORGANISATION = ("dcterms.publisher", "dc.publisher", "publisher", "og:site_name", "citation_publisher")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def read(content: bytes, name: str) -> RawDocument:
    """Read an HTML page; what no browser shows is flagged, navigation and banners are set aside."""
    return read_markup(decode(content, name), kind=Kind.HTML, main_only=True)


def read_markup(markup: str, *, kind: Kind, main_only: bool) -> RawDocument:
    """Read `markup` as a document of `kind`; `main_only` sets navigation and banners aside."""
    tree = LexborHTMLParser(markup)
    written = write_tree(tree, main_only=main_only)
    sections = paginate(written.pieces, furniture=written.furniture)
    return RawDocument(
        kind=kind,
        pages=sections.pages,
        title=_shown_title(tree),
        properties=_properties(tree),
        unread_pages=sections.unread_pages,
        flags=sections.flags,
    )


def decode(content: bytes, name: str) -> str:
    """Return the text of an HTML file: by its byte order mark, by what it declares, else as it looks.

    Raises:
        ReadError: no encoding makes text of it (`read.damaged`).
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    declared = _CHARSET.search(content[:_CHARSET_BYTES])
    for encoding in (declared[1].decode("ascii") if declared else "utf-8", "utf-8"):
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            known = codecs.lookup(encoding).name
            return content.decode(_SUPERSETS.get(known, known))
    return text.decode(content, name)


def _shown_title(tree: LexborHTMLParser) -> str | None:
    """Return the page's only top heading; where there are several, none is the title."""
    headings = tree.css("h1")
    text = clean(headings[0].text(deep=True)) if len(headings) == 1 else ""
    return text or None


def _properties(tree: LexborHTMLParser) -> Properties:
    named: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        key = node.attributes.get("name") or node.attributes.get("property")
        value = clean(node.attributes.get("content") or "")
        if key and value:
            named.setdefault(key.casefold(), value)
    title = tree.css_first("head title")
    root = tree.css_first("html")
    return Properties(
        title=named.get("og:title") or (clean(title.text(deep=True)) if title is not None else None) or None,
        author=named.get("author"),
        organisation=next((named[key] for key in _ORGANISATION if key in named), None),
        subject=named.get("description"),
        language=(root.attributes.get("lang") if root is not None else None) or None,
        created=first_date(named, _CREATED),
        modified=first_date(named, _MODIFIED),
    )


def first_date(named: dict[str, str], keys: tuple[str, ...]) -> date | None:
    """Return the first ISO date among the values of `keys`, or None."""
    for key in keys:
        match = _ISO_DATE.match(named.get(key, ""))
        if match:
            with contextlib.suppress(ValueError):
                return date(*map(int, match.groups()))
    return None
