"""Whether a claim says nothing but what its quotes carry.

Checked are what must never be fuzzy: figures as values with unit and sign, dates, names, negations
and directions. That the words in between mean the same is not decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ingest.text.clauses import Clause, matching_clauses, nearly_same_clause, split_clauses
from ingest.text.figures import Figure, read_figures, same_value
from ingest.text.languages import Language
from ingest.text.polarity import NEGATION, Pole, Turn
from ingest.text.support import carries_figure, is_calendar, missing_names, read_claim_figures, same_number

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_BEFORE_FIGURE_CHARS = 15
"""`meer dan`, `at least` turn a figure round when it begins within this many characters."""
_OF_FIGURES = frozenset({"comparison", "bound"})
_STRICT = _OF_FIGURES | {"change"}
"""Axes on which a claim may take no side unless a quote does; on the others it may not take the other side."""


class FailureKind(StrEnum):
    """What a claim says that its quotes do not carry."""

    FIGURE = "figure"
    UNIT = "unit"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    DIRECTION = "direction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What fails at `start:end` of the claim; `text` is that stretch."""

    kind: FailureKind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A quote with what may imply what it does not write.

    `anchor` is the date of its report, which dates without a year and relative ones are read by.
    `context` is the title, heading path or table header above it: figures and names may come from
    there, negations and directions may not.
    """

    text: str
    language: Language
    anchor: date | None = None
    context: str = ""

    @property
    def scope(self) -> str:
        """Return the quote and its context as one text, the quote first."""
        return f"{self.text}\n{self.context}" if self.context else self.text


def check_claim(text: str, language: Language, quotes: Sequence[Quoted]) -> tuple[Failure, ...]:
    """Return everything in a claim that its quotes do not carry, in text order; empty if it holds.

    `language` is the claim's; quotes may be in others. Figures compare as values, places and
    institutions by gazetteer entry, other names as written, negations and directions clause by
    clause, where a clause answers to those of the quotes that share most of its names, figures and
    words.
    """
    failures = [
        *_figures(text, language, quotes),
        *_digits(text, language, quotes),
        *_names(text, language, quotes),
    ]
    clauses = [
        clause for quote in quotes for clause in split_clauses(quote.text, quote.language, quote.anchor)
    ]
    for clause in split_clauses(text, language, quotes[0].anchor if quotes else None):
        repeated = nearly_same_clause(clause, clauses)
        if repeated is not None:
            failures += _turned(text, clause, repeated)
            failures += _swapped(text, clause, repeated)
            continue
        matching = matching_clauses(clause, clauses)
        failures += _negations(text, clause, matching)
        failures += _directions(text, clause, clauses, matching)
    return tuple(sorted(failures, key=lambda failure: (failure.start, failure.end)))


def _failure(kind: FailureKind, text: str, start: int, end: int) -> Failure:
    return Failure(kind=kind, text=text[start:end], start=start, end=end)


def _figures(text: str, language: Language, quotes: Sequence[Quoted]) -> Iterator[Failure]:
    """Yield the figures that no quote carries, under any anchor that the quotes give."""
    anchors = tuple(dict.fromkeys((None, *(quote.anchor for quote in quotes))))
    for readings in read_claim_figures(text, language, anchors):
        carried = any(
            carries_figure(figure, quote.text, quote.context, quote.language, quote.anchor)
            for figure in readings
            for quote in quotes
        )
        if not carried:
            figure = readings[0]
            yield _failure(_figure_kind(figure, quotes), text, figure.start, figure.end)


def _digits(text: str, language: Language, quotes: Sequence[Quoted]) -> Iterator[Failure]:
    """Yield the digits that are read as no figure (`Model 3`, `Tier 1`) and stand in no quote."""
    figures = read_figures(text, language)
    there = {match[0] for quote in quotes for match in _DIGITS.finditer(quote.scope)}
    for match in _DIGITS.finditer(text):
        is_read = any(figure.start < match.end() and match.start() < figure.end for figure in figures)
        if not is_read and match[0] not in there:
            yield _failure(FailureKind.FIGURE, text, match.start(), match.end())


def _figure_kind(figure: Figure, quotes: Sequence[Quoted]) -> FailureKind:
    if is_calendar(figure):
        return FailureKind.DATE
    is_other_unit = any(same_number(figure, quote.scope, quote.language, quote.anchor) for quote in quotes)
    return FailureKind.UNIT if is_other_unit else FailureKind.FIGURE


def _names(text: str, language: Language, quotes: Sequence[Quoted]) -> Iterator[Failure]:
    scopes = tuple((quote.scope, quote.language) for quote in quotes)
    for start, end in missing_names(text, language, scopes):
        yield _failure(FailureKind.NAME, text, start, end)


def _turned(text: str, clause: Clause, repeated: Clause) -> Iterator[Failure]:
    """Yield what turns a clause round that is almost word for word another: a turn more, or a negation less."""
    left = Counter((turn.axis, turn.pole) for turn in repeated.turns)
    for turn in clause.turns:
        if left[turn.axis, turn.pole]:
            left[turn.axis, turn.pole] -= 1
        else:
            kind = FailureKind.NEGATION if turn.axis == NEGATION else FailureKind.DIRECTION
            yield _failure(kind, text, turn.start, turn.end)
    if left[NEGATION, Pole.DOWN]:
        yield _failure(FailureKind.NEGATION, text, clause.start, clause.end)


def _swapped(text: str, clause: Clause, repeated: Clause) -> Iterator[Failure]:
    """Yield the names and figures that stand in another order than in the clause that is repeated."""
    names = iter(repeated.mentions)
    for mention in clause.mentions:
        if not any(mention.entry.id == other.entry.id for other in names):
            yield _failure(FailureKind.NAME, text, mention.start, mention.end)
            break
    figures = iter(repeated.figures)
    for figure in clause.figures:
        if not any(figure.text == other.text or same_value(figure, other) for other in figures):
            kind = FailureKind.DATE if is_calendar(figure) else FailureKind.FIGURE
            yield _failure(kind, text, figure.start, figure.end)
            break


def _negations(text: str, clause: Clause, matching: Sequence[Clause]) -> Iterator[Failure]:
    """Yield a negation that no matching clause has, or a clause that lacks the negation of them all."""
    own = [turn for turn in clause.turns if turn.axis == NEGATION]
    negated = [any(turn.axis == NEGATION for turn in other.turns) for other in matching]
    if own and not any(negated) and not any(_denies(other) for other in matching):
        for turn in own:
            yield _failure(FailureKind.NEGATION, text, turn.start, turn.end)
    elif not own and negated and all(negated) and not _denies(clause):
        yield _failure(FailureKind.NEGATION, text, clause.start, clause.end)


def _denies(clause: Clause) -> bool:
    """Tell whether a clause denies without a negation (`weigerde`, `a échoué`, `forbidden`)."""
    return any(
        turn.pole is Pole.DOWN and turn.axis in ("position", "permission", "outcome", "quality", "course")
        for turn in clause.turns
    )


def _directions(
    text: str, clause: Clause, clauses: Sequence[Clause], matching: Sequence[Clause]
) -> Iterator[Failure]:
    """Yield the words that stand on the other side of an axis than the quotes."""
    near = {(turn.axis, turn.pole) for other in matching for turn in _directed(other)}
    anywhere = {(turn.axis, turn.pole) for other in clauses for turn in _directed(other)}
    for turn in _directed(clause):
        same, opposite = (turn.axis, turn.pole), (turn.axis, turn.pole.opposite)
        if same in near:
            continue
        is_turned = opposite in near or (same not in anywhere and opposite in anywhere)
        if is_turned or (turn.axis in _STRICT and same not in anywhere):
            yield _failure(FailureKind.DIRECTION, text, turn.start, turn.end)


def _directed(clause: Clause) -> Iterator[Turn]:
    """Yield the directions of a clause; bounds only where a figure follows."""
    for turn in clause.turns:
        if turn.axis == NEGATION:
            continue
        follows = any(
            figure.start - turn.start >= 0 and figure.start - turn.end <= _BEFORE_FIGURE_CHARS
            for figure in clause.figures
        )
        if turn.axis not in _OF_FIGURES or follows:
            yield turn
