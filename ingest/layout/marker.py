"""What stands in front of a line: a bullet, a list number, a chapter number, a caption's word."""

from __future__ import annotations

import re

from ingest.layout.particulars import MONTH

_BULLET = re.compile(r"[•●▪■◦‣∙·○►▶➢➤✓✔❖]\s*(?=\S)|[–—*+‐-]\s+(?=\S)|o\s+(?=[A-ZÀ-Þ])")
_WEAK_BULLET = re.compile(r"[–—*+‐-]\s+|o\s+|\(?\d")
_ITEM = re.compile(r"(?:\(?\d{1,2}[.)°]|\(?[a-z][.)]|\(?[ivx]{1,4}[.)])\s+(?=\S)")
_CHAPTER = re.compile(
    # No chapters: the hours "14.30" and "15 h 30", the day "30 May", the days "20 tot en met 23".
    r"(?!(?:[01]\d|2[0-3])\.[0-5]\d\s|\d\.(?:00|15|30|45)\s|\d{1,2}\s[hu]\s\d|\d{1,2}\s+(?:"
    + MONTH
    + r"|tot|t/m|et|au|en|and|to)\b)"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[^\W\d_]|[«“\"'‘(])"
    r"|(?P<roman>[IVX]{1,5})\.\s+(?=[^\W\d_])"
    r"|(?P<part>Hoofdstuk|Chapitre|Chapter|Deel|Partie|Part|Bijlage|Annexe|Annex|Appendix|Titel|Titre|Title)"
    r"\s+(?:\d{1,3}|[IVX]{1,6}|[A-Z])\b"
    r"|(?P<section>Section|Sectie|Afdeling)\s+(?:\d{1,3}|[IVX]{1,6}|[A-Z])\b"
    r"|(?P<article>Artikel|Article|Vraag|Question|Antwoord|Réponse|Answer)\s+(?:\d{1,3}|premier|1er)\b",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:fig(?:uur|ure)?|tab(?:el|le|leau)?|graph(?:ique)?|grafiek|bron|source|chart|kaart|carte)\b\.?\s*"
    r"(?:[:.]|\d)",
    re.IGNORECASE,
)


def bullet_marker(text: str) -> str | None:
    """Return the list marker that `text` starts with, spaces included, or None."""
    match = _BULLET.match(text) or _ITEM.match(text)
    return match[0] if match else None


def is_weak_marker(text: str) -> bool:
    """Say whether the marker of `text` may as well be a dash or figure that a wrapped line starts with."""
    return bool(_WEAK_BULLET.match(text))


def chapter_depth(text: str) -> int | None:
    """Return how deep the chapter number that `text` starts with lies, or None.

    "3", "IV." and "Chapter 2" are 1, "3.2" and "Section 1" 2, "3.2.1" and "Article 5" 3.
    """
    match = _CHAPTER.match(text)
    if not match:
        return None
    if match["number"]:
        return match["number"].count(".") + 1
    return 2 if match["section"] else 3 if match["article"] else 1


def names_chapter(text: str) -> bool:
    """Say whether `text` starts with a part's name and number ("Chapter II", "Artikel 5"), in any case."""
    match = _CHAPTER.match(text)
    return match is not None and bool(match["part"] or match["section"] or match["article"])


def chapter_number(text: str) -> tuple[int, ...] | None:
    """Return the chapter number that `text` starts with in its parts ("3.2" is (3, 2)), or None."""
    match = _CHAPTER.match(text)
    return tuple(map(int, match["number"].split("."))) if match and match["number"] else None


def is_caption(text: str) -> bool:
    """Say whether `text` is the caption of a figure or table, or names its source."""
    return bool(_CAPTION.match(text))
