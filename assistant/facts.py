"""The fact in a sentence: the figure, date or name that was asked for, worded for the asker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.expectation import FIGURES, Expectation, Expected
from assistant.fitting import NAMED, cross, fitting_names, is_enumeration, whole_list
from assistant.question import Question
from assistant.scope import Scope
from index.analysis import overlap
from index.judge import Span
from ingest.text.figures import Figure, FigureKind, read_figures, same_value, write_figure
from ingest.text.languages import Language
from ingest.text.names import find_names, proper_names

_ADMITTED = {
    Expected.COUNT: (FigureKind.NUMBER, FigureKind.MEASURE, FigureKind.ORDINAL, FigureKind.AMOUNT),
    Expected.AMOUNT: (FigureKind.AMOUNT, FigureKind.NUMBER, FigureKind.PERCENTAGE),
    Expected.PERCENTAGE: (FigureKind.PERCENTAGE, FigureKind.FRACTION),
    Expected.MEASURE: (FigureKind.MEASURE,),
    Expected.DATE: (FigureKind.DATE, FigureKind.DATE_RANGE, FigureKind.YEAR),
    Expected.DURATION: (FigureKind.DURATION, FigureKind.DATE_RANGE),
}
"""The kinds of figure that may answer, the expected one first."""

_NAME_CHARS = 60
"""A span longer than this is no name but a clause that holds one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The answer in a sentence, at `start:end` of the page text.

    `figure` is the value where the fact is a figure, `items` the names where the fact is several that
    stand apart. `is_expected_kind` is false where only a neighbouring kind was found (a plain number
    where money was asked for), or a name that the judge did not point at.
    """

    text: str
    start: int
    end: int
    language: Language
    figure: Figure | None = None
    items: tuple[str, ...] = ()
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
    """Return the judge's words where they fit what is asked, else a name in the sentence that does."""
    passage, (begin, finish) = scope.passage, sentence
    text = passage.text[begin - passage.start : finish - passage.start]
    shift = passage.start - begin
    marked = [_trimmed(text, max(0, one.start + shift), one.end + shift) for one in spans]
    marked = [one for one in marked if one[0] < one[1] and not _is_in_question(text[slice(*one)], question)]
    if question.expectation.kind not in NAMED:
        found = (marked[0], True) if marked else None
    else:
        found = _fitting(question, text, passage.language, marked)
    if found is None:
        return None
    (start, end), is_expected = found
    if question.expectation.several:
        start, end = whole_list(text, (start, end), passage.language)
    return Fact(
        text=text[start:end],
        start=begin + start,
        end=begin + end,
        language=passage.language,
        items=_persons(question, text, passage.language),
        is_expected_kind=is_expected,
    )


def _fitting(
    question: Question, text: str, language: Language, marked: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], bool] | None:
    """Return a span and whether it is both the judge's and of the kind asked for."""
    names = fitting_names(question, text, language)
    for span in marked:
        within = [name for name in names if cross(name, span)]
        if within:
            return (within[0][0], within[-1][1] if question.expectation.several else within[0][1]), True
    if names:
        anchor = marked[0] if marked else (0, 0)
        return min(names, key=lambda name: max(0, name[0] - anchor[1], anchor[0] - name[1])), False
    if marked and marked[0][1] - marked[0][0] <= _NAME_CHARS:
        return marked[0], False
    return None


def _persons(question: Question, text: str, language: Language) -> tuple[str, ...]:
    """Return the people a sentence names, where several are asked for; they seldom stand in one enumeration."""
    if question.expectation.kind is not Expected.PERSON or not question.expectation.several:
        return ()
    names = tuple(text[slice(*span)] for span in fitting_names(question, text, language))
    return names if len(names) > 1 and all(" " in name for name in names) else ()


def _is_in_question(text: str, question: Question) -> bool:
    return text.lower() in question.text.lower()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut white space and loose punctuation off both ends of a span."""
    stretch = text[start:end]
    lead = len(stretch) - len(stretch.lstrip(" \n\t,;:([«“\"'‘–-•|"))
    tail = len(stretch) - len(stretch.rstrip(" \n\t,;:.)]»”\"'’–-|"))
    return start + lead, max(start + lead, end - tail)


def is_list(fact: Fact | None) -> bool:
    """Tell whether the fact's words already enumerate several things."""
    return fact is not None and fact.figure is None and (len(fact.items) > 1 or is_enumeration(fact.text))


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
    if fact.items:
        from babel.lists import format_list

        return str(format_list(fact.items, locale=str(language)))
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
