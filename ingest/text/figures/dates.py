"""Dates with a month, a quarter or a season: `12 maart 2024`, `du 22 au 25 avril`, `Q3 2023`."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ingest.text.figures.calendar_names import (
    Direction,
    is_date,
    likely_year,
    month_number,
    month_pattern,
    season_number,
    season_pattern,
    weekday_number,
    weekday_pattern,
)
from ingest.text.figures.figure import CalendarDate, Figure, FigureKind, Part, Precision
from ingest.text.figures.pattern import Pattern
from ingest.text.figures.zones import find_zones
from ingest.text.languages import Language

_RANGE_WORDS = r"tot\s+en\s+met|t/m|t\.e\.m\.|tem|tot|au|à|to|until|till|through|jusqu['’]au"
_AND_WORDS = r"en|et|and|&"
_TO = rf"(?:\s*[-–—]\s*|\s+(?:{_RANGE_WORDS})\s+(?:le\s+|de\s+|the\s+)?)"
_TO_OR_AND = rf"(?:\s*[-–—/]\s*|\s+(?P<word>{_RANGE_WORDS}|{_AND_WORDS})\s+(?:le\s+|de\s+|the\s+|on\s+)?)"
_YEAR = r"(?:1[5-9]|20|21)\d\d(?![\d]|[.,]\d)"
_NTH = r"(?:er|re|e|ste|de|st|nd|rd|th|\.)?"

_PARTS = {
    Part.BEGIN: r"begin|vroeg\s+in|start\s+van|début|debut|au\s+début\s+de|early|(?:the\s+)?(?:beginning|start)\s+of",
    Part.MIDDLE: r"medio|half|halverwege|midden|mi|mid|(?:au\s+)?milieu|(?:the\s+)?middle\s+of",
    Part.END: r"eind(?:e)?|einde\s+van|fin|late|(?:the\s+)?end\s+of|end",
}
_PART = "|".join(f"(?P<{part.name.lower()}>{words})" for part, words in _PARTS.items())
_BACK = r"jl\.?|l\.l\.|ll\.|jongstleden|laatstleden|dernier|dernière|last"
_AHEAD = r"e\.k\.|aanstaande|a\.s\.|prochaine?|next"
_THIS = r"(?:van\s+)?dit\s+jaar|de\s+cette\s+année|(?:of\s+)?this\s+year"
_PREVIOUS = r"(?:van\s+)?(?:vorig|verleden|afgelopen)\s+jaar|(?:de\s+)?l['’](?:année\s+dernière|an\s+dernier|an\s+passé)|(?:of\s+)?last\s+year"
_FOLLOWING = (
    r"(?:van\s+)?volgend\s+jaar|(?:de\s+)?l['’](?:année\s+prochaine|an\s+prochain)|(?:of\s+)?next\s+year"
)
_BEHIND = Pattern(
    rf"\s+(?:(?P<back>{_BACK})|(?P<ahead>{_AHEAD})|(?P<this>{_THIS})|(?P<previous>{_PREVIOUS})|(?P<following>{_FOLLOWING}))(?![^\W_])",
    re.IGNORECASE,
)
_LEAD = Pattern(
    r"\b(?:(?P<back>afgelopen|vorige|verleden|last|this\s+past)|(?P<ahead>komende|volgende|next|aankomende))\s+$",
    re.IGNORECASE,
)
_BETWEEN = Pattern(r"\b(?:tussen|entre|between)\s+(?:le\s+|de\s+|the\s+)?$", re.IGNORECASE)
# Behind these a month without day or year is a date.
_MONTH_BEFORE = Pattern(
    r"\b(?:in|en|sinds|since|depuis|vanaf|tot|until|by|tegen|during|from|of|maand|mois\s+de|mois\s+d['’]|month\s+of|dès|fin|début|"
    r"eind|begin|half|medio|mi-?|mid-?|late|early)[\s-]*$",
    re.IGNORECASE,
)
_RANKS = (
    ("eerste", "premier", "première", "first"),
    ("tweede", "deuxième", "second", "seconde"),
    ("derde", "troisième", "third"),
    ("vierde", "quatrième", "fourth"),
)
_RANK_OF = {word: rank for rank, words in enumerate(_RANKS, start=1) for word in words}
_REACH_CHARS = 60
_TENS = {
    "twintig": 20,
    "dertig": 30,
    "veertig": 40,
    "vijftig": 50,
    "zestig": 60,
    "zeventig": 70,
    "tachtig": 80,
    "negentig": 90,
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "soixante-dix": 70,
    "septante": 70,
    "quatre-vingt": 80,
    "quatre-vingt-dix": 90,
    "nonante": 90,
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What a pattern needs besides its match."""

    text: str
    language: Language
    anchor: date | None


