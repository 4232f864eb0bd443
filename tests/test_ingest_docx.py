from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from ingest.errors import ReadError
from ingest.readers.docx import read
from ingest.readers.raw import RawDocument
from ingest.readers.sections import LONG_CHARS


def saved(document: WordDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read_back(document: WordDocument) -> RawDocument:
    return read(saved(document), "verslag.docx")


def with_part(content: bytes, name: str, xml: str, relation: str, content_type: str) -> bytes:
    """Return `content` with another part related to the main one."""
    buffer = io.BytesIO()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + relation
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for item in old.namelist():
            text = old.read(item)
            if item == "word/_rels/document.xml.rels":
                link = f'<Relationship Id="rIdN" Type="{kind}" Target="{name}"/></Relationships>'
                text = text.replace(b"</Relationships>", link.encode())
            if item == "[Content_Types].xml":
                override = f'<Override PartName="/word/{name}" ContentType="{content_type}"/></Types>'
                text = text.replace(b"</Types>", override.encode())
            new.writestr(item, text)
        new.writestr(f"word/{name}", xml)
    return buffer.getvalue()


def test_the_body_is_read_in_its_order() -> None:
    document = docx.Document()
    document.add_paragraph("Missie naar Lille", style="Title")
    document.add_heading("Programma", level=1)
    document.add_paragraph("De delegatie telde 45 deelnemers.")
    document.add_paragraph("bezoek aan de haven", style="List Bullet")
    document.add_paragraph("gesprek met de regio", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Regio", "Banen", "Nord", "1.200"), strict=True):
        cell.text = text
    document.add_paragraph("Slot.")
    (page,) = read_back(document).pages
    assert page.text == (
        "Missie naar Lille\n\nProgramma\n\nDe delegatie telde 45 deelnemers.\n\n"
        "• bezoek aan de haven\n• gesprek met de regio\n\nRegio\tBanen\nNord\t1.200\n\nSlot."
    )
    assert [(heading.level, heading.text) for heading in page.headings] == [
        (1, "Missie naar Lille"),
        (1, "Programma"),
    ]
    assert read_back(document).title == "Missie naar Lille"


def test_numbers_that_word_counts_are_written_out() -> None:
    document = docx.Document()
    for text in ("een", "twee"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Tussendoor.")
    document.add_paragraph("drie", style="List Number")
    (page,) = read_back(document).pages
    assert page.text == "1. een\n2. twee\n\nTussendoor.\n\n3. drie"


def test_a_style_of_ones_own_is_a_heading_by_its_base() -> None:
    document = docx.Document()
    style = document.styles.add_style("Kop ministerie", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("Afspraken", style=style)
    document.add_paragraph("Tekst.")
    (page,) = read_back(document).pages
    assert [(heading.level, heading.text) for heading in page.headings] == [(2, "Afspraken")]


def test_bold_lines_are_headings_where_no_style_is() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("Besluiten").bold = True
    document.add_paragraph("De raad stemt in.")
    document.add_paragraph().add_run("Let op: dit is een zin.").bold = True
    (page,) = read_back(document).pages
    assert [heading.text for heading in page.headings] == ["Besluiten"]


def test_hidden_text_is_flagged_and_left_out() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Zichtbaar ")
    paragraph.add_run("verborgen ").font.hidden = True
    white = paragraph.add_run("wit ")
    white.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    tiny = paragraph.add_run("minuscuul ")
    tiny.font.size = Pt(1)
    paragraph.add_run("doorgehaald ").font.strike = True
    paragraph.add_run("einde.")
    document.add_comment(paragraph.runs[0], text="Klopt dit?", author="A")
    document.core_properties.comments = "intern"
    raw = read_back(document)
    assert raw.pages[0].text == "Zichtbaar einde."
    assert {flag.text: flag.where for flag in raw.flags} == {
        "verborgen": "vanished",
        "wit": "same_colour",
        "minuscuul": "tiny",
        "doorgehaald": "deleted",
        "Klopt dit?": "comment",
    }


def test_white_text_on_a_dark_ground_is_seen() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("wit op blauw")
    run.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    run._r.rPr.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="003366"/>'))
    table = document.add_table(rows=1, cols=2, style="Light Grid Accent 1")
    for cell, text in zip(table._cells, ("Regio", "Banen"), strict=True):
        cell.paragraphs[0].add_run(text).font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    raw = read_back(document)
    assert raw.pages[0].text == "wit op blauw\n\nRegio\tBanen"
    assert raw.flags == ()


def test_tracked_changes_read_as_accepted() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Het budget is ")
    for tag, text_tag, text in (("w:del", "w:delText", "vier"), ("w:ins", "w:t", "vijf")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run(" miljoen.")
    raw = read_back(document)
    assert raw.pages[0].text == "Het budget is vijf miljoen."
    assert [(flag.text, flag.where) for flag in raw.flags] == [("vier", "deleted")]


def test_notes_stand_below_their_paragraph() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("In 2019")
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    paragraph.add_run()._r.append(reference)
    paragraph.add_run(" steeg de uitvoer.")
    document.add_paragraph("Daarna.")
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Bron: douane.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    raw = read(with_part(saved(document), "footnotes.xml", notes, "footnotes", kind), "a.docx")
    assert raw.pages[0].text == "In 2019[1] steeg de uitvoer.\n\n[1] Bron: douane.\n\nDaarna."


def test_raised_digits_and_breaks_keep_words_apart() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Een hal van 400 m")
    paragraph.add_run("2").font.superscript = True
    address = document.add_paragraph("Ministerie")
    address.add_run().add_break(WD_BREAK.LINE)
    address.add_run("Postbus 1")
    assert read_back(document).pages[0].text == "Een hal van 400 m²\n\nMinisterie\n\nPostbus 1"


def test_merged_labels_are_repeated_and_wide_cells_are_not() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    texts = ("Nord", "2022", "1.200", "", "2023", "1.350", "Totaal", "", "2.550")
    for cell, text in zip(table._cells, texts, strict=True):
        cell.text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(2, 0).merge(table.cell(2, 1))
    assert read_back(document).pages[0].text == "Nord\t2022\t1.200\nNord\t2023\t1.350\nTotaal\t2.550"


def test_text_boxes_follow_their_paragraph() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Voor het kader.")
    box = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>In het kader</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    paragraph._p.append(parse_xml(box))
    document.add_paragraph("Erna.")
    (page,) = read_back(document).pages
    assert page.text == "Voor het kader.\n\nIn het kader\n\nErna."
    assert page.headings == ()


def test_headers_and_footers_are_furniture() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Vertrouwelijk"
    document.sections[0].footer.paragraphs[0].text = "Pagina 1 van 3"
    document.add_paragraph("Tekst.")
    (page,) = read_back(document).pages
    assert page.text == "Tekst."
    assert page.furniture == ("Vertrouwelijk", "Pagina 1 van 3")


def test_properties_are_those_of_the_file() -> None:
    document = docx.Document()
    document.add_paragraph("Tekst.")
    core = document.core_properties
    core.title, core.author, core.subject = "Verslag", "POM West-Vlaanderen", "missie"
    core.created = datetime(2024, 3, 28, 9, 0)
    properties = read_back(document).properties
    assert (properties.title, properties.author, properties.subject) == (
        "Verslag",
        "POM West-Vlaanderen",
        "missie",
    )
    assert properties.created == date(2024, 3, 28)


def test_a_long_document_has_its_heading_sections_as_pages() -> None:
    document = docx.Document()
    for name in ("Een", "Twee", "Drie"):
        document.add_heading(name, level=1)
        document.add_paragraph("Een zin over de missie. " * (LONG_CHARS // 40))
    assert [page.text.split("\n")[0] for page in read_back(document).pages] == ["Een", "Twee", "Drie"]


@pytest.mark.parametrize("cut", [100, 2_000, -40])
def test_a_damaged_file_is_a_read_error(cut: int) -> None:
    content = saved(docx.Document())
    with pytest.raises(ReadError) as raised:
        read(content[:cut], "kapot.docx")
    assert raised.value.message.key == "read.damaged"


def test_broken_xml_is_a_read_error() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(docx.Document()))) as old, zipfile.ZipFile(buffer, "w") as new:
        for item in old.namelist():
            new.writestr(item, b"<w:document" if item == "word/document.xml" else old.read(item))
    with pytest.raises(ReadError) as raised:
        read(buffer.getvalue(), "kapot.docx")
    assert raised.value.message.key == "read.damaged"
