"""Text without the differences that a name keeps its identity through."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"})
_MARKS = str.maketrans({"’": "'", "‘": "'", "`": "'", "\u2010": "-", "\u2011": "-", "–": "-", "\u00a0": " "})


def unaccented(text: str) -> str:
    """Return `text` without diacritics, in its own case, with plain apostrophes, hyphens and spaces."""
    decomposed = unicodedata.normalize("NFD", text.translate(_LETTERS).translate(_MARKS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def fold(text: str) -> str:
    """Return `text` without diacritics and case (`Île-de-France` and `ile-de-france` fold alike)."""
    return unaccented(text).casefold()