_Handler = Callable[[re.Match[str], _Reading], tuple[Figure, ...]]


def read_dates(text: str, language: Language, anchor: date | None) -> tuple[Figure, ...]:
    """Return the dates and periods of `text`, blanked of references, in no particular order."""
    found: list[Figure] = []
    zones = tuple(find_zones(text, _clue(), _REACH_CHARS))
    for pattern, handler in _patterns():
        reading = _Reading(text=text, language=language, anchor=anchor)
        matches = (match for zone in zones for match in pattern.finditer(text, *zone))
        fresh = [figure for match in matches for figure in handler(match, reading)]
        found.extend(fresh)
        text = blank(text, fresh)
    return tuple(found)


@functools.cache
def _clue() -> re.Pattern[str]:
    """Return a pattern for what every date has something of."""
    words = r"kwartaal|trimestre|quarter|semestre|halfjaar|jaren|années|[a-z]+ties"
    return re.compile(rf"\b(?:{month_pattern()}|{words})\b|(?<!\d)\d{{4}}(?!\d)|\d[/.-]\d", re.IGNORECASE)


def blank(text: str, figures: list[Figure] | tuple[Figure, ...]) -> str:
    """Return `text` with NUL characters where `figures` stand, so that offsets stay."""
    if not figures:
        return text
    pieces, at = [], 0
    for figure in sorted(figures, key=lambda figure: figure.start):
        start = max(figure.start, at)
        pieces += [text[at:start], "\x00" * max(0, figure.end - start)]
        at = max(at, figure.end)
    return "".join([*pieces, text[at:]])


def _figure(
    reading: _Reading,
    start: int,
    end: int,
    first: CalendarDate,
    last: CalendarDate | None = None,
    precision: Precision = Precision.DAY,
    **more: object,
) -> Figure:
    closing = last or first
    kind = FigureKind.DATE
    if last is not None and last != first and precision not in _WHOLES:
        kind = FigureKind.DATE_RANGE
    elif precision is Precision.YEAR:
        kind = FigureKind.YEAR
    return Figure(
        start=start,
        end=end,
        text=reading.text[start:end],
        kind=kind,
        first=first,
        last=closing,
        precision=precision,
        **more,  # type: ignore[arg-type]
    )


_WHOLES = frozenset({Precision.SEASON, Precision.QUARTER, Precision.HALF, Precision.DECADE})


