"""Numbers with what belongs to them: sign, currency, magnitude, unit, "per", and the noun counted."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ingest.text.figures.cores import Core, Tail, read_cores
from ingest.text.figures.figure import CalendarDate, Figure, FigureKind, Precision
from ingest.text.figures.homographs import plainly_counts
from ingest.text.figures.nouns import read_noun
from ingest.text.figures.offsets import placed_from_now
from ingest.text.figures.pattern import Pattern
from ingest.text.figures.units import (
    Dimension,
    Unit,
    currency_pattern,
    read_magnitude,
    read_unit,
)
from ingest.text.figures.words import small_number
from ingest.text.languages import Language

_SPACE = "[ \u00a0\u202f\u2009]"
_GAP = Pattern(rf"(?:-|{_SPACE}{{0,2}}\n?{_SPACE}{{0,2}})(?:d['’]|de{_SPACE}|of{_SPACE})?")
# A blanked name may stand between ("ton CO2 per jaar").
_PER = Pattern(
    rf"(?:{_SPACE}?\x00+)?(?:{_SPACE}?/{_SPACE}?|\s(?:per|par|à\sl['’]|l['’](?=an\b)|a|an|p\.){_SPACE}?)(?=[^\W\d])",
    re.IGNORECASE,
)
_PERSON = Pattern(
    r"(?:persoon|personne|person|capita|inwoner|habitant|tête|hoofd|inhabitant)(?!\w)", re.IGNORECASE
)
_DIMENSION_KINDS = {
    Dimension.MONEY: FigureKind.AMOUNT,
    Dimension.SHARE: FigureKind.PERCENTAGE,
    Dimension.TIME_SPAN: FigureKind.DURATION,
}
_SPAN_ADJECTIVE = Pattern(
    r"(?<![^\W_])(?P<count>\d{1,3}|[^\W\d_]{2,}?)-?(?P<unit>daags|jarig|maands|weeks|urig)e?n?(?![^\W_])",
    re.IGNORECASE,
)
_SPAN_UNITS = {"daags": "day", "jarig": "year", "maands": "month", "weeks": "week", "urig": "hour"}
_HALF_YEAR = Pattern(r"\b(?:(?:een |één )?half ?jaar|half a year|halfjaar)\b", re.IGNORECASE)
_AND_A_HALF = Pattern(r"\s+(?:et\s+demie?|and\s+a\s+half)\b", re.IGNORECASE)


_YEAR_BEFORE = Pattern(
    r"(?:\b(?:in|sinds|since|depuis|vanaf|eind|begin|medio|fin|début|mid|tegen|until|before|after|na|après|avant|"
    r"dès|d['’]ici|during|year|jaar|années?|l['’]an|jaren|anno|exercice|boekjaar|late|early|zomer|été|printemps|automne|hiver|"
    r"voorjaar|najaar|summer|spring|autumn|winter|seizoen|saison|season|editie|édition|edition|circa\s+in|loop\s+van)|"
    r"\b[Ee]n|\()\s*$",
    re.IGNORECASE,
)
_PLURAL = {
    Language.DUTCH: Pattern(r"\w{2,}(?:en|s|['’]s)"),
    Language.FRENCH: Pattern(r"\w{2,}[sx]"),
    Language.ENGLISH: Pattern(r"\w{2,}s|people|men|women|children"),
}


def read_quantities(text: str, language: Language, anchor: date | None) -> tuple[Figure, ...]:
    """Return the numbers, amounts, shares, measures, durations and bare years of `text`.

    `text` has what was read before (dates, references) blanked out with NUL characters.
    """
    found: list[Figure] = list(_span_adjectives(text, language))
    taken = [(figure.start, figure.end) for figure in found]
    last = 0
    for core in read_cores(text, language):
        if core.start < last or any(core.start < end and start < core.end for start, end in taken):
            continue
        figure = _quantity(text, core, language)
        if figure is None or figure.start < last:
            continue
        figure = placed_from_now(text, figure, language, anchor)
        found.append(figure)
        last = figure.end
    return tuple(sorted(found, key=lambda figure: figure.start))


def _quantity(text: str, core: Core, language: Language) -> Figure | None:
    sign, currency, start = _prefix(text, core)
    tail = _tail(text, core, currency, language)
    unit = currency or tail.unit
    end = tail.end
    if not core.in_words and tail.end == core.end and re.match(r"[^\W\d_]", text[end : end + 1]):
        return Figure(
            start=core.start,
            end=_word_end(text, end),
            text=text[core.start : _word_end(text, end)],
            kind=FigureKind.IDENTIFIER,
        )
    noun = None if unit else read_noun(text, end, language)
    if core.in_words and not plainly_counts(text, core, tail, noun, language):
        return None
    if currency is None and sign == "" and tail.end == core.end and _is_year(text, core, noun, language):
        year = CalendarDate(year=int(core.value))
        return Figure(
            start=core.start,
            end=core.end,
            text=core.written,
            kind=FigureKind.YEAR,
            first=year,
            last=year,
            precision=Precision.YEAR,
        )
    value = -tail.value if sign in ("-", "−", "–") else tail.value
    return Figure(
        start=start,
        end=end,
        text=text[start:end],
        kind=_kind(unit),
        value=value,
        unit=unit.name if unit else None,
        per=tail.per,
        magnitude=tail.magnitude,
        approximate=core.approximate,
        noun=noun,
    )


def _kind(unit: Unit | None) -> FigureKind:
    if unit is None:
        return FigureKind.NUMBER
    return _DIMENSION_KINDS.get(unit.dimension, FigureKind.MEASURE)


def _prefix(text: str, core: Core) -> tuple[str, Unit | None, int]:
    """Return sign, currency and start of the quantity around `core`."""
    window_start = max(0, core.start - 12)
    match = _prefix_pattern().search(text[window_start : core.start])
    if match is None or core.in_words:
        return "", None, core.start
    sign = (match.group("sign") or match.group("inner") or "").strip()
    currency = match.group("currency")
    unit = read_unit(currency, 0) if currency else None
    return sign, unit[0] if unit else None, window_start + match.start() if match.group() else core.start


@functools.cache
def _prefix_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<![\w)%€\x00.,])(?P<sign>[-−–+]))?(?:(?<![^\W\d_])(?P<currency>{currency_pattern()}){_SPACE}?"
        rf"(?P<inner>[-−–])?)?$"
    )


def _tail(text: str, core: Core, currency: Unit | None, language: Language) -> Tail:
    value, end, exponent = core.value, core.end, 0
    dash = re.compile(r",(?:-{1,2}|–|—)(?!\w)").match(text, end)
    if dash and not core.in_words:
        end = dash.end()
    magnitude = read_magnitude(text, end, language, is_money=currency is not None, digits=core.written)
    if magnitude is not None:
        exponent, end = magnitude.exponent, magnitude.end
    half = _AND_A_HALF.match(text, end)
    if half is not None and exponent:
        value, end = value + Decimal("0.5"), half.end()
    unit, end = _unit(text, end, currency)
    half = _AND_A_HALF.match(text, end)
    if half is not None and unit is not None:
        value, end = value + Decimal("0.5"), half.end()
    scaled = value.scaleb(exponent) if exponent else value
    per, end = _per(text, end, unit or currency, language)
    return Tail(value=scaled, end=end, magnitude=exponent, unit=unit, per=per)


def _unit(text: str, end: int, currency: Unit | None) -> tuple[Unit | None, int]:
    gap = _GAP.match(text, end)
    for at in {gap.end() if gap else end, end}:
        found = read_unit(text, at)
        if found is None:
            continue
        if currency is not None and found[0].name != currency.name:
            return None, end
        return found
    return None, end


def _per(text: str, end: int, unit: Unit | None, language: Language) -> tuple[str | None, int]:
    if unit is None:
        return None, end
    match = _PER.match(text, end)
    if match is None:
        return None, end
    is_article = match.group().strip().casefold() in ("a", "an")
    if is_article and language is not Language.ENGLISH:
        return None, end
    person = _PERSON.match(text, match.end())
    if person is not None:
        return "person", person.end()
    found = read_unit(text, match.end())
    if found is None or (is_article and found[0].dimension is not Dimension.TIME_SPAN):
        return None, end
    return found[0].name, found[1]


def _word_end(text: str, at: int) -> int:
    match = re.compile(r"\w*").match(text, at)
    return match.end() if match else at


def _is_year(text: str, core: Core, noun: str | None, language: Language) -> bool:
    """Tell a bare year from a number of four digits.

    1900 to 2099 is a year unless a plural noun follows ("2000 deelnemers"); behind "in", "since"
    and the like it is one in any case, and so is 1500 to 2199 without a noun.
    """
    if core.in_words or not re.fullmatch(r"\d{4}", core.written):
        return False
    year = int(core.written)
    spoken = Language.ENGLISH if language is Language.OTHER else language
    plural = noun is not None and _PLURAL[spoken].fullmatch(noun) is not None
    placed = _YEAR_BEFORE.search(text[max(0, core.start - 16) : core.start]) is not None
    if 1900 <= year <= 2099:
        return placed or not plural
    return 1500 <= year <= 2199 and placed and not plural


def _span_adjectives(text: str, language: Language) -> Iterator[Figure]:
    """Read `driedaags`, `5-jarig`, `een half jaar`."""
    for match in _HALF_YEAR.finditer(text):
        yield _span(match, Decimal("0.5"), "year")
    if language is not Language.DUTCH:
        return
    for match in _SPAN_ADJECTIVE.finditer(text):
        count = match.group("count")
        value = int(count) if count.isdigit() else small_number(count, language)
        if value:
            yield _span(match, Decimal(value), _SPAN_UNITS[match.group("unit").casefold()])


def _span(match: re.Match[str], value: Decimal, unit: str) -> Figure:
    return Figure(
        start=match.start(),
        end=match.end(),
        text=match.group(),
        kind=FigureKind.DURATION,
        value=value,
        unit=unit,
    )
