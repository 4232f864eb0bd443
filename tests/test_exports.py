"""Answers as files: Pandoc's Markdown, and Word documents that LibreOffice opens with real footnotes."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pypandoc
import pypdfium2
import pytest
from lxml import etree
from ui_doubles import PDF, TEXT, WordAnswers, cite, make_library

from assistant.answer import Answer
from assistant.exports import escape, to_markdown, write_docx
from ingest.text.languages import Language

OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An answer of two claims, and a refusal with what is nearest."""
    with make_library(tmp_path_factory.mktemp("exports") / "library", PDF, TEXT) as library:
        assistant = WordAnswers(library)
        report = next(one for one in library.documents() if one.name == PDF)
        document = library.document(report.id)
        page = document.pages[0]
        yield SimpleNamespace(
            given=assistant.ask("Hoeveel deelnemers telde de groep die gedeputeerde Dewaele leidde?"),
            refused=assistant.ask("Xylofoon?"),
            citation=lambda marker: cite(document, page, 10 * marker, 10 * marker + 40, marker),
        )


def thirty(answers: Any) -> Answer:
    citations = tuple(answers.citation(marker) for marker in range(1, 31))
    claims = tuple(
        replace(answers.given.claims[0], text=f"Bewering {one.marker}.", markers=(one.marker,))
        for one in citations
    )
    return replace(answers.given, claims=claims, citations=citations)


def test_every_citation_has_a_footnote_of_its_own_across_answers(answers: Any) -> None:
    markdown = to_markdown([answers.given, answers.refused], Language.DUTCH)
    assert "## Hoeveel deelnemers telde de groep" in markdown
    assert (
        "Zin 1 uit het verslag. (volgens “Handelsmissie naar Rijsel en Duinkerke, 13 tot 15 maart 2023”)[^1]"
        in markdown
    )
    assert "**Dit staat niet in deze verslagen.**\n\nDoorzocht: alles." in markdown
    count = len(answers.given.citations) + len(answers.refused.nearest)
    assert [f"[^{number}]: " in markdown for number in range(1, count + 2)] == [True] * count + [False]


@pytest.mark.parametrize(
    "text",
    [
        "1. Samenvatting",
        "- een streep",
        "(a) een letter",
        "# geen titel",
        "*ster* en _lijn_",
        "a -- b ... 'c' \"d\"",
    ],
)
def test_a_text_stays_as_it_is_through_pandoc(text: str) -> None:
    plain = pypandoc.convert_text(escape(text), "plain", format="markdown-smart", extra_args=["--wrap=none"])
    assert str(plain).strip() == text


def test_a_quote_keeps_its_own_marks_in_word(answers: Any, tmp_path: Path) -> None:
    quote = 'De regio\'s "noorden" -- en het zuiden ... 3*4'
    cited = replace(answers.given.citations[0], quote=quote)
    path = tmp_path / "answer.docx"
    write_docx([replace(answers.given, citations=(cited,))], Language.DUTCH, path)
    with zipfile.ZipFile(path) as packed:
        notes = "".join(etree.fromstring(packed.read("word/footnotes.xml")).itertext())
    assert f"“{quote}”" in notes
    section = docx.Document(str(path)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)  # type: ignore[union-attr]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is missing: apt install libreoffice-writer-nogui")
def test_libreoffice_opens_the_document_and_sets_its_footnotes(answers: Any, tmp_path: Path) -> None:
    path = tmp_path / "answers.docx"
    write_docx([thirty(answers), answers.refused], Language.DUTCH, path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(OFFICE),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pdf = pypdfium2.PdfDocument(path.with_suffix(".pdf"))
    texts = [page.get_textpage().get_text_bounded() for page in pdf]
    pdf.close()
    whole = _flat(" ".join(texts))
    assert whole.startswith("Antwoorden uit de verslagen")
    # A footnote stands on the page that refers to it; an endnote would follow the thirtieth claim.
    first, quote = _flat(texts[0]), _flat(answers.citation(1).quote)
    assert "Bewering 1." in first and quote in first and "Bewering 30." not in first
    assert whole.count("15 maart 2023 (Nederlands)") == 30 + len(answers.refused.nearest)
    assert "Dit staat niet in deze verslagen." in whole


def _flat(text: str) -> str:
    return " ".join(text.split())
