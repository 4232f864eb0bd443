"""What a figure is: a number, amount, share, measure, duration, date or reference in a text."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class FigureKind(StrEnum):
    """What kind of thing a figure says."""

    NUMBER = "number"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    FRACTION = "fraction"
    ORDINAL = "ordinal"
    MEASURE = "measure"
    DURATION = "duration"
    DATE = "date"
    DATE_RANGE = "date_range"
    YEAR = "year"
    TIME = "time"
    IDENTIFIER = "identifier"


CALENDAR_KINDS = frozenset({FigureKind.DATE, FigureKind.DATE_RANGE, FigureKind.YEAR})
"""The kinds that name a place in the calendar."""


class Precision(StrEnum):
    """How fine a date is."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"


class Part(StrEnum):
    """The part of a month or year that a date is about ("eind 2019")."""

    BEGIN = "begin"
    MIDDLE = "middle"
    END = "end"


class Comparison(StrEnum):
    """How the true value stands to the one written."""

    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    AT_LEAST = "at_least"
    UP_TO = "up_to"

    @property
    def is_upward(self) -> bool:
        """Tell whether the true value is the written one or higher."""
        return self in (Comparison.MORE_THAN, Comparison.AT_LEAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDate:
    """A date of which `None` parts are not known: a month has no day, `12 March` no year."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def opening(self) -> date | None:
        """Return the first day that this covers, or None without a year."""
        return None if self.year is None else date(self.year, self.month or 1, self.day or 1)

    def closing(self) -> date | None:
        """Return the last day that this covers, or None without a year."""
        if self.year is None:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure at `start:end` of the text given, and what it says.

    `value` is the number in units of one (`1,5 miljard` is 1500000000) and keeps the written
    precision (`12,0` is 12.0 after scaling); for a range it is the lower bound and `upper` the
    upper one, else `upper` is None. `magnitude` is the power of ten of a magnitude word (6 for
    "miljoen", 0 without one).

    `unit` is an ISO 4217 code for amounts, `%`, `pp` (percentage points) or `‰` for percentages,
    the canonical symbol (`km2`, `MW`) for measures, the English name (`day`, `year`) for
    durations; None for plain numbers. `per` is the unit behind "per" (`year`, `km`), or None.

    `first` and `last` bound a date (equal for a single one), with `precision` and `part`.
    `year_inferred` says that the year (or the whole date of a relative one) was worked out from
    the anchor. `offset` counts the units from the anchor of a relative date ("over twee jaar" is
    2, "last year" -1). `noun` is the counted noun behind, lower case.
    """

    start: int
    end: int
    text: str
    kind: FigureKind
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    per: str | None = None
    magnitude: int = 0
    first: CalendarDate | None = None
    last: CalendarDate | None = None
    precision: Precision | None = None
    part: Part | None = None
    offset: int | None = None
    year_inferred: bool = False
    approximate: bool = False
    comparison: Comparison | None = None
    noun: str | None = None

    @property
    def is_range(self) -> bool:
        """Tell whether this has two ends."""
        return self.upper is not None or self.kind is FigureKind.DATE_RANGE

    @property
    def period(self) -> tuple[date, date] | None:
        """Return the first and last day of a date; None for other kinds and without a year."""
        if self.first is None or self.last is None:
            return None
        opening, closing = self.first.opening(), self.last.closing()
        return None if opening is None or closing is None else (opening, closing)
