"""Two figures that are one: `25 tot 40 euro`, `entre 5 et 10 %`, `7 à 8 millions`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.text.figures.figure import Figure, FigureKind
from ingest.text.figures.pattern import Pattern

_TO = Pattern(r"\s?[-–—]\s?|\s+(?:tot|à|to|tot en met|t/m)\s+", re.IGNORECASE)
_AND = Pattern(r"\s+(?:en|et|and)\s+", re.IGNORECASE)
_BETWEEN = Pattern(r"\b(?:tussen|entre|between)\s+(?:de\s+|les\s+)?$", re.IGNORECASE)
_COUNTED = frozenset(
    {
        FigureKind.NUMBER,
        FigureKind.AMOUNT,
        FigureKind.PERCENTAGE,
        FigureKind.MEASURE,
        FigureKind.DURATION,
    }
)


def join_ranges(text: str, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return `figures` (in text order) with each lower and upper bound made one figure.

    Where both carry a unit of their own and only "tot", "à" or "to" stands between, they stay
    two: "van 40% tot 75%" tells a change, and each end must be found by itself.
    """
    joined: list[Figure] = []
    for figure in figures:
        lower = joined[-1] if joined else None
        if lower is not None and _belong(text, lower, figure):
            joined[-1] = _joined(text, lower, figure)
        else:
            joined.append(figure)
    return tuple(joined)


def _belong(text: str, lower: Figure, upper: Figure) -> bool:
    if lower.kind not in _COUNTED or upper.kind not in _COUNTED:
        return False
    if (
        lower.upper is not None
        or upper.upper is not None
        or lower.noun is not None
        or lower.offset
        or upper.offset
    ):
        return False
    if lower.unit is not None and upper.unit not in (None, lower.unit):
        return False
    between = text[lower.end : upper.start]
    if _AND.fullmatch(between):
        if not _BETWEEN.search(text[max(0, lower.start - 16) : lower.start]):
            return False
    elif not _TO.fullmatch(between) or (
        lower.unit is not None
        and lower.unit == upper.unit
        and between.strip().isalpha()
        and text[lower.end - 1] in "%‰"
    ):
        return False
    scaled = _scaled(lower, upper)
    return scaled is not None and upper.value is not None and scaled < upper.value


def _scaled(lower: Figure, upper: Figure) -> Decimal | None:
    if lower.value is None or upper.value is None:
        return None
    if lower.magnitude == 0 and upper.magnitude and lower.value < upper.value.scaleb(-upper.magnitude):
        return lower.value.scaleb(upper.magnitude)
    return lower.value


def _joined(text: str, lower: Figure, upper: Figure) -> Figure:
    by_unit = lower if lower.unit is not None else upper
    return replace(
        lower,
        end=upper.end,
        text=text[lower.start : upper.end],
        kind=by_unit.kind,
        unit=by_unit.unit,
        per=upper.per or lower.per,
        value=_scaled(lower, upper),
        upper=upper.value,
        magnitude=max(lower.magnitude, upper.magnitude),
        approximate=lower.approximate or upper.approximate,
        noun=upper.noun,
    )
