"""The source pane: the right rectangles on the image, the right words marked in the text."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from ui_doubles import HTML, PDF, make_library

from index.errors import LibraryError
from ingest.document import Heading, LineBox, Page
from ingest.text.languages import Language
from page.highlight import Box, boxes_of
from page.page_images import WIDTH_PX, PageImageError, PageImages
from page.source_html import Shown, _typeset, source_html
from page.wording import Words

ENGLISH = Words(Language.ENGLISH)

PAGE = Page(
    page=1,
    text="Eerste regel\ntweede regel",
    lines=(
        LineBox(start=0, end=12, left=0.1, top=0.1, right=0.7, bottom=0.12),
        LineBox(start=13, end=25, left=0.1, top=0.13, right=0.4, bottom=0.15),
    ),
)


def test_a_quote_within_a_line_is_narrowed_by_its_characters() -> None:
    (box,) = boxes_of(PAGE, 0, 6)
    assert box == Box(left=0.1, top=0.1, right=pytest.approx(0.4), bottom=0.12)


def test_a_quote_over_two_lines_gets_a_box_on_each() -> None:
    first, second = boxes_of(PAGE, 7, 19)
    assert (first.left, first.right) == (pytest.approx(0.45), pytest.approx(0.7))
    assert (second.left, second.right) == (pytest.approx(0.1), pytest.approx(0.25))


def test_runs_that_follow_on_one_row_are_one_box_and_columns_are_not() -> None:
    lines = (
        LineBox(start=0, end=4, left=0.1, top=0.1, right=0.2, bottom=0.12),
        LineBox(start=5, end=9, left=0.21, top=0.101, right=0.3, bottom=0.121),
        LineBox(start=10, end=14, left=0.6, top=0.1, right=0.7, bottom=0.12),
    )
    boxes = boxes_of(Page(page=1, text="aaaa bbbb cccc", lines=lines), 0, 14)
    assert [(box.left, box.right) for box in boxes] == [(0.1, 0.3), (0.6, 0.7)]


def test_the_line_end_between_two_lines_is_no_box() -> None:
    assert boxes_of(PAGE, 12, 13) == ()


@given(st.integers(0, 25), st.integers(0, 25))
def test_boxes_stay_within_their_lines(start: int, end: int) -> None:
    for box in boxes_of(PAGE, start, end):
        assert 0.1 <= box.left < box.right <= 0.7 + 1e-9
        assert 0.1 <= box.top < box.bottom <= 0.15


@given(st.integers(0, 25), st.integers(0, 25))
def test_marked_text_is_the_quote_line_by_line(start: int, end: int) -> None:
    html = "".join(_typeset(PAGE, start, end))
    marked = "".join(re.findall(r"<mark>(.*?)</mark>", html))
    assert marked == PAGE.text[start:end].replace("\n", "")
    assert re.sub(r"<[^>]+>", "", html) == PAGE.text.replace("\n", "")


def test_what_a_report_writes_is_never_markup() -> None:
    page = Page(page=1, text='<script>alert(1)</script> <img src=x onerror="alert(2)">')
    html = "".join(_typeset(page, 0, 8))
    assert "<script" not in html and "<img" not in html
    assert html.startswith("<p><mark>&lt;script&gt;</mark>alert(1)")


def test_headings_are_headings() -> None:
    page = Page(page=1, text="Titel\nTekst", headings=(Heading(start=0, end=5, level=1, text="Titel"),))
    assert [str(line) for line in _typeset(page, 0, 0)] == ["<h3>Titel</h3>", "<p>Tekst</p>"]


def test_the_pane_of_a_pdf_shows_its_image_and_highlights(tmp_path: Path) -> None:
    library = make_library(tmp_path / "library", PDF)
    (summary,) = library.documents()
    page = library.page(summary.id, 1)
    start = page.text.index("Gedeputeerde")
    shown = Shown(document_id=summary.id, page=1, quote_page=1, start=start, end=start + 80)
    html = source_html(library, shown, ENGLISH)
    assert f'src="/missive/page/{summary.id}/1"' in html
    assert html.count('class="highlight"') == len(boxes_of(page, start, start + 80)) >= 1
    assert f'href="/missive/original/{summary.id}"' in html
    assert "Page 1 of 2" in html and "15 March 2023" in html
    other = source_html(library, shown.at(2), ENGLISH)
    assert 'class="highlight"' not in other and "Back to the quote" in other


def test_the_pane_of_another_format_shows_its_text_with_the_quote_marked(tmp_path: Path) -> None:
    library = make_library(tmp_path / "library", HTML)
    (summary,) = library.documents()
    page = library.page(summary.id, 1)
    start = page.text.index("\n") + 1
    html = source_html(
        library, Shown(document_id=summary.id, page=1, quote_page=1, start=start, end=start + 12), ENGLISH
    )
    assert "<img" not in html and 'lang="fr"' in html
    assert "".join(re.findall(r"<mark>(.*?)</mark>", html)) != ""


def test_a_page_is_drawn_once(tmp_path: Path) -> None:
    library = make_library(tmp_path / "library", PDF)
    (summary,) = library.documents()
    images = PageImages()
    image = images.draw(library, summary.id, 1)
    assert image.width_px == WIDTH_PX
    assert Image.open(io.BytesIO(image.content)).size == (image.width_px, image.height_px)
    assert images.draw(library, summary.id, 1) is image
    images.forget((summary.id,))
    assert images.draw(library, summary.id, 1) is not image


def test_a_page_that_cannot_be_drawn_is_said_to_be(tmp_path: Path) -> None:
    library = make_library(tmp_path / "library", PDF, HTML)
    by_name = {summary.name: summary.id for summary in library.documents()}
    images = PageImages()
    for document_id, page in ((by_name[PDF], 99), (by_name[HTML], 1)):
        with pytest.raises(PageImageError):
            images.draw(library, document_id, page)
    with pytest.raises(LibraryError):
        images.draw(library, "0" * 64, 1)
