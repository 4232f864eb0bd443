"""Writing dates, periods and years in a language's own notation."""

from __future__ import annotations

from ingest.text.figures.figure import CalendarDate, Figure, FigureKind, Part, Precision
from ingest.text.languages import Language

_DUTCH, _FRENCH, _ENGLISH = Language.DUTCH, Language.FRENCH, Language.ENGLISH
_PARTS = {
    _DUTCH: {Part.BEGIN: "begin ", Part.MIDDLE: "medio ", Part.END: "eind "},
    _FRENCH: {Part.BEGIN: "début ", Part.MIDDLE: "mi-", Part.END: "fin "},
    _ENGLISH: {Part.BEGIN: "beginning of ", Part.MIDDLE: "mid-", Part.END: "end of "},
}
_QUARTER = {_DUTCH: "{}e kwartaal van {}", _FRENCH: "{}e trimestre {}", _ENGLISH: "Q{} {}"}
_HALVES = {
    _DUTCH: ("eerste helft van {}", "tweede helft van {}"),
    _FRENCH: ("premier semestre {}", "deuxième semestre {}"),
    _ENGLISH: ("first half of {}", "second half of {}"),
}
_SEASONS = {
    _DUTCH: ("lente", "zomer", "herfst", "winter"),
    _FRENCH: ("printemps", "été", "automne", "hiver"),
    _ENGLISH: ("spring", "summer", "autumn", "winter"),
}
_DECADE = {_DUTCH: "jaren {}", _FRENCH: "années {}", _ENGLISH: "{}s"}
_TO = {_DUTCH: " tot ", _FRENCH: " à ", _ENGLISH: " to "}
_RELATIVE = {
    ("year", -1): ("vorig jaar", "l'année dernière", "last year"),
    ("year", 0): ("dit jaar", "cette année", "this year"),
    ("year", 1): ("volgend jaar", "l'année prochaine", "next year"),
    ("month", -1): ("vorige maand", "le mois dernier", "last month"),
    ("month", 0): ("deze maand", "ce mois-ci", "this month"),
    ("month", 1): ("volgende maand", "le mois prochain", "next month"),
}


def write_calendar(figure: Figure, language: Language) -> str:
    """Return the date, period or year of `figure` in words of `language`."""
    first, last = figure.first, figure.last
    if first is None or last is None:
        row = (_DUTCH, _FRENCH, _ENGLISH).index(language)
        return _RELATIVE[(figure.unit or "year", figure.offset or 0)][row]
    if figure.kind is FigureKind.DATE_RANGE:
        return _span(first, last, figure.precision, language)
    if figure.precision in (Precision.QUARTER, Precision.HALF, Precision.SEASON, Precision.DECADE):
        return _whole(figure, first, language)
    part = _PARTS[language][figure.part] if figure.part else ""
    return part + _single(first, language)


def _single(when: CalendarDate, language: Language) -> str:
    return " ".join(filter(None, (_day(when, language), _month(when, language), _year(when))))


def _day(when: CalendarDate, language: Language) -> str:
    if when.day is None:
        return ""
    return "1er" if language is _FRENCH and when.day == 1 else str(when.day)


def _month(when: CalendarDate, language: Language) -> str:
    if when.month is None:
        return ""
    from babel.dates import get_month_names

    return str(get_month_names("wide", locale=str(language))[when.month])


def _year(when: CalendarDate) -> str:
    return "" if when.year is None else str(when.year)


def _span(first: CalendarDate, last: CalendarDate, precision: Precision | None, language: Language) -> str:
    if precision is Precision.YEAR:
        return f"{first.year}-{last.year}"
    same_year = first.year == last.year
    opening = CalendarDate(year=None, month=first.month, day=first.day) if same_year else first
    if precision is Precision.MONTH:
        joint = "-" if same_year else _TO[language]
        return _single(opening, language) + joint + _single(last, language)
    same_month = same_year and first.month == last.month
    start = _day(first, language) if same_month else _single(opening, language)
    if language is _FRENCH:
        return f"du {start} au {_single(last, language)}"
    return start + ("-" if same_month else _TO[language]) + _single(last, language)


def _whole(figure: Figure, first: CalendarDate, language: Language) -> str:
    year = _year(first)
    month = first.month or 1
    if figure.precision is Precision.QUARTER:
        number = (month - 1) // 3 + 1
        written = _QUARTER[language].format(number, year)
        return written.replace("1e t", "1er t").removesuffix(" van ").strip()
    if figure.precision is Precision.HALF:
        return _HALVES[language][0 if month == 1 else 1].format(year).strip()
    if figure.precision is Precision.SEASON:
        return f"{_SEASONS[language][month // 3 - 1]} {year}".strip()
    return _DECADE[language].format(year)
