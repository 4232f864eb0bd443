from __future__ import annotations

from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.readers import ocr

PICTURE = Image.new("L", (1000, 500), 255)


def recognised(*words: tuple[str, float, int, int, int]) -> dict[str, list[Any]]:
    """Return what Tesseract finds: (text, confidence, paragraph, line, left) of words 100 by 20 pixels."""
    return {
        "text": [word[0] for word in words],
        "conf": [word[1] for word in words],
        "block_num": [1] * len(words),
        "par_num": [word[2] for word in words],
        "line_num": [word[3] for word in words],
        "left": [word[4] for word in words],
        "top": [50 * word[2] + 25 * word[3] for word in words],
        "width": [100] * len(words),
        "height": [20] * len(words),
    }


@pytest.fixture
def _languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_setup", lambda: ("nld", None))


@pytest.mark.usefixtures("_languages")
def test_words_become_lines_with_boxes_and_noise_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found = recognised(
        ("", -1, 1, 1, 0),
        ("Drie", 96.0, 1, 1, 100),
        ("havens", 84.0, 1, 1, 220),
        ("~|", 3.0, 1, 1, 900),
        ("Kosten", 90.0, 2, 1, 100),
    )
    monkeypatch.setattr(ocr, "_recognise", lambda image, languages: found)
    read = ocr.read_image(PICTURE)
    assert read is not None
    assert [placed.line.text for placed in read.lines] == ["Drie havens", "Kosten"]
    assert [placed.line.apart for placed in read.lines] == [True, True]
    assert read.confidence == 90.0
    first = read.lines[0]
    assert (first.left, first.top, first.right, first.bottom) == (0.1, 0.15, 0.32, 0.19)


@pytest.mark.usefixtures("_languages")
def test_a_picture_without_words_and_a_recogniser_that_hangs_give_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "_recognise", lambda image, languages: recognised())
    assert ocr.read_image(PICTURE) is None

    def hang(image: Image.Image, languages: str) -> dict[str, list[Any]]:
        raise RuntimeError("Tesseract process timeout")

    monkeypatch.setattr(ocr, "_recognise", hang)
    assert ocr.read_image(PICTURE) is None


@pytest.mark.parametrize(
    ("installed", "reason"),
    [(["osd"], "page.ocr_languages_missing"), (["osd", "fra"], None), (None, "page.ocr_missing")],
)
def test_what_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, installed: list[str] | None, reason: str | None
) -> None:
    import pytesseract

    def languages() -> list[str]:
        if installed is None:
            raise pytesseract.TesseractNotFoundError
        return installed

    monkeypatch.setattr(pytesseract, "get_languages", languages)
    ocr._setup.cache_clear()
    try:
        assert ocr.unavailable() == reason
    finally:
        ocr._setup.cache_clear()


@pytest.mark.skipif(ocr.unavailable() is not None, reason="Tesseract is not installed")
def test_tesseract_reads_a_picture() -> None:
    picture = Image.new("L", (1200, 200), 255)
    ImageDraw.Draw(picture).text((60, 60), "Le rapport compte 48 pages.", 0, ImageFont.load_default(56))
    read = ocr.read_image(picture)
    assert read is not None
    assert [placed.line.text for placed in read.lines] == ["Le rapport compte 48 pages."]
    assert read.lines[0].left == pytest.approx(0.05, abs=0.02)
