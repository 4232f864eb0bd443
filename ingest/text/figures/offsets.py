"""Durations told from now: `over twee jaar`, `il y a trois ans`, `two years ago`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from ingest.text.figures.calendar_names import moved
from ingest.text.figures.figure import CalendarDate, Figure, FigureKind, Precision
from ingest.text.figures.pattern import Pattern
from ingest.text.languages import Language

_AHEAD = {
    Language.DUTCH: Pattern(r"\bover\s+$", re.IGNORECASE),
    Language.FRENCH: Pattern(r"(?:\bdans|\bd['’]ici(?:\s+à)?)\s+$", re.IGNORECASE),
    Language.ENGLISH: Pattern(r"\bin\s+$", re.IGNORECASE),
}
_SPREAD = Pattern(r"\s+(?:ge|ver)spreid", re.IGNORECASE)
_BACK = Pattern(r"\b(?:il\s+y\s+a|voici|voilà)\s+(?:environ\s+)?$", re.IGNORECASE)
_AGO = Pattern(r"\s+(?:geleden|ago)\b", re.IGNORECASE)


def placed_from_now(text: str, figure: Figure, language: Language, anchor: date | None) -> Figure:
    """Place a duration that is told from now ("over twee jaar", "il y a trois ans")."""
    if figure.kind is not FigureKind.DURATION or figure.value is None or figure.value % 1:
        return figure
    spoken = Language.ENGLISH if language is Language.OTHER else language
    sign, start, end = 0, figure.start, figure.end
    ahead = _AHEAD[spoken].search(text[max(0, start - 16) : start])
    back = _BACK.search(text[max(0, start - 22) : start])
    ago = _AGO.match(text, end)
    if ago is not None:
        sign, end = -1, ago.end()
    elif back is not None:
        sign, start = -1, start - len(back.group())
    elif ahead is not None and not _SPREAD.match(text, end) and figure.per is None:
        sign, start = 1, start - len(ahead.group())
    if sign == 0:
        return figure
    offset = sign * int(figure.value)
    placed = replace(figure, start=start, end=end, text=text[start:end], offset=offset)
    return _anchored(placed, offset, anchor)


def _anchored(figure: Figure, offset: int, anchor: date | None) -> Figure:
    day = None if anchor is None or figure.unit is None else moved(anchor, offset, figure.unit)
    if day is None:
        return figure
    if figure.unit in ("year", "decade"):
        when, precision = CalendarDate(year=day.year), Precision.YEAR
    elif figure.unit in ("month", "quarter"):
        when, precision = CalendarDate(year=day.year, month=day.month), Precision.MONTH
    else:
        when, precision = CalendarDate(year=day.year, month=day.month, day=day.day), Precision.DAY
    return replace(figure, first=when, last=when, precision=precision, year_inferred=True)
