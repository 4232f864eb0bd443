"""Numbers in words: `drieëntwintig`, `quatre-vingt-dix`, `one hundred and twenty`, `een twintigtal`."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.text.figures.pattern import Pattern
from ingest.text.languages import Language

_WORD = Pattern(r"[^\W\d_]+")
_JOINT = Pattern(r"[ \u00a0\u202f\n-]|‑")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A run of letters at `start:end`; `folded` is lower case without diacritics."""

    start: int
    end: int
    raw: str
    folded: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordNumber:
    """A number in words at `start:end`.

    `is_article` marks a lone word for one that is mostly an article (`un`, `een`, `a`) or a
    pronoun (`one`): a figure only before a magnitude or where it plainly counts.
    """

    start: int
    end: int
    value: Decimal
    approximate: bool = False
    is_article: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vocabulary:
    small: Mapping[str, int]
    hundreds: frozenset[str]
    thousands: frozenset[str]
    joiners: frozenset[str]
    articles: frozenset[str]


def fold(word: str) -> str:
    """Return `word` in lower case without diacritics."""
    lower = word.casefold()
    if lower.isascii():
        return lower
    decomposed = unicodedata.normalize("NFD", lower)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def split_words(text: str) -> tuple[Word, ...]:
    """Return the runs of letters in `text`, in order."""
    return tuple(
        Word(start=match.start(), end=match.end(), raw=match.group(), folded=fold(match.group()))
        for match in _WORD.finditer(text)
    )


def read_number_words(text: str, words: Sequence[Word], language: Language) -> tuple[WordNumber, ...]:
    """Return the numbers written in words of `language`, in text order.

    Words of another language are not read: `onze` is eleven in French and "our" in Dutch.
    """
    spoken = Language.ENGLISH if language is Language.OTHER else language
    found: list[WordNumber] = []
    row = 0
    while row < len(words):
        if not _may_start(words[row].folded, spoken):
            row += 1
            continue
        number, after = _read_at(text, words, row, spoken)
        if number is not None:
            found.append(number)
        row = max(after, row + 1)
    return tuple(found)


def small_number(word: str, language: Language) -> int | None:
    """Return the whole number that the single `word` says ("drieëntwintig"), or None."""
    return _single(fold(word), language)


def _read_at(text: str, words: Sequence[Word], row: int, language: Language) -> tuple[WordNumber | None, int]:
    for reader in (_collective, _half, _counted):
        number, after = reader(text, words, row, language)
        if number is not None:
            return number, after
    return None, row + 1


def _counted(text: str, words: Sequence[Word], row: int, language: Language) -> tuple[WordNumber | None, int]:
    """Read units, tens, hundreds and thousands as far as they go together."""
    vocabulary = _vocabulary(language)
    total, group, at = 0, None, row
    while at < len(words) and (at == row or _joined(text, words, at)):
        word = words[at].folded
        if word in vocabulary.joiners and at > row and _continues(words, at, group, total, language):
            at += 1
            continue
        step = _step(word, total, group, language)
        if step is None:
            break
        total, group = step
        at += 1
    if at == row or not _is_counted(words, row, at, vocabulary):
        return None, row + 1
    value, at = _and_a_half(text, words, at, Decimal(total + (group or 0)), language)
    is_article = (
        at - row == 1 and words[row].folded in vocabulary.articles and words[row].raw.casefold() != "één"
    )
    return _number(words, row, at, value, is_article=is_article), at


def _step(word: str, total: int, group: int | None, language: Language) -> tuple[int, int | None] | None:
    """Return total and open group after `word`, or None where it does not go on from there."""
    vocabulary = _vocabulary(language)
    if word in ("a", "an") and (group is not None or total):
        return None
    if word in vocabulary.hundreds:
        return (total, (group or 1) * 100) if group is None or group < 100 else None
    if word in vocabulary.thousands:
        return (total + (group if group is not None else 1) * 1000, None) if total == 0 else None
    value = _single(word, language)
    if value is None:
        return None
    if group is None:
        return (total, value) if total == 0 or value < 1000 else None
    added = _append(group, value, language)
    return None if added is None else (total, added)


