"""Clock times: `14.30 uur`, `14h30`, `om 9 uur`, `2 p.m.`."""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from ingest.text.figures.figure import Figure, FigureKind
from ingest.text.figures.pattern import Pattern
from ingest.text.figures.zones import find_zones

_DIGITS = Pattern(r"\d+")
_TIME = (
    r"(?<![\d.,:])(?:"
    r"(?P<h1>[01]?\d|2[0-4])[:.](?P<m1>[0-5]\d)\s?(?:uur|u\.?|h)(?!\w)"
    r"|(?P<h2>[01]?\d|2[0-4])\s?[hu]\s?(?P<m2>[0-5]\d)(?!\w|[.,]\d)"
    r"|(?P<h3>[01]?\d|2[0-3]):(?P<m3>[0-5]\d)(?::[0-5]\d)?(?!\d|:)(?:\s?(?P<half3>[ap])\.?m\b\.?)?"
    r"|(?P<h4>1[0-2]|0?[1-9])(?:[:.](?P<m4>[0-5]\d))?\s?(?P<half4>[ap])\.?m\b\.?"
    r"|(?:(?<=\bom )|(?<=\bvanaf )|(?<=\bklokke )|(?<=\bà ))(?P<h5>[01]?\d|2[0-4])\s?(?:uur|heures?|h|"
    r"u)(?!\w)(?!\s+(?:de|per|par)\b)"
    r")"
)


def read_times(text: str) -> tuple[Figure, ...]:
    """Return the clock times in `text`; the value is minutes after midnight."""
    return tuple(
        _figure(match) for zone in find_zones(text, _DIGITS, 12) for match in _pattern().finditer(text, *zone)
    )


def _figure(match: re.Match[str]) -> Figure:
    groups = match.groupdict()
    hour = int(next(groups[f"h{way}"] for way in range(1, 6) if groups[f"h{way}"]))
    minute = int(next((groups[f"m{way}"] for way in range(1, 5) if groups[f"m{way}"]), 0))
    half = (groups["half3"] or groups["half4"] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return Figure(
        start=match.start(),
        end=match.end(),
        text=match.group(),
        kind=FigureKind.TIME,
        value=Decimal(hour * 60 + minute),
        unit="minute",
    )


@functools.cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_TIME, re.IGNORECASE)
