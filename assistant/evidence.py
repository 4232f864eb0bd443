"""From passages to the sentences that answer, each with the features its confidence rests on."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.expectation import FACTS, Expected
from assistant.facts import Fact, find_fact, same_fact
from assistant.figures import counts
from assistant.question import Question
from assistant.scope import Demand, Scope, demands, share_named
from index.analysis import overlap
from index.judge import Judgement
from ingest.text.figures import FigureKind, read_figures, same_value
from ingest.text.languages import Language
from ingest.text.tables import is_row

_TELLING = frozenset({FigureKind.PERCENTAGE, FigureKind.AMOUNT, FigureKind.MEASURE})
"""Figures of a question that point at one place; a bare number (`which four partners`) may be counted, not written."""

_WORD = re.compile(r"\w+")
_SCRAP_WORDS = 3
"""A line of fewer words, none of them a figure (`Total 361`), is a name or a label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What the confidence in one candidate rests on; every feature is higher for better evidence.

    `answerable` and `sentence` are logits of the judge, `span` the judge's span score for the
    fact's span (0..1), `similarity` the cosine of question and passage (0 where only words
    matched), `words` the share of the question's content words in the sentence and its headings,
    `title` their share in the report's title and the heading right above,
    `names` and `years` the shares of the question's names and years in scope, `near` the share of
    its names in the sentence and the heading right above, `kind` 1 where the sentence carries the
    kind of thing asked for, `label` 1 where its figure counts what the question counts, `event` the
    title's share where a date asked for is the date of what the report reports on, `first` the reciprocal of the
    passage's rank, `likeliest` that of its place among the judged passages by `answerable`, `states` 1
    where the sentence says something: a heading, a question or a scrap does not, `given` the share in it
    of the percentages, sums and measures that the question gives (`which region has 7.1% unemployment`).
    """

    answerable: float
    sentence: float
    span: float
    similarity: float
    words: float
    title: float
    names: float
    near: float
    years: float
    kind: float
    label: float
    event: float
    first: float
    likeliest: float
    states: float
    given: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence `start:end` (offsets into the page text) that may answer, and the fact in it.

    `is_vetoed` where the question names something that the whole report never speaks of: whatever
    else the sentence says, it does not answer this question.
    """

    scope: Scope
    start: int
    end: int
    fact: Fact | None
    features: Features
    is_vetoed: bool

    @classmethod
    def bare(cls, scope: Scope, start: int, end: int) -> Candidate:
        """Return a sentence that was chosen for itself, not weighed against a question."""
        nothing = Features(**dict.fromkeys(Features.__slots__, 0.0))
        return cls(scope=scope, start=start, end=end, fact=None, features=nothing, is_vetoed=False)

    @property
    def text(self) -> str:
        """Return the sentence as it stands on the page."""
        passage = self.scope.passage
        return passage.text[self.start - passage.start : self.end - passage.start]


def candidates(question: Question, judged: Sequence[tuple[Scope, Judgement]]) -> tuple[Candidate, ...]:
    """Return every sentence of the judged passages as a candidate, in passage order."""
    order = sorted(range(len(judged)), key=lambda row: -judged[row][1].answerable)
    places = {row: place for place, row in enumerate(order, 1)}
    return tuple(
        _candidate(question, scope, judgement, number, place=places[row])
        for row, (scope, judgement) in enumerate(judged)
        for number in range(len(scope.passage.sentences))
    )


def says_same(one: Candidate, other: Candidate) -> bool:
    """Tell whether two candidates are the same words, or hold the same fact."""
    if one.text == other.text:
        return True
    return one.fact is not None and other.fact is not None and same_fact(one.fact, other.fact)


def _candidate(
    question: Question, scope: Scope, judgement: Judgement, number: int, *, place: int
) -> Candidate:
    passage = scope.passage
    start, end = passage.sentences[number]
    spans = tuple(
        span
        for span in judgement.spans
        if start <= span.start + passage.start < end and span.end + passage.start <= end + 1
    )
    named = demands(question, scope)
    fact = find_fact(question, scope, (start, end), spans) if question.expectation.kind in FACTS else None
    best = max((span.score for span in spans), default=0.0)
    sentence = passage.text[start - passage.start : end - passage.start]
    features = Features(
        answerable=_logit(judgement.answerable),
        sentence=_logit(judgement.sentence_scores[number]),
        span=best,
        similarity=passage.similarity or 0.0,
        words=_word_share(question, scope, sentence),
        title=_title_share(question, scope),
        names=_mean_share(demand for demand in named if not demand.is_year),
        near=share_named(question, "\n".join((*passage.heading_path[-1:], sentence))),
        years=_mean_share(demand for demand in named if demand.is_year),
        kind=_kind_share(question.expectation.kind, fact),
        label=float(
            fact is not None and fact.figure is not None and counts(fact.figure, question, fact.language)
        ),
        event=_is_event(scope, fact) * _title_share(question, scope),
        first=1.0 / passage.rank,
        likeliest=1.0 / place,
        states=float(states(scope, start, sentence)),
        given=_given_share(question, sentence, passage.language),
    )
    return Candidate(
        scope=scope,
        start=start,
        end=end,
        fact=fact,
        features=features,
        is_vetoed=any(d.share == 0 for d in named),
    )


def _mean_share(demanded: Iterable[Demand]) -> float:
    """Return the mean share, 1 where the question names nothing of the sort."""
    shares = [demand.share for demand in demanded]
    return sum(shares) / len(shares) if shares else 1.0


def _logit(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def _word_share(question: Question, scope: Scope, sentence: str) -> float:
    """Weigh words in the sentence itself twice as much as words around it."""
    language = scope.passage.language
    read_as = question.language if language is Language.OTHER else language
    near = overlap(question.text, question.language, sentence, read_as)
    around = overlap(question.text, question.language, scope.text, read_as)
    return (2 * near + around) / 3


def _given_share(question: Question, sentence: str, language: Language) -> float:
    """Return the share (0..1) of the question's percentages, sums and measures in the sentence; 1 where it has none."""
    given = [figure for figure in question.figures if figure.kind in _TELLING]
    if not given:
        return 1.0
    there = read_figures(sentence, language)
    return sum(any(same_value(figure, other) for other in there) for figure in given) / len(given)


def _title_share(question: Question, scope: Scope) -> float:
    passage = scope.passage
    language = question.language if passage.language is Language.OTHER else passage.language
    over = "\n".join((passage.title, *passage.heading_path[-1:]))
    return overlap(question.text, question.language, over, language)


def states(scope: Scope, start: int, sentence: str) -> bool:
    """Tell whether a sentence or row says something, rather than to head or to ask for what follows."""
    if is_row(sentence):
        return not scope.is_header(start)
    is_scrap = len(_WORD.findall(sentence)) < _SCRAP_WORDS and not any(map(str.isdigit, sentence))
    return not (scope.is_heading(start) or sentence.endswith("?") or is_scrap)


def _is_event(scope: Scope, fact: Fact | None) -> float:
    period = fact.figure.period if fact and fact.figure else None
    document = scope.report.document
    if period is None or document.event_date is None:
        return 0.0
    return float(period == (document.event_date, document.event_end or document.event_date))


def _kind_share(kind: Expected, fact: Fact | None) -> float:
    if kind not in FACTS:
        return 1.0
    if fact is None:
        return 0.0
    return 1.0 if fact.is_expected_kind else 0.5
