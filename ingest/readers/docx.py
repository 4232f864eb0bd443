"""Word documents (DOCX): body in its order, notes, text boxes, and what a printed copy would not show.

Pages are heading sections (see `ingest.readers.sections`): Word breaks pages anew on every machine.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ingest.document import Kind
from ingest.layout.block import Block, BlockKind, bullet, row
from ingest.layout.page_text import clean
from ingest.readers.archive import damaged, open_archive
from ingest.readers.attributes import to_int
from ingest.readers.breaks import LINE_BREAK, raise_digits, split_lines
from ingest.readers.docx_numbering import Numbering
from ingest.readers.docx_styles import Styles
from ingest.readers.raw import Properties, RawDocument
from ingest.readers.sections import BoldBlock, Hidden, Hiding, Piece, paginate

_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_DRAWING_NAME = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DELETED = (qn("w:del"), qn("w:moveFrom"))
_UNREAD = (qn("w:instrText"), qn("w:delText"), qn("w:rPr"), qn("w:pPr"), qn("w:delInstrText"))
_NOTE_REFERENCES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}

_MAX_CELL_CHARS = 600
_MAX_SPANNED_CHARS = 80


def read(content: bytes, name: str) -> RawDocument:
    """Read a Word document.

    Raises:
        ReadError: the file is damaged, protected or unpacks to too much.
    """
    open_archive(content, name).close()
    try:
        document = docx.Document(io.BytesIO(content))
        writer = _Writer.of(document)
        writer.write_body(document.element.body)
        furniture = tuple(dict.fromkeys(_furniture(document)))
        sections = paginate(writer.pieces, furniture=furniture)
        properties = _properties(document)
    # python-docx answers a broken part with whatever lxml, zipfile or a missing key brings up.
    except Exception as exc:
        raise damaged(name) from exc
    return RawDocument(
        kind=Kind.DOCX,
        pages=sections.pages,
        title=writer.title,
        properties=properties,
        unread_pages=sections.unread_pages,
        flags=sections.flags,
    )


@dataclass(slots=True)
class _Writer:
    """Collects the pieces of a document; a note is written below the paragraph that refers to it."""

    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], Any]
    comments: dict[str, str]
    pieces: list[Piece] = field(default_factory=list)
    title: str | None = None
    _note_count: int = 0

    @classmethod
    def of(cls, document: WordDocument) -> _Writer:
        part = document.part
        numbering = _related(part, RELATIONSHIP_TYPE.NUMBERING)
        return cls(
            styles=Styles.of(document.styles.element),
            numbering=Numbering.of(numbering),
            notes=dict(_read_notes(part)),
            comments={str(comment.comment_id): comment.text for comment in document.comments},
        )

    def write_body(self, body: Any) -> None:
        """Add the paragraphs and tables under `body` in their order."""
        for element in body:
            if element.tag == qn("w:p"):
                self._write_paragraph(element)
            elif element.tag == qn("w:tbl"):
                self._write_table(element)
            elif element.tag in _DELETED:
                self._hide(_flat(element), Hiding.DELETED)
            elif element.tag == _ALTERNATIVES:
                self.write_body(element.iterchildren(_CHOICE))
            elif isinstance(element.tag, str) and element.tag != qn("w:sectPr"):
                self.write_body(element)

    def _write_paragraph(self, paragraph: Any) -> None:
        runs = _Runs(writer=self, paragraph=paragraph)
        runs.read(paragraph)
        lines = split_lines("".join(runs.texts))
        level = self.styles.heading_level(paragraph)
        numbered = self.styles.numbering(paragraph) if lines else None
        marker = self.numbering.marker(*numbered) if numbered else ""
        if lines and level is not None:
            text = " ".join((marker, *lines) if marker not in ("", "•") else lines)
            self.pieces.append(Block(kind=BlockKind.HEADING, text=text, level=level))
            if self.title is None and self.styles.is_title(paragraph):
                self.title = clean(text)
        else:
            self.pieces += _body_blocks(lines, marker, bold=runs.bold)
        self.pieces += runs.hidden
        for note_number, note in runs.notes:
            self._write_note(note_number, note)
        for box in runs.boxes:
            self._write_box(box)

    def _write_box(self, box: Any) -> None:
        """Add the paragraphs of a text box; bold ones are labels in a drawing more often than headings."""
        start = len(self.pieces)
        self.write_body(box)
        self.pieces[start:] = [
            Block(kind=piece.kind, text=piece.text) if isinstance(piece, BoldBlock) else piece
            for piece in self.pieces[start:]
        ]

    def _write_note(self, number: int, note: Any) -> None:
        part = _Writer(styles=self.styles, numbering=self.numbering, notes={}, comments=self.comments)
        part.write_body(note)
        text = " ".join(piece.text for piece in part.pieces if isinstance(piece, Block))
        if clean(text):
            self.pieces.append(Block(kind=BlockKind.PARAGRAPH, text=f"[{number}] {text}"))
        self.pieces += [piece for piece in part.pieces if isinstance(piece, Hidden)]

    def _write_table(self, table: Any) -> None:
        rows = tuple(_unwrapped(table, qn("w:tr")))
        widths = [len(tuple(_unwrapped(line, qn("w:tc")))) for line in rows]
        layout = max(widths, default=0) < 2 or next(table.iterdescendants(qn("w:tbl")), None) is not None
        spanned: dict[int, str] = {}
        for line in rows:
            if line.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                self._hide(_flat(line), Hiding.DELETED)
            elif layout:
                for cell in _unwrapped(line, qn("w:tc")):
                    self.write_body(cell)
            else:
                self._write_row(line, spanned)

    def _write_row(self, line: Any, spanned: dict[int, str]) -> None:
        """Add a row; a label that spans rows is repeated in each, as a reader takes it to hold for each."""
        texts: list[str] = []
        column = 0
        for cell in _unwrapped(line, qn("w:tc")):
            text = self._read_cell(cell)
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merge is not None and merge.get(qn("w:val")) != "restart":
                text = text or spanned.get(column, "")
            elif merge is not None and len(text) <= _MAX_SPANNED_CHARS:
                spanned[column] = text
            else:
                spanned.pop(column, None)
            texts.append(text)
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            column += to_int(span.get(qn("w:val")), 1) if span is not None else 1
        if any(map(clean, texts)):
            self.pieces.append(row(texts))

    def _read_cell(self, cell: Any) -> str:
        """Return the text of a cell; one that holds paragraphs of prose is written as such instead."""
        start = len(self.pieces)
        self.write_body(cell)
        own = self.pieces[start:]
        text = " ".join(piece.text for piece in own if isinstance(piece, Block))
        if len(text) > _MAX_CELL_CHARS:
            return ""
        self.pieces[start:] = [piece for piece in own if isinstance(piece, Hidden)]
        return text

    def _hide(self, text: str, hiding: Hiding) -> None:
        if clean(text):
            self.pieces.append(Hidden(text=text, hiding=hiding))


@dataclass(slots=True, kw_only=True)
class _Runs:
    """The runs of one paragraph: the text to be seen, what is hidden in it, and what hangs on it."""

    writer: _Writer
    paragraph: Any
    texts: list[str] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    notes: list[tuple[int, Any]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    bold: bool = True

    def read(self, element: Any) -> None:
        """Read the runs under `element`, through links, fields, insertions and content controls."""
        for child in element:
            if child.tag == qn("w:r"):
                self._read_run(child)
            elif child.tag in _DELETED:
                self._hide(_flat(child), Hiding.DELETED)
            elif child.tag == _MATH_TEXT:
                self.texts.append(child.text or "")
            elif child.tag == qn("w:commentRangeStart"):
                self._hide(self.writer.comments.get(str(child.get(qn("w:id"))), ""), Hiding.COMMENT)
            elif child.tag == _ALTERNATIVES:
                self.read(child.iterchildren(_CHOICE))
            elif isinstance(child.tag, str) and child.tag not in _UNREAD:
                self.read(child)

    def _read_run(self, run: Any) -> None:
        part = _RunText(runs=self)
        part.read(run)
        text = "".join(part.texts)
        styles, paragraph = self.writer.styles, self.paragraph
        hiding = _hiding(styles, run, paragraph) if clean(text) else None
        if hiding:
            self._hide(text, hiding)
            return
        raised = styles.run_property(run, paragraph, "w:vertAlign")
        if raised is not None and raised.get(qn("w:val")) == "superscript":
            text = raise_digits(text)
        self.texts.append(text)
        if any(map(str.isalnum, text)) and not styles.is_on(run, paragraph, "w:b"):
            self.bold = False

    def _hide(self, text: str, hiding: Hiding) -> None:
        if clean(text):
            self.hidden.append(Hidden(text=text, hiding=hiding))


@dataclass(slots=True, kw_only=True)
class _RunText:
    """The text of one run; text boxes and note references in it are handed to its paragraph."""

    runs: _Runs
    texts: list[str] = field(default_factory=list)

    def read(self, element: Any) -> None:
        """Read what stands under `element`."""
        for child in element:
            if child.tag in (qn("w:t"), _MATH_TEXT):
                self.texts.append(child.text or "")
            elif child.tag in (qn("w:tab"), qn("w:ptab")):
                self.texts.append(" ")
            elif child.tag in (qn("w:br"), qn("w:cr")):
                self.texts.append(LINE_BREAK)
            elif child.tag == qn("w:noBreakHyphen"):
                self.texts.append("-")
            elif child.tag == qn("w:sym"):
                self.texts.append(_symbol(child.get(qn("w:char"))))
            elif child.tag in _NOTE_REFERENCES:
                self._refer(_NOTE_REFERENCES[child.tag], str(child.get(qn("w:id"))))
            elif child.tag == _DRAWING_NAME:
                self.runs._hide(child.get("descr") or "", Hiding.ALT_TEXT)
            elif child.tag == qn("w:txbxContent"):
                self.runs.boxes.append(child)
            elif child.tag == _ALTERNATIVES:
                self.read(child.iterchildren(_CHOICE))
            elif isinstance(child.tag, str) and child.tag not in _UNREAD:
                self.read(child)

    def _refer(self, kind: str, note_id: str) -> None:
        writer = self.runs.writer
        note = writer.notes.get((kind, note_id))
        if note is not None:
            writer._note_count += 1
            self.runs.notes.append((writer._note_count, note))
            self.texts.append(f"[{writer._note_count}]")


def _body_blocks(lines: tuple[str, ...], marker: str, *, bold: bool) -> Iterator[Block]:
    for place, line in enumerate(lines):
        if bold and (not marker or marker[0].isalnum()):
            text = f"{marker} {line}" if marker and place == 0 else line
            yield BoldBlock(kind=BlockKind.PARAGRAPH, text=text)
        elif marker and place == 0:
            yield bullet(line, marker)
        else:
            yield Block(kind=BlockKind.PARAGRAPH, text=line)


def _hiding(styles: Styles, run: Any, paragraph: Any) -> Hiding | None:
    if styles.is_on(run, paragraph, "w:vanish"):
        return Hiding.VANISHED
    if styles.is_on(run, paragraph, "w:strike") or styles.is_on(run, paragraph, "w:dstrike"):
        return Hiding.DELETED
    if styles.is_tiny(run, paragraph):
        return Hiding.TINY
    return Hiding.BACKGROUND_COLOUR if styles.is_white_on_white(run, paragraph) else None


def _symbol(code: str | None) -> str:
    """Return the character of a `w:sym`, whose code is hexadecimal and mostly in the private use area."""
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""


def _unwrapped(element: Any, tag: str) -> Iterator[Any]:
    """Yield the children called `tag`, also those inside content controls and insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:moveTo")):
            yield from _unwrapped(child, tag)


