"""Figures in running text: context, what is compared, and what reading them costs."""

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

from ingest.text.figures import (
    Figure,
    FigureKind,
    read_figures,
    same_value,
    supports,
    write_figure,
)
from ingest.text.languages import Language

DUTCH, FRENCH, ENGLISH = Language.DUTCH, Language.FRENCH, Language.ENGLISH


def _one(text: str, language: Language, anchor: date | None = None) -> Figure:
    figures = read_figures(text, language, anchor=anchor)
    assert len(figures) == 1, figures
    return figures[0]


def test_amounts_are_one_value_in_three_notations() -> None:
    dutch = _one("€ 1,5 miljard", DUTCH)
    assert dutch.kind is FigureKind.AMOUNT
    assert dutch.value == Decimal("1500000000")
    assert same_value(dutch, _one("1,5 milliard d'euros", FRENCH))
    assert same_value(dutch, _one("EUR 1.5 billion", ENGLISH))
    assert not same_value(dutch, _one("USD 1.5 billion", ENGLISH))


def test_a_date_without_a_year_takes_it_from_the_anchor() -> None:
    text = "Van maandagavond 22 tot en met donderdagnamiddag 25 april waren wij in Rijsel."
    figure = _one(text, DUTCH, date(2024, 5, 3))
    full = _one("22-25 April 2024", ENGLISH)
    assert figure.period == (date(2024, 4, 22), date(2024, 4, 25))
    assert figure.year_inferred
    assert same_value(figure, full)
    assert not same_value(_one(text, DUTCH), full)
    assert same_value(_one(text, DUTCH), _one("22-25 April", ENGLISH))


def test_a_weekday_decides_between_the_years_beside_the_anchor() -> None:
    assert _one("maandag 22 april", DUTCH, date(2025, 1, 10)).period == (date(2024, 4, 22), date(2024, 4, 22))


def test_a_relative_duration_is_also_a_place_in_the_calendar() -> None:
    figure = _one("opérationnel dans deux ans", FRENCH, date(2025, 10, 13))
    assert (figure.value, figure.unit, figure.offset) == (2, "year", 2)
    assert figure.period == (date(2027, 1, 1), date(2027, 12, 31))
    assert same_value(figure, _one("in 2027", ENGLISH))
    assert not same_value(figure, _one("two years ago", ENGLISH))
    assert write_figure(figure, DUTCH) == "over 2\u00a0jaar"


@pytest.mark.parametrize(
    ("text", "language", "noun"),
    [
        ("185 deelnemers uit Nederland", DUTCH, "deelnemers"),
        ("momenteel 18 Nederlandse partijen", DUTCH, "partijen"),
        ("1200 waterstof voertuigen", DUTCH, "voertuigen"),
        ("twintig van de stations", DUTCH, "stations"),
        ("environ 500 nouveaux emplois dans la région", FRENCH, "emplois"),
        ("56 Dutch companies took part", ENGLISH, "companies"),
        ("185\nFrance", ENGLISH, None),
        ("200 \nleden", DUTCH, "leden"),
        ("€ 5 miljoen subsidie", DUTCH, None),
    ],
)
def test_the_noun_behind_is_what_is_counted(text: str, language: Language, noun: str | None) -> None:
    assert _one(text, language).noun == noun


def test_a_table_is_read_row_by_row() -> None:
    rows = "Nederland 185\nBelgië 4\nTotaal 1036 5181\nOppervlakte (2019) 69.711 km²"
    figures = read_figures(rows, DUTCH)
    assert [figure.text for figure in figures] == ["185", "4", "1036", "5181", "2019", "69.711 km²"]


def test_numbers_side_by_side_in_a_row_are_two() -> None:
    assert [figure.value for figure in read_figures("Total 185 167\n", ENGLISH)] == [185, 167]
    assert [figure.value for figure in read_figures("Total 185 000\n", ENGLISH)] == [185000]


def test_a_change_keeps_both_its_ends() -> None:
    figures = read_figures("verhoogd van 40% tot 75%", DUTCH)
    assert [figure.value for figure in figures] == [40, 75]


