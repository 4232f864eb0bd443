"""Placing a date in the calendar: its year from the words beside it or the anchor, its weekday."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ingest.text.figures.calendar_names import (
    Direction,
    is_date,
    likely_year,
    weekday_number,
    weekday_pattern,
)
from ingest.text.figures.figure import CalendarDate, Figure, FigureKind, Part, Precision
from ingest.text.figures.pattern import Pattern
from ingest.text.languages import Language

RANGE_WORDS = r"tot\s+en\s+met|t/m|t\.e\.m\.|tem|tot|au|à|to|until|till|through|jusqu['’]au"
AND_WORDS = r"en|et|and|&"
TO_OR_AND = rf"(?:\s*[-–—/]\s*|\s+(?P<word>{RANGE_WORDS}|{AND_WORDS})\s+(?:le\s+|de\s+|the\s+|on\s+)?)"
YEAR = r"(?:1[5-9]|20|21)\d\d(?![\d]|[.,]\d)"

_PARTS = {
    Part.BEGIN: r"begin|vroeg\s+in|start\s+van|début|debut|au\s+début\s+de|early|"
    r"(?:the\s+)?(?:beginning|start)\s+of",
    Part.MIDDLE: r"medio|half|halverwege|midden|mi|mid|(?:au\s+)?milieu|(?:the\s+)?middle\s+of",
    Part.END: r"eind(?:e)?|einde\s+van|fin|late|(?:the\s+)?end\s+of|end",
}
PART = "|".join(f"(?P<{part.name.lower()}>{words})" for part, words in _PARTS.items())
"""A pattern for "begin", "mid-", "fin" and the like, with a group for each `Part`."""

_BEHIND = Pattern(
    r"\s+(?:(?P<back>jl\.?|l\.l\.|ll\.|jongstleden|laatstleden|dernier|dernière|last)"
    r"|(?P<ahead>e\.k\.|aanstaande|a\.s\.|prochaine?|next)"
    r"|(?P<this>(?:van\s+)?dit\s+jaar|de\s+cette\s+année|(?:of\s+)?this\s+year)"
    r"|(?P<previous>(?:van\s+)?(?:vorig|verleden|afgelopen)\s+jaar|"
    r"(?:de\s+)?l['’](?:année\s+dernière|an\s+dernier|an\s+passé)|(?:of\s+)?last\s+year)"
    r"|(?P<following>(?:van\s+)?volgend\s+jaar|"
    r"(?:de\s+)?l['’](?:année\s+prochaine|an\s+prochain)|(?:of\s+)?next\s+year))(?![^\W_])",
    re.IGNORECASE,
)
_LEAD = Pattern(
    r"\b(?:(?P<back>afgelopen|vorige|verleden|last|this\s+past)|(?P<ahead>komende|volgende|next|aankomende))\s+$",
    re.IGNORECASE,
)
_LEAD_CHARS = 14
_BETWEEN = Pattern(r"\b(?:tussen|entre|between)\s+(?:le\s+|de\s+|the\s+)?$", re.IGNORECASE)
# The periods that are one thing although their ends differ.
_WHOLES = frozenset({Precision.SEASON, Precision.QUARTER, Precision.HALF, Precision.DECADE})
_YEAR_SHIFTS = {"this": 0, "previous": -1, "following": 1}
_DIRECTIONS = {"back": Direction.BACK, "ahead": Direction.AHEAD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a date pattern needs besides its match."""

    text: str
    language: Language
    anchor: date | None


Handler = Callable[[re.Match[str], Reading], tuple[Figure, ...]]
Rules = Iterator[tuple[str, Handler]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A year (None: unknown), and where the words that say it begin and end."""

    year: int | None
    start: int
    end: int


def calendar_figure(
    reading: Reading, span: tuple[int, int], first: CalendarDate, last: CalendarDate, precision: Precision
) -> Figure:
    """Return the date from `first` to `last` at `span`."""
    kind = FigureKind.DATE
    if first != last and precision not in _WHOLES:
        kind = FigureKind.DATE_RANGE
    elif precision is Precision.YEAR:
        kind = FigureKind.YEAR
    start, end = span
    return Figure(
        start=start,
        end=end,
        text=reading.text[start:end],
        kind=kind,
        first=first,
        last=last,
        precision=precision,
    )


def inferred(figure: Figure, written: str | None) -> Figure:
    """Return `figure`, marked where its year was not `written` and is known all the same."""
    return replace(
        figure, year_inferred=not written and figure.first is not None and figure.first.year is not None
    )


def place(reading: Reading, span: tuple[int, int], month: int, day: int | None) -> Placed:
    """Return the year of a date without one, from the words beside it and the anchor."""
    start, end = span
    behind = _BEHIND.match(reading.text, end)
    lead = lead_before(reading.text, start)
    name = (behind or lead).lastgroup if behind or lead else None  # type: ignore[union-attr]
    end = behind.end() if behind else end
    if lead is not None:
        start -= len(lead.group())
    if reading.anchor is None:
        return Placed(year=None, start=start, end=end)
    if name in _YEAR_SHIFTS:
        return Placed(year=reading.anchor.year + _YEAR_SHIFTS[name], start=start, end=end)
    weekday = weekday_before(reading.text, span[0])[1]
    year = likely_year(month, day, reading.anchor, _DIRECTIONS.get(name or "", Direction.NONE), weekday)
    return Placed(year=year, start=start, end=end)


def lead_before(text: str, start: int) -> re.Match[str] | None:
    """Return the "last" or "komende" before `start`, or None."""
    return _LEAD.search(text[max(0, start - _LEAD_CHARS) : start])


def is_led(text: str, span: tuple[int, int]) -> bool:
    """Tell whether "last", "jl.", "van dit jaar" or the like stands beside `span`."""
    return lead_before(text, span[0]) is not None or _BEHIND.match(text, span[1]) is not None


def is_between(text: str, start: int) -> bool:
    """Tell whether "tussen", "entre" or "between" stands before `start`."""
    return _BETWEEN.search(text[max(0, start - 16) : start]) is not None


def is_and(match: re.Match[str]) -> bool:
    """Tell whether the ends of a match are joined by "and", not by "to"."""
    return (match.groupdict().get("word") or "").casefold() in AND_WORDS.split("|")


def weekday_before(text: str, start: int) -> tuple[int, int | None]:
    """Return the start with a weekday before the date, and the weekday's number."""
    match = _weekday_before().search(text[max(0, start - 32) : start])
    if match is None:
        return start, None
    return start - len(match.group()), weekday_number(match.group())


@functools.cache
def _weekday_before() -> re.Pattern[str]:
    return re.compile(rf"\b{weekday_pattern()},?\s+(?:le\s+)?$", re.IGNORECASE)


def is_real(when: CalendarDate) -> bool:
    """Tell whether the calendar has such a date."""
    return is_date(when.year, when.month or 1, when.day)


def part_of(match: re.Match[str]) -> Part | None:
    """Return the part that a match with `PART` names, or None."""
    groups = match.groupdict()
    return next((part for part in Part if groups.get(part.name.lower())), None)
