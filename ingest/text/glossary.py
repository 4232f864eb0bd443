"""Missive's own glossary: the vocabulary of mission reports in Dutch, French and English.

It glosses key words of a quote for a reader who does not know its language (not a translation),
and lets a search by words reach reports in the other languages.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import Stemmer

from ingest.text.languages import SERVED, Language
from ingest.text.lexicons import read_rows, read_words
from ingest.text.names import find_names, fold

_COLUMNS = (Language.ENGLISH, Language.DUTCH, Language.FRENCH)
_STEMMERS = {Language.DUTCH: "dutch", Language.FRENCH: "french", Language.ENGLISH: "english"}
_TOKEN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\s'’&\-\u2010\u2011]{1,3}")
_SENSE = re.compile(r"\s*\([^)]*\)")
_ACRONYM_LETTERS = 4
"""Forms of up to this many letters, all capitals, only count in capitals (`IA`, `SME`)."""
_HEAD_LETTERS = 5
_MODIFIER_LETTERS = 3
_LONE_HEAD_LETTERS = 6
_UNKNOWN_MODIFIER_LETTERS = 4
"""Shortest head and modifier of a Dutch compound, both known, or the head alone; with shorter ones plain
words fall apart."""
_PLURAL = re.compile(r"(?:en|s|n|e|'s)?")
_INFLECTION_LETTERS = 3
_ENDING_LETTERS = 2
"""Words of one stem that differ by more letters, or in more of their ends, are another word (`over` and
`overheid`, French `publiques` and `publication`)."""
_PARTICIPLE = re.compile(r"\w{3}ants?$")
"""French participles share a stem with nouns that they have nothing to do with (`portant`, `port`)."""
_COGNATE_LETTERS = 5
"""Words of two languages that begin with this many letters alike explain each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A concept and its words in each served language, the usual one first."""

    id: str
    words: tuple[tuple[Language, tuple[str, ...]], ...]

    def forms(self, language: Language) -> tuple[str, ...]:
        """Return every word for this in `language`; empty for a language that is not served."""
        return dict(self.words).get(language, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMention:
    """A term at `start:end` of a text, written `form` there; `is_part` in a Dutch compound."""

    start: int
    end: int
    term: Term
    form: str
    is_part: bool = False


def terms_in(text: str, language: Language) -> tuple[TermMention, ...]:
    """Return the terms of `text` in order and without overlap, the longest at a place.

    Inflected forms count (by Snowball stem), and so do the parts of a Dutch compound that is no
    term itself. Of several senses of a word the first in the glossary is given.
    """
    if language not in SERVED:
        return ()
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    return tuple(_scan(text, tokens, language))


def translations(word: str, language: Language, other: Language) -> tuple[str, ...]:
    """Return every word of `other` for any sense of `word`, itself one or more words of `language`."""
    stems = tuple(_stem(token, language) for token in _TOKEN.findall(word))
    if not stems or language not in SERVED:
        return ()
    found = [term for words, _, term in _index(language).get(stems[0], ()) if words == stems]
    return tuple(dict.fromkeys(form for term in found for form in term.forms(other)))


def gloss(text: str, language: Language, other: Language, *, limit: int = 6) -> tuple[tuple[str, str], ...]:
    """Return up to `limit` (word of `text`, its meaning in `other`) pairs, in text order.

    The most telling terms are taken: several words before one, long before short. Words that look
    alike in both languages explain themselves and are left out, and so are repeats.
    """
    if language == other:
        return ()
    pairs: dict[str, tuple[int, str, str]] = {}
    named = [(name.start, name.end) for name in find_names(text) if not name.is_adjective]
    for mention in terms_in(text, language):
        meaning = next(iter(mention.term.forms(other)), "")
        if any(start <= mention.start and mention.end <= end for start, end in named):
            continue
        if meaning and mention.term.id not in pairs and not _are_cognate(mention.form, meaning):
            pairs[mention.term.id] = (mention.start, mention.form, meaning)
    telling = sorted(pairs.values(), key=lambda pair: (-pair[1].count(" "), -len(pair[1]), pair[0]))[:limit]
    return tuple((form, meaning) for _, form, meaning in sorted(telling))


def is_term(word: str, language: Language) -> bool:
    """Tell whether a single word is in the glossary of `language`, in any inflection."""
    return bool(terms := terms_in(word, language)) and terms[0].form == word


@functools.cache
def terms() -> tuple[Term, ...]:
    """Return every term of the glossary."""
    return tuple(
        Term(
            id=row[0].split("|")[0],
            words=tuple(
                (language, tuple(_SENSE.sub("", form).strip() for form in cell.split("|")))
                for language, cell in zip(_COLUMNS, row, strict=True)
            ),
        )
        for row in read_rows("glossary.tsv")
    )


def _are_cognate(word: str, meaning: str) -> bool:
    one, other = fold(word), fold(meaning)
    return one == other or (" " not in one + other and one[:_COGNATE_LETTERS] == other[:_COGNATE_LETTERS])


@functools.cache
def _stemmer(language: Language) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS[language])


@functools.lru_cache(maxsize=20_000)
def _stem(word: str, language: Language) -> str:
    # The stemmer needs the diacritics (French `octroyé`, `octroyer`), what is compared does not.
    return fold(_stemmer(language).stemWord(word.lower()))


@functools.cache
def _index(language: Language) -> dict[str, tuple[tuple[tuple[str, ...], str, Term], ...]]:
    """Map the first stem of each form to (all stems, form, term), longest first."""
    index: dict[str, list[tuple[tuple[str, ...], str, Term]]] = {}
    for term in terms():
        for form in term.forms(language):
            stems = tuple(_stem(word, language) for word in _TOKEN.findall(form))
            index.setdefault(stems[0], []).append((stems, form, term))
    return {first: tuple(sorted(found, key=lambda entry: -len(entry[0]))) for first, found in index.items()}


def _scan(text: str, tokens: Sequence[tuple[int, int]], language: Language) -> Iterator[TermMention]:
    place = 0
    while place < len(tokens):
        start, end = tokens[place]
        found = _longest(text, tokens, place, language)
        if found is not None:
            count, term = found
            end = tokens[place + count - 1][1]
            yield TermMention(start=start, end=end, term=term, form=text[start:end])
            place += count
            continue
        if language is Language.DUTCH:
            yield from _parts(text, start, end)
        place += 1


def _longest(
    text: str, tokens: Sequence[tuple[int, int]], place: int, language: Language
) -> tuple[int, Term] | None:
    """Return how many tokens the longest term at `place` has, and the term nearest to what is written."""
    start, end = tokens[place]
    best: tuple[int, int, Term] | None = None
    for stems, form, term in _index(language).get(_stem(text[start:end], language), ()):
        if best is not None and len(stems) < best[0]:
            break
        spans = tokens[place : place + len(stems)]
        words = tuple(_stem(text[begin:finish], language) for begin, finish in spans)
        gaps = [text[one[1] : other[0]] for one, other in itertools.pairwise(spans)]
        if words != stems or not all(_GAP.fullmatch(gap) for gap in gaps):
            continue
        nearness = _nearness(text[spans[0][0] : spans[-1][1]], form, language)
        if nearness is not None and (best is None or nearness > best[1]):
            best = (len(stems), nearness, term)
    return None if best is None else (best[0], best[2])


def _nearness(written: str, form: str, language: Language) -> int | None:
    """Return how near `written` is to a form of the same stem (higher is nearer), None for another word."""
    if not _has_its_capitals(written, form):
        return None
    pairs = list(zip(_words(written), _words(form), strict=True))
    if all(one == other for one, other in pairs):
        return len(fold(written)) + 1
    if len(pairs) == 1 and pairs[0][0] in read_words("function_words.tsv")[str(language)]:
        return None
    if language is Language.FRENCH and any(
        bool(_PARTICIPLE.search(one)) != bool(_PARTICIPLE.search(other)) for one, other in pairs
    ):
        return None
    shared = [_shared_letters(*pair) for pair in pairs]
    inflected = all(
        abs(len(one) - len(other)) <= _INFLECTION_LETTERS
        and same >= min(len(one), len(other)) - _ENDING_LETTERS
        for (one, other), same in zip(pairs, shared, strict=True)
    )
    return sum(shared) if inflected else None


def _shared_letters(one: str, other: str) -> int:
    return next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def _words(text: str) -> list[str]:
    return [fold(word) for word in _TOKEN.findall(text)]


def _has_its_capitals(written: str, form: str) -> bool:
    """Tell `IA` from `ia` and English `May` from `may`."""
    if form.isupper() and len(form) <= _ACRONYM_LETTERS:
        return written == form
    return not form[0].isupper() or written[0].isupper()


def _parts(text: str, start: int, end: int) -> Iterator[TermMention]:
    """Yield the head of a Dutch compound, and its modifier where that is a term too."""
    word = text[start:end]
    for split in range(_MODIFIER_LETTERS, len(word) - _HEAD_LETTERS + 1):
        head = _noun(word[split:])
        modifier = _modifier(word[:split]) if head is not None else None
        is_lone = len(word) - split >= _LONE_HEAD_LETTERS and split >= _UNKNOWN_MODIFIER_LETTERS
        if head is None or (modifier is None and not is_lone):
            continue
        if modifier is not None:
            yield TermMention(start=start, end=start + split, term=modifier, form=word[:split], is_part=True)
        yield TermMention(start=start + split, end=end, term=head, form=word[split:], is_part=True)
        return


def _modifier(word: str) -> Term | None:
    """Return the term of a compound's first part, with or without what links it to the head (`s`, `en`)."""
    for link in ("", "s", "en", "n", "e", "-"):
        if word.endswith(link) and len(word) - len(link) >= _MODIFIER_LETTERS:
            term = _noun(word[: len(word) - len(link)])
            if term is not None:
                return term
    return None


def _noun(word: str) -> Term | None:
    """Return the term that `word` is, or is a plain plural of."""
    folded = fold(word)
    for stems, form, term in _index(Language.DUTCH).get(_stem(word, Language.DUTCH), ()):
        own = fold(form)
        if len(stems) == 1 and folded.startswith(own) and _PLURAL.fullmatch(folded[len(own) :]):
            return term
    return None
