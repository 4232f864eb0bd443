"""Dates of a month or longer: `januari 2021`, `Q3 2023`, `l'été 2022`, `eind 2019`, `2019-2023`."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.text.figures.calendar_names import month_number, month_pattern, season_number, season_pattern
from ingest.text.figures.figure import CalendarDate, Figure, Precision
from ingest.text.figures.pattern import Pattern
from ingest.text.figures.placing import (
    PART,
    TO_OR_AND,
    YEAR,
    Reading,
    Rules,
    calendar_figure,
    inferred,
    is_and,
    is_between,
    is_led,
    part_of,
    place,
)
from ingest.text.languages import Language

# Behind these a month without day or year is a date.
_MONTH_BEFORE = Pattern(
    r"\b(?:in|en|sinds|since|depuis|vanaf|tot|until|by|tegen|during|from|of|maand|mois\s+de|mois\s+d['’]|month\s+of|"
    r"dès|fin|début|eind|begin|half|medio|mi-?|mid-?|late|early)[\s-]*$",
    re.IGNORECASE,
)
_RANKS = (
    ("eerste", "premier", "première", "first"),
    ("tweede", "deuxième", "second", "seconde"),
    ("derde", "troisième", "third"),
    ("vierde", "quatrième", "fourth"),
)
_RANK_OF = {word: rank for rank, words in enumerate(_RANKS, start=1) for word in words}
_DECADES = (
    ("twintig", "vingt", "twenties"),
    ("dertig", "trente", "thirties"),
    ("veertig", "quarante", "forties"),
    ("vijftig", "cinquante", "fifties"),
    ("zestig", "soixante", "sixties"),
    ("zeventig", "soixante-dix", "septante", "seventies"),
    ("tachtig", "quatre-vingt", "quatre-vingts", "eighties"),
    ("negentig", "quatre-vingt-dix", "nonante", "nineties"),
)
_TENS = {word: 10 * row for row, words in enumerate(_DECADES, start=2) for word in words}


def period_rules() -> Rules:
    """Yield the patterns of periods with what reads each, the most telling first."""
    month = month_pattern()
    part = rf"(?:{PART})"
    yield (
        rf"(?<!\w)(?P<m1>{month})(?:\s+(?P<y1>{YEAR}))?{TO_OR_AND}(?P<m2>{month})\s+(?:de\s+)?(?P<y2>{YEAR})",
        _months,
    )
    yield (
        rf"(?<!\w)(?:{part}(?:\s+|-)(?:de\s+|van\s+|d['’])?)?(?P<m>{month})[ ,.]*\s*(?:de |van |of )?(?P<y>{YEAR})",
        _month_of_year,
    )
    yield from _slice_rules()
    yield (
        rf"(?<!\w)(?:l['’]|de\s+|het\s+|the\s+)?(?P<s>{season_pattern()})\s+(?:de\s+|van\s+|of\s+)?(?P<y>{YEAR})",
        _season,
    )
    tens = "|".join(sorted(_TENS, key=len, reverse=True))
    english = "|".join(word for word in _TENS if word.endswith("ties"))
    yield (
        rf"(?<!\w)(?:(?:de\s+)?jaren|(?:les\s+)?années)\s+(?:['’]?(\d0)|((?:19|20)\d0)|({tens}))"
        r"(?![\w.,]\d|\w|\s*(?:%|€))"
        rf"|(?<!\w)(?:the\s+)?(?:((?:19|20)\d0)['’]?s|(?<=the )['’]?(\d0)s|({english}))(?!\w)",
        _decade,
    )
    yield (
        rf"(?<![\w.,/€$-])(?P<y1>{YEAR}){TO_OR_AND}(?P<y2>(?:19|20|21)\d\d|(?<=/|-)\d\d)(?![\w/-]|[.,]\d|\s*(?:%|€))",
        _years,
    )
    yield (
        rf"(?<![\w.,/€$-]){part}(?:\s+|-)(?:van\s+|de\s+)?(?:het\s+jaar\s+|l['’]année\s+|l['’]an\s+)?(?P<y>{YEAR})(?!\w)",
        _part_of_year,
    )
    yield r"(?<![\d./-])(?P<m>0[1-9]|1[0-2])/(?P<y>20\d\d)(?![\d/])", _month_slash_year
    yield rf"(?<!\w)(?:{part}(?:\s+|-))?(?P<m>{month})(?![\w-])(?!\s+\d)", _bare_month


def _slice_rules() -> Rules:
    """Yield the patterns of quarters and half years."""
    ordinal = rf"(?P<nth>{'|'.join(sorted(_RANK_OF, key=len, reverse=True))})"
    suffix = r"(?:e|er|ère|ème|de|ste|st|nd|rd|th)"
    quarter = r"(?:kwartaal|trimestre|quarter)"
    year = (
        r"(?:\s*(?:van\s+het\s+jaar\s+|van\s+|de\s+l['’]année\s+|de\s+|of\s+|,\s*|-)?\s*"
        rf"(?P<y>{YEAR}))"
    )
    yield rf"(?<!\w)(?:[QTK](?P<q>[1-4])|{ordinal}\s+{quarter}){year}?(?!\w)", _quarter
    yield rf"(?<!\w)(?P<y>{YEAR})[\s-]?[QTK](?P<q>[1-4])(?!\w)", _quarter
    yield rf"(?<!\w)(?P<q>[1-4]){suffix}\s+{quarter}{year}?(?!\w)", _quarter
    yield rf"(?<!\w)[HS](?P<q>[12])\s+{year}(?!\w)", _half
    yield (
        rf"(?<!\w)(?:{ordinal}|(?P<q>[12]){suffix})\s+(?:(?:jaar)?helft|semestre|half|moitié|halfjaar)\s*{year}(?!\w)",
        _half,
    )


def _single(reading: Reading, match: re.Match[str], when: CalendarDate, precision: Precision) -> Figure:
    return replace(calendar_figure(reading, match.span(), when, when, precision), part=part_of(match))


def _months(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    """Read `maart-juni 2021`, `januari 2020 tot juni 2021`."""
    if is_and(match) and not is_between(reading.text, match.start()):
        return ()
    closing = CalendarDate(year=int(match.group("y2")), month=month_number(match.group("m2")))
    year = int(match.group("y1")) if match.group("y1") else closing.year
    opening = CalendarDate(year=year, month=month_number(match.group("m1")))
    return (calendar_figure(reading, match.span(), opening, closing, Precision.MONTH),)


def _month_of_year(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    when = CalendarDate(year=int(match.group("y")), month=month_number(match.group("m")))
    return (_single(reading, match, when, Precision.MONTH),)


def _month_slash_year(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    when = CalendarDate(year=int(match.group("y")), month=int(match.group("m")))
    return (_single(reading, match, when, Precision.MONTH),)


def _part_of_year(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    return (_single(reading, match, CalendarDate(year=int(match.group("y"))), Precision.YEAR),)


def _years(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    """Read `2019-2023`, `2019/20`, `2020 tot en met 2023`."""
    first, written = int(match.group("y1")), match.group("y2")
    last = int(written) if len(written) == 4 else first - first % 100 + int(written)
    if not first < last <= first + 100 or first < 1900 or last > 2150:
        return ()
    if is_and(match) and not is_between(reading.text, match.start()):
        return ()
    opening, closing = CalendarDate(year=first), CalendarDate(year=last)
    return (calendar_figure(reading, match.span(), opening, closing, Precision.YEAR),)


def _bare_month(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    """Read a month without day or year where the words beside it make it a date."""
    written = match.group("m").rstrip(".")
    start, end = match.start(), match.end("m") - match.group("m").endswith(".")
    is_english = reading.language in (Language.ENGLISH, Language.OTHER)
    if len(written) < 3 or (is_english and not written[0].isupper()):
        return ()
    placed_by = _MONTH_BEFORE.search(reading.text[max(0, start - 14) : start]) or part_of(match)
    if placed_by is None and not is_led(reading.text, (start, end)):
        return ()
    placed = place(reading, (start, end), month_number(written), None)
    when = CalendarDate(year=placed.year, month=month_number(written))
    figure = calendar_figure(reading, (placed.start, placed.end), when, when, Precision.MONTH)
    return (inferred(replace(figure, part=part_of(match)), None),)


def _quarter(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    return _slice(match, reading, 3, Precision.QUARTER)


def _half(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    return _slice(match, reading, 6, Precision.HALF)


def _slice(match: re.Match[str], reading: Reading, months: int, precision: Precision) -> tuple[Figure, ...]:
    groups = match.groupdict()
    number = int(groups["q"]) if groups.get("q") else _RANK_OF[groups["nth"].casefold()]
    if number * months > 12:
        return ()
    opening = CalendarDate(year=None, month=(number - 1) * months + 1)
    closing = CalendarDate(year=None, month=number * months)
    start, end = match.span()
    year = int(groups["y"]) if groups["y"] else None
    if year is None:
        placed = place(reading, (start, end), closing.month or 12, None)
        year, start, end = placed.year, placed.start, placed.end
    figure = calendar_figure(
        reading, (start, end), replace(opening, year=year), replace(closing, year=year), precision
    )
    return (inferred(figure, groups["y"]),)


def _season(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    """Read a season by the meteorologists' months; winter starts in December of its year."""
    number = season_number(match.group("s"))
    if number is None:
        return ()
    year = int(match.group("y"))
    opening = CalendarDate(year=year, month=number * 3)
    closing = CalendarDate(year=year + (number == 4), month=(number * 3 + 1) % 12 + 1)
    return (calendar_figure(reading, match.span(), opening, closing, Precision.SEASON),)


def _decade(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    written = next(group for group in match.groups() if group)
    tens = _TENS.get(written.casefold())
    year = 1900 + (tens if tens is not None else int(written)) if tens or len(written) == 2 else int(written)
    opening, closing = CalendarDate(year=year), CalendarDate(year=year + 9)
    return (calendar_figure(reading, match.span(), opening, closing, Precision.DECADE),)
