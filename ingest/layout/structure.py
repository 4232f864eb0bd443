"""What each paragraph is: a heading and how deep, a bullet, a table row, or plain text.

Two kinds of files: those with type (PDF, OCR: sizes and bold tell headings) and those without (plain
text: a heading is a short line of its own that does not end like a sentence and has text below it).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.layout.block import Block, BlockKind
from ingest.layout.line import Line, hangs, is_shouted, starts_lower
from ingest.layout.marker import bullet_marker, chapter_depth, chapter_number, is_caption, names_chapter
from ingest.layout.particulars import is_particular
from ingest.layout.row import figures_at_end
from ingest.layout.wrapping import Paragraph

_MAX_HEADING_CHARS = 140
_MAX_PLAIN_HEADING_CHARS = 95
_MAX_HEADING_LINES = 4
_MAX_HEADING_WORDS = 18
# Type that is this much larger than the body's is a heading's (smallest step seen: 11 on 10 points).
_LARGER = 1.08
# Titles in capitals are often set smaller than the body (7.5 on 9.5 points in the Official Journal).
_SMALL_CAPS = 0.75
# A line that recurs this often is a formula ("Vote favorable à l'unanimité"), not a title.
_FORMULA_TIMES = 4
_TITLE_SIZE = 1.15
_CLOSING = re.compile(r"[.,;!:][\"”»’')\]]*$")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S|\btel\b\.?|\+\d{2}", re.IGNORECASE)
_DATE = re.compile(
    r"(?:\w+\s+){0,2}\d{1,4}[-/. ]\s?(?:\d{1,2}|[a-zà-ÿ]{3,10}\.?)[-/. ]\s?\d{2,4}\b", re.IGNORECASE
)
_NAMED_VALUE = re.compile(r"[^:]{2,70}:\s+\S")
# Any figure but a year.
_FIGURE = re.compile(r"(?<![\w.,])(?!(?:19|20)\d\d(?![\d.,]))\d")
_INNER_STOP = re.compile(r"\w{3}[.?!] [A-ZÀ-Þ]")
# Parts that stand beside a report's chapters, numbered or not.
_PART = re.compile(
    r"(?:actieagenda|aanbevelingen|annexes?|avant-propos|bibliograph(?:y|ie)|bijlagen?|bronnen|bronvermelding(?:en)?"
    r"|conclusi(?:es?|ons?)|foreword|inleiding|introduction|recomm[ae]ndations|références|references|résumé"
    r"|samenvatting|sources|summary|synthèse|voorwoord)\b",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?:inhoud(?:sopgave|stafel)?|table des matières|sommaire|(?:table of )?contents)\s*:?", re.IGNORECASE
)
_ENTRY = re.compile(r"\D\s\d{1,3}$")
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A paragraph with the facts of its lines that tell what it is; `size` 1.0 is the body's."""

    paragraph: Paragraph
    apart: bool
    starts_page: bool
    size: float
    bold: bool
    lines: int
    underlined: bool

    @classmethod
    def of(cls, paragraph: Paragraph, lines: Sequence[Line], *, starts_page: bool) -> Laid:
        """Return `paragraph` of a page's `lines` with what its lines tell."""
        own = lines[paragraph.first : paragraph.last]
        return cls(
            paragraph=paragraph,
            apart=own[0].apart,
            starts_page=starts_page,
            size=max(line.size for line in own),
            bold=all(line.bold for line in own),
            lines=len(own),
            underlined=own[-1].underlined,
        )

    @property
    def text(self) -> str:
        """Return the paragraph's text."""
        return self.paragraph.text


