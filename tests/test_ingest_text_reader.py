from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Kind
from ingest.errors import ReadError
from ingest.readers.text import decode, read

FRENCH = "La délégation a été reçue à l’hôtel de ville ; le coût s’élève à 1 250 € pour l’été.\n"
DUTCH = "De coördinatie van het industriële project kostte € 1.250 en liep één jaar.\n"


@pytest.mark.parametrize("text", [FRENCH, DUTCH])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
)
def test_a_text_is_read_in_its_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "nota.txt") == text


def test_old_office_encodings_are_told_apart() -> None:
    text = "Le préfet a été reçu à la mairie de Nîmes où l'énergie était à l'honneur. " * 6
    assert decode(text.encode("mac_roman"), "nota.txt") == text
    assert decode(text.encode("cp850"), "nota.txt") == text
    russian = "Министр сказал, что порт готов принять новые суда. " * 8
    assert decode(russian.encode("cp1251"), "nota.txt") == russian


def test_a_few_broken_bytes_do_not_make_utf8_another_encoding() -> None:
    content = (FRENCH * 20).encode() + b"\xff fin"
    assert decode(content, "nota.txt").startswith(FRENCH)


def test_a_mark_decides() -> None:
    assert decode(codecs.BOM_UTF16_BE + "één".encode("utf-16-be"), "nota.txt") == "één"


def test_a_file_is_read_into_pages() -> None:
    raw = read(b"Eerste bladzijde.\n\f\n\fDerde bladzijde.", "nota.txt")
    assert raw.kind is Kind.TEXT
    assert [(page.page, page.text) for page in raw.pages] == [
        (1, "Eerste bladzijde."),
        (3, "Derde bladzijde."),
    ]
    assert [(page.page, page.reason) for page in raw.unread_pages] == [(2, "page.empty")]


@pytest.mark.parametrize("content", [b"", b" \n\f \n", codecs.BOM_UTF8])
def test_an_empty_file_is_named(content: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read(content, "leeg.txt")
    assert caught.value.message.key == "read.empty"


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_named_failure(content: bytes) -> None:
    try:
        pages = read(content, "x.txt").pages
    except ReadError as error:
        assert error.message.key in {"read.empty", "read.damaged"}
    else:
        assert all(page.text for page in pages)
