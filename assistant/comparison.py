"""Comparisons: what a question sets side by side, each to be looked up by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.expectation import asks
from ingest.text.languages import SERVED, Language
from ingest.text.names import EntryKind, find_names

_MOST_THINGS = 3
"""More are a table, not a comparison; they are looked up together."""

_LEAD = re.compile(
    r"^\s*(?:vergelijk|compare[rz]?|quelles?\s+(?:est|sont)\s+l(?:es?|a)\s+diff[ée]rences?\s+entre|"
    r"what\s+(?:is|are)\s+the\s+differences?\s+between|wat\s+(?:is|zijn)\s+(?:het|de)\s+verschil(?:len)?\s+tussen)\s+",
    re.IGNORECASE,
)
_AND = r"(?:,|\b(?:en|et|and|met|avec|with|tegenover|à|to)\b)"
_JOINT = re.compile(rf"\s*{_AND}\s+(?:(?:in|van|en|de|of|the|die)\s+)?", re.IGNORECASE)
_CUT = re.compile(rf"\s*{_AND}\s+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def compared(text: str, language: Language) -> tuple[str, ...]:
    """Return one topic for each of the places, organisations or years that `text` asks to compare, else none."""
    if language not in SERVED or not asks("compare", text, language):
        return ()
    things = _things(text)
    if not 1 < len(things) <= _MOST_THINGS:
        return ()
    (first, _), (_, last) = things[0], things[-1]
    between = [text[end:start] for (_, end), (start, _) in pairwise(things)]
    if all(_JOINT.fullmatch(joint) for joint in between):
        asked = [text[:first] + text[start:end] + text[last:] for start, end in things]
    else:
        asked = _cut(text, things)
    if len(asked) < len(things):
        return ()
    topics = (_LEAD.sub("", one).strip(" ?.,") for one in asked)
    return tuple(topic[:1].upper() + topic[1:] for topic in topics)


def _things(text: str) -> list[tuple[int, int]]:
    """Return where the years, or else the names of one kind, stand that a comparison sets side by side."""
    years = [(match.start(), match.end()) for match in _YEAR.finditer(text)]
    if len(years) > 1:
        return years
    kinds: dict[EntryKind, list[tuple[int, int]]] = {}
    for mention in find_names(text):
        kinds.setdefault(mention.entry.kind, []).append((mention.start, mention.end))
    return next((spans for spans in kinds.values() if len(spans) > 1), [])


def _cut(text: str, things: Sequence[tuple[int, int]]) -> list[str]:
    """Return `text` cut at the conjunction between each two things; whole where nothing joins them."""
    cuts = [0]
    for (_, end), (start, _) in pairwise(things):
        joint = _CUT.search(text, end, start)
        if joint is None:
            return [text]
        cuts += [joint.start(), joint.end()]
    return [text[start:end] for start, end in zip(cuts[::2], [*cuts[1::2], len(text)], strict=True)]
