"""Page text: blocks written one below the other, in clean characters, with the headings' places.

A block is one line of the page text. Blocks are set apart by an empty line, but list items that
follow each other, and table rows that do, by a line break only. So a line break in a page text is
always the end of a sentence, and an empty line the end of a list, a table or a paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Heading
from ingest.layout.block import Block, BlockKind
from ingest.text.tables import CELL_SEPARATOR

_TOGETHER = (BlockKind.BULLET, BlockKind.TABLE_ROW)

# Ligatures are mended by name: NFKC would also turn "m²" into "m2" and "½" into "1⁄2".
_CHARACTERS = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
    "\u2010": "-",  # hyphen
    "\u2011": "-",  # non-breaking hyphen
    "\u00ad": "",  # soft hyphen
    # Bullets of the Symbol and Wingdings fonts, which land in the private use area.
    **dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0e0\uf02d\uf0a8", "•"),
}
# Format characters (zero-width, bidirectional, tags) and controls other than white space are not read.
_UNREAD = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
_TABLE = str.maketrans(_CHARACTERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The text of a page, its headings, and the (start, end) of each block given, in their order.

    A block without any text has an empty span.
    """

    text: str
    headings: tuple[Heading, ...]
    spans: tuple[tuple[int, int], ...]


def clean(text: str) -> str:
    """Return `text` on one line in clean characters: NFC, no ligatures, soft hyphens or format characters.

    Every run of white space (no-break and thin spaces too) becomes one space; the ends are stripped.
    Cleaning twice changes nothing.
    """
    mended = _UNREAD.sub("", text.translate(_TABLE))
    return " ".join(unicodedata.normalize("NFC", mended).split())


def clean_row(text: str) -> str:
    """Return a row with its cells cleaned; empty ones stay, but a row of nothing else is nothing."""
    cells = [clean(cell) for cell in text.split(CELL_SEPARATOR)]
    return CELL_SEPARATOR.join(cells) if any(cells) else ""


def compose(blocks: Sequence[Block]) -> PageText:
    """Return the page text that `blocks` make; blocks without text leave no trace in it."""
    parts: list[str] = []
    headings: list[Heading] = []
    spans: list[tuple[int, int]] = []
    position = 0
    before: BlockKind | None = None
    for block in blocks:
        text = clean_row(block.text) if block.kind is BlockKind.TABLE_ROW else clean(block.text)
        if not text:
            spans.append((position, position))
            continue
        separator = _separator(before, block.kind)
        start = position + len(separator)
        position = start + len(text)
        parts += (separator, text)
        spans.append((start, position))
        if block.kind is BlockKind.HEADING:
            headings.append(Heading(start=start, end=position, level=block.level, text=text))
        before = block.kind
    return PageText(text="".join(parts), headings=tuple(headings), spans=tuple(spans))


def _separator(before: BlockKind | None, kind: BlockKind) -> str:
    if before is None:
        return ""
    return "\n" if before is kind and kind in _TOGETHER else "\n\n"
