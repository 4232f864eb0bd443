"""PDF files.

pypdf opens the document: passwords, properties, bookmarks. PDFium gives the letters of each page with
their boxes (see `ingest.readers.pdf_glyphs` for why), pypdf the text of pages whose letters PDFium
cannot name. Pages that are pictures go to OCR.
"""

from __future__ import annotations

import io
import logging
import os
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import BoundedSemaphore

import pypdf
import pypdfium2 as pdfium
from PIL.Image import Image
from pypdf.errors import PyPdfError

from ingest.document import Concern, Flag, Kind, LineBox, Page, UnreadPage
from ingest.errors import ReadError
from ingest.layout.furniture import set_aside
from ingest.layout.line import PlacedLine
from ingest.layout.plain import read_plain
from ingest.layout.reading import read_lines
from ingest.layout.structure import title_key
from ingest.messages import Message
from ingest.readers import ocr
from ingest.readers.pdf_glyphs import Glyph, has_full_image, read_glyphs, read_rules, unseen_on_paper
from ingest.readers.pdf_lines import place_lines
from ingest.readers.raw import Properties, RawDocument

MAX_BYTES = 500 * 1024 * 1024
MAX_PAGES = 5000
# Letters are read at about 50 pages a second; a file that takes this long is made to.
_DEADLINE_S = 300.0
# A scan may carry a stamp or a page number as text; a text page has at least a line.
_MIN_TEXT_CHARS = 25
# Above this share of letters without a name (U+FFFD, private use), a page is not text.
_MAX_NAMELESS_SHARE = 0.2
_MAX_TITLES = 2000
_WORKERS = max(1, min(4, os.cpu_count() or 1))
# What pypdf 7.1 raises on files that break the format; it promises no narrower list.
_PYPDF_ERRORS = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError,
    OverflowError, OSError, zlib.error,
)  # fmt: skip
_logger = logging.getLogger(__name__)
# pypdf reports every oddity that it mends; none is news to the reader of a report.
logging.getLogger("pypdf").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PageRead:
    """A page as far as it can be read by itself: exactly one of `lines`, `page` and `reason` is set.

    `confidence` is 0..100 where the lines come from OCR.
    """

    number: int
    lines: tuple[PlacedLine, ...] | None = None
    confidence: float | None = None
    page: Page | None = None
    reason: str | None = None
    flags: tuple[Flag, ...] = ()


def read(content: bytes, name: str) -> RawDocument:
    """Read a PDF file.

    Raises:
        ReadError: it is encrypted, damaged, empty, or beyond `MAX_BYTES` or `MAX_PAGES`.
    """
    if len(content) > MAX_BYTES:
        raise ReadError(_oversized(name, len(content)))
    structure = _structure(content, name)
    document = _open(content, name)
    try:
        if len(document) > MAX_PAGES:
            raise ReadError(
                Message.of("read.too_many_pages", name=name, pages=len(document), limit=MAX_PAGES)
            )
        pages = _read_pages(document, structure)
    finally:
        document.close()
    return _raw_document(pages, structure)


def _oversized(name: str, size_bytes: int) -> Message:
    return Message.of(
        "read.oversized", name=name, size_mb=size_bytes // 1024**2, limit_mb=MAX_BYTES // 1024**2
    )


def _damaged(name: str) -> ReadError:
    return ReadError(Message.of("read.damaged", name=name), hint=Message.of("read.damaged.hint", name=name))


