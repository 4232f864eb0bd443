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
    header = header_of(text, start)
    names = tuple(cell.strip() for cell in header.split(CELL_SEPARATOR))
    if header == line or len(names) != len(cells):
        return cells
    return tuple(
        Cell(text=cell.text, start=cell.start, end=cell.end, header=name)
        for cell, name in zip(cells, names, strict=True)
    )


def header_of(text: str, start: int) -> str:
    """Return the first row of the table that the row at `start` of a page text belongs to, itself if it is that."""
    end = text.find("\n", start)
    header = text[start : end if end >= 0 else len(text)]
    for line in reversed(text[:start].split("\n")[:-1]):
        if not is_row(line):
            break
        header = line
    return header


def is_heading_row(text: str, start: int) -> bool:
    """Tell whether the row at `start` of a page text heads a table: rows follow, and its cells hold no figures.

    A year or a unit is no figure here (`Region | 2023 | 2024 (MW)`).
    """
    end = text.find("\n", start)
    if end < 0 or not is_row(text[end + 1 :].split("\n", 1)[0]) or header_of(text, start) != text[start:end]:
        return False
    return not any(_FIGURE.search(_YEAR.sub("", cell)) for cell in text[start:end].split(CELL_SEPARATOR)[1:])


def _cells(line: str, offset: int) -> Iterator[Cell]:
    place = 0
    for piece in line.split(CELL_SEPARATOR):
        lead = len(piece) - len(piece.lstrip())
        text = piece.strip()
        yield Cell(text=text, start=offset + place + lead, end=offset + place + lead + len(text))
        place += len(piece) + len(CELL_SEPARATOR)
