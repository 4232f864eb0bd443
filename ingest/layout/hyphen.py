"""Words broken at line ends: joined where the hyphen was only for the line, kept where it is spelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"(\S+)-$")
_FIRST = re.compile(r"^[^\W_]+")
_TAIL_CHARS = 200
_SOFT = "\u00ad\u0002\ufffe"
_URL_TAIL = re.compile(r"(?:https?://|www\.)\S+$")

# "handels- en kennisrelaties", "import- et export": the hyphen stands for the second half.
_SUSPENDING = frozenset("en of et ou and or dan tot noch alsmede maar als c.q.".split())

# First halves that are spelt with a hyphen in one of the three languages more often than not
# (Leidraad 6.7-6.9 for Dutch; the Académie's list of compounds for French; Hart's Rules for English).
_FIRST_HALVES = frozenset(
    """aide all après avant celle celles celui ceux chef contre cross demi grand half high knowledge lead
    lithium long low non oud peut porte quasi rendez savoir self semi short sous vice well
    noord zuid oost west noordoost noordwest zuidoost zuidwest nord sud ouest north south east
    adjunct directeur kandidaat minister premier secretaris""".split()
)
# Before a vowel only: "auto-industrie" and "anti-inflation", but "automobiel".
_FIRST_HALVES_BEFORE_VOWELS = frozenset("anti auto bio euro micro macro mini multi".split())
# Second halves that are spelt with a hyphen: "long-term", "lui-même", "au-delà".
_SECOND_HALVES = frozenset(
    """based delà dessous dessus driven elle elles free friendly funded générale général generaal il ils
    intensive led level making même mêmes neutral oriented presidente president président présidente
    related scale specific term up""".split()
)
_VOWELS = tuple("aeiouyàâéèêëîïôöûü")


@dataclass(frozen=True, slots=True)
class Spellings:
    """How a document spells its words where no line end interferes."""

    counts: Counter[str]

    @classmethod
    def of(cls, lines: Iterable[str]) -> Spellings:
        """Count the words of `lines` that no line end broke."""
        counts: Counter[str] = Counter()
        broken = False
        for line in lines:
            words = _WORD.findall(line.casefold())
            ends_broken = line.rstrip().endswith(("-", *_SOFT))
            counts.update(words[int(broken) : len(words) - int(ends_broken)])
            broken = ends_broken
        return cls(counts)


def join(left: str, right: str, spellings: Spellings) -> str:
    """Return the text of a line and the one after it, with the word between them mended.

    Without a hyphen at the end of `left` the lines are joined by a space. A hyphen is dropped where it
    stands for the line break only. Evidence, strongest first: a soft hyphen; digits or addresses next to
    it; the word elsewhere in the document, joined or hyphenated; a capital after it (`Île-de-` `France`)
    or an acronym before it; halves that are known to be hyphenated. A plain break is what is left.
    """
    left, right = left.rstrip(), right.lstrip()
    if left and left[-1] in _SOFT:
        return left.rstrip(_SOFT) + right
    # Only the last word matters: looking through a whole paragraph for each of its lines would add up.
    tail = left[-_TAIL_CHARS:]
    if _URL_TAIL.search(tail) and right[:1] in "/_?&=%#~":
        return left + right
    last, first = _LAST.search(tail), _FIRST.match(right)
    if not last or not first or not last[1][-1].isalnum():
        return f"{left} {right}" if left and right else left + right
    if _is_suspended(last[1], first[0], spellings):
        return f"{left} {right}"
    return left + right if _keeps_hyphen(last[1], first[0], right, spellings) else left[:-1] + right


def _is_suspended(last: str, first: str, spellings: Spellings) -> bool:
    return first.casefold() in _SUSPENDING and not spellings.counts[f"{last}{first}".casefold()]


def _keeps_hyphen(last: str, first: str, right: str, spellings: Spellings) -> bool:
    if not last[-1].isalpha() or not first.isalpha() or any(mark in last for mark in "/@_&."):
        return True
    half = last.lstrip("(«“‘\"'[")
    second = _WORD.match(right)
    whole = second[0] if second else first
    joined = spellings.counts[f"{half}{whole}".casefold()]
    hyphenated = spellings.counts[f"{half}-{whole}".casefold()]
    if joined or hyphenated:
        return hyphenated > joined
    shouted = half.isupper() and first.isupper() and len(half) > 3
    if first[0].isupper() and not shouted:
        return True
    if half.isupper() and not shouted:
        return True
    return _is_compound(half.casefold(), first.casefold())


def _is_compound(half: str, first: str) -> bool:
    # "business-as-" + "usual", "Île-de-": a short inner word means that hyphens are the spelling.
    inner = half.rsplit("-", 1)
    if len(inner) == 2 and len(inner[1]) <= 3:
        return True
    if inner[-1] in _FIRST_HALVES_BEFORE_VOWELS and first.startswith(_VOWELS):
        return True
    return inner[-1] in _FIRST_HALVES or first in _SECOND_HALVES
