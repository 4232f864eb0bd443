"""The languages Missive serves, and which one a text is written in."""

from __future__ import annotations

import functools
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier


class Language(StrEnum):
    """A served language, or `OTHER` for text in none of them."""

    DUTCH = "nl"
    FRENCH = "fr"
    ENGLISH = "en"
    OTHER = "und"


SERVED = (Language.DUTCH, Language.FRENCH, Language.ENGLISH)


@functools.cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
