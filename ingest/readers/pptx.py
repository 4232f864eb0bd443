"""Slide decks (PPTX): one slide a page, its title as the heading, its speaker notes under "Notes".

Notes are part of what a deck says (often more than its bullets), so they are on the slide's page, below a
heading that sets them apart. A slide that is never shown is an unread page with its text flagged.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from ingest.document import Kind, Page, UnreadPage
from ingest.layout.block import Block, BlockKind, bullet, row
from ingest.layout.page_text import clean
from ingest.readers.archive import damaged, open_archive
from ingest.readers.breaks import LINE_BREAK, raise_digits, split_lines
from ingest.readers.pptx_ground import has_white_ground, is_white_run
from ingest.readers.raw import Properties, RawDocument
from ingest.readers.sections import Hidden, Hiding, Piece, write_pages

NOTES_HEADING = "Notes"
"""The same word in English and French, and understood in Dutch."""

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
_BULLETED = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY)
_FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.SLIDE_NUMBER)
_TINY_CENTIPOINTS = 150
_BAND_EMU = 360_000
"""Shapes whose tops lie within a centimetre stand beside each other and are read from left to right."""

_DIAGRAM_DATA = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
_HIDDEN_SLIDE = ("0", "false")


def read(content: bytes, name: str) -> RawDocument:
    """Read a slide deck.

    Raises:
        ReadError: the file is damaged, protected or unpacks to too much.
    """
    open_archive(content, name).close()
    try:
        deck = pptx.Presentation(io.BytesIO(content))
        slides = [tuple(_read_slide(slide, deck)) for slide in deck.slides]
        shown = [slide._element.get("show") not in _HIDDEN_SLIDE for slide in deck.slides]
        furniture = tuple(dict.fromkeys(text for slide in deck.slides for text in _furniture(slide)))
        properties = _properties(deck)
    # python-pptx answers a broken part with whatever lxml, zipfile or a missing key brings up.
    except Exception as exc:
        raise damaged(name) from exc
    pieces = [
        pieces if seen else tuple(_hidden_slide(pieces)) for pieces, seen in zip(slides, shown, strict=True)
    ]
    sections = write_pages(pieces, furniture=furniture)
    unread = tuple(
        page if shown[page.page - 1] else UnreadPage(page=page.page, reason="page.hidden_slide")
        for page in sections.unread_pages
    )
    return RawDocument(
        kind=Kind.PPTX,
        pages=sections.pages,
        title=_title(sections.pages),
        properties=properties,
        unread_pages=unread,
        flags=sections.flags,
    )


def _title(pages: tuple[Page, ...]) -> str | None:
    """Return the title of the first slide, where that is what is read first."""
    first = pages[0].headings[0] if pages and pages[0].headings else None
    return first.text if first is not None and first.text != NOTES_HEADING else None


def _hidden_slide(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        yield piece if isinstance(piece, Hidden) else Hidden(text=piece.text, hiding=Hiding.SLIDE)


def _read_slide(slide: Any, deck: Any) -> Iterator[Piece]:
    for shape in _in_reading_order(slide.shapes):
        yield from _read_shape(shape, slide, deck)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        lines = split_lines(
            slide.notes_slide.notes_text_frame.text.replace("\n", LINE_BREAK).replace("\v", LINE_BREAK)
        )
        if lines:
            yield Block(kind=BlockKind.HEADING, text=NOTES_HEADING, level=2)
        yield from (Block(kind=BlockKind.PARAGRAPH, text=line) for line in lines)


def _in_reading_order(shapes: Any) -> list[Any]:
    """Return `shapes` with titles first, then from top to bottom in bands, each from left to right."""
    return sorted(
        shapes,
        key=lambda shape: (
            _placeholder(shape) not in _TITLES,
            (shape.top or 0) // _BAND_EMU,
            shape.left or 0,
        ),
    )


def _placeholder(shape: Any) -> Any | None:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _read_shape(shape: Any, slide: Any, deck: Any) -> Iterator[Piece]:
    if _placeholder(shape) in _FURNITURE:
        return
    described = shape._element.find(f".//{qn('p:cNvPr')}")
    alt_text = described.get("descr") if described is not None else None
    if alt_text and clean(alt_text):
        yield Hidden(text=alt_text, hiding=Hiding.ALT_TEXT)
    pieces = tuple(_shape_content(shape, slide, deck))
    hiding = _hides(shape, deck, described)
    if hiding:
        yield from (
            piece if isinstance(piece, Hidden) else Hidden(text=piece.text, hiding=hiding) for piece in pieces
        )
    else:
        yield from pieces


def _shape_content(shape: Any, slide: Any, deck: Any) -> Iterator[Piece]:
    if shape._element.tag == qn("p:grpSp"):
        for inner in _in_reading_order(shape.shapes):
            yield from _read_shape(inner, slide, deck)
    elif getattr(shape, "has_table", False) and shape.has_table:
        yield from _read_table(shape.table)
    elif getattr(shape, "has_chart", False) and shape.has_chart:
        if shape.chart.has_title and shape.chart.chart_title.has_text_frame:
            yield Block(kind=BlockKind.PARAGRAPH, text=shape.chart.chart_title.text_frame.text)
    elif shape.has_text_frame:
        yield from _read_text_frame(shape, slide)
    else:
        yield from _read_diagram(shape, slide)


def _hides(shape: Any, deck: Any, described: Any | None) -> Hiding | None:
    if described is not None and described.get("hidden") in ("1", "true"):
        return Hiding.VANISHED
    box = (shape.left, shape.top, shape.width, shape.height)
    if shape._element.getparent().tag == qn("p:grpSp") or any(side is None for side in box):
        return None
    left, top, width, height = box
    outside = left + width <= 0 or top + height <= 0 or left >= deck.slide_width or top >= deck.slide_height
    return Hiding.OFF_PAGE if outside else None


def _read_table(table: Any) -> Iterator[Block]:
    for line in table.rows:
        cells = [cell.text for cell in line.cells if not cell.is_spanned]
        if any(map(clean, cells)):
            yield row(cells)


def _read_text_frame(shape: Any, slide: Any) -> Iterator[Piece]:
    kind = _placeholder(shape)
    on_white = has_white_ground(shape, slide)
    texts: list[str] = []
    for paragraph in shape.text_frame.paragraphs:
        text, hidden = _read_paragraph(paragraph._p, on_white=on_white)
        yield from hidden
        if kind in _TITLES:
            texts.append(text)
            continue
        marker = _marker(paragraph._p, bulleted=kind in _BULLETED)
        for place, line in enumerate(split_lines(text)):
            yield (
                bullet(line, marker) if marker and place == 0 else Block(kind=BlockKind.PARAGRAPH, text=line)
            )
    title = " ".join(" ".join(texts).split())
    if title:
        yield Block(kind=BlockKind.HEADING, text=title, level=1)


def _read_paragraph(paragraph: Any, *, on_white: bool) -> tuple[str, list[Hidden]]:
    texts: list[str] = []
    hidden: list[Hidden] = []
    for child in paragraph:
        if child.tag == qn("a:br"):
            texts.append(LINE_BREAK)
        elif child.tag in (qn("a:r"), qn("a:fld")):
            text = child.findtext(qn("a:t")) or ""
            hiding = _run_hiding(child, on_white=on_white) if clean(text) else None
            if hiding:
                hidden.append(Hidden(text=text, hiding=hiding))
            else:
                texts.append(raise_digits(text) if _baseline(child) > 0 else text)
    return "".join(texts), hidden


def _run_hiding(run: Any, *, on_white: bool) -> Hiding | None:
    properties = run.find(qn("a:rPr"))
    if properties is None:
        return None
    if properties.get("strike", "noStrike") != "noStrike":
        return Hiding.DELETED
    size = properties.get("sz")
    if size is not None and size.isdecimal() and int(size) <= _TINY_CENTIPOINTS:
        return Hiding.TINY
    return Hiding.BACKGROUND_COLOUR if on_white and is_white_run(run) else None


def _baseline(run: Any) -> int:
    properties = run.find(qn("a:rPr"))
    value = properties.get("baseline", "0") if properties is not None else "0"
    return int(value) if value.lstrip("-").isdecimal() else 0


def _marker(paragraph: Any, *, bulleted: bool) -> str:
    """Return `•` before list items; body placeholders are lists unless the paragraph says otherwise."""
    properties = paragraph.find(qn("a:pPr"))
    if properties is not None and properties.find(qn("a:buNone")) is not None:
        return ""
    own = properties is not None and any(
        properties.find(qn(tag)) is not None for tag in ("a:buChar", "a:buAutoNum", "a:buBlip")
    )
    return "•" if own or bulleted else ""


def _read_diagram(shape: Any, slide: Any) -> Iterator[Block]:
    """Yield the texts of a SmartArt drawing, which stand in a part of their own."""
    for reference in shape._element.iter(qn("a:graphicData")):
        for child in reference:
            relation_id = child.get(qn("r:dm"))
            if relation_id is None or slide.part.rels[relation_id].reltype != _DIAGRAM_DATA:
                continue
            part = slide.part.related_part(relation_id)
            for paragraph in pptx.oxml.parse_xml(part.blob).iter(qn("a:p")):
                text = "".join(piece.text or "" for piece in paragraph.iter(qn("a:t")))
                if clean(text):
                    yield bullet(text)


def _furniture(slide: Any) -> Iterator[str]:
    for shape in slide.placeholders:
        if _placeholder(shape) in _FURNITURE and shape.has_text_frame and clean(shape.text_frame.text):
            yield clean(shape.text_frame.text)


def _properties(deck: Any) -> Properties:
    core = deck.core_properties
    return Properties(
        title=clean(core.title) or None,
        author=clean(core.author) or None,
        organisation=_company(deck),
        subject=clean(core.subject) or None,
        language=core.language or None,
        created=_day(core.created),
        modified=_day(core.modified),
    )


def _company(deck: Any) -> str | None:
    for relation in deck.part.package._rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES:
            root = pptx.oxml.parse_xml(relation.target_part.blob)
            company = root.findtext("{*}Company")
            return clean(company or "") or None
    return None


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
