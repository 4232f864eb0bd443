"""A question as Missive understands it: language, what it expects, and what its evidence must name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.expectation import Expectation, expect
from ingest.text.figures import Figure, FigureKind, read_figures
from ingest.text.glossary import is_term
from ingest.text.languages import SERVED, Language, detect_code
from ingest.text.names import Mention, find_names, proper_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and what was read from it.

    `language` is the language answered in; `asked_in` the ISO 639-1 code of the language of the
    question itself, which may be one that is not served. `names` are gazetteer mentions,
    `proper_names` other names as written, `years` the years it speaks of.
    """

    text: str
    language: Language
    asked_in: str
    expectation: Expectation
    names: tuple[Mention, ...] = ()
    proper_names: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def is_served(self) -> bool:
        """Tell whether the question is in a language that Missive answers in."""
        return self.asked_in in {str(language) for language in SERVED}


def read_question(text: str, language: Language | None = None) -> Question:
    """Return what `text` asks; `language` overrides what it seems to be written in."""
    code = str(language) if language else detect_code(text)
    answered_in = Language(code) if code in {str(served) for served in SERVED} else Language.ENGLISH
    names = find_names(text)
    figures = read_figures(text, answered_in)
    return Question(
        text=text,
        language=answered_in,
        asked_in=code,
        expectation=expect(text, answered_in),
        names=names,
        proper_names=_other_names(text, answered_in, names),
        years=tuple(sorted({year for figure in figures for year in _years(figure)})),
        figures=figures,
    )


def with_text(question: Question, text: str) -> Question:
    """Return `question` reread from `text` in the same language (a follow-up made to stand alone)."""
    return replace(read_question(text, question.language), asked_in=question.asked_in)


def _other_names(text: str, language: Language, names: tuple[Mention, ...]) -> tuple[str, ...]:
    taken = [(name.start, name.end) for name in names]
    return tuple(
        text[start:end]
        for start, end in proper_names(text, language)
        if not any(start < other_end and other_start < end for other_start, other_end in taken)
        and not _is_translated_title(text[start:end], language)
    )


def _is_translated_title(name: str, language: Language) -> bool:
    """Tell whether a name is made of common words ("Future Pact"), which a report may say in its own language."""
    words = [word for word in name.split() if word[0].isalpha()]
    return len(words) > 1 and all(is_term(word.lower(), language) or word.islower() for word in words)


def _years(figure: Figure) -> tuple[int, ...]:
    if figure.kind not in (FigureKind.DATE, FigureKind.DATE_RANGE, FigureKind.YEAR):
        return ()
    if figure.year_inferred or figure.period is None:
        return ()
    return tuple({figure.period[0].year, figure.period[1].year})
