from __future__ import annotations

import io
import string
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Kind
from ingest.errors import ReadError
from ingest.messages import Catalogue
from ingest.readers import archive
from ingest.readers.archive import open_archive
from ingest.readers.sniff import sniff
from ingest.text.languages import SERVED

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
MAIL = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: Visit\r\nDate: Mon, 1 Jan 2024 10:00:00 +0100\r\n\r\nHi"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


def ooxml(content_type: str, **members: str) -> bytes:
    return zipped(
        **{"[Content_Types].xml": f'<Types><Override ContentType="{content_type}"/></Types>', **members}
    )


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7\n...", "verslag.docx", Kind.PDF),
        (b"\n\n%PDF-1.4", "scan", Kind.PDF),
        (ooxml(WORD_TYPE), "brief.pdf", Kind.DOCX),
        (ooxml("application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docm", Kind.DOCX),
        (
            ooxml(WORD_TYPE.replace("wordprocessingml.document", "presentationml.presentation")),
            "a",
            Kind.PPTX,
        ),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "a.zip", Kind.ODT),
        (b"<!DOCTYPE html><title>x</title>", "pagina.txt", Kind.HTML),
        ("\ufeff<!-- saved --> <HTML><body>".encode(), "x", Kind.HTML),
        (MAIL, "bericht.txt", Kind.EMAIL),
        (b"Bonjour", "note.eml", Kind.EMAIL),
        (b"# Verslag\n\ntekst", "verslag.md", Kind.MARKDOWN),
        (b"# Verslag\n\ntekst", "verslag.txt", Kind.TEXT),
        (b"<p>fragment</p>", "fragment.html", Kind.HTML),
        ("Réunion à Lille".encode("cp1252"), "note", Kind.TEXT),
        ("Réunion à Lille".encode("utf-16"), "note.txt", Kind.TEXT),
        ("Réunion à Lille".encode("utf-16-le"), "note.txt", Kind.TEXT),
        (b"From: the desk of the minister\nTo whom it may concern\n\ntext", "letter.txt", Kind.TEXT),
    ],
)
def test_content_decides_before_the_suffix(content: bytes, name: str, kind: Kind) -> None:
    assert sniff(content, name) is kind


@pytest.mark.parametrize(
    ("content", "key", "hint"),
    [
        (b"", "read.empty", "read.empty.hint"),
        (b" \r\n\t", "read.empty", "read.empty.hint"),
        (OLE + "WordDocument".encode("utf-16-le"), "read.unsupported", "read.unsupported.docx.hint"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "read.unsupported", "read.unsupported.pptx.hint"),
        (OLE + "Workbook".encode("utf-16-le"), "read.unsupported", "read.unsupported.pdf.hint"),
        (OLE + "__substg1.0_0037".encode("utf-16-le"), "read.unsupported", "read.unsupported.eml.hint"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "read.encrypted", "read.encrypted.hint"),
        (b"{\\rtf1 x}", "read.unsupported", "read.unsupported.docx.hint"),
        (b"\x89PNG\r\n\x1a\n....", "read.unsupported", "read.unsupported.image.hint"),
        (zipped(a="b"), "read.unsupported", "read.unsupported.archive.hint"),
        (ooxml("spreadsheetml.sheet.main+xml"), "read.unsupported", "read.unsupported.pdf.hint"),
        (
            zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "read.unsupported",
            "read.unsupported.pdf.hint",
        ),
        (
            zipped(
                mimetype="application/vnd.oasis.opendocument.text",
                **{"META-INF/manifest.xml": "<manifest:encryption-data/>"},
            ),
            "read.encrypted",
            "read.encrypted.hint",
        ),
        (b"PK\x03\x04 cut short", "read.damaged", "read.damaged.hint"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00 program", "read.unsupported", "read.unsupported.hint"),
        (b"<?xml version='1.0'?><data/>", "read.unsupported", "read.unsupported.pdf.hint"),
    ],
)
def test_a_refusal_names_the_reason_and_the_remedy(content: bytes, key: str, hint: str) -> None:
    with pytest.raises(ReadError) as raised:
        sniff(content, "verslag.docx")
    assert raised.value.message.key == key
    assert raised.value.hint is not None
    assert raised.value.hint.key == hint


def test_a_bomb_is_refused_before_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 1_000_000)
    bomb = ooxml(WORD_TYPE, **{"word/media/a.bin": "0" * 2_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(ReadError) as raised:
        sniff(bomb, "bomb.docx")
    assert raised.value.message.key == "read.unpacks_too_large"


def test_a_large_xml_part_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_XML_BYTES", 10_000)
    with pytest.raises(ReadError) as raised:
        sniff(ooxml(WORD_TYPE, **{"word/document.xml": " " * 20_000}), "a.docx")
    assert raised.value.message.key == "read.unpacks_too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_entities_are_refused(encoding: str) -> None:
    part = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("word/document.xml", part.encode(encoding))
    with pytest.raises(ReadError) as raised:
        open_archive(buffer.getvalue(), "a.docx")
    assert raised.value.message.key == "read.damaged"


def test_a_zip_with_a_password_is_encrypted() -> None:
    content = bytearray(zipped(a="b"))
    content[6] |= 1  # the flag in the local header
    content[content.index(b"PK\x01\x02") + 8] |= 1  # and in the central directory
    with pytest.raises(ReadError) as raised:
        sniff(bytes(content), "a.zip")
    assert raised.value.message.key == "read.encrypted"


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_have_a_kind_or_a_reason(content: bytes) -> None:
    try:
        assert sniff(content, "x") in Kind
    except ReadError as error:
        assert error.hint is not None


def test_every_message_is_worded_alike_in_the_three_languages() -> None:
    from pathlib import Path

    import ingest

    folder = Path(ingest.__file__).with_name("locale")
    wordings = {language: Catalogue(folder) for language in SERVED}
    keys = {language: catalogue.keys(language) for language, catalogue in wordings.items()}
    assert len(set(keys.values())) == 1
    for key in keys[SERVED[0]]:
        from ingest.messages import _wordings

        fields = {
            frozenset(
                field
                for _, field, _, _ in string.Formatter().parse(_wordings(folder, language)[key])
                if field
            )
            for language in SERVED
        }
        assert len(fields) == 1, key
