"""Messages to people: a key with values, put into words from Babel catalogues at the last moment.

A package keeps its wording in `locale/nl.po`, `locale/fr.po` and `locale/en.po`. Code passes
`Message` values around and never a sentence, so that the same failure reads well in any language.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.text.languages import SERVED, Language


@dataclass(frozen=True, slots=True)
class Message:
    """A message's key in a catalogue and the values its wording may use."""

    key: str
    values: tuple[tuple[str, object], ...] = ()

    @classmethod
    def of(cls, key: str, **values: object) -> Message:
        """Return the message `key` with `values`."""
        return cls(key, tuple(values.items()))


@functools.cache
def _wordings(folder: Path, language: Language) -> Mapping[str, str]:
    from babel.messages.pofile import read_po

    with (folder / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=str(language))
    return {str(entry.id): str(entry.string) for entry in catalog if entry.id}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The wordings of one package, in its `locale` folder."""

    folder: Path

    def say(self, message: Message, language: Language) -> str:
        """Return `message` in words of `language` (English where the language is not served).

        Raises:
            KeyError: the catalogue has no such message.
        """
        served = language if language in SERVED else Language.ENGLISH
        return _wordings(self.folder, served)[message.key].format(**dict(message.values))

    def keys(self, language: Language) -> frozenset[str]:
        """Return every key that the catalogue words in `language`."""
        return frozenset(_wordings(self.folder, language))
