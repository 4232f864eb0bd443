"""What stands before a figure and bends it: `ongeveer`, `plus de`, `at least`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.text.figures.figure import Comparison
from ingest.text.figures.pattern import Pattern
from ingest.text.languages import Language

_WINDOW_CHARS = 36

_UP_TO = (
    r"niet meer dan|niet hoger dan|pas plus d['’]|pas plus de|no more than|not more than|maximaal|hoogstens|"
    r"ten hoogste|hooguit|max\.?|maximum|at most|up to|jusqu['’]à|au plus|au maximum|tot wel|tot maximaal|≤|<="
)
_AT_LEAST = (
    r"niet minder dan|pas moins de|pas moins d['’]|no less than|not less than|no fewer than|minstens|"
    r"ten minste|"
    r"tenminste|minimaal|at least|a minimum of|au moins|au minimum|minimum|≥|>="
)
_MORE = (
    r"meer dan|ruim|boven de|hoger dan|groter dan|more than|greater than|upwards of|in excess of|"
    r"exceeding|above|well over|"
    r"just over|plus de|plus d['’]|au-delà de|au-dessus de|supérieure?s? à|>"
)
_LESS = (
    r"minder dan|lager dan|kleiner dan|onder de|fewer than|less than|lower than|below|moins de|moins d['’]|"
    r"inférieure?s? à|en dessous de|<"
)
_ALMOST = r"bijna|nearly|almost|just under|presque|haast"
_ABOUT = (
    r"ongeveer|circa|ca\.?|zo['’]n|rond de|rond|om en nabij(?: de)?|plusminus|plus minus|"
    r"naar schatting|omstreeks|"
    r"een slordige|grofweg|environ|env\.|près de|près d['’]|autour de|autour d['’]|quelque|à peu près|"
    r"approximativement|aux alentours de|"
    r"de l['’]ordre de|about|around|approximately|approx\.?|roughly|an estimated|estimated|in the region of|"
    r"c\.|±|~|≈|\+/-"
)
# Words that bend a figure in English and mean something else in Dutch ("over 200 meter").
_ENGLISH_ONLY = {"over": "more", "under": "less", "some": "about"}
_ENGLISH_BEFORE = Pattern(rf"(?<![^\W_])({'|'.join(_ENGLISH_ONLY)})\s+$", re.IGNORECASE)
_BEFORE = Pattern(
    rf"(?<![^\W_])(?:(?P<upto>{_UP_TO})|(?P<atleast>{_AT_LEAST})|(?P<more>{_MORE})|(?P<less>{_LESS})|"
    rf"(?P<almost>{_ALMOST})|(?P<about>{_ABOUT}))\s*(?:de |les |the |des )?$",
    re.IGNORECASE,
)
# "ne peut être inférieur à", "may not be less than": the bound turns round.
_NEGATION = Pattern(r"\b(?:not|never|niet|nooit|ne|n['’]|non|geen)\b[^.;:]*$", re.IGNORECASE)
_NEGATED = {Comparison.LESS_THAN: Comparison.AT_LEAST, Comparison.MORE_THAN: Comparison.UP_TO}
_BEHIND = Pattern(
    r"\s?(?:(?P<atleast>\+(?![\d])|of meer\b|ou plus\b|or more\b)|(?P<about>\s(?:environ|à peu près|"
    r"or so|ongeveer)\b)|(?P<upto>of minder\b|ou moins\b|or less\b|or fewer\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """How a figure is qualified."""

    approximate: bool = False
    comparison: Comparison | None = None


_NONE = Qualifier()
_BY_NAME = {
    "upto": Qualifier(comparison=Comparison.UP_TO),
    "atleast": Qualifier(comparison=Comparison.AT_LEAST),
    "more": Qualifier(comparison=Comparison.MORE_THAN),
    "less": Qualifier(comparison=Comparison.LESS_THAN),
    "almost": Qualifier(approximate=True, comparison=Comparison.LESS_THAN),
    "about": Qualifier(approximate=True),
}


def read_qualifier(text: str, start: int, end: int, language: Language) -> Qualifier:
    """Return how the figure at `start:end` of `text` is qualified by the words beside it."""
    window = text[max(0, start - _WINDOW_CHARS) : start]
    match = _BEFORE.search(window)
    if match is None and language in (Language.ENGLISH, Language.OTHER):
        english = _ENGLISH_BEFORE.search(window)
        if english is not None:
            return _BY_NAME[_ENGLISH_ONLY[english.group(1).casefold()]]
    if match is None:
        behind = _BEHIND.match(text, end)
        return _NONE if behind is None else _BY_NAME[str(behind.lastgroup)]
    found = _BY_NAME[str(match.lastgroup)]
    negated = _NEGATED.get(found.comparison) if found.comparison and not found.approximate else None
    if negated is not None and _NEGATION.search(window[: match.start()]):
        return Qualifier(comparison=negated)
    return found
