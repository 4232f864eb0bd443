"""The figure in a sentence or table row that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from assistant.expectation import Expected
from assistant.question import Question
from index.analysis import overlap
from index.judge import Span
from ingest.text.figures import Figure, FigureKind, read_figures, same_value
from ingest.text.languages import Language
from ingest.text.tables import Cell

ADMITTED = {
    Expected.COUNT: (FigureKind.NUMBER, FigureKind.MEASURE, FigureKind.ORDINAL, FigureKind.AMOUNT),
    Expected.QUANTITY: (
        FigureKind.AMOUNT,
        FigureKind.MEASURE,
        FigureKind.PERCENTAGE,
        FigureKind.NUMBER,
        FigureKind.DURATION,
        FigureKind.FRACTION,
    ),
    Expected.AMOUNT: (FigureKind.AMOUNT, FigureKind.NUMBER),
    Expected.PERCENTAGE: (FigureKind.PERCENTAGE, FigureKind.FRACTION),
    Expected.MEASURE: (FigureKind.MEASURE,),
    Expected.DATE: (FigureKind.DATE, FigureKind.DATE_RANGE, FigureKind.YEAR),
    Expected.DURATION: (FigureKind.DURATION, FigureKind.DATE_RANGE),
}
"""The kinds of figure that may answer, the expected one first."""

_PART = re.compile(
    r"[,;:()]|\b(?:en|et|and|tegenover|tegen|contre|against|waarvan|dont|of which|maar|mais|but)\b",
    re.IGNORECASE,
)

_MONEY = re.compile(
    r"[€$£¥]|\b(?:EUR|USD|GBP|euros?|dollars?|kosten|co[uû]ts?|costs?|budgets?|bedrag|montants?|amounts?|prijs|prix|"
    r"prices?|subsid\w+|subventions?|grants?|omzet|turnover|begroting)\b",
    re.IGNORECASE,
)

_SCALED = re.compile(
    r"[x×*]\s?1|\d{3}|[kKM]\s?€|€\s?[kKM]\b|\b(?:mln|mio|mld|mrd|md|bn|duizend\w*|milliers?|thousands?|mil(?:joen|jard)\w*|"
    r"mill?i(?:on|ard)s?|billions?)\b"
)

_SPAN, _COLUMN, _COUNTED, _AROUND, _KIND = 2.0, 1.5, 0.7, 1.0, 0.25
"""What speaks for a figure among others: the judge's span (times its score, 0..1), the header of its column
(times the share of it that the question says), the noun it counts, the share of the question in the words around
it; against it, each step away from the expected kind. Set by hand on the 105 answerable groups of
`training/reports/calibrate-1`, November 2026."""


def choose_figure(
    question: Question,
    text: str,
    language: Language,
    *,
    anchor: date | None,
    spans: Sequence[Span],
    row: Sequence[Cell] = (),
) -> Figure | None:
    """Return the figure of `text` that answers best, None where it has none of the kinds that may.

    Args:
        question: what is asked; the figures that it gives itself answer nothing.
        text: a sentence or row.
        language: of the text.
        anchor: the date of the report.
        spans: the judge's, with offsets into `text`.
        row: the cells of the row, with offsets into `text`; empty for prose.
    """
    admitted = ADMITTED[question.expectation.kind]
    figures = [
        figure
        for figure in read_figures(text, language, anchor=anchor)
        if figure.kind in admitted and not _is_asked(figure, question) and _is_sum(figure, question, row)
    ]
    if len(figures) < 2:
        return figures[0] if figures else None
    own = dict(zip(figures, own_words(text, figures), strict=True))

    def score(figure: Figure) -> float:
        marked = max((span.score for span in spans if _touches(figure, span.start, span.end)), default=0.0)
        column = next((cell.header for cell in row if _touches(figure, cell.start, cell.end)), "")
        return (
            _SPAN * marked
            + _COLUMN * (overlap(column, language, question.text, question.language) if column else 0.0)
            + _COUNTED * counts(figure, question, language)
            + _AROUND * overlap(question.text, question.language, own[figure], language)
            - _KIND * admitted.index(figure.kind)
        )

    return max(figures, key=score)


def own_words(text: str, figures: Sequence[Figure]) -> tuple[str, ...]:
    """Return the words of `text` that go with each of its figures, given in text order.

    Between two figures a comma, bracket or conjunction parts their words, the last one if there are several;
    where nothing does, the words go with the figure before them (`31 projects 19 finished`).
    """
    cuts = [0]
    for left, right in pairwise(figures):
        parts = [left.end + match.start() for match in _PART.finditer(text[left.end : right.start])]
        cuts.append(parts[-1] if parts else right.start)
    return tuple(text[start:end] for start, end in pairwise((*cuts, len(text))))


def counts(figure: Figure, question: Question, language: Language) -> bool:
    """Tell whether the noun behind a figure, in `language`, is the one that the question counts."""
    label = question.expectation.label
    if not label or not figure.noun:
        return False
    return overlap(figure.noun, language, label, question.language) > 0


def is_expected(figure: Figure, question: Question) -> bool:
    """Tell whether a figure is of the kind asked for, not a neighbouring one."""
    kind = question.expectation.kind
    return figure.kind is ADMITTED[kind][0] or kind in (Expected.DATE, Expected.QUANTITY)


def _is_sum(figure: Figure, question: Question, row: Sequence[Cell]) -> bool:
    """Tell whether a figure may be a sum of money where one is asked for: a bare number in a column of money is.

    Not in one that counts in thousands or millions: told by itself, the number would be another sum.
    """
    if question.expectation.kind is not Expected.AMOUNT or figure.kind is FigureKind.AMOUNT:
        return True
    headers = [cell.header for cell in row if _touches(figure, cell.start, cell.end)]
    return any(_MONEY.search(header) and not _SCALED.search(header) for header in headers)


def _is_asked(figure: Figure, question: Question) -> bool:
    """Tell whether the question itself gives this figure, so that it cannot be the answer."""
    return any(same_value(figure, given) for given in question.figures)


def _touches(figure: Figure, start: int, end: int) -> bool:
    return figure.start < end and start < figure.end
