"""The fact in a sentence: the figure, date or name that was asked for, worded for the asker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.expectation import FIGURES, Expectation, Expected
from assistant.question import Question
from assistant.scope import Scope
from index.analysis import overlap
from index.judge import Span
from ingest.text.figures import Figure, FigureKind, read_figures, same_value, write_figure
from ingest.text.languages import Language
from ingest.text.names import EntryKind, find_names, fold, proper_names

_ADMITTED = {
    Expected.COUNT: (FigureKind.NUMBER, FigureKind.MEASURE, FigureKind.ORDINAL, FigureKind.AMOUNT),
    Expected.AMOUNT: (FigureKind.AMOUNT, FigureKind.NUMBER, FigureKind.PERCENTAGE),
    Expected.PERCENTAGE: (FigureKind.PERCENTAGE, FigureKind.FRACTION, FigureKind.NUMBER),
    Expected.MEASURE: (FigureKind.MEASURE, FigureKind.NUMBER),
    Expected.DATE: (FigureKind.DATE, FigureKind.DATE_RANGE, FigureKind.YEAR),
    Expected.DURATION: (FigureKind.DURATION, FigureKind.DATE_RANGE),
}
"""The kinds of figure that may answer, the expected one first."""

_NAMED = frozenset({Expected.PERSON, Expected.PLACE, Expected.ORGANISATION})
"""The kinds that a name answers."""

_NAME_CHARS = 60
"""A span longer than this is no name but a clause that holds one."""

_JOINED = re.compile(r"\s*(?:,|;|\ben\b|\bet\b|\band\b|&)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The answer in a sentence, at `start:end` of the page text.

    `figure` is the value where the fact is a figure. `is_expected_kind` is false where only a
    neighbouring kind was found (a plain number where money was asked for).
    """

    text: str
    start: int
    end: int
    language: Language
    figure: Figure | None = None
    is_expected_kind: bool = True


def find_fact(
    question: Question, scope: Scope, sentence: tuple[int, int], spans: Sequence[Span]
) -> Fact | None:
    """Return the fact in the sentence that the question asks for, or None where it holds none.

    `spans` are the judge's, with offsets into the passage text, best first.
    """
    if question.expectation.kind in FIGURES:
        return _figure(question, scope, sentence, spans)
    return _name(question, scope, sentence, spans)


def _figure(
    question: Question, scope: Scope, sentence: tuple[int, int], spans: Sequence[Span]
) -> Fact | None:
    passage = scope.passage
    start, end = sentence
    text = passage.text[start - passage.start : end - passage.start]
    admitted = _ADMITTED[question.expectation.kind]
    figures = [
        figure
        for figure in read_figures(text, passage.language, anchor=passage.date)
        if figure.kind in admitted and not _is_asked(figure, question)
    ]
    if not figures:
        return None
    best = [(span.start + passage.start - start, span.end + passage.start - start) for span in spans[:1]]
    figure = min(
        figures,
        key=lambda one: (
            _distance(one, best),
            not counts(one, question, passage.language),
            admitted.index(one.kind),
            one.start,
        ),
    )
    return Fact(
        text=figure.text,
        start=start + figure.start,
        end=start + figure.end,
        language=passage.language,
        figure=figure,
        is_expected_kind=figure.kind is admitted[0] or question.expectation.kind is Expected.DATE,
    )


def counts(figure: Figure, question: Question, language: Language) -> bool:
    """Tell whether the noun behind a figure, in `language`, is the one that the question counts."""
    label = question.expectation.label
    if not label or not figure.noun:
        return False
    return overlap(figure.noun, language, label, question.language) > 0


def _is_asked(figure: Figure, question: Question) -> bool:
    """Tell whether the question itself gives this figure, so that it cannot be the answer."""
    return any(same_value(figure, given) for given in question.figures)


def _distance(figure: Figure, spans: Sequence[tuple[int, int]]) -> int:
    """Return the characters between a figure and the judge's span: 0 where they overlap."""
    if not spans:
        return 0
    start, end = spans[0]
    return max(0, figure.start - end, start - figure.end)


def _name(question: Question, scope: Scope, sentence: tuple[int, int], spans: Sequence[Span]) -> Fact | None:
    """Return the judge's span, stretched over a list where one was asked for; without a span, a name that fits."""
    passage = scope.passage
    fitting = _fitting_names(question, scope, sentence)
    by_judge = bool(spans)
    if by_judge:
        start, end = spans[0].start + passage.start, spans[0].end + passage.start
        if question.expectation.kind in _NAMED and end - start > _NAME_CHARS:
            start, end = _narrowed((start, end), fitting, several=question.expectation.several)
    elif fitting:
        start, end = fitting[0]
    else:
        return None
    if question.expectation.several:
        start, end = _whole_list(passage.text, passage.start, (start, end), sentence, passage.language)
    start, end = _trimmed(passage.text, passage.start, start, end)
    text = passage.text[start - passage.start : end - passage.start]
    if not text or _is_in_question(text, question):
        return None
    return Fact(text=text, start=start, end=end, language=passage.language, is_expected_kind=by_judge)


