"""Shares and ranks in words: `a third`, `de helft`, `trois quarts`, `derde`, `32ste`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from ingest.text.figures.figure import Figure, FigureKind
from ingest.text.figures.nouns import read_noun
from ingest.text.figures.pattern import Pattern
from ingest.text.figures.words import fold, small_number
from ingest.text.languages import Language

_DENOMINATORS = {
    Language.DUTCH: {
        "derde": 3,
        "kwart": 4,
        "vierde": 4,
        "vijfde": 5,
        "zesde": 6,
        "achtste": 8,
        "tiende": 10,
    },
    Language.FRENCH: {"tiers": 3, "quart": 4, "cinquieme": 5, "sixieme": 6, "huitieme": 8, "dixieme": 10},
    Language.ENGLISH: {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10},
}
# Where a fraction ends: "a third of", "een derde minder", a stop; not "a third mission".
_FRACTION_END = (
    r"(?=\s+(?:of|van|de[rs]?|des|du|d['’]|minder|meer|less|more|lager|hoger|lower|higher|the|is|zijn|"
    r"are|sont|komt|deel)\b|"
    r"\s+d['’]|\s*[.,;:)!?\n]|\s*$)"
)
_FRACTIONS = {
    Language.DUTCH: Pattern(
        r"\b(?:(?P<half>(?:de|een|één) helft|de andere helft)|(?P<three>driekwart|drie kwart)|"
        r"(?P<two>tweederde)|"
        rf"(?P<count>een|één|twee|drie|vier|vijf|zeven|negen)[ -](?P<of>derde|kwart|vierde|vijfde|"
        rf"zesde|achtste|tiende)n?"
        rf"(?:{_FRACTION_END}))\b",
        re.IGNORECASE,
    ),
    Language.FRENCH: Pattern(
        r"\b(?:(?P<half>la moitié|une moitié)|(?:les )?(?P<count>un|deux|trois|quatre|cinq|sept|neuf)[ -]"
        r"(?P<of>tiers|quarts?|cinquièmes?|sixièmes?|huitièmes?|dixièmes?))\b",
        re.IGNORECASE,
    ),
    Language.ENGLISH: Pattern(
        r"\b(?:(?P<half>one half|(?:a )?half(?= of\b| the\b| its\b| their\b))|(?P<count>two|three|"
        r"four|five|seven|nine)[ -]"
        r"(?P<of>thirds|quarters|fifths|sixths|eighths|tenths)|(?P<one>a|one)[ -]"
        rf"(?P<single>third|quarter|fifth|sixth|eighth|tenth){_FRACTION_END})\b",
        re.IGNORECASE,
    ),
}
_ONE_IN = {
    Language.DUTCH: Pattern(
        r"\b(?P<above>één|een|twee|drie|[1-9]) op (?:de )?(?P<below>[^\W\d_]+|\d{1,3})\b", re.IGNORECASE
    ),
    Language.FRENCH: Pattern(
        r"\b(?P<above>une?|deux|trois|[1-9]) sur (?P<below>[^\W\d_]+|\d{1,3})\b", re.IGNORECASE
    ),
    Language.ENGLISH: Pattern(
        r"\b(?P<above>one|two|three) (?:in|out of) (?P<below>[^\W\d_]+|\d{1,3})\b", re.IGNORECASE
    ),
}
_DIGIT_FRACTION = Pattern(r"(?<![\d/.,])([1-9])/([2-9]|10)(?![\d/.,])(?=\s+(?:van|of|des?|du|d['’]|the))")
_GLYPHS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5)}
_GLYPH = Pattern(rf"(?<![\d\w])[{''.join(_GLYPHS)}](?!\w)")

_DIGIT_ORDINAL = Pattern(
    r"(?<![\w.,])(\d{1,4})(?:e|er|re|ère|ers|ème|eme|ième|de|ste|st|nd|rd|th)(?![^\W_])", re.IGNORECASE
)
# Ranks that count nothing: the two chambers, third countries, a prime minister.
_NOT_A_RANK = Pattern(
    r"[ -]?(?:kamers?\b|chambres?\b|ministers?\b|ministres?\b|land(?:en)?\b|countr|part(?:y|ies)\b|"
    r"lecture|reading|"
    r"van\b|of all|of\b|plaats\b|place\b|lieu\b|main\b|hand\b|instantie|level\b)",
    re.IGNORECASE,
)
_DETERMINER = Pattern(
    r"\b(?:the|its|our|their|this|his|her|a|de|het|zijn|haar|hun|onze|deze|een|le|la|les|l['’]|sa|son|"
    r"ses|leur|cette|ce|notre|"
    r"une?|of|van)\s*$",
    re.IGNORECASE,
)


def read_fractions(text: str, language: Language) -> tuple[Figure, ...]:
    """Return the shares of one in `text`; the value of `a third` is 1/3 to 28 digits."""
    spoken = Language.ENGLISH if language is Language.OTHER else language
    found = [_spoken_fraction(match, spoken) for match in _FRACTIONS[spoken].finditer(text)]
    found.extend(_one_in(text, spoken))
    for match in _DIGIT_FRACTION.finditer(text):
        found.append(_fraction(match, int(match.group(1)), int(match.group(2))))
    for match in _GLYPH.finditer(text):
        found.append(_fraction(match, *_GLYPHS[match.group()]))
    return tuple(found)


def read_ordinals(text: str, language: Language) -> tuple[Figure, ...]:
    """Return the ranks in `text`, in digits or words; `first` only behind a determiner."""
    spoken = Language.ENGLISH if language is Language.OTHER else language
    found = [_ordinal(text, match, int(match.group(1)), language) for match in _DIGIT_ORDINAL.finditer(text)]
    for match in _ordinal_pattern(spoken).finditer(text):
        value = _ordinal_words(spoken)[fold(match.group())]
        if _NOT_A_RANK.match(text, match.end()):
            continue
        if value <= 3 and not _DETERMINER.search(text, max(0, match.start() - 8), match.start()):
            continue
        found.append(_ordinal(text, match, value, language))
    return tuple(found)


def _spoken_fraction(match: re.Match[str], language: Language) -> Figure:
    groups = match.groupdict()
    if groups["half"]:
        return _fraction(match, 1, 2)
    if groups.get("three"):
        return _fraction(match, 3, 4)
    if groups.get("two"):
        return _fraction(match, 2, 3)
    if groups.get("single"):
        return _fraction(match, 1, _DENOMINATORS[language][groups["single"].casefold()])
    counted = small_number(groups["count"], language) or 1
    written = fold(groups["of"])
    below = _DENOMINATORS[language].get(written) or _DENOMINATORS[language][written.removesuffix("s")]
    return _fraction(match, counted, below)


def _one_in(text: str, language: Language) -> Iterator[Figure]:
    """Read "one in three", "één op de vijf", "un sur dix"."""
    for match in _ONE_IN[language].finditer(text):
        above, below = (_whole(match.group(name), language) for name in ("above", "below"))
        if above and below and above < below:
            yield _fraction(match, above, below)


def _whole(written: str, language: Language) -> int | None:
    return int(written) if written.isdigit() else small_number(written, language)


def _fraction(match: re.Match[str], above: int, below: int) -> Figure:
    return Figure(
        start=match.start(),
        end=match.end(),
        text=match.group(),
        kind=FigureKind.FRACTION,
        value=Decimal(above) / Decimal(below),
    )


def _ordinal(text: str, match: re.Match[str], value: int, language: Language) -> Figure:
    return Figure(
        start=match.start(),
        end=match.end(),
        text=match.group(),
        kind=FigureKind.ORDINAL,
        value=Decimal(value),
        noun=read_noun(text, match.end(), language),
    )


@functools.cache
def _ordinal_words(language: Language) -> Mapping[str, int]:
    from num2words import num2words

    code = str(language)
    words = {fold(num2words(value, lang=code, to="ordinal")): value for value in range(1, 32)}
    if language is Language.FRENCH:
        words.update(premiere=1, seconde=2, second=2)
    return {word: value for word, value in words.items() if word.isalpha() or "-" in word}


@functools.cache
def _ordinal_pattern(language: Language) -> re.Pattern[str]:
    # French words carry a grave accent before -me; the fold of the match finds them again.
    words = sorted(_ordinal_words(language), key=len, reverse=True)
    spelled = "|".join(word.replace("ieme", "i[eè]me").replace("premiere", "premi[eè]re") for word in words)
    if language is Language.DUTCH:
        spelled = (
            spelled.replace("een", "[eé][eé]n").replace("tweeen", "twee[eë]n").replace("drieen", "drie[eë]n")
        )
    return re.compile(rf"\b(?:{spelled})\b(?!-)", re.IGNORECASE)
