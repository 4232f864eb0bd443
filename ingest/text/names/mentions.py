"""Where a text names what the gazetteer knows."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.text.names.folding import fold, unaccented
from ingest.text.names.gazetteer import Entry, Form, gazetteer

_TOKEN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"(?!\t)[\s'’‘.,&\-\u2010\u2011–]{0,3}(?<!\t)")
_SENTENCE_HEAD = re.compile(r"(?:^|[.!?:\n\t•▪]|[\"“«(\[|]\s?)[^\S\t]*[-–•]?[^\S\t]*$")
_LISTED = re.compile(
    r"\s*(?:$|[^\s\w'’]|\n|\t|(?:en|et|and|ou|of|or|is|est)\s+(?:[A-ZÀ-Ý]|une?\s|een\s|a\s))"
)
_NAMED_ON = re.compile(r"\s[A-ZÀ-Ý][a-zà-ÿ]")
_SHORT_LETTERS = 3
"""Forms of up to this many letters (VS, EU, RVO) only count in exactly their own capitals."""
_TYPED_CHARS = 200
"""In a text up to this long, a question, a place may be typed without its capital."""
_TYPED_LETTERS = 5
"""... if its name has this many letters."""
_NEVER_LOWER = frozenset({"paris", "porto", "cologne", "japan", "china", "chili", "rome", "turkey", "parma"})
"""Places that are other words without their capital (French `paris`: bets)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An entry of the gazetteer named at `start:end` of a text, in the words `form`."""

    start: int
    end: int
    entry: Entry
    form: str
    is_adjective: bool = False


def find_names(text: str) -> tuple[Mention, ...]:
    """Return what `text` names, in order and without overlap, the longest name at a place.

    Diacritics and hyphens may be missing (`Ile de France`); capitals too in a short typed text,
    unless the name is an ordinary word as well.
    """
    if not text:
        return ()
    tokens = [(match.start(), match.end(), fold(match[0])) for match in _TOKEN.finditer(text)]
    return tuple(_scan(text, tokens))


def _scan(text: str, tokens: Sequence[tuple[int, int, str]]) -> Iterator[Mention]:
    index = _index()
    place = 0
    while place < len(tokens):
        for words, form in index.get(tokens[place][2], ()):
            last = place + len(words) - 1
            if last < len(tokens) and _matches(text, tokens, place, words):
                start, end = tokens[place][0], tokens[last][1]
                if _is_meant(text, start, end, form):
                    yield Mention(
                        start=start,
                        end=end,
                        entry=form.entry,
                        form=text[start:end],
                        is_adjective=form.is_adjective,
                    )
                    place = last
                    break
        place += 1


@functools.cache
def _index() -> dict[str, tuple[tuple[tuple[str, ...], Form], ...]]:
    """Map the first word of each form, folded, to the forms, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], Form]]] = {}
    for form in gazetteer().forms:
        words = tuple(_TOKEN.findall(fold(form.text)))
        index.setdefault(words[0], []).append((words, form))
    return {first: tuple(sorted(forms, key=lambda found: -len(found[0]))) for first, forms in index.items()}


def _matches(text: str, tokens: Sequence[tuple[int, int, str]], place: int, words: tuple[str, ...]) -> bool:
    for step, word in enumerate(words):
        if tokens[place + step][2] != word:
            return False
        if step and not _GAP.fullmatch(text, tokens[place + step - 1][1], tokens[place + step][0]):
            return False
    return True


def _is_meant(text: str, start: int, end: int, form: Form) -> bool:
    """Tell whether the capitals and the place of a form say that the name is meant."""
    if form.is_guarded:
        # With its diacritics too: French `Pôles` is no `Poles`.
        return _is_own(text[start:end], form.text) and _is_guarded_name(text, start, end)
    written, own = unaccented(text[start:end]), unaccented(form.text)
    if _is_own(written, own):
        return True
    letters = _letters(own)
    if len(letters) <= _SHORT_LETTERS:
        return False
    if form.is_adjective or _has_capitals(written, own):
        return True
    is_typed = len(text) <= _TYPED_CHARS and len(letters) >= _TYPED_LETTERS
    return is_typed and written.islower() and written not in _NEVER_LOWER


def _has_capitals(written: str, own: str) -> bool:
    """Tell whether each word that the form writes with a capital has one (`La Haye`, not `La haye`)."""
    pairs = zip(_TOKEN.findall(written), _TOKEN.findall(own), strict=False)
    return all(word[0].isupper() or not other[0].isupper() for word, other in pairs)


def _is_own(written: str, own: str) -> bool:
    return _letters(written) in (_letters(own), _letters(own[0].upper() + own[1:]))


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _is_guarded_name(text: str, start: int, end: int) -> bool:
    """Tell an ordinary word from the name: not as a given name, nor at the head of running text."""
    if _NAMED_ON.match(text, end) and not _begins_name(text, end + 1):
        return False
    return not _SENTENCE_HEAD.search(text[max(0, start - 8) : start]) or bool(_LISTED.match(text, end))


def _begins_name(text: str, start: int) -> bool:
    word = _TOKEN.match(text, start)
    return bool(word) and fold(word[0] if word else "") in _index()