def title_key(text: str) -> str:
    """Return what two spellings of one title have in common: letters and digits, case folded."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def build_blocks(laid: Sequence[Laid], *, typed: bool, titles: Mapping[str, int]) -> tuple[Block, ...]:
    """Return the block that each paragraph of a document is, in order.

    `typed` says that sizes and bold are known; `titles` maps the `title_key` of headings that the file
    itself lists to their levels. Levels run over the whole document: pass all pages.
    """
    headings = _typed_headings(laid) if typed else _plain_headings(laid)
    listed = [0 if item.paragraph.is_row else titles.get(title_key(item.text), 0) for item in laid]
    contents = _contents(laid)
    headings = [
        (guessed or bool(level)) and row not in contents
        for row, (guessed, level) in enumerate(zip(headings, listed, strict=True))
    ]
    levels = _Levels.of([item for item, is_heading in zip(laid, headings, strict=True) if is_heading], typed)
    blocks: list[Block] = []
    for row, (item, is_heading) in enumerate(zip(laid, headings, strict=True)):
        if is_heading:
            # The label of a block of figures lies below the section that the block stands in.
            below = int(not typed and _labels_rows(laid, row))
            titles_part = row > 0 and headings[row - 1] and names_chapter(laid[row - 1].text)
            level = listed[row] or levels.next(item, titles_part=titles_part) + below
            blocks.append(Block(kind=BlockKind.HEADING, text=item.text, level=level))
        else:
            blocks.append(Block(kind=_kind(item), text=item.text))
    return tuple(blocks)


def _contents(laid: Sequence[Laid]) -> frozenset[int]:
    """Return the rows of the entries of tables of contents: what ends in a number below their title."""
    entries: set[int] = set()
    is_open = False
    for row, item in enumerate(laid):
        if _CONTENTS.fullmatch(item.text):
            is_open = True
        elif is_open and (item.paragraph.is_row or _ENTRY.search(item.text)):
            entries.add(row)
        elif len(item.text) > _MAX_HEADING_CHARS:
            is_open = False
    return frozenset(entries)


def _kind(item: Laid) -> BlockKind:
    if item.paragraph.is_row:
        return BlockKind.TABLE_ROW
    return BlockKind.BULLET if bullet_marker(item.text) else BlockKind.PARAGRAPH


def _could_head(item: Laid, max_chars: int) -> bool:
    text = item.text
    # Nobody sets prose in a title's type: what is there may run longer.
    room = 2 if item.size >= _TITLE_SIZE else 1
    if item.paragraph.is_row or len(text) > room * max_chars or item.lines > room * _MAX_HEADING_LINES:
        return False
    if _CLOSING.search(text) or is_caption(text) or _ADDRESS.search(text) or _DATE.match(text):
        return False
    if len(_LETTERS.findall(text)) < 2 or len(text.split()) > room * _MAX_HEADING_WORDS or starts_lower(text):
        return False
    if text.startswith("(") or (chapter_depth(text) is not None and hangs(text)):
        return False
    return chapter_depth(text) is not None or not (bullet_marker(text) or text[0].isdigit())


def _typed_headings(laid: Sequence[Laid]) -> list[bool]:
    bold_share = sum(len(item.text) for item in laid if item.bold) / max(
        1, sum(len(item.text) for item in laid)
    )
    found: list[bool] = []
    for row, item in enumerate(laid):
        following = laid[row + 1] if row + 1 < len(laid) else None
        titles_table = item.bold and following is not None and following.paragraph.is_row
        is_set = titles_table or _is_set_as_heading(item, stresses=bold_share < 0.4)
        found.append(is_set and _could_head(item, _MAX_HEADING_CHARS) and not _breaks_off(item, following))
    return found


def _is_set_as_heading(item: Laid, *, stresses: bool) -> bool:
    """Say whether the type of `item` is a heading's; `stresses` says that bold is rare enough to tell."""
    if item.size >= _LARGER:
        return True
    in_capitals = is_shouted(item.text) or (item.text.isupper() and names_chapter(item.text))
    shouted = item.apart and in_capitals and item.size >= _SMALL_CAPS
    if item.size < 1 / _LARGER:
        # Smaller type with a number is a footnote.
        return shouted
    numbered = chapter_depth(item.text) is not None and not bullet_marker(item.text)
    return (item.bold and stresses) or shouted or (numbered and item.apart and item.lines == 1)


def _breaks_off(item: Laid, following: Laid | None) -> bool:
    """Say whether `item` is the start of a sentence, set in bold, rather than a heading."""
    if chapter_depth(item.text) is None and _INNER_STOP.search(item.text):
        return True
    return hangs(item.text) or (following is not None and starts_lower(following.text))


def _plain_headings(laid: Sequence[Laid]) -> list[bool]:
    recurring = Counter(item.text for item in laid)
    could = [
        _could_head(item, _MAX_PLAIN_HEADING_CHARS)
        and (item.underlined or _reads_as_title(item.text))
        and recurring[item.text] < _FORMULA_TIMES
        and not (_is_entry(laid, row) or _is_signed(laid, row))
        for row, item in enumerate(laid)
    ]
    return [
        could[row] and (item.underlined or _has_text_below(laid, could, row)) for row, item in enumerate(laid)
    ]


