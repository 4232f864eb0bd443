"""Figures are read as values in each language's notation, and what only looks like one is not."""

from datetime import date
from decimal import Decimal

from ingest.text.figures import FigureKind, read_figures, same_value
from ingest.text.languages import Language


def test_amounts_are_one_value_in_three_notations() -> None:
    dutch = read_figures("€ 1,5 miljard", Language.DUTCH)[0]
    french = read_figures("1,5 milliard d'euros", Language.FRENCH)[0]
    english = read_figures("EUR 1.5 billion", Language.ENGLISH)[0]
    assert dutch.kind is FigureKind.AMOUNT
    assert dutch.value == Decimal("1500000000")
    assert same_value(dutch, french)
    assert same_value(french, english)


def test_a_date_without_a_year_takes_it_from_the_anchor() -> None:
    text = "Van maandagavond 22 tot en met donderdagnamiddag 25 april was ik in Frankrijk."
    figure = read_figures(text, Language.DUTCH, anchor=date(2024, 5, 3))[0]
    full = read_figures("22-25 April 2024", Language.ENGLISH)[0]
    assert figure.period == (date(2024, 4, 22), date(2024, 4, 25))
    assert figure.year_inferred
    assert same_value(figure, full)
    assert not same_value(read_figures(text, Language.DUTCH)[0], full)
