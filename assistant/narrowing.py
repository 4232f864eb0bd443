"""Filters that a question names in words, taken out of it and made into filters.

"in de verslagen van 2024", "d'après les documents néerlandais", "in the French reports": the words
that narrow are cut from the question, so that they do not weigh on the search, and are shown to the
asker as a filter that can be taken off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from index.passages import Filters
from ingest.text.languages import Language

_LANGUAGE_ADJECTIVES = {
    Language.DUTCH: r"nederlandstalige|nederlandse|vlaamse|néerlandais(?:es)?|néerlandophones?|dutch(?:-language)?|"
    r"flemish",
    Language.FRENCH: r"franstalige|franse|français(?:es)?|francophones?|french(?:-language)?",
    Language.ENGLISH: r"engelstalige|engelse|anglais(?:es)?|anglophones?|english(?:-language)?",
}
_REPORTS = {
    Language.DUTCH: r"verslag(?:en)?|rapport(?:en)?|document(?:en)?|stuk(?:ken)?|brie(?:f|ven)",
    Language.FRENCH: r"rapports?|documents?|comptes?[ -]rendus?|lettres?|notes?",
    Language.ENGLISH: r"reports?|documents?|letters?|papers?|notes?",
}
_LEADS = {
    Language.DUTCH: r"(?:in|volgens|uit|op basis van)\s+(?:de|het|alle)\s+",
    Language.FRENCH: r"(?:dans|d['’]après|selon|à partir des?)\s*(?:les?|la|l['’]|tous les)?\s*",
    Language.ENGLISH: r"(?:in|according to|from|based on)\s+(?:the|all(?: the)?)\s+",
}
_OF_YEAR = {
    Language.DUTCH: r"\s+(?:van|uit)\s+(?P<year>(?:19|20)\d\d)",
    Language.FRENCH: r"\s+(?:de|d['’]|en)\s*(?P<year>(?:19|20)\d\d)",
    Language.ENGLISH: r"\s+(?:of|from)\s+(?P<year>(?:19|20)\d\d)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """A question without the words that narrowed it, and the filters they make; `words` are those words."""

    text: str
    filters: Filters
    words: tuple[str, ...] = ()


def narrow(text: str, language: Language, filters: Filters) -> Narrowed:
    """Return `text` freed of narrowing words and `filters` with what those words add."""
    match = _phrase(language).search(text)
    if match is None:
        return Narrowed(text=text, filters=filters)
    added = filters
    written_in = next(
        (one for one, adjective in _LANGUAGE_ADJECTIVES.items() if _is(match.group("adjective"), adjective)),
        None,
    )
    if written_in is not None:
        added = replace(added, languages=(written_in,))
    if match.group("year"):
        year = int(match.group("year"))
        added = replace(added, date_from=date(year, 1, 1), date_to=date(year, 12, 31))
    if added == filters:
        return Narrowed(text=text, filters=filters)
    rest = f"{text[: match.start()].rstrip(' ,')} {text[match.end() :].lstrip(' ,')}".strip()
    return Narrowed(text=rest[:1].upper() + rest[1:], filters=added, words=(match.group().strip(" ,"),))


def _phrase(language: Language) -> re.Pattern[str]:
    """Return the pattern of a narrowing phrase; French puts the adjective behind the noun."""
    lead, reports = _LEADS[language], _REPORTS[language]
    adjectives = "|".join(_LANGUAGE_ADJECTIVES.values())
    if language is Language.FRENCH:
        body = rf"(?:{reports})(?:\s+(?P<adjective>{adjectives}))?(?:{_OF_YEAR[language]})?"
    else:
        body = rf"(?:(?P<adjective>{adjectives})\s+)?(?:{reports})(?:{_OF_YEAR[language]})?"
    return re.compile(rf"(?<!\w){lead}{body}(?!\w)\s*,?", re.IGNORECASE)


def _is(found: str | None, pattern: str) -> bool:
    return found is not None and re.fullmatch(pattern, found, re.IGNORECASE) is not None
