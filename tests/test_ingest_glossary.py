"""The glossary explains the words of one language in those of another."""

from __future__ import annotations

import pytest

from ingest.text.glossary import gloss, is_term, terms, terms_in, translations
from ingest.text.languages import SERVED, Language

NL, FR, EN = Language.DUTCH, Language.FRENCH, Language.ENGLISH


def found(text: str, language: Language) -> list[tuple[str, str]]:
    return [(mention.form, mention.term.id) for mention in terms_in(text, language)]


def test_the_glossary_is_sound() -> None:
    assert len(terms()) >= 1200
    assert len({term.id for term in terms()}) == len(terms())
    for term in terms():
        for language in SERVED:
            assert term.forms(language), term.id
            assert all(form and "(" not in form for form in term.forms(language)), term.id
    assert terms()[0].forms(Language.OTHER) == ()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("De omzet van 12 leden", NL, [("omzet", "turnover"), ("leden", "member")]),
        (
            "le chiffre d’affaires des entreprises",
            FR,
            [("chiffre d’affaires", "turnover"), ("entreprises", "company")],
        ),
        ("unemployment rates fell", EN, [("unemployment rates", "unemployment rate")]),
        ("secrétaires d'État", FR, [("secrétaires d'État", "state secretary")]),
        (
            "an SME in AI",
            EN,
            [("SME", "small and medium-sized enterprise"), ("AI", "artificial intelligence")],
        ),
        ("ia en sme", NL, []),
        ("They may meet in May", EN, [("meet", "meet"), ("May", "May")]),
        ("akkoord over de pers", NL, [("akkoord", "agreement"), ("pers", "press")]),
        ("les politiques publiques", FR, [("politiques", "policy"), ("publiques", "public")]),
    ],
)
def test_terms_are_found_in_any_inflection(
    text: str, language: Language, expected: list[tuple[str, str]]
) -> None:
    assert found(text, language) == expected
    for mention in terms_in(text, language):
        assert text[mention.start : mention.end] == mention.form


def test_dutch_compounds_fall_into_their_parts() -> None:
    assert found("haventerreinen", NL) == [("haven", "port"), ("terreinen", "site")]
    assert found("laadpaleninfrastructuur", NL)[-1] == ("infrastructuur", "infrastructure")
    assert found("versnelling en opmerking", NL) == []
    assert all(mention.is_part for mention in terms_in("haventerreinen", NL))


def test_translations_cover_every_sense() -> None:
    assert "chiffre d'affaires" in translations("omzet", NL, FR)
    assert "werkloosheidsgraad" in translations("taux de chômage", FR, NL)
    assert set(translations("president", EN, NL)) >= {"president"}
    assert "voorzitter" in translations("présidente", FR, NL)
    assert translations("Dussutour", FR, NL) == ()
    assert translations("", FR, NL) == ()


def test_gloss_explains_what_a_reader_cannot_guess() -> None:
    quote = "La Seconde Chambre des Pays-Bas a octroyé des subventions à l’usine d’IA ; le projet crée des emplois."
    assert gloss(quote, FR, EN) == (
        ("octroyé", "grant"),
        ("subventions", "grant"),
        ("usine d’IA", "AI factory"),
        ("crée", "create"),
    )
    assert len(gloss(quote, FR, NL, limit=2)) == 2
    assert gloss(quote, FR, FR) == ()
    assert gloss("Het cluster", NL, EN) == ()


def test_single_words() -> None:
    assert is_term("bedrijven", NL)
    assert not is_term("Rijsel", NL)
    assert not is_term("Toekomstpactje", Language.OTHER)


def test_a_french_participle_is_no_noun_of_its_stem() -> None:
    pairs = gloss("une convention portant sur les ports", Language.FRENCH, Language.DUTCH)
    assert ("ports", "haven") in pairs
    assert all(word != "portant" for word, _ in pairs)


@pytest.mark.parametrize(
    ("word", "language", "other", "meaning"),
    [
        ("signé", FR, NL, "ondertekend"),
        ("uitgesteld", NL, EN, "postpone"),
        ("annulée", FR, NL, "geannuleerd"),
        ("exceeded", EN, FR, "dépasser"),
        ("loyer", FR, EN, "rent"),
        ("wachttijden", NL, FR, "temps d'attente"),
        ("préavis", FR, NL, "opzegtermijn"),
        ("péniches", FR, NL, "binnenschip"),
        ("turnout", EN, NL, "opkomst"),
        ("salle blanche", FR, EN, "clean room"),
        ("visited", EN, NL, "bezocht"),
    ],
)
def test_the_words_of_questions_reach_the_other_languages(
    word: str, language: Language, other: Language, meaning: str
) -> None:
    assert meaning in translations(word, language, other)


@pytest.mark.parametrize(
    ("text", "language"),
    [("nederlanders", NL), ("geruststellen", NL), ("onderscheiden", NL), ("competitie", NL), ("sur", FR)],
)
def test_a_word_that_ends_or_sounds_like_a_term_is_none(text: str, language: Language) -> None:
    assert terms_in(text, language) == ()


def test_no_word_stands_twice_in_a_row() -> None:
    for term in terms():
        for language in SERVED:
            forms = term.forms(language)
            assert len(set(forms)) == len(forms), (term.id, forms)
