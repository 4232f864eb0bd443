from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunk import Chunk
from ingest.chunking import MAX_CHARS, chunk_document
from ingest.document import Document, Heading, Kind, Page
from ingest.layout.block import Block, BlockKind, bullet, row
from ingest.layout.page_text import compose
from ingest.outline import heading_path, open_headings
from ingest.text.languages import Language


def heading(text: str, level: int = 1) -> Block:
    return Block(kind=BlockKind.HEADING, text=text, level=level)


def paragraph(text: str) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=text)


def document(*pages: list[Block], title: str = "Verslag") -> Document:
    composed = [compose(blocks) for blocks in pages]
    return Document(
        id="a" * 64,
        name="verslag.txt",
        kind=Kind.TEXT,
        size_bytes=1,
        title=title,
        languages=((Language.DUTCH, 1.0),),
        pages=tuple(
            Page(page=number, text=page.text, headings=page.headings)
            for number, page in enumerate(composed, start=1)
        ),
    )


def sentences(count: int) -> str:
    return " ".join(
        f"De delegatie bezocht op dag {number} een haven in het noorden." for number in range(count)
    )


def check(chunks: tuple[Chunk, ...], of: Document) -> None:
    for chunk in chunks:
        text = of.pages[chunk.page - 1].text
        assert chunk.text == text[chunk.start : chunk.end] == chunk.text.strip()
        assert 0 < len(chunk.text) <= MAX_CHARS
        assert chunk.sentences[0][0] == chunk.start
        assert chunk.sentences[-1][1] == chunk.end
        assert all(
            left[1] <= right[0] for left, right in zip(chunk.sentences, chunk.sentences[1:], strict=False)
        )
    for page in of.pages:
        kept = "".join(chunk.text for chunk in chunks if chunk.page == page.page)
        assert "".join(kept.split()) == "".join(page.text.split())


def test_a_chunk_starts_with_its_heading_and_knows_what_it_stands_under() -> None:
    report = document(
        [
            heading("1. Inleiding"),
            paragraph(sentences(2)),
            heading("1.1 Havens", 2),
            heading("Duinkerke", 3),
            paragraph(sentences(3)),
        ]
    )
    first, second = chunk_document(report)
    check((first, second), report)
    assert first.heading_path == ("1. Inleiding",)
    assert first.context == "Verslag > 1. Inleiding"
    assert second.text.startswith("1.1 Havens\n\nDuinkerke\n\nDe delegatie")
    assert second.heading_path == ("1. Inleiding", "1.1 Havens", "Duinkerke")
    assert second.language is Language.DUTCH
    assert len(second.sentences) == 5


def test_the_title_of_the_document_is_said_once() -> None:
    report = document([heading("VERSLAG"), heading("Havens", 2), paragraph(sentences(2))])
    (chunk,) = chunk_document(report)
    assert chunk.heading_path == ("Havens",)
    assert chunk.context == "Verslag > Havens"


def test_the_heading_path_runs_on_over_pages_and_a_foreign_number_ends_it() -> None:
    report = document(
        [heading("2. Resultaten"), paragraph(sentences(2))],
        [paragraph(sentences(2)), heading("3.1 Vervolg", 2), paragraph(sentences(2))],
    )
    chunks = chunk_document(report)
    check(chunks, report)
    assert [(chunk.page, chunk.heading_path) for chunk in chunks] == [
        (1, ("2. Resultaten",)),
        (2, ("2. Resultaten",)),
        (2, ("3.1 Vervolg",)),
    ]
    assert heading_path(report, 2, 5) == ("2. Resultaten",)
    assert heading_path(report, 2, len(report.pages[1].text)) == ("3.1 Vervolg",)


def test_a_heading_at_the_foot_of_a_page_closes_the_chunk_above_it() -> None:
    report = document(
        [heading("Havens"), paragraph(sentences(2)), heading("Werven")], [paragraph(sentences(2))]
    )
    above, below = chunk_document(report)
    check((above, below), report)
    assert above.text.endswith("Werven")
    assert above.heading_path == ("Havens",)
    assert below.heading_path == ("Werven",)


def test_long_text_is_cut_between_sentences_at_about_the_size() -> None:
    report = document([heading("Bezoek"), paragraph(sentences(60))])
    chunks = chunk_document(report, size_chars=600)
    check(chunks, report)
    assert all(300 <= len(chunk.text) <= 760 for chunk in chunks)
    assert all(chunk.text.endswith(".") for chunk in chunks)


def test_a_table_stays_with_its_caption() -> None:
    rows = [row([f"Regio {number}", f"{number},5%"]) for number in range(12)]
    report = document(
        [
            paragraph(sentences(12)),
            paragraph("Tabel 2 Werkloosheid in procenten"),
            *rows,
            paragraph(sentences(8)),
        ]
    )
    chunks = chunk_document(report)
    check(chunks, report)
    (holding,) = [chunk for chunk in chunks if "Tabel 2" in chunk.text]
    assert "Regio 0\t0,5%" in holding.text
    assert "Regio 11\t11,5%" in holding.text


def test_a_list_item_stays_with_the_text_that_explains_it() -> None:
    items = [block for n in range(9) for block in (bullet(f"Beurs {n}"), paragraph(sentences(2)))]
    report = document([heading("Agenda"), *items])
    chunks = chunk_document(report, size_chars=400)
    check(chunks, report)
    assert not any(chunk.text.split("\n")[-1].startswith("•") for chunk in chunks)


def test_small_text_above_a_heading_goes_with_it() -> None:
    report = document([paragraph("25 januari 2021"), heading("Missie naar Lyon"), paragraph(sentences(2))])
    (chunk,) = chunk_document(report)
    check((chunk,), report)
    assert chunk.text.startswith("25 januari 2021\n\nMissie naar Lyon\n\nDe delegatie")
    assert chunk.heading_path == ("Missie naar Lyon",)


def test_a_size_beyond_the_contract_is_refused() -> None:
    with pytest.raises(ValueError, match="1201"):
        chunk_document(document([paragraph("x")]), size_chars=MAX_CHARS + 1)


def test_a_heading_closes_those_of_its_level() -> None:
    found = [
        Heading(start=n, end=n + 1, level=level, text=text)
        for n, (level, text) in enumerate([(1, "A"), (3, "B"), (2, "C"), (2, "D")])
    ]
    assert [heading.text for heading in open_headings(found)] == ["A", "D"]


BLOCKS = st.lists(
    st.one_of(
        st.builds(heading, st.text("Ab 1.", min_size=1, max_size=30), st.integers(1, 4)),
        st.builds(paragraph, st.text("abc. \n:A1", min_size=1, max_size=3000)),
        st.builds(bullet, st.text("ab c", min_size=1, max_size=80)),
        st.builds(row, st.lists(st.text("ab1", max_size=20), min_size=1, max_size=4)),
    ),
    max_size=12,
)


@given(st.lists(BLOCKS, min_size=1, max_size=3), st.integers(1, MAX_CHARS))
def test_chunks_cover_every_page_exactly(pages: list[list[Block]], size_chars: int) -> None:
    report = document(*pages)
    check(chunk_document(report, size_chars=size_chars), report)
