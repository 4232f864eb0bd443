"""The names in a sentence that are of the kind a question asks for."""

from __future__ import annotations

import re

from assistant.expectation import Expected
from assistant.question import Question
from ingest.text.languages import Language
from ingest.text.names import EntryKind, find_names, fold, proper_names

NAMED = frozenset({Expected.PERSON, Expected.PLACE, Expected.ORGANISATION})
"""The kinds that a name answers."""

_PLACES = frozenset({EntryKind.CITY, EntryKind.REGION, EntryKind.COUNTRY, EntryKind.RIVER})

_JOINED = re.compile(r"\s*(?:,|;|\ben\b|\bet\b|\band\b|&)\s*")


def fitting_names(question: Question, text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Return where `text` has names of the kind asked for that the question does not give, in order.

    Names of several words come alone where there are any persons among them, since a single
    capitalised word may be anything.
    """
    kind = question.expectation.kind
    mentions = [mention for mention in find_names(text) if not mention.is_adjective]
    places = [(one.start, one.end) for one in mentions if one.entry.kind in _PLACES]
    organisations = [(one.start, one.end) for one in mentions if one.entry.kind is EntryKind.ORGANISATION]
    others = [span for span in proper_names(text, language) if span not in places]
    if kind is Expected.PLACE:
        found = places or others
    elif kind is Expected.PERSON:
        persons = [one for one in others if not any(cross(one, other) for other in (*places, *organisations))]
        found = [one for one in persons if " " in text[slice(*one)]] or persons
    else:
        found = _merged([*organisations, *others])
    given = fold(question.text)
    return tuple(span for span in sorted(found) if fold(text[slice(*span)]) not in given)


def whole_list(text: str, span: tuple[int, int], language: Language) -> tuple[int, int]:
    """Stretch a span over the names that stand in one enumeration with it (`Lyon, Parijs en Rijsel`)."""
    names = _merged([*((one.start, one.end) for one in find_names(text)), *proper_names(text, language)])
    start, end = span
    for name_start, name_end in names:
        if name_start >= end and _JOINED.fullmatch(text[end:name_start]):
            end = name_end
    for name_start, name_end in reversed(names):
        if name_end <= start and _JOINED.fullmatch(text[name_end:start]):
            start = name_start
    return start, end


def is_enumeration(text: str) -> bool:
    """Tell whether the words enumerate several things."""
    return len(_JOINED.split(text)) > 1


def cross(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those that cross made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
