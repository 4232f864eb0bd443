"""Short questions are in the language they are asked in."""

from __future__ import annotations

import pytest

from ingest.text.languages import SERVED, Language, detect, detect_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Wie tekende?", "nl"),
        ("En uit Frankrijk?", "nl"),
        ("Wat is CARA?", "nl"),
        ("werkloosheid Lyon", "nl"),
        ("Hoeveel pôles de compétitivité telt Frankrijk?", "nl"),
        ("Qui préside ?", "fr"),
        ("et en 2021 ?", "fr"),
        ("C'est quoi CARA ?", "fr"),
        ("À combien s'élève le budget ?", "fr"),
        ("who signed it?", "en"),
        ("Who chairs AIC4NL?", "en"),
        ("What is the Zero Emission Valley?", "en"),
    ],
)
def test_short_questions(text: str, code: str) -> None:
    assert detect_code(text) == code
    assert detect(text) == Language(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Wer ist der Vorsitzende des KI Bundesverband?", "de"),
        ("Was ist der Jahresumsatz der Automobilindustrie?", "de"),
        ("¿Cuántos miembros tiene el clúster CARA?", "es"),
        ("Chi è il presidente di AIC4NL?", "it"),
        ("Quem é o presidente da associação?", "pt"),
        ("Kto jest przewodniczącym?", "pl"),
    ],
)
def test_other_languages_are_named_and_not_served(text: str, code: str) -> None:
    assert detect_code(text) == code
    assert detect(text, default=Language.DUTCH) is Language.OTHER


@pytest.mark.parametrize("text", ["", "2021", "Lyon", "CARA", "… – !"])
def test_too_little_text_gives_the_default(text: str) -> None:
    assert detect(text) is Language.OTHER
    assert detect(text, default=Language.FRENCH) is Language.FRENCH


def test_a_quoted_title_does_not_turn_a_sentence() -> None:
    assert (
        detect("Zij las de nota “Plan de soutien à l'automobile” voor in de vergadering.") is Language.DUTCH
    )


def test_served_languages() -> None:
    assert SERVED == (Language.DUTCH, Language.FRENCH, Language.ENGLISH)
    assert detect_code("") == "und"
