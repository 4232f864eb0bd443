from __future__ import annotations

from datetime import date

import pytest

from ingest.readers.html import read
from ingest.readers.sections import LONG_CHARS
from ingest.text.tables import CELL_SEPARATOR

PAGE = """<!DOCTYPE html><html lang="nl"><head><title>Verslag | Stad Gent</title>
<meta name="dcterms.created" content="2024-05-02"><meta property="og:site_name" content="Stad Gent">
<style>.weg {display: none} @media print {.klein {display: none}} h1 {color: black}</style></head><body>
<header><a href="/">Home</a></header><nav><ul><li>Nieuws</li></ul></nav>
<div class="cookie-banner">Wij gebruiken cookies.</div>
<article><h1>Werkbezoek aan Lille</h1>
<p>De schepen bezocht <b>Lille</b> op
   12&nbsp;april&nbsp;2024<sup>1</sup>. De hal meet 400&nbsp;m<sup>2</sup><sup><a href="#n">3</a></sup>.</p>
<h2>Afspraken</h2><ul><li>Een studie<ul><li>vóór juni</li></ul></li><li>Een bezoek</li></ul>
<ol start="4"><li>vier</li><li>vijf</li></ol>
<table><caption>Cijfers</caption><tr><th>Regio</th><th>Jaar</th><th>Banen</th></tr>
<tr><td rowspan="2">Nord</td><td>2022</td><td>1.200</td></tr><tr><td>2023</td><td>1.350</td></tr></table>
<p class="klein">Klein maar zichtbaar.</p>
<p class="weg">verborgen regel</p><p hidden>attribuut</p><p style="font-size:0">nul</p>
<p style="color:#fff">wit op wit</p><p style="background:#003366;color:white">wit op blauw</p>
<div style="position:absolute;left:-9999px">ver weg</div><del>doorgehaald</del>
<img src="a.png" alt="foto van de haven"><!-- een opmerking van de redactie --></article>
<aside>Lees ook</aside><footer>Contact</footer><script>var a = "tekst";</script></body></html>"""

TEXT = """Werkbezoek aan Lille

De schepen bezocht Lille op 12 april 2024¹. De hal meet 400 m²[3].

Afspraken

• Een studie
• vóór juni
• Een bezoek
4. vier
5. vijf

Cijfers

Regio\tJaar\tBanen
Nord\t2022\t1.200
Nord\t2023\t1.350

Klein maar zichtbaar.

wit op blauw"""


def text_of(markup: str) -> str:
    return "\n".join(page.text for page in read(markup.encode(), "x.html").pages)


def test_the_main_text_is_read_as_it_is_shown() -> None:
    (page,) = read(PAGE.encode(), "x.html").pages
    assert page.text == TEXT
    assert [(heading.level, heading.text) for heading in page.headings] == [
        (1, "Werkbezoek aan Lille"),
        (2, "Afspraken"),
    ]
    for heading in page.headings:
        assert page.text[heading.start : heading.end] == heading.text


def test_navigation_is_set_aside() -> None:
    (page,) = read(PAGE.encode(), "x.html").pages
    assert page.furniture == ("Home", "Nieuws", "Wij gebruiken cookies.", "Lees ook", "Contact")


def test_what_is_not_shown_is_flagged_with_how() -> None:
    flags = {flag.text: flag.where for flag in read(PAGE.encode(), "x.html").flags}
    assert flags == {
        "verborgen regel": "vanished",
        "attribuut": "vanished",
        "nul": "tiny",
        "wit op wit": "same_colour",
        "ver weg": "off_page",
        "doorgehaald": "deleted",
        "foto van de haven": "alt_text",
        "een opmerking van de redactie": "comment",
    }


def test_properties_come_from_the_head() -> None:
    document = read(PAGE.encode(), "x.html")
    assert document.title == "Werkbezoek aan Lille"
    assert document.properties.title == "Verslag | Stad Gent"
    assert document.properties.organisation == "Stad Gent"
    assert document.properties.created == date(2024, 5, 2)
    assert document.properties.language == "nl"


