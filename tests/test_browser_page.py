"""The page in a real browser: Chromium, driven by the keyboard, the mouse and axe-core."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageStat
from ui_doubles import HTML, PDF, TEXT, WordBackend, make_library

from assistant.settings import Settings
from page.backend import Backend
from page.uploads import Uploads
from ui import HOST, _listen, make_app

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
EXCEPTIONS = Path(__file__).with_name("axe_exceptions.json")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
QUESTIONS = {
    "nl-BE": ("nl", "Hoeveel deelnemers telde de groep die gedeputeerde Dewaele leidde?"),
    "fr-FR": (
        "fr",
        "Combien de participants comptait le groupe de gedeputeerde Dewaele, deelnemers ondernemers ?",
    ),
    "en-GB": ("en", "How many deelnemers and ondernemers did gedeputeerde Dewaele bring?"),
}

REAL_QUESTIONS = {
    "nl-BE": ("Hoeveel deelnemers telde de groep van gedeputeerde Dewaele?", "groep van 42 deelnemers"),
    "fr-FR": ("Combien coûte l'étude de faisabilité ferroviaire ?", "étude de faisabilité coûte 1,3 M€"),
    "en-GB": (
        "How much did West Flemish companies export to Hauts-de-France in 2022?",
        "voor € 6,4 miljard uit",
    ),
}
"""Asked of all sample reports with the shipped models; the quote of each stands in a PDF, the last in Dutch."""

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is missing: apt install chromium")


class Site:
    """A page served from a thread, and every address that a browser asked for."""

    def __init__(self, backend: Backend) -> None:
        import uvicorn

        self.backend, self.uploads = backend, Uploads()
        listener = _listen(0)
        self.address = f"http://{HOST}:{listener.getsockname()[1]}/"
        self.asked_for: list[str] = []
        config = uvicorn.Config(make_app(backend, self.uploads), log_level="error")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), daemon=True)
        self._thread.start()

    def close(self) -> None:
        # Pages keep a connection open for news; it is not waited for.
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(10)
        self.uploads.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("browser") / "library"
    make_library(folder, PDF, HTML, TEXT).close()
    site = Site(WordBackend(folder))
    yield site
    site.close()


@pytest.fixture(scope="module")
def real_site(sample_library: Path) -> Iterator[Site]:
    """The page as it is shipped: all sample reports, the shipped models, the `quotes` engine."""
    site = Site(Backend(sample_library, Settings()))
    yield site
    site.close()


@pytest.fixture
def visit(browser: Any, site: Site) -> Iterator[Any]:
    """Open the page as a visitor; whatever any visitor's browser asked for is written down."""
    contexts = []

    def opened(locale: str = "nl-BE", width: int = 1280, address: str | None = None, **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 860}, locale=locale, reduced_motion="reduce", **options
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("request", lambda request: site.asked_for.append(request.url))
        page.on("pageerror", lambda error: pytest.fail(f"the page's script failed: {error}"))
        page.goto(address or site.address)
        page.wait_for_selector(".masthead")
        page.wait_for_selector(".welcome")
        return page

    yield opened
    for context in contexts:
        context.close()


def ask(page: Any, question: str) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn .actions")


def violations(page: Any) -> list[tuple[str, str]]:
    """Return what axe-core calls serious or critical, but for what is listed as Gradio's own."""
    known = {(one["rule"], one["selector"]) for one in json.loads(EXCEPTIONS.read_text(encoding="utf-8"))}
    if not page.evaluate("() => !!window.axe"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        (violation["id"], str(node["target"]))
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
        if (violation["id"], str(node["target"][0])) not in known
    ]


@pytest.mark.parametrize("locale", QUESTIONS)
def test_a_question_is_answered_and_its_source_is_shown(visit: Any, locale: str) -> None:
    language, question = QUESTIONS[locale]
    page = visit(locale)
    assert page.evaluate("() => document.documentElement.lang") == language
    ask(page, question)
    assert page.locator(".claim").count() == 2
    page.locator(".turn .marker").first.click()
    page.wait_for_selector("#source figure img")
    page.wait_for_function("() => document.querySelector('#source figure img').complete")
    assert page.locator("#source .highlight").count() >= 1
    assert page.locator(".marker[aria-current=true]").count() == 2
    assert is_marked(page)
    assert violations(page) == []
    page.get_by_role("tab").nth(1).click()
    page.locator("#table .title").first.click()
    page.wait_for_selector("#report-title")
    assert not page.locator("#table, #drop-zone").first.is_visible()
    assert violations(page) == []
    page.locator(".all-reports").click()
    page.wait_for_function("() => document.activeElement.matches('#table .title')")


