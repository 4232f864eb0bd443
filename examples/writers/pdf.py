"""Reports as PDF: one column, two columns with hyphenation, and a scan."""

import io
import re
from collections.abc import Iterator
from functools import partial
from html import escape

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as PdfTable

from .source import Bullets, Heading, Prose, Rows, Source

PAGE_WIDTH_PT, PAGE_HEIGHT_PT = A4
MARGIN_PT = 62.0

# Words that the two-column report may break at a line end, with every place where Dutch allows it.
HYPHENATION = """
    er-va-rin-gen vra-gen-lijst be-stel-ling wa-ren-huis meu-bel-stof-fen vi-si-te-kaart-jes toe-spra-ken
    aan-slui-ting ad-mi-nis-tra-tie-ve af-zet-markt amb-te-na-ren bat-te-rij-fa-brie-ken be-drij-ven
    be-lang-rijk-ste be-ta-lings-ter-mij-nen bui-ten-land-se cir-cu-lai-re con-tact-punt deel-ne-mers
    de-le-ga-tie fre-quen-tie ge-de-pu-teer-de ge-re-cy-cleer-de ge-za-men-lijk grens-over-schrij-den-de
    haal-baar-heids-stu-die ha-ven-di-rec-tie hin-der-nis hoog-span-nings-net in-ten-tie-ver-kla-ring
    ken-nis-cen-trum ken-nis-in-stel-lin-gen kle-ding-af-val Ko-op-han-del on-der-ne-mers
    on-der-ne-min-gen on-der-te-ken-den on-der-zoek on-der-zoeks-cen-tra on-recht-streek-se
    or-ga-ni-seert over-ste-ken pro-gram-ma pro-vin-cie pro-vin-cie-be-stuur recht-streek-se
    sa-men-wer-king sep-tem-ber toe-kom-sti-ge trein-ver-bin-ding twee-le-dig va-ca-tu-res
    ver-te-gen-woor-di-gers ver-volg-mis-sie ver-werkt vi-ce-voor-zit-ter voe-dings-nij-ver-heid
    waar-schuw-de wa-ter-stof-in-stal-la-tie werk-ne-mers
"""


def write_pdf(source: Source, *, font: str, bold: str, ruled: bool = True) -> bytes:
    """Write a one-column PDF with running header, footer and page numbers where the source names them."""
    body = ParagraphStyle("body", fontName=font, fontSize=11.5, leading=17.5, spaceAfter=9)
    head = ParagraphStyle("head", parent=body, fontName=bold, fontSize=12.5, leading=16, spaceBefore=9)
    title = ParagraphStyle("title", parent=head, fontSize=17, leading=21, spaceAfter=12)
    point = ParagraphStyle("point", parent=body, leftIndent=14, bulletIndent=2, spaceAfter=4)
    story: list[object] = [Paragraph(escape(source.title), title)]
    for block in source.blocks:
        match block:
            case Heading(text=text):
                story.append(Paragraph(escape(text), head))
            case Prose(text=text):
                story.append(Paragraph(escape(text), body))
            case Bullets(items=items):
                story += [Paragraph(escape(item), point, bulletText="•") for item in items]
            case Rows(cells=cells):
                story += [_pdf_table(cells, font, bold, ruled=ruled), Spacer(1, 9)]
    stream = io.BytesIO()
    template = SimpleDocTemplate(
        stream,
        pagesize=A4,
        margin=MARGIN_PT,
        topMargin=MARGIN_PT + 8,
        bottomMargin=MARGIN_PT + 8,
        leftMargin=MARGIN_PT,
        rightMargin=MARGIN_PT,
        title=source.title,
        author=source.fields["author"],
        lang=source.fields["language"],
        invariant=1,
    )
    furniture = partial(_draw_furniture, source, font)
    template.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return stream.getvalue()


def _pdf_table(cells: tuple[tuple[str, ...], ...], font: str, bold: str, *, ruled: bool) -> PdfTable:
    look: list[tuple[object, ...]] = [
        ("FONT", (0, 0), (-1, 0), bold, 9.5),
        ("FONT", (0, 1), (-1, -1), font, 9.5),
    ]
    if ruled:
        look.append(("GRID", (0, 0), (-1, -1), 0.6, colors.grey))
    return PdfTable(cells, style=look, hAlign="LEFT")


def _draw_furniture(source: Source, font: str, canvas: Canvas, template: SimpleDocTemplate) -> None:
    page_word = {"nl": "pagina", "fr": "page", "en": "page"}[source.fields["language"]]
    canvas.setFont(font, 8.5)
    if header := source.fields.get("header"):
        canvas.drawString(MARGIN_PT, PAGE_HEIGHT_PT - 40, header)
    if footer := source.fields.get("footer"):
        canvas.drawString(MARGIN_PT, 36, footer)
        canvas.drawRightString(PAGE_WIDTH_PT - MARGIN_PT, 36, f"{page_word} {template.page}")


