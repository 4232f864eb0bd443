"""Days and years told from now without a number: `vorig jaar`, `l'année prochaine`, `this month`."""

from __future__ import annotations

import functools
import re
from datetime import date

from ingest.text.figures.calendar_names import moved
from ingest.text.figures.figure import CalendarDate, Figure, FigureKind, Precision

# Each pattern: the unit, and how far from the anchor.
_SOURCES = (
    (
        "year",
        -1,
        r"(?:vorig|verleden|(?<!het )afgelopen)\s+jaar|l['’]année\s+(?:dernière|passée)|"
        r"l['’]an\s+(?:dernier|passé)|last\s+year",
    ),
    ("year", 0, r"dit\s+jaar|cette\s+année|this\s+year"),
    ("year", 1, r"volgend\s+jaar|komend\s+jaar|l['’]année\s+prochaine|l['’]an\s+prochain|next\s+year"),
    ("month", -1, r"(?:vorige|afgelopen|verleden)\s+maand|(?:le\s+)?mois\s+(?:dernier|passé)|last\s+month"),
    ("month", 0, r"deze\s+maand|ce\s+mois-ci|this\s+month"),
    ("month", 1, r"volgende\s+maand|(?:le\s+)?mois\s+prochain|next\s+month"),
    ("year", -1, r"een\s+jaar\s+geleden|a\s+year\s+ago"),
    ("year", 1, r"over\s+een\s+jaar"),
    ("month", -1, r"een\s+maand\s+geleden|a\s+month\s+ago"),
    ("month", 1, r"over\s+een\s+maand"),
)


def read_relative(text: str, anchor: date | None) -> tuple[Figure, ...]:
    """Return the relative years and months in `text`, placed in the calendar where `anchor` is given."""
    found = []
    for match in _pattern().finditer(text):
        unit, offset, _ = _SOURCES[int((match.lastgroup or "g0")[1:])]
        found.append(_figure(match, unit, offset, anchor))
    return tuple(found)


def _figure(match: re.Match[str], unit: str, offset: int, anchor: date | None) -> Figure:
    day = None if anchor is None else moved(anchor, offset, unit)
    is_year = unit == "year"
    when = CalendarDate(year=day.year, month=None if is_year else day.month) if day else None
    return Figure(
        start=match.start(),
        end=match.end(),
        text=match.group(),
        kind=FigureKind.YEAR if is_year else FigureKind.DATE,
        unit=unit,
        offset=offset,
        first=when,
        last=when,
        precision=Precision.YEAR if is_year else Precision.MONTH,
        year_inferred=day is not None,
    )


@functools.cache
def _pattern() -> re.Pattern[str]:
    named = "|".join(f"(?P<g{row}>{source})" for row, (_, _, source) in enumerate(_SOURCES))
    return re.compile(rf"(?<!\w)(?:{named})(?!\w)", re.IGNORECASE)
