"""Where the sentences of Dutch, French and English prose begin and end.

A line of page text is a paragraph, bullet, heading or table row (the readers have joined wrapped
lines), so a line end always ends a sentence. Within a line pysbd and syntok both split after
`Dhr.` and `p. ex.`, hence rules of our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.text.languages import Language
from ingest.text.lexicons import read_words

_WORDS = read_words("abbreviations.tsv")
_NEVER_LAST = _WORDS["never_last"]
_NEVER_LAST_CASED = _WORDS["never_last_cased"]
_NOT_BEFORE_NUMBER = _WORDS["not_before_number"]
_MAY_BE_LAST = _WORDS["may_be_last"]
_STARTERS = _WORDS["starter"]
_ORDINARY = {language: _WORDS.get(f"ordinary_{language}", frozenset[str]()) for language in Language}

_END = re.compile(
    # Possessive, and never from within a run: a line of 20,000 leading dots took minutes.
    r"(?<![.!?…])(?P<mark>\.{3,}+|[.!?…]++)"
    r"(?P<closers>(?:[\"”’'\)\]]|\s?»|\[\d{1,3}\]|[¹²³⁴-⁹⁰])*)"
    r"(?=\s+(?P<next>[\"“„‘'«(\[]*\s?(?P<word>[\w§&]\S*|\S)))"
)
_LAST_TOKEN = re.compile(r"[\w.°§&'’/-]*$")
_LIST_NUMBER = re.compile(r"(?:[•▪–—*-]\s*)?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[A-Za-z]|[IVXLC]{1,6}|\(?\w\))")
_DOTTED = re.compile(r"(?:\w{1,2}\.-?)+\w{1,2}")


def split_sentences(text: str, language: Language = Language.OTHER) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) offsets of the sentences of `text`, in order and without overlap.

    No span begins or ends in white space, and every other character is in exactly one span.
    """
    return tuple(span for start, end in _lines(text) for span in _split_line(text, start, end, language))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _split_line(text: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    line = text[start:end]
    pieces: list[tuple[int, int]] = []
    begin = 0
    for match in _END.finditer(line):
        if _ends_sentence(line, begin, match, language):
            pieces.append((begin, match.end()))
            begin = match.end()
    pieces.append((begin, len(line)))
    for piece_start, piece_end in _joined_remnants(line, pieces):
        stretch = line[piece_start:piece_end]
        lead = len(stretch) - len(stretch.lstrip())
        trimmed = stretch.strip()
        if trimmed:
            yield start + piece_start + lead, start + piece_start + lead + len(trimmed)


def _joined_remnants(line: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give a piece without a letter or digit (a stray quote mark) back to the piece before it."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and not any(character.isalnum() for character in line[start:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _ends_sentence(line: str, begin: int, match: re.Match[str], language: Language) -> bool:
    word = match["word"]
    first = word[0]
    if first.islower():
        return False
    mark = match["mark"]
    before = line[begin : match.start()]
    if mark != ".":
        return not before.endswith(("[", "(")) and (
            first.isalnum() or bool(match["next"]) or not before.strip()
        )
    if _LIST_NUMBER.fullmatch(before.strip()) and not match["closers"]:
        return False
    if match["closers"].strip("'’"):
        return True
    found = _LAST_TOKEN.search(before)
    return _may_end(found[0] if found else "", word, language)


def _may_end(token: str, following: str, language: Language) -> bool:
    """Tell whether a sentence may end on `token` and a full stop, with `following` as the next word."""
    token = re.split(r"^.*['’](?=\w)", token)[-1]
    low = token.lower()
    opens = re.sub(r"\W.*", "", following.lower()) in _STARTERS
    if low in _MAY_BE_LAST:
        return not following[0].isdigit()
    if low in _NOT_BEFORE_NUMBER and low not in _ORDINARY[language]:
        return not following[0].isdigit() and len(low) > 1
    if low in _NOT_BEFORE_NUMBER and following[0].isdigit():
        return False
    if token in _NEVER_LAST_CASED or (low in _NEVER_LAST and low not in _ORDINARY[language]):
        return False
    if (len(token) == 1 and token.isalpha()) or _DOTTED.fullmatch(token):
        is_number = token.replace(".", "").isdigit()
        return is_number or (opens and (token.isupper() or low == "n.b"))
    return True