def _flat(element: Any) -> str:
    texts = element.iter(qn("w:t"), qn("w:delText"))
    return " ".join(text.text or "" for text in texts)


def _related(part: Any, kind: str) -> Any | None:
    """Return the root element of the part related to `part` by `kind`, None where there is none."""
    for relation in part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def _read_notes(part: Any) -> Iterator[tuple[tuple[str, str], Any]]:
    kinds = (("footnote", RELATIONSHIP_TYPE.FOOTNOTES), ("endnote", RELATIONSHIP_TYPE.ENDNOTES))
    for kind, relation in kinds:
        root = _related(part, relation)
        for note in () if root is None else root.findall(qn(f"w:{kind}")):
            if note.get(qn("w:type")) in (None, "normal"):
                yield (kind, str(note.get(qn("w:id")))), note


def _furniture(document: WordDocument) -> Iterator[str]:
    for section in document.sections:
        parts = (
            section.header, section.first_page_header, section.even_page_header,
            section.footer, section.first_page_footer, section.even_page_footer,
        )  # fmt: skip
        for part in parts:
            if not part.is_linked_to_previous:
                yield from _part_texts(part.paragraphs)
                yield from (text for table in part.tables for text in _part_texts(table._cells))


def _part_texts(parts: Iterable[Any]) -> Iterator[str]:
    return (text for part in parts if (text := clean(part.text)))


def _properties(document: WordDocument) -> Properties:
    core = document.core_properties
    return Properties(
        title=clean(core.title) or None,
        author=clean(core.author) or None,
        organisation=_company(document),
        subject=clean(core.subject) or None,
        language=core.language or None,
        created=_day(core.created),
        modified=_day(core.modified),
    )


def _company(document: WordDocument) -> str | None:
    root = _related(document.part.package, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    if root is None:
        return None
    company = root.find("{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Company")
    return (clean(company.text or "") or None) if company is not None else None


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
