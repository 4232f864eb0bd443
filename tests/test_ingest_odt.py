from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from odf import dc, draw, meta, office, style, svg, table, text
from odf.opendocument import OpenDocumentText

from ingest.errors import ReadError
from ingest.readers.odt import read
from ingest.readers.raw import RawDocument


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def read_back(document: Any) -> RawDocument:
    return read(saved(document), "verslag.odt")


def add(parent: Any, *children: Any) -> Any:
    for child in children:
        if isinstance(child, str):
            parent.addText(child)
        else:
            parent.addElement(child)
    return parent


def styled(document: Any, name: str, family: str = "text", **properties: str) -> Any:
    own = style.Style(name=name, family=family)
    own.addElement(style.TextProperties(**properties))
    document.automaticstyles.addElement(own)
    return own


def test_the_body_is_read_in_its_order() -> None:
    document = OpenDocumentText()
    items = text.List()
    for item in ("bezoek aan de haven", "gesprek met de regio"):
        items.addElement(add(text.ListItem(), text.P(text=item)))
    cells = table.Table()
    for line in (("Regio", "Banen"), ("Nord", "1.200")):
        row = table.TableRow()
        for cell in line:
            row.addElement(add(table.TableCell(), text.P(text=cell)))
        cells.addElement(row)
    add(
        document.text,
        text.H(outlinelevel=1, text="Programma"),
        add(text.P(), "De delegatie", text.S(c=2), "telde 45", text.Tab(), "deelnemers."),
        items,
        cells,
        text.P(text="Slot."),
    )
    (page,) = read_back(document).pages
    assert page.text == (
        "Programma\n\nDe delegatie telde 45 deelnemers.\n\n• bezoek aan de haven\n• gesprek met de regio\n\n"
        "Regio\tBanen\nNord\t1.200\n\nSlot."
    )
    assert [(heading.level, heading.text) for heading in page.headings] == [(1, "Programma")]


def test_numbered_lists_show_their_numbers() -> None:
    document = OpenDocumentText()
    numbers = text.ListStyle(name="Nummers")
    numbers.addElement(text.ListLevelStyleNumber(level=1, numformat="1", numsuffix="."))
    numbers.addElement(text.ListLevelStyleNumber(level=2, numformat="a", numsuffix=")"))
    document.automaticstyles.addElement(numbers)
    inner = text.List()
    inner.addElement(add(text.ListItem(), text.P(text="diep")))
    outer = text.List(stylename=numbers)
    outer.addElement(add(text.ListItem(), text.P(text="een"), inner))
    outer.addElement(add(text.ListItem(), text.P(text="twee")))
    document.text.addElement(outer)
    assert read_back(document).pages[0].text == "1. een\na) diep\n2. twee"


def test_hidden_text_is_flagged_and_left_out() -> None:
    document = OpenDocumentText()
    hidden = {
        "verborgen": styled(document, "V", display="none"),
        "wit": styled(document, "W", color="#ffffff"),
        "minuscuul": styled(document, "M", fontsize="1pt"),
        "doorgehaald": styled(document, "D", textlinethroughstyle="solid"),
    }
    paragraph = add(text.P(), "Zichtbaar ")
    for words, own in hidden.items():
        paragraph.addElement(text.Span(stylename=own, text=f"{words} "))
    note = add(office.Annotation(), dc.Creator(text="A"), text.P(text="Klopt dit?"))
    add(paragraph, note, "einde.")
    frame = add(draw.Frame(), svg.Desc(text="foto van de haven"))
    add(document.text, paragraph, add(text.P(), frame))
    raw = read_back(document)
    assert raw.pages[0].text == "Zichtbaar einde."
    assert {flag.text: flag.where for flag in raw.flags} == {
        "verborgen": "vanished",
        "wit": "same_colour",
        "minuscuul": "tiny",
        "doorgehaald": "deleted",
        "Klopt dit?": "comment",
        "foto van de haven": "alt_text",
    }


