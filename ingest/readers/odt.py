"""Writer documents (ODT): body in its order, notes, frames, and what a printed copy would not show.

Pages are heading sections (see `ingest.readers.sections`): Writer breaks pages anew on every machine.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lxml import etree
from odf.namespaces import DCNS, DRAWNS, METANS, OFFICENS, STYLENS, SVGNS, TABLENS, TEXTNS
from odf.opendocument import load

from ingest.document import Kind
from ingest.layout.block import Block, BlockKind, bullet, row
from ingest.layout.page_text import clean
from ingest.readers.archive import damaged, open_archive, read_member
from ingest.readers.attributes import to_int
from ingest.readers.breaks import LINE_BREAK, raise_digits, split_lines
from ingest.readers.odt_styles import OdtStyles, attribute, elements
from ingest.readers.raw import Properties, RawDocument
from ingest.readers.sections import BoldBlock, Hidden, Hiding, Piece, paginate

_TEXT_NODE, _ELEMENT_NODE = 3, 1
_MAX_CELL_CHARS = 600
_MAX_DEPTH = 200
_MAX_REPEATS = 100
_UNREAD = frozenset(
    (
        (OFFICENS, "forms"),
        (TEXTNS, "sequence-decls"),
        (TEXTNS, "variable-decls"),
        (TEXTNS, "user-field-decls"),
        (TEXTNS, "table-of-content-source"),
        (TEXTNS, "note-citation"),
        (OFFICENS, "event-listeners"),
        (OFFICENS, "binary-data"),
    )
)


def read(content: bytes, name: str) -> RawDocument:
    """Read a Writer document.

    Raises:
        ReadError: the file is damaged, protected or unpacks to too much.
    """
    _check_parts(content, name)
    try:
        document = load(io.BytesIO(content))
        writer = _Writer(styles=OdtStyles.of(document))
        # Not `document.text`: odfpy 1.4.1 takes the first node of the body for it, which may be a line break.
        for body in elements(document.body):
            writer.write(body, _Place())
        sections = paginate(writer.pieces, furniture=tuple(dict.fromkeys(_furniture(document))))
        properties = _properties(document)
    # odfpy answers a broken part with whatever expat, zipfile or a missing key brings up.
    except Exception as exc:
        raise damaged(name) from exc
    return RawDocument(
        kind=Kind.ODT,
        pages=sections.pages,
        title=writer.title,
        properties=properties,
        unread_pages=sections.unread_pages,
        flags=sections.flags,
    )


def _check_parts(content: bytes, name: str) -> None:
    """Refuse parts that are no XML: odfpy 1.4.1 prints them on standard output and goes on without."""
    with open_archive(content, name) as archive:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        for part in ("content.xml", "styles.xml", "meta.xml", "settings.xml"):
            if part == "content.xml" or part in archive.namelist():
                try:
                    etree.fromstring(read_member(archive, part, name), parser)
                except etree.XMLSyntaxError as exc:
                    raise damaged(name) from exc


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the document an element stands: its list, the paragraph style around it, its ground."""

    depth: int = 0
    list_name: str = ""
    list_level: int = 0
    paragraph_style: str = ""
    painted: bool = False

    def deeper(self) -> _Place:
        return replace(self, depth=self.depth + 1)


