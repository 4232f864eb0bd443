"""Units as they are written in three languages, under one canonical name each."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from ingest.text.figures.pattern import Pattern
from ingest.text.languages import Language


class Dimension(StrEnum):
    """What a unit measures; only units of one dimension can say the same."""

    MONEY = "money"
    SHARE = "share"
    TIME_SPAN = "time_span"
    LENGTH = "length"
    AREA = "area"
    VOLUME = "volume"
    MASS = "mass"
    ENERGY = "energy"
    POWER = "power"
    TEMPERATURE = "temperature"
    DATA = "data"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit; `value * factor` is the value in the base unit `base`, exactly."""

    name: str
    dimension: Dimension
    base: str
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Magnitude:
    """A word or letter for a power of ten; `end` is where it ends in the text."""

    exponent: int
    end: int


_MAGNITUDES = {
    "duizend": 3,
    "thousand": 3,
    "mille": 3,
    "millier": 3,
    "milliers": 3,
    "miljoen": 6,
    "million": 6,
    "millions": 6,
    "mln": 6,
    "mio": 6,
    "mn": 6,
    "miljard": 9,
    "milliard": 9,
    "milliards": 9,
    "mrd": 9,
    "mld": 9,
    "md": 9,
    "mds": 9,
    "bn": 9,
    "billion": 9,
    "billions": 9,
    "biljoen": 12,
    "trillion": 12,
    "trillions": 12,
    "tn": 12,
}
_MAGNITUDE = Pattern(
    rf"(?:-|[ \u00a0\u202f\u2009]{{0,2}}\n?[ ]{{0,2}})({'|'.join(sorted(_MAGNITUDES, key=len, reverse=True))})"
    r"(?![^\W\d_])(?:\.(?=\s*(?:euro|eur|€|\$|£|(?-i:[a-zà-ÿ]))))?",
    re.IGNORECASE,
)
# Letters that are magnitudes only beside a currency: "5 m" is a length, "£5m" is not.
_LETTERS = {"k": 3, "K": 3, "m": 6, "M": 6, "b": 9, "B": 9, "G": 9}
_LETTER = Pattern(r"[ \u00a0\u202f\u2009]?([kKmMbBG])(?![^\W\d_]|[²³/])")
_LETTER_BEFORE_CURRENCY = Pattern(
    r"[ \u00a0\u202f\u2009]?([kKmM])(?=[ \u00a0\u202f\u2009]?(?:€|EUR\b|\$|£|USD\b|GBP\b|CHF\b|euros?\b|d['’]euros?\b))"
)
_CODE_MAGNITUDES = Pattern(r"[ \u00a0\u202f\u2009]?([MK])(?=EUR\b)")


@functools.cache
def units() -> Mapping[str, Unit]:
    """Return every unit by its canonical name."""
    return {row[0].name: row[0] for row in _rows()}


def read_magnitude(
    text: str, at: int, language: Language, *, is_money: bool, digits: str
) -> Magnitude | None:
    """Return the magnitude word or letter at `at`, or None.

    `is_money` says that a currency stands before the number, `digits` is the number as written:
    `billion` is 10^12 in French unless the number is written the English way (`EUR 1.5 billion`).
    """
    match = _MAGNITUDE.match(text, at)
    if match:
        word = match.group(1).casefold()
        if word == "md" and match.group(1) == "MD":
            return None
        return Magnitude(exponent=_exponent(word, language, is_money, digits), end=match.end())
    match = _LETTER_BEFORE_CURRENCY.match(text, at) or _CODE_MAGNITUDES.match(text, at)
    if match is None and is_money:
        match = _LETTER.match(text, at)
    return None if match is None else Magnitude(exponent=_LETTERS[match.group(1)], end=match.end())


def _exponent(word: str, language: Language, is_money: bool, digits: str) -> int:
    if language is Language.FRENCH and word in ("billion", "billions", "trillion", "trillions"):
        is_english = word == "billion" and (is_money or "." in digits)
        if not is_english:
            return 12 if word.startswith("billion") else 18
    return _MAGNITUDES[word]


def read_unit(
    text: str, at: int, *, dimensions: frozenset[Dimension] | None = None
) -> tuple[Unit, int] | None:
    """Return the unit at `at` (no space before it) and where it ends, or None."""
    match = _unit_pattern().match(text, at)
    if match is None:
        return None
    unit = _by_writing().get(match.group()) or _by_writing()[_collapse(match.group())]
    if dimensions is not None and unit.dimension not in dimensions:
        return None
    return unit, match.end()


def currency_pattern() -> str:
    """Return a pattern for the signs and codes that stand before an amount."""
    signs = [sign for unit, symbols, _ in _rows() if unit.dimension is Dimension.MONEY for sign in symbols]
    return "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True))


def _collapse(written: str) -> str:
    return re.sub(r"\s+", " ", written.casefold().replace("’", "'"))


@functools.cache
def _by_writing() -> Mapping[str, Unit]:
    written: dict[str, Unit] = {}
    for unit, _, words in _rows():
        written.update(dict.fromkeys((_collapse(word) for word in words), unit))
    for unit, symbols, _ in _rows():
        written.update(dict.fromkeys(symbols, unit))
    return written


@functools.cache
def _unit_pattern() -> re.Pattern[str]:
    symbols: set[str] = set()
    words: set[str] = set()
    for _, row_symbols, row_words in _rows():
        symbols.update(row_symbols)
        words.update(row_words)
    signs = "|".join(re.escape(sign) for sign in sorted(symbols, key=len, reverse=True))
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(words, key=len, reverse=True))
    # A one-letter symbol before an apostrophe or slash is something else ("l'année", "t/m").
    return re.compile(rf"(?i:(?:{names}))(?![^\W_])|(?:{signs})(?![^\W_]|['’]|/m\b)")


@functools.cache
def _rows() -> tuple[tuple[Unit, tuple[str, ...], tuple[str, ...]], ...]:
    return tuple(_parse_table())


def _parse_table() -> Iterator[tuple[Unit, tuple[str, ...], tuple[str, ...]]]:
    table = Path(__file__).with_name("units.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        name, dimension, base, factor, symbols, words = line.split("\t")
        unit = Unit(name=name, dimension=Dimension(dimension), base=base, factor=Decimal(factor))
        yield unit, tuple(filter(None, symbols.split(","))), tuple(filter(None, words.split(",")))
