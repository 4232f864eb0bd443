"""Reading the word lists and tables that stand beside these modules as TSV files."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent


def read_rows(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each row of the file `name` of this folder; `#` begins a comment line."""
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(cell.strip() for cell in line.split("\t"))


@functools.cache
def read_words(name: str) -> dict[str, frozenset[str]]:
    """Return the words of each group in a file of `group<TAB>words` rows; a group may take several rows."""
    groups: dict[str, frozenset[str]] = {}
    for group, words in read_rows(name):
        groups[group] = groups.get(group, frozenset()) | frozenset(words.split())
    return groups
