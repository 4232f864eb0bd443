from __future__ import annotations

from datetime import date

import pytest

from assistant.comparison import compared
from assistant.compound import split
from assistant.conversation import stand_alone
from assistant.narrowing import narrow
from assistant.question import read_question
from index.passages import Filters
from ingest.text.languages import Language


@pytest.mark.parametrize(
    ("before", "follow_up", "standalone"),
    [
        (
            "Hoeveel bedrijven uit Nederland namen deel?",
            "En uit Frankrijk?",
            "Hoeveel bedrijven uit Frankrijk namen deel?",
        ),
        (
            "Combien de visiteurs le salon a-t-il comptés en 2019 ?",
            "Et en 2021 ?",
            "Combien de visiteurs le salon a-t-il comptés en 2021 ?",
        ),
        (
            "What is the budget of the city of Ghent?",
            "What about Rotterdam?",
            "What is the budget of the city of Rotterdam?",
        ),
    ],
)
def test_a_follow_up_that_swaps_a_name_or_year_asks_the_same_again(
    before: str, follow_up: str, standalone: str
) -> None:
    assert stand_alone(follow_up, read_question(before)).text == standalone


def test_a_follow_up_with_a_pronoun_is_told_its_subject() -> None:
    before = read_question("When was the Rhine hydrogen agreement concluded?")
    assert "Rhine hydrogen agreement" in stand_alone("Who signed it?", before).text


def test_a_question_that_stands_alone_is_left_alone() -> None:
    before = read_question("Hoeveel leden heeft het cluster?")
    text = "Wie leidde de delegatie naar Lyon in 2023?"
    assert stand_alone(text, before).text == text


@pytest.mark.parametrize(
    ("language", "text", "rest", "filters"),
    [
        (
            Language.DUTCH,
            "Wat staat er in de verslagen van 2024 over waterstof?",
            "Wat staat er over waterstof?",
            Filters(date_from=date(2024, 1, 1), date_to=date(2024, 12, 31)),
        ),
        (
            Language.FRENCH,
            "D'après les documents néerlandais, quels accords ont été signés ?",
            "Quels accords ont été signés ?",
            Filters(languages=(Language.DUTCH,)),
        ),
        (
            Language.ENGLISH,
            "In the French reports, who chairs the cluster?",
            "Who chairs the cluster?",
            Filters(languages=(Language.FRENCH,)),
        ),
    ],
)
def test_words_that_narrow_become_filters(language: Language, text: str, rest: str, filters: Filters) -> None:
    narrowed = narrow(text, language, Filters())
    assert (narrowed.text, narrowed.filters) == (rest, filters)
    assert narrowed.words


def test_a_report_named_without_year_or_language_narrows_nothing() -> None:
    text = "Wat staat er in het verslag over AI?"
    assert narrow(text, Language.DUTCH, Filters()).text == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Wie leidde de delegatie, en wanneer vertrok ze?",
            ("Wie leidde de delegatie ?", "wanneer vertrok ze?"),
        ),
        ("Qui a signé l'accord ? Quand ?", ("Qui a signé l'accord ?", "Quand ?")),
        ("Which cities and regions were visited?", ("Which cities and regions were visited?",)),
    ],
)
def test_several_questions_in_one_are_taken_apart(text: str, parts: tuple[str, ...]) -> None:
    assert split(text) == parts


@pytest.mark.parametrize(
    ("language", "text", "topics"),
    [
        (
            Language.DUTCH,
            "Vergelijk de delegaties naar Rijsel in 2023 en 2025",
            ("De delegaties naar Rijsel in 2023", "De delegaties naar Rijsel in 2025"),
        ),
        (
            Language.FRENCH,
            "Compare la mission à Lille et la visite à Grenoble",
            ("La mission à Lille", "La visite à Grenoble"),
        ),
        (
            Language.ENGLISH,
            "What is the difference between the 2023 and 2025 missions to Lille?",
            ("The 2023 missions to Lille", "The 2025 missions to Lille"),
        ),
        (Language.ENGLISH, "Compare the missions", ()),
    ],
)
def test_a_comparison_asks_for_each_of_the_things_compared(
    language: Language, text: str, topics: tuple[str, ...]
) -> None:
    assert compared(text, language) == topics


@pytest.mark.parametrize(
    "text",
    [
        "Where and when did it take place?",
        "Hoeveel bedrijven en hoeveel overheden namen deel?",
        "Who paid for what and why?",
    ],
)
def test_a_question_is_not_cut_into_stumps(text: str) -> None:
    assert split(text) == (text,)
