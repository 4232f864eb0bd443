from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import date

import pypdf
import pytest
from PIL import Image
from reportlab.lib.colors import black, white
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Concern, Kind, Page
from ingest.errors import ReadError
from ingest.readers import ocr
from ingest.readers.pdf import read

WIDTH, HEIGHT = A4


def pdf(*pages: Callable[[Canvas], None], **info: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setTitle(info.get("title", "Verslag"))
    canvas.setAuthor(info.get("author", "Zeeuwse missie"))
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def write(canvas: Canvas, lines: list[str], left: float = 72, top: float = 720, lead: float = 13) -> None:
    for row, line in enumerate(lines):
        canvas.drawString(left, top - lead * row, line)


def titled(canvas: Canvas, text: str, top: float, size: float = 16) -> None:
    canvas.setFont("Helvetica-Bold", size)
    canvas.drawString(72, top, text)
    canvas.setFont("Helvetica", 10)


PARAGRAPH = [
    "De delegatie bezocht in maart drie havens aan de kust en sprak daar met de",
    "directies over walstroom. In iedere haven is gevraagd naar de samenwer-",
    "king met de gemeente Noord-",
    "Beveland en naar de kosten van de kade.",
]
READ = (
    "De delegatie bezocht in maart drie havens aan de kust en sprak daar met de directies over walstroom. In "
    "iedere haven is gevraagd naar de samenwerking met de gemeente Noord-Beveland en naar de kosten van de kade."
)


def only(content: bytes) -> Page:
    (page,) = read(content, "verslag.pdf").pages
    return page


def test_a_page_is_read_into_headings_and_paragraphs_with_boxes() -> None:
    def draw(canvas: Canvas) -> None:
        titled(canvas, "1. Havens", 750)
        write(canvas, PARAGRAPH)

    raw = read(pdf(draw), "verslag.pdf")
    (page,) = raw.pages
    assert raw.kind is Kind.PDF
    assert raw.properties.title == "Verslag"
    assert raw.properties.author == "Zeeuwse missie"
    assert raw.properties.created == date.today()
    assert page.text == f"1. Havens\n\n{READ}"
    assert [(heading.text, heading.level) for heading in page.headings] == [("1. Havens", 1)]
    assert [page.text[line.start : line.end] for line in page.lines][:2] == ["1. Havens", PARAGRAPH[0]]
    title = page.lines[0]
    assert title.left == pytest.approx(72 / WIDTH, abs=0.005)
    assert title.top < 1 - 750 / HEIGHT < title.bottom + 0.001
    assert title.right < 0.4


def test_columns_are_read_one_after_the_other() -> None:
    left = ["De eerste kolom vertelt over", "de havens in het noorden en", "over de kades die daar in de",
            "komende jaren worden gelegd."]  # fmt: skip
    right = ["De tweede kolom gaat over de", "werven in het zuiden en wat", "er aan schepen wordt gebouwd",
             "in het jaar dat volgt."]  # fmt: skip

    def draw(canvas: Canvas) -> None:
        titled(canvas, "Havens en werven", 780)
        for row in range(4):  # line by line, as some programs write columns
            canvas.drawString(72, 740 - 13 * row, left[row])
            canvas.drawString(310, 740 - 13 * row, right[row])

    assert only(pdf(draw)).text == f"Havens en werven\n\n{' '.join(left)}\n\n{' '.join(right)}"


def test_table_rows_keep_label_and_figures_together() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, PARAGRAPH)
        cells = [
            ("Regio", "Oppervlakte", "Werkloosheid"),
            ("Noord", "1.210 km²", "8,1%"),
            ("Zuid", "940 km²", "7,5%"),
        ]
        for row, texts in enumerate(cells):
            for column, text in enumerate(texts):
                canvas.drawString(72 + 150 * column, 600 - 16 * row, text)

    assert only(pdf(draw)).text.endswith(
        "\n\nRegio\tOppervlakte\tWerkloosheid\nNoord\t1.210 km²\t8,1%\nZuid\t940 km²\t7,5%"
    )


