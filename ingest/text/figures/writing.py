"""Writing a figure in a language's own notation."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from ingest.text.figures.calendar_writing import write_calendar
from ingest.text.figures.figure import CALENDAR_KINDS, Comparison, Figure, FigureKind
from ingest.text.languages import Language

_NBSP = "\u00a0"
_DUTCH, _FRENCH, _ENGLISH = Language.DUTCH, Language.FRENCH, Language.ENGLISH
_TO = {_DUTCH: " tot ", _FRENCH: " à ", _ENGLISH: " to "}
# Singular and plural of the words for 10^6, 10^9 and 10^12.
_MAGNITUDES = {
    _DUTCH: {6: ("miljoen",) * 2, 9: ("miljard",) * 2, 12: ("biljoen",) * 2},
    _FRENCH: {6: ("million", "millions"), 9: ("milliard", "milliards"), 12: ("billion", "billions")},
    _ENGLISH: {6: ("million",) * 2, 9: ("billion",) * 2, 12: ("trillion",) * 2},
}
_FRENCH_CURRENCIES = {
    "EUR": "d'euros",
    "USD": "de dollars",
    "GBP": "de livres sterling",
    "CHF": "de francs suisses",
    "JPY": "de yens",
}
_QUALIFIERS = {
    _DUTCH: ("ongeveer", "bijna", "meer dan", "minder dan", "minstens", "maximaal"),
    _FRENCH: ("environ", "presque", "plus de", "moins de", "au moins", "jusqu'à"),
    _ENGLISH: ("about", "almost", "more than", "less than", "at least", "up to"),
}
_POINTS = {
    _DUTCH: ("procentpunt",) * 2,
    _FRENCH: ("point de pourcentage", "points de pourcentage"),
    _ENGLISH: ("percentage point", "percentage points"),
}
_PER = {
    "year": ("per jaar", "par an", "per year"),
    "quarter": ("per kwartaal", "par trimestre", "per quarter"),
    "month": ("per maand", "par mois", "per month"),
    "week": ("per week", "par semaine", "per week"),
    "day": ("per dag", "par jour", "per day"),
    "hour": ("per uur", "par heure", "per hour"),
    "minute": ("per minuut", "par minute", "per minute"),
    "second": ("per seconde", "par seconde", "per second"),
    "person": ("per persoon", "par personne", "per person"),
}
# Units that CLDR names in some of the three only, or not as reports do ("metrische ton").
_OWN_WORDS = {
    "working_day": {
        _DUTCH: ("werkdag", "werkdagen"),
        _FRENCH: ("jour ouvrable", "jours ouvrables"),
        _ENGLISH: ("working day", "working days"),
    },
    "century": {
        _DUTCH: ("eeuw", "eeuwen"),
        _FRENCH: ("siècle", "siècles"),
        _ENGLISH: ("century", "centuries"),
    },
    "t": {_DUTCH: ("ton", "ton"), _FRENCH: ("tonne", "tonnes"), _ENGLISH: ("tonne", "tonnes")},
}
_SIGNS = {"km2": "km²", "m2": "m²", "cm2": "cm²", "m3": "m³", "degree": "°"}
# Units that are words in running text; CLDR has their plural forms.
_CLDR_WORDS = {
    "ha": "area-hectare",
    "l": "volume-liter",
    "mile": "length-mile",
    "nautical_mile": "length-nautical-mile",
    "barrel": "volume-barrel",
}
_AHEAD = {_DUTCH: "over {}", _FRENCH: "dans {}", _ENGLISH: "in {}"}
_BACK = {_DUTCH: "{} geleden", _FRENCH: "il y a {}", _ENGLISH: "{} ago"}
_HALVES = {_DUTCH: "de helft", _FRENCH: "la moitié", _ENGLISH: "one half"}
_DENOMINATORS = {
    _DUTCH: {3: "derde", 4: "kwart", 5: "vijfde", 6: "zesde", 8: "achtste", 10: "tiende"},
    _FRENCH: {3: "tiers", 4: "quart", 5: "cinquième", 6: "sixième", 8: "huitième", 10: "dixième"},
    _ENGLISH: {3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 8: "eighth", 10: "tenth"},
}
_ONES = {_DUTCH: "een", _FRENCH: "un", _ENGLISH: "a"}


def write_figure(figure: Figure, language: Language, *, qualified: bool = True) -> str:
    """Return `figure` in the notation of `language`, which must be a served one.

    The precision and the magnitude word of the source stay (`12,0 miljoen` becomes `12.0
    million`); a year worked out from an anchor is written. With `qualified` the words "about",
    "more than" and the like go before it. Read in the same language and qualified, the result is
    one figure of the same value.

    Raises:
        KeyError: `language` is `Language.OTHER`.
    """
    if figure.kind is FigureKind.IDENTIFIER:
        return figure.text
    if figure.kind in CALENDAR_KINDS:
        return write_calendar(figure, language)
    return _qualifier(figure, language) * qualified + _writers()[figure.kind](figure, language)


@functools.cache
def _writers() -> Mapping[FigureKind, Callable[[Figure, Language], str]]:
    return {
        FigureKind.NUMBER: _plain,
        FigureKind.AMOUNT: _amount,
        FigureKind.PERCENTAGE: _percentage,
        FigureKind.FRACTION: _fraction,
        FigureKind.ORDINAL: _ordinal,
        FigureKind.MEASURE: _measure,
        FigureKind.DURATION: _duration,
        FigureKind.TIME: _time,
    }


def _qualifier(figure: Figure, language: Language) -> str:
    about, almost, more, less, at_least, up_to = _QUALIFIERS[language]
    if figure.comparison is None:
        return f"{about} " if figure.approximate else ""
    if figure.comparison is Comparison.LESS_THAN and figure.approximate:
        return f"{almost} "
    words = {
        Comparison.MORE_THAN: more,
        Comparison.LESS_THAN: less,
        Comparison.AT_LEAST: at_least,
        Comparison.UP_TO: up_to,
    }
    return f"{words[figure.comparison]} "


def _digits(value: Decimal, language: Language) -> str:
    """Return `value` with its own number of decimals and the group sign of `language`."""
    from babel.numbers import format_decimal

    exponent = value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    if decimals == 3 and value == value.to_integral_value():
        # "12.000" would be read as twelve thousand.
        decimals = 0
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=str(language)))


def _numbers(figure: Figure, language: Language) -> tuple[str, Decimal, str]:
    """Return the digits ("25 tot 40"), the number that decides singular or plural, and the magnitude word."""
    words = _MAGNITUDES[language].get(figure.magnitude)
    shift = -figure.magnitude if words else 0
    low = _value(figure).scaleb(shift)
    written, last = _digits(low, language), low
    if figure.upper is not None:
        last = figure.upper.scaleb(shift)
        written += _TO[language] + _digits(last, language)
    word = "" if words is None else words[_is_plural(last, language)]
    return written, last, word


def _value(figure: Figure) -> Decimal:
    return Decimal(0) if figure.value is None else figure.value


def _is_plural(value: Decimal, language: Language) -> bool:
    """Tell whether a noun behind `value` is plural; French counts from two."""
    return abs(value) >= 2 if language is _FRENCH else value != 1


def _spaced(*pieces: str) -> str:
    return _NBSP.join(piece for piece in pieces if piece)


def _plain(figure: Figure, language: Language) -> str:
    written, _, word = _numbers(figure, language)
    return _spaced(written, word)


def _amount(figure: Figure, language: Language) -> str:
    written, _, word = _numbers(figure, language)
    code = figure.unit or "EUR"
    if language is _FRENCH:
        if word:
            currency = _FRENCH_CURRENCIES.get(code, code)
            return _spaced(written, word) + f" {currency}" + _per(figure, language)
        return _spaced(written, _symbol(code, language)) + _per(figure, language)
    symbol = _symbol(code, language)
    gap = _NBSP if language is _DUTCH or symbol[-1].isalpha() else ""
    sign = "-" if language is _ENGLISH and written.startswith("-") else ""
    return sign + symbol + gap + _spaced(written.removeprefix(sign), word) + _per(figure, language)


def _symbol(code: str, language: Language) -> str:
    from babel.numbers import get_currency_symbol

    return str(get_currency_symbol(code, locale=str(language)))


def _percentage(figure: Figure, language: Language) -> str:
    # "miljoen procent" is written nowhere: the digits stand in full.
    written, last, _ = _numbers(replace(figure, magnitude=0), language)
    if figure.unit == "pp":
        return _spaced(written, _POINTS[language][_is_plural(last, language)])
    gap = "\u202f" if language is _FRENCH else ""
    return f"{written}{gap}{figure.unit}" + _per(figure, language)


def _measure(figure: Figure, language: Language) -> str:
    written, last, word = _numbers(figure, language)
    name = figure.unit or ""
    unit = _SIGNS.get(name, name)
    if name in _OWN_WORDS or name in _CLDR_WORDS:
        unit = _unit_word(name, last, language)
        unit = _of(unit, word, language) + unit
    return _spaced(written, word, unit) + _per(figure, language)


def _unit_word(name: str, count: Decimal, language: Language) -> str:
    """Return the word for the unit `name` that goes with `count`, from CLDR where it has one."""
    if name in _OWN_WORDS:
        return _OWN_WORDS[name][language][_is_plural(count, language)]
    from babel.units import format_unit

    cldr = _CLDR_WORDS.get(name, f"duration-{name}")
    # Where Dutch has one form for both lengths (dagen, uur), CLDR keeps it under "short" and
    # Babel 2.18 does not fall back to it: it writes the identifier instead.
    forms = (str(format_unit(abs(count), cldr, length, locale=str(language))) for length in ("long", "short"))
    written = next(form for form in forms if cldr not in form)
    return written.lstrip("0123456789.,' \u00a0\u202f")


def _duration(figure: Figure, language: Language) -> str:
    written, last, word = _numbers(figure, language)
    unit = _unit_word(figure.unit or "day", last, language)
    whole = _spaced(written, word, _of(unit, word, language) + unit) + _per(figure, language)
    if figure.offset:
        return (_AHEAD if figure.offset > 0 else _BACK)[language].format(whole)
    return whole


def _of(unit: str, magnitude: str, language: Language) -> str:
    """Return what French puts between "million" and a noun."""
    if not magnitude or language is not _FRENCH:
        return ""
    return "d'" if unit[0] in "aeéhou" else "de "


def _per(figure: Figure, language: Language) -> str:
    if figure.per is None:
        return ""
    if figure.per in _PER:
        row = (_DUTCH, _FRENCH, _ENGLISH).index(language)
        return f" {_PER[figure.per][row]}"
    return f"/{_SIGNS.get(figure.per, figure.per)}"


def _fraction(figure: Figure, language: Language) -> str:
    value = _value(figure)
    if value == Decimal("0.5"):
        return _HALVES[language]
    for below, word in _DENOMINATORS[language].items():
        for above in range(1, below):
            if Decimal(above) / Decimal(below) == value:
                return _spoken_fraction(above, word, language)
    return _digits(value, language)


def _spoken_fraction(above: int, word: str, language: Language) -> str:
    if above == 1:
        return f"{_ONES[language]} {word}"
    if language is _DUTCH and (above, word) == (3, "kwart"):
        return "driekwart"
    plural = "" if language is _DUTCH or word.endswith("s") else "s"
    from num2words import num2words

    return f"{num2words(above, lang=str(language))} {word}{plural}"


def _ordinal(figure: Figure, language: Language) -> str:
    number = int(_value(figure))
    if language is _FRENCH:
        return "1er" if number == 1 else f"{number}e"
    if language is _DUTCH:
        return f"{number}e"
    from num2words import num2words

    return str(num2words(number, lang="en", to="ordinal_num"))


def _time(figure: Figure, language: Language) -> str:
    hour, minute = divmod(int(_value(figure)), 60)
    if language is _DUTCH:
        return f"{hour}.{minute:02d} uur"
    return f"{hour}h{minute:02d}" if language is _FRENCH else f"{hour:02d}:{minute:02d}"