def test_white_text_on_a_dark_ground_is_seen() -> None:
    document = OpenDocumentText()
    own = styled(document, "W", color="#ffffff", backgroundcolor="#003366")
    document.text.addElement(add(text.P(), text.Span(stylename=own, text="wit op blauw")))
    assert read_back(document).pages[0].text == "wit op blauw"


def test_notes_and_frames_follow_their_paragraph() -> None:
    document = OpenDocumentText()
    note = add(
        text.Note(noteclass="footnote"),
        text.NoteCitation(text="1"),
        add(text.NoteBody(), text.P(text="Bron: douane.")),
    )
    box = add(draw.Frame(), add(draw.TextBox(), text.P(text="In het kader")))
    add(document.text, add(text.P(), "In 2019", note, " steeg de uitvoer.", box), text.P(text="Daarna."))
    assert read_back(document).pages[0].text == (
        "In 2019[1] steeg de uitvoer.\n\n[1] Bron: douane.\n\nIn het kader\n\nDaarna."
    )


def test_deleted_text_is_flagged() -> None:
    document = OpenDocumentText()
    changes = add(
        text.TrackedChanges(),
        add(
            text.ChangedRegion(check_grammar=False),
            add(text.Deletion(), add(office.ChangeInfo(), dc.Creator(text="A")), text.P(text="vier miljoen")),
        ),
    )
    add(document.text, changes, text.P(text="Het budget is vijf miljoen."))
    raw = read_back(document)
    assert raw.pages[0].text == "Het budget is vijf miljoen."
    assert [(flag.text, flag.where) for flag in raw.flags] == [("vier miljoen", "deleted")]


def test_raised_digits_and_breaks_keep_words_apart() -> None:
    document = OpenDocumentText()
    own = styled(document, "S", textposition="super 58%")
    add(
        document.text,
        add(text.P(), "Een hal van 400 m", text.Span(stylename=own, text="2")),
        add(text.P(), "Ministerie", text.LineBreak(), "Postbus 1"),
    )
    assert read_back(document).pages[0].text == "Een hal van 400 m²\n\nMinisterie\n\nPostbus 1"


def test_headers_are_furniture_and_properties_are_read() -> None:
    document = OpenDocumentText()
    layout = style.PageLayout(name="L")
    document.automaticstyles.addElement(layout)
    master = style.MasterPage(name="Standard", pagelayoutname=layout)
    master.addElement(add(style.Header(), text.P(text="Vertrouwelijk")))
    document.masterstyles.addElement(master)
    add(document.meta, dc.Title(text="Verslag"), meta.InitialCreator(text="Provincie Limburg"))
    document.meta.addElement(meta.CreationDate(text="2024-11-18T10:00:00"))
    document.text.addElement(text.P(text="Tekst."))
    raw = read_back(document)
    assert raw.pages[0].furniture == ("Vertrouwelijk",)
    assert (raw.properties.title, raw.properties.author) == ("Verslag", "Provincie Limburg")
    assert raw.properties.created == date(2024, 11, 18)


def test_white_space_around_the_body_is_no_matter() -> None:
    document = OpenDocumentText()
    document.text.addElement(text.P(text="Tekst."))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(document))) as old, zipfile.ZipFile(buffer, "w") as new:
        for item in old.namelist():
            part = old.read(item)
            new.writestr(
                item, part.replace(b"<office:text", b"\n  <office:text") if item == "content.xml" else part
            )
    assert read(buffer.getvalue(), "a.odt").pages[0].text == "Tekst."


def test_broken_xml_is_a_read_error_and_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(OpenDocumentText()))) as old, zipfile.ZipFile(buffer, "w") as new:
        for item in old.namelist():
            new.writestr(item, b"<office:document" if item == "content.xml" else old.read(item))
    with pytest.raises(ReadError) as raised:
        read(buffer.getvalue(), "kapot.odt")
    assert raised.value.message.key == "read.damaged"
    assert capsys.readouterr().out == ""
