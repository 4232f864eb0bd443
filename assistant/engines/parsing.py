"""Claims out of a model's text, as they stream in, whatever the model puts around them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_OPENS = re.compile(r"\{(?=\s*\"(?:text|claim|quotes)\")")
"""Where a claim's object opens; the outer object opens with "claims" and is never waited for."""

_ACTIVE = re.compile(
    r"\]\s*[(\[]|<\s*[/!a-z]|\b[a-z][a-z0-9+.-]*://|\b(?:data|javascript|mailto):\S", re.IGNORECASE
)
"""What a Markdown or HTML reader would follow, load or run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenQuote:
    """A quote as a model wrote it: the number (from 1) of a passage, and words said to stand there."""

    passage: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenClaim:
    """A claim as a model wrote it, believed by nobody yet."""

    text: str
    quotes: tuple[WrittenQuote, ...]


class ClaimParser:
    """Finds whole claims in text that arrives in pieces; prose, fences and cut-off objects are left."""

    def __init__(self) -> None:
        self._text = ""
        self._done = 0
        self._decoder = json.JSONDecoder()

    def feed(self, piece: str) -> Iterator[WrittenClaim]:
        """Yield the claims that `piece` completes, in the order written."""
        self._text += piece
        while (opening := _OPENS.search(self._text, self._done)) is not None:
            try:
                value, end = self._decoder.raw_decode(self._text, opening.start())
            except json.JSONDecodeError:
                if not self._is_broken(opening.start()):
                    return
                self._done = opening.end()
                continue
            self._done = end
            claim = read_claim(value)
            if claim is not None:
                yield claim

    def _is_broken(self, start: int) -> bool:
        """Tell whether the object at `start` can never parse: a later claim has opened after it."""
        return len(_OPENS.findall(self._text, start + 1)) > 0

    @property
    def has_seen_empty(self) -> bool:
        """Tell whether the model said, in form, that the passages do not answer."""
        return re.search(r"\"claims\"\s*:\s*\[\s*\]", self._text) is not None


def read_claim(value: object) -> WrittenClaim | None:
    """Return the claim in a decoded JSON value, None where its shape is not that of a claim.

    Links, images and markup are no claim: a program that shows them would act on them.
    """
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return None
    if _ACTIVE.search(value["text"]):
        return None
    quotes = value.get("quotes")
    listed = quotes if isinstance(quotes, list) else [quotes or value]
    read = [_quote(one) for one in listed]
    return WrittenClaim(text=tidied(value["text"]), quotes=tuple(one for one in read if one is not None))


def tidied(text: str) -> str:
    """Return a claim on one line, without the signs that nobody sees: a model copies those of its passages."""
    shown = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return re.sub(r"[ \t\r\n]+", " ", shown).strip()


def _quote(value: object) -> WrittenQuote | None:
    if not isinstance(value, dict) or not isinstance(value.get("quote"), str):
        return None
    number = re.search(r"\d+", str(value.get("passage", "")))
    return WrittenQuote(passage=int(number.group()) if number else 0, quote=value["quote"])
