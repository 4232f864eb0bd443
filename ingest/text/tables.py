"""Table rows in page text: cells side by side on a line, under the header of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FIGURE = re.compile(r"\d")

CELL_SEPARATOR = "\t"
"""Stands between the cells of a row: white space, so that a row quoted is the row as a page shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell at `start:end` of its page text; `header` is the text above its column, empty where there is none."""

    text: str
    start: int
    end: int
    header: str = ""


def is_row(line: str) -> bool:
    """Tell whether a line of page text is a row of cells."""
    return CELL_SEPARATOR in line


def read_row(text: str, start: int, end: int) -> tuple[Cell, ...]:
    """Return the cells of the row `start:end` of a page text with their headers; empty where it is no row.

    The header is the first row of the unbroken run of rows that the row stands in; the header row itself,
    and a row with another number of cells, have none.
    """
    line = text[start:end]
    if not is_row(line):
        return ()
    cells = tuple(_cells(line, start))
    place = _first_row(text, start)
    names = tuple(cell.strip() for cell in header_of(text, start).split(CELL_SEPARATOR))
    if place == start or len(names) != len(cells) or not is_heading_row(text, place):
        return cells
    return tuple(
        Cell(text=cell.text, start=cell.start, end=cell.end, header=name)
        for cell, name in zip(cells, names, strict=True)
    )


def header_of(text: str, start: int) -> str:
    """Return the first row of the table that the row at `start` of a page text belongs to, itself if it is that."""
    place = _first_row(text, start)
    return text[place : _line_end(text, place)]


def is_heading_row(text: str, start: int) -> bool:
    """Tell whether the row at `start` of a page text heads a table.

    It is the first row, its cells beyond the first hold no figures (a year or a unit is none: `Region | 2023 | 2024
    (MW)`), and it has three cells or figures below it; a list of labels and values has no head.
    """
    end = _line_end(text, start)
    below = text[end + 1 : _line_end(text, end + 1)] if end < len(text) else ""
    if not is_row(below) or _first_row(text, start) != start:
        return False
    names = text[start:end].split(CELL_SEPARATOR)[1:]
    is_wide = len(names) > 1 or any(map(_FIGURE.search, below.split(CELL_SEPARATOR)[1:]))
    return is_wide and not any(_FIGURE.search(_YEAR.sub("", name)) for name in names)


def _first_row(text: str, start: int) -> int:
    """Return where the unbroken run of rows begins that the row at `start` stands in."""
    place = start
    while place > 0:
        before = text.rfind("\n", 0, place - 1) + 1
        if not is_row(text[before : place - 1]):
            break
        place = before
    return place


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _cells(line: str, offset: int) -> Iterator[Cell]:
    place = 0
    for piece in line.split(CELL_SEPARATOR):
        lead = len(piece) - len(piece.lstrip())
        text = piece.strip()
        yield Cell(text=text, start=offset + place + lead, end=offset + place + lead + len(text))
        place += len(piece) + len(CELL_SEPARATOR)
