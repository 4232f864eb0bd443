"""Questions with one thing swapped for another of its kind, so that the passage no longer answers.

A reader must refuse `How many firms came from Italy?` over a passage on the Netherlands. A place, a people,
a year, another number or a proper name of the question is replaced, if the passage (or its title) names
it, by one of the same kind that the passage does not name in any language.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from training.judge_examples import LANGUAGES, Example

PLACES = Path(__file__).with_name("judge_places.tsv")
_STEM_CHARS = 5  # enough of `Nederland` to find `Nederlandse`; `France` finds no `Frans`, listed as a people
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\b\d{1,3}\b(?![.,]\d)")
_NAME = re.compile(r"\b[A-ZÉÈÎÔ][\w&’'-]*(?:[ -](?:(?:de|van|der|du|des|of|la|le|von) )?[A-ZÉÈÎÔ][\w&-]*)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A place or people in three languages; the forms of one language stand in a fixed order."""

    kind: str
    forms: tuple[tuple[str, ...], ...]

    def of(self, language: str) -> tuple[str, ...]:
        """Return the forms in one of `LANGUAGES`."""
        return self.forms[LANGUAGES.index(language)]


@cache
def named_places() -> tuple[Named, ...]:
    """Return the listed countries, regions, cities and peoples."""
    lines = PLACES.read_text(encoding="utf-8").splitlines()
    fields = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple(
        Named(kind=row[0], forms=tuple(tuple(cell.split("|")) for cell in row[1:])) for row in fields
    )


def folded(text: str) -> str:
    """Return the text without case and diacritics."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def swapped(example: Example, names: tuple[str, ...], *, draw: random.Random) -> Example | None:
    """Return the example with its question made unanswerable, or None where nothing can be swapped.

    Args:
        example: an answerable one.
        names: proper names of other questions, to put in the place of this one's.
        draw: decides what is swapped for what.
    """
    if not example.answer:
        return None
    known = folded(f"{example.context}\n{example.text}")
    answer = folded(example.text[slice(*example.answer)])
    ways = [
        question
        for question in (
            *_places(example, known, answer, draw),
            *_numbers(example, known, draw),
            *_names(example, known, names, draw),
        )
        if question != example.question
    ]
    if not ways:
        return None
    return replace(example, question=draw.choice(ways), answer=None, evidence=None, origin="swap")


def _places(example: Example, known: str, answer: str, draw: random.Random) -> Iterator[str]:
    if example.question_language not in LANGUAGES:
        return
    for place in named_places():
        if not _says(known, place) or _says(answer, place):
            continue
        for row, form in enumerate(place.of(example.question_language)):
            found = re.search(rf"\b{re.escape(form)}\b", example.question)
            if not found:
                continue
            others = [
                other
                for other in named_places()
                if other.kind == place.kind and not _says(known, other) and other.forms != place.forms
            ]
            if others:
                other_form = draw.choice(others).of(example.question_language)[row]
                yield _put(example.question, found, other_form)
            break


def _says(known: str, place: Named) -> bool:
    return any(
        re.search(rf"\b{re.escape(folded(form)[:_STEM_CHARS] if len(form) > 6 else folded(form))}", known)
        for forms in place.forms
        for form in forms
    )


def _numbers(example: Example, known: str, draw: random.Random) -> Iterator[str]:
    for found in _YEAR.finditer(example.question):
        if found.group() in known:
            others = [str(int(found.group()) + step) for step in (-4, -3, -2, -1, 1, 2, 3, 4)]
            free = [year for year in others if year not in known]
            if free:
                yield _put(example.question, found, draw.choice(free))
    for found in _NUMBER.finditer(example.question):
        if re.search(rf"\b{found.group()}\b", known):
            free = [str(number) for number in range(2, 60) if not re.search(rf"\b{number}\b", known)]
            yield _put(example.question, found, draw.choice(free))


def _names(example: Example, known: str, names: tuple[str, ...], draw: random.Random) -> Iterator[str]:
    for found in proper_names(example.question):
        if folded(found.group()) not in known:
            continue
        shape = name_shape(found.group())
        for _ in range(8):
            other = draw.choice(names) if names else ""
            if name_shape(other) == shape and folded(other) not in known:
                yield _put(example.question, found, other)
                break


def proper_names(question: str) -> Iterator[re.Match[str]]:
    """Yield the capitalised names of a question, but for its first word and the listed places."""
    places = {form for place in named_places() for forms in place.forms for form in forms}
    for found in _NAME.finditer(question):
        if found.start() > 0 and found.group() not in places and len(found.group()) > 2:
            yield found


def name_shape(name: str) -> str:
    """Return a coarse kind: an acronym, one word, or several."""
    if not name:
        return ""
    if name.isupper():
        return "acronym"
    return "words" if " " in name else "word"


def question_names(questions: Iterable[str]) -> tuple[str, ...]:
    """Return the proper names of questions, sorted, each once."""
    return tuple(sorted({found.group() for question in questions for found in proper_names(question)}))


def _put(question: str, found: re.Match[str], other: str) -> str:
    return question[: found.start()] + other + question[found.end() :]
