from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_doubles import WordEmbedder, add, document

from index.lexical import Bm25Settings, Concept, Form, Postings, best
from index.library import Library
from index.passages import Filters, Query
from index.retriever import Retriever, SearchSettings, fuse
from index.roles import Role
from ingest.document import Kind
from ingest.text.languages import SERVED, Language

DUTCH, FRENCH, ENGLISH = SERVED


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.create(tmp_path / "library", WordEmbedder())


def found_by_words(library: Library, text: str, language: Language, **filters: object) -> list[str]:
    query = Query(text=text, language=language, filters=Filters(**filters))  # type: ignore[arg-type]
    return [passage.document for passage in Retriever(library, None).search(query, 10)]


def test_a_passage_is_a_slice_of_its_page_and_says_where_it_stands(library: Library) -> None:
    read = document(
        "a.txt", "Hydrogen in the north.", "Bread.", title="A trip", document_date=date(2020, 1, 2)
    )
    add(library, read)
    (passage,) = Retriever(library, None).search(Query(text="bread", language=ENGLISH), 5)
    page = library.page(passage.document_id, passage.page)
    assert page.text[passage.start : passage.end] == passage.text == "Bread."
    assert (passage.page, passage.rank, passage.similarity, passage.words_rank) == (2, 1, None, 1)
    assert (passage.document, passage.title, passage.date) == ("a.txt", "A trip", date(2020, 1, 2))
    assert passage.sentences == ((0, 6),)


def test_similarity_is_the_cosine_of_query_and_passage(library: Library) -> None:
    add(library, document("a.txt", "alpha beta", title=""), document("b.txt", "gamma delta", title=""))
    embedder = WordEmbedder()
    retriever = Retriever(library, embedder, SearchSettings(words=0))
    passages = retriever.search(Query(text="alpha gamma gamma", language=ENGLISH), 5)
    assert [passage.document for passage in passages] == ["b.txt", "a.txt"]
    np.testing.assert_allclose([p.similarity for p in passages], [2 / 10**0.5, 1 / 10**0.5], atol=1e-6)
    assert [passage.similarity_rank for passage in passages] == [1, 2]
    assert embedder.roles == [Role.QUERY]


def test_names_meet_across_languages(library: Library) -> None:
    add(
        library,
        document("fr.txt", "La délégation a visité Lille.", language=FRENCH),
        document("nl.txt", "De delegatie bezocht Groningen.", language=DUTCH),
        document("en.txt", "The delegation saw Rome.", language=ENGLISH),
    )
    assert found_by_words(library, "Wat gebeurde er in Rijsel?", DUTCH)[0] == "fr.txt"
    assert found_by_words(library, "Que s’est-il passé à Groningue ?", FRENCH)[0] == "nl.txt"


def test_a_word_meets_its_own_spelling_in_another_language(library: Library) -> None:
    add(library, document("fr.txt", "Une visite chez Wambrechies.", language=FRENCH))
    assert found_by_words(library, "Wat doet Wambrechies?", DUTCH) == ["fr.txt"]


def test_compounds_meet_their_parts_both_ways(library: Library) -> None:
    add(
        library,
        document("whole.txt", "Er komen veertig waterstofstations.", language=DUTCH),
        document("parts.txt", "Er komt een station voor waterstof.", language=DUTCH),
        document("other.txt", "Er komt een bakker.", language=DUTCH),
    )
    assert found_by_words(library, "waterstofstation", DUTCH) == ["whole.txt", "parts.txt"]
    assert found_by_words(library, "waterstof", DUTCH) == ["parts.txt", "whole.txt"]


def test_a_slip_of_the_pen_still_finds(library: Library) -> None:
    add(library, document("a.txt", "Monsieur Dussutour a parlé.", "Rien ici.", language=FRENCH))
    assert found_by_words(library, "Wie is Dusutour?", DUTCH) == ["a.txt"]


def test_numbers_meet_in_any_notation(library: Library) -> None:
    add(library, document("fr.txt", "Le budget : 8 027 000 euros.", "Autre chose.", language=FRENCH))
    assert found_by_words(library, "Waaraan ging 8.027.000?", DUTCH) == ["fr.txt"]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"countries": ("FR",)}, {"fr20.txt", "both21.txt"}),
        ({"countries": ("be", "NL")}, {"both21.txt", "be.txt"}),
        ({"date_from": date(2021, 1, 1)}, {"both21.txt"}),
        ({"date_to": date(2020, 12, 31)}, {"fr20.txt"}),
        ({"date_from": date(2021, 3, 2), "date_to": date(2021, 3, 2)}, {"both21.txt"}),
        ({"languages": (FRENCH,)}, {"fr20.txt"}),
        ({"kinds": (Kind.PDF,)}, set()),
        ({"organisations": ("RVO",)}, {"be.txt"}),
        ({"countries": ("FR",), "languages": (ENGLISH,)}, {"both21.txt"}),
    ],
)
def test_filters_hold_in_both_searches(library: Library, filters: dict[str, object], names: set[str]) -> None:
    add(
        library,
        document("fr20.txt", "budget", countries=("FR",), document_date=date(2020, 5, 1), language=FRENCH),
        document(
            "both21.txt",
            "the budget",
            countries=("FR", "NL"),
            event_date=date(2021, 3, 1),
            event_end=date(2021, 3, 4),
        ),
        document("be.txt", "a budget", countries=("BE",), organisation="RVO"),
    )
    query = Query(text="budget", language=ENGLISH, filters=Filters(**filters))  # type: ignore[arg-type]
    for embedder in (None, WordEmbedder()):
        assert {p.document for p in Retriever(library, embedder).search(query, 10)} == names