def test_cells_between_drawn_lines_hold_several_lines() -> None:
    cells = [
        (["Regio"], ["Afspraak"], ["Kosten"]),
        (["Noord"], ["Walstroom voor de drie", "grootste havens"], ["€ 1,2", "miljoen"]),
        (["Zuid en", "kust"], ["Een tweede kade"], ["€ 0,8 miljoen"]),
    ]

    def draw(canvas: Canvas) -> None:
        write(canvas, PARAGRAPH)
        for row, texts in enumerate(cells):
            for column, lines in enumerate(texts):
                write(canvas, lines, left=76 + 150 * column, top=600 - 40 * row, lead=12)
        canvas.grid([72 + 150 * column for column in range(4)], [615 - 40 * row for row in range(4)])
        write(canvas, ["Onder de tabel loopt de tekst door."], top=450)

    assert only(pdf(draw)).text == (
        f"{READ}\n\nRegio\tAfspraak\tKosten\n"
        "Noord\tWalstroom voor de drie grootste havens\t€ 1,2 miljoen\n"
        "Zuid en kust\tEen tweede kade\t€ 0,8 miljoen\n\nOnder de tabel loopt de tekst door."
    )


def test_running_headers_and_page_numbers_are_set_aside() -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(72, 810, "Verslag van de missie")
            canvas.drawString(280, 30, f"Pagina {number} van 3")
            write(canvas, [f"Op dag {number} bezocht de delegatie een haven."])

        return draw

    raw = read(pdf(page(1), page(2), page(3)), "verslag.pdf")
    assert [page.text for page in raw.pages] == [
        f"Op dag {n} bezocht de delegatie een haven." for n in (1, 2, 3)
    ]
    assert raw.pages[2].furniture == ("Verslag van de missie", "Pagina 3 van 3")


def test_exponents_and_footnote_marks_do_not_join_figures() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        text.textOut("In 2018")
        text.setFont("Helvetica", 6)
        text.setRise(4)
        text.textOut("1")
        text.setFont("Helvetica", 10)
        text.setRise(0)
        text.textOut(" daalde de uitstoot van CO")
        text.setFont("Helvetica", 6)
        text.setRise(-2)
        text.textOut("2")
        text.setFont("Helvetica", 10)
        text.setRise(0)
        text.textOut(" licht.")
        canvas.drawText(text)

    assert only(pdf(draw)).text == "In 2018¹ daalde de uitstoot van CO2 licht."


@pytest.mark.parametrize(
    ("where", "hide"),
    [
        ("invisible", lambda canvas: canvas.drawString(72, 500, "Geheim woord", mode=3)),
        (
            "same_colour",
            lambda canvas: (canvas.setFillColor(white), canvas.drawString(72, 500, "Geheim woord")),
        ),
        (
            "tiny",
            lambda canvas: (canvas.setFont("Helvetica", 0.5), canvas.drawString(72, 500, "Geheim woord")),
        ),
        ("off_page", lambda canvas: canvas.drawString(-300, 500, "Geheim woord")),
    ],
)
def test_text_kept_from_sight_is_flagged_and_not_read(where: str, hide: Callable[[Canvas], None]) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, PARAGRAPH)
        hide(canvas)

    raw = read(pdf(draw), "verslag.pdf")
    assert [(flag.concern, flag.page, flag.where) for flag in raw.flags] == [(Concern.HIDDEN, 1, where)]
    assert raw.flags[0].text == "Geheim woord"
    assert raw.pages[0].text == READ


def test_white_text_on_a_dark_ground_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(black)
        canvas.rect(60, 690, 400, 30, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(72, 700, "Witte letters op een zwart vlak zijn te lezen.")

    raw = read(pdf(draw), "verslag.pdf")
    assert raw.pages[0].text == "Witte letters op een zwart vlak zijn te lezen."
    assert raw.flags == ()


def test_bookmarks_name_headings() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, ["Stand van zaken", *PARAGRAPH])
        canvas.bookmarkPage("a")
        canvas.addOutlineEntry("Stand van zaken", "a", level=0)

    (found,) = only(pdf(draw)).headings
    assert (found.text, found.level) == ("Stand van zaken", 1)


