"""Whether a text holds a quote to the letter, and if it does not, what differs.

Only typography may vary: white space, soft hyphens, ligatures, quotation marks, dashes. A digit, a
separator, a sign, a unit, a name, a capital or a negation never does, and a quote neither begins
nor ends inside a word or a number.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LIGATURES = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
    "ĳ": "ij",
    "Ĳ": "IJ",
}
_SINGLE_QUOTES = "‘’‚‛´`"
_DOUBLE_QUOTES = '“”„‟«»"'
_DASHES = "\u2010\u2011\u2012–—―\u2212"
_SPECIAL = re.compile(
    rf"(?P<drop>[{_INVISIBLE}]+)"
    rf"|(?P<double>«\s*|\s*»|[{_DOUBLE_QUOTES}])"
    r"|(?P<loose>\s+(?=[;:?!%]))"
    r"|(?P<space>[^\S ]\s*| \s+)"
    rf"|(?P<single>[{_SINGLE_QUOTES}])|(?P<dash>[{_DASHES}])|(?P<dots>…)"
    rf"|(?P<ligature>[{''.join(_LIGATURES)}])"
)

_LEVELLED = {"space": " ", "single": "'", "dash": "-", "dots": "..."}

_SCALES = (
    "miljoen|miljard|biljoen|duizend|honderd|mln|mld|procent|percent|millions?|milliards?|billions?|mille|"
    "milliers|thousands?|hundreds?|pour cent|per cent|pct|bn|Md€|M€|k€|Mds?|"
    "km²?|m²|ha|kW|MW|GW|kWh|MWh|GWh|TWh|euros?|dollars?|tonnes?"
)
_NEGATORS = "niet|geen|nooit|zonder|noch|ne|pas|aucune?|jamais|sans|ni|not|no|never|without|nor|non"
_NEGATED_BEFORE = re.compile(rf"(?:(?<!\w)(?:{_NEGATORS}) |(?<!\w)n')$", re.IGNORECASE)
_NEGATED_AFTER = re.compile(rf" (?:{_NEGATORS})(?!\w)", re.IGNORECASE)
_ELISION = re.compile(r"(?<!\w)(?:[ldjscmt]|qu|jusqu|lorsqu|puisqu|quelqu|presqu)'$", re.IGNORECASE)
_SCALE_AFTER = re.compile(rf" (?:{_SCALES})(?!\w)")
_GROUP_BEFORE = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})* $")
_GROUP_AFTER = re.compile(r" \d{3}(?![\d])")
_LAST_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})*$")
_CURRENCIES = "€$£¥"
_WORD = re.compile(r"-?\d+(?:[.,' /:-]\d+)*[%‰]?|n'|[^\W\d_]+(?:[-'][^\W_]+)*\d*|\w+|[€$£]")
_IS_NEGATOR = re.compile(rf"(?:{_NEGATORS}|n'|nobody|niemand|niets|nothing|rien)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Normal:
    """A text with its typography levelled, and where each stretch of it came from.

    `starts[i]` (in the levelled text) is where the piece `origins[i]` (start, end in the original)
    begins; `is_plain[i]` pieces map character by character.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[tuple[int, int], ...]
    is_plain: tuple[bool, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the original offsets of `start:end` of the levelled text."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        begin = self.origins[first][0] + (start - self.starts[first] if self.is_plain[first] else 0)
        if self.is_plain[last]:
            return begin, self.origins[last][0] + end - self.starts[last]
        return begin, self.origins[last][1]


@functools.lru_cache(maxsize=64)
def _normal(text: str) -> _Normal:
    """Level the typography of `text`; only its special characters cost time."""
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[tuple[int, int]] = []
    plain: list[bool] = []
    done = length = 0

    def add(piece: str, begin: int, end: int, is_plain: bool) -> None:
        nonlocal length
        if piece:
            pieces.append(piece)
            starts.append(length)
            origins.append((begin, end))
            plain.append(is_plain)
            length += len(piece)

    for match in _SPECIAL.finditer(text):
        add(text[done : match.start()], done, match.start(), True)
        add(_level(match, text), match.start(), match.end(), False)
        done = match.end()
    add(text[done:], done, len(text), True)
    return _Normal("".join(pieces), tuple(starts), tuple(origins), tuple(plain))


def _level(match: re.Match[str], text: str) -> str:
    """Return what a special stretch is compared as; nothing for what is only layout."""
    group = match.lastgroup or ""
    if group == "double":
        # After a digit a double mark may be inches or seconds, which a single one is not.
        return '"' if match.start() > 0 and text[match.start() - 1].isdigit() else "'"
    return _LIGATURES[match[0]] if group == "ligature" else _LEVELLED.get(group, "")


def _prepared(quote: str) -> str:
    return _normal(unicodedata.normalize("NFC", quote.strip())).text.strip()


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Return the offsets of the first place where `text` holds `quote`, None where it does not.

    `text[start:end]` is the quote as the source has it. The place is one stretch and whole: it
    cuts no word, number, sign, scale (`5` of `5 miljoen`) or adjoining negation off. `text` is NFC.
    """
    wanted = _prepared(quote)
    if not any(character.isalnum() for character in wanted):
        return None
    normal = _normal(text)
    for start in _occurrences(wanted, normal.text):
        end = start + len(wanted)
        place = normal.origin(start, end)
        if _begins_whole(normal.text, start, text, place[0]) and _ends_whole(
            normal.text, start, end, text, place[1]
        ):
            return place
    return None


def is_verbatim(quote: str, text: str, start: int, end: int) -> bool:
    """Tell whether `text[start:end]` is the quote to the letter, whole at both ends."""
    if not 0 <= start < end <= len(text):
        return False
    wanted = _prepared(quote)
    stretch = text[start:end]
    if not any(character.isalnum() for character in wanted) or _normal(stretch).text.strip() != wanted:
        return False
    begin = start + len(stretch) - len(stretch.lstrip())
    finish = end - (len(stretch) - len(stretch.rstrip()))
    normal = _normal(text)
    return any(
        normal.origin(place, place + len(wanted)) == (begin, finish)
        and _begins_whole(normal.text, place, text, begin)
        and _ends_whole(normal.text, place, place + len(wanted), text, finish)
        for place in _occurrences(wanted, normal.text)
    )


def _occurrences(wanted: str, text: str) -> Iterator[int]:
    place = text.find(wanted)
    while place >= 0:
        yield place
        place = text.find(wanted, place + 1)


def _begins_whole(text: str, start: int, original: str, origin: int) -> bool:
    """Tell whether nothing that belongs to the first word or number stands right before `start`."""
    if start == 0 or original[origin - 1 : origin] == "\n":
        return True
    before, first = text[max(0, start - 60) : start], text[start]
    last = before[-1]
    if first == "-" and text[start + 1 : start + 2].isdigit():
        return not last.isalnum()
    if not first.isalnum() and first not in _CURRENCIES:
        return True
    if last == "'" and before[-2:-1].isalnum():
        return bool(_ELISION.search(before))
    if (
        last.isalnum()
        or last in "-+±_"
        or (first.isdigit() and _cuts_number(before, text[start : start + 4]))
    ):
        return False
    return not _NEGATED_BEFORE.search(before)


def _cuts_number(before: str, number: str) -> bool:
    """Tell whether `number` is the rest of a number (or the figure of a sign) that begins in `before`."""
    last = before[-1]
    is_group = bool(_GROUP_BEFORE.search(before)) and bool(re.match(r"\d{3}(?!\d)", number))
    return is_group or last in _CURRENCIES + "<>≤≥~≈" or (last in ".,/:" and before[-2:-1].isdigit())


def _ends_whole(text: str, start: int, end: int, original: str, origin: int) -> bool:
    """Tell whether nothing that belongs to the last word or number stands right after `end`."""
    after = text[end : end + 40]
    if not after or original[origin : origin + 1] == "\n":
        return True
    last, following = text[end - 1], after[0]
    next_is_digit, next_is_word = after[1:2].isdigit(), after[1:2].isalnum()
    if last in ".,:/-" and following.isdigit() and end - start > 1:
        return not text[end - 2].isdigit()
    if not last.isalnum():
        return not _NEGATED_AFTER.match(after) or last in ".!?:;"
    if following.isalnum() or following == "_" or (following in "-'" and next_is_word):
        return False
    if last.isdigit():
        number = _LAST_NUMBER.search(text[start:end])
        cut = following in "%‰°" + _CURRENCIES or (following in ".,/:" and next_is_digit)
        if cut or (number and _GROUP_AFTER.match(after)) or _SCALE_AFTER.match(after):
            return False
    return not _NEGATED_AFTER.match(after)


class DifferenceKind(StrEnum):
    """What sort of word differs between a quote and the nearest text."""

    FIGURE = "figure"
    NEGATION = "negation"
    NAME = "name"
    WORD = "word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`quoted` stands in the quote where the text has `found`; either is empty where a word is missing.

    `start:end` is where `found` stands in the text (where it would stand, if it is empty).
    """

    kind: DifferenceKind
    quoted: str
    found: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The stretch of a text that comes nearest to a quote it does not hold.

    `similarity` is the share of words in common (0..1, difflib's ratio over words).
    """

    start: int
    end: int
    similarity: float
    differences: tuple[Difference, ...]


def differences(quote: str, text: str) -> Nearest | None:
    """Return the stretch of `text` nearest to `quote` and what differs, None without a common word."""
    normal = _normal(text)
    wanted = [match[0] for match in _WORD.finditer(_prepared(quote))]
    places = [(match[0], match.start(), match.end()) for match in _WORD.finditer(normal.text)]
    window = _nearest_window([word.lower() for word in wanted], [word.lower() for word, _, _ in places])
    if window is None:
        return None
    stretch = places[window[0] : window[1]]
    found = [word for word, _, _ in stretch]
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    matching = [block for block in matcher.get_matching_blocks() if block.size]
    if not matching:
        return None
    # Words of the window before the first and after the last common word belong to it only as far
    # as the quote has words there too.
    first = max(0, matching[0].b - matching[0].a)
    last = min(len(found), matching[-1].b + len(wanted) - matching[-1].a)
    stretch, found = stretch[first:last], found[first:last]
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    start, end = normal.origin(stretch[0][1], stretch[-1][2])
    return Nearest(
        start=start,
        end=end,
        similarity=matcher.ratio(),
        differences=tuple(_differing(matcher, wanted, stretch, normal)),
    )


def _nearest_window(wanted: Sequence[str], words: Sequence[str]) -> tuple[int, int] | None:
    """Return the window of `words` that shares most with `wanted`; rare words vote for its place."""
    positions: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        positions.setdefault(word, []).append(place)
    votes: Counter[int] = Counter()
    for place, word in enumerate(wanted):
        for other in positions.get(word, ())[:200]:
            # A cell as wide as a third of the quote takes inserted and dropped words in its stride.
            cell = (other - place) // max(2, len(wanted) // 3)
            votes[cell] += 1000 // len(positions[word])
            votes[cell + 1] += 1000 // len(positions[word]) // 2
    if not votes:
        return None
    width = max(2, len(wanted) // 3)
    begin = votes.most_common(1)[0][0] * width
    return max(0, begin - width), min(len(words), begin + len(wanted) + 2 * width)


def _differing(
    matcher: SequenceMatcher[str],
    wanted: Sequence[str],
    stretch: Sequence[tuple[str, int, int]],
    normal: _Normal,
) -> Iterator[Difference]:
    for operation, quoted_start, quoted_end, start, end in matcher.get_opcodes():
        if operation == "equal":
            continue
        paired = quoted_end - quoted_start == end - start
        steps = range(end - start) if paired else range(1)
        for step in steps:
            quoted = (
                wanted[quoted_start + step : quoted_start + step + 1]
                if paired
                else wanted[quoted_start:quoted_end]
            )
            found = stretch[start + step : start + step + 1] if paired else stretch[start:end]
            if found:
                place = normal.origin(found[0][1], found[-1][2])
            else:
                before = normal.origin(stretch[start - 1][1], stretch[start - 1][2])[1] if start else None
                here = before if before is not None else normal.origin(stretch[0][1], stretch[0][2])[0]
                place = (here, here)
            words = [word for word, _, _ in found]
            yield Difference(
                kind=_kind((*quoted, *words), is_first=quoted_start + step == 0),
                quoted=" ".join(quoted),
                found=" ".join(words),
                start=place[0],
                end=place[1],
            )


def _kind(words: Sequence[str], *, is_first: bool) -> DifferenceKind:
    if any(any(character.isdigit() for character in word) for word in words):
        return DifferenceKind.FIGURE
    if any(_IS_NEGATOR.match(word) for word in words):
        return DifferenceKind.NEGATION
    if not is_first and any(word[0].isupper() for word in words):
        return DifferenceKind.NAME
    return DifferenceKind.WORD
