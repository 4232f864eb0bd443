"""The bare numbers of a text, in digits or words, before anything is read into them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.text.figures.numerals import NUMERAL, read_numeral
from ingest.text.figures.units import Unit, currency_pattern
from ingest.text.figures.words import read_number_words, split_words
from ingest.text.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """The bare number of a quantity, in digits or words."""

    start: int
    end: int
    value: Decimal
    written: str
    in_words: bool = False
    approximate: bool = False
    is_article: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """What follows the bare number: `value` is scaled, `end` behind the last of it."""

    value: Decimal
    end: int
    magnitude: int = 0
    unit: Unit | None = None
    per: str | None = None


def read_cores(text: str, language: Language) -> Iterator[Core]:
    """Yield the numbers of `text` in text order; one in words may lie over one in digits."""
    spelled = [
        Core(
            start=word.start,
            end=word.end,
            value=word.value,
            written="",
            in_words=True,
            approximate=word.approximate,
            is_article=word.is_article,
        )
        for word in read_number_words(text, split_words(text), language)
    ]
    yield from sorted([*_digits(text, language), *spelled], key=lambda core: core.start)


def _digits(text: str, language: Language) -> Iterator[Core]:
    at = 0
    while match := NUMERAL.search(text, at):
        start, end = match.span()
        if match.group("spaced") and not _is_grouped(text, match, language):
            end = start + len(re.match(r"\d+", match.group()).group())  # type: ignore[union-attr]
        value = None if _is_inside_word(text, start) else read_numeral(text[start:end], language)
        at = end
        half = text[end : end + 1] == "½"
        if value is not None:
            yield Core(
                start=start,
                end=end + half,
                value=value + Decimal("0.5") if half else value,
                written=text[start:end],
            )


def _is_inside_word(text: str, start: int) -> bool:
    """Tell digits that go on from letters ("_tcm162"), a currency's code excepted."""
    before = text[max(0, start - 4) : start]
    if not before or not (before[-1].isalpha() or before[-1] == "_"):
        return False
    return re.search(rf"(?<![^\W_])(?:{currency_pattern()})$", before) is None


def _is_grouped(text: str, match: re.Match[str], language: Language) -> bool:
    """Tell groups of three (`45 000`) from two numbers side by side (`185 167`).

    No-break and thin spaces always group, and so does any space in French. Elsewhere a plain
    space groups where there are several of them, before a round thousand, beside a currency,
    and before a word in lower case or a stop: in the row of a table another number or its end follows.
    """
    written = match.group()
    if " " not in written or language is Language.FRENCH:
        return True
    if written.count(" ") > 1 or re.search(r" 000(?:[.,]\d+)?$", written):
        return True
    before = re.search(rf"(?:{currency_pattern()})\s?$", text[max(0, match.start() - 5) : match.start()])
    after = re.match(r"\s?(?:€|EUR|\$|£|%)| [a-zà-ÿ]{2}|[.,;:)](?!\d)", text[match.end() : match.end() + 6])
    return before is not None or after is not None
