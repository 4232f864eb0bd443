"""Sentences end where a reader of Dutch, French or English says they end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.languages import Language
from ingest.text.sentences import split_sentences

DUTCH = [
    "In Rijsel sprak zij met Dhr. Xavier Bertrand.|Daarna volgde o.a. Philips, d.w.z. de directie.",
    "De missie begon op 26 mei jl.|Daarna reisde men door.",
    "De missie van 26 mei jl. was een succes.",
    "Prof. dr. J.P. Balkenende opende, en mevr. M. De Wolf sloot af.|Ca. 30 gasten bleven.",
    "Het kostte 3.5 miljoen, ofwel 1.234,56 per stuk.|Dat is veel.",
    "Rond Industrie 4.0. en innovatie is veel te doen.",
    "Zie art. 5, blz. 12 en nr. 7.|De rest volgt.",
    "Er kwamen bedrijven, clusters, enz.|Zij werken samen.",
    "Er kwamen bedrijven, nl. Philips en ASML, i.s.m. Brainport.",
    "Zij zei: “Wij komen.”|Toen ging zij.|(Zie de bijlage.)|Klaar.",
    "“Mooi!” zei hij.|Waarom?|Daarom!",
    "Dit is vitamine C.|Het werkt.",
    "Het akkoord is getekend.[1][2]|De rest volgt in 2021.|30 bedrijven doen mee.",
    "3.2. De markt in Bergen",
    "• Lyon: 12 bedrijven.|Parijs: 8.",
    "Het kost min. 500 euro.|Zie pag. 4 e.v. van het rapport.",
]
FRENCH = [
    "M. Dupont et Mme Durand ont signé.|MM. Martin et Petit aussi.",
    "Le n° 5 réunit env. 20 personnes, p. ex. Renault, c.-à-d. Lyon.|Fin.",
    "Elle a dit : « Venez ! »|Puis elle partit.",
    "« Venez ! » a-t-il dit.|Il resta.",
    "Le plan pèse 1,5 Md€.|Il court jusqu’au 31 déc. 2025.",
    "Étaient là Renault, Valeo, etc.|Les deux ont signé.",
    "Le Pr. Grand était là.|Il a parlé 30 min.|Puis il partit.",
    "La région compte 2.161.000 emplois.|Elle croît… lentement.",
]
ENGLISH = [
    "Dr. Smith met Prof. Jones at No. 5, e.g. in St. Louis.|He said no.|They left.",
    "The U.S. Department of State agreed.|It was in the U.S.|The law is old.",
    "Mr. J. R. Brown left at 5 p.m.|The train was late.",
    "It cost $3.5 million.|Is that much?|Yes, i.e. too much.",
    "Renault, Valeo, etc.|Then lunch.",
    "The delegation waited... and left.",
]


@pytest.mark.parametrize(
    ("marked", "language"),
    [(case, Language.DUTCH) for case in DUTCH]
    + [(case, Language.FRENCH) for case in FRENCH]
    + [(case, Language.ENGLISH) for case in ENGLISH],
)
def test_sentences_end_where_they_should(marked: str, language: Language) -> None:
    text = marked.replace("|", " ")
    assert [text[start:end] for start, end in split_sentences(text, language)] == marked.split("|")


def test_a_line_end_always_ends_a_sentence() -> None:
    text = "Inleiding\nDe missie naar Lyon\n\n  • eerste punt\n\tLyon\t12\t7,5%\n"
    assert [text[start:end] for start, end in split_sentences(text, Language.DUTCH)] == [
        "Inleiding",
        "De missie naar Lyon",
        "• eerste punt",
        "Lyon\t12\t7,5%",
    ]


def test_nothing_to_split() -> None:
    assert split_sentences("", Language.DUTCH) == ()
    assert split_sentences(" \n\u00a0\n", Language.FRENCH) == ()


@given(st.text(alphabet='aB. !?…\n\u00a0"”»«(1[]é’-•', max_size=60), st.sampled_from(list(Language)))
def test_spans_cover_every_character_once(text: str, language: Language) -> None:
    spans = split_sentences(text, language)
    covered = [False] * len(text)
    position = 0
    for start, end in spans:
        assert position <= start < end
        assert not text[start].isspace() and not text[end - 1].isspace()
        covered[start:end] = [True] * (end - start)
        position = end
    assert all(covered[i] or text[i].isspace() for i in range(len(text)))
