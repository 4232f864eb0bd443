"""Pages that are pictures, read by Tesseract where it is installed."""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PIL import Image

from ingest.layout.line import Line, PlacedLine, clean_line

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What stands on a picture: its lines in reading order; `confidence` is the words' mean, 0 to 100."""

    lines: tuple[PlacedLine, ...]
    confidence: float


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


def read_image(image: Image.Image) -> Recognised | None:
    """Read the picture of a page with the languages at hand; None where no words are found on it.

    Call it only where `unavailable()` is None.
    """
    try:
        found = _recognise(image, _setup()[0])
    except (OSError, RuntimeError):  # RuntimeError: Tesseract ran past its time (pytesseract 0.3.13)
        return None
    words = _words(found, image.width, image.height)
    if not words:
        return None
    rows = [list(row) for _, row in groupby(words, key=lambda word: word.place)]
    lines = [_line(row, above) for above, row in zip((None, *rows), rows, strict=False)]
    return Recognised(
        lines=tuple(line for line in lines if line.line.text),
        confidence=round(sum(word.confidence for word in words) / len(words), 1),
    )


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


def _line(row: Sequence[_Word], above: Sequence[_Word] | None) -> PlacedLine:
    left, right = row[0].left, max(word.right for word in row)
    line = Line(
        text=clean_line(" ".join(word.text for word in row)),
        left=left,
        right=right,
        apart=above is None or above[0].place[:2] != row[0].place[:2],
        region=row[0].place[0],
    )
    return PlacedLine(
        line=line,
        left=round(left, 4),
        top=round(min(word.top for word in row), 4),
        right=round(right, 4),
        bottom=round(max(word.bottom for word in row), 4),
    )
