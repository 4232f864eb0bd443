"""Why a question is not answered: what it asks for that the reports lack, and what they have instead."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Missing, Refusal
from assistant.expectation import FACTS
from assistant.question import Question
from assistant.scope import Scope, demands
from ingest.text.figures import FigureKind, read_figures

_NAMED_INSTEAD = 3
"""How many names or years the reports have instead are worth telling."""


def explain(question: Question, scopes: Sequence[Scope], *, has_kind: bool) -> Refusal:
    """Return why none of the scopes (best first) answers the question.

    `has_kind` tells whether any of them holds the kind of thing that was asked for.
    """
    if not scopes:
        return Refusal(missing=Missing.NOTHING_FOUND)
    shares: dict[tuple[str, bool], float] = {}
    for scope in scopes:
        for demand in demands(question, scope):
            place = (demand.text, demand.is_year)
            shares[place] = max(shares.get(place, 0.0), demand.share)
    years = tuple(text for (text, is_year), share in shares.items() if is_year and share == 0)
    names = tuple(text for (text, is_year), share in shares.items() if not is_year and share == 0)
    if names:
        return Refusal(missing=Missing.NAME, asked=names, instead=_names_instead(question, scopes, names))
    if years:
        return Refusal(missing=Missing.YEAR, asked=years, instead=_years_instead(scopes))
    if len(shares) > 1 and all(any(d.share < 1 for d in demands(question, scope)) for scope in scopes):
        return Refusal(missing=Missing.CONNECTION, asked=tuple(text for text, _ in shares))
    if question.expectation.kind in FACTS and not has_kind:
        return Refusal(missing=Missing.KIND)
    return Refusal(missing=Missing.UNSURE)


def _names_instead(question: Question, scopes: Sequence[Scope], missing: tuple[str, ...]) -> tuple[str, ...]:
    """Return names of the same kind as the missing ones that the nearest passage speaks of."""
    kinds = {mention.entry.kind for mention in question.names if mention.form in missing}
    found = (
        mention.entry.name(question.language) or mention.form
        for scope in scopes[:1]
        for mention in scope.mentions
        if mention.entry.kind in kinds and not mention.is_adjective
    )
    return tuple(dict.fromkeys(found))[:_NAMED_INSTEAD]


def _years_instead(scopes: Sequence[Scope]) -> tuple[str, ...]:
    found = (
        str(figure.period[0].year)
        for scope in scopes[:3]
        for figure in read_figures(scope.passage.text, scope.passage.language, anchor=scope.passage.date)
        if figure.period is not None
        and figure.kind in (FigureKind.DATE, FigureKind.YEAR, FigureKind.DATE_RANGE)
    )
    return tuple(dict.fromkeys(found))[:_NAMED_INSTEAD]
