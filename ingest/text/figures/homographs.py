"""Number words that are mostly something else: articles, pronouns, `neuf` (new), `acht` (heed)."""

from __future__ import annotations

import re

from ingest.text.figures.cores import Core, Tail
from ingest.text.figures.pattern import Pattern
from ingest.text.figures.units import Dimension
from ingest.text.languages import Language

# "één van de", "één-op-één", "dag één", "op één na".
_NOT_ONE_BEHIND = Pattern(r"\s*(?:van|der|of|op|na|voor|tegen|en)\b|-")
_NOT_ONE_BEFORE = Pattern(r"(?:\b(?:dag|nummer|fase|deel)\s+|-)$", re.IGNORECASE)
_VAGUE = Pattern(
    r"\b(?:several|many|few|plusieurs|quelques|enkele|meerdere|vele|paar|tal)\s+$", re.IGNORECASE
)
_HEED = Pattern(r"\s+(?:te\s+)?(?:nemen|nemend|genomen|neemt)\b")
_TIMES = Pattern(r"\b(?:once|twice|times|keer|maal|eens)\s+$", re.IGNORECASE)
_PRONOUN_BEFORE = Pattern(
    r"(?:\b(?:no|any|every|each|the|this|that|which|some|only|such|last|first|next|number|day)\s+|-)$",
    re.IGNORECASE,
)
_ONE_THING = Pattern(
    r"\s+(?!(?:of|can|could|may|might|must|should|would|will|has|had|have|is|was|does|who|that|which|another|by|on|in|to|"
    r"and|or|for|with|at|as|from|needs?|wants?|sees?|finds?|knows?|cannot|more|day)\b)[a-z][^\W\d_]{2,}"
)


def plainly_counts(text: str, core: Core, tail: Tail, noun: str | None, language: Language) -> bool:
    """Tell a number word from an article, a pronoun or a homograph ("neuf", "acht")."""
    word = text[core.start : core.end].casefold()
    if _VAGUE.search(text[max(0, core.start - 12) : core.start]):
        return False
    if core.is_article:
        return _article_counts(text, core, tail, language)
    if word == "één":
        beside = _NOT_ONE_BEHIND.match(text, core.end) or _NOT_ONE_BEFORE.search(
            text[max(0, core.start - 12) : core.start]
        )
        return tail.unit is not None or tail.magnitude > 0 or (noun is not None and not beside)
    if word == "neuf":
        return tail.end > core.end or (noun is not None and noun[-1] in "sx")
    if word == "acht":
        return tail.end > core.end or (noun is not None and _HEED.match(text, core.end) is None)
    return True


def _article_counts(text: str, core: Core, tail: Tail, language: Language) -> bool:
    """Tell "a year" and "un mois" (one of them) from an article; days and nouns are too loose."""
    if tail.magnitude:
        return True
    word = text[core.start : core.end].casefold()
    if tail.unit is None:
        return word == "one" and _one_counts(text, core)
    if word == "one":
        return tail.unit.dimension in (Dimension.TIME_SPAN, Dimension.SHARE) and tail.unit.name != "day"
    if tail.unit.name not in ("year", "month", "week", "hour") or text[core.start : tail.end].endswith(
        "année"
    ):
        return False
    return not _TIMES.search(text[max(0, core.start - 12) : core.start])


def _one_counts(text: str, core: Core) -> bool:
    """Tell "one member" from the pronoun ("one of them", "one can", "no one")."""
    if _PRONOUN_BEFORE.search(text[max(0, core.start - 12) : core.start]):
        return False
    return _ONE_THING.match(text, core.end) is not None
