"""Pages for files that have none: a long text is cut into its heading sections, a short one is page 1.

Word and Writer break pages when they print, and a browser never does, so a page number of such a file is
no place a reader could find. What they can find is a heading, so in a text longer than `LONG_CHARS` every
section under an outermost heading is a page; its heading is the page's first line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.document import Concern, Flag, Page, UnreadPage
from ingest.instructions import hidden_tags
from ingest.layout.block import Block, BlockKind
from ingest.layout.marker import chapter_depth, chapter_number
from ingest.layout.page_text import clean, compose
from ingest.layout.row import figures_at_end

LONG_CHARS = 4_000
"""Longest text that stays one page: about one and a half printed A4 pages at 2,700 characters each."""

_MAX_FLAG_CHARS = 500
_MAX_BOLD_HEADING_CHARS = 180
_NUMBERED_LEVEL, _BOLD_LEVEL = 7, 8
_SENTENCE_END = re.compile(r"[.,;:!?…]$|:\s")


class Hiding(StrEnum):
    """How a text was kept from a reader's eyes: `where` of a flag, worded under `where.` and the value."""

    VANISHED = "vanished"
    BACKGROUND_COLOUR = "same_colour"
    TINY = "tiny"
    OFF_PAGE = "off_page"
    COMMENT = "comment"
    DELETED = "deleted"
    ALT_TEXT = "alt_text"
    PROPERTY = "property"
    SLIDE = "slide"
    INVISIBLE_CHARACTERS = "invisible_characters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A text that stands in a file at this place but not before a reader's eyes."""

    text: str
    hiding: Hiding


@dataclass(frozen=True, slots=True, kw_only=True)
class BoldBlock(Block):
    """A paragraph set in bold throughout: a heading, where it looks like one, of an author without styles."""


Piece = Block | Hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The pages that a stream of pieces makes, and what was hidden on them."""

    pages: tuple[Page, ...]
    unread_pages: tuple[UnreadPage, ...]
    flags: tuple[Flag, ...]


def paginate(pieces: Iterable[Piece], *, furniture: Sequence[str] = ()) -> Sections:
    """Return the pages that `pieces` make, cut at the outermost headings where the text is long.

    `furniture` (running headers and footers) belongs to every page. A text without any words is one
    unread page.
    """
    stream = _with_rows(_promote(tuple(pieces)))
    length_chars = sum(len(piece.text) for piece in stream if isinstance(piece, Block))
    return write_pages(_cut(stream) if length_chars > LONG_CHARS else (stream,), furniture=furniture)


def write_pages(parts: Sequence[Sequence[Piece]], *, furniture: Sequence[str] = ()) -> Sections:
    """Return one page, or one unread page, for each of `parts`, numbered from 1 in their order."""
    pages: list[Page] = []
    unread: list[UnreadPage] = []
    flags: list[Flag] = []
    for page, part in enumerate(parts, start=1):
        composed = compose([piece for piece in part if isinstance(piece, Block)])
        flags += flags_on(part, page=page)
        if composed.text:
            text, headings = composed.text, composed.headings
            pages.append(Page(page=page, text=text, headings=headings, furniture=tuple(furniture)))
        else:
            unread.append(UnreadPage(page=page, reason="page.empty"))
    return Sections(pages=tuple(pages), unread_pages=tuple(unread), flags=tuple(flags))


def flags_on(pieces: Iterable[Piece], *, page: int) -> tuple[Flag, ...]:
    """Return a flag for every hidden text among `pieces`, and for words spelt in invisible characters."""
    flags = []
    for piece in pieces:
        if isinstance(piece, Hidden):
            text, hiding = clean(piece.text), piece.hiding
        else:
            text, hiding = clean(hidden_tags(piece.text)), Hiding.INVISIBLE_CHARACTERS
        if text:
            flags.append(
                Flag(concern=Concern.HIDDEN, page=page, text=text[:_MAX_FLAG_CHARS], where=str(hiding))
            )
    return tuple(dict.fromkeys(flags))


def _promote(stream: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return `stream` with the bold paragraphs that are headings made headings, below all styled ones.

    A heading is short, does not end like a sentence, is there once ("Adopted unanimously" is not) and has
    text below it. One with a chapter number stands above one without.
    """
    counts = Counter(piece.text for piece in stream if isinstance(piece, BoldBlock))
    promoted: list[Piece] = []
    below = False
    for piece in reversed(stream):
        if isinstance(piece, BoldBlock):
            once = counts[piece.text] == 1 and len(piece.text) <= _MAX_BOLD_HEADING_CHARS
            ends = _SENTENCE_END.search(piece.text) and chapter_depth(piece.text) is None
            heading = below and once and not ends
            numbered = chapter_number(piece.text) is not None
            other = BlockKind.BULLET if numbered else BlockKind.PARAGRAPH
            kind = BlockKind.HEADING if heading else other
            promoted.append(
                Block(kind=kind, text=piece.text, level=_NUMBERED_LEVEL if numbered else _BOLD_LEVEL)
            )
        else:
            promoted.append(piece)
        below = below or _is_body(piece)
    return tuple(reversed(promoted))


def _with_rows(stream: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return `stream` with the paragraphs that are lines of a flattened table ("Netherlands 185") made its rows.

    One alone stays what it is: a sentence may end in a figure as well.
    """
    figures = [isinstance(piece, Block) and _is_figure_line(piece) for piece in stream]
    beside = [False, *figures, False]
    return tuple(
        replace(piece, kind=BlockKind.TABLE_ROW)
        if own and isinstance(piece, Block) and (beside[place] or beside[place + 2])
        else piece
        for place, (piece, own) in enumerate(zip(stream, figures, strict=True))
    )


def _is_figure_line(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and figures_at_end(block.text) > 0


def _cut(stream: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], ...]:
    """Cut `stream` before each outermost heading; a heading with nothing under it goes with the next."""
    level = _outermost(stream)
    parts: list[list[Piece]] = [[]]
    for piece in stream:
        starts = isinstance(piece, Block) and piece.kind is BlockKind.HEADING and piece.level <= level
        if starts and any(_is_body(before) for before in parts[-1]):
            parts.append([])
        parts[-1].append(piece)
    return tuple(tuple(part) for part in parts)


def _outermost(stream: tuple[Piece, ...]) -> int:
    """Return the lowest level that two headings or more share, 0 for none: a lone title cuts nothing."""
    counts = Counter(
        piece.level for piece in stream if isinstance(piece, Block) and piece.kind is BlockKind.HEADING
    )
    return min((level for level, count in counts.items() if count > 1), default=0)


def _is_body(piece: Piece) -> bool:
    return isinstance(piece, Block) and piece.kind is not BlockKind.HEADING and bool(piece.text.strip())
