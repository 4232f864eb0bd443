"""Figures read as values: numbers, amounts, shares, measures, durations and dates in nl, fr and en."""

from ingest.text.figures.comparison import same_value, supports
from ingest.text.figures.figure import (
    CALENDAR_KINDS,
    CalendarDate,
    Comparison,
    Figure,
    FigureKind,
    Part,
    Precision,
)
from ingest.text.figures.reading import read_figures
from ingest.text.figures.writing import write_figure

__all__ = [
    "CALENDAR_KINDS",
    "CalendarDate",
    "Comparison",
    "Figure",
    "FigureKind",
    "Part",
    "Precision",
    "read_figures",
    "same_value",
    "supports",
    "write_figure",
]
