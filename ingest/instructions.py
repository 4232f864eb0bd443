"""Text in a report that speaks to a machine: found and flagged, never obeyed, never removed.

What a report says stays in its page text, so that it can be quoted; the flag lets whoever hands passages to
a language model mark them as data. That marking (spotlighting: delimiting, data-marking) follows
K. Hines et al., "Defending Against Indirect Prompt Injection Attacks With Spotlighting", 2024
(https://arxiv.org/abs/2403.14720). A pattern list is no defence by itself: the check of every claim against
its quotes holds whether or not a passage was flagged.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ingest.document import Concern, Flag, Page

_MAX_QUOTED_CHARS = 300

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\u2061\u2062\u2063\ufeff"))
_TAG_BLOCK = range(0xE0000, 0xE0080)
"""Unicode tag characters: invisible copies of ASCII that models read and people do not see."""

_FILE = Path(__file__).with_name("instruction_patterns.txt")
_DEFINITION = re.compile(r"(\w+) = (.+)")


@functools.cache
def _pattern() -> re.Pattern[str]:
    """Return all patterns of the file as one; its first lines define what stands for `{name}`."""
    definitions: dict[str, str] = {}
    patterns: list[str] = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("# "):
            continue
        if definition := _DEFINITION.fullmatch(line):
            definitions["{" + definition[1] + "}"] = definition[2]
            continue
        for placeholder, alternatives in definitions.items():
            line = line.replace(placeholder, alternatives)  # noqa: PLW2901
        patterns.append(f"(?:{line})")
    return re.compile("|".join(patterns))


_PASSAGE = re.compile(r"[^\n]+(?:\n[^\n]+)*")


def flag_instructions(text: str, *, page: int, where: str = "text") -> tuple[Flag, ...]:
    """Return a flag for every passage of `text` that reads as an instruction to a machine, in order.

    `where` says what the text is of the document: `text` for what a reader sees, else how it was hidden.
    A flag quotes the line it found, at most 300 characters of it.
    """
    flags = []
    for start, end in find_instructions(text):
        quoted = text[start:end].strip()[:_MAX_QUOTED_CHARS]
        flags.append(Flag(concern=Concern.INSTRUCTION, page=page, text=quoted, where=where))
    return tuple(flags)


def flag_pages(pages: Iterable[Page]) -> tuple[Flag, ...]:
    """Return a flag for every instruction-like line on `pages`."""
    return tuple(flag for page in pages for flag in flag_instructions(page.text, page=page.page))


def find_instructions(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) offsets of the lines of `text` that read as an instruction to a machine.

    A line whose neighbour completes the sentence (hard wrapping) is found with it. Letters spelt with
    look-alike forms (full width, zero-width characters between) are read as the letters they show.
    """
    found: list[tuple[int, int]] = []
    for block in _PASSAGE.finditer(text):
        lines = _lines(block.group(), block.start())
        flat = " ".join(_fold(text[start:end]) for start, end in lines)
        if not _pattern().search(flat) and not any(_pattern().search(_fold(text[a:b])) for a, b in lines):
            continue
        found.extend(_narrow(text, lines))
    return tuple(found)


def hidden_tags(text: str) -> str:
    """Return what the invisible Unicode tag characters of `text` spell in ASCII; mostly nothing."""
    return "".join(chr(ord(letter) - _TAG_BLOCK.start) for letter in text if ord(letter) in _TAG_BLOCK)


def _lines(block: str, offset: int) -> tuple[tuple[int, int], ...]:
    return tuple((offset + m.start(), offset + m.end()) for m in re.finditer(r"[^\n]+", block))


def _narrow(text: str, lines: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Return the lines that match by themselves; else each pair of neighbours that does; else all of them."""
    single = [(a, b) for a, b in lines if _pattern().search(_fold(text[a:b]))]
    if single:
        return single
    pairs = [
        (a, d)
        for (a, b), (c, d) in itertools.pairwise(lines)
        if _pattern().search(f"{_fold(text[a:b])} {_fold(text[c:d])}")
    ]
    return pairs or [(lines[0][0], lines[-1][1])]


def _fold(text: str) -> str:
    """Return `text` as the patterns expect it: visible letters in lower case, without diacritics."""
    shown = unicodedata.normalize("NFKD", text.translate(_ZERO_WIDTH) + hidden_tags(text)).replace("’", "'")
    plain = "".join(letter for letter in shown if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())
