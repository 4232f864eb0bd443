"""Reports as Word, OpenDocument and PowerPoint files."""

import io
import zipfile

import docx
import pptx
from odf import style as odf_style
from odf import table as odf_table
from odf import text as odf_text
from odf.dc import Creator, Language, Title
from odf.meta import CreationDate
from odf.opendocument import OpenDocumentText
from pptx.util import Cm, Pt

from .source import Bullets, Heading, Prose, Rows, Source


def write_docx(source: Source) -> bytes:
    """Write a Word file with built-in heading, list and table styles."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = source.title, source.fields["author"]
    properties.language = source.fields["language"]
    properties.created = properties.modified = source.made
    document.add_heading(source.title, level=0)
    for block in source.blocks:
        match block:
            case Heading(text=text):
                document.add_heading(text, level=1)
            case Prose(text=text):
                document.add_paragraph(text)
            case Bullets(items=items):
                for item in items:
                    document.add_paragraph(item, style="List Bullet")
            case Rows(cells=cells):
                table = document.add_table(len(cells), len(cells[0]), style="Table Grid")
                for row, values in zip(table.rows, cells, strict=True):
                    for cell, value in zip(row.cells, values, strict=True):
                        cell.text = value
    stream = io.BytesIO()
    document.save(stream)
    return _fix_dates(stream.getvalue())


def write_odt(source: Source) -> bytes:
    """Write an OpenDocument text."""
    document = OpenDocumentText()
    document.meta.addElement(Title(text=source.title))
    document.meta.addElement(Creator(text=source.fields["author"]))
    document.meta.addElement(CreationDate(text=source.made.isoformat()))
    document.meta.addElement(Language(text=source.fields["language"]))
    for name in ("Heading_20_1", "Heading_20_2"):
        document.styles.addElement(odf_style.Style(name=name, family="paragraph"))
    add = document.text.addElement
    add(odf_text.H(outlinelevel=1, stylename="Heading_20_1", text=source.title))
    for block in source.blocks:
        match block:
            case Heading(text=text):
                add(odf_text.H(outlinelevel=2, stylename="Heading_20_2", text=text))
            case Prose(text=text):
                add(odf_text.P(text=text))
            case Bullets(items=items):
                points = odf_text.List()
                for item in items:
                    point = odf_text.ListItem()
                    point.addElement(odf_text.P(text=item))
                    points.addElement(point)
                add(points)
            case Rows(cells=cells):
                add(_odt_table(cells))
    stream = io.BytesIO()
    document.write(stream)
    return _fix_dates(stream.getvalue())


def _odt_table(cells: tuple[tuple[str, ...], ...]) -> odf_table.Table:
    table = odf_table.Table()
    table.addElement(odf_table.TableColumn(numbercolumnsrepeated=len(cells[0])))
    for values in cells:
        row = odf_table.TableRow()
        for value in values:
            cell = odf_table.TableCell()
            cell.addElement(odf_text.P(text=value))
            row.addElement(cell)
        table.addElement(row)
    return table


def write_pptx(source: Source) -> bytes:
    """Write slides: a title slide, then one slide for each heading."""
    deck = pptx.Presentation()
    properties = deck.core_properties
    properties.title, properties.author = source.title, source.fields["author"]
    properties.language = source.fields["language"]
    properties.created = properties.modified = source.made
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = source.title
    for block in source.blocks:
        match block:
            case Heading(text=text):
                slide = deck.slides.add_slide(deck.slide_layouts[1])
                slide.shapes.title.text = text
            case Prose(text=text):
                slide.placeholders[1].text = text
            case Bullets(items=items):
                slide.placeholders[1].text = "\n".join(items)
            case Rows(cells=cells):
                slide.placeholders[1].element.getparent().remove(slide.placeholders[1].element)
                shape = slide.shapes.add_table(len(cells), len(cells[0]), Cm(2), Cm(5), Cm(21), Cm(7))
                for cell, value in zip(shape.table.iter_cells(), sum(cells, ()), strict=True):
                    cell.text = value
                    cell.text_frame.paragraphs[0].font.size = Pt(16)
    stream = io.BytesIO()
    deck.save(stream)
    return _fix_dates(stream.getvalue())


def _fix_dates(archive: bytes) -> bytes:
    """Pack a zip again with one fixed date on every member, in the same order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, date_time=(2020, 1, 1, 0, 0, 0))
            info.compress_type = member.compress_type
            new.writestr(info, old.read(member))
    return stream.getvalue()
