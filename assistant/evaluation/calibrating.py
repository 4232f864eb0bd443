"""Fitting the confidence and the thresholds on questions with gold answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answering import Assistant
from assistant.calibration import UNCALIBRATED, Calibration, fit_ranking, fit_trust
from assistant.evaluation.gold import GoldQuestion, is_right, matches_quote
from assistant.evidence import Candidate, Features
from assistant.facts import word_fact
from assistant.question import read_question
from assistant.weighing import Weighed, margin, order
from index.passages import Filters
from ingest.text.languages import SERVED

_PARTS = 5
"""Parts that questions are dealt into, so that each is ranked by weights fitted without it."""

_LOST_WEIGHT = 3.0
"""How much a lost answer weighs against a wrong one: of the questions in the contract's own file 22 have an answer
for 5 that have none, and a wrong answer is held to cost half as much again as a lost one (22 / 5 / 1.5)."""

_TIE = 0.005
"""Losses this near to each other differ by chance."""

_FEWEST_QUESTIONS = 500
"""Below this many questions of a language its threshold is that of all languages together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A weighed question, which of its ranked candidates hold the answer, and which of those tell it right."""

    gold: GoldQuestion
    weighed: Weighed
    holding: tuple[bool, ...]
    right: tuple[bool, ...]


def label(assistant: Assistant, questions: Iterable[GoldQuestion]) -> tuple[Labelled, ...]:
    """Return every question weighed against the assistant's library, its candidates held against the gold."""
    labelled = []
    for gold in questions:
        weighed = assistant.weigher.weigh(read_question(gold.question, gold.language), Filters())
        holding = tuple(_holds(gold, candidate) for candidate, _ in weighed.ranked)
        right = tuple(
            holds and is_right(gold, _told(candidate, weighed))
            for holds, (candidate, _) in zip(holding, weighed.ranked, strict=True)
        )
        labelled.append(Labelled(gold=gold, weighed=weighed, holding=holding, right=right))
    return tuple(labelled)


def calibrate(assistant: Assistant, labelled: Sequence[Labelled], *, source: str) -> Calibration:
    """Return weights and thresholds fitted on `labelled`; `source` says on what and when.

    The trust in first candidates is fitted on rankings by weights fitted on other questions (five
    parts), since a ranking flatters the questions that it was fitted on. The threshold of a language
    minimises the share of unanswerable questions answered plus `_LOST_WEIGHT` times the share of
    answerable ones not answered right.
    """
    firsts: list[_First] = []
    for part in range(_PARTS):
        ranking = _ranking([one for one in labelled if _part(one.gold) != part])
        firsts += [_first(one, ranking) for one in labelled if _part(one.gold) == part]
    sure = [first for first in firsts if first.features is not None]
    trust, bias = fit_trust(
        [(first.features, first.margin) for first in sure if first.features is not None],
        [first.right for first in sure],
    )
    unset = Calibration(
        ranking=_ranking(labelled),
        trust=trust,
        bias=bias,
        thresholds={},
        models=assistant.models,
        source=source,
    )
    thresholds = {}
    for language in SERVED:
        mine = [first for first in firsts if first.gold.language is language]
        thresholds[str(language)] = _threshold(unset, mine if len(mine) >= _FEWEST_QUESTIONS else firsts)
    return replace(unset, thresholds=thresholds)


def _part(gold: GoldQuestion) -> int:
    """Return the part of a question; the same in all of its languages."""
    return hashlib.sha256(gold.id.rsplit(".", 1)[0].encode("utf-8")).digest()[0] % _PARTS


def _ranking(labelled: Sequence[Labelled]) -> dict[str, float]:
    """Fit on the candidates that tell the answer right, or where none does on those that hold it."""
    questions = []
    for one in labelled:
        wanted = one.right if any(one.right) else one.holding
        if any(wanted):
            questions.append(([candidate.features for candidate, _ in one.weighed.ranked], wanted))
    return fit_ranking(questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class _First:
    """The first candidate of a question, None where there is none that may answer."""

    gold: GoldQuestion
    features: Features | None
    margin: float
    right: bool


def _first(one: Labelled, ranking: Mapping[str, float]) -> _First:
    by_ranking = replace(UNCALIBRATED, ranking=ranking)
    rights = {
        id(candidate): right for (candidate, _), right in zip(one.weighed.ranked, one.right, strict=True)
    }
    scored, first = order((candidate for candidate, _ in one.weighed.ranked), by_ranking)
    if first is None:
        return _First(gold=one.gold, features=None, margin=0.0, right=False)
    return _First(
        gold=one.gold,
        features=first[0].features,
        margin=margin(first, scored),
        right=rights[id(first[0])],
    )


def _holds(gold: GoldQuestion, candidate: Candidate) -> bool:
    """Tell whether a candidate's sentence holds the answer."""
    return (
        gold.answerable
        and candidate.scope.passage.document in gold.documents
        and matches_quote(gold.quote_any, candidate.text)
        and is_right(gold, candidate.text)
    )


def _told(candidate: Candidate, weighed: Weighed) -> str:
    """Return what would be told of a candidate: its fact, or the sentence where it has none."""
    question = weighed.question
    return (
        word_fact(candidate.fact, question.expectation, question.language)
        if candidate.fact
        else candidate.text
    )


def _threshold(calibration: Calibration, firsts: Sequence[_First]) -> float:
    """Return the least confidence that loses the fewest questions either way."""
    best = [
        (
            0.0 if first.features is None else calibration.confidence(first.features, first.margin),
            first.right,
            first.gold.answerable,
        )
        for first in firsts
    ]
    options = sorted({0.02, *(confidence for confidence, _, _ in best)})
    losses = [_loss(best, threshold) for threshold in options]
    lowest = min(losses)
    # A plateau of equal losses is common; its middle is the safest place to stand.
    plateau = [option for option, loss in zip(options, losses, strict=True) if loss <= lowest + _TIE]
    return float(np.median(plateau))


def _loss(best: Sequence[tuple[float, bool, bool]], threshold: float) -> float:
    wrong_answers = [confidence >= threshold for confidence, _, answerable in best if not answerable]
    lost = [not (right and confidence >= threshold) for confidence, right, answerable in best if answerable]
    return _mean(wrong_answers) + _LOST_WEIGHT * _mean(lost)


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