@dataclass(slots=True, kw_only=True)
class _Writer:
    """Collects the pieces of a document; notes and frames follow the paragraph they hang on."""

    styles: OdtStyles
    pieces: list[Piece] = field(default_factory=list)
    title: str | None = None
    _marker: str = ""
    _note_count: int = 0
    _texts: list[str] = field(default_factory=list)
    _hanging: list[tuple[str, Any]] = field(default_factory=list)
    _plain_chars: int = 0

    def write(self, element: Any, place: _Place) -> None:
        """Add the paragraphs, lists and tables under `element` in their order."""
        if place.depth > _MAX_DEPTH:
            self._add(Block(kind=BlockKind.PARAGRAPH, text=_flat(element)))
            return
        for child in elements(element):
            self._write_element(child, place.deeper())

    def _write_element(self, child: Any, place: _Place) -> None:
        if child.qname in _UNREAD:
            return
        if child.qname in ((TEXTNS, "p"), (TEXTNS, "h")):
            self._write_paragraph(child, place)
        elif child.qname == (TEXTNS, "list"):
            self._write_list(child, place)
        elif child.qname == (TABLENS, "table"):
            self._write_table(child, place)
        elif child.qname == (TEXTNS, "tracked-changes"):
            self._write_deletions(child)
        elif child.qname == (TEXTNS, "section") and attribute(child, TEXTNS, "display") == "none":
            self._hide(_flat(child), Hiding.VANISHED)
        elif child.qname == (DRAWNS, "frame"):
            self._write_frame(child, place)
        else:
            self.write(child, place)

    def _write_paragraph(self, paragraph: Any, place: _Place) -> None:
        style = attribute(paragraph, TEXTNS, "style-name")
        self._texts, self._hanging, self._plain_chars = [], [], 0
        self._read(paragraph, replace(place, paragraph_style=style), family="paragraph", style=style)
        lines = split_lines("".join(self._texts))
        hanging, bold = self._hanging, self._plain_chars == 0
        level = self.styles.heading_level(style)
        if paragraph.qname == (TEXTNS, "h"):
            level = to_int(attribute(paragraph, TEXTNS, "outline-level"), 1)
        if lines and level is not None:
            text = " ".join(lines)
            self._add(Block(kind=BlockKind.HEADING, text=text, level=level))
            if self.title is None and self.styles.is_title(style):
                self.title = clean(text)
        for line in lines if level is None else ():
            marker, self._marker = self._marker, ""
            self._add(_body_block(line, marker, bold=bold))
        for label, element in hanging:
            self._write_hanging(label, element, place)

    def _write_hanging(self, label: str, element: Any, place: _Place) -> None:
        part = _Writer(styles=self.styles)
        part._note_count = self._note_count
        part._write_element(element, place.deeper())
        own = part.pieces
        if label:
            text = " ".join(piece.text for piece in own if isinstance(piece, Block))
            note = [Block(kind=BlockKind.PARAGRAPH, text=f"[{label}] {text}")] if clean(text) else []
            own = [*note, *(piece for piece in own if isinstance(piece, Hidden))]
        self.pieces += own

    def _read(self, element: Any, place: _Place, *, family: str, style: str) -> None:
        """Read the text under a paragraph or span whose style is `style`."""
        for child in element.childNodes:
            if child.nodeType == _TEXT_NODE:
                self._read_text(str(child.data), place, family=family, style=style)
            elif child.nodeType == _ELEMENT_NODE:
                self._read_element(child, place.deeper(), family=family, style=style)

    def _read_text(self, text: str, place: _Place, *, family: str, style: str) -> None:
        hiding = self._hiding(family, style, place) if clean(text) else None
        if hiding:
            self._hide(text, hiding)
            return
        self._texts.append(raise_digits(text) if self.styles.is_raised(family, style) else text)
        bold = self.styles.is_bold(family, style)
        if bold is None:
            bold = self.styles.is_bold("paragraph", place.paragraph_style)
        if not bold and any(map(str.isalnum, text)):
            self._plain_chars += len(text)

    def _read_element(self, child: Any, place: _Place, *, family: str, style: str) -> None:
        name = child.qname
        if name == (TEXTNS, "span") and place.depth <= _MAX_DEPTH:
            self._read(child, place, family="text", style=attribute(child, TEXTNS, "style-name") or style)
        elif name in ((TEXTNS, "s"), (TEXTNS, "tab")):
            self._texts.append(" ")
        elif name == (TEXTNS, "line-break"):
            self._texts.append(LINE_BREAK)
        elif name == (TEXTNS, "note"):
            self._refer(child)
        elif name == (OFFICENS, "annotation"):
            self._hide(_flat(child, leave_out=((DCNS, "creator"), (DCNS, "date"))), Hiding.COMMENT)
        elif name in ((TEXTNS, "hidden-text"), (TEXTNS, "hidden-paragraph")):
            self._hide(_flat(child) or attribute(child, TEXTNS, "string-value"), Hiding.VANISHED)
        elif name == (DRAWNS, "frame"):
            self._hanging.append(("", child))
        elif name not in _UNREAD and place.depth <= _MAX_DEPTH:
            self._read(child, place, family=family, style=style)

    def _refer(self, note: Any) -> None:
        body = next((part for part in elements(note) if part.qname == (TEXTNS, "note-body")), None)
        if body is not None:
            self._note_count += 1
            self._texts.append(f"[{self._note_count}]")
            self._hanging.append((str(self._note_count), body))

    def _write_frame(self, frame: Any, place: _Place) -> None:
        for child in elements(frame):
            if child.qname in ((SVGNS, "title"), (SVGNS, "desc")):
                self._hide(_flat(child), Hiding.ALT_TEXT)
            elif child.qname == (DRAWNS, "text-box"):
                self.write(child, replace(place, painted=True))

    def _write_list(self, element: Any, place: _Place) -> None:
        name = attribute(element, TEXTNS, "style-name") or place.list_name
        inner = replace(place, list_name=name, list_level=place.list_level + 1)
        number = 0
        for item in elements(element):
            number = to_int(attribute(item, TEXTNS, "start-value"), number + 1)
            header = item.qname == (TEXTNS, "list-header")
            self._marker = "" if header else self.styles.marker(name, inner.list_level, number)
            self.write(item, inner)
            self._marker = ""

    def _write_table(self, table: Any, place: _Place) -> None:
        rows = tuple(_rows(table))
        nested = any(_contains(line, (TABLENS, "table")) for line in rows)
        widths = [sum(cell.qname == (TABLENS, "table-cell") for cell in _cells(line)) for line in rows]
        for line in rows:
            if nested or max(widths, default=0) < 2:
                for cell in _cells(line):
                    self.write(cell, place.deeper())
            else:
                self._write_row(line, place)

    def _write_row(self, line: Any, place: _Place) -> None:
        texts: list[str] = []
        for cell in _cells(line):
            painted = self.styles.cell_is_painted(attribute(cell, TABLENS, "style-name"))
            part = _Writer(styles=self.styles)
            part.write(cell, replace(place, painted=place.painted or painted))
            blocks = [piece for piece in part.pieces if isinstance(piece, Block)]
            self.pieces += [piece for piece in part.pieces if isinstance(piece, Hidden)]
            text = " ".join(block.text for block in blocks)
            if len(text) > _MAX_CELL_CHARS:
                self.pieces += blocks
                text = ""
            repeats = to_int(attribute(cell, TABLENS, "number-columns-repeated"), 1)
            texts += [text] * min(repeats, _MAX_REPEATS if text else 1)
        if any(map(clean, texts)):
            self.pieces.append(row(texts))

    def _write_deletions(self, changes: Any) -> None:
        for region in elements(changes):
            for change in elements(region):
                if change.qname == (TEXTNS, "deletion"):
                    self._hide(_flat(change, leave_out=((OFFICENS, "change-info"),)), Hiding.DELETED)

    def _hiding(self, family: str, style: str, place: _Place) -> Hiding | None:
        checks = ((family, style), ("paragraph", place.paragraph_style))
        if any(self.styles.is_vanished(*check) for check in checks):
            return Hiding.VANISHED
        if self.styles.is_struck(family, style):
            return Hiding.DELETED
        if self.styles.is_tiny(family, style):
            return Hiding.TINY
        white = self.styles.is_white(family, style) and not place.painted
        return Hiding.BACKGROUND_COLOUR if white else None

    def _add(self, block: Block) -> None:
        self.pieces.append(block)

    def _hide(self, text: str, hiding: Hiding) -> None:
        if clean(text):
            self.pieces.append(Hidden(text=text, hiding=hiding))


