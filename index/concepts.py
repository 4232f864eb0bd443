"""From a question to concepts: each word in every form that a report may write it in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from index.analysis import (
    Number,
    Word,
    is_stop_word,
    name_term,
    number_term,
    phrase_terms,
    read_words,
    word_term,
)
from index.compounds import Compounds
from index.lexical import Concept, Form
from index.spelling import nearest_words
from ingest.text.glossary import Term, TermMention, terms_in
from ingest.text.languages import SERVED, Language
from ingest.text.names import Mention, find_names


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
        """Return the concepts of a question in its language: names, known phrases, then words and numbers."""
        names, terms = find_names(text), terms_in(text, language)
        concepts = [Concept((Form((name_term(mention.entry.id),), 1.0),)) for mention in names]
        concepts += [self._of_phrase(mention, language) for mention in terms if " " in mention.form]
        for found in read_words(text, language):
            if isinstance(found, Number):
                concepts.append(Concept((Form((number_term(found.value),), 1.0),)))
            elif not is_stop_word(found.folded, language) and not _is_within(found, names):
                own_terms = [mention for mention in terms if _is_within(mention, (found,))]
                concepts += self._of_word(found, language, own_terms)
        return tuple(dict.fromkeys(concepts))

    def _of_phrase(self, mention: TermMention, language: Language) -> Concept:
        own = Form(phrase_terms(mention.form, language), 1.0)
        return _concept((*self._in_every_language(mention.term), own))

    def _in_every_language(self, term: Term) -> Iterator[Form]:
        """Yield what a term of the glossary is called in each language, the asker's own synonyms among it."""
        for language in SERVED:
            for form in term.forms(language):
                yield Form(phrase_terms(form, language), self._settings.translation)

    def _of_word(self, word: Word, language: Language, terms: Iterable[TermMention]) -> Iterator[Concept]:
        own = Form((word_term(word.folded, language),), 1.0)
        forms = [own, *self._alike(word, language)]
        for mention in terms:
            if mention.is_part:
                part = Word(mention.form, mention.form, mention.start, mention.end)
                translated = (*self._in_every_language(mention.term), *self._alike(part, language))
                yield _concept(translated, self._settings.part)
            else:
                forms += self._in_every_language(mention.term)
        if not self._is_known(forms):
            forms += self._respelt(word)
        if language is Language.DUTCH:
            forms += self._compounds_of(word.folded)
            yield from self._of_parts(word)
        yield _concept((*forms, own))

    def _alike(self, word: Word, language: Language) -> Iterator[Form]:
        """Yield the word as it would be written in the other languages: a name as it is, another perhaps."""
        weight = 1.0 if word.text[:1].isupper() else self._settings.same_spelling
        for other in (*SERVED, Language.OTHER):
            if other is not language and not is_stop_word(word.folded, other):
                yield Form((word_term(word.folded, other),), weight)

    def _compounds_of(self, part: str) -> Iterator[Form]:
        for compound in self._compounds.having(part):
            yield Form((word_term(compound, Language.DUTCH),), self._settings.compound)

    def _of_parts(self, word: Word) -> Iterator[Concept]:
        parts = self._compounds.split(word.folded)
        for part in parts if len(parts) > 1 else ():
            forms = (*self._compounds_of(part), Form((word_term(part, Language.DUTCH),), 1.0))
            yield _concept(forms, self._settings.part)

    def _respelt(self, word: Word) -> Iterator[Form]:
        for language, spelling in nearest_words(self._connection, word.folded):
            yield Form((word_term(spelling, Language(language)),), self._settings.spelling)

    def _is_known(self, forms: Iterable[Form]) -> bool:
        query = "SELECT 1 FROM postings WHERE term = ? LIMIT 1"
        terms = (term for form in forms for term in form.terms)
        return any(self._connection.execute(query, (term,)).fetchone() for term in terms)


def _concept(forms: Iterable[Form], weight: float = 1.0) -> Concept:
    """Return a concept in which a form given twice counts once, as surely as it is last said to mean it."""
    return Concept(tuple({form.terms: form for form in forms if form.terms}.values()), weight)


def _is_within(inner: Word | TermMention, spans: Iterable[Word | Mention]) -> bool:
    return any(span.start <= inner.start and inner.end <= span.end for span in spans)
