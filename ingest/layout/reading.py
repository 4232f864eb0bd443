"""Lines of a document's pages read into page texts: the way that PDF, OCR and plain text share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from ingest.document import Heading
from ingest.layout.hyphen import Spellings
from ingest.layout.line import Line
from ingest.layout.page_text import compose
from ingest.layout.structure import Laid, build_blocks
from ingest.layout.wrapping import paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """A page's text and headings; `spans` are the (start, end) in it of each of the lines given."""

    text: str
    headings: tuple[Heading, ...]
    spans: tuple[tuple[int, int], ...]


def read_lines(
    pages: Sequence[Sequence[Line]],
    *,
    typed: bool,
    wrapped: bool = True,
    titles: Mapping[str, int] = MappingProxyType({}),
) -> tuple[ReadPage, ...]:
    """Read `pages` of lines (in reading order, without furniture) into page texts.

    Spelling, the body's size and heading levels are taken from the document as a whole.

    Args:
        pages: the lines of each page.
        typed: whether the lines' sizes and bold are known.
        wrapped: whether lines are hard-wrapped; if not, each line is a paragraph.
        titles: the levels of the headings that the file itself lists (bookmarks), by their `title_key`.
    """
    spellings = Spellings.of(line.text for lines in pages for line in lines)
    body = _body_size(pages)
    laid = [
        _lay([replace(line, size=line.size / body) for line in lines], spellings, wrapped=wrapped)
        for lines in pages
    ]
    blocks = iter(build_blocks([item for page in laid for item in page], typed=typed, titles=titles))
    read: list[ReadPage] = []
    for page in laid:
        composed = compose([next(blocks) for _ in page])
        spans = tuple(
            (min(start + first, end), min(start + last, end))
            for item, (start, end) in zip(page, composed.spans, strict=True)
            for first, last in item.paragraph.spans
        )
        read.append(ReadPage(text=composed.text, headings=composed.headings, spans=spans))
    return tuple(read)


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """Return the size that most letters of a document have, 1.0 for one without text."""
    letters: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            letters[round(line.size, 1)] += len(line.text)
    return (letters.most_common(1)[0][0] if letters else 0.0) or 1.0


def _lay(lines: Sequence[Line], spellings: Spellings, *, wrapped: bool) -> list[Laid]:
    return [
        Laid.of(paragraph, lines, starts_page=paragraph.first == 0 or lines[paragraph.first].starts_page)
        for paragraph in paragraphs(lines, spellings, wrapped=wrapped)
    ]
