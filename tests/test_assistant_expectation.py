from __future__ import annotations

import pytest

from assistant.expectation import Expected, expect
from ingest.text.languages import Language

NL, FR, EN = Language.DUTCH, Language.FRENCH, Language.ENGLISH


@pytest.mark.parametrize(
    ("language", "question", "kind"),
    [
        (NL, "Hoeveel bedrijven gingen mee naar Luik?", Expected.COUNT),
        (FR, "Combien d'entreprises sont allées à Liège ?", Expected.COUNT),
        (EN, "How many companies went to Liège?", Expected.COUNT),
        (NL, "Hoeveel geld trok Vlaanderen uit?", Expected.AMOUNT),
        (NL, "Hoeveel investeerde de haven in walstroom?", Expected.AMOUNT),
        (NL, "Wat is de omzet van de sector?", Expected.AMOUNT),
        (FR, "À combien s'élève le budget du programme ?", Expected.AMOUNT),
        (FR, "Quel est le chiffre d'affaires du secteur ?", Expected.AMOUNT),
        (EN, "What is the budget of the programme?", Expected.AMOUNT),
        (NL, "Hoeveel procent van de export gaat naar Spanje?", Expected.PERCENTAGE),
        (FR, "Quel est le taux de chômage en Bretagne ?", Expected.PERCENTAGE),
        (EN, "What share of exports goes to Spain?", Expected.PERCENTAGE),
        (NL, "Hoe groot is de oppervlakte van de haven?", Expected.MEASURE),
        (FR, "Quelle est la superficie du parc ?", Expected.MEASURE),
        (NL, "Wanneer werd het akkoord getekend?", Expected.DATE),
        (FR, "À quelle date l'accord a-t-il été signé ?", Expected.DATE),
        (EN, "In what year was the agreement signed?", Expected.DATE),
        (NL, "Hoe lang loopt het programma?", Expected.DURATION),
        (FR, "Combien de temps dure le programme ?", Expected.DURATION),
        (EN, "How many years does the programme run?", Expected.DURATION),
        (NL, "Wie leidde de delegatie?", Expected.PERSON),
        (FR, "Quels secrétaires d'État étaient présents ?", Expected.PERSON),
        (EN, "Which state secretaries were there?", Expected.PERSON),
        (NL, "Waar ligt het testcentrum?", Expected.PLACE),
        (FR, "Quelles villes ont été visitées ?", Expected.PLACE),
        (EN, "Which cities were visited?", Expected.PLACE),
        (EN, "With which organisation was an agreement signed?", Expected.ORGANISATION),
        (NL, "Waarom is het plan uitgesteld?", Expected.REASON),
        (FR, "Comment les partenaires travaillent-ils ensemble ?", Expected.OPEN),
        (EN, "What should a visitor keep in mind?", Expected.OPEN),
        (NL, "Vat het verslag over Groningen samen", Expected.SUMMARY),
        (FR, "Résumez le rapport sur Anvers", Expected.SUMMARY),
        (EN, "What is the report on Duisburg about?", Expected.SUMMARY),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question(
    language: Language, question: str, kind: Expected
) -> None:
    assert expect(question, language).kind is kind


@pytest.mark.parametrize(
    ("language", "question", "label"),
    [
        (NL, "Hoeveel Nederlandse bedrijven gingen mee?", "Nederlandse bedrijven"),
        (FR, "Combien de bus à hydrogène circulent à Metz ?", "bus à hydrogène"),
        (EN, "How many public charging points were there in 2022?", "public charging points"),
        (FR, "Combien l'Europe a-t-elle donné ?", None),
        (NL, "Hoeveel trekken Luik en Leipzig samen uit?", None),
    ],
)
def test_the_counted_noun_phrase_labels_the_answer(
    language: Language, question: str, label: str | None
) -> None:
    assert expect(question, language).label == label


@pytest.mark.parametrize(
    ("language", "question", "several"),
    [
        (NL, "Welke havens werden bezocht?", True),
        (FR, "Quels ports ont été visités ?", True),
        (EN, "Which ports were visited?", True),
        (NL, "Welke haven werd bezocht?", False),
        (FR, "Quel port a été visité ?", False),
    ],
)
def test_a_plural_asks_for_several_things(language: Language, question: str, several: bool) -> None:
    assert expect(question, language).several is several


@pytest.mark.parametrize(
    ("language", "question", "every"),
    [
        (NL, "Welke akkoorden zijn er gesloten met Frankrijk?", True),
        (FR, "Quels accords ont été signés ?", True),
        (EN, "List all commitments", True),
        (EN, "How many of all the firms came back?", False),
        (NL, "Welke steden deed de missie aan?", False),
    ],
)
def test_all_of_something_is_told_from_several(language: Language, question: str, every: bool) -> None:
    assert expect(question, language).every is every