def test_days_named_together_are_a_period_only_where_they_follow_each_other() -> None:
    assert _one("op 4, 5 en 6 november 2020", DUTCH).period == (date(2020, 11, 4), date(2020, 11, 6))
    days = read_figures("les 8, 15 et 29 avril 2024", FRENCH)
    assert [figure.period for figure in days] == [(date(2024, 4, day),) * 2 for day in (8, 15, 29)]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("18 maanden", "anderhalf jaar", DUTCH),
        ("500 kW", "0,5 MW", DUTCH),
        ("50%", "de helft van de leden", DUTCH),
        ("10 000 m²", "1 ha", FRENCH),
        ("article 13", "Article 13", FRENCH),
    ],
)
def test_exact_conversions_are_the_same(one: str, other: str, language: Language) -> None:
    assert same_value(_one(one, language), _one(other, language))


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("2%", "2 procentpunt", DUTCH),
        ("€ 50 per maand", "€ 50 per jaar", DUTCH),
        ("meer dan 50 leden", "minder dan 50 leden", DUTCH),
        ("eind 2019", "begin 2019", DUTCH),
        ("eind 2019", "in 2019", DUTCH),
        ("22-25 april 2024", "22-26 april 2024", DUTCH),
        ("un tiers", "33 %", FRENCH),
        ("5 km", "5 km²", FRENCH),
        ("3 ans", "3 mois", FRENCH),
        ("page 13", "article 13", FRENCH),
        ("n° 910/2014", "n° 910/2015", FRENCH),
        ("-4%", "4%", ENGLISH),
    ],
)
def test_what_says_something_else_is_not_the_same(one: str, other: str, language: Language) -> None:
    assert not same_value(_one(one, language), _one(other, language))


@pytest.mark.parametrize("text", ["0-2 januari 2000", "30-31 februari 2024", "2024-02-30", "0 mei 2020"])
def test_a_day_that_the_calendar_lacks_is_no_date_of_it(text: str) -> None:
    assert not any(figure.precision == "day" and figure.is_range for figure in read_figures(text, DUTCH))
    assert not any(figure.first is not None and figure.first.day == 0 for figure in read_figures(text, DUTCH))


def test_a_claim_may_say_less_than_the_quote_but_not_more() -> None:
    day, year = _one("23 maart 2024", DUTCH), _one("in 2024", DUTCH)
    assert supports(day, year)
    assert not supports(year, day)
    assert supports(_one("€ 20 miljard per jaar", DUTCH), _one("20 milliards d'euros", FRENCH))
    assert not supports(_one("20 milliards d'euros", FRENCH), _one("€ 20 miljard per jaar", DUTCH))
    assert not supports(day, _one("in 2023", DUTCH))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("€ 1,5 miljard", ("€ 1,5 miljard", "1,5 milliard d'euros", "€1.5 billion")),
        ("8.027.000", ("8.027.000", "8 027 000", "8,027,000")),
        ("12,0 miljoen", ("12,0 miljoen", "12,0 millions", "12.0 million")),
        ("23 maart 2024", ("23 maart 2024", "23 mars 2024", "23 March 2024")),
        ("22-25 april 2024", ("22-25 april 2024", "du 22 au 25 avril 2024", "22-25 April 2024")),
        ("twee jaar", ("2 jaar", "2 ans", "2 years")),
        ("ruim 220", ("meer dan 220", "plus de 220", "more than 220")),
        ("een derde van de leden", ("een derde", "un tiers", "a third")),
        ("eind 2019", ("eind 2019", "fin 2019", "end of 2019")),
        ("7,5%", ("7,5%", "7,5 %", "7.5%")),
        ("20 ton", ("20 ton", "20 tonnes", "20 tonnes")),
    ],
)
def test_each_language_has_its_notation(text: str, written: tuple[str, str, str]) -> None:
    figure = _one(text, DUTCH)
    spoken = tuple(write_figure(figure, language) for language in (DUTCH, FRENCH, ENGLISH))
    assert tuple(form.replace("\u00a0", " ").replace("\u202f", " ") for form in spoken) == written


def test_french_groups_with_a_narrow_no_break_space() -> None:
    assert write_figure(_one("8.027.000", DUTCH), FRENCH) == "8\u202f027\u202f000"


def test_importing_does_not_load_what_reading_needs() -> None:
    check = "import sys, ingest.text.figures; print({'babel', 'num2words', 'dateparser'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"
