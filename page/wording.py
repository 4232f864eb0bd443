"""The page's words in one of the three languages, from the catalogues that all layers share."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from assistant.messages import say
from assistant.wording import word_date, word_language, word_list
from ingest.errors import MissiveError
from ingest.messages import Catalogue, Message
from ingest.text.languages import SERVED, Language

CATALOGUE = Catalogue(Path(__file__).with_name("locale"))


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that the page says in `language`."""

    language: Language

    def say(self, key: str, **values: object) -> str:
        """Return one of the page's own messages.

        Raises:
            KeyError: the page's catalogue has no such message.
        """
        return CATALOGUE.say(Message.of(key, **values), self.language)

    def count(self, key: str, number: int) -> str:
        """Return a message about `number` things; `key` has a form for one and one for more."""
        return self.say(f"{key}.one" if number == 1 else f"{key}.more", number=self.number(number))

    def tell(self, message: Message) -> str:
        """Return a message of any layer, the page's own among them."""
        if message.key in CATALOGUE.keys(self.language):
            return CATALOGUE.say(message, self.language)
        return say(message, self.language)

    def trouble(self, error: MissiveError) -> tuple[str, str]:
        """Return what went wrong and what to do about it ("" where nothing is known)."""
        return self.tell(error.message), self.tell(error.hint) if error.hint else ""

    def date(self, date: datetime.date | None) -> str:
        """Return a date in full, or that there is none."""
        return word_date(date, self.language) if date else self.say("date.none")

    def number(self, number: int) -> str:
        """Return a whole number with the language's separators."""
        from babel.numbers import format_decimal

        return str(format_decimal(number, locale=str(self.language)))

    def seconds(self, milliseconds: float) -> str:
        """Return a time in seconds, to a tenth."""
        from babel.numbers import format_decimal

        return str(format_decimal(milliseconds / 1000, format="0.0", locale=str(self.language)))

    def language_name(self, named: Language) -> str:
        """Return the name of a report's language."""
        return self.say("language.other") if named is Language.OTHER else word_language(named, self.language)

    def country(self, code: str) -> str:
        """Return the name of a country from its ISO 3166-1 code."""
        from babel import Locale

        return str(Locale(str(self.language)).territories.get(code, code))

    def items(self, items: tuple[str, ...]) -> str:
        """Return items joined as the language joins them."""
        return word_list(items, self.language)


def preferred(accept_language: str) -> Language:
    """Return the served language that a browser's Accept-Language header likes best, English if none."""
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept_language.split(",")):
        name, _, weight = part.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), place, name[:2].lower()))
        except ValueError:
            continue
    served = {str(language): language for language in SERVED}
    return next(
        (served[code] for weight, _, code in sorted(wishes) if code in served and weight < 0),
        Language.ENGLISH,
    )


def language_of(code: object) -> Language:
    """Return the served language with this code, English for anything else."""
    return next((language for language in SERVED if str(language) == code), Language.ENGLISH)
