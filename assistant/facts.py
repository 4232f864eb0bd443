"""The fact in a sentence: the figure, date or name that was asked for, worded for the asker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.expectation import FIGURES, Expectation, Expected
from assistant.figures import choose_figure, counts, is_expected
from assistant.fitting import NAMED, cross, fitting_names, is_enumeration, whole_list
from assistant.question import Question
from assistant.scope import Scope
from index.analysis import overlap
from index.judge import Span
from ingest.text.figures import Figure, FigureKind, same_value, write_figure
from ingest.text.languages import Language
from ingest.text.names import find_names, fold, proper_names

_WHOLE = re.compile(r"\s*(?:$|[,.;:)\]»”\"\t\n]|(?:en|et|and)\b)")
"""What may follow words that are told by themselves: nothing that goes on about them."""

_THING_CHARS = 60
"""A span longer than this is a clause, which reads better within its sentence than by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The answer in a sentence, at `start:end` of the page text.

    `figure` is the value where the fact is a figure, `items` the names where the fact is several that
    stand apart. `is_expected_kind` is false where only a neighbouring kind was found (a plain number
    where money was asked for), or a name that the judge did not point at. `is_counted` where the
    figure counts what the question counts, so that the question's words may label it.
    """

    text: str
    start: int
    end: int
    language: Language
    figure: Figure | None = None
    items: tuple[str, ...] = ()
    is_expected_kind: bool = True
    is_counted: bool = False


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
    passage, (start, end) = scope.passage, sentence
    shift = passage.start - start
    figure = choose_figure(
        question,
        passage.text[start - passage.start : end - passage.start],
        passage.language,
        anchor=passage.date,
        spans=[replace(span, start=span.start + shift, end=span.end + shift) for span in spans],
        row=[replace(cell, start=cell.start - start, end=cell.end - start) for cell in scope.row(start, end)],
    )
    if figure is None:
        return None
    return Fact(
        text=figure.text,
        start=start + figure.start,
        end=start + figure.end,
        language=passage.language,
        figure=figure,
        is_expected_kind=is_expected(figure, question),
        is_counted=_is_counted(figure, question, scope),
    )


def _is_counted(figure: Figure, question: Question, scope: Scope) -> bool:
    """Tell whether a figure counts what is asked: by its noun, else by what its heading or passage is about."""
    if figure.noun:
        return counts(figure, question, scope.passage.language)
    label = question.expectation.label
    return label is not None and overlap(label, question.language, scope.text, scope.passage.language) > 0


def _name(question: Question, scope: Scope, sentence: tuple[int, int], spans: Sequence[Span]) -> Fact | None:
    """Return the judge's words where they fit what is asked, else a name in the sentence that does."""
    passage, (begin, finish) = scope.passage, sentence
    text = passage.text[begin - passage.start : finish - passage.start]
    shift = passage.start - begin
    marked = [_trimmed(text, max(0, one.start + shift), one.end + shift) for one in spans]
    marked = [one for one in marked if one[0] < one[1] and not _is_in_question(text[slice(*one)], question)]
    if question.expectation.kind not in NAMED:
        is_told = bool(marked) and _stands_alone(question, text, marked[0], passage.language)
        found = (marked[0], True) if is_told and not question.expectation.several else None
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


def _stands_alone(question: Question, text: str, span: tuple[int, int], language: Language) -> bool:
    """Tell whether the judge's words make an answer by themselves, outside their sentence.

    They do where they are few and whole; to an asker of another language only if a name or figure is in
    them, since other words would have to be translated.
    """
    words, behind = text[slice(*span)], text[span[1] :]
    if len(words) > _THING_CHARS or not _WHOLE.match(behind):
        return False
    is_understood = language is question.language
    return is_understood or bool(
        find_names(words) or proper_names(words, language) or re.search(r"\d", words)
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
    if question.expectation.kind is Expected.PERSON and marked:
        # "Who" may be a body (`Qui a évalué ...`): whatever name the judge points at.
        named = [span for span in proper_names(text, language) if cross(span, marked[0])]
        if named and not _is_in_question(text[slice(*named[0])], question):
            return named[0], True
    # A lone name is no guess; among several that the judge points at none of, any would be.
    return (names[0], False) if len(names) == 1 else None


def _persons(question: Question, text: str, language: Language) -> tuple[str, ...]:
    """Return the people a sentence names, where several are asked for; they seldom stand in one enumeration."""
    if question.expectation.kind is not Expected.PERSON or not question.expectation.several:
        return ()
    names = tuple(text[slice(*span)] for span in fitting_names(question, text, language))
    return names if len(names) > 1 and all(" " in name for name in names) else ()


def _is_in_question(text: str, question: Question) -> bool:
    return holds_words(question.text, text)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut white space and loose punctuation off both ends of a span."""
    stretch = text[start:end]
    lead = len(stretch) - len(stretch.lstrip(" \n\t,;:([«“\"'‘–-•|"))
    tail = len(stretch) - len(stretch.rstrip(" \n\t,;:.)]»”\"'’–-|"))
    return start + lead, max(start + lead, end - tail)


def same_fact(one: Fact, other: Fact) -> bool:
    """Tell whether two facts are one value, or one's words hold the other's."""
    if one.figure is not None and other.figure is not None:
        return same_value(one.figure, other.figure)
    return holds_words(one.text, other.text) or holds_words(other.text, one.text)


def holds_words(text: str, words: str) -> bool:
    """Tell whether `words` stand in `text` as whole words (`Niger` does not in `Nigeria`), whatever the case."""
    return re.search(rf"(?<!\w){re.escape(fold(words))}(?!\w)", fold(text)) is not None


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
        if expectation.label and fact.is_counted and fact.figure.kind is FigureKind.NUMBER:
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
