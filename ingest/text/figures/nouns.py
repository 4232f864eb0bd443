"""The noun that a number counts: `18 Nederlandse partijen`, `500 nouveaux emplois`."""

from __future__ import annotations

import re

from ingest.text.figures.pattern import Pattern
from ingest.text.languages import Language

_NEXT = Pattern(
    r"[ \u00a0\u202f\n-]{1,2}(?:(?:van de|van het|van|of the|of|des|de|du)[ \u00a0\n]+|"
    r"d['’])?(?P<word>[^\W\d_][^\W\d_]*(?:[-'’][^\W\d_]+)*)"
)
_STOP = frozenset(
    """
    de het een en of in op om te voor van aan bij met door naar tot uit over als dan dat die is was zijn
    waren wordt worden werd werden heeft hebben had hadden zal zullen zou zouden kan kunnen niet geen ook
    nog al er ze zij hij wij ten ter per telt telde bedraagt bedroeg omvat waarvan waarin waarbij daarvan
    hiervan tegen onder boven sinds vanaf terwijl maar want dus gaat gaan jl le la les l un une des du d et
    ou à au aux dans sur pour par avec sans sous est sont était étaient sera seront a ont avait qui que dont
    où ne pas plus moins il elle ils elles nous se ce cette ces son sa ses leur mais donc car depuis the an
    and or to at on for by with from into as than that which who are were be been has have will would can
    could not no also still it they he she we this these those its their but so since until while did does
    do i.e e.g etc respectievelijk respectivement respectively
    """.split()
)
# Before the noun: adjectives by their ending (Dutch -e, English derivations), the rest by name.
_ADJECTIVE = {
    Language.DUTCH: Pattern(r"\w{3,}e|extra|nieuwe?|top|totaal"),
    Language.FRENCH: Pattern(
        r"nouve(?:au|aux|lles?|l)|grande?s?|petite?s?|jeunes?|autres?|premi[eè]re?s?|derni[eè]re?s?|"
        r"principa\w+|"
        r"différente?s?|divers(?:es)?|importante?s?|bon(?:ne)?s?|beaux|belles|hautes?|vrai(?:e)?s?|prochaine?s?"
    ),
    Language.ENGLISH: Pattern(
        r"new|other|more|big|large|small|major|different|additional|extra|young|public|private|local|main|key|"
        r"leading|full|direct|first|last|next|hydrogen|free|clean|french|dutch|german|"
        r"\w+(?:ish|ese|ian|ean|ical|ional|tive|ous|able|ible|ed|al|ic|ary)"
    ),
}
# Endings in -e that are nouns after a number all the same.
_NOUNS_IN_E = frozenset("eenheden regio's missie editie ronde dienste fabriek ruimte campagne".split())


def read_noun(text: str, at: int, language: Language) -> str | None:
    """Return the noun counted by the number that ends at `at`, lower case, or None.

    Adjectives before it are passed over; without a tagger that is a matter of endings, so the
    word may be an adjective where a language hides it.
    """
    spoken = Language.ENGLISH if language is Language.OTHER else language
    candidate: str | None = None
    for _ in range(3):
        match = _NEXT.match(text, at)
        if (
            match is None
            or _is_next_row(match)
            or (candidate and not text[at : match.start("word")].isspace())
        ):
            break
        word = match.group("word").casefold().replace("’", "'")
        if word in _STOP:
            break
        candidate = word
        at = match.end()
        if word in _NOUNS_IN_E or not _ADJECTIVE[spoken].fullmatch(word):
            return _second_half(text, at, word) if spoken is Language.DUTCH else word
    return candidate


def _is_next_row(match: re.Match[str]) -> bool:
    """Tell the label of a table's next row ("France 167" behind 185) from a noun on a wrapped line."""
    return "\n" in match.group() and match.group("word")[0].isupper()


def _second_half(text: str, at: int, word: str) -> str:
    """Return the plural behind a Dutch noun that is not one: "1200 waterstof voertuigen"."""
    following = re.compile(r"[ \u00a0]([^\W\d_]{4,}en)(?![^\W_])").match(text, at)
    if word.endswith(("en", "s", "n")) or following is None or not following.group(1).islower():
        return word
    return word if following.group(1) in _STOP else following.group(1)
