"""Any message of any layer in words: the one place that knows every catalogue below the page."""

from __future__ import annotations

from pathlib import Path

import index
import ingest
from assistant.wording import CATALOGUE
from ingest.messages import Catalogue, Message
from ingest.text.languages import Language

_CATALOGUES = (
    CATALOGUE,
    *(Catalogue(Path(str(package.__file__)).with_name("locale")) for package in (index, ingest)),
)


def say(message: Message, language: Language) -> str:
    """Return a message of the assistant, the index or the readers in words of `language`."""
    for catalogue in _CATALOGUES:
        if message.key in catalogue.keys(language):
            return catalogue.say(message, language)
    raise KeyError(message.key)