@pytest.mark.parametrize("locale", REAL_QUESTIONS)
def test_the_shipped_models_answer_and_the_quote_is_marked_on_its_page(
    visit: Any, real_site: Site, locale: str
) -> None:
    question, quote = REAL_QUESTIONS[locale]
    page = visit(locale, address=real_site.address)
    ask(page, question)
    source = page.locator(".source").filter(has_text=quote)
    assert page.locator(".answer .claim").count() >= 1
    source.locator(".marker").click()
    page.wait_for_function("() => (document.querySelector('#source figure img') || {}).naturalWidth > 0")
    assert quote in page.locator("#source mark").first.evaluate(
        "(mark) => mark.closest('.typeset').textContent"
    )
    assert is_marked(page)
    assert violations(page) == []


def is_marked(page: Any) -> bool:
    """Tell whether the pixels of the quote's first box are yellow where the paper beside it is white."""
    box = page.locator("#source .highlight").first
    box.scroll_into_view_if_needed()
    at = box.bounding_box()
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    inside = shot.crop(
        (int(at["x"]) + 1, int(at["y"]), int(at["x"] + at["width"]), int(at["y"] + at["height"]))
    )
    red, _, blue = (ImageStat.Stat(band).mean[0] for band in inside.split())
    frame = page.locator("#source figure").bounding_box()
    margin = shot.getpixel((int(frame["x"]) + 8, int(at["y"] + at["height"] / 2)))
    return red - blue > 60 and min(margin) > 240


def test_the_language_changes_without_a_reload(visit: Any) -> None:
    page = visit("en-GB")
    ask(page, QUESTIONS["en-GB"][1])
    page.evaluate("() => { window.notReloaded = true; }")
    for name, language, label in (("Français", "fr", "Votre question"), ("Nederlands", "nl", "Uw vraag")):
        page.get_by_role("button", name=name).click()
        page.wait_for_function(f"() => document.documentElement.lang === '{language}'")
        page.wait_for_selector(f"#question >> text={label}")
    page.get_by_role("tab", name="Bibliotheek").wait_for(state="visible")
    assert page.title() == "Missive – vragen aan de verslagen"
    assert page.locator(".claim").count() == 2 and page.evaluate("() => window.notReloaded")
    page.reload()
    page.wait_for_selector(".welcome")
    assert page.evaluate("() => document.documentElement.lang") == "nl"


def test_the_keyboard_alone_asks_and_reads_the_source(visit: Any) -> None:
    page = visit("nl-BE")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")
    page.keyboard.type(QUESTIONS["nl-BE"][1])
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn .actions")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("() => document.activeElement.classList.contains('marker')"):
            break
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.closest('#source h2')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Bladzijde 2 van 2")


def test_filters_narrow_and_outlive_a_reload(visit: Any) -> None:
    page = visit("en-GB")
    page.locator(".narrow summary").click()
    page.get_by_role("checkbox", name="United Kingdom").check()
    page.wait_for_selector(".chip >> text=United Kingdom")
    assert page.locator(".narrow").get_attribute("open") is not None
    page.reload()
    page.wait_for_selector(".chip >> text=United Kingdom")
    page.locator(".narrow summary").click()
    assert page.get_by_role("checkbox", name="United Kingdom").is_checked()
    assert violations(page) == []
    page.get_by_role("button", name="Remove filter: United Kingdom").click()
    page.wait_for_selector(".chip", state="detached")
    assert not page.get_by_role("checkbox", name="United Kingdom").is_checked()


