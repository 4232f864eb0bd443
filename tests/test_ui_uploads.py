"""Uploads: few, not too large, looked at by what is in them, and gone afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from ui_doubles import PDF, SAMPLES, TEXT, WordBackend

from page import handlers as handlers_module
from page import uploads as uploads_module
from page.handlers import Handlers, Visit
from page.page_images import PageImages
from page.uploads import UploadError, Uploads, clean_name


async def _chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def receive(uploads: Uploads, name: str, *parts: bytes) -> str:
    return asyncio.run(uploads.receive(name, _chunks(*parts))).token


def upload(handlers: Handlers, *files: tuple[str, bytes]) -> list[str]:
    tokens = [receive(handlers.uploads, name, content) for name, content in files]
    return [str(part) for part in handlers.upload(Visit(), {"tokens": tokens})]


@pytest.fixture
def handlers(tmp_path: Path) -> Handlers:
    return Handlers(WordBackend(tmp_path / "library"), Uploads(), PageImages())


def test_a_first_upload_makes_the_library_and_tells_of_every_file(handlers: Handlers) -> None:
    *progress, result = upload(
        handlers,
        (PDF, (SAMPLES / PDF).read_bytes()),
        ("leeg.pdf", b""),
        ("programma.pdf", b"MZ\x90\x00" + b"\x00" * 64),
    )
    assert any("<progress" in part for part in progress)
    assert "1 report added or updated" in result and f"{PDF}</span> added, 2 pages" in result
    assert "leeg.pdf is empty." in result and 'class="bad"><span class="name">programma.pdf' in result
    assert [one.name for one in handlers.reports()] == [PDF]


def test_nothing_is_left_of_an_upload_but_the_library(handlers: Handlers, tmp_path: Path) -> None:
    upload(handlers, (TEXT, (SAMPLES / TEXT).read_bytes()))
    assert list(handlers.uploads._folder.iterdir()) == []
    assert not (tmp_path / "library" / "uploads").exists()


def test_a_changed_report_of_the_same_name_takes_the_earlier_one_s_place(handlers: Handlers) -> None:
    before = (SAMPLES / TEXT).read_text(encoding="utf-8")
    upload(handlers, (TEXT, before.encode()))
    assert "was there already" in upload(handlers, (TEXT, before.encode()))[-1]
    changed = upload(handlers, (TEXT, (before + "\n\nEr kwam een zin bij.\n").encode()))
    assert "replaces the earlier version" in changed[-1]
    assert len(handlers.reports()) == 1


def test_two_files_of_one_name_are_both_read(handlers: Handlers) -> None:
    result = upload(
        handlers, ("verslag.txt", b"Het eerste verslag telt een zin."), ("verslag.txt", b"Het tweede ook.")
    )
    assert "2 reports added or updated" in result[-1]


def test_a_token_is_good_once_and_a_made_up_one_never(handlers: Handlers) -> None:
    token = receive(handlers.uploads, "a.txt", b"Een zin in een verslag.")
    assert list(handlers.upload(Visit(), {"tokens": [token]}))
    again = list(handlers.upload(Visit(), {"tokens": [token, "../../etc/passwd"]}))
    assert "0 reports" in again[-1] or "trouble" in again[-1]
    assert list(handlers.upload(Visit(), {"tokens": "etc"})) == []


def test_what_is_too_large_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads_module, "MAX_FILE_BYTES", 10)
    uploads = Uploads()
    with pytest.raises(UploadError):
        receive(uploads, "groot.pdf", b"12345678", b"9012")
    assert list(uploads._folder.iterdir()) == []
    assert receive(uploads, "klein.pdf", b"1234567890")


def test_too_many_files_wait_for_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads_module, "MAX_FILES", 2)
    uploads = Uploads()
    for number in range(2):
        receive(uploads, f"{number}.txt", b"x")
    with pytest.raises(UploadError):
        receive(uploads, "2.txt", b"x")


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("verslag.pdf", "verslag.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\jan\\nota.docx", "nota.docx"),
        (".verborgen", "verborgen"),
        ("a\x00b\n<c>.txt", "abc.txt"),
        ("", "file"),
        ("..", "file"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
    ],
)
def test_a_name_is_a_plain_base_name(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


def test_a_long_name_keeps_its_suffix() -> None:
    assert clean_name("x" * 400 + ".pdf").endswith(".pdf")
    assert len(clean_name("x" * 400 + ".pdf")) == 150


def test_a_second_ingest_waits_its_turn(handlers: Handlers) -> None:
    token = receive(handlers.uploads, "a.txt", b"Een zin in een verslag.")
    with handlers.backend._ingesting:
        (told,) = handlers.upload(Visit(), {"tokens": [token]})
    assert "being read in already" in told
    *_, result = handlers.upload(Visit(), {"tokens": [token]})
    assert "1 report added" in result


def test_a_visitor_who_leaves_does_not_break_off_the_reading(handlers: Handlers, tmp_path: Path) -> None:
    files = [(f"{number}.txt", f"Verslag {number} over de haven van Gent.".encode()) for number in range(5)]
    tokens = [receive(handlers.uploads, name, content) for name, content in files]
    outcomes = handlers.upload(Visit(), {"tokens": tokens})
    next(outcomes)
    outcomes.close()
    deadline_s = time.monotonic() + 20
    while handlers.backend.is_ingesting and time.monotonic() < deadline_s:
        time.sleep(0.02)
    assert len(handlers.reports()) == 5
    assert not (tmp_path / "library" / "uploads").exists()


def test_samples_are_read_into_the_library(
    handlers: Handlers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = tmp_path / "samples"
    samples.mkdir()
    (samples / TEXT).write_bytes((SAMPLES / TEXT).read_bytes())
    monkeypatch.setattr(handlers_module, "SAMPLES", samples)
    *_, result = handlers.read_samples(Visit())
    assert "1 report added or updated" in result
