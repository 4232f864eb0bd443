"""A line as it stands in the file, and what its words alone tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.layout.page_text import clean
from ingest.text.tables import CELL_SEPARATOR

_SENTENCE_END = re.compile(r"[.!?…:;][\"”»’')\]]*(?:\s*\[\d{1,3}\])*$")
_LEADER = re.compile(r"(?<=\w)\s*(?:(?:\.\s?){5,}|…{2,}|_{5,})\s*(?=\w)")
_FIRST_WORD = re.compile(r"\S+")
_UNFINISHED_WORDS = frozenset(
    """a aan als au aux avec bij by ce ces cet cette chez d dans das de den der des die dit door du een elle
    en et for from haar het hun il in is la le les leur met naar nos of om on op or ou over par pour qu que
    qui sa se ses son sont sur te than that the their this to tot un une uit van via voor was with zijn
    zonder à
    and are dat mme mevr dhr mr m""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a page, in reading order.

    `left` and `right` are in the file's own unit (columns of characters, points). `apart` says that
    more white than usual stands above it, or that it starts a page or a column; `starts_page` that a page
    began here in the paper, whatever the file makes of it. `region` numbers the
    column of text it stands in. `size` is the height of its letters in the same unit for all lines of a
    file; `bold` says that all of its letters are. `trailing_space` is what some exporters leave where
    they wrapped a line. `is_row` says that the reader saw cells (`text` has the separators),
    `underlined` that a rule of dashes marks it as a heading.
    """

    text: str
    left: float
    right: float
    apart: bool = False
    starts_page: bool = False
    region: int = 0
    size: float = 1.0
    bold: bool = False
    trailing_space: bool = False
    is_row: bool = False
    underlined: bool = False

    @property
    def char_width(self) -> float:
        """Return the mean width of its characters."""
        return (self.right - self.left) / max(1, len(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """A line and its box as fractions of the page, origin in the top left corner."""

    line: Line
    left: float
    top: float
    right: float
    bottom: float


def clean_line(text: str) -> str:
    """Return `text` cleaned, with a soft hyphen at its end kept: it says that the word goes on.

    Dots that lead the eye to a page number become a cell's end.
    """
    soft = "\u00ad" if text.rstrip().endswith("\u00ad") else ""
    return _LEADER.sub(CELL_SEPARATOR, clean(text)) + soft


def ends_sentence(text: str) -> bool:
    """Say whether `text` ends where a sentence, a lead-in or a list item may end."""
    return bool(_SENTENCE_END.search(text))


def starts_lower(text: str) -> bool:
    """Say whether `text` starts in the middle of a sentence, by its first letter."""
    return text[:1].islower() or (text[:1] in "(,;)%" and text[1:2].islower())


def hangs(text: str) -> bool:
    """Say whether `text` ends on a word or mark that asks for more (an article, a comma, a bracket)."""
    last = re.split(r"[\s'’(]", text)[-1]
    unclosed = text.count("(") > text.count(")")
    return unclosed or text.endswith((",", "(", "-", "–", "&", "/")) or last.casefold() in _UNFINISHED_WORDS


def is_shouted(text: str) -> bool:
    """Say whether `text` is in capitals: eight letters or two words of them, so not an acronym alone."""
    letters = [letter for letter in text if letter.isalpha()]
    words = [word for word in text.split() if sum(map(str.isalpha, word)) > 1]
    long_enough = len(letters) >= 8 or (len(words) >= 2 and len(letters) >= 6)
    return long_enough and all(letter.isupper() for letter in letters)


def first_word(text: str) -> str:
    """Return the first word of `text`, marks included."""
    match = _FIRST_WORD.match(text)
    return match[0] if match else ""
