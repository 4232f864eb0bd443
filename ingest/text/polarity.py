"""The words that turn a statement round: negations, and the two poles of an axis (rise and fall)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ingest.text.languages import SERVED, Language
from ingest.text.lexicons import read_rows

_IDIOM = "idiom"
NEGATION = "negation"
"""The axis of negations; it has one pole."""


class Pole(StrEnum):
    """The side of an axis that a word stands on."""

    UP = "+"
    DOWN = "-"

    @property
    def opposite(self) -> Pole:
        """Return the other side."""
        return Pole.DOWN if self is Pole.UP else Pole.UP


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A word at `start:end` of a text that stands on one side of an axis."""

    start: int
    end: int
    axis: str
    pole: Pole


def read_turns(text: str, language: Language) -> tuple[Turn, ...]:
    """Return the negations and the directions in `text`, in text order.

    Idioms that only look like negations (`niet alleen`, `sans doute`) are left out, and of two
    overlapping words of one axis the longer stands. Text in no served language is read by all three.
    """
    languages = (language,) if language in SERVED else SERVED
    found = [turn for read_as in languages for turn in _read(text, read_as)]
    return tuple(sorted(found, key=lambda turn: (turn.start, turn.end)))


def _read(text: str, language: Language) -> Iterator[Turn]:
    idioms = [match.span() for match in _pattern(language, _IDIOM, "0").finditer(text)]
    for axis in _axes():
        spans: list[tuple[int, int, Pole]] = []
        for pole in Pole:
            matches = _pattern(language, axis, str(pole)).finditer(text)
            spans += [(match.start(), match.end(), pole) for match in matches]
        for start, end, pole in spans:
            is_idiom = axis == NEGATION and any(one <= start and end <= other for one, other in idioms)
            is_inside = any(
                one <= start and end <= other and other - one > end - start for one, other, _ in spans
            )
            if not is_idiom and not is_inside:
                yield Turn(start=start, end=end, axis=axis, pole=pole)


@functools.cache
def _axes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(row[1] for row in read_rows("polarity.tsv") if row[1] != _IDIOM))


@functools.cache
def _pattern(language: Language, axis: str, pole: str) -> re.Pattern[str]:
    """Return what matches any word of a pole; a pole without words matches nothing."""
    words = [row[3] for row in read_rows("polarity.tsv") if row[:3] == (str(language), axis, pole)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)" if words else r"(?!)", re.IGNORECASE)
