"""Clauses, and which of them speak of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.text.figures import Figure, read_figures, same_value
from ingest.text.glossary import terms_in
from ingest.text.languages import Language
from ingest.text.lexicons import read_words
from ingest.text.names import find_names, fold
from ingest.text.polarity import Turn, read_turns
from ingest.text.sentences import split_sentences

_BREAK = re.compile(
    r";\s*|\s[–—-]\s|:\s+"
    r"|,\s+(?:maar|en|terwijl|hoewel|ofschoon|waarvan|waarbij|want|doch|mais|et|tandis que|alors que|bien que|"
    r"quoique|dont|car|but|and|while|whereas|although|though|yet|of which)\s+"
    r"|\s+(?:maar|terwijl|hoewel|mais|tandis que|alors que|bien que|but|while|whereas|although)\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_FIGURE_WEIGHT = 5.0
_NAME_WEIGHT = 5.0
"""A shared figure or name says more than all the common words that a clause is likely to share."""
_PREFIX_LETTERS = 5
"""Words of one language are taken for the same if they begin with this many letters alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause at `start:end` of its text: what it speaks of, and what turns it round.

    `figures`, `names` (gazetteer ids), `terms` (glossary ids) and `words` (folded beginnings) are
    what it is compared by; the offsets of `turns` and `figure_starts` are into the whole text.
    """

    start: int
    end: int
    language: Language
    turns: tuple[Turn, ...]
    figures: tuple[Figure, ...]
    figure_starts: tuple[int, ...]
    names: frozenset[str]
    terms: frozenset[str]
    words: frozenset[str]


def split_clauses(text: str, language: Language, anchor: date | None = None) -> tuple[Clause, ...]:
    """Return the clauses of `text` in order; a comma parts two where a conjunction follows it."""
    turns = read_turns(text, language)
    figures = read_figures(text, language, anchor=anchor)
    return tuple(
        _clause(text, (start, end), language, turns, figures)
        for sentence in split_sentences(text, language)
        for start, end in _broken(text, *sentence)
    )


def _broken(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _BREAK.finditer(text, start, end):
        if begin < match.start():
            yield begin, match.start()
        begin = match.end()
    if begin < end:
        yield begin, end


def _clause(
    text: str, span: tuple[int, int], language: Language, turns: Sequence[Turn], figures: Sequence[Figure]
) -> Clause:
    start, end = span
    stretch = text[start:end]
    mine = tuple(figure for figure in figures if start <= figure.start < end)
    functions = read_words("function_words.tsv").get(str(language), frozenset[str]())
    words = (fold(match[0]) for match in _WORD.finditer(stretch) if match[0].lower() not in functions)
    return Clause(
        start=start,
        end=end,
        language=language,
        turns=tuple(turn for turn in turns if start <= turn.start < end),
        figures=mine,
        figure_starts=tuple(figure.start for figure in mine),
        names=frozenset(mention.entry.id for mention in find_names(stretch)),
        terms=frozenset(mention.term.id for mention in terms_in(stretch, language)),
        words=frozenset(word[:_PREFIX_LETTERS] for word in words),
    )


def matching_clauses(clause: Clause, others: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return the clauses of `others` that share most with `clause`; all of them where none shares anything."""
    scores = [_shared(clause, other) for other in others]
    best = max(scores, default=0.0)
    return tuple(other for other, score in zip(others, scores, strict=True) if best in (score, 0))


def _shared(one: Clause, other: Clause) -> float:
    figures = sum(any(same_value(figure, found) for found in other.figures) for figure in one.figures)
    alike = len(one.terms & other.terms)
    if one.language is other.language:
        alike = max(alike, len(one.words & other.words))
    return _FIGURE_WEIGHT * figures + _NAME_WEIGHT * len(one.names & other.names) + alike
