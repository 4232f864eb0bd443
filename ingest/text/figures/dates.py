"""Dates and periods: `12 maart 2024`, `du 22 au 25 avril`, `Q3 2023`, `eind 2019`."""

from __future__ import annotations

import functools
import re
from datetime import date

from ingest.text.figures.calendar_names import month_pattern
from ingest.text.figures.days import day_rules
from ingest.text.figures.figure import Figure
from ingest.text.figures.periods import period_rules
from ingest.text.figures.placing import Handler, Reading
from ingest.text.figures.zones import blank, find_zones
from ingest.text.languages import Language

# The longest date with weekdays and two years stays within this of its month or year.
_REACH_CHARS = 60


def read_dates(text: str, language: Language, anchor: date | None) -> tuple[Figure, ...]:
    """Return the dates and periods of `text`, blanked of references, in no particular order."""
    found: list[Figure] = []
    zones = tuple(find_zones(text, _clue(), _REACH_CHARS))
    for pattern, handler in _rules():
        reading = Reading(text=text, language=language, anchor=anchor)
        matches = (match for zone in zones for match in pattern.finditer(text, *zone))
        fresh = [figure for match in matches for figure in handler(match, reading)]
        found.extend(fresh)
        text = blank(text, fresh)
    return tuple(found)


@functools.cache
def _clue() -> re.Pattern[str]:
    """Return a pattern for what every date has something of."""
    words = r"kwartaal|trimestre|quarter|semestre|halfjaar|jaren|années|[a-z]+ties"
    return re.compile(rf"\b(?:{month_pattern()}|{words})\b|(?<!\d)\d{{4}}(?!\d)|\d[/.-]\d", re.IGNORECASE)


@functools.cache
def _rules() -> tuple[tuple[re.Pattern[str], Handler], ...]:
    return tuple(
        (re.compile(source, re.IGNORECASE), handler) for source, handler in (*day_rules(), *period_rules())
    )
