"""Fitting the confidence and the thresholds on questions with gold answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering import Assistant
from assistant.calibration import Calibration, fit
from assistant.evaluation.gold import GoldQuestion, is_right, matches_quote
from assistant.evidence import Candidate
from assistant.facts import word_fact
from assistant.question import read_question
from assistant.weighing import Weighed
from index.passages import Filters
from ingest.text.languages import SERVED

_ROWS_PER_QUESTION = 12
"""Candidates a question gives to the fit: those that stood a chance, or the rest would drown them."""

_FEWEST_QUESTIONS = 150
"""Below this many questions of a language its threshold is that of all languages together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A weighed question and which of its ranked candidates are right."""

    gold: GoldQuestion
    weighed: Weighed
    right: tuple[bool, ...]


def label(assistant: Assistant, questions: Iterable[GoldQuestion]) -> tuple[Labelled, ...]:
    """Return every question weighed against the assistant's library, its candidates held against the gold."""
    labelled = []
    for gold in questions:
        weighed = assistant.weigher.weigh(read_question(gold.question, gold.language), Filters())
        right = tuple(_is_right(gold, weighed, candidate) for candidate, _ in weighed.ranked)
        labelled.append(Labelled(gold=gold, weighed=weighed, right=right))
    return tuple(labelled)


def calibrate(assistant: Assistant, labelled: Sequence[Labelled], *, source: str) -> Calibration:
    """Return weights and thresholds fitted on `labelled`; `source` says on what and when.

    The threshold of a language minimises the share of unanswerable questions answered plus the
    share of answerable ones not answered right.
    """
    rows, right = [], []
    for one in labelled:
        for (candidate, _), holds in list(zip(one.weighed.ranked, one.right, strict=True))[
            :_ROWS_PER_QUESTION
        ]:
            rows.append(candidate.features)
            right.append(holds)
    weights, bias = fit(rows, right)
    unset = Calibration(weights=weights, bias=bias, thresholds={}, models=assistant.models, source=source)
    overall = _threshold(unset, labelled)
    thresholds = {}
    for language in SERVED:
        mine = [one for one in labelled if one.gold.language is language]
        thresholds[str(language)] = _threshold(unset, mine) if len(mine) >= _FEWEST_QUESTIONS else overall
    return Calibration(
        weights=weights, bias=bias, thresholds=thresholds, models=assistant.models, source=source
    )


def _is_right(gold: GoldQuestion, weighed: Weighed, candidate: Candidate) -> bool:
    passage = candidate.scope.passage
    if not gold.answerable or passage.document not in gold.documents:
        return False
    question = weighed.question
    fact = word_fact(candidate.fact, question.expectation, question.language) if candidate.fact else ""
    if not matches_quote(gold.quote_any, candidate.text):
        return False
    return is_right(gold, fact or candidate.text)


def _threshold(calibration: Calibration, labelled: Sequence[Labelled]) -> float:
    """Return the least confidence that loses the fewest questions either way."""
    best = [_surest(calibration, one) for one in labelled]
    options = sorted({0.02, *(confidence for confidence, _, _ in best)})
    losses = [_loss(best, threshold) for threshold in options]
    lowest = min(losses)
    # A plateau of equal losses is common; its middle is the safest place to stand.
    plateau = [option for option, loss in zip(options, losses, strict=True) if loss == lowest]
    return float(np.median(plateau))


def _surest(calibration: Calibration, one: Labelled) -> tuple[float, bool, bool]:
    """Return the highest confidence, whether that candidate is right, and whether the question has an answer."""
    scored = [
        (calibration.confidence(candidate.features), right)
        for (candidate, _), right in zip(one.weighed.ranked, one.right, strict=True)
        if not candidate.is_vetoed
    ]
    confidence, right = max(scored, default=(0.0, False))
    return confidence, right, one.gold.answerable


def _loss(best: Sequence[tuple[float, bool, bool]], threshold: float) -> float:
    wrong_answers = [confidence >= threshold for confidence, _, answerable in best if not answerable]
    lost = [not (right and confidence >= threshold) for confidence, right, answerable in best if answerable]
    return _mean(wrong_answers) + _mean(lost)


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
