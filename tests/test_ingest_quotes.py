"""A quote is in its text to the letter, or it is not in it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.quotes import DifferenceKind, differences, is_verbatim, locate

NL = (
    "De export van Noord-Brabant steeg met 3,2% naar € 1.234,56 miljoen.\n"
    "Drie bedrijven hebben het akkoord niet ondertekend, maar wel gesteund. De uitstoot wijzigde met -3,2 %."
)
FR = (
    "L’accord n’a pas été signé à Lille. La région compte 2\u202f161\u202f000 emplois "
    "et 500 millions d’euros de budget.\n"
    "Le « Toekomstpact » : une hausse de 12,5\u00a0% depuis 2019–2020."
)
EN = (
    "The ﬁrst mission in\u00adcluded 15.2 million visitors – not 1,250 as planned. "
    "It wasn’t “a failure” for the United States… Turnover rose by 7.5% without Germany."
)


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("steeg met 3,2% naar € 1.234,56 miljoen", NL, "steeg met 3,2% naar € 1.234,56 miljoen"),
        ("naar €\u00a01.234,56 miljoen.  Drie\nbedrijven", NL, "naar € 1.234,56 miljoen.\nDrie bedrijven"),
        ("Noord‑Brabant".replace("‑", "\u2011"), NL, "Noord-Brabant"),
        ("met \u22123,2%", NL, "met -3,2 %"),
        ("L'accord n'a pas été signé", FR, "L’accord n’a pas été signé"),
        ("accord n'a pas été signé", FR, "accord n’a pas été signé"),
        ("2 161 000 emplois", FR, "2\u202f161\u202f000 emplois"),
        ('Le "Toekomstpact": une hausse', FR, "Le « Toekomstpact » : une hausse"),
        ("12,5 % depuis 2019-2020", FR, "12,5\u00a0% depuis 2019–2020"),
        ("e\u0301te\u0301 signe\u0301", "Il a été signé.", "été signé"),
        ("first mission included 15.2 million", EN, "ﬁrst mission in\u00adcluded 15.2 million"),
        ("It wasn't 'a failure'", EN, "It wasn’t “a failure”"),
        ("United States...", EN, "United States…"),
    ],
)
def test_typography_does_not_matter(quote: str, text: str, found: str) -> None:
    place = locate(quote, text)
    assert place is not None
    assert text[slice(*place)] == found
    assert is_verbatim(quote, text, *place)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        # a changed digit, a swapped separator, a dropped sign, another unit
        ("naar € 1.934,56 miljoen", NL),
        ("naar € 1,234.56 miljoen", NL),
        ("naar € 1.234,56 miljard", NL),
        ("wijzigde met 3,2 %", NL),
        ("wijzigde met +3,2 %", NL),
        ("2.161.000 emplois", FR),
        ("2 161 001 emplois", FR),
        ("500 milliards d'euros", FR),
        ("une hausse de 12.5 %", FR),
        ("15,2 million visitors", EN),
        ("not 1.250 as planned", EN),
        ("rose by 7.5 km", EN),
        # a flipped, dropped or added word; a case or name of its own
        ("De export van Noord-Brabant daalde met 3,2%", NL),
        ("Geen bedrijven hebben het akkoord", NL),
        ("het akkoord ondertekend", NL),
        ("de export van Noord-Brabant", NL),
        ("une baisse de 12,5 %", FR),
        ("L'accord a été signé à Lille", FR),
        ("n'a pas été signé à Lyon", FR),
        ("Turnover fell by 7.5%", EN),
        ("with Germany", EN),
        ("It was 'a failure'", EN),
        # two places in one quote
        ("De export van Noord-Brabant steeg met -3,2 %", NL),
        ("L'accord n'a pas été signé depuis 2019-2020", FR),
        ("15.2 million visitors without Germany", EN),
        # an end inside a word, a number, a scale or next to the negation
        ("port van Noord-Brabant", NL),
        ("Noord", NL),
        ("1.234", NL),
        ("1.234,56", NL),
        ("234,56 miljoen", NL),
        ("ondertekend, maar wel gesteund", NL),
        ("161 000 emplois", FR),
        ("compte 2 161", FR),
        ("et 500", FR),
        ("a pas été signé", FR),
        ("depuis 2019", FR),
        ("5.2 million", EN),
        ("It was", EN),
        ("n't a failure", EN),
        ("Germany", EN),
        # nothing to compare
        ("", NL),
        ("…", EN),
    ],
)
def test_everything_else_does(quote: str, text: str) -> None:
    assert locate(quote, text) is None


def test_a_later_whole_place_counts() -> None:
    text = "In 15,2 miljoen gevallen; daarna 5,2 miljoen gevallen."
    assert locate("5,2 miljoen", text) == (33, 44)
    assert is_verbatim("5,2 miljoen", text, 33, 44)
    assert not is_verbatim("5,2 miljoen", text, 4, 15)


def test_is_verbatim_holds_to_the_place() -> None:
    start = NL.index("Drie")
    assert is_verbatim("Drie bedrijven", NL, start, start + 14)
    assert is_verbatim("Drie bedrijven", NL, start, start + 15)
    assert not is_verbatim("Drie bedrijven", NL, start, start + 13)
    assert not is_verbatim("Drie bedrijven", NL, 0, 14)
    assert not is_verbatim("Drie bedrijven", NL, -1, 14)


def test_a_line_of_its_own_is_whole_whatever_stands_around_it() -> None:
    text = "Zonder\nLyon\nNiet bezocht"
    assert locate("Lyon", text) == (7, 11)


@given(st.integers(0, 40), st.integers(1, 40))
def test_every_run_of_whole_sentences_is_found_where_it_stands(first: int, count: int) -> None:
    sentences = [
        f"Bedrijf {number} uit Lyon groeide met {number},5% – in «\u00a02020\u00a0»." for number in range(45)
    ]
    text = " ".join(sentences)
    quote = " ".join(sentences[first : first + count])
    place = locate(quote.replace("–", "-").replace("«\u00a0", '"').replace("\u00a0»", '"'), text)
    assert place is not None
    assert text[slice(*place)] == quote


@given(st.data())
def test_no_changed_digit_passes(data: st.DataObject) -> None:
    number = data.draw(st.from_regex(r"[1-9]\d{0,2}(\.\d{3}){0,2}(,\d{1,2})?", fullmatch=True))
    place = data.draw(st.sampled_from([i for i, character in enumerate(number) if character.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    changed = number[:place] + digit + number[place + 1 :]
    text = f"De regio telt {number} banen."
    assert locate(f"telt {number} banen", text) is not None
    assert locate(f"telt {changed} banen", text) is None


def test_a_long_page_is_quick() -> None:
    page = (NL + FR + EN) * 110
    assert len(page) > 50_000
    start = time.perf_counter()
    assert locate("staat er niet in", page) is None
    assert time.perf_counter() - start < 0.2


@pytest.mark.parametrize(
    ("quote", "text", "expected"),
    [
        ("van Noord-Brabant steeg met 3,9% naar", NL, [(DifferenceKind.FIGURE, "3,9%", "3,2%")]),
        ("bedrijven hebben het akkoord ondertekend", NL, [(DifferenceKind.NEGATION, "", "niet")]),
        ("van Noord-Brabant daalde met 3,2%", NL, [(DifferenceKind.WORD, "daalde", "steeg")]),
        ("n'a pas été signé à Lyon.", FR, [(DifferenceKind.NAME, "Lyon", "Lille")]),
        ("Turnover rose by 7.5% with Germany", EN, [(DifferenceKind.NEGATION, "with", "without")]),
    ],
)
def test_differences_name_what_differs(
    quote: str, text: str, expected: list[tuple[DifferenceKind, str, str]]
) -> None:
    nearest = differences(quote, text)
    assert nearest is not None
    assert [(found.kind, found.quoted, found.found) for found in nearest.differences] == expected
    for found in nearest.differences:
        assert text[found.start : found.end] == found.found.replace("'", "’") or not found.found
    assert nearest.similarity > 0.7


def test_differences_without_a_common_word() -> None:
    assert differences("volledig anders", "Rien en commun ici.") is None
    assert differences("x", "") is None
