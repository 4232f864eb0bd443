"""`missive check`: quotations and drafts against the sample reports."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.checking.draft import CheckedStatement, DraftChecker, Verdict
from assistant.checking.quotation import QuoteVerdict, check_quote
from assistant.checking.statements import Statement, draft_text, read_statements
from index.embedder import Embedder, load_embedder
from index.library import Library
from index.retriever import Retriever
from ingest.document import Document
from ingest.readers import read_document
from ingest.text.languages import Language

STATEMENTS = Path(__file__).parent / "data" / "draft_statements.tsv"
MORE = STATEMENTS.with_name("draft_statements_more.tsv")


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(None)


@pytest.fixture(scope="module")
def library(sample_library: Path, embedder: Embedder) -> Iterator[Library]:
    with Library.open(sample_library, embedder) as library:
        yield library


@pytest.fixture(scope="module")
def checker(library: Library, embedder: Embedder) -> DraftChecker:
    return DraftChecker(library, embedder, Language.ENGLISH)


@pytest.fixture(scope="module")
def judged(checker: DraftChecker) -> tuple[tuple[str, CheckedStatement], ...]:
    """Every statement of the file with its truth and its verdict."""
    rows = [line.split("\t") for line in STATEMENTS.read_text(encoding="utf-8").splitlines()]
    return tuple(
        (row[1], checker.check_statement(_statement(row[4], Language(row[0]))))
        for row in rows
        if not row[0].startswith("#")
    )


def _statement(text: str, language: Language) -> Statement:
    return Statement(text=text, start=0, end=len(text), language=language)


def _draft(text: str, name: str = "draft.md") -> Document:
    return read_document(text.encode(), name)[0]


def _texts(judged: tuple[tuple[str, CheckedStatement], ...], truths: set[str], verdict: Verdict) -> list[str]:
    return [one.statement.text for truth, one in judged if truth in truths and one.verdict is verdict]


def test_the_statements_are_forty_a_language_and_a_third_of_each_sort(
    judged: tuple[tuple[str, CheckedStatement], ...],
) -> None:
    assert Counter(one.statement.language for _, one in judged) == {
        Language.DUTCH: 40,
        Language.FRENCH: 40,
        Language.ENGLISH: 40,
    }
    assert Counter(truth for truth, _ in judged) == {"true": 40, "altered": 40, "unfounded": 40}


def test_nothing_false_is_supported(judged: tuple[tuple[str, CheckedStatement], ...]) -> None:
    assert _texts(judged, {"altered", "unfounded"}, Verdict.SUPPORTED) == []


def test_nothing_is_supported_that_mixes_up_names_and_figures(checker: DraftChecker) -> None:
    rows = [line.split("\t") for line in MORE.read_text(encoding="utf-8").splitlines()]
    false = [row for row in rows if row[0] in set(Language) and row[1] != "true"]
    checked = [checker.check_statement(_statement(text, Language(code))) for code, _, text in false]
    assert len(checked) == 49
    assert [one.statement.text for one in checked if one.verdict is Verdict.SUPPORTED] == []


def test_hardly_anything_is_contradicted_that_the_reports_do_not_contradict(
    judged: tuple[tuple[str, CheckedStatement], ...],
) -> None:
    assert len(_texts(judged, {"true", "unfounded"}, Verdict.CONTRADICTED)) <= 3


def test_most_true_statements_are_supported_and_half_of_the_altered_contradicted(
    judged: tuple[tuple[str, CheckedStatement], ...],
) -> None:
    """Measured on 24 November 2026: 28 of 40 and 19 of 40."""
    assert len(_texts(judged, {"true"}, Verdict.SUPPORTED)) >= 24
    assert len(_texts(judged, {"altered"}, Verdict.CONTRADICTED)) >= 15


def test_a_contradiction_says_what_the_report_has_instead(checker: DraftChecker) -> None:
    text = "La délégation wallonne, forte de 25 personnes, a séjourné à Luxembourg les 17 et 18 juin 2021."
    checked = checker.check_statement(_statement(text, Language.FRENCH))
    assert checked.verdict is Verdict.CONTRADICTED
    assert [(one.kind, one.stated, one.found) for one in checked.differs] == [("figure", "25", "15")]
    assert "forte de 15 personnes" in checked.citations[0].quote


def test_a_draft_is_split_into_quotations_and_telling_sentences_at_their_places() -> None:
    text = (
        "# Bezoek aan Lyon in 2024\n\nHet was een nuttige dag. De groep telde 12 leden.\n\n"
        "De gids zei: „Wie hier niet luistert, leert ook niets.”\n"
    )
    draft = _draft(text)
    statements = read_statements(draft)
    assert [one.text for one in statements] == [
        "De groep telde 12 leden.",
        "Wie hier niet luistert, leert ook niets.",
    ]
    whole = draft_text(draft)
    assert all(whole[one.start : one.end] == one.text for one in statements)
    assert [one.is_quotation for one in statements] == [False, True]


def test_a_quotation_in_a_draft_is_supported_only_to_the_letter(checker: DraftChecker) -> None:
    true = "Ik heb liever drie goede gesprekken dan dertig visitekaartjes."
    draft = _draft(f"Zij zei: „{true}”\n\nZij zei: „{true.replace('dertig', 'twintig')}”\n")
    assert [one.verdict for one in checker.check(draft)] == [Verdict.SUPPORTED, Verdict.NOT_FOUND]


def test_a_quote_is_found_in_every_report_that_holds_it(library: Library, embedder: Embedder) -> None:
    checked = check_quote("groep van 42 deelnemers", library, Retriever(library, embedder), Language.DUTCH)
    assert checked.verdict is QuoteVerdict.VERBATIM
    for marker, citation in enumerate(checked.citations, 1):
        page = library.page(citation.document_id, citation.page)
        assert citation.marker == marker
        assert page.text[citation.start : citation.end] == citation.quote == "groep van 42 deelnemers"


@pytest.mark.parametrize(
    ("quote", "differs"),
    [
        ("De reis kostte 68.900 euro.", ("figure", "68.900", "68.500")),
        (
            "De regio Grand Est kent wel subsidies toe aan buitenlandse ondernemingen",
            ("negation", "wel", "geen"),
        ),
        ("IVADO and the University of Utrecht signed an agreement", ("name", "Utrecht", "Amsterdam")),
    ],
)
def test_a_quote_that_is_nowhere_is_shown_beside_what_comes_nearest(
    library: Library, embedder: Embedder, quote: str, differs: tuple[str, str, str]
) -> None:
    checked = check_quote(quote, library, Retriever(library, embedder), Language.ENGLISH)
    assert checked.verdict is QuoteVerdict.NOT_FOUND
    assert checked.citations == ()
    assert checked.nearest is not None
    assert [(str(one.kind), one.quoted, one.found) for one in checked.differs] == [differs]


def test_a_quote_is_looked_for_only_in_the_report_that_is_named(library: Library, embedder: Embedder) -> None:
    other = library.resolve("life-sciences-london-2022.md")
    retriever = Retriever(library, embedder)
    checked = check_quote("groep van 42 deelnemers", library, retriever, Language.DUTCH, documents=(other,))
    assert checked.verdict is QuoteVerdict.NOT_FOUND


def test_the_command_says_by_its_exit_code_whether_a_quote_stands(
    sample_library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = ["--library", str(sample_library), "--json"]
    assert main(["check", "--quote", "groep van 42 deelnemers", *shared]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] == "verbatim"
    assert found["citations"][0]["document"] == "handelsmissie-rijsel-2023.pdf"
    assert main(["check", "--quote", "groep van 43 deelnemers", *shared]) == 3
    assert json.loads(capsys.readouterr().out)["verdict"] == "not found"


def test_the_command_gives_each_statement_of_a_draft_its_verdict(
    sample_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(
        "The delegation to Duisburg was large.\n\nThe mission cost €112,000.\n", encoding="utf-8"
    )
    assert main(["check", str(draft), "--library", str(sample_library), "--json"]) == 0
    statements = json.loads(capsys.readouterr().out)["statements"]
    assert set(statements[0]) == {"text", "start", "end", "verdict", "citations", "differs"}
    assert (statements[-1]["text"], statements[-1]["verdict"]) == ("The mission cost €112,000.", "supported")


def test_check_without_anything_to_check_is_a_usage_error(sample_library: Path) -> None:
    assert main(["check", "--library", str(sample_library)]) == 2


def test_a_draft_that_is_not_there_is_named(
    sample_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "nowhere.md"
    assert main(["check", str(missing), "--library", str(sample_library), "--language", "en"]) == 1
    assert str(missing) in capsys.readouterr().err
