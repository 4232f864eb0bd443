"""The letters of a PDF page: what they are, where they stand, how they are set, and which nobody sees.

PDFium gives them, not pypdf: pypdf's public visitor knows where a string starts but not how wide it is
(7.1.0), and quotes shown on the page, columns and table cells need boxes. pypdf reads the document
around the pages (see `ingest.readers.pdf`) and the text of pages that PDFium makes nothing of.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.layout.ruling import Rule

# A page of print holds 2,000 to 8,000 letters; beyond this the rest of a page is left out.
MAX_PAGE_CHARS = 200_000
# Letters below two points cannot be read in print (legal small print starts at 5).
_MIN_SIZE_POINTS = 2.0
_WHITE = 236
_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18
_TILT_DEGREES = 8.0
# Lines of tables are straight and longer than a letter is high. Maps and charts draw thousands that are not.
_SLANT_POINTS = 1.0
_MIN_RULE_POINTS = 8.0
_MAX_STROKES = 20_000
# What PDFium makes of any hyphen at a line's end, in "Noord-" as in "samenwer-"; and soft hyphens, which
# are drawn where a PDF has them.
_HYPHENS = ("\u0002", "\ufffe", "\u00ad")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the letters of one text object are set; `hidden` names how they are kept from sight, or is None.

    `size` is in points as seen on the page. `is_tilted` says that they do not run from left to right.
    """

    size: float
    bold: bool
    hidden: str | None = None
    is_tilted: bool = False
    is_white: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """A letter and its box in points, origin in the top left corner of the page as seen."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    style: Style

    @property
    def middle(self) -> float:
        """Return the height of the box's middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRules:
    """The straight lines drawn on a page, in points from the top left corner of the page as seen."""

    across: tuple[Rule, ...]
    upright: tuple[Rule, ...]


@dataclass(slots=True)
class _View:
    """The map from a page's own space to the page as seen (rotation and crop box undone)."""

    width: float
    height: float
    x: tuple[float, float, float] = field(default=(1.0, 0.0, 0.0))
    y: tuple[float, float, float] = field(default=(0.0, 1.0, 0.0))

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> _View:
        width, height = page.get_size()
        (x0, y0), (x1, y1), (x2, y2) = (_device(page, *corner) for corner in ((0, 0), (100, 0), (0, 100)))
        return cls(
            width=width,
            height=height,
            x=((x1 - x0) / 100, (x2 - x0) / 100, x0),
            y=((y1 - y0) / 100, (y2 - y0) / 100, y0),
        )

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        if not self.x[1] and not self.y[0] and self.x[0] > 0 > self.y[1]:  # not turned: nearly every page
            (scale, _, x0), (_, down, y0) = self.x, self.y
            return scale * left + x0, down * top + y0, scale * right + x0, down * bottom + y0
        xs = [self.x[0] * x + self.x[1] * y + self.x[2] for x in (left, right) for y in (bottom, top)]
        ys = [self.y[0] * x + self.y[1] * y + self.y[2] for x in (left, right) for y in (bottom, top)]
        return min(xs), min(ys), max(xs), max(ys)

    def angle(self, a: float, b: float) -> float:
        """Return how many degrees text with the matrix column (a, b) is turned as seen, 0 to 180."""
        along = self.x[0] * a + self.x[1] * b
        down = self.y[0] * a + self.y[1] * b
        return abs(math.degrees(math.atan2(down, along)))


def _device(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    """Return where the point (x, y) of the page's own space is seen, in points from the top left corner."""
    steps = 100  # PDFium maps to whole device pixels: a hundred a point
    width, height = page.get_size()
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, round(width * steps), round(height * steps), 0, x, y, across, down)
    return across.value / steps, down.value / steps


def read_glyphs(page: pdfium.PdfPage) -> tuple[Glyph, ...]:
    """Return the letters of `page` in the order of the file, hidden ones too.

    Line feeds stand where a line ends. Spaces that the file leaves to the eye are there.
    """
    view = _View.of(page)
    textpage = page.get_textpage()
    try:
        reader = _GlyphReader(page, textpage, view)
        return tuple(reader.read(min(textpage.count_chars(), MAX_PAGE_CHARS)))
    finally:
        textpage.close()


