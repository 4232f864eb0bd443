from __future__ import annotations

import io
from typing import Any

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm, Pt

from ingest.errors import ReadError
from ingest.readers.pptx import read
from ingest.readers.raw import RawDocument


def read_back(deck: Any) -> RawDocument:
    buffer = io.BytesIO()
    deck.save(buffer)
    return read(buffer.getvalue(), "missie.pptx")


def bulleted(deck: Any, title: str, *lines: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = title
    slide.placeholders[1].text = "\n".join(lines)
    return slide


def box(slide: Any, words: str, left: float = 2, top: float = 10) -> Any:
    shape = slide.shapes.add_textbox(Cm(left), Cm(top), Cm(6), Cm(2))
    shape.text_frame.text = words
    return shape


def test_a_slide_is_a_page_with_its_title_as_heading() -> None:
    deck = pptx.Presentation()
    bulleted(deck, "Missie naar Lille", "45 deelnemers", "drie dagen")
    slide = bulleted(deck, "Cijfers", "Zie de tabel")
    table = slide.shapes.add_table(2, 2, Cm(2), Cm(12), Cm(10), Cm(3)).table
    for place, words in enumerate(("Regio", "Banen", "Nord", "1.200")):
        table.cell(place // 2, place % 2).text = words
    raw = read_back(deck)
    assert [page.text for page in raw.pages] == [
        "Missie naar Lille\n\n• 45 deelnemers\n• drie dagen",
        "Cijfers\n\n• Zie de tabel\n\nRegio\tBanen\nNord\t1.200",
    ]
    assert [page.headings[0].text for page in raw.pages] == ["Missie naar Lille", "Cijfers"]
    assert raw.title == "Missie naar Lille"


def test_boxes_are_read_from_the_top_and_from_the_left() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box(slide, "onder", top=14)
    box(slide, "rechts", left=12, top=4.1)
    box(slide, "links", left=2, top=4)
    assert read_back(deck).pages[0].text == "links\n\nrechts\n\nonder"


def test_notes_stand_below_under_their_own_heading() -> None:
    deck = pptx.Presentation()
    slide = bulleted(deck, "Missie", "45 deelnemers")
    slide.notes_slide.notes_text_frame.text = "Noem ook de haven."
    (page,) = read_back(deck).pages
    assert page.text == "Missie\n\n• 45 deelnemers\n\nNotes\n\nNoem ook de haven."
    assert [(heading.level, heading.text) for heading in page.headings] == [(1, "Missie"), (2, "Notes")]


def test_a_hidden_slide_keeps_its_number_and_is_flagged() -> None:
    deck = pptx.Presentation()
    bulleted(deck, "Een", "a")
    bulleted(deck, "Twee", "geheim")._element.set("show", "0")
    bulleted(deck, "Drie", "c")
    raw = read_back(deck)
    assert [page.page for page in raw.pages] == [1, 3]
    assert [(page.page, page.reason) for page in raw.unread_pages] == [(2, "page.hidden_slide")]
    assert {(flag.page, flag.text, flag.where) for flag in raw.flags} == {
        (2, "Twee", "slide"),
        (2, "• geheim", "slide"),
    }


def test_an_empty_slide_is_an_unread_page() -> None:
    deck = pptx.Presentation()
    bulleted(deck, "Een", "a")
    deck.slides.add_slide(deck.slide_layouts[6])
    assert [(page.page, page.reason) for page in read_back(deck).unread_pages] == [(2, "page.empty")]


def test_hidden_text_is_flagged_and_left_out() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    paragraph = box(slide, "Zichtbaar ").text_frame.paragraphs[0]
    white = paragraph.add_run()
    white.text = "wit "
    white.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    tiny = paragraph.add_run()
    tiny.text = "minuscuul"
    tiny.font.size = Pt(1)
    box(slide, "buiten", left=-20)
    box(slide, "Tekst")._element.nvSpPr.cNvPr.set("descr", "beschrijving van het kader")
    raw = read_back(deck)
    assert raw.pages[0].text == "Zichtbaar\n\nTekst"
    assert {flag.text: flag.where for flag in raw.flags} == {
        "wit": "same_colour",
        "minuscuul": "tiny",
        "buiten": "off_page",
        "beschrijving van het kader": "alt_text",
    }


@pytest.mark.parametrize("ground", ["own", "behind", "slide"])
def test_white_text_on_a_dark_ground_is_seen(ground: str) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    dark = {
        "own": None,
        "behind": slide.shapes.add_textbox(Cm(1), Cm(9), Cm(10), Cm(5)),
        "slide": slide.background,
    }
    shape = box(slide, "wit op blauw")
    shape.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    fill = (dark[ground] or shape).fill
    fill.solid()
    fill.fore_color.rgb = RGBColor(0, 0x33, 0x66)
    assert read_back(deck).pages[0].text == "wit op blauw"


def test_footers_are_furniture_and_groups_are_opened() -> None:
    deck = pptx.Presentation()
    slide = bulleted(deck, "Missie", "a")
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Cm(2), Cm(14), Cm(4), Cm(1)).text_frame.text = "in de groep"
    footer = next(shape for shape in deck.slide_layouts[1].placeholders if "Footer" in shape.name)
    slide.shapes.clone_placeholder(footer)
    clone = next(shape for shape in slide.placeholders if "Footer" in shape.name)
    clone.text_frame.text = "Vertrouwelijk"
    (page,) = read_back(deck).pages
    assert page.text == "Missie\n\n• a\n\nin de groep"
    assert page.furniture == ("Vertrouwelijk",)


def test_a_chart_gives_its_title() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    data = CategoryChartData()
    data.categories = ["2022", "2023"]
    data.add_series("Banen", (1.2, 1.3))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(1), Cm(1), Cm(8), Cm(8), data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Banen per jaar"
    assert read_back(deck).pages[0].text == "Banen per jaar"


def test_a_damaged_file_is_a_read_error() -> None:
    buffer = io.BytesIO()
    pptx.Presentation().save(buffer)
    with pytest.raises(ReadError) as raised:
        read(buffer.getvalue()[:3_000], "kapot.pptx")
    assert raised.value.message.key == "read.damaged"
