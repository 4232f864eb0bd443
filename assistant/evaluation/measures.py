"""Shares over many outcomes, by question language and language pair, and how sure a difference is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from assistant.evaluation.gold import Outcome

_RESAMPLES = 10_000
_SEED = 20_261_124


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Shares (0..1, higher is better unless said) over a group of outcomes; None where nothing counts.

    `hallucinated` is the share of unanswerable questions answered, `wrongly_refused` the share of
    answerable questions refused (lower is better for both): the hallucination and error rate of
    NoMIRACL (Thakur et al. 2024).
    """

    group: str
    answerable: int
    unanswerable: int
    found_at_1: float | None
    found_at_5: float | None
    found_at_10: float | None
    ndcg_at_10: float | None
    right: float | None
    right_and_cited: float | None
    verbatim: float | None
    hallucinated: float | None
    wrongly_refused: float | None


def measure(group: str, outcomes: Sequence[Outcome]) -> Measures:
    """Return the measures of one group of outcomes."""
    gold = [outcome for outcome in outcomes if outcome.answerable]
    without = [outcome for outcome in outcomes if not outcome.answerable]
    quoted = [outcome for outcome in outcomes if outcome.quotes]

    def found(within: int) -> float | None:
        return _share([outcome.gold_rank is not None and outcome.gold_rank <= within for outcome in gold])

    return Measures(
        group=group,
        answerable=len(gold),
        unanswerable=len(without),
        found_at_1=found(1),
        found_at_5=found(5),
        found_at_10=found(10),
        ndcg_at_10=_share([outcome.ndcg_at_10 for outcome in gold]),
        right=_share([outcome.right for outcome in gold]),
        right_and_cited=_share([outcome.right_and_cited for outcome in gold]),
        verbatim=_share([outcome.verbatim for outcome in quoted]),
        hallucinated=_share([outcome.answered for outcome in without]),
        wrongly_refused=_share([not outcome.answered for outcome in gold]),
    )


def by_language(outcomes: Sequence[Outcome]) -> tuple[Measures, ...]:
    """Return the measures by question language, by language pair, within and across languages, and of all."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.question_language, []).append(outcome)
    for outcome in outcomes:
        if outcome.answerable:
            pair = f"{outcome.question_language}->{outcome.document_language}"
            groups.setdefault(pair, []).append(outcome)
    same = [one for one in outcomes if one.answerable and one.question_language == one.document_language]
    across = [one for one in outcomes if one.answerable and one.question_language != one.document_language]
    groups |= {"same language": same, "across": across, "all": list(outcomes)}
    return tuple(measure(group, members) for group, members in groups.items() if members)


def table(rows: Sequence[Measures]) -> str:
    """Return the measures as a Markdown table, shares in percent."""
    names = [name for name in Measures.__slots__ if name != "group"]
    head = ["", *(name.replace("_", " ") for name in names)]
    lines = [_line(head), _line(["---", *["---:"] * len(names)])]
    for row in rows:
        values = asdict(row)
        lines.append(_line([row.group, *(_cell(values[name]) for name in names)]))
    return "\n".join(lines)


def bootstrap(
    now: Sequence[Outcome], before: Sequence[Outcome], score: Callable[[Outcome], float]
) -> tuple[float, float, float]:
    """Return the mean difference now - before on the questions both have, and its 95% interval.

    Paired bootstrap over questions, 10,000 resamples, seeded (Efron & Tibshirani 1993, ch. 13).

    Raises:
        ValueError: the runs share no question.
    """
    earlier = {outcome.id: outcome for outcome in before}
    differences = np.array([score(one) - score(earlier[one.id]) for one in now if one.id in earlier])
    if not len(differences):
        raise ValueError("the two runs share no question")
    random = np.random.default_rng(_SEED)
    rows = random.integers(0, len(differences), size=(_RESAMPLES, len(differences)))
    means = differences[rows].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(differences.mean()), float(low), float(high)


def _share(values: Sequence[float | bool]) -> float | None:
    return sum(values) / len(values) if values else None


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.1%}" if isinstance(value, float) else str(value)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