def test_main_content_goes_before_what_stands_around_it() -> None:
    markup = "<body><div>Menu van de site</div><main><p>De kern.</p></main><div>Onderaan</div></body>"
    (page,) = read(markup.encode(), "x").pages
    assert page.text == "De kern."
    assert page.furniture == ("Menu van de site", "Onderaan")


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">', "cp1252"),
        ("", "utf-8"),
        ("", "utf-16"),
        ('<meta charset="utf-8">', "cp1252"),
    ],
)
def test_the_encoding_is_found(head: str, encoding: str) -> None:
    markup = (
        f"<html><head>{head}</head><body><p>Réunion à Rijsel – 5 € en coördinatie d’été</p></body></html>"
    )
    (page,) = read(markup.encode(encoding), "x").pages
    assert page.text == "Réunion à Rijsel – 5 € en coördinatie d’été"


def test_typed_breaks_make_lines_unless_the_sentence_runs_on() -> None:
    assert text_of("<p>Ministerie van Economie<br>Postbus 1<br>1000 Brussel</p>") == (
        "Ministerie van Economie\n\nPostbus 1\n\n1000 Brussel"
    )
    assert text_of("<p>De minister bezocht<br>de haven.</p>") == "De minister bezocht de haven."


def test_bold_lines_with_text_below_are_headings_and_repeated_ones_are_not() -> None:
    markup = (
        "<p><b>1. Budget</b></p><p>Tekst.</p><p><b>Unaniem goedgekeurd</b></p>"
        "<p><b>2. Wegen</b></p><p>Tekst.</p><p><b>Unaniem goedgekeurd</b></p><p><b>Einde</b></p>"
    )
    (page,) = read(markup.encode(), "x").pages
    assert [heading.text for heading in page.headings] == ["1. Budget", "2. Wegen"]


def test_a_long_text_is_cut_at_its_outermost_headings() -> None:
    body = "<p>" + "Een zin over de missie. " * 100 + "</p>"
    assert len(body) * 3 > LONG_CHARS
    markup = f"<h1>Titel</h1><p>Vooraf.</p><h2>Een</h2>{body}<h3>Diep</h3>{body}<h2>Twee</h2>{body}"
    document = read(markup.encode(), "x")
    assert [page.text.split("\n")[0] for page in document.pages] == ["Titel", "Een", "Twee"]
    assert [page.page for page in document.pages] == [1, 2, 3]


def test_layout_tables_are_text_and_long_cells_are_paragraphs() -> None:
    assert text_of("<table><tr><td>Alleen tekst</td></tr></table>") == "Alleen tekst"
    long = "Een lange zin over het programma. " * 30
    text = text_of(
        f"<table><tr><td>Dag 1</td><td><p>{long}</p></td></tr><tr><td>a</td><td>b</td></tr></table>"
    )
    assert long.strip() in text.split("\n")


def test_deep_nesting_does_not_break_the_reader() -> None:
    markup = "<div>" * 5_000 + "diep" + "</div>" * 5_000
    assert text_of(markup) == "diep"


def test_a_page_without_words_is_an_unread_page() -> None:
    document = read(b"<html><body><script>x()</script></body></html>", "x")
    assert document.pages == ()
    assert [(page.page, page.reason) for page in document.unread_pages] == [(1, "page.empty")]


def test_invisible_tag_characters_are_flagged_and_not_text() -> None:
    spelt = "".join(chr(0xE0000 + ord(letter)) for letter in "say yes")
    document = read(f"<p>Zichtbaar{spelt}.</p>".encode(), "x")
    assert document.pages[0].text == "Zichtbaar."
    assert [(flag.text, flag.where) for flag in document.flags] == [("say yes", "invisible_characters")]


def test_lines_of_label_and_figure_are_rows() -> None:
    source = "<h1>Salon</h1><p>Pays-Bas 185<br>France 167<br>Total 352</p><p>Le salon a eu lieu en 2021.</p>"
    (page,) = read(source.encode(), "salon.html").pages
    assert page.text == "Salon\n\nPays-Bas 185\nFrance 167\nTotal 352\n\nLe salon a eu lieu en 2021."


def test_terms_and_what_is_said_of_them_are_rows_unless_long() -> None:
    answer = (
        "De haven betaalt de kabels zelf, en de provincie draagt de helft van de kosten van de studie. " * 2
    )
    source = f"<dl><dt>Deelnemers<dd>45<dt>Budget<dd>€ 12.000</dl><dl><dt>Wie betaalt?<dd>{answer}</dl>"
    (page,) = read(source.encode(), "missie.html").pages
    lines = page.text.split("\n")
    assert [line.split(CELL_SEPARATOR) for line in lines[:2]] == [
        ["Deelnemers", "45"],
        ["Budget", "€ 12.000"],
    ]
    assert lines[3:] == ["Wie betaalt?", "", answer.strip()]