def _append(group: int, value: int, language: Language) -> int | None:
    """Return `group` with `value` said behind it ("soixante" and "dix"), or None."""
    rest = group % 100
    if language is Language.FRENCH:
        if rest == 4 and value == 20:
            return group + 76
        if rest == 10 and 7 <= value <= 9:
            return group + value
        if rest in (60, 80) and 1 <= value <= 19:
            return group + value
    if group >= 100 and rest == 0 and 0 < value < 100:
        return group + value
    if language is not Language.DUTCH and rest >= 20 and rest % 10 == 0 and 1 <= value <= 9:
        return group + value
    return None


def _continues(words: Sequence[Word], at: int, group: int | None, total: int, language: Language) -> bool:
    """Tell whether the joiner at `at` ("and", "et", "en") stands inside a number."""
    if at + 1 >= len(words):
        return False
    value = _single(words[at + 1].folded, language)
    if value is None or value >= 100:
        return False
    if language is Language.FRENCH:
        return group is not None and value in (1, 11) and _append(group, value, language) is not None
    return total > 0 if group is None else group >= 100 and group % 100 == 0


def _is_counted(words: Sequence[Word], row: int, at: int, vocabulary: _Vocabulary) -> bool:
    """Refuse a proper name ("Deux-Sèvres") and a joiner left at the end."""
    last = words[at - 1]
    following = words[at] if at < len(words) else None
    if following is not None and following.start == last.end + 1 and following.raw[0].isupper():
        return not last.raw[0].isupper()
    return last.folded not in vocabulary.joiners or at - row == 1


def _collective(
    text: str, words: Sequence[Word], row: int, language: Language
) -> tuple[WordNumber | None, int]:
    """Read "een twintigtal", "une vingtaine", "a dozen", "two dozen", "une demi-douzaine"."""
    factor, at = _collective_factor(text, words, row, language)
    if factor is None or at >= len(words) or not _joined(text, words, at):
        return None, row + 1
    size = _collective_size(words[at].folded, language)
    if size is None:
        return None, row + 1
    return _number(words, row, at + 1, factor * size, approximate=size >= 10), at + 1


def _collective_factor(
    text: str, words: Sequence[Word], row: int, language: Language
) -> tuple[Decimal | None, int]:
    word = words[row].folded
    following = words[row + 1].folded if row + 1 < len(words) and _joined(text, words, row + 1) else ""
    third = words[row + 2].folded if row + 2 < len(words) else ""
    if word == "half" and following == "a" and language is Language.ENGLISH:
        return Decimal("0.5"), row + 2
    if word in ("une", "een", "a", "un") and following in ("demi", "half") and third:
        return Decimal("0.5"), row + 2
    if word in ("een", "a", "une", "un"):
        return Decimal(1), row + 1
    value = _single(word, language)
    return (None, row + 1) if value is None or value > 99 else (Decimal(value), row + 1)


def _collective_size(word: str, language: Language) -> int | None:
    if language is Language.DUTCH:
        if word == "dozijn":
            return 12
        return _single(word[:-3], language) if word.endswith("tal") else None
    if language is Language.ENGLISH:
        return 12 if word == "dozen" else None
    return _FRENCH_COLLECTIVES.get(word.removesuffix("s"))


_FRENCH_COLLECTIVES = {
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
    "millier": 1000,
}


def _half(text: str, words: Sequence[Word], row: int, language: Language) -> tuple[WordNumber | None, int]:
    """Read what is half before a magnitude, and the Dutch `anderhalf` and `tweeënhalf`."""
    word = words[row].folded
    if language is Language.DUTCH:
        if word in ("anderhalf", "anderhalve"):
            return _number(words, row, row + 1, Decimal("1.5")), row + 1
        match = re.fullmatch(r"(.+?)en(?:een)?hal(?:f|ve)", word)
        value = _single(match.group(1), language) if match else None
        if value is not None:
            return _number(words, row, row + 1, value + Decimal("0.5")), row + 1
    return _half_magnitude(text, words, row)