def _structure(content: bytes, name: str) -> pypdf.PdfReader | None:
    """Open the file with pypdf; None where pypdf cannot, which PDFium may still.

    Raises:
        ReadError: it asks for a password.
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(
                Message.of("read.encrypted", name=name), hint=Message.of("read.encrypted.hint", name=name)
            )
    except _PYPDF_ERRORS as error:
        _logger.info("pypdf cannot open %s: %s", name, error)
        return None
    return reader


def _open(content: bytes, name: str) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(
                Message.of("read.encrypted", name=name), hint=Message.of("read.encrypted.hint", name=name)
            ) from error
        raise _damaged(name) from error
    if not len(document):
        document.close()
        raise ReadError(Message.of("read.empty", name=name))
    return document


def _read_pages(document: pdfium.PdfDocument, structure: pypdf.PdfReader | None) -> list[_PageRead]:
    end = time.monotonic() + _DEADLINE_S
    pages: list[_PageRead | Future[_PageRead]] = []
    with ThreadPoolExecutor(max_workers=_WORKERS) as pool:
        scans = _Scans(pool=pool, room=BoundedSemaphore(2 * _WORKERS))
        for number in range(1, len(document) + 1):
            if time.monotonic() > end:
                pages.append(_PageRead(number=number, reason="page.too_slow"))
                continue
            started = time.monotonic()
            try:
                pages.append(_read_page(document, number, structure, scans))
            except Exception as error:  # one page, whatever is wrong with it, costs no other
                _logger.info("page %d: %s", number, error)
                pages.append(_PageRead(number=number, reason="page.damaged"))
            if isinstance(pages[-1], Future):
                # OCR is slow by nature and has a limit of its own.
                end += time.monotonic() - started
        return [page.result() if isinstance(page, Future) else page for page in pages]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scans:
    """Pictures of pages on their way through OCR; `room` keeps few of them in memory at once.

    PDFium draws them in one thread (it knows no other); Tesseract is a process of its own for each.
    """

    pool: ThreadPoolExecutor
    room: BoundedSemaphore

    def recognise(self, page: pdfium.PdfPage, number: int, flags: tuple[Flag, ...]) -> Future[_PageRead]:
        """Draw `page` and have it read."""
        self.room.acquire()
        try:
            image = page.render(scale=ocr.DPI / 72, grayscale=True).to_pil()
        except BaseException:
            self.room.release()
            raise
        return self.pool.submit(self._read, image, number, flags)

    def _read(self, image: Image, number: int, flags: tuple[Flag, ...]) -> _PageRead:
        try:
            read = ocr.read_image(image)
        finally:
            self.room.release()
        if read is None:
            return _PageRead(number=number, reason="page.ocr_failed", flags=flags)
        return _PageRead(number=number, lines=read.lines, confidence=read.confidence, flags=flags)


def _read_page(
    document: pdfium.PdfDocument, number: int, structure: pypdf.PdfReader | None, scans: _Scans
) -> _PageRead | Future[_PageRead]:
    """Read page `number` by its letters, else by pypdf, else by OCR."""
    page = document[number - 1]
    try:
        glyphs = read_glyphs(page)
        seen, flags = _part_hidden(page, glyphs, number)
        letters = [glyph.text for glyph in seen if not glyph.text.isspace()]
        nameless = sum(map(_is_nameless, letters)) > _MAX_NAMELESS_SHARE * len(letters)
        is_scan = len(letters) < _MIN_TEXT_CHARS and has_full_image(page)
        if letters and not nameless and not is_scan:
            width, height = page.get_size()
            lines = tuple(place_lines(seen, width, height, read_rules(page)))
            return _PageRead(number=number, lines=lines, flags=flags)
        if nameless and (text := _pypdf_page(structure, number)):
            return _PageRead(number=number, page=text, flags=flags)
        if not _is_inked(page):
            return _PageRead(number=number, reason="page.empty", flags=flags)
        if missing := ocr.unavailable():
            return _PageRead(number=number, reason=missing, flags=flags)
        return scans.recognise(page, number, flags)
    finally:
        page.close()


def _part_hidden(
    page: pdfium.PdfPage, glyphs: tuple[Glyph, ...], number: int
) -> tuple[list[Glyph], tuple[Flag, ...]]:
    """Part the letters a reader sees from those kept from sight; the latter are flagged, by how."""
    unseen = unseen_on_paper(page, glyphs)
    seen: list[Glyph] = []
    hidden: dict[str, list[str]] = {}
    where: str | None = None
    for row, glyph in enumerate(glyphs):
        if glyph.text.strip():  # a space is seen or not as the letter before it is
            where = glyph.style.hidden or ("same_colour" if row in unseen else None)
        if where:
            hidden.setdefault(where, []).append(glyph.text)
        elif not glyph.style.is_tilted:
            seen.append(glyph)
    flags = tuple(
        Flag(concern=Concern.HIDDEN, page=number, text=text, where=where)
        for where, letters in hidden.items()
        if (text := " ".join("".join(letters).split()))
    )
    return seen, flags


def _is_nameless(letter: str) -> bool:
    return letter == "\ufffd" or "\ue000" <= letter <= "\uefff" or (letter < " " and letter not in "\n\t")


def _pypdf_page(structure: pypdf.PdfReader | None, number: int) -> Page | None:
    if structure is None:
        return None
    try:
        text = structure.pages[number - 1].extract_text()
    except _PYPDF_ERRORS:
        return None
    letters = [letter for letter in text if not letter.isspace()]
    if len(letters) < _MIN_TEXT_CHARS or sum(map(_is_nameless, letters)) > _MAX_NAMELESS_SHARE * len(letters):
        return None
    read = read_plain(text.replace("\f", "\n"))[0]
    return Page(page=number, text=read.text, headings=read.headings)


def _is_inked(page: pdfium.PdfPage) -> bool:
    image = page.render(scale=0.5, grayscale=True).to_numpy()
    return int(image.max()) - int(image.min()) > 16


def _raw_document(pages: Sequence[_PageRead], structure: pypdf.PdfReader | None) -> RawDocument:
    # OCR knows no type sizes, so its pages are read apart from those with letters.
    titles = _titles(structure)
    lettered = [page for page in pages if page.lines is not None and page.confidence is None]
    scanned = [page for page in pages if page.confidence is not None]
    texts = {page.page: page for page in _compose(lettered, titles, typed=True)}
    texts |= {page.page: page for page in _compose(scanned, titles, typed=False)}
    done = [page.page or texts.get(page.number) for page in pages]
    found = tuple(page for page in done if page is not None and page.text)
    numbers = {page.page for page in found}
    return RawDocument(
        kind=Kind.PDF,
        pages=found,
        properties=_properties(structure),
        unread_pages=tuple(
            UnreadPage(page=page.number, reason=page.reason or "page.empty")
            for page in pages
            if page.number not in numbers
        ),
        flags=tuple(flag for page in pages for flag in page.flags),
    )


def _compose(pages: Sequence[_PageRead], titles: Mapping[str, int], *, typed: bool) -> list[Page]:
    furniture = set_aside([page.lines or () for page in pages])
    kept: list[list[PlacedLine]] = []
    aside: list[tuple[str, ...]] = []
    for index, page in enumerate(pages):
        lines = page.lines or ()
        kept.append([line for row, line in enumerate(lines) if (index, row) not in furniture])
        aside.append(tuple(line.line.text for row, line in enumerate(lines) if (index, row) in furniture))
    read = read_lines([[placed.line for placed in lines] for lines in kept], typed=typed, titles=titles)
    return [
        Page(
            page=page.number,
            text=text.text,
            headings=text.headings,
            lines=_boxes(lines, text.spans),
            furniture=left,
            ocr_confidence=page.confidence,
        )
        for page, text, lines, left in zip(pages, read, kept, aside, strict=True)
    ]


def _boxes(lines: Iterable[PlacedLine], spans: Sequence[tuple[int, int]]) -> tuple[LineBox, ...]:
    return tuple(
        LineBox(
            start=start, end=end, left=placed.left, top=placed.top, right=placed.right, bottom=placed.bottom
        )
        for placed, (start, end) in zip(lines, spans, strict=True)
        if end > start
    )


def _titles(structure: pypdf.PdfReader | None) -> Mapping[str, int]:
    """Return the levels of the file's bookmarks by the `title_key` of their titles."""
    titles: dict[str, int] = {}
    if structure is None:
        return titles
    try:
        outline: list[object] = list(structure.outline)
    except _PYPDF_ERRORS:
        return titles
    waiting = [(entry, 1) for entry in reversed(outline)]
    while waiting and len(titles) < _MAX_TITLES:
        entry, level = waiting.pop()
        if isinstance(entry, list):
            waiting += [(child, level + 1) for child in reversed(entry)]
        elif (title := getattr(entry, "title", None)) and len(title_key(str(title))) > 2:
            titles.setdefault(title_key(str(title)), level)
    return titles


def _properties(structure: pypdf.PdfReader | None) -> Properties:
    if structure is None:
        return Properties()
    try:
        said = structure.metadata
        if said is None:
            return Properties()
        created, modified = said.creation_date, said.modification_date
        return Properties(
            title=said.title or None,
            author=said.author or None,
            subject=said.subject or None,
            created=created.date() if created else None,
            modified=modified.date() if modified else None,
        )
    except _PYPDF_ERRORS:
        return Properties()
