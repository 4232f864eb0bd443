"""Months, weekdays and seasons in three languages, and years worked out from an anchor."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum

from ingest.text.figures.words import fold
from ingest.text.languages import SERVED

# Beside CLDR's abbreviations: what reports write.
_MORE_MONTHS = {"sept": 9, "mrt": 3, "fev": 2, "janv": 1, "juil": 7, "okt": 10, "aou": 8}
_SEASONS = {
    "winter": 4,
    "lente": 1,
    "voorjaar": 1,
    "zomer": 2,
    "herfst": 3,
    "najaar": 3,
    "hiver": 4,
    "printemps": 1,
    "ete": 2,
    "automne": 3,
    "spring": 1,
    "summer": 2,
    "autumn": 3,
    "fall": 3,
}


class Direction(Enum):
    """Which way from the anchor a date without a year lies."""

    BACK = -1
    NONE = 0
    AHEAD = 1


@functools.cache
def months() -> Mapping[str, int]:
    """Return month names and abbreviations (folded, without point) with their numbers, from CLDR."""
    from babel.dates import get_month_names

    names = dict(_MORE_MONTHS)
    for language in SERVED:
        for width in ("abbreviated", "wide"):
            for month, name in get_month_names(width, locale=str(language)).items():
                names[fold(name).rstrip(".")] = month
    return names


@functools.cache
def weekdays() -> Mapping[str, int]:
    """Return weekday names (folded) with their numbers, Monday 0, from CLDR."""
    from babel.dates import get_day_names

    return {
        fold(name): day
        for language in SERVED
        for day, name in get_day_names("wide", locale=str(language)).items()
    }


def month_pattern() -> str:
    """Return a pattern for a month as it is written, abbreviated or with an accent left out."""
    from babel.dates import get_month_names

    written = {name.rstrip(".") for name in months()}
    for language in SERVED:
        for width in ("abbreviated", "wide"):
            written.update(
                name.rstrip(".").casefold() for name in get_month_names(width, locale=str(language)).values()
            )
    names = "|".join(sorted(written, key=len, reverse=True))
    return rf"(?:{names})(?![^\W_])\.?"


def weekday_pattern() -> str:
    """Return a pattern for a weekday, with the part of the day Dutch and French add to it."""
    names = "|".join(sorted(weekdays(), key=len, reverse=True))
    return (
        rf"(?:{names})(?:ochtend|morgen|voormiddag|namiddag|middag|avond|nacht)?"
        r"(?:\s+(?:matin|soir|après-midi|morning|afternoon|evening))?"
    )


def month_number(written: str) -> int:
    """Return the number of the month `written`."""
    return months()[fold(written).rstrip(".")]


def weekday_number(written: str) -> int | None:
    """Return the number of the weekday that `written` starts with, Monday 0, or None."""
    folded = fold(written)
    return next((day for name, day in weekdays().items() if folded.startswith(name)), None)


def season_number(written: str) -> int | None:
    """Return 1 for spring to 4 for winter, or None where `written` is no season."""
    return _SEASONS.get(fold(written))


def season_pattern() -> str:
    """Return a pattern for a season."""
    return "|".join((*sorted(_SEASONS, key=len, reverse=True), "été"))


def likely_year(
    month: int, day: int | None, anchor: date, direction: Direction, weekday: int | None = None
) -> int | None:
    """Return the year of a date that was written without one, or None where it has none near.

    The year of the anchor, unless `direction` says back (the latest not after the anchor) or
    ahead (the first not before it), or a weekday written with the date fits only a year beside.
    """
    if direction is Direction.BACK:
        return anchor.year if (month, day or 1) <= (anchor.month, anchor.day) else anchor.year - 1
    if direction is Direction.AHEAD:
        return anchor.year if (month, day or 31) >= (anchor.month, anchor.day) else anchor.year + 1
    years = [anchor.year, anchor.year - 1, anchor.year + 1]
    if day is not None:
        years = [year for year in years if is_date(year, month, day)]
    if weekday is not None and day is not None:
        fitting = [year for year in years if date(year, month, day).weekday() == weekday]
        years = fitting or years
    return years[0] if years else None


def is_date(year: int | None, month: int, day: int | None) -> bool:
    """Tell whether the calendar has such a day; an unknown year counts as a leap year."""
    try:
        date(2000 if year is None else year, month, 1 if day is None else day)
    except ValueError:
        return False
    return True


def moved(anchor: date, count: int, unit: str) -> date | None:
    """Return the day `count` units (`day`, `week`, `month`, `quarter`, `year`, `decade`) from `anchor`."""
    if unit in ("day", "week"):
        return anchor + timedelta(days=count * (7 if unit == "week" else 1))
    lengths = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
    if unit not in lengths:
        return None
    total = anchor.year * 12 + anchor.month - 1 + count * lengths[unit]
    year, month = divmod(total, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(anchor.day, 28))
