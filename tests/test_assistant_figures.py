from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.figures import choose_figure, own_words
from assistant.question import read_question
from index.judge import Span
from ingest.text.figures import read_figures
from ingest.text.languages import Language
from ingest.text.tables import read_row

NL, FR, EN = Language.DUTCH, Language.FRENCH, Language.ENGLISH


def chosen(
    question: str, asked_in: Language, text: str, language: Language, spans: tuple[Span, ...] = ()
) -> str:
    figure = choose_figure(read_question(question, asked_in), text, language, anchor=None, spans=spans)
    return figure.text if figure else ""


@pytest.mark.parametrize(
    ("question", "asked_in", "text", "language", "wanted"),
    [
        (
            "Hoeveel projecten zijn er voortijdig gestopt?",
            NL,
            "Het waren er 31, waarvan er 19 zijn afgerond, 8 nog lopen en 4 voortijdig zijn gestopt.",
            NL,
            "4",
        ),
        (
            "How many students were there in 2021-2022?",
            EN,
            "In 2021-2022 there were 86 students, against 64 in 2018-2019.",
            EN,
            "86",
        ),
        (
            "Combien de rendez-vous ont eu lieu ?",
            FR,
            "L'objectif était de 120 contrats ; 134 rendez-vous ont eu lieu.",
            FR,
            "134",
        ),
    ],
)
def test_the_words_around_a_figure_decide(
    question: str, asked_in: Language, text: str, language: Language, wanted: str
) -> None:
    assert chosen(question, asked_in, text, language) == wanted


def test_the_judge_weighs_more_than_the_words_around() -> None:
    text = "Sur 40 entreprises, 12 ont signé."
    span = Span(start=text.index("40"), end=text.index("40") + 2, score=0.9)
    assert chosen("Combien d'entreprises ont signé ?", FR, text, FR, (span,)) == "40"


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Hoeveel bedrijven kwamen er in 2024 uit Frankrijk?", "31"),
        ("Hoeveel bedrijven kwamen er in 2023 uit Frankrijk?", "24"),
    ],
)
def test_the_header_of_a_column_decides_in_a_row(question: str, wanted: str) -> None:
    page = "Land\t2023\t2024\nFrankrijk\t24\t31"
    start = page.index("Frankrijk")
    text = page[start:]
    row = [
        replace(cell, start=cell.start - start, end=cell.end - start)
        for cell in read_row(page, start, len(page))
    ]
    figure = choose_figure(read_question(question, NL), text, NL, anchor=None, spans=(), row=row)
    assert figure is not None
    assert figure.text == wanted


def test_a_figure_that_the_question_gives_is_no_answer() -> None:
    assert chosen("How many of the 40 signed?", EN, "Of the 40, 12 signed.", EN) == "12"


def test_words_between_figures_are_parted_at_the_last_comma() -> None:
    text = "31 projects, of which 19 finished and 8 run"
    assert own_words(text, read_figures(text, EN)) == ("31 projects, ", "of which 19 finished ", "and 8 run")
