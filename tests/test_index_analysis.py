from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_doubles import WordEmbedder, add, document

from index.analysis import Number, analyse, overlap, read_words
from index.compounds import Compounds
from index.library import Library
from index.spelling import distance, nearest_words
from ingest.text.languages import SERVED, Language

DUTCH, FRENCH, ENGLISH = SERVED


def words(text: str, language: Language) -> list[str]:
    return [
        found.value if isinstance(found, Number) else found.folded for found in read_words(text, language)
    ]


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("De huizen en het huis", DUTCH, ("nl:huis", "nl:huis")),
        ("les entreprises de l’entreprise", FRENCH, ("fr:entrepris", "fr:entrepris")),
        ("companies and the company", ENGLISH, ("en:compani", "en:compani")),
        ("qu'une université, d’Université", FRENCH, ("fr:universit", "fr:universit")),
        ("the minister's visits", ENGLISH, ("en:minist", "en:visit")),
        ("Bestuur", Language.OTHER, ("und:bestuur",)),
    ],
)
def test_words_become_stems_of_their_language(text: str, language: Language, terms: tuple[str, ...]) -> None:
    assert analyse(text, language) == terms


def test_missing_accents_meet_the_same_stems() -> None:
    accented, bare = "les régions créées à l’étranger", "les regions creees a l'etranger"
    assert analyse(accented, FRENCH) == analyse(bare, FRENCH)


def test_a_hyphenated_word_is_its_parts_and_the_whole() -> None:
    assert words("kennis-economie", DUTCH) == ["kennis", "economie", "kenniseconomie"]


@pytest.mark.parametrize(
    ("written", "language", "value"),
    [
        ("8.027.000", DUTCH, "8027000"),
        ("8 027 000", FRENCH, "8027000"),
        ("8\u202f027\u202f000", FRENCH, "8027000"),
        ("8,027,000", ENGLISH, "8027000"),
        ("7,5", DUTCH, "7.5"),
        ("7.5", ENGLISH, "7.5"),
        ("7.50", FRENCH, "7.5"),
        ("1.234", DUTCH, "1234"),
        ("1,234", FRENCH, "1.234"),
        ("1,234", ENGLISH, "1234"),
        ("1.234", ENGLISH, "1.234"),
        ("1.234,56", DUTCH, "1234.56"),
        ("1,234.56", ENGLISH, "1234.56"),
        ("2020", DUTCH, "2020"),
        ("007", DUTCH, "7"),
        ("0", DUTCH, "0"),
        ("0,05", DUTCH, "0.05"),
        ("3,00", DUTCH, "3"),
    ],
)
def test_numbers_are_written_one_way(written: str, language: Language, value: str) -> None:
    assert words(f"In {written} x", language)[1] == value


def test_years_beside_each_other_stay_two_numbers() -> None:
    assert words("2019 2020", DUTCH) == ["2019", "2020"]
    assert words("H2020 en 5G", DUTCH) == ["h2020", "en", "5g"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Rijsel", DUTCH), ("Lille", FRENCH)),
        (("Groningen", DUTCH), ("Groningue", FRENCH)),
        (("Parijs", DUTCH), ("Paris", FRENCH)),
        (("Vlaanderen", DUTCH), ("Flandre", FRENCH)),
        (("Vlaanderen", DUTCH), ("Flanders", ENGLISH)),
        (("Nederland", DUTCH), ("les Pays-Bas", FRENCH)),
        (("Nederland", DUTCH), ("the Netherlands", ENGLISH)),
        (("de Verenigde Staten", DUTCH), ("les États-Unis", FRENCH)),
        (("Ile de France", DUTCH), ("Île-de-France", FRENCH)),
    ],
)
def test_a_name_is_one_term_in_every_language(one: tuple[str, Language], other: tuple[str, Language]) -> None:
    names = [{term for term in analyse(*written) if term.startswith("@")} for written in (one, other)]
    assert names[0] == names[1]
    assert len(names[0]) == 1


@given(st.text(max_size=200), st.sampled_from([*SERVED, Language.OTHER]))
def test_terms_never_hold_white_space_and_places_are_right(text: str, language: Language) -> None:
    assert all(term and not any(sign.isspace() for sign in term) for term in analyse(text, language))
    for found in read_words(text, language):
        assert 0 <= found.start < found.end <= len(text)


def test_overlap_is_the_share_of_terms() -> None:
    assert overlap("Hoeveel huizen in Rijsel?", DUTCH, "Het huis staat in Rijsel.", DUTCH) == 1.0
    assert overlap("Hoeveel huizen in Rijsel?", DUTCH, "Les maisons de Lille", FRENCH) >= 0.5
    assert overlap("de huizen en de schepen", DUTCH, "een huis", DUTCH) == 0.5
    assert overlap("en de het", DUTCH, "iets anders", DUTCH) == 1.0
    assert overlap("in 2019", DUTCH, "en 2020", FRENCH) == 0.0


@pytest.fixture
def connection(tmp_path: Path) -> sqlite3.Connection:
    library = Library.create(tmp_path / "library", WordEmbedder())
    text = (
        "De waterstof voor het station. Stations en waterstofstations. Een waterstofauto. "
        "De werkloosheid en het cijfer; werkloosheidscijfers. De heer Dussutour. De regering onder hem."
    )
    add(library, document("a.txt", text, language=DUTCH))
    return library.database.connection


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("waterstofstations", ("waterstof", "stations")),
        ("waterstofstation", ("waterstof", "station")),
        ("werkloosheidscijfers", ("werkloosheid", "cijfers")),
        ("waterstof", ("waterstof",)),
        ("regering", ("regering",)),
        ("zonnebloem", ("zonnebloem",)),
    ],
)
def test_dutch_compounds_part_where_both_parts_are_words(
    connection: sqlite3.Connection, word: str, parts: tuple[str, ...]
) -> None:
    assert Compounds(connection).split(word) == parts


def test_compounds_are_found_by_their_parts(connection: sqlite3.Connection) -> None:
    compounds = Compounds(connection)
    assert compounds.having("waterstof") == ("waterstofauto", "waterstofstations")
    assert compounds.having("station") == ("waterstofstations",)
    assert compounds.having("stations") == ("waterstofstations",)
    assert compounds.having("cijfer") == ("werkloosheidscijfers",)
    assert compounds.having("heer") == ()
    assert compounds.having("loos") == ()


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("", "", 0), ("a", "", 1), ("dussutour", "dusutour", 1), ("paris", "pairs", 1), ("kat", "hond", 4)],
)
def test_distance_counts_slips(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == distance(other, one) == slips


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_distance_is_bounded_and_nothing_only_for_equals(one: str, other: str) -> None:
    found = distance(one, other)
    assert abs(len(one) - len(other)) <= found <= max(len(one), len(other))
    assert (found == 0) == (one == other)


def test_misspelt_words_meet_the_nearest(connection: sqlite3.Connection) -> None:
    assert nearest_words(connection, "dusutour") == (("nl", "dussutour"),)
    assert nearest_words(connection, "watersotf") == (("nl", "waterstof"),)
    assert nearest_words(connection, "heer") == ()
    assert nearest_words(connection, "zonnebloem") == ()
