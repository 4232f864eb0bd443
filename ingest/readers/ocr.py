"""Pages that are pictures, read by Tesseract where it is installed."""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PIL import Image

from ingest.document import LineBox, Page, UnreadPage
from ingest.layout.line import Line, clean_line
from ingest.layout.reading import read_lines

# Tesseract's documentation asks for 300 dpi; on the shared scan 250 read as well in two thirds of the time.
DPI = 250
_LANGUAGES = ("nld", "fra", "eng")
# One page: a full A4 takes about 3 s; a page of noise may take minutes.
_TIMEOUT_S = 90
# Words that Tesseract itself holds for noise (its confidence runs from 0 to 100).
_MIN_WORD_CONFIDENCE = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    text: str
    confidence: float
    place: tuple[int, int, int]  # block, paragraph, line
    left: float
    top: float
    right: float
    bottom: float


@functools.cache
def _setup() -> tuple[str, str | None]:
    """Return the languages to read with, and why none can be (a message key) or None."""
    import pytesseract

    try:
        installed = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, OSError):
        return "", "page.ocr_missing"
    languages = [language for language in _LANGUAGES if language in installed]
    return ("+".join(languages), None) if languages else ("", "page.ocr_languages_missing")


def unavailable() -> str | None:
    """Return why no page can be read (the message key `page.ocr_...`), None where Tesseract is ready."""
    return _setup()[1]


def read_image(image: Image.Image, page: int) -> Page | UnreadPage:
    """Read the picture of page number `page`; what cannot be read is an `UnreadPage` with the reason."""
    languages, missing = _setup()
    if missing:
        return UnreadPage(page=page, reason=missing)
    try:
        words = _words(_recognise(image, languages), image.width, image.height)
    except (OSError, RuntimeError):  # RuntimeError: Tesseract ran past its time (pytesseract 0.3.13)
        return UnreadPage(page=page, reason="page.ocr_failed")
    if not words:
        return UnreadPage(page=page, reason="page.ocr_failed")
    return _page(words, page)


def _recognise(image: Image.Image, languages: str) -> dict[str, list[Any]]:
    import pytesseract

    # Tesseract's own threads slow each other down on few cores.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    found: dict[str, list[Any]] = pytesseract.image_to_data(
        image,
        lang=languages,
        config=f"--dpi {DPI}",
        output_type=pytesseract.Output.DICT,
        timeout=_TIMEOUT_S,
    )
    return found


def _words(found: dict[str, list[Any]], width: int, height: int) -> list[_Word]:
    words: list[_Word] = []
    for row, text in enumerate(found["text"]):
        confidence = float(found["conf"][row])
        if not str(text).strip() or confidence < _MIN_WORD_CONFIDENCE:
            continue
        left, top = found["left"][row], found["top"][row]
        words.append(
            _Word(
                text=str(text),
                confidence=confidence,
                place=(found["block_num"][row], found["par_num"][row], found["line_num"][row]),
                left=left / width,
                top=top / height,
                right=(left + found["width"][row]) / width,
                bottom=(top + found["height"][row]) / height,
            )
        )
    return words


def _page(words: Sequence[_Word], page: int) -> Page:
    rows = [list(row) for _, row in groupby(words, key=lambda word: word.place)]
    lines = [_line(row, above) for above, row in zip((None, *rows), rows, strict=False)]
    read = read_lines([lines], typed=False)[0]
    boxes = tuple(
        LineBox(
            start=start,
            end=end,
            left=min(word.left for word in row),
            top=min(word.top for word in row),
            right=max(word.right for word in row),
            bottom=max(word.bottom for word in row),
        )
        for row, (start, end) in zip(rows, read.spans, strict=True)
        if end > start
    )
    confidence = sum(word.confidence for word in words) / len(words)
    return Page(
        page=page, text=read.text, headings=read.headings, lines=boxes, ocr_confidence=round(confidence, 1)
    )


def _line(row: Sequence[_Word], above: Sequence[_Word] | None) -> Line:
    return Line(
        text=clean_line(" ".join(word.text for word in row)),
        left=row[0].left,
        right=max(word.right for word in row),
        apart=above is None or above[0].place[:2] != row[0].place[:2],
        region=row[0].place[0],
    )
