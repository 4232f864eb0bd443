"""Names that differ from a typed word by one slip."""

from __future__ import annotations

import functools

from ingest.text.names.folding import fold
from ingest.text.names.gazetteer import Entry, gazetteer

_MINIMUM_LETTERS = 5
"""Shorter names lie one slip from too many words (`Gent`, `gint`, `gens`)."""


def closest_names(word: str) -> tuple[Entry, ...]:
    """Return the entries with a form one slip from `word`: a letter more, less, other, or two swapped.

    Case and diacritics are no slip, so a rightly spelt name comes back alone, before any neighbour.
    """
    folded = fold(word.strip())
    if len(folded) < _MINIMUM_LETTERS:
        return ()
    by_length = _by_length()
    exact = {entry.id: entry for form, entry in by_length.get(len(folded), ()) if form == folded}
    if exact:
        return tuple(exact.values())
    near = {
        entry.id: entry
        for length in range(len(folded) - 1, len(folded) + 2)
        for form, entry in by_length.get(length, ())
        if is_one_slip(folded, form)
    }
    return tuple(near.values())


def is_one_slip(one: str, other: str) -> bool:
    """Tell whether two words differ by exactly one inserted, dropped, changed or swapped letter."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    place = 0
    while place < len(shorter) and shorter[place] == longer[place]:
        place += 1
    if len(shorter) < len(longer):
        return shorter[place:] == longer[place + 1 :]
    rest, other_rest = shorter[place:], longer[place:]
    return rest[1:] == other_rest[1:] or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])


@functools.cache
def _by_length() -> dict[int, tuple[tuple[str, Entry], ...]]:
    lengths: dict[int, list[tuple[str, Entry]]] = {}
    for form in gazetteer().forms:
        folded = fold(form.text)
        if len(folded) >= _MINIMUM_LETTERS:
            lengths.setdefault(len(folded), []).append((folded, form.entry))
    return {length: tuple(forms) for length, forms in lengths.items()}