def _body_block(text: str, marker: str, *, bold: bool) -> Block:
    if bold and (not marker or marker[0].isalnum()):
        return BoldBlock(kind=BlockKind.PARAGRAPH, text=f"{marker} {text}".strip())
    return bullet(text, marker) if marker else Block(kind=BlockKind.PARAGRAPH, text=text)


def _rows(table: Any) -> Iterator[Any]:
    groups = ((TABLENS, "table-header-rows"), (TABLENS, "table-rows"), (TABLENS, "table-row-group"))
    for child in elements(table):
        if child.qname == (TABLENS, "table-row"):
            yield child
        elif child.qname in groups:
            yield from _rows(child)


def _cells(line: Any) -> Iterator[Any]:
    kinds = ((TABLENS, "table-cell"), (TABLENS, "covered-table-cell"))
    return (cell for cell in elements(line) if cell.qname in kinds)


def _contains(element: Any, name: tuple[str, str]) -> bool:
    stack = list(elements(element))
    while stack:
        node = stack.pop()
        if node.qname == name:
            return True
        stack.extend(elements(node))
    return False


def _flat(element: Any, *, leave_out: tuple[tuple[str, str], ...] = ()) -> str:
    """Return the text under `element`, walked without recursion."""
    texts: list[str] = []
    stack = list(reversed(element.childNodes))
    while stack:
        node = stack.pop()
        if node.nodeType == _TEXT_NODE:
            texts.append(str(node.data))
        elif node.nodeType == _ELEMENT_NODE and node.qname not in leave_out:
            stack.extend(reversed(node.childNodes))
            if node.qname in ((TEXTNS, "p"), (TEXTNS, "s"), (TEXTNS, "line-break")):
                stack.append(_SPACE)
    return "".join(texts)


class _Space:
    """A space between paragraphs, in the shape of odfpy's text nodes."""

    nodeType = _TEXT_NODE  # noqa: N815 - odfpy's name
    data = " "


_SPACE = _Space()


def _furniture(document: Any) -> Iterator[str]:
    for master in elements(document.masterstyles):
        for part in elements(master):
            if part.qname[0] == STYLENS and part.qname[1].startswith(("header", "footer")):
                text = clean(_flat(part))
                if text:
                    yield text


def _properties(document: Any) -> Properties:
    fields: dict[tuple[str, str], str] = {}
    for element in elements(document.meta):
        fields.setdefault(element.qname, clean(str(element)))
    return Properties(
        title=fields.get((DCNS, "title")) or None,
        author=fields.get((METANS, "initial-creator")) or fields.get((DCNS, "creator")) or None,
        subject=fields.get((DCNS, "subject")) or None,
        language=fields.get((DCNS, "language")) or None,
        created=_day(fields.get((METANS, "creation-date"), "")),
        modified=_day(fields.get((DCNS, "date"), "")),
    )


def _day(moment: str) -> date | None:
    with contextlib.suppress(ValueError):
        return date.fromisoformat(moment[:10])
    return None