def _is_entry(laid: Sequence[Laid], row: int) -> bool:
    """Say whether the line belongs to what it is set close to: a point or a value of a list."""
    item, text = laid[row], laid[row].text
    if item.underlined:
        return False
    above = laid[row - 1] if row and not item.apart else None
    below = laid[row + 1] if row + 1 < len(laid) and not laid[row + 1].apart else None
    if bullet_marker(text):
        return any(beside is not None and _is_point(beside.text) for beside in (above, below))
    if chapter_depth(text) is not None:
        return False
    if figures_at_end(text):
        return above is not None or below is not None
    if not _NAMED_VALUE.match(text):
        return False
    # "Ambitions of the region: hydrogen" is a heading where white sets it off from what is above.
    return above is not None or (below is not None and bool(_NAMED_VALUE.match(below.text)))


def _labels_rows(laid: Sequence[Laid], row: int) -> bool:
    return row + 1 < len(laid) and laid[row + 1].paragraph.is_row and not laid[row + 1].apart


def _is_signed(laid: Sequence[Laid], row: int) -> bool:
    """Say whether the line is the name below "Kind regards,"."""
    return row > 0 and not laid[row].apart and laid[row - 1].text.endswith(",")


def _is_point(text: str) -> bool:
    marker = bullet_marker(text)
    return marker is not None and any(map(str.isalnum, marker))


def _reads_as_title(text: str) -> bool:
    if chapter_depth(text) is not None:
        return True
    return not (_is_named_value(text) or is_particular(text) or _INNER_STOP.search(text))


def _is_named_value(text: str) -> bool:
    """Say whether `text` is "Label: value" ("Contact: Anna Jansen", "Betreft: verslag")."""
    if not _NAMED_VALUE.match(text):
        return False
    label, value = text.split(":", 1)
    return (
        len(label.split()) == 1
        or bool(_FIGURE.search(value))
        or all(word[:1].isupper() or not word[:1].isalpha() for word in value.split())
    )


def _has_text_below(laid: Sequence[Laid], could: Sequence[bool], row: int) -> bool:
    """Say whether text follows on the same page, directly or below at most two more headings."""
    numbered = chapter_number(laid[row].text)
    if hangs(laid[row].text) and not _labels_rows(laid, row):
        return False
    for below in range(row + 1, min(row + 4, len(laid))):
        following = laid[below]
        if following.starts_page or is_caption(following.text):
            return False
        if not could[below]:
            return (
                following.paragraph.is_row or bool(bullet_marker(following.text)) or _is_prose(following.text)
            )
        # Points of an agenda follow each other; a chapter is followed by its text or its first section.
        number = chapter_number(following.text)
        if numbered and number and number[: len(numbered)] != numbered:
            return False
    return False


def _is_prose(text: str) -> bool:
    return (
        len(text) > 60 or bool(_CLOSING.search(text)) or bool(_NAMED_VALUE.match(text)) or is_particular(text)
    )


@dataclass(slots=True)
class _Levels:
    """Levels of headings, handed out in the order of the document."""

    sizes: tuple[float, ...]
    chapter: int = 0
    chapter_size: float = 0.0

    @classmethod
    def of(cls, headings: Sequence[Laid], typed: bool) -> _Levels:
        sizes = sorted({_step(item.size) for item in headings}, reverse=True) if typed else []
        return cls(sizes=tuple(sizes))

    def next(self, item: Laid, *, titles_part: bool) -> int:
        """Return the level of `item`; `titles_part` says that the heading above it is "Chapter 2" or alike."""
        depth = chapter_depth(item.text)
        if depth is None and titles_part:
            return self.chapter + 1
        if not self.sizes:
            return self._plain(item, depth)
        rank = 1 + self.sizes.index(_step(item.size))
        if depth is not None:
            # The size tells chapters from parts, the number sections from chapters of the same size.
            self.chapter, self.chapter_size = rank + depth - 1, _step(item.size)
            return self.chapter
        return max(rank, self.chapter + 1) if _step(item.size) <= self.chapter_size else rank

    def _plain(self, item: Laid, depth: int | None) -> int:
        is_part = is_shouted(item.text) or (item.starts_page and bool(_PART.match(item.text)))
        if depth is None and is_part:
            depth = 1
        if depth is None:
            return self.chapter + 1
        self.chapter = depth
        return depth


def _step(size: float) -> float:
    return round(size * 20) / 20