def _iso(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    year, month, day = (int(match.group(name)) for name in ("y", "m", "d"))
    if not is_date(year, month, day):
        return ()
    return (_figure(reading, *match.span(), CalendarDate(year=year, month=month, day=day)),)


def _numeric(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    """Read `12/03/2024` day first, as all three languages in Europe do, else month first."""
    first, second, year = (int(match.group(name)) for name in ("a", "b", "y"))
    if len(match.group("y")) == 2:
        year += 2000 if year < 70 else 1900
    for day, month in ((first, second), (second, first)):
        if is_date(year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else False:
            return (_figure(reading, *match.span(), CalendarDate(year=year, month=month, day=day)),)
    return ()


def _month_slash_year(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    when = CalendarDate(year=int(match.group("y")), month=int(match.group("m")))
    return (_figure(reading, *match.span(), when, precision=Precision.MONTH),)


def _years(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    """Read `2019-2023`, `2019/20`, `2020 tot en met 2023`."""
    first, written = int(match.group("y1")), match.group("y2")
    last = int(written) if len(written) == 4 else first - first % 100 + int(written)
    word = (match.group("word") or "").casefold()
    if not first < last <= first + 100 or first < 1900 or last > 2150:
        return ()
    if word in ("en", "et", "and", "&") and not _BETWEEN.search(reading.text[: match.start()][-14:]):
        return ()
    opening, closing = CalendarDate(year=first), CalendarDate(year=last)
    return (_figure(reading, *match.span(), opening, closing, Precision.YEAR),)


def _day_span(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    """Read `22-25 april 2024`, `13 en 14 oktober`, `25 January 2021 - 28 January 2021`."""
    groups = match.groupdict()
    start, end, closing = _closed(match, reading, groups["m2"], groups["d2"], groups["y2"])
    month = groups.get("m1") or groups["m2"]
    year = int(groups["y1"]) if groups.get("y1") else closing.year
    opening = CalendarDate(year=year, month=month_number(month), day=int(groups["d1"]))
    if opening.year and not groups.get("y1") and (opening.month or 0) > (closing.month or 0):
        opening = replace(opening, year=opening.year - 1)
    if not _is_real(opening) or not _is_real(closing):
        return ()
    inferred = not groups["y2"] and closing.year is not None
    start = _with_weekday(reading.text, start)[0]
    if not _runs_on(groups, opening, closing, reading, match):
        return _two_days(match, reading, opening, closing, start, end, inferred)
    return (_figure(reading, start, end, opening, closing, year_inferred=inferred),)


def _two_days(
    match: re.Match[str],
    reading: _Reading,
    opening: CalendarDate,
    closing: CalendarDate,
    start: int,
    end: int,
    inferred: bool,
) -> tuple[Figure, ...]:
    first = _figure(reading, start, match.end("first"), opening, year_inferred=inferred)
    return (first, _figure(reading, match.start("d2"), end, closing, year_inferred=inferred))


def _runs_on(
    groups: dict[str, str | None],
    opening: CalendarDate,
    closing: CalendarDate,
    reading: _Reading,
    match: re.Match[str],
) -> bool:
    """Tell a period from two days named together: "13 en 14" runs on, "3 en 14" does not."""
    word = (groups.get("word") or "").casefold()
    if word not in ("en", "et", "and", "&"):
        return True
    if _BETWEEN.search(reading.text[max(0, match.start() - 16) : match.start()]):
        return True
    return opening.month == closing.month and (opening.day or 0) + 1 == closing.day


def _month_day(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    """Read the English `March 12, 2024` and `April 22-25, 2024`."""
    groups = match.groupdict()
    start, end, first = _closed(match, reading, groups["m"], groups["d1"], groups["y"])
    if not _is_real(first):
        return ()
    last = first
    if groups["d2"]:
        month = month_number(groups["m2"]) if groups["m2"] else first.month
        last = CalendarDate(year=first.year, month=month, day=int(groups["d2"]))
        if not _is_real(last):
            return ()
    inferred = not groups["y"] and first.year is not None
    return (_figure(reading, start, end, first, last, year_inferred=inferred),)


def _day_month(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    groups = match.groupdict()
    start, end, when = _closed(match, reading, groups["m"], groups["d"], groups["y"])
    if not _is_real(when):
        return ()
    start = _with_weekday(reading.text, start)[0]
    inferred = not groups["y"] and when.year is not None
    return (_figure(reading, start, end, when, year_inferred=inferred),)


def _closed(
    match: re.Match[str], reading: _Reading, month: str, day: str, year: str | None
) -> tuple[int, int, CalendarDate]:
    """Return start, end and date of a match, its year inferred where it has none."""
    number = month_number(month)
    start, end = match.span()
    if (
        year is None
        and match.group().endswith(".")
        and not reading.text[end : end + 2].strip(" \n").islower()
    ):
        end -= 1
    if year is not None:
        return start, end, CalendarDate(year=int(year), month=number, day=int(day))
    weekday = _with_weekday(
        reading.text, match.start("d2") if "d2" in match.re.groupindex and match.group("d2") else start
    )[1]
    found, end = _infer(reading, start, end, number, int(day), weekday)
    return start, end, CalendarDate(year=found, month=number, day=int(day))


def _infer(
    reading: _Reading, start: int, end: int, month: int, day: int | None, weekday: int | None = None
) -> tuple[int | None, int]:
    """Return the year of a date without one, from the words beside it and the anchor."""
    behind = _BEHIND.match(reading.text, end)
    lead = _LEAD.search(reading.text[max(0, start - 14) : start])
    name = behind.lastgroup if behind else lead.lastgroup if lead else None
    if behind is not None:
        end = behind.end()
    if reading.anchor is None:
        return None, end
    shift = {"this": 0, "previous": -1, "following": 1}
    if name in shift:
        return reading.anchor.year + shift[name], end
    direction = {"back": Direction.BACK, "ahead": Direction.AHEAD}.get(name or "", Direction.NONE)
    return likely_year(month, day, reading.anchor, direction, weekday), end


def _with_weekday(text: str, start: int) -> tuple[int, int | None]:
    """Return the start with a weekday before the date, and the weekday's number."""
    window = text[max(0, start - 32) : start]
    match = _weekday_before().search(window)
    if match is None:
        return start, None
    return start - len(match.group()), weekday_number(match.group())


@functools.cache
def _weekday_before() -> re.Pattern[str]:
    return re.compile(rf"\b{weekday_pattern()},?\s+(?:le\s+)?$", re.IGNORECASE)


def _is_real(when: CalendarDate) -> bool:
    return is_date(when.year, when.month or 1, when.day)


def _part(match: re.Match[str]) -> Part | None:
    groups = match.groupdict()
    return next((part for part in Part if groups.get(part.name.lower())), None)


def _months(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    """Read `maart-juni 2021`, `januari 2020 tot juni 2021`."""
    closing = CalendarDate(year=int(match.group("y2")), month=month_number(match.group("m2")))
    year = int(match.group("y1")) if match.group("y1") else closing.year
    opening = CalendarDate(year=year, month=month_number(match.group("m1")))
    word = (match.group("word") or "").casefold()
    if word in ("en", "et", "and", "&") and not _BETWEEN.search(reading.text[: match.start()][-14:]):
        return ()
    return (_figure(reading, *match.span(), opening, closing, Precision.MONTH),)


def _month_year(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    when = CalendarDate(year=int(match.group("y")), month=month_number(match.group("m")))
    return (_figure(reading, *match.span(), when, precision=Precision.MONTH, part=_part(match)),)


def _part_year(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    when = CalendarDate(year=int(match.group("y")))
    return (_figure(reading, *match.span(), when, precision=Precision.YEAR, part=_part(match)),)


def _bare_month(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    """Read a month without day or year where the words beside it make it a date."""
    start, end = match.span()
    written = match.group("m")
    lead = _LEAD.search(reading.text[max(0, start - 14) : start])
    behind = _BEHIND.match(reading.text, end)
    placed = _MONTH_BEFORE.search(reading.text[max(0, start - 14) : start]) or _part(match)
    is_english = reading.language in (Language.ENGLISH, Language.OTHER)
    if not (lead or behind or placed) or len(written) < 3 or (is_english and not written[0].isupper()):
        return ()
    if is_english and written in ("May", "March") and not (lead or behind or placed):
        return ()
    year, end = _infer(reading, start, end, month_number(written), None)
    start -= len(lead.group()) if lead else 0
    when = CalendarDate(year=year, month=month_number(written))
    inferred = year is not None
    return (
        _figure(
            reading, start, end, when, precision=Precision.MONTH, part=_part(match), year_inferred=inferred
        ),
    )


def _quarter(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    groups = match.groupdict()
    number = int(groups["q"]) if groups.get("q") else _RANK_OF[groups["nth"].casefold()]
    return _slice(match, reading, number, 3, Precision.QUARTER)


def _half(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    groups = match.groupdict()
    number = int(groups["q"]) if groups.get("q") else _RANK_OF[groups["nth"].casefold()]
    return _slice(match, reading, number, 6, Precision.HALF) if number <= 2 else ()


def _slice(
    match: re.Match[str], reading: _Reading, number: int, months: int, precision: Precision
) -> tuple[Figure, ...]:
    year, inferred, end = _year_or_anchor(match, reading)
    opening = CalendarDate(year=year, month=(number - 1) * months + 1)
    closing = CalendarDate(year=year, month=number * months)
    return (_figure(reading, match.start(), end, opening, closing, precision, year_inferred=inferred),)


def _year_or_anchor(match: re.Match[str], reading: _Reading) -> tuple[int | None, bool, int]:
    if match.group("y"):
        return int(match.group("y")), False, match.end()
    behind = _BEHIND.match(reading.text, match.end())
    end = behind.end() if behind else match.end()
    if reading.anchor is None:
        return None, False, end
    shift = {"previous": -1, "following": 1}.get((behind.lastgroup or "") if behind else "", 0)
    return reading.anchor.year + shift, True, end


def _season(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    """Read a season by the meteorologists' months; winter starts in December of its year."""
    number = season_number(match.group("s"))
    if number is None:
        return ()
    year = int(match.group("y"))
    opening = CalendarDate(year=year, month=number * 3)
    closing = (
        CalendarDate(year=year + 1, month=2) if number == 4 else CalendarDate(year=year, month=number * 3 + 2)
    )
    return (_figure(reading, *match.span(), opening, closing, Precision.SEASON),)


def _decade(match: re.Match[str], reading: _Reading) -> tuple[Figure, ...]:
    written = next(group for group in match.groups() if group)
    tens = _TENS.get(written.casefold())
    year = 1900 + tens if tens else int(written) if len(written) == 4 else 1900 + int(written)
    opening, closing = CalendarDate(year=year), CalendarDate(year=year + 9)
    return (_figure(reading, *match.span(), opening, closing, Precision.DECADE),)


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], _Handler], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), handler) for pattern, handler in _sources())


def _sources() -> Iterator[tuple[str, _Handler]]:
    month, weekday = month_pattern(), weekday_pattern()
    named = rf"(?:{weekday},?\s+(?:le\s+)?)?"
    day1, day2 = rf"(?P<first>(?P<d1>[0-3]?\d){_NTH})", rf"{named}(?P<d2>[0-3]?\d){_NTH}"
    lone = r"(?<![\w.,/€$-])"
    of_year = rf"(?:[ ,.]*\s*(?:de |van |of )?(?P<y>{_YEAR}))"
    yield r"(?<![\d-])(?P<y>(?:19|20|21)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?![\d-])(?:T[\d:.Z+]+)?", _iso
    yield (
        r"(?<![\d./-])(?P<a>[0-3]?\d)(?P<sep>[/.-])(?P<b>[0-3]?\d)(?P=sep)(?P<y>(?:19|20)\d\d)(?![\d/-])",
        _numeric,
    )
    yield r"(?<![\d./-])(?P<a>[0-3]?\d)(?P<sep>[/])(?P<b>[0-3]?\d)(?P=sep)(?P<y>\d\d)(?![\d/.-])", _numeric
    yield (
        rf"{lone}(?P<first>(?P<d1>[0-3]?\d){_NTH}\s+(?:of\s+)?(?P<m1>{month}),?(?:\s+(?P<y1>{_YEAR}))?){_TO_OR_AND}"
        rf"{day2}\s+(?:of\s+)?(?P<m2>{month})(?:,?\s+(?P<y2>{_YEAR}))?",
        _day_span,
    )
    yield (
        rf"{lone}(?:\d\d?,\s?)?{day1}{_TO_OR_AND}{day2}\s+(?:of\s+)?(?P<m2>{month})(?:,?\s+(?P<y2>{_YEAR}))?",
        _day_span,
    )
    yield (
        rf"(?<!\w)(?P<m>{month})\s+(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?(?:{_TO}(?:(?P<m2>{month})\s+)?(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?)?"
        rf"(?!\d|[.,]\d)(?:,?\s+(?P<y>{_YEAR})|(?!\s*(?:%|€|\w)))",
        _month_day,
    )
    yield (
        rf"{lone}(?P<d>[0-3]?\d){_NTH}[\s-](?:d['’]|of\s+)?(?P<m>{month})(?:(?:,?\s+|-)(?P<y>{_YEAR}))?",
        _day_month,
    )
    yield (
        rf"(?<!\w)(?P<m1>{month})(?:\s+(?P<y1>{_YEAR}))?{_TO_OR_AND}(?P<m2>{month})\s+(?:de\s+)?(?P<y2>{_YEAR})",
        _months,
    )
    yield rf"(?<!\w)(?:(?:{_PART})(?:\s+|-)(?:de\s+|van\s+|d['’])?)?(?P<m>{month}){of_year}", _month_year
    ranks = "|".join(sorted(_RANK_OF, key=len, reverse=True))
    ordinal = rf"(?P<nth>{ranks})"
    year = rf"(?:\s*(?:van\s+het\s+jaar\s+|van\s+|de\s+l['’]année\s+|de\s+|of\s+|,\s*|-)?\s*(?P<y>{_YEAR}))"
    yield rf"(?<!\w)(?:[QTK](?P<q>[1-4])|{ordinal}\s+(?:kwartaal|trimestre|quarter)){year}?(?!\w)", _quarter
    yield rf"(?<!\w)(?P<y>{_YEAR})[\s-]?[QTK](?P<q>[1-4])(?!\w)", _quarter
    yield (
        rf"(?<!\w)(?P<q>[1-4])(?:e|er|ère|ème|de|ste|st|nd|rd|th)\s+(?:kwartaal|trimestre|quarter){year}?(?!\w)",
        _quarter,
    )
    yield rf"(?<!\w)[HS](?P<q>[12])\s+{year}(?!\w)", _half
    yield (
        rf"(?<!\w)(?:{ordinal}|(?P<q>[12])(?:e|er|ère|ème|de|ste|st|nd))\s+"
        rf"(?:(?:jaar)?helft|semestre|half|moitié|halfjaar)\s*{year}(?!\w)",
        _half,
    )
    yield (
        rf"(?<!\w)(?:(?:l['’]|de\s+|het\s+|the\s+)?(?P<s>{season_pattern()}))\s+(?:de\s+|van\s+|of\s+)?(?P<y>{_YEAR})",
        _season,
    )
    yield (
        r"(?<!\w)(?:(?:de\s+)?jaren|les\s+années|années|the)\s+(?:['’](\d0)|(\d0)|((?:19|20)\d0)|({tens}))s?(?![\w.,]\d|\w|\s*(?:%|€))|(?<!\w)((?:19|20)\d0)['’]?s(?!\w)",
        _decade,
    )
    yield (
        rf"(?<![\w.,/€$-])(?P<y1>{_YEAR})(?:{_TO_OR_AND})(?P<y2>(?:19|20|21)\d\d|(?<=/|-)\d\d)(?![\w/-]|[.,]\d|\s*(?:%|€))",
        _years,
    )
    yield (
        rf"(?<![\w.,/€$-])(?:{_PART})(?:\s+|-)(?:van\s+|de\s+)?(?:het\s+jaar\s+|l['’]année\s+|l['’]an\s+)?(?P<y>{_YEAR})(?!\w)",
        _part_year,
    )
    yield r"(?<![\d./-])(?P<m>0[1-9]|1[0-2])/(?P<y>20\d\d)(?![\d/])", _month_slash_year
    yield rf"(?<!\w)(?:(?:{_PART})(?:\s+|-))?(?P<m>{month})(?![\w-])(?!\s+\d)", _bare_month
