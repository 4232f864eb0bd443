"""Names of persons, organisations and things as a text writes them, known or not."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.text.languages import Language
from ingest.text.lexicons import read_words
from ingest.text.names.folding import fold
from ingest.text.names.gazetteer import gazetteer

_TOKEN = re.compile(r"[^\W_]+(?:[-\u2011&][^\W_]+)*")
_JOINT = re.compile(r"(?:[^\S\n\t]|\.[^\S\n\t]?|['’]){1,2}")
_INITIAL = re.compile(r"(?<!\w)[A-ZÀ-Ý]\.\s?$")
_SENTENCE_HEAD = re.compile(r"(?:^|[.!?…:\n\t•▪|])[\s\"“”«'‘(\[–-]*$")
_PARTICLES = {
    Language.DUTCH: frozenset(
        {"van", "der", "den", "de", "ten", "ter", "von", "zu", "&", "of", "la", "le", "du"}
    ),
    Language.FRENCH: frozenset(
        {"de", "du", "des", "la", "le", "d", "l", "von", "zu", "van", "der", "&", "of"}
    ),
    Language.ENGLISH: frozenset({"of", "the", "&", "von", "van", "der", "den", "de", "du", "la", "le", "zu"}),
}
_LEADS = frozenset({"von", "zu"})
"""Particles that begin a family name (`von Mutius`); `van` and `de` are too often `of` and `the`."""
_MAXIMUM_PARTICLES = 2


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    is_first: bool

    @property
    def is_acronym(self) -> bool:
        """Tell whether two capitals, or a capital and a digit, mark the word as a name by itself."""
        capitals = sum(character.isupper() for character in self.text)
        return capitals > 1 or (capitals == 1 and any(character.isdigit() for character in self.text))

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() or self.is_acronym


def proper_names(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) offsets of the proper names in `text`, in order and without overlap.

    A name is a run of capitalised words and acronyms (`Willem Jonker`, `AIC4NL`, `Hub France IA`),
    particles inside it included. Not among them: a lone capitalised word at the head of a sentence,
    days and months, titles, adjectives of places, and abbreviations of common nouns (`AI`, `SME`).
    Names of places and institutions are here too where they are nouns.
    """
    return tuple(
        (run[0].start, run[-1].end)
        for tokens in _lines(text)
        for run in (_trimmed(found, text, language) for found in _runs(tokens, text, language))
        if run
    )


def _lines(text: str) -> Iterator[list[_Token]]:
    """Yield the tokens of each line, without lines all in capitals: there a capital says nothing."""
    start = 0
    for line in text.split("\n"):
        tokens = [_token(match, line, start) for match in _TOKEN.finditer(line)]
        if len(tokens) < 3 or any(character.islower() for character in line):
            yield tokens
        start += len(line) + 1


def _token(match: re.Match[str], line: str, offset: int) -> _Token:
    """Return a token; of `RVO-programma` only the acronym before the hyphen."""
    word = match[0]
    head = re.split(r"[-\u2011]", word)[0]
    if head != word and word[len(head) + 1].islower() and sum(map(str.isupper, head)) > 1:
        word = head
    before = line[max(0, match.start() - 12) : match.start()]
    is_first = bool(_SENTENCE_HEAD.search(before)) and not _INITIAL.search(before)
    return _Token(offset + match.start(), offset + match.start() + len(word), word, is_first)


def _runs(tokens: Sequence[_Token], text: str, language: Language) -> Iterator[list[_Token]]:
    """Yield runs of capitalised tokens, joined by at most two particles."""
    place = 0
    while place < len(tokens):
        first = tokens[place]
        leads = first.text in _LEADS and place + 1 < len(tokens) and tokens[place + 1].is_capital
        if not (first.is_capital or leads):
            place += 1
            continue
        run = [first]
        while (more := _continued(tokens, place + len(run), text, language)) and _is_joined(
            run[-1], more[0], text
        ):
            run += more
        yield run
        place += len(run)


def _continued(tokens: Sequence[_Token], place: int, text: str, language: Language) -> list[_Token]:
    """Return the particles at `place` and the capitalised token after them, nothing where there is none."""
    more: list[_Token] = []
    for token in tokens[place : place + _MAXIMUM_PARTICLES + 1]:
        if more and not _is_joined(more[-1], token, text):
            return []
        more.append(token)
        if token.is_capital:
            return more
        if token.text not in _PARTICLES.get(language, _PARTICLES[Language.ENGLISH]):
            return []
    return []


def _is_joined(one: _Token, other: _Token, text: str) -> bool:
    between = text[one.end : other.start]
    if between.startswith(".") and len(one.text) > 1:
        return False
    return bool(_JOINT.fullmatch(between)) and not other.is_first


def _trimmed(run: list[_Token], text: str, language: Language) -> list[_Token]:
    """Cut off what is no part of a name; return nothing where nothing is left."""
    words = read_capitals()
    while run and (_is_dispensable(run[0], language) or not (run[0].is_capital or run[0].text in _LEADS)):
        run = run[1:]
    while run and not run[-1].is_capital:
        run = run[:-1]
    nameless = words["acronym"] | words["calendar"] | words["common"]
    if all(token.text in nameless for token in run):
        return []
    if len(run) == 1 and run[0].is_first and not run[0].is_acronym and not _is_name_elsewhere(run[0], text):
        return []
    if len(run) == 1 and (len(run[0].text) == 1 or _is_common(run[0], language)):
        return []
    return run


def _is_common(token: _Token, language: Language) -> bool:
    """Tell whether a capitalised word is a noun of the glossary (`Industry`, `Cultuur`) and no name."""
    # The glossary leaves names out of its glosses, so it imports this package.
    from ingest.text.glossary import is_term

    return not token.is_acronym and is_term(token.text, language)


def _is_dispensable(token: _Token, language: Language) -> bool:
    """Tell whether a token at the head of a run is no part of the name: a title, a day, an adjective."""
    words = read_capitals()
    if token.text in words["title"] or token.text in words["calendar"]:
        return True
    if all(part in _adjectives() for part in fold(token.text).split("-")):
        return True
    functions = read_words("function_words.tsv").get(str(language), frozenset[str]())
    return not token.is_acronym and (token.text.lower() in functions or token.text.lower() in _starters())


def _is_name_elsewhere(token: _Token, text: str) -> bool:
    """Tell whether the word stands with its capital inside a sentence too, or is all there is."""
    if len(_TOKEN.findall(text)) == 1:
        return True
    return any(
        match.start() != token.start
        and not _SENTENCE_HEAD.search(text[max(0, match.start() - 12) : match.start()])
        for match in re.finditer(rf"(?<!\w){re.escape(token.text)}(?!\w)", text)
    )


@functools.cache
def read_capitals() -> dict[str, frozenset[str]]:
    """Return the capitalised words that name nothing, by group."""
    return read_words("names/capitals.tsv")


@functools.cache
def _starters() -> frozenset[str]:
    return read_words("abbreviations.tsv")["starter"]


@functools.cache
def _adjectives() -> frozenset[str]:
    return frozenset(fold(form.text) for form in gazetteer().forms if form.is_adjective)
