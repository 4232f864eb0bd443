"""The whole way from a question to a checked answer, with the shipped models on the sample reports."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Missing, Proposal, QuoteSpan
from assistant.answering import Assistant
from assistant.dossier import DossierError, read_dossier, replay, write_dossier
from assistant.engines import Evidence
from assistant.engines.errors import EngineError, Trouble
from assistant.evaluation.gold import judge, read_questions
from assistant.evaluation.measures import measure
from assistant.exports import to_markdown, write_docx
from assistant.question import Question
from assistant.serialising import answer_json
from assistant.verification import heading_at
from index.passages import Filters
from ingest.document import Heading, Page
from ingest.text.claims import Failure
from ingest.text.languages import Language

QUESTIONS = Path(__file__).parents[1] / "examples" / "questions.dev.jsonl"


class ScriptedEngine:
    """Proposes what it was given, and repairs a failed proposal with the next of its repairs."""

    name = "scripted"

    def __init__(self, proposals: Sequence[Proposal | Exception], repairs: Sequence[Proposal] = ()) -> None:
        self.proposals, self.repairs = list(proposals), list(repairs)
        self.failures: list[tuple[Failure, ...]] = []

    def propose(self, question: Question, evidence: Evidence) -> Iterator[Proposal]:
        for proposal in self.proposals:
            if isinstance(proposal, Exception):
                raise proposal
            yield proposal

    def repair(
        self, question: Question, evidence: Evidence, proposal: Proposal, failures: Sequence[Failure]
    ) -> Proposal | None:
        self.failures.append(tuple(failures))
        return self.repairs.pop(0) if self.repairs else None

    def greet(self) -> None: ...


QUESTION = "Hoeveel studenten heeft de technische universiteit van Aken?"


def span_of(answer: Answer) -> QuoteSpan:
    citation = answer.citations[0]
    return QuoteSpan(
        document_id=citation.document_id, page=citation.page, start=citation.start, end=citation.end
    )


@pytest.fixture(scope="module")
def good(sample_assistant: Assistant) -> Answer:
    return sample_assistant.ask(QUESTION)


def with_engine(assistant: Assistant, engine: ScriptedEngine) -> Assistant:
    other = object.__new__(Assistant)
    other.__dict__.update(assistant.__dict__)
    other.engine = engine
    return other


def test_a_figure_is_answered_with_its_quote(good: Answer) -> None:
    assert good.answered
    assert good.language is Language.DUTCH
    assert "45.000" in good.claims[0].text
    assert "45.000" in good.citations[0].quote
    assert good.citations[0].document == "werkbezoek-aken-luik-2024.odt"
    assert "[1]" in good.text


def test_every_citation_is_the_slice_it_names(good: Answer, sample_assistant: Assistant) -> None:
    for citation in good.citations:
        page = sample_assistant.library.page(citation.document_id, citation.page)
        assert page.text[citation.start : citation.end] == citation.quote
        assert page.text_sha256 == citation.page_text_sha256


def test_a_heading_path_leaves_out_the_title_that_stands_beside_it() -> None:
    headings = (
        Heading(start=0, end=4, level=1, text="Reis"),
        Heading(start=6, end=9, level=2, text="Dag"),
    )
    page = Page(page=1, text="Reis\n\nDag\n\nOp stap.", headings=headings)
    assert heading_at(page, 11) == "Reis > Dag"
    assert heading_at(page, 11, without="REIS") == "Dag"


def test_what_the_reports_never_name_is_refused_by_name(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("How many companies joined the trade mission to Reykjavik?")
    assert not answer.answered
    assert answer.claims == ()
    assert answer.citations == ()
    assert answer.nearest
    assert answer.refusal is not None
    assert answer.refusal.missing is Missing.NAME
    assert "Reykjavik" in answer.text
    assert str(answer.searched.reports) in answer.text


def test_a_question_in_another_language_is_answered_in_english_and_says_so(
    sample_assistant: Assistant,
) -> None:
    answer = sample_assistant.ask("Wie viele Unternehmen reisten nach Kopenhagen?")
    assert answer.language is Language.ENGLISH
    assert "Dutch, French or English" in answer.text


def test_a_filter_keeps_other_reports_out(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(QUESTION, filters=Filters(languages=(Language.ENGLISH,)))
    assert {passage.language for passage in answer.passages} <= {Language.ENGLISH, Language.OTHER}


def test_the_json_has_the_keys_of_the_contract(good: Answer) -> None:
    row = json.loads(json.dumps(answer_json(good)))
    assert {"question", "language", "answered", "text", "claims", "citations", "passages", "engine"} <= set(
        row
    )
    assert set(row["timings_ms"]) >= {"search", "answer"}
    assert all(len(passage["text"]) <= 1200 for passage in row["passages"])
    assert [passage["rank"] for passage in row["passages"]] == list(range(1, len(row["passages"]) + 1))


def test_a_model_that_changes_a_digit_is_told_what_failed_and_repaired_once(
    sample_assistant: Assistant, good: Answer
) -> None:
    wrong = Proposal(text="Er zijn 46.000 studenten.", quotes=(span_of(good),))
    right = replace(wrong, text="Er zijn 45.000 studenten.")
    engine = ScriptedEngine([wrong], [right])
    answer = with_engine(sample_assistant, engine).ask(QUESTION)
    assert [claim.text for claim in answer.claims] == ["Er zijn 45.000 studenten."]
    assert answer.engine == "scripted"
    assert "46.000" in engine.failures[0][0].text


def test_where_nothing_of_a_model_holds_the_quotes_answer_and_say_so(
    sample_assistant: Assistant, good: Answer
) -> None:
    wrong = Proposal(text="Er zijn 46.000 studenten.", quotes=(span_of(good),))
    answer = with_engine(sample_assistant, ScriptedEngine([wrong])).ask(QUESTION)
    assert answer.engine == "quotes"
    assert answer.claims == good.claims
    assert answer.unverified == (wrong.text,)
    assert wrong.text not in answer.text
    assert "zonder taalmodel" in answer.text


@pytest.mark.parametrize("trouble", list(Trouble))
def test_a_model_in_trouble_gives_way_to_the_quotes(
    sample_assistant: Assistant, good: Answer, trouble: Trouble
) -> None:
    answer = with_engine(sample_assistant, ScriptedEngine([EngineError("scripted", trouble)])).ask(QUESTION)
    assert answer.engine == "quotes"
    assert answer.claims == good.claims


def test_a_quote_cut_inside_a_number_never_holds(sample_assistant: Assistant, good: Answer) -> None:
    citation = good.citations[0]
    cut = citation.start + citation.quote.index("45.000") + 1
    proposal = Proposal(text="", quotes=(replace(span_of(good), start=cut),))
    answer = with_engine(sample_assistant, ScriptedEngine([proposal])).ask(QUESTION)
    assert answer.engine == "quotes"


def test_a_dossier_replays_and_notices_a_change(
    sample_assistant: Assistant, good: Answer, tmp_path: Path
) -> None:
    path = tmp_path / "dossier.json"
    write_dossier(good, sample_assistant, path)
    assert replay(read_dossier(path), sample_assistant).same
    path.write_text(path.read_text(encoding="utf-8").replace("45.000", "46.000"), encoding="utf-8")
    with pytest.raises(DossierError):
        read_dossier(path)


def test_an_answer_leaves_as_markdown_and_word_with_footnotes(good: Answer, tmp_path: Path) -> None:
    markdown = to_markdown([good], Language.DUTCH)
    assert "[^1]" in markdown
    path = tmp_path / "answer.docx"
    write_docx([good], Language.DUTCH, path)
    import zipfile

    with zipfile.ZipFile(path) as archive:
        assert "45.000" in archive.read("word/footnotes.xml").decode("utf-8")


def test_the_shipped_questions_hold_their_floor(sample_assistant: Assistant) -> None:
    # Every fourth question, so that the test stays quick; the whole table is in the README.
    outcomes = [
        judge(gold, sample_assistant.ask(gold.question, language=gold.language), sample_assistant.library)
        for gold in read_questions(QUESTIONS)[::4]
    ]
    measured = measure("floor", outcomes)
    assert measured.verbatim == 1.0
    assert (measured.right_and_cited or 0) >= 0.5
    assert (measured.hallucinated or 0) <= 0.35
