"""A block: one heading, paragraph, bullet or table row of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.text.tables import CELL_SEPARATOR


class BlockKind(StrEnum):
    """What a block is to its reader."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLET = "bullet"
    TABLE_ROW = "table_row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block's text on one line; `level` counts for headings only, 1 is the outermost.

    A bullet's text starts with its marker as the reader sees it ("• ", "1. "); the cells of a table
    row stand between `CELL_SEPARATOR`s (see `row`).
    """

    kind: BlockKind
    text: str
    level: int = 1


def row(cells: Sequence[str]) -> Block:
    """Return the table row of `cells`; a cell's own line breaks become spaces, empty cells stay."""
    return Block(kind=BlockKind.TABLE_ROW, text=CELL_SEPARATOR.join(" ".join(cell.split()) for cell in cells))


def bullet(text: str, marker: str = "•") -> Block:
    """Return the list item `text` behind its `marker` ("•", "2.", "a)")."""
    return Block(kind=BlockKind.BULLET, text=f"{marker} {text}")
