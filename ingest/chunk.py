"""A chunk: the stretch of a page that is indexed, found and shown as one passage."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.text.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A stretch `start:end` of one page's text; `text` is exactly that slice.

    `heading_path` runs from the outermost heading to the nearest. `context` (document title and
    heading path) is added for the embedding and the lexical index, never to a quote.
    `sentences` are (start, end) offsets into the page text, in order, covering the chunk's words;
    a table row, a bullet or a heading counts as one sentence.
    """

    document_id: str
    page: int
    start: int
    end: int
    text: str
    language: Language
    heading_path: tuple[str, ...] = ()
    context: str = ""
    sentences: tuple[tuple[int, int], ...] = ()