def test_filters_hold_inside_the_search_not_after_it(library: Library) -> None:
    near = [document(f"{number}.txt", f"budget {number}", title="") for number in range(150)]
    far = document("far.txt", "the word budget among many others", title="", countries=("BE",))
    add(library, *near, far)
    query = Query(text="budget", language=ENGLISH, filters=Filters(countries=("BE",)))
    assert [p.document for p in Retriever(library, WordEmbedder()).search(query, 3)] == ["far.txt"]


def test_filter_on_documents(library: Library) -> None:
    one, two = document("a.txt", "budget one"), document("b.txt", "budget two")
    add(library, one, two)
    assert found_by_words(library, "budget", ENGLISH, documents=(two.id,)) == ["b.txt"]


def test_nothing_found_is_nothing(library: Library) -> None:
    assert found_by_words(library, "budget", ENGLISH) == []
    add(library, document("a.txt", "Bread."))
    assert found_by_words(library, "budget", ENGLISH) == []
    assert found_by_words(library, "", ENGLISH) == []
    assert Retriever(library, WordEmbedder()).search(Query(text=" ", language=ENGLISH), 5) == ()


def test_headings_find_but_never_enter_the_text(library: Library) -> None:
    add(library, document("a.txt", "Nothing of note.", title="Unemployment in the north"))
    (passage,) = Retriever(library, None).search(Query(text="unemployment", language=ENGLISH), 5)
    assert passage.text == "Nothing of note."


def test_bm25_is_the_formula(library: Library) -> None:
    add(library, document("a.txt", "zephyr zephyr monsoon", "zephyr", "typhoon gale", title=""))
    with library.snapshot() as snapshot:
        postings = Postings(snapshot.connection)
        concept = Concept((Form(("en:zephyr",), 1.0), Form(("en:gale",), 0.5)))
        scores = postings.score(snapshot.connection, [concept], Bm25Settings(k1=1.2, b=0.5))
    rarity = np.log(1 + (3 - 2.5 + 0.5) / (2.5 + 0.5))
    expected = [
        rarity * frequency * 2.2 / (frequency + 1.2 * (0.5 + 0.5 * length / 2))
        for frequency, length in ((2.0, 3), (1.0, 1), (0.5, 2))
    ]
    np.testing.assert_allclose(scores, expected)
    assert best(postings.ids, scores, 2).tolist() == postings.ids[np.argsort(-scores)[:2]].tolist()


def test_a_form_of_several_words_needs_them_all(library: Library) -> None:
    add(library, document("a.txt", "green hydrogen", "green fields", title=""))
    with library.snapshot() as snapshot:
        postings = Postings(snapshot.connection)
        concept = Concept((Form(("en:green", "en:hydrogen"), 1.0),))
        scores = postings.score(snapshot.connection, [concept], Bm25Settings())
    assert (scores > 0).tolist() == [True, False]


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_fusion_is_the_sum_of_reciprocal_ranks(one: list[int], other: list[int]) -> None:
    fused = fuse(((np.array(one, np.int64), 1.0), (np.array(other, np.int64), 0.5)), 60)
    scores = {
        number: (1 / (61 + one.index(number)) if number in one else 0)
        + (0.5 / (61 + other.index(number)) if number in other else 0)
        for number in {*one, *other}
    }
    assert sorted(fused) == sorted(scores)
    assert [scores[number] for number in fused] == sorted(scores.values(), reverse=True)


def test_the_same_search_gives_the_same_order(library: Library) -> None:
    add(library, *(document(f"{number}.txt", f"budget x{number}", title="") for number in range(30)))
    query = Query(text="budget", language=ENGLISH)
    first = Retriever(library, WordEmbedder()).search(query, 20)
    assert Retriever(library, WordEmbedder()).search(query, 20) == first


def test_an_open_retriever_sees_what_is_added(library: Library) -> None:
    retriever = Retriever(library, WordEmbedder())
    query = Query(text="bread", language=ENGLISH)
    assert retriever.search(query, 5) == ()
    add(library, document("a.txt", "Bread."))
    assert [passage.document for passage in retriever.search(query, 5)] == ["a.txt"]