class _GlyphReader:
    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, view: _View) -> None:
        self._page = page
        self._textpage = textpage
        self._view = view
        self._styles: dict[int, Style] = {}
        self._has_scan = has_full_image(page)

    def read(self, count: int) -> Iterator[Glyph]:
        style = Style(size=10.0, bold=False)
        box = (0.0, 0.0, 0.0, 0.0)
        rect = raw.FS_RECTF()
        high = 0
        for index in range(count):
            code = raw.FPDFText_GetUnicode(self._textpage, index)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
            text = chr(code)
            pointer = raw.FPDFText_GetTextObject(self._textpage, index)
            if pointer:
                style = self._style(pointer, index)
                if raw.FPDFText_GetLooseCharBox(self._textpage, index, rect):
                    box = self._view.box(rect.left, rect.bottom, rect.right, rect.top)
            if text in "\r\n":
                text = "\n"
            elif text in _HYPHENS:
                text = "-"
            left, top, right, bottom = box
            yield Glyph(
                text=text,
                left=left if pointer else right,
                top=top,
                right=right,
                bottom=bottom,
                style=self._placed(style, box),
            )

    def _placed(self, style: Style, box: tuple[float, float, float, float]) -> Style:
        left, top, right, bottom = box
        view = self._view
        if style.hidden or (right > 0 and bottom > 0 and left < view.width and top < view.height):
            return style
        return Style(size=style.size, bold=style.bold, hidden="off_page", is_tilted=style.is_tilted)

    def _style(self, pointer: Any, index: int) -> Style:
        address = ctypes.addressof(pointer.contents)
        if address not in self._styles:
            self._styles[address] = self._read_style(pointer, index)
        return self._styles[address]

    def _read_style(self, pointer: Any, index: int) -> Style:
        matrix = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(pointer, matrix)
        size = raw.FPDFText_GetFontSize(self._textpage, index) * math.hypot(matrix.c, matrix.d)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        raw.FPDFPageObj_GetFillColor(pointer, red, green, blue, alpha)
        mode = raw.FPDFTextObj_GetTextRenderMode(pointer)
        return Style(
            size=size,
            bold=self._is_bold(index),
            hidden=self._hidden(mode, alpha.value, size),
            is_tilted=self._view.angle(matrix.a, matrix.b) > _TILT_DEGREES,
            is_white=mode == raw.FPDF_TEXTRENDERMODE_FILL
            and min(red.value, green.value, blue.value) >= _WHITE,
        )

    def _hidden(self, mode: int, alpha: int, size: float) -> str | None:
        if mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP) or alpha == 0:
            # Invisible letters over a scan are its OCR layer: what they say is in the picture.
            return None if self._has_scan else "invisible"
        return "tiny" if 0 < size < _MIN_SIZE_POINTS else None

    def _is_bold(self, index: int) -> bool:
        if raw.FPDFText_GetFontWeight(self._textpage, index) >= _BOLD_WEIGHT:
            return True
        name = ctypes.create_string_buffer(256)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._textpage, index, name, 256, flags)
        words = name.value.decode("utf-8", errors="replace").casefold()
        return bool(flags.value & _FORCE_BOLD) or any(
            weight in words for weight in ("bold", "black", "heavy", "-demi", "semibold")
        )


def has_full_image(page: pdfium.PdfPage, min_share: float = 0.6) -> bool:
    """Say whether a picture covers at least `min_share` of the page (a scan)."""
    width, height = page.get_size()
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) >= min_share * width * height:
            return True
    return False


def read_rules(page: pdfium.PdfPage) -> DrawnRules:
    """Return the straight lines drawn on `page`, the edges of boxes among them."""
    view = _View.of(page)
    across: list[Rule] = []
    upright: list[Rule] = []
    for row, (x0, y0, x1, y1) in enumerate(_strokes(page)):
        if row >= _MAX_STROKES:
            break
        left, top, right, bottom = view.box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if bottom - top <= _SLANT_POINTS and right - left >= _MIN_RULE_POINTS:
            across.append(Rule(at=(top + bottom) / 2, start=left, end=right))
        elif right - left <= _SLANT_POINTS and bottom - top >= _MIN_RULE_POINTS:
            upright.append(Rule(at=(left + right) / 2, start=top, end=bottom))
    return DrawnRules(across=tuple(across), upright=tuple(upright))


def _strokes(page: pdfium.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight pieces (x0, y0, x1, y1) of the paths of `page`, in its own space."""
    x, y, matrix = ctypes.c_float(), ctypes.c_float(), raw.FS_MATRIX()
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1):
        raw.FPDFPageObj_GetMatrix(path.raw, matrix)
        start = last = (0.0, 0.0)
        for index in range(raw.FPDFPath_CountSegments(path.raw)):
            piece = raw.FPDFPath_GetPathSegment(path.raw, index)
            raw.FPDFPathSegment_GetPoint(piece, x, y)
            point = (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
            kind = raw.FPDFPathSegment_GetType(piece)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == raw.FPDF_SEGMENT_LINETO:
                yield (*last, *point)
            if raw.FPDFPathSegment_GetClose(piece):
                yield (*point, *start)
            last = point


def unseen_on_paper(page: pdfium.PdfPage, glyphs: tuple[Glyph, ...]) -> frozenset[int]:
    """Return the rows of white `glyphs` that stand on white, by a look at the page as rendered."""
    suspects = [row for row, glyph in enumerate(glyphs) if glyph.style.is_white and glyph.text.strip()]
    if not suspects:
        return frozenset()
    image = page.render(scale=1, grayscale=True).to_numpy().squeeze()
    unseen = set()
    for row in suspects:
        glyph = glyphs[row]
        across = slice(max(0, int(glyph.left)), max(0, math.ceil(glyph.right)))
        down = slice(max(0, int(glyph.top)), max(0, math.ceil(glyph.bottom)))
        patch = image[down, across]
        if patch.size and int(patch.min()) >= _WHITE:
            unseen.add(row)
    return frozenset(unseen)
