"""Words of the library that a misspelt word may have meant."""

from __future__ import annotations

import sqlite3

_CANDIDATES = 200
_MINIMUM_CHARS = 5
_CHARS_FOR_TWO_SLIPS = 8
"""One slip is forgiven from five letters on, two from eight (as Elasticsearch's AUTO, with longer words
asked for, since `Parijs` and `Paris` or `mais` and `pais` are two apart and both right)."""


def nearest_words(connection: sqlite3.Connection, word: str) -> tuple[tuple[str, str], ...]:
    """Return the (language, word) pairs of the vocabulary nearest to a folded word, all at one distance.

    The distance counts inserted, dropped, changed and swapped letters (Damerau-Levenshtein, each
    stretch changed once).
    """
    if len(word) < _MINIMUM_CHARS:
        return ()
    limit = 2 if len(word) >= _CHARS_FOR_TWO_SLIPS else 1
    near: dict[int, list[tuple[str, str]]] = {}
    for language, other in _sharing_letters(connection, word):
        found = distance(word, other) if abs(len(word) - len(other)) <= limit else limit + 1
        if 0 < found <= limit:
            near.setdefault(found, []).append((language, other))
    return tuple(sorted(near[min(near)])) if near else ()


def _sharing_letters(connection: sqlite3.Connection, word: str) -> list[tuple[str, str]]:
    trigrams = {word[i : i + 3] for i in range(len(word) - 2)}
    return connection.execute(
        "SELECT language, vocabulary.word FROM spellings JOIN vocabulary ON vocabulary.id = spellings.rowid "
        "WHERE spellings MATCH ? AND length(vocabulary.word) BETWEEN ? AND ? ORDER BY rank LIMIT ?",
        (
            " OR ".join(f'"{trigram}"' for trigram in sorted(trigrams)),
            len(word) - 2,
            len(word) + 2,
            _CANDIDATES,
        ),
    ).fetchall()


def distance(one: str, other: str) -> int:
    """Return how many letters must be inserted, dropped, changed or swapped to make one word the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, previous, row = row, before, [i]
        for j, other_letter in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other_letter))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other_letter:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
    return row[-1]
