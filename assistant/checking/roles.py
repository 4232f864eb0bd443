"""Who does what to whom, as far as the order and company of names and figures tell.

A clause that holds all names and figures of a statement may still give them to one another
otherwise: `29 from the Netherlands and 19 from Flanders`, `the French side trains Dutch engineers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.checking.grounds import Ground
from assistant.checking.statements import Statement
from index.analysis import overlap
from ingest.text.figures import read_figures, same_value
from ingest.text.languages import Language
from ingest.text.names import EntryKind, find_names, fold, proper_names

_JOINT = re.compile(
    r"[,;:]\s+|\s+[–—-]\s+"
    r"|\s+(?:en|et|and|tegen|tegenover|contre|against|dont|waarvan|of which|of whom|van wie|while|terwijl)\s+"
)
_NAMED = 0.5
"""Share of a name's words in the statement from which it is named there, in translation perhaps."""

_PLACES = frozenset({EntryKind.CITY, EntryKind.REGION, EntryKind.COUNTRY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name at `start:end`; `key` is its gazetteer id, or the name folded."""

    start: int
    end: int
    text: str
    key: str
    is_place: bool


def names_in(text: str, language: Language) -> tuple[Name, ...]:
    """Return all names of a text in order, those of the gazetteer and others."""
    known = [
        Name(
            start=one.start,
            end=one.end,
            text=text[one.start : one.end],
            key=one.entry.id,
            is_place=one.entry.kind in _PLACES,
        )
        for one in find_names(text)
    ]
    others = [
        Name(start=start, end=end, text=text[start:end], key=fold(text[start:end]), is_place=False)
        for start, end in proper_names(text, language)
        if not any(start < one.end and one.start < end for one in known)
    ]
    return tuple(sorted((*known, *others), key=lambda name: name.start))


def is_mixed_up(statement: Statement, ground: Ground) -> bool:
    """Tell whether the statement may give names and figures of the ground to one another otherwise."""
    stated = names_in(statement.text, statement.language)
    there = names_in(ground.text, ground.language)
    unnamed = [name for name in there if _is_unnamed(name, stated, statement, ground)]
    rivals = [name for name in unnamed if any(one.is_place is name.is_place for one in stated)]
    has_other_subject = bool(rivals) or any(not name.is_place for name in unnamed)
    return (
        _turns_order(stated, there)
        or (has_other_subject and _is_implied(stated, there))
        or _borrows(statement, ground, tuple(rival.start for rival in rivals))
    )


def _is_unnamed(name: Name, stated: tuple[Name, ...], statement: Statement, ground: Ground) -> bool:
    """Tell whether the statement lacks a name of the ground, in any language."""
    if any(_same(name, one) for one in stated):
        return False
    return name.is_place or overlap(name.text, ground.language, statement.text, statement.language) < _NAMED


def _same(one: Name, other: Name) -> bool:
    if one.key == other.key:
        return True
    words, others = set(one.key.split()), set(other.key.split())
    return ":" not in one.key + other.key and (words <= others or others <= words)


def _turns_order(stated: tuple[Name, ...], there: tuple[Name, ...]) -> bool:
    """Tell whether two names of one sort stand the other way round."""
    places = [
        (name.is_place, next((one.start for one in there if _same(name, one)), None)) for name in stated
    ]
    for sort in (True, False):
        found = [start for is_place, start in places if is_place is sort and start is not None]
        if found != sorted(found):
            return True
    return False


def _is_implied(stated: tuple[Name, ...], there: tuple[Name, ...]) -> bool:
    """Tell whether the statement has a name that the ground itself has not."""
    return any(not any(_same(name, one) for one in there) for name in stated)


def _borrows(statement: Statement, ground: Ground, rivals: tuple[int, ...]) -> bool:
    """Tell whether the statement shares words with what the ground says of other figures and names.

    Without the parts that belong to those, every word it shares must still be there.
    """
    stated = read_figures(statement.text, statement.language, anchor=ground.document.date)
    kinds = {figure.kind for figure in stated}
    others = [
        figure.start
        for figure in ground.figures
        if figure.kind in kinds and not any(same_value(figure, one) for one in stated)
    ]
    elsewhere = (*others, *rivals)
    if not elsewhere:
        return False
    parts = [
        ground.text[start:end]
        for start, end in _parts(ground)
        if not any(start <= place < end for place in elsewhere)
    ]
    rest = "\n".join((*parts, ground.implied))
    shared = ground.overlap_implied(statement.text, statement.language)
    return overlap(statement.text, statement.language, rest, ground.language) < shared


def _parts(ground: Ground) -> list[tuple[int, int]]:
    """Return what stands between the commas and conjunctions of a ground, without cutting a figure."""
    cuts = [
        match.span()
        for match in _JOINT.finditer(ground.text)
        if not any(figure.start < match.end() and match.start() < figure.end for figure in ground.figures)
    ]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(ground.text)]
    return list(zip(starts, ends, strict=True))
