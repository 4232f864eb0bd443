"""Dutch compounds: which words the library knows are parts of another, and the other way round.

Splitting is driven by the library's own vocabulary (as in Koehn & Knight 2003, Empirical Methods for
Compound Splitting) and happens when a question is asked, so that it always fits what is indexed now:
a question about `waterstof` meets `waterstofstations`, and one about `waterstofstations` meets
`stations voor waterstof`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import lru_cache

from index.analysis import stem
from ingest.text.languages import Language

_LINKS = ("", "s", "e", "en", "n")
"""What may stand between the parts: `werkloosheidscijfer`, `hondehok`, `ziekenhuis`, `zonnepaneel`."""

MINIMUM_PART_CHARS = 4
"""Shorter parts (`ver`, `in`, `af`) are mostly prefixes; Koehn & Knight leave out parts under three."""

SURE_PART_CHARS = 6
"""A word this long at either end of another is taken for a part of it even where the rest is no known word:
`waterstofauto` in a library that has no `auto`."""

COMPOUNDS_OF_A_PART = 40
"""How many compounds a part is looked up in; the shortest, whose meaning is nearest to the part's."""


class Compounds:
    """Looks up parts and wholes in the vocabulary of one committed state."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._is_word = lru_cache(maxsize=10_000)(self._look_up)

    def _look_up(self, word: str) -> bool:
        query = "SELECT 1 FROM vocabulary WHERE word IN (?, ?) AND language = 'nl'"
        return self._connection.execute(query, (word, stem(word, Language.DUTCH))).fetchone() is not None

    def split(self, word: str) -> tuple[str, ...]:
        """Return the fewest known words that make up a folded Dutch word; the word itself where none do."""
        return min(self._splits(word), key=lambda parts: (len(parts), -len(parts[-1])), default=(word,))

    def _splits(self, word: str, depth: int = 3) -> Iterator[tuple[str, ...]]:
        """Yield ways to part a word in two to `depth` known words."""
        if depth < 2:
            return
        for end in range(MINIMUM_PART_CHARS, len(word) - MINIMUM_PART_CHARS + 1):
            head = word[:end]
            if not self._is_word(head):
                continue
            for link in _LINKS:
                rest = word[end + len(link) :]
                if len(rest) < MINIMUM_PART_CHARS or not word[end:].startswith(link):
                    continue
                if self._is_word(rest):
                    yield head, rest
                else:
                    yield from ((head, *parts) for parts in self._splits(rest, depth - 1))

    def having(self, part: str) -> tuple[str, ...]:
        """Return compounds that have a folded Dutch word as a part, in any inflection, the shortest first."""
        root = stem(part, Language.DUTCH)
        if len(root) < MINIMUM_PART_CHARS:
            return ()
        rows = self._connection.execute(
            "SELECT vocabulary.word FROM spellings JOIN vocabulary ON vocabulary.id = spellings.rowid "
            "WHERE spellings MATCH ? AND language = 'nl' "
            "ORDER BY length(vocabulary.word), vocabulary.word LIMIT ?",
            (f'"{root}"', 4 * COMPOUNDS_OF_A_PART),
        )
        words = (word for (word,) in rows if len(word) >= len(root) + MINIMUM_PART_CHARS)
        found = [word for word in words if self._has_part(word, root)]
        return tuple(found[:COMPOUNDS_OF_A_PART])

    def _has_part(self, word: str, root: str) -> bool:
        left, _, right = word.partition(root)
        if len(root) >= SURE_PART_CHARS and (not left or len(right) < MINIMUM_PART_CHARS):
            return True
        # What follows is an inflection or a link (`s`, `en`) where it is too short to be a word.
        is_right_known = len(right) < MINIMUM_PART_CHARS or self._is_linked(right.removeprefix)
        return is_right_known and (not left or self._is_linked(left.removesuffix))

    def _is_linked(self, without: Callable[[str], str]) -> bool:
        """Tell whether what is left beside a part is a word, with or without a link."""
        shorn = dict.fromkeys(without(link) for link in _LINKS)
        return any(len(word) >= MINIMUM_PART_CHARS and self._is_word(word) for word in shorn)