def test_a_rotated_page_is_read_as_seen() -> None:
    writer = pypdf.PdfWriter(
        clone_from=pypdf.PdfReader(io.BytesIO(pdf(lambda canvas: write(canvas, PARAGRAPH))))
    )
    writer.pages[0].rotate(360)
    writer.pages[0].cropbox = pypdf.generic.RectangleObject((50, 400, 550, 800))
    file = io.BytesIO()
    writer.write(file)
    page = only(file.getvalue())
    assert page.text == READ
    assert page.lines[0].left == pytest.approx((72 - 50) / 500, abs=0.01)
    assert page.lines[0].bottom == pytest.approx((800 - 718) / 400, abs=0.02)


def test_an_empty_page_is_named() -> None:
    raw = read(pdf(lambda canvas: write(canvas, PARAGRAPH), lambda canvas: None), "verslag.pdf")
    assert [page.page for page in raw.pages] == [1]
    assert [(page.page, page.reason) for page in raw.unread_pages] == [(2, "page.empty")]


def test_a_password_is_named() -> None:
    writer = pypdf.PdfWriter(
        clone_from=pypdf.PdfReader(io.BytesIO(pdf(lambda canvas: write(canvas, PARAGRAPH))))
    )
    writer.encrypt("geheim", algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    with pytest.raises(ReadError) as caught:
        read(file.getvalue(), "slot.pdf")
    assert caught.value.message.key == "read.encrypted"
    assert dict(caught.value.message.values) == {"name": "slot.pdf"}


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\n" + b"\x00\xff" * 500])
def test_a_damaged_file_is_named(content: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read(content, "kapot.pdf")
    assert caught.value.message.key == "read.damaged"


def scan(text: str) -> bytes:
    drawn = pdf(lambda canvas: (canvas.setFont("Helvetica", 18), canvas.drawString(72, 700, text)))
    import pypdfium2

    picture = pypdfium2.PdfDocument(drawn)[0].render(scale=2).to_pil()

    def draw(canvas: Canvas) -> None:
        file = io.BytesIO()
        picture.save(file, "PNG")
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(io.BytesIO(file.getvalue())), 0, 0, WIDTH, HEIGHT)

    return pdf(draw)


def test_a_scan_without_tesseract_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "unavailable", lambda: "page.ocr_missing")
    raw = read(scan("Een gescande bladzijde"), "scan.pdf")
    assert raw.pages == ()
    assert [(page.page, page.reason) for page in raw.unread_pages] == [(1, "page.ocr_missing")]


@pytest.mark.skipif(ocr.unavailable() is not None, reason="Tesseract is not installed")
def test_a_scan_is_read_with_its_confidence_and_boxes() -> None:
    page = only(scan("De missie bezocht drie havens."))
    assert page.text == "De missie bezocht drie havens."
    assert page.ocr_confidence is not None
    assert page.ocr_confidence > 60
    (line,) = page.lines
    assert line.left == pytest.approx(72 / WIDTH, abs=0.02)
    assert line.bottom == pytest.approx(1 - 700 / HEIGHT, abs=0.02)


def test_many_pages_are_read_in_little_time() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, PARAGRAPH * 12, top=780)

    content = pdf(*[draw] * 20)
    started = time.process_time()
    assert len(read(content, "lang.pdf").pages) == 20
    assert time.process_time() - started < 10


def test_a_blank_picture_is_no_scan() -> None:
    def draw(canvas: Canvas) -> None:
        file = io.BytesIO()
        Image.new("L", (50, 70), 255).save(file, "PNG")
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(io.BytesIO(file.getvalue())), 0, 0, WIDTH, HEIGHT)

    raw = read(pdf(draw), "leeg.pdf")
    assert [page.reason for page in raw.unread_pages] == ["page.empty"]
