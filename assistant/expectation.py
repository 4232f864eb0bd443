"""What kind of thing a question asks for, read from its question word and the noun behind it."""

from __future__ import annotations

import itertools
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.text.languages import Language


class Expected(StrEnum):
    """The kind of thing that would answer a question."""

    COUNT = "count"
    QUANTITY = "quantity"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    MEASURE = "measure"
    DATE = "date"
    DURATION = "duration"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    THING = "thing"
    REASON = "reason"
    SUMMARY = "summary"
    OPEN = "open"


FIGURES = frozenset(
    {
        Expected.COUNT,
        Expected.QUANTITY,
        Expected.AMOUNT,
        Expected.PERCENTAGE,
        Expected.MEASURE,
        Expected.DATE,
        Expected.DURATION,
    }
)
"""The kinds that a figure answers."""

FACTS = FIGURES | {Expected.PERSON, Expected.PLACE, Expected.ORGANISATION, Expected.THING}
"""The kinds that a short fact answers; the others want sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What would answer a question.

    `label` is the counted noun phrase as the question words it ("Nederlandse deelnemers"), or None.
    `several` is true where more than one thing is asked for ("welke steden"), `every` where all of them are, from
    whatever report ("list all agreements").
    """

    kind: Expected
    label: str | None = None
    several: bool = False
    every: bool = False


_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

_SUBJECT = re.compile(r"\s+(?:[A-ZÀ-Ý]|(?:de|het|een|zij|ze|wij|we)\b)")
"""What follows a Dutch verb (`Hoeveel trekken Luik en Leipzig uit?`), not a counted noun."""

_PLURAL_WORDS = 4
"""The noun behind "which" stands within this many words, adjectives and numbers before it included."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*")

_NOUN_KINDS = (
    ("duration", Expected.DURATION),
    ("date", Expected.DATE),
    ("person", Expected.PERSON),
    ("share", Expected.PERCENTAGE),
    ("measure", Expected.MEASURE),
    ("money", Expected.AMOUNT),
    ("place", Expected.PLACE),
    ("organisation", Expected.ORGANISATION),
)
"""What a head noun tells, the most telling table first."""

_ASKING = (
    "why",
    "how_long",
    "when",
    "amount",
    "how_often",
    "how_many",
    "open",
    "who",
    "where",
    "how_size",
    "which",
)
"""The tables of question words. The first such word in a question decides; of two at one place the earlier table."""

_WORD_KINDS = {
    "why": Expected.REASON,
    "how_long": Expected.DURATION,
    "when": Expected.DATE,
    "amount": Expected.AMOUNT,
    "how_often": Expected.COUNT,
    "open": Expected.OPEN,
    "who": Expected.PERSON,
    "where": Expected.PLACE,
}
"""What a question word tells whatever noun follows it; the words of the other tables need their noun."""


def _nouns(table: str, language: Language) -> str:
    return "|".join(_DATA["nouns"][table][str(language)])


def _words(table: str, language: Language) -> str:
    return "|".join(_DATA["words"][table][str(language)])


def expect(question: str, language: Language) -> Expectation:
    """Return what kind of thing would answer `question`, asked in `language`."""
    asked = question.strip()
    kind = _kind(asked.lower(), language)
    label = _label(asked, language) if kind is Expected.COUNT else None
    every = kind not in FIGURES and asks("every", asked, language)
    several = every or _several(asked.lower(), language)
    return Expectation(kind=kind, label=label, several=several, every=every)


def asks(table: str, question: str, language: Language) -> bool:
    """Tell whether a question has one of the words that the `table` of `expectation.toml` lists."""
    return re.search(_words(table, language), question.lower()) is not None


def _kind(text: str, language: Language) -> Expected:
    if asks("summary", text, language):
        return Expected.SUMMARY
    found = {table: re.search(_words(table, language), text) for table in _ASKING}
    places = {table: match.start() for table, match in found.items() if match is not None}
    table = min(places, key=lambda one: places[one], default="open")
    if table == "how_many":
        return _how_many(text, language)
    return _WORD_KINDS.get(table) or _which(text, language)


def _how_many(text: str, language: Language) -> Expected:
    """Tell a count from money, a share or a duration behind "how many"."""
    match = re.search(_words("how_many", language), text)
    behind = text[match.end() :] if match else text
    first = _WORD.search(behind)
    noun = first.group() if first else ""
    if re.fullmatch(r"procent|pour|per|percent|percentage", noun):
        return Expected.PERCENTAGE
    if re.fullmatch(_nouns("time_unit", language), noun):
        return Expected.DURATION
    if re.fullmatch(_nouns("money", language), noun):
        return Expected.AMOUNT
    if re.fullmatch(_nouns("unit", language), noun):
        return Expected.MEASURE
    is_counted = match is not None and _counts(match.group(), behind, language)
    # "Hoeveel kent de EU toe", "how much did it cost": no counted noun, so money speaks in the verb.
    if not is_counted and re.search(rf"\b(?:{_nouns('money', language)})\b", behind):
        return Expected.AMOUNT
    return Expected.COUNT if is_counted else Expected.QUANTITY


def _counts(words: str, behind: str, language: Language) -> bool:
    """Tell whether "how many" asks to count things: much, or French without `de`, asks for a quantity."""
    if language is Language.DUTCH:
        return re.match(_words("counted", language), behind.lstrip()) is not None
    return re.search(_words("counting", language), words) is not None


def _which(text: str, language: Language) -> Expected:
    """Decide by the head noun behind "which" or "what is the"; sizes by any noun that tells."""
    is_size = re.search(_words("how_size", language), text) is not None
    head = None if is_size else _head(text, language)
    for table, kind in _NOUN_KINDS:
        pattern = _nouns(table, language)
        if head and re.fullmatch(pattern, head):
            return kind
        if is_size and table in ("measure", "share", "money") and re.search(rf"\b(?:{pattern})\b", text):
            return kind
    if is_size:
        return Expected.COUNT
    return Expected.THING if re.search(_words("which", language), text) else Expected.OPEN


def _several(text: str, language: Language) -> bool:
    """Tell whether a question asks for more than one thing: by its words, or a plural behind "which"."""
    if asks("several", text, language):
        return True
    match = re.search(_words("which", language), text)
    if match is None or not _words("plural", language):
        return False
    for word in itertools.islice(_WORD.finditer(text, match.end()), _PLURAL_WORDS):
        if re.fullmatch(_words("head_ends", language), word.group()):
            return False
        if re.fullmatch(_words("plural", language), word.group()):
            return re.fullmatch(_words("singular", language), word.group()) is None
    return False


def _head(text: str, language: Language) -> str | None:
    """Return the first noun behind the question word that a table knows, before the phrase ends."""
    match = re.search(_words("which", language), text)
    if match is None:
        return None
    known = "|".join(_nouns(table, language) for table, _ in _NOUN_KINDS)
    for word in itertools.islice(_WORD.finditer(text, match.end()), 8):
        noun = re.compile(rf"(?:{known})(?![\w])").match(text, word.start())
        if noun:
            return noun.group()
        if re.fullmatch(_words("head_ends", language), word.group()):
            break
    return None


def _label(text: str, language: Language) -> str | None:
    """Return the noun phrase that is counted, as the question words it; None where its end is unclear."""
    match = re.search(_words("how_many", language), text, re.IGNORECASE)
    if match is None:
        return None
    behind = text[match.end() :].lstrip()
    phrase = re.match(_words("counted", language), behind, re.IGNORECASE)
    if phrase is None or (language is Language.DUTCH and _SUBJECT.match(behind[phrase.end() :])):
        return None
    return phrase.group().strip()