def write_two_column_pdf(source: Source) -> bytes:
    """Write a newsletter page: two columns, words hyphenated at line ends, header and footer on each page."""
    font, size_pt, gap_pt = "Times-Roman", 11.0, 24.0
    width_pt = (PAGE_WIDTH_PT - 2 * MARGIN_PT - gap_pt) / 2
    top_pt, bottom_pt, leading_pt = PAGE_HEIGHT_PT - MARGIN_PT - 30, MARGIN_PT + 10, 15.5
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1, lang=source.fields["language"])
    canvas.setTitle(source.title)
    canvas.setAuthor(source.fields["author"])
    lines = list(_set_lines(source, font, size_pt, width_pt))
    per_column = int((top_pt - bottom_pt) // leading_pt)
    columns = [lines[start : start + per_column] for start in range(0, len(lines), per_column)]
    pages = -(-len(columns) // 2)
    for number, column in enumerate(columns):
        if number % 2 == 0:
            _draw_newsletter_furniture(canvas, source, number // 2 + 1, pages)
        left_pt = MARGIN_PT + (number % 2) * (width_pt + gap_pt)
        for row, (line, line_font) in enumerate(column):
            canvas.setFont(line_font, size_pt)
            canvas.drawString(left_pt, top_pt - row * leading_pt, line)
        if number % 2 == 1 or number == len(columns) - 1:
            canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _draw_newsletter_furniture(canvas: Canvas, source: Source, page: int, pages: int) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(MARGIN_PT, PAGE_HEIGHT_PT - 40, source.fields["header"])
    canvas.drawString(MARGIN_PT, 36, source.fields["footer"])
    canvas.drawRightString(PAGE_WIDTH_PT - MARGIN_PT, 36, f"Pagina {page} van {pages}")
    if page == 1:
        canvas.setFont("Times-Bold", 16)
        canvas.drawString(MARGIN_PT, PAGE_HEIGHT_PT - MARGIN_PT - 8, source.title)


def _set_lines(source: Source, font: str, size_pt: float, width_pt: float) -> Iterator[tuple[str, str]]:
    for block in source.blocks:
        match block:
            case Heading(text=text):
                yield "", font
                yield text, "Times-Bold"
            case Prose(text=text):
                yield from ((line, font) for line in _break_lines(text, font, size_pt, width_pt))
                yield "", font
            case Bullets(items=items):
                for item in items:
                    yield from ((line, font) for line in _break_lines(f"• {item}", font, size_pt, width_pt))
            case Rows():
                raise ValueError("the two-column report has no tables")


def _break_lines(text: str, font: str, size_pt: float, width_pt: float) -> Iterator[str]:
    """Fill lines greedily, taking as much of a word as the hyphenation list and hard hyphens allow."""
    breaks = {word.replace("-", ""): word.split("-") for word in HYPHENATION.split()}
    line = ""
    for word in text.split():
        bare = word.rstrip(".,;:)")
        syllables = breaks.get(bare) or re.split(r"(?<=-)(?=\w)", bare)
        parts = [*syllables[:-1], syllables[-1] + word[len(bare) :]]
        gap = " " if line else ""
        for taken in range(len(parts), 0, -1):
            piece = "".join(parts[:taken])
            hyphen = "" if taken == len(parts) or piece.endswith("-") else "-"
            if pdfmetrics.stringWidth(line + gap + piece + hyphen, font, size_pt) <= width_pt:
                break
        else:
            taken, piece, hyphen = 0, "", ""
        if taken == len(parts):
            line += gap + piece
        else:
            yield line + (gap + piece + hyphen if taken else "")
            line = "".join(parts[taken:])
    yield line


def write_scan(source: Source) -> bytes:
    """Write an image-only PDF: the pages at 200 dpi, slightly turned, blurred and speckled, in black and white."""
    for face, file in (("Vera", "Vera.ttf"), ("VeraBd", "VeraBd.ttf")):
        pdfmetrics.registerFont(TTFont(face, file))  # embedded, so that every machine draws the same page
    pdf = pypdfium2.PdfDocument(write_pdf(source, font="Vera", bold="VeraBd"))
    noise = np.random.default_rng(20210625)
    pages = [_photocopy(page.render(scale=200 / 72).to_pil().convert("L"), noise) for page in pdf]
    stream = io.BytesIO()
    made = source.made.timetuple()
    pages[0].save(
        stream, "PDF", resolution=200, save_all=True, append_images=pages[1:], creationDate=made, modDate=made
    )
    return stream.getvalue()


def _photocopy(page: Image.Image, noise: np.random.Generator) -> Image.Image:
    turned = page.rotate(0.35, resample=Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32)
    ink = grey + noise.normal(0, 14, grey.shape)
    ink[noise.random(grey.shape) < 0.0004] = 0
    return Image.fromarray((ink > 150).astype(np.uint8) * 255).convert("1")
