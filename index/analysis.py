"""Lexical analysis: from text to the terms it is found by, each language in its own way.

A term is a word's stem with its language (`nl:huis`), a number written one way (`#8027000`) or a
name's gazetteer id (`@city:lille`), so that Rijsel and Lille are one term in any language. Words are
folded before they are stemmed: a question typed without accents then meets the same stem.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import Stemmer

from index.stopwords import STOP_WORDS
from ingest.text.glossary import terms_in
from ingest.text.languages import Language
from ingest.text.names import find_names, fold

_SPACES = " \u00a0\u2009\u202f"
_APOSTROPHES = "'\u2019\u02bc"
_HYPHENS = "\\-\u2010\u2011"

_TOKEN = re.compile(
    rf"""
      (?P<number>
        (?<![^\W_])
        (?: \d{{1,3}} (?: [.,{_APOSTROPHES}{_SPACES}] \d{{3}} )+ (?! \d ) | \d+ )
        (?: [.,] \d+ )?
        (?![^\W_])
      )
    | (?P<word> [^\W_]+ (?: [{_APOSTROPHES}{_HYPHENS}] [^\W_]+ )* )
    """,
    re.VERBOSE,
)

_ELISION = re.compile(rf"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)[{_APOSTROPHES}](?=\w)", re.IGNORECASE)
_GENITIVE = re.compile(rf"(?<=\w)[{_APOSTROPHES}]s$", re.IGNORECASE)

_STEMMERS = {Language.DUTCH: "dutch", Language.FRENCH: "french", Language.ENGLISH: "english"}

# Where both readings of `1.234` are possible, the language decides which sign parts the thousands.
_DECIMAL_SIGN = {Language.ENGLISH: "."}


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written and folded, at `start:end` of its text; part of a hyphenated one or all of it."""

    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `start:end`, with its value written one way (`8027000`, `7.5`)."""

    value: str
    start: int
    end: int


@functools.cache
def _stemmer(language: Language) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS[language])


@functools.lru_cache(maxsize=100_000)
def stem(word: str, language: Language) -> str:
    """Return the stem of a folded word, folded; the word itself in a language that is not served."""
    if language not in _STEMMERS:
        return word
    return fold(_stemmer(language).stemWord(word))


def word_term(folded: str, language: Language) -> str:
    """Return the term of a folded word in a language."""
    return f"{language}:{stem(folded, language)}"


def number_term(value: str) -> str:
    """Return the term of a number's value."""
    return f"#{value}"


def name_term(entry_id: str) -> str:
    """Return the term of a gazetteer entry."""
    return "@" + "_".join(entry_id.split())


def is_stop_word(folded: str, language: Language) -> bool:
    """Tell whether a folded word is left out of the index in a language."""
    return folded in STOP_WORDS[language]


def read_words(text: str, language: Language) -> Iterator[Word | Number]:
    """Yield the words and numbers of `text` in order; a hyphenated word as its parts, then whole."""
    for match in _TOKEN.finditer(text):
        if match["number"]:
            yield Number(_value(match["number"], language), match.start(), match.end())
        else:
            yield from _split(match["word"], match.start(), language)


@functools.lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    return fold(word)


def _split(written: str, offset: int, language: Language) -> Iterator[Word]:
    if written.isalnum():
        yield Word(written, _folded(written), offset, offset + len(written))
        return
    bare = _ELISION.sub("", written) if language is not Language.ENGLISH else written
    start = offset + len(written) - len(bare)
    bare = _GENITIVE.sub("", bare)
    parts = list(re.finditer(rf"[^{_HYPHENS}{_APOSTROPHES}]+", bare))
    for part in parts:
        yield Word(part[0], _folded(part[0]), start + part.start(), start + part.end())
    if len(parts) > 1:
        whole = "".join(part[0] for part in parts)
        yield Word(bare, _folded(whole), start, start + len(bare))


def _value(written: str, language: Language) -> str:
    bare = re.sub(rf"[{_SPACES}{_APOSTROPHES}]", "", written)
    signs = re.findall(r"[.,]", bare)
    if not signs:
        return bare.lstrip("0") or "0"
    last = signs[-1]
    decimals = bare.rsplit(last, 1)[1]
    is_decimal = len(decimals) != 3 or len(set(signs)) == 2
    if len(decimals) == 3 and len(signs) == 1:
        is_decimal = last == _DECIMAL_SIGN.get(language, ",")
    if signs.count(last) > 1:
        is_decimal = False
    digits = bare.replace("." if last == "," else ",", "")
    if not is_decimal:
        return digits.replace(last, "").lstrip("0") or "0"
    whole, fraction = digits.split(last)
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def analyse(text: str, language: Language) -> tuple[str, ...]:
    """Return the terms of `text` in its language: words without stop words, numbers, then names."""
    terms = [
        _term(found, language) for found in read_words(text, language) if not _is_skipped(found, language)
    ]
    terms += [name_term(mention.entry.id) for mention in find_names(text)]
    return tuple(terms)


def _term(found: Word | Number, language: Language) -> str:
    return number_term(found.value) if isinstance(found, Number) else word_term(found.folded, language)


def _is_skipped(found: Word | Number, language: Language) -> bool:
    return isinstance(found, Word) and is_stop_word(found.folded, language)


def vocabulary_of(text: str, language: Language) -> frozenset[str]:
    """Return the folded words of `text` that a misspelt or compound word may be looked up among."""
    return frozenset(
        found.folded
        for found in read_words(text, language)
        if isinstance(found, Word) and len(found.folded) > 3 and not is_stop_word(found.folded, language)
    )


def phrase_terms(text: str, language: Language) -> tuple[str, ...]:
    """Return the terms of the content words of a phrase, without names."""
    return tuple(
        _term(found, language) for found in read_words(text, language) if not _is_skipped(found, language)
    )


def overlap(text: str, language: Language, other: str, other_language: Language) -> float:
    """Return the share (0..1) of the terms of `text` that `other` has too; 1 where it has none.

    Within one language a word is shared as a stem; across two it is shared if it is written alike,
    or if a translation that the glossary knows is there. Names and numbers are shared in any
    language.
    """
    wanted = _wanted(text, language, other_language)
    if not wanted:
        return 1.0
    there = _term_set(other, other_language)
    return sum(any(there.issuperset(form) for form in forms) for forms in wanted) / len(wanted)


@functools.lru_cache(maxsize=4096)
def _term_set(text: str, language: Language) -> frozenset[str]:
    return frozenset(analyse(text, language))


@functools.lru_cache(maxsize=512)
def _wanted(text: str, language: Language, other: Language) -> tuple[frozenset[tuple[str, ...]], ...]:
    """Return for each term of `text` the forms, terms that must all be there, it may have in the other."""
    names, known = find_names(text), terms_in(text, language)
    wanted: list[frozenset[tuple[str, ...]]] = [
        frozenset({(name_term(mention.entry.id),)}) for mention in names
    ]
    for found in read_words(text, language):
        if any(name.start <= found.start and found.end <= name.end for name in names):
            continue
        if isinstance(found, Number):
            wanted.append(frozenset({(number_term(found.value),)}))
        elif not is_stop_word(found.folded, language):
            translated = {
                phrase_terms(form, other)
                for mention in known
                if mention.start <= found.start and found.end <= mention.end
                for form in mention.term.forms(other)
            }
            alike = ((word_term(found.folded, written),) for written in (other, Language.OTHER))
            wanted.append(frozenset([*alike, *(form for form in translated if form)]))
    return tuple(wanted)
