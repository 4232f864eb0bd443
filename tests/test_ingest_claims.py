"""A claim passes if its quotes carry it, and fails if they carry something else."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.text.claims import FailureKind, Quoted, check_claim
from ingest.text.languages import Language

NL, FR, EN = Language.DUTCH, Language.FRENCH, Language.ENGLISH

VISIT_NL = Quoted(
    text="Minister Joke Verdonck bezocht op 12 maart 2024 in Rijsel 23 Vlaamse bedrijven, met een omzet van "
    "€ 1,5 miljard. De export naar Frankrijk steeg met 7,5%.",
    language=NL,
)
TREATY_NL = Quoted(
    text="Frankrijk heeft het akkoord niet ondertekend, maar Duitsland wel. Meer dan 200 leden stemden voor.",
    language=NL,
)
VISIT_FR = Quoted(
    text="La ministre Joke Verdonck a visité le 12 mars 2024 à Lille 23 entreprises flamandes, dont le chiffre "
    "d’affaires atteint 1,5 milliard d’euros. Les exportations vers la France ont augmenté de 7,5 %.",
    language=FR,
)
TREATY_FR = Quoted(
    text="La France n’a pas signé l’accord, mais l’Allemagne l’a signé. Plus de 200 membres ont voté pour.",
    language=FR,
)
VISIT_EN = Quoted(
    text="Minister Joke Verdonck visited 23 Flemish companies in Lille on 12 March 2024, with a turnover of "
    "€1.5 billion. Exports to France rose by 7.5%.",
    language=EN,
)
TREATY_EN = Quoted(
    text="France did not sign the agreement, but Germany signed it. More than 200 members voted in favour.",
    language=EN,
)

FAITHFUL = {
    NL: (
        "Joke Verdonck bezocht Rijsel op 12 maart 2024.",
        "Het ging om 23 bedrijven uit Vlaanderen.",
        "De omzet bedraagt 1,5 miljard euro.",
        "De export naar Frankrijk is met 7,5 % gestegen.",
        "In maart 2024 was zij in Rijsel.",
    ),
    FR: (
        "Joke Verdonck a visité Lille le 12 mars 2024.",
        "Il s’agit de 23 entreprises flamandes.",
        "Le chiffre d’affaires est de 1,5 milliard d’euros.",
        "Les exportations vers la France ont progressé de 7,5 %.",
        "En 2024, elle était à Lille.",
    ),
    EN: (
        "Joke Verdonck visited Lille on 12 March 2024.",
        "There were 23 companies from Flanders.",
        "Their turnover is EUR 1.5 billion.",
        "Exports to France increased by 7.5%.",
        "She was there in March 2024.",
    ),
}
TREATY_FAITHFUL = {
    NL: (
        "Frankrijk heeft het akkoord niet getekend.",
        "Duitsland ondertekende het akkoord.",
        "Meer dan 200 leden stemden.",
    ),
    FR: (
        "La France n'a pas signé l'accord.",
        "L'Allemagne a signé l'accord.",
        "Plus de 200 membres ont voté.",
    ),
    EN: (
        "France has not signed the agreement.",
        "Germany signed the agreement.",
        "More than 200 members voted.",
    ),
}
ALTERED = {
    NL: (
        ("Joke Verdonck bezocht Rijsel op 13 maart 2024.", FailureKind.DATE),
        ("Joke Verdonck bezocht Rijsel op 12 maart 2023.", FailureKind.DATE),
        ("Joke Verdonck bezocht Luik op 12 maart 2024.", FailureKind.NAME),
        ("Joke Verdonckt bezocht Rijsel.", FailureKind.NAME),
        ("Joost Verdonck bezocht Rijsel.", FailureKind.NAME),
        ("Vermeulen bezocht Rijsel.", FailureKind.NAME),
        ("Het ging om 32 bedrijven.", FailureKind.FIGURE),
        ("Het ging om 23 Waalse bedrijven.", FailureKind.NAME),
        ("Het ging om geen 23 bedrijven.", FailureKind.NEGATION),
        ("De omzet bedraagt 15 miljard euro.", FailureKind.FIGURE),
        ("De omzet bedraagt 1.5 miljoen euro.", FailureKind.FIGURE),
        ("De omzet bedraagt 1,5 miljard dollar.", FailureKind.UNIT),
        ("De export naar Frankrijk daalde met 7,5%.", FailureKind.DIRECTION),
        ("De import uit Frankrijk steeg met 7,5%.", FailureKind.DIRECTION),
        ("De export steeg met 7,5 procentpunt.", FailureKind.UNIT),
        ("De export steeg met -7,5%.", FailureKind.FIGURE),
        ("De export naar Duitsland steeg met 7,5%.", FailureKind.NAME),
        ("Zij bezocht meer dan 23 bedrijven.", FailureKind.DIRECTION),
        ("Zij bezocht drie bedrijven.", FailureKind.FIGURE),
        ("Zij bezocht Rijsel niet.", FailureKind.NEGATION),
    ),
    FR: (
        ("Joke Verdonck a visité Lille le 13 mars 2024.", FailureKind.DATE),
        ("Joke Verdonck a visité Lille le 12 mai 2024.", FailureKind.DATE),
        ("Joke Verdonck a visité Liège le 12 mars 2024.", FailureKind.NAME),
        ("Joke Verdonc a visité Lille.", FailureKind.NAME),
        ("Vermeulen a visité Lille.", FailureKind.NAME),
        ("Il s’agit de 32 entreprises.", FailureKind.FIGURE),
        ("Il s’agit de 23 entreprises wallonnes.", FailureKind.NAME),
        ("Le chiffre d’affaires est de 1,6 milliard d’euros.", FailureKind.FIGURE),
        ("Le chiffre d’affaires est de 1,5 million d’euros.", FailureKind.FIGURE),
        ("Le chiffre d’affaires est de 1,5 milliard de dollars.", FailureKind.UNIT),
        ("Les exportations vers la France ont baissé de 7,5 %.", FailureKind.DIRECTION),
        ("Les importations de France ont augmenté de 7,5 %.", FailureKind.DIRECTION),
        ("Les exportations vers la France n’ont pas augmenté de 7,5 %.", FailureKind.NEGATION),
        ("Les exportations ont augmenté de 75 %.", FailureKind.FIGURE),
        ("Elle a visité moins de 23 entreprises.", FailureKind.DIRECTION),
        ("Elle n’a visité aucune entreprise.", FailureKind.NEGATION),
    ),
    EN: (
        ("Joke Verdonck visited Lille on 13 March 2024.", FailureKind.DATE),
        ("Joke Verdonck visited Lille on 12 May 2024.", FailureKind.DATE),
        ("Joke Verdonck visited Brussels on 12 March 2024.", FailureKind.NAME),
        ("Jake Verdonck visited Lille.", FailureKind.NAME),
        ("Vermeulen visited Lille.", FailureKind.NAME),
        ("There were 32 companies.", FailureKind.FIGURE),
        ("There were 23 Walloon companies.", FailureKind.NAME),
        ("Their turnover is EUR 1.6 billion.", FailureKind.FIGURE),
        ("Their turnover is EUR 1.5 million.", FailureKind.FIGURE),
        ("Their turnover is USD 1.5 billion.", FailureKind.UNIT),
        ("Exports to France fell by 7.5%.", FailureKind.DIRECTION),
        ("Imports from France rose by 7.5%.", FailureKind.DIRECTION),
        ("Exports to France did not rise by 7.5%.", FailureKind.NEGATION),
        ("Exports to Germany rose by 7.5%.", FailureKind.NAME),
        ("She visited at least 23 companies.", FailureKind.DIRECTION),
        ("She visited Lille without 23 companies.", FailureKind.NEGATION),
    ),
}
TREATY_ALTERED = {
    NL: (
        ("Frankrijk heeft het akkoord ondertekend.", FailureKind.NEGATION),
        ("Duitsland heeft het akkoord niet ondertekend.", FailureKind.NEGATION),
        ("Minder dan 200 leden stemden.", FailureKind.DIRECTION),
        ("Geen leden stemden voor.", FailureKind.NEGATION),
    ),
    FR: (
        ("La France a signé l’accord.", FailureKind.NEGATION),
        ("L’Allemagne n’a pas signé l’accord.", FailureKind.NEGATION),
        ("Moins de 200 membres ont voté.", FailureKind.DIRECTION),
        ("Aucun membre n’a voté pour.", FailureKind.NEGATION),
    ),
    EN: (
        ("France signed the agreement.", FailureKind.NEGATION),
        ("Germany did not sign the agreement.", FailureKind.NEGATION),
        ("Fewer than 200 members voted.", FailureKind.DIRECTION),
        ("No members voted in favour.", FailureKind.NEGATION),
    ),
}
VISITS = {NL: VISIT_NL, FR: VISIT_FR, EN: VISIT_EN}
TREATIES = {NL: TREATY_NL, FR: TREATY_FR, EN: TREATY_EN}


@pytest.mark.parametrize("quoted_in", [NL, FR, EN])
@pytest.mark.parametrize("language", [NL, FR, EN])
def test_faithful_claims_pass_in_every_pair_of_languages(language: Language, quoted_in: Language) -> None:
    for claim in FAITHFUL[language]:
        assert check_claim(claim, language, [VISITS[quoted_in]]) == (), claim
    for claim in TREATY_FAITHFUL[language]:
        assert check_claim(claim, language, [TREATIES[quoted_in]]) == (), claim


@pytest.mark.parametrize("quoted_in", [NL, FR, EN])
@pytest.mark.parametrize("language", [NL, FR, EN])
def test_altered_claims_fail_in_every_pair_of_languages(language: Language, quoted_in: Language) -> None:
    for cases, quotes in ((ALTERED, VISITS), (TREATY_ALTERED, TREATIES)):
        for claim, kind in cases[language]:
            failures = check_claim(claim, language, [quotes[quoted_in]])
            assert kind in {failure.kind for failure in failures}, (claim, failures)
            for failure in failures:
                assert claim[failure.start : failure.end] == failure.text


def test_a_failure_names_the_offending_words() -> None:
    (failure,) = check_claim("De export steeg met 8,5%.", NL, [VISIT_NL])
    assert (failure.kind, failure.text) == (FailureKind.FIGURE, "8,5%")
    (failure,) = check_claim("Exports to France fell by 7.5%.", EN, [VISIT_FR])
    assert (failure.kind, failure.text) == (FailureKind.DIRECTION, "fell")


def test_nothing_quoted_carries_nothing() -> None:
    kinds = [failure.kind for failure in check_claim("In Rijsel waren 23 bedrijven.", NL, [])]
    assert kinds == [FailureKind.NAME, FailureKind.FIGURE]


def test_two_quotes_may_carry_one_claim() -> None:
    claim = "Duitsland ondertekende het akkoord en 23 bedrijven kregen bezoek."
    assert check_claim(claim, NL, [TREATY_NL, VISIT_FR]) == ()


def test_the_context_gives_names_and_years_but_no_directions() -> None:
    quote = Quoted(text="22-25 april: 361 deelnemers", language=NL, context="Missie naar Lyon, 2024")
    assert check_claim("Er waren 361 deelnemers in Lyon van 22 tot 25 april 2024.", NL, [quote]) == ()
    failures = check_claim("Er waren 361 deelnemers van 22 tot 25 april 2023.", NL, [quote])
    assert [failure.kind for failure in failures] == [FailureKind.DATE]
    rise = Quoted(text="Export: 12%", language=NL, context="Stijging van de handel")
    assert [failure.kind for failure in check_claim("De export daalde met 12%.", NL, [rise])] == [
        FailureKind.DIRECTION
    ]


def test_relative_dates_are_read_from_the_report() -> None:
    quote = Quoted(text="L’usine sera prête dans deux ans.", language=FR, anchor=date(2025, 10, 13))
    assert check_claim("De fabriek is over twee jaar klaar.", NL, [quote]) == ()
    assert check_claim("De fabriek is over drie jaar klaar.", NL, [quote]) != ()


def test_a_range_may_be_written_as_its_ends() -> None:
    quote = Quoted(text="The mission ran from 25 January 2021 to 28 January 2021.", language=EN)
    assert check_claim("De missie liep van 25 tot 28 januari 2021.", NL, [quote]) == ()
    assert check_claim("De missie liep van 25 tot 29 januari 2021.", NL, [quote]) != ()


def test_names_compare_by_entry_and_institutions_hold_their_places() -> None:
    quote = Quoted(
        text="La Seconde Chambre et le gouvernement flamand saluent les subventions européennes.", language=FR
    )
    assert (
        check_claim(
            "De Tweede Kamer en de Vlaamse regering zijn blij met EU-subsidies voor Vlaanderen.", NL, [quote]
        )
        == ()
    )
    failures = check_claim("De Eerste Kamer is blij.", NL, [quote])
    assert [(failure.kind, failure.text) for failure in failures] == [(FailureKind.NAME, "Eerste Kamer")]


def test_an_idiom_is_no_negation() -> None:
    quote = Quoted(text="Niet alleen Lyon, ook Parijs werd bezocht.", language=NL)
    assert check_claim("Lyon en Parijs werden bezocht.", NL, [quote]) == ()
    assert check_claim("Lyon et Paris ont été visitées.", FR, [quote]) == ()


def test_a_number_sign_is_no_negation() -> None:
    quote = Quoted(text="Regulation No 1907/90 applies.", language=EN)
    assert check_claim("Regulation No. 1907/90 applies.", EN, [quote]) == ()
    assert check_claim("Le règlement n° 1907/90 s’applique.", FR, [quote]) == ()


def test_vocabulary_in_capitals_is_no_name() -> None:
    quote = Quoted(text="De lidstaten keuren het verdrag van Amsterdam goed.", language=NL)
    assert check_claim("The Member States approve the Treaty of Amsterdam.", EN, [quote]) == ()


def test_a_refusal_is_a_negation_in_other_words() -> None:
    quote = Quoted(text="La France a refusé de signer l’accord.", language=FR)
    assert check_claim("Frankrijk heeft het akkoord niet ondertekend.", NL, [quote]) == ()


SWAP = Quoted(
    text="De export naar Duitsland bedroeg 44% in 2017 en die naar Frankrijk 4% in 2014. Tesla toonde de Model 3.",
    language=NL,
)


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("De export naar Frankrijk bedroeg 44% in 2017 en die naar Duitsland 4% in 2014.", FailureKind.NAME),
        (
            "De export naar Duitsland bedroeg 4% in 2017 en die naar Frankrijk 44% in 2014.",
            FailureKind.DATE,
        ),
        (
            "De export naar Duitsland bedroeg 44% in 2014 en die naar Frankrijk 4% in 2017.",
            FailureKind.FIGURE,
        ),
        ("Tesla toonde de Model 9.", FailureKind.FIGURE),
    ],
)
def test_names_and_figures_may_not_change_places(claim: str, kind: FailureKind) -> None:
    assert kind in {failure.kind for failure in check_claim(claim, NL, [SWAP])}


def test_one_more_negation_beside_another_is_seen() -> None:
    quote = Quoted(text="Het laden kan niet overal en is lang een probleem.", language=NL)
    assert check_claim(quote.text, NL, [quote]) == ()
    (failure,) = check_claim("Het laden kan niet overal en is lang geen probleem.", NL, [quote])
    assert (failure.kind, failure.text) == (FailureKind.NEGATION, "geen")
    (failure,) = check_claim("Het laden kan overal en is lang een probleem.", NL, [quote])
    assert failure.kind is FailureKind.NEGATION
