"""Hard-wrapped lines made into paragraphs.

A line goes on in the next one where its writer had no room for the next word; where there was room, the
break was meant. The measure is the width that the lines around it are set to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout import hyphen
from ingest.layout.hyphen import Spellings
from ingest.layout.line import Line, ends_sentence, first_word, hangs, is_shouted, starts_lower
from ingest.layout.marker import bullet_marker, chapter_depth, is_caption, is_weak_marker
from ingest.layout.particulars import is_field, is_named_value, is_signature
from ingest.layout.row import find_rows

# Of a line's width: how much white a line in mid-sentence may leave before the break counts as meant.
_LOOSE_SHARE = 0.25
# Where half of a run's lines are shorter than this part of the longest, they are not wrapped prose.
_DENSE_SHARE = 0.75
_NARROW_SHARE = 0.7
# A first line shorter than this part of the width is a label, not the start of a sentence.
_LABEL_SHARE = 0.2
# Letters of white that ragged or justified setting leaves anyway.
_SLACK_CHARS = 3
# Sizes that differ by less are the same type (superscripts and rounding change a line's median a little).
_SAME_SIZE = 1.08
# Type this much larger than the body's is a title's, whose lines end where its maker liked.
_TITLE_SIZE = 1.15
# A title in capitals goes on for lack of room only on a line of this length.
_MIN_TITLE_CHARS = 60
_OPENING_QUOTES = tuple('“«‘"„')


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Lines `first:last` made into one text; `spans` are their (start, end) in it, in order."""

    text: str
    first: int
    last: int
    spans: tuple[tuple[int, int], ...]
    is_row: bool


def paragraphs(lines: Sequence[Line], spellings: Spellings, *, wrapped: bool = True) -> tuple[Paragraph, ...]:
    """Return the paragraphs that `lines` of one page make; where not `wrapped`, each line is its own.

    The size of the document's body is 1.0.
    """
    rows = find_rows(lines)
    widths = _widths(lines) if wrapped else _title_widths(lines)
    spaced = 2 * sum(line.trailing_space for line in lines) > len(lines)
    found: list[Paragraph] = []
    first = 0
    for row in range(1, len(lines) + 1):
        if row < len(lines) and not rows[row] and not rows[row - 1]:
            opening = row - 1 == first
            line, following = lines[row - 1], lines[row]
            if not wrapped:
                goes_on = _is_shouted_on(line, following, widths[row - 1])
            else:
                goes_on = _goes_on(line, following, widths[row - 1], opening=opening, spaced=spaced)
            if goes_on:
                continue
        found.append(_paragraph(lines, first, row, spellings, is_row=rows[first]))
        first = row
    return tuple(found) if lines else ()


def _paragraph(
    lines: Sequence[Line], first: int, last: int, spellings: Spellings, *, is_row: bool
) -> Paragraph:
    text = lines[first].text
    spans = [(0, len(text))]
    for line in lines[first + 1 : last]:
        text = hyphen.join(text, line.text, spellings)
        start = len(text) - len(line.text)
        spans[-1] = (spans[-1][0], min(spans[-1][1], start))
        spans.append((start, len(text)))
    return Paragraph(text=text, first=first, last=last, spans=tuple(spans), is_row=is_row)


