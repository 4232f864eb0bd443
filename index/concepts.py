"""From a question to concepts: each word in every form that a report may write it in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.analysis import (
    Number,
    Word,
    is_stop_word,
    name_term,
    number_term,
    read_words,
    translations,
    word_term,
)
from index.compounds import Compounds
from index.lexical import Concept, Form
from index.spelling import nearest_words
from ingest.text.languages import SERVED, Language
from ingest.text.names import find_names


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptSettings:
    """How sure each kind of form is to mean what the asker's own word means (0..1)."""

    same_spelling: float = field(default=0.6, metadata={"help": "the same word in another language"})
    translation: float = field(default=0.7, metadata={"help": "a translation from the glossary"})
    compound: float = field(default=0.5, metadata={"help": "a Dutch compound that has the word as a part"})
    part: float = field(default=0.4, metadata={"help": "a part of a Dutch compound"})
    spelling: float = field(default=0.6, metadata={"help": "the nearest known word to an unknown one"})


class ConceptReader:
    """Reads questions against the vocabulary of one committed state."""

    def __init__(self, connection: sqlite3.Connection, settings: ConceptSettings) -> None:
        self._connection = connection
        self._settings = settings
        self._compounds = Compounds(connection)

    def read(self, text: str, language: Language) -> tuple[Concept, ...]:
        """Return the concepts of a question in its language: names first, then words and numbers in order."""
        names = find_names(text)
        concepts = [Concept((Form((name_term(mention.entry.id),), 1.0),)) for mention in names]
        named = [(mention.start, mention.end) for mention in names]
        for found in read_words(text, language):
            if isinstance(found, Number):
                concepts.append(Concept((Form((number_term(found.value),), 1.0),)))
            elif not is_stop_word(found.folded, language) and not _is_within(found, named):
                concepts += self._of_word(found, language)
        return tuple(dict.fromkeys(concepts))

    def _of_word(self, word: Word, language: Language) -> Iterator[Concept]:
        forms = {form.terms: form for form in (*self._other(word, language), *self._own(word, language))}
        if not self._is_known(forms):
            forms |= {form.terms: form for form in self._respelt(word)}
        if language is Language.DUTCH:
            for compound in self._compounds.having(word.folded):
                term = word_term(compound, language)
                forms.setdefault((term,), Form((term,), self._settings.compound))
        yield Concept(tuple(forms.values()))
        if language is Language.DUTCH:
            yield from self._of_parts(word, language)

    def _own(self, word: Word, language: Language) -> Iterator[Form]:
        yield Form((word_term(word.folded, language),), 1.0)

    def _other(self, word: Word, language: Language) -> Iterator[Form]:
        """Yield the word as other languages would write it: a name as it is, others through the glossary."""
        is_name = word.text[:1].isupper()
        for other in (*SERVED, Language.OTHER):
            if other is language or is_stop_word(word.folded, other):
                continue
            yield Form((word_term(word.folded, other),), 1.0 if is_name else self._settings.same_spelling)
            for terms in translations(word.folded, language, other):
                yield Form(terms, self._settings.translation)

    def _of_parts(self, word: Word, language: Language) -> Iterator[Concept]:
        parts = self._compounds.split(word.folded)
        for part in parts if len(parts) > 1 else ():
            forms = {form.terms: form for form in self._other(Word(part, part, 0, 0), language)}
            for own in (part, *self._compounds.having(part)):
                term = word_term(own, language)
                forms.setdefault((term,), Form((term,), 1.0 if own == part else self._settings.compound))
            yield Concept(tuple(forms.values()), self._settings.part)

    def _respelt(self, word: Word) -> Iterator[Form]:
        for language, spelling in nearest_words(self._connection, word.folded):
            yield Form((word_term(spelling, Language(language)),), self._settings.spelling)

    def _is_known(self, forms: dict[tuple[str, ...], Form]) -> bool:
        query = "SELECT 1 FROM postings WHERE term = ? LIMIT 1"
        terms = (term for form in forms for term in form)
        return any(self._connection.execute(query, (term,)).fetchone() for term in terms)


def _is_within(word: Word, spans: list[tuple[int, int]]) -> bool:
    return any(start <= word.start and word.end <= end for start, end in spans)
