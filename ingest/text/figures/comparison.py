"""Whether two figures say the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ingest.text.figures.figure import CALENDAR_KINDS, Figure, FigureKind
from ingest.text.figures.identifiers import identity
from ingest.text.figures.units import units


def same_value(a: Figure, b: Figure) -> bool:
    """Tell whether `a` and `b` are one value, in whatever notation or language.

    Nothing is rounded: a changed digit, sign, unit, "per" or period differs. Units of one
    dimension that convert exactly do compare (500 kW and 0,5 MW, 18 months and 1.5 years, a half
    and 50%), a unit never equals none, and a percentage point is not a percentage.

    Dates are the same when they cover the same days with the same part ("eind 2019" is not
    2019). One without a year equals one with a year only when its year was inferred from the
    anchor and agrees; two without a year are compared by month and day. A duration told from now
    ("over twee jaar") equals the same duration, and the period it was placed at.

    Four bare digits that count no noun may be a year or a number: they equal either.

    Bounds that point apart ("more than 50", "less than 50"; "in two years", "two years ago") are
    not the same; a qualifier on one side alone does not matter. Nouns are not compared.
    """
    if FigureKind.IDENTIFIER in (a.kind, b.kind):
        return a.kind is b.kind and identity(a.text) == identity(b.text)
    if not _point_alike(a, b):
        return False
    if {a.kind, b.kind} == {FigureKind.NUMBER, FigureKind.YEAR}:
        return _bare_year(a) is not None and _bare_year(a) == _bare_year(b)
    if a.kind in CALENDAR_KINDS or b.kind in CALENDAR_KINDS:
        return _same_dates(a, b)
    if not _comparable(a, b) or a.per != b.per:
        return False
    return _in_base(a) == _in_base(b)


def _point_alike(a: Figure, b: Figure) -> bool:
    if a.comparison and b.comparison and a.comparison.is_upward != b.comparison.is_upward:
        return False
    if a.offset is not None and b.offset is not None:
        return (a.offset > 0) == (b.offset > 0) and (a.offset < 0) == (b.offset < 0)
    return True


def supports(found: Figure, claimed: Figure) -> bool:
    """Tell whether the figure `found` in a quote carries the figure `claimed` about it.

    It does when both are the same value, and when the claim only says less: a month or year for
    a day in it ("in 2024" for "23 maart 2024"), an amount without the "per year" it was given by.
    Never the other way round.
    """
    if same_value(found, claimed):
        return True
    if claimed.per is None and found.per is not None:
        return same_value(replace(found, per=None), claimed)
    if claimed.kind not in (FigureKind.DATE, FigureKind.YEAR) or claimed.part is not None:
        return False
    if found.kind not in CALENDAR_KINDS or claimed.period is None or found.period is None:
        return False
    return claimed.period[0] <= found.period[0] and found.period[1] <= claimed.period[1]


def _bare_year(figure: Figure) -> Decimal | None:
    """Return the number of four bare digits ("2018" in a table is a year or a count), else None."""
    if len(figure.text) != 4 or not figure.text.isdigit() or figure.noun is not None:
        return None
    return Decimal(figure.text)


def _same_dates(a: Figure, b: Figure) -> bool:
    if a.part is not b.part:
        return False
    if a.first is None or b.first is None:
        return a.offset is not None and (a.offset, a.unit) == (b.offset, b.unit)
    if a.period is not None and b.period is not None:
        return a.period == b.period
    return (a.first, a.last, a.precision) == (b.first, b.last, b.precision)


def _comparable(a: Figure, b: Figure) -> bool:
    if a.kind is b.kind:
        return True
    return {a.kind, b.kind} == {FigureKind.FRACTION, FigureKind.PERCENTAGE}


def _in_base(figure: Figure) -> tuple[Decimal | None, Decimal | None, str | None]:
    """Return both bounds in the base unit, and that unit."""
    if figure.unit is None:
        return figure.value, figure.upper, "1" if figure.kind is FigureKind.FRACTION else None
    unit = units()[figure.unit]
    return _scaled(figure.value, unit.factor), _scaled(figure.upper, unit.factor), unit.base


def _scaled(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else value * factor
