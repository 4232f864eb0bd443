from __future__ import annotations

import io
from datetime import date
from email.message import EmailMessage

import docx
import pytest

from ingest.document import Kind
from ingest.errors import ReadError
from ingest.readers import read_attached, read_document
from ingest.readers.eml import attachments, read


def mail(
    subject: str = "Verslag van de missie", body: str = "De missie telde 45 deelnemers."
) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Sofie Peeters <sofie@handel.example>"
    message["To"] = "Directie <directie@handel.example>"
    message["Date"] = "Mon, 20 Mar 2023 09:30:00 +0100"
    message.set_content(body)
    return message


def word_file(words: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(words)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_mail_is_read_as_it_is_printed() -> None:
    raw = read(mail().as_bytes(), "a.eml")
    assert [page.text for page in raw.pages] == [
        "Verslag van de missie\n\nFrom: Sofie Peeters <sofie@handel.example>\n\n"
        "To: Directie <directie@handel.example>\n\nDate: Mon, 20 Mar 2023 09:30:00 +0100\n\n"
        "De missie telde 45 deelnemers."
    ]
    assert raw.title == "Verslag van de missie"
    assert raw.properties.author == "Sofie Peeters"
    assert raw.properties.created == date(2023, 3, 20)


def test_headings_of_the_body_keep_their_place() -> None:
    message = mail()
    message.set_content("<h2>Afspraken</h2><p>Een studie.</p>", subtype="html")
    (page,) = read(message.as_bytes(), "a.eml").pages
    assert [(page.text[heading.start : heading.end], heading.text) for heading in page.headings] == [
        ("Verslag van de missie",) * 2,
        ("Afspraken",) * 2,
    ]


def test_plain_text_goes_before_html_unless_it_stands_in_for_it() -> None:
    message = mail(body="De volledige tekst staat hier.")
    message.add_alternative("<p>De volledige tekst staat <i>hier</i>.</p>", subtype="html")
    assert read(message.as_bytes(), "a.eml").pages[0].text.endswith("De volledige tekst staat hier.")
    message = mail(body="Bekijk dit bericht online.")
    message.add_alternative("<p>" + "Het echte verslag is hier te lezen. " * 20 + "</p>", subtype="html")
    assert "Het echte verslag" in read(message.as_bytes(), "a.eml").pages[0].text


@pytest.mark.parametrize(("charset", "transfer"), [("iso-8859-1", "quoted-printable"), ("utf-8", "base64")])
def test_encodings_are_undone(charset: str, transfer: str) -> None:
    message = mail(subject="Réunion à Liège – été", body="x")
    message.set_content("Compte rendu de l'été à Liège.", charset=charset, cte=transfer)
    raw = read(message.as_bytes(), "a.eml")
    assert raw.title == "Réunion à Liège – été"
    assert raw.pages[0].text.endswith("Compte rendu de l'été à Liège.")


def test_a_wrong_charset_is_seen_through() -> None:
    content = (
        b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nContent-Type: text/plain; charset=us-ascii\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n"
    ) + "Réunion à Liège en été.".encode("cp1252")
    assert read(content, "a.eml").pages[0].text.endswith("Réunion à Liège en été.")


def test_flowed_and_quoted_lines_are_paragraphs() -> None:
    message = mail()
    message.set_content("placeholder")
    message.set_payload("De delegatie telde \r\n45 deelnemers.\r\n\r\n> Eerder schreef u dit.\r\n")
    message.set_param("format", "flowed")
    text = read(message.as_bytes(), "a.eml").pages[0].text
    assert text.endswith("De delegatie telde 45 deelnemers.\n\nEerder schreef u dit.")


def test_attachments_are_documents_after_the_mail() -> None:
    message = mail()
    message.add_attachment(
        word_file("De bijlage zelf."), maintype="application", subtype="x", filename="bijlage.docx"
    )
    message.add_attachment("losse tekst van de bijlage", filename="notitie.txt")
    documents = read_document(message.as_bytes(), "mail.eml")
    assert [(document.name, document.kind) for document in documents] == [
        ("mail.eml", Kind.EMAIL),
        ("mail.eml/bijlage.docx", Kind.DOCX),
        ("mail.eml/notitie.txt", Kind.TEXT),
    ]
    assert "Attachments: bijlage.docx, notitie.txt" in documents[0].pages[0].text
    assert documents[1].pages[0].text == "De bijlage zelf."


def test_the_bytes_of_an_attachment_are_its_own() -> None:
    message = mail()
    message.add_attachment(word_file("x y z"), maintype="application", subtype="x", filename="b.docx")
    reading = read_attached(message.as_bytes(), "mail.eml")
    assert reading.files[0].content == message.as_bytes()
    assert reading.files[1].content == attachments(message.as_bytes(), "mail.eml")[0].content


def test_a_forwarded_mail_is_a_document_of_its_own() -> None:
    message = mail()
    inner = mail(subject="Oude afspraak", body="Dit was afgesproken.")
    inner.add_attachment("tekst in de binnenste bijlage", filename="diep.txt")
    message.add_attachment(inner)
    documents = read_document(message.as_bytes(), "mail.eml")
    assert [document.name for document in documents] == [
        "mail.eml",
        "mail.eml/Oude afspraak.eml",
        "mail.eml/Oude afspraak.eml/diep.txt",
    ]
    assert documents[1].pages[0].text.endswith("Dit was afgesproken.")


def test_an_attachment_that_cannot_be_read_is_named() -> None:
    message = mail()
    message.add_attachment(b"\x89PNG\r\n\x1a\nxx", maintype="application", subtype="x", filename="foto.png")
    reading = read_attached(message.as_bytes(), "mail.eml")
    assert [document.name for document in reading.documents] == ["mail.eml"]
    assert [(skipped.name, skipped.reason.key) for skipped in reading.skipped] == [
        ("mail.eml/foto.png", "read.unsupported")
    ]


def test_mails_inside_mails_end_somewhere() -> None:
    message = mail(subject="nul")
    for number in range(6):
        outer = mail(subject=f"laag {number}")
        outer.add_attachment(message)
        message = outer
    reading = read_attached(message.as_bytes(), "m.eml")
    assert len(reading.files) == 4
    assert [skipped.reason.key for skipped in reading.skipped] == ["read.attachment_too_deep"]


def test_pictures_in_the_text_and_signatures_are_left_out() -> None:
    message = mail()
    message.add_alternative('<p>Beste,</p><img src="cid:logo">', subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>")
    assert attachments(message.as_bytes(), "a.eml") == ()


def test_names_of_attachments_are_bare_and_told_apart() -> None:
    message = mail()
    for name in ("../../etc/verslag.txt", "C:\\map\\verslag.txt", ""):
        message.add_attachment("een tekst als bijlage", filename=name)
    assert [file.name for file in attachments(message.as_bytes(), "a.eml")] == [
        "verslag.txt",
        "verslag-2.txt",
        "attachment-3",
    ]


def test_an_encrypted_mail_is_refused() -> None:
    content = (
        b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nAAAA"
    )
    with pytest.raises(ReadError) as raised:
        read(content, "a.eml")
    assert raised.value.message.key == "read.encrypted"
