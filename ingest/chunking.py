"""A document cut into chunks: whole sentences, under one heading, of a size that search works best with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.chunk import Chunk
from ingest.document import Document, Heading, Page
from ingest.layout.marker import bullet_marker, is_caption
from ingest.outline import open_headings
from ingest.text.languages import Language, detect
from ingest.text.sentences import split_sentences

# The contract shows passages of at most 1,200 characters.
MAX_CHARS = 1200
DEFAULT_SIZE_CHARS = 900
# Less text than this says too little to be found by itself; it stays with what it introduces or closes.
_SMALL_CHARS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A sentence, heading, bullet or row at `start:end` of a page; `group` numbers its paragraph or list."""

    start: int
    end: int
    group: int
    is_heading: bool
    binds: bool  # what follows must not be cut off: a heading, a caption, a lead-in


def chunk_document(document: Document, *, size_chars: int = DEFAULT_SIZE_CHARS) -> tuple[Chunk, ...]:
    """Cut `document` into chunks of about `size_chars`, none above `MAX_CHARS`, in reading order.

    A chunk lies on one page and under one heading, which it starts with where it is the first there. It
    is made of whole sentences, rows and list items; a single one above `MAX_CHARS` is cut between words.
    The document's title is no part of a heading path. Every character of a page but the white space
    between chunks is in exactly one chunk.

    Raises:
        ValueError: `size_chars` is not within 1 to `MAX_CHARS`.
    """
    if not 1 <= size_chars <= MAX_CHARS:
        raise ValueError(f"size_chars is {size_chars}, not within 1 to {MAX_CHARS}")
    chunks: list[Chunk] = []
    before: tuple[Heading, ...] = ()
    for page in document.pages:
        for units in _cut(_units(page, document.language), size_chars, opens=not before):
            chunks.append(_chunk(document, page, units, before))
        before = open_headings((*before, *page.headings))
    return tuple(chunks)


def _chunk(document: Document, page: Page, units: Sequence[_Unit], before: tuple[Heading, ...]) -> Chunk:
    start, end = units[0].start, units[-1].end
    text = page.text[start:end]
    path = _path(page, units, before)
    # A mail's subject may say more than its title ("Re: ").
    if path and document.title and path[0].casefold().endswith(document.title.casefold()):
        path = path[1:]
    return Chunk(
        document_id=document.id,
        page=page.page,
        start=start,
        end=end,
        text=text,
        language=detect(text, default=document.language),
        heading_path=path,
        context=" > ".join((document.title, *path) if document.title else path),
        sentences=tuple((unit.start, unit.end) for unit in units),
    )


def _path(page: Page, units: Sequence[_Unit], before: tuple[Heading, ...]) -> tuple[str, ...]:
    """Return the headings above the chunk's text, those that it brings along itself among them.

    A heading at its end, whose text starts on the next page, is not above anything in it.
    """
    text_ends = max((unit.start for unit in units if not unit.is_heading), default=units[-1].end)
    headings = [unit.start for unit in units if unit.is_heading and unit.start < text_ends]
    position = max(headings, default=units[0].start)
    opened = open_headings((*before, *(heading for heading in page.headings if heading.start <= position)))
    return tuple(heading.text for heading in opened)


def _units(page: Page, language: Language) -> list[_Unit]:
    headings = {heading.start for heading in page.headings}
    units: list[_Unit] = []
    for group, (start, end) in enumerate(_groups(page.text)):
        text = page.text[start:end]
        for first, last in split_sentences(text, detect(text, default=language)):
            for begin, stop in _pieces(page.text, start + first, start + last):
                is_heading = begin in headings
                units.append(
                    _Unit(start=begin, end=stop, group=group, is_heading=is_heading, binds=is_heading)
                )
    return _bound(page.text, units)


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the stretches between empty lines: a paragraph, a list, a table."""
    start = 0
    for part in text.split("\n\n"):
        if part.strip():
            yield start, start + len(part)
        start += len(part) + 2


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield `start:end` whole, or cut between words where it is longer than a chunk may be."""
    while end - start > MAX_CHARS:
        cut = text.rfind(" ", start + 1, start + MAX_CHARS)
        cut = cut if cut > start else start + MAX_CHARS
        yield start, cut
        start = cut + (text[cut] == " ")
    if end > start:
        yield start, end


def _bound(text: str, units: Sequence[_Unit]) -> list[_Unit]:
    """Mark what must not be cut off from what follows: captions, lead-ins, items that a text explains."""
    bound: list[_Unit] = []
    for row, unit in enumerate(units):
        following = units[row + 1] if row + 1 < len(units) else None
        words = text[unit.start : unit.end]
        last_of_group = following is not None and following.group != unit.group
        leads = last_of_group and (words.endswith(":") or is_caption(words) or _is_item_title(words))
        bound.append(
            _Unit(
                start=unit.start,
                end=unit.end,
                group=unit.group,
                is_heading=unit.is_heading,
                binds=unit.is_heading or leads,
            )
        )
    return bound


def _is_item_title(words: str) -> bool:
    return bool(bullet_marker(words)) and len(words) < _SMALL_CHARS and not words.endswith((".", ";"))


def _cut(units: Sequence[_Unit], size_chars: int, *, opens: bool) -> Iterator[Sequence[_Unit]]:
    for section in _sections(units, opens=opens):
        yield from _cut_section(section, size_chars)


def _sections(units: Sequence[_Unit], *, opens: bool) -> list[list[_Unit]]:
    """Return the units under each heading; headings that follow each other go together.

    `opens` says that no heading stands before these units: then small text above their first (a date, a
    sender) goes with it.
    """
    sections: list[list[_Unit]] = []
    for unit in units:
        current = sections[-1] if sections else []
        is_preamble = opens and len(sections) == 1 and _is_preamble(current)
        if not current or (unit.is_heading and not current[-1].is_heading and not is_preamble):
            sections.append([unit])
        else:
            current.append(unit)
    if len(sections) > 1 and all(unit.is_heading for unit in sections[-1]):
        # A heading whose text starts on the next page closes the section above it.
        tail = sections.pop()
        sections[-1] += tail
    return sections


def _is_preamble(section: Sequence[_Unit]) -> bool:
    return not any(unit.is_heading for unit in section) and section[-1].end - section[0].start < _SMALL_CHARS


def _cut_section(units: Sequence[_Unit], size_chars: int) -> Iterator[Sequence[_Unit]]:
    start = 0
    while start < len(units):
        end = _end(units, start, size_chars)
        yield units[start:end]
        start = end


def _end(units: Sequence[_Unit], start: int, size_chars: int) -> int:
    """Return where the chunk that starts with unit `start` ends.

    All that is left is taken where it fits or where only a little would remain. Otherwise the cut falls
    at the last paragraph's end in the second half of the size, else at the last sentence's, never
    behind a unit that binds.
    """
    first = units[start].start
    left = units[-1].end - first
    if left <= min(MAX_CHARS, size_chars + _SMALL_CHARS):
        return len(units)
    fitting = start + 1
    while fitting < len(units) and units[fitting].end - first <= size_chars:
        fitting += 1
    ends = [end for end in range(start + 1, fitting + 1) if not units[end - 1].binds] or [fitting]
    late = [end for end in ends if units[end - 1].end - first >= size_chars / 2]
    whole = [end for end in late if end == len(units) or units[end].group != units[end - 1].group]
    return (whole or late or ends)[-1]