def _widths(lines: Sequence[Line]) -> list[float]:
    """Return for each line the right edge that its neighbours are set to.

    The neighbours are the lines up to the next white on both sides. Fewer than four of them say little,
    and so do lines that mostly stop short (a list without bullets) or that are all short (an address):
    then the region's edge (its 90th percentile, so that one overlong line does not set it) counts too.
    """
    edges = {region: _edge([line for line in lines if line.region == region]) for region in _regions(lines)}
    widths: list[float] = []
    start = 0
    for row in range(1, len(lines) + 1):
        if row < len(lines) and not lines[row].apart and lines[row].region == lines[start].region:
            continue
        run = lines[start:row]
        edge = max(line.right for line in run)
        whole = edges[run[0].region]
        sparse = sorted(line.right for line in run)[len(run) // 2] < _DENSE_SHARE * edge
        narrow = len(run) < 8 and edge < _NARROW_SHARE * whole
        if len(run) < 4 or sparse or narrow:
            edge = max(edge, whole)
        widths += [edge] * len(run)
        start = row
    return widths


def _title_widths(lines: Sequence[Line]) -> list[float]:
    """Return for each line the right edge of the lines in capitals that it stands among.

    In a text whose paragraphs are lines, only titles are wrapped, to a width of their own.
    """
    widths: list[float] = []
    start = 0
    for row in range(1, len(lines) + 1):
        if row < len(lines) and not lines[row].apart and is_shouted(lines[row].text):
            continue
        longest = max(line.right for line in lines[start:row])
        widths += [max(longest, _MIN_TITLE_CHARS)] * (row - start)
        start = row
    return widths


def _regions(lines: Sequence[Line]) -> frozenset[int]:
    return frozenset(line.region for line in lines)


def _edge(lines: Sequence[Line]) -> float:
    rights = sorted(line.right for line in lines)
    return rights[min(len(rights) - 1, len(rights) * 9 // 10)]


def _goes_on(line: Line, following: Line, edge: float, *, opening: bool, spaced: bool) -> bool:
    """Say whether `following` continues the paragraph of `line`.

    `opening` says that `line` is the first of its paragraph so far, `spaced` that this file leaves a space
    where it wrapped a line.
    """
    if _starts_anew(line, following, edge) or (opening and _is_beside_title(line, following)):
        return False
    unfinished = starts_lower(following.text) and not ends_sentence(line.text)
    if following.apart:
        wide = line.right - line.left > 0.6 * (edge - line.left)
        return unfinished and (not opening or wide)
    if _is_broken_word(line.text) or _is_title_on(line, following):
        return True
    if not _same_type(line, following):
        return unfinished or (hangs(line.text) and line.size == following.size)
    if is_shouted(line.text) != is_shouted(following.text) and opening:
        return hangs(line.text)
    return (
        _is_shouted_on(line, following, edge)
        if is_shouted(line.text)
        else _reads_on(line, following, edge, opening=opening)
        or _had_no_room(line, following, edge, opening=opening, spaced=spaced)
    )


def _reads_on(line: Line, following: Line, edge: float, *, opening: bool) -> bool:
    """Say whether `following` starts in mid-sentence, and `line` is more than a label ("cc", "van")."""
    is_label = opening and line.right - line.left < _LABEL_SHARE * (edge - line.left)
    return starts_lower(following.text) and (not is_label or hangs(line.text))


def _is_shouted_on(line: Line, following: Line, edge: float) -> bool:
    """Say whether a title in capitals goes on: chapter titles do, letterheads only for lack of room."""
    if following.apart or not (is_shouted(line.text) and is_shouted(following.text)):
        return False
    return chapter_depth(line.text) is not None or hangs(line.text) or _room(line, following, edge) < 0


def _starts_anew(line: Line, following: Line, edge: float) -> bool:
    if line.underlined or (not hangs(line.text) and _is_entry(line.text, following.text)):
        return True
    if is_caption(following.text) and (following.apart or ends_sentence(line.text)):
        return True
    if not bullet_marker(following.text) and chapter_depth(following.text) is None:
        return False
    if following.apart or not is_weak_marker(following.text):
        return bool(bullet_marker(following.text)) or following.apart
    if ends_sentence(line.text) or bullet_marker(line.text):
        return True
    return not hangs(line.text) and not starts_lower(following.text) and _room(line, following, edge) > 0


def _is_entry(text: str, following: str) -> bool:
    """Say whether `following` is a line of a letter's head, or one "Label: value" below another."""
    return is_field(following) or (
        is_named_value(text) and is_named_value(following) and following[:1].isupper()
    )


def _is_beside_title(line: Line, following: Line) -> bool:
    """Say whether `following` is a place and date, a maker or a label's value below a title, not its next line."""
    if _is_title_on(line, following):
        return False
    labelled = is_named_value(following.text) and following.text[:1].isupper()
    return not (hangs(line.text) or line.text[-1:].isdigit()) and (labelled or is_signature(following.text))


def _is_broken_word(text: str) -> bool:
    return text.endswith(("-", "\u00ad")) and text[-2:-1].isalpha()


def _is_title_on(line: Line, following: Line) -> bool:
    return line.size >= _TITLE_SIZE and _same_type(line, following) and not ends_sentence(line.text)


def _same_type(line: Line, following: Line) -> bool:
    ratio = max(line.size, following.size) / max(1e-6, min(line.size, following.size))
    return ratio < _SAME_SIZE and line.bold == following.bold


def _room(line: Line, following: Line, edge: float) -> float:
    """Return the white that the next word would have left on `line`, negative where it had no room."""
    return edge - line.right - (len(first_word(following.text)) + 1) * line.char_width


def _had_no_room(line: Line, following: Line, edge: float, *, opening: bool, spaced: bool) -> bool:
    room = _room(line, following, edge)
    ended = ends_sentence(line.text)
    width = edge - line.left
    if spaced and opening and not line.trailing_space and following.text[:1] in _OPENING_QUOTES:
        return False
    if room < 0:
        return True
    if not opening and room < _SLACK_CHARS * line.char_width:
        return True
    if spaced:
        short = opening and room > width / 2
        return line.trailing_space and not ended and (not short or hangs(line.text))
    return not ended and not opening and (hangs(line.text) or room < _LOOSE_SHARE * width)