def _half_magnitude(text: str, words: Sequence[Word], row: int) -> tuple[WordNumber | None, int]:
    """Read the "half a" of "half a million", "een half miljoen", "un demi-million"."""
    tail = text[words[row].start : words[row].start + 30].casefold()
    match = re.match(r"(half a|(?:een |un |a )?(?:half|demi))[ -](?=mil[jl]|miljard|bil)", tail)
    if match is None:
        return None, row + 1
    end = words[row].start + match.end(1)
    after = next((at for at in range(row, len(words)) if words[at].start >= end), len(words))
    return WordNumber(start=words[row].start, end=end, value=Decimal("0.5")), after


def _and_a_half(
    text: str, words: Sequence[Word], at: int, value: Decimal, language: Language
) -> tuple[Decimal, int]:
    follows = at < len(words) and _joined(text, words, at) and language is Language.ENGLISH
    if follows and [word.folded for word in words[at : at + 3]] == ["and", "a", "half"]:
        return value + Decimal("0.5"), at + 3
    return value, at


def _number(words: Sequence[Word], row: int, at: int, value: Decimal, **flags: bool) -> WordNumber:
    return WordNumber(start=words[row].start, end=words[at - 1].end, value=value, **flags)


def _joined(text: str, words: Sequence[Word], at: int) -> bool:
    """Tell whether nothing but one space or hyphen stands before the word at `at`."""
    return at > 0 and _JOINT.fullmatch(text[words[at - 1].end : words[at].start]) is not None


@functools.lru_cache(maxsize=4096)
def _may_start(word: str, language: Language) -> bool:
    """Tell whether a number can begin with `word`."""
    vocabulary = _vocabulary(language)
    return (
        word in ("a", "half", "demi")
        or word in vocabulary.hundreds
        or word in vocabulary.thousands
        or _single(word, language) is not None
        or (language is Language.DUTCH and word.endswith(("half", "halve")))
    )


@functools.lru_cache(maxsize=4096)
def _single(word: str, language: Language) -> int | None:
    vocabulary = _vocabulary(language)
    if word in vocabulary.small:
        return vocabulary.small[word]
    return _dutch_compound(word) if language is Language.DUTCH else None


def _dutch_compound(word: str) -> int | None:
    """Take apart `tweehonderdvijftig`, `vijfentwintighonderd`, `driehonderdduizend`."""
    for sign, factor in (("duizend", 1000), ("honderd", 100)):
        if sign not in word:
            continue
        head, _, tail = word.partition(sign)
        before = 1 if not head else _single(head, Language.DUTCH)
        after = 0 if not tail else _single(tail.removeprefix("en") or tail, Language.DUTCH)
        if before is None or after is None or after >= factor:
            return None
        return before * factor + after
    return None


@functools.cache
def _vocabulary(language: Language) -> _Vocabulary:
    if language is Language.DUTCH:
        return _Vocabulary(
            small=_spoken("nl", 100),
            hundreds=frozenset({"honderd"}),
            thousands=frozenset({"duizend"}),
            joiners=frozenset({"en"}),
            articles=frozenset({"een"}),
        )
    if language is Language.FRENCH:
        return _Vocabulary(
            small={
                **_spoken("fr", 100),
                **_spoken("fr_BE", 100),
                "une": 1,
                "vingts": 20,
                "huitante": 80,
                "octante": 80,
            },
            hundreds=frozenset({"cent", "cents"}),
            thousands=frozenset({"mille"}),
            joiners=frozenset({"et"}),
            articles=frozenset({"un", "une"}),
        )
    return _Vocabulary(
        small={**_spoken("en", 100), "a": 1, "an": 1},
        hundreds=frozenset({"hundred"}),
        thousands=frozenset({"thousand"}),
        joiners=frozenset({"and"}),
        articles=frozenset({"one", "a", "an"}),
    )


def _spoken(code: str, below: int) -> dict[str, int]:
    """Return the single words among the numbers below `below`, from num2words."""
    from num2words import num2words

    spoken = ((fold(num2words(value, lang=code)), value) for value in range(below))
    return {word: value for word, value in spoken if word.isalpha()}