def test_a_report_comes_in_and_goes_out_again(visit: Any) -> None:
    page = visit("en-GB", accept_downloads=True)
    page.get_by_role("tab", name="Library").click()
    hostile = (
        'Visit to Harelbeke\n\nThe brewery <img src=x onerror="window.hacked=1"><script>window.hacked=1</script> '
        "employs 49 brewers ${7*7} and {{7*7}} coopers in Harelbeke.\n"
    )
    page.set_input_files(
        "#upload-files",
        [
            {"name": "harelbeke.txt", "mimeType": "text/plain", "buffer": hostile.encode()},
            {"name": "empty.pdf", "mimeType": "application/pdf", "buffer": b""},
        ],
    )
    page.wait_for_selector(".result >> text=1 report added or updated")
    assert "empty.pdf is empty." in page.inner_text(".result")
    page.wait_for_selector("#table button.title >> text=Harelbeke")
    page.get_by_role("tab", name="Ask").click()
    ask(page, "How many brewers and coopers does the brewery in Harelbeke employ?")
    page.locator(".turn .marker").first.click()
    page.wait_for_selector("#source mark")
    assert '<img src=x onerror="window.hacked=1"><script>' in page.inner_text("#source")
    assert "${7*7} and {{7*7}}" in page.inner_text("#source mark")
    assert page.locator("#source img, #conversation img").count() == 0
    assert page.evaluate("() => window.hacked") is None
    page.get_by_role("tab", name="Library").click()
    remove = page.get_by_role("button", name="Remove Visit to Harelbeke")
    remove.click()
    assert page.get_by_role("dialog", name="Remove this report?").is_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="hidden")
    remove.click()
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_selector("dialog", state="hidden")
    remove.click()
    page.get_by_role("button", name="Remove for good").click()
    page.wait_for_selector("text=Removed: Visit to Harelbeke")
    page.wait_for_selector("#table button.title >> text=Harelbeke", state="detached")


def test_an_answer_leaves_as_a_word_document(visit: Any) -> None:
    page = visit("nl-BE", accept_downloads=True)
    ask(page, QUESTIONS["nl-BE"][1])
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Word").click()
    assert waiting.value.suggested_filename.startswith("missive-hoeveel-deelnemers")
    with zipfile.ZipFile(waiting.value.path()) as packed:
        notes = packed.read("word/footnotes.xml").decode("utf-8")
    assert "Handelsmissie naar Rijsel" in notes


def test_an_answer_can_be_stopped(visit: Any, site: Site) -> None:
    page = visit("en-GB")
    site.backend.gate = threading.Event()
    try:
        page.fill("#question textarea", QUESTIONS["en-GB"][1])
        page.keyboard.press("Enter")
        page.wait_for_selector(".claim")
        page.get_by_role("button", name="Stop").click()
        page.wait_for_selector("text=not the whole answer")
        assert page.locator(".claim").count() == 1
        assert page.get_by_role("button", name="Ask", exact=True).is_enabled()
    finally:
        site.backend.gate.set()
        site.backend.gate = None


def test_a_refusal_and_dark_mode_and_a_narrow_screen(visit: Any) -> None:
    page = visit("fr-FR", width=320, color_scheme="dark")
    ask(page, "Xylophone ?")
    assert page.locator(".refusal").count() == 1 and page.locator(".answer").count() == 0
    page.locator(".turn .marker").first.click()
    page.wait_for_function("() => document.activeElement.closest('#source h2')")
    page.get_by_role("button", name="Revenir à la réponse").click()
    assert page.evaluate("() => document.activeElement.matches('.marker[aria-current=true]')")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
    page.get_by_role("tab").nth(1).click()
    page.wait_for_selector(".reports table")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert violations(page) == []


def test_an_empty_library_says_what_to_do(visit: Any, tmp_path: Path) -> None:
    empty = Site(WordBackend(tmp_path / "library"))
    try:
        page = visit("nl-BE", address=empty.address)
        assert page.get_by_role("heading", name="Er zijn nog geen verslagen").is_visible()
        assert page.get_by_role("button", name="De voorbeeldverslagen proberen").first.is_visible()
        assert violations(page) == []
    finally:
        empty.close()


def test_nothing_was_asked_of_any_other_machine(site: Site) -> None:
    elsewhere = [url for url in site.asked_for if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))]
    assert len(site.asked_for) > 100
    assert elsewhere == []