def _narrowed(span: tuple[int, int], names: Sequence[tuple[int, int]], *, several: bool) -> tuple[int, int]:
    """Return the first name within the span, or from the first to the last; the span where it has none."""
    within = [name for name in names if span[0] <= name[0] and name[1] <= span[1]]
    if not within:
        return span
    return within[0][0], within[-1][1] if several else within[0][1]


_PLACES = frozenset({EntryKind.CITY, EntryKind.REGION, EntryKind.COUNTRY})


def _fitting_names(question: Question, scope: Scope, sentence: tuple[int, int]) -> list[tuple[int, int]]:
    """Return where the sentence has names of the kind asked for that the question does not give, in order."""
    start, end = sentence
    text = scope.passage.text[start - scope.passage.start : end - scope.passage.start]
    known = find_names(text)
    places = [name for name in known if name.entry.kind in _PLACES and not name.is_adjective]
    if question.expectation.kind is Expected.PLACE:
        found = [(name.start, name.end) for name in places]
    else:
        taken = [(name.start, name.end) for name in places]
        found = [
            span
            for span in proper_names(text, scope.passage.language)
            if not any(_cross(span, one) for one in taken)
        ]
    given = fold(question.text)
    return [(start + one, start + other) for one, other in found if fold(text[one:other]) not in given]


def _cross(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _is_in_question(text: str, question: Question) -> bool:
    return text.lower() in question.text.lower()


def _trimmed(text: str, offset: int, start: int, end: int) -> tuple[int, int]:
    """Cut white space and loose punctuation off both ends of a span."""
    stretch = text[start - offset : end - offset]
    lead = len(stretch) - len(stretch.lstrip(" \n\t,;:([«“\"'‘–-•|"))
    tail = len(stretch) - len(stretch.rstrip(" \n\t,;:.)]»”\"'’–-|"))
    return start + lead, max(start + lead, end - tail)


def _whole_list(
    text: str, offset: int, span: tuple[int, int], sentence: tuple[int, int], language: Language
) -> tuple[int, int]:
    """Stretch a span over the names that stand in one enumeration with it (`Lyon, Parijs en Rijsel`)."""
    begin, finish = sentence
    words = text[begin - offset : finish - offset]
    names = sorted(
        {(begin + mention.start, begin + mention.end) for mention in find_names(words)}
        | {(begin + start, begin + end) for start, end in proper_names(words, language)}
    )
    start, end = span
    for name_start, name_end in names:
        if name_start >= end and _JOINED.fullmatch(text[end - offset : name_start - offset]):
            end = name_end
    for name_start, name_end in reversed(names):
        if name_end <= start and _JOINED.fullmatch(text[name_end - offset : start - offset]):
            start = name_start
    return start, end


def is_list(fact: Fact | None) -> bool:
    """Tell whether the fact's words already enumerate several things."""
    return fact is not None and fact.figure is None and len(_JOINED.split(fact.text)) > 1


def word_fact(fact: Fact, expectation: Expectation, language: Language) -> str:
    """Return the fact in the notation of `language`: figures by Babel, places by their name there.

    A stretch of words that is neither figure nor name keeps the language of its report and stands
    between quotation marks where that is not the asker's.
    """
    if fact.figure is not None:
        worded = write_figure(fact.figure, language)
        if expectation.label and fact.figure.kind is FigureKind.NUMBER:
            return f"{worded} {expectation.label}"
        return worded
    localised = _localised(fact.text, language)
    if fact.language == language or localised != fact.text or _is_name(fact.text, fact.language):
        return localised
    return quoted(fact.text, language)


def quoted(text: str, language: Language) -> str:
    """Return the text between the quotation marks of `language`."""
    if language is Language.FRENCH:
        return f"«\u202f{text}\u202f»"
    return f"“{text}”"


def _localised(text: str, language: Language) -> str:
    pieces: list[str] = []
    done = 0
    for mention in find_names(text):
        name = mention.entry.name(language)
        is_plain = mention.entry.id.startswith(("city:", "region:", "country:")) and not mention.is_adjective
        if name is None or not is_plain:
            continue
        pieces += [text[done : mention.start], name]
        done = mention.end
    return "".join((*pieces, text[done:]))


def _is_name(text: str, language: Language) -> bool:
    covered = sum(end - start for start, end in proper_names(text, language))
    covered += sum(mention.end - mention.start for mention in find_names(text))
    return covered >= len(text) / 2
