"""Reading the figures of a text, in the notation of its language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ingest.text.figures.dates import read_dates
from ingest.text.figures.figure import CALENDAR_KINDS, Figure, FigureKind
from ingest.text.figures.fractions import read_fractions, read_ordinals
from ingest.text.figures.identifiers import blank_list_numbers, find_identifiers, find_late_identifiers
from ingest.text.figures.qualifiers import read_qualifier
from ingest.text.figures.quantities import read_quantities
from ingest.text.figures.ranges import join_ranges
from ingest.text.figures.relative import read_relative
from ingest.text.figures.times import read_times
from ingest.text.figures.zones import blank
from ingest.text.languages import Language

_UNQUALIFIED = CALENDAR_KINDS | {FigureKind.IDENTIFIER, FigureKind.ORDINAL, FigureKind.TIME}


def read_figures(text: str, language: Language, *, anchor: date | None = None) -> tuple[Figure, ...]:
    """Return the figures of `text`, in text order and without overlap.

    Args:
        text: Any stretch of text; offsets of the result are into it.
        language: Decides number words and what `1.234` or `1,234` means; notations that are plain
            are read whatever it is. `Language.OTHER` is read as English.
        anchor: The day the text speaks from (the report's date). Dates without a year and
            relative ones are placed by it and marked `year_inferred`; without it they have no year.

    References, names with digits, addresses and phone numbers come back as `IDENTIFIER`, so that
    they are not taken for quantities and can still be compared; list numbers and bracketed note
    numbers do not come back at all.
    """
    counted = blank_list_numbers(text)
    found: list[Figure] = list(find_identifiers(counted))
    working = blank(counted, found)
    readers: tuple[Callable[[str], tuple[Figure, ...]], ...] = (
        read_times,
        lambda left: read_dates(left, language, anchor),
        lambda left: read_relative(left, anchor),
        find_late_identifiers,
        lambda left: read_fractions(left, language),
        lambda left: read_ordinals(left, language),
    )
    for read in readers:
        fresh = read(working)
        found.extend(fresh)
        working = blank(working, fresh)
    quantities = join_ranges(working, read_quantities(working, language, anchor))
    found = _outside(found, quantities)
    found.extend(_qualified(working, figure, language) for figure in quantities)
    return tuple(
        replace(figure, text=text[figure.start : figure.end])
        for figure in sorted(found, key=lambda figure: figure.start)
    )


def _outside(found: list[Figure], quantities: tuple[Figure, ...]) -> list[Figure]:
    """Return `found` without the names that a quantity reaches over (CO2 in "ton CO2 per jaar")."""
    return [
        figure
        for figure in found
        if not any(figure.start < over.end and over.start < figure.end for over in quantities)
    ]


def _qualified(text: str, figure: Figure, language: Language) -> Figure:
    if figure.kind in _UNQUALIFIED:
        return figure
    qualifier = read_qualifier(text, figure.start, figure.end, language)
    return replace(
        figure,
        approximate=figure.approximate or qualifier.approximate,
        comparison=qualifier.comparison,
    )
