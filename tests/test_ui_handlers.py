"""What the page's controls do, without a browser."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from ui_doubles import HTML, PDF, TEXT, WordBackend, make_library

from index.passages import Filters
from ingest.document import Kind
from ingest.errors import MissiveError
from ingest.messages import Message
from ingest.text.languages import SERVED, Language
from page.contents_html import figures_of, names_of
from page.conversation import MAX_QUESTION_CHARS, Turn, TurnState, ask, citation_of, stopped
from page.conversation_html import conversation_html
from page.filter_values import active, kept_filters, read_filters, without
from page.handlers import Handlers, Visit
from page.library_html import Listing, arranged
from page.page_images import PageImages
from page.uploads import Uploads
from page.wording import Words

QUESTION = "Hoeveel deelnemers telde de groep die gedeputeerde Dewaele leidde?"


@pytest.fixture
def backend(tmp_path: Path) -> WordBackend:
    make_library(tmp_path / "library", PDF, HTML, TEXT).close()
    return WordBackend(tmp_path / "library")


@pytest.fixture
def handlers(backend: WordBackend) -> Iterator[Handlers]:
    uploads = Uploads()
    yield Handlers(backend, uploads, PageImages())
    uploads.close()


def asked(backend: WordBackend, *questions: str) -> tuple[Turn, ...]:
    conversation: tuple[Turn, ...] = ()
    for question in questions:
        *_, conversation = ask(conversation, question, Filters(), backend)
    return conversation


def test_an_answer_grows_claim_by_claim(backend: WordBackend) -> None:
    steps = list(ask((), QUESTION, Filters(), backend))
    assert [len(step[-1].answer.claims) if step[-1].answer else 0 for step in steps] == [0, 1, 2, 2]
    assert [step[-1].state for step in steps[-2:]] == [TurnState.RUNNING, TurnState.DONE]


def test_a_follow_up_is_told_the_question_before_it(backend: WordBackend) -> None:
    first = asked(backend, QUESTION)
    assistant = backend.assistant()
    backend.assistant = lambda: assistant  # type: ignore[method-assign]
    list(ask(first, "En uit Frankrijk?", Filters(countries=("FR",)), backend))
    ((text, filters, before),) = assistant.asked
    assert (text, filters.countries) == ("En uit Frankrijk?", ("FR",))
    assert before is not None and before.text == QUESTION


def test_a_question_that_is_a_text_is_refused_before_it_is_searched(backend: WordBackend) -> None:
    (turn,) = asked(backend, "x" * (MAX_QUESTION_CHARS + 1))
    assert turn.state is TurnState.FAILED
    assert turn.failure == Message.of("ask.too_long", limit=MAX_QUESTION_CHARS)


@pytest.mark.parametrize("error", [MissiveError(Message.of("upload.busy")), RuntimeError("boom")])
def test_an_engine_that_is_down_is_told_and_the_page_goes_on(backend: WordBackend, error: Exception) -> None:
    def broken() -> None:
        raise error

    backend.assistant = broken  # type: ignore[method-assign]
    (turn,) = asked(backend, QUESTION)
    assert turn.state is TurnState.FAILED
    html = conversation_html((turn,), Words(Language.FRENCH))
    assert 'class="trouble"' in html and "Cela n’a pas fonctionné." in html
    assert "Traceback" not in html and "boom" not in html


def test_an_empty_library_is_told_in_the_page_s_words_not_the_command_line_s(tmp_path: Path) -> None:
    backend = WordBackend(tmp_path / "nowhere")
    (turn,) = asked(backend, QUESTION)
    assert (turn.failure, turn.hint) == (Message.of("empty.title"), Message.of("empty.advice"))
    with make_library(tmp_path / "nowhere"):
        (turn,) = asked(backend, QUESTION)
    assert turn.failure == Message.of("empty.title")
    with backend._ingesting:
        (turn,) = asked(backend, QUESTION)
    assert (turn.failure, turn.hint) == (Message.of("empty.first"), Message.of("empty.wait"))


def test_thirty_citations_stay_within_reach_and_name_each_report_once(backend: WordBackend) -> None:
    (turn,) = asked(backend, QUESTION)
    assert turn.answer is not None
    first = turn.answer.citations[0]
    citations = tuple(
        replace(first, marker=marker, document_id="a" if marker < 20 else "b", title=f"Report {marker // 20}")
        for marker in range(1, 31)
    )
    claims = tuple(
        replace(turn.answer.claims[0], text=f"Said {one.marker}.", markers=(one.marker,)) for one in citations
    )
    long = replace(turn, answer=replace(turn.answer, claims=claims, citations=citations))
    html = conversation_html((long,), Words(Language.ENGLISH))
    assert html.count('class="claim"') == 30 and html.count('class="source"') == 30
    assert "22 more sources" in html and html.count('class="according"') == 2
    assert [citation_of((long,), 0, marker) for marker in (1, 30)] == [citations[0], citations[29]]
    assert "more sources" not in conversation_html((turn,), Words(Language.ENGLISH))


def test_a_question_as_long_as_a_paragraph_is_set_as_one(backend: WordBackend) -> None:
    html = conversation_html(
        (*asked(backend, QUESTION), *asked(backend, QUESTION * 9)), Words(Language.ENGLISH)
    )
    assert (html.count('class="question"'), html.count('class="question is-long" tabindex="0"')) == (1, 1)


def test_statements_that_failed_are_counted_or_struck_through(backend: WordBackend) -> None:
    (turn,) = asked(backend, QUESTION)
    assert turn.answer is not None
    words = Words(Language.ENGLISH)
    dropped = replace(turn.answer, unverified=("All is well.",))
    html = conversation_html((replace(turn, answer=dropped),), words)
    assert "1 statement did not pass the check" in html and "All is well." not in html
    struck = replace(dropped, shows_unverified=True)
    assert "<del>All is well.</del>" in conversation_html((replace(turn, answer=struck),), words)


def test_before_the_first_question_the_page_says_what_there_is(handlers: Handlers) -> None:
    welcome = handlers.conversation(Visit(language=Language.FRENCH))
    assert "2022–2024" in welcome and "anglais (1), français (1) et néerlandais (1)" in welcome
    report = next(one for one in handlers.reports() if one.name == PDF)
    assert f'data-document="{report.id}"' in handlers.source(Visit())
    shown = handlers.show_citation(Visit(), {"document": report.id}).shown
    assert shown is not None and (shown.document_id, shown.page, shown.end) == (report.id, 1, 0)


def test_a_changed_file_is_read_again_where_it_lies(tmp_path: Path) -> None:
    file = tmp_path / "ghent.txt"
    file.write_text(
        "Visit to Ghent\n\nThe delegation counted 12 people from 3 countries.\n", encoding="utf-8"
    )
    backend = WordBackend(tmp_path / "library")
    list(backend.ingest([file]))
    handlers = Handlers(backend, Uploads(), PageImages())
    *_, outcome = handlers.read_again(Visit())
    assert "was there already, unchanged" in outcome
    file.write_text(file.read_text(encoding="utf-8").replace("12", "13"), encoding="utf-8")
    *_, outcome = handlers.read_again(Visit())
    assert "replaces the earlier version, 1 page" in outcome
    file.unlink()
    *_, outcome = handlers.read_again(Visit())
    assert "no longer in their place" in outcome and len(handlers.reports()) == 1


def test_stopping_keeps_what_was_said_and_says_so(backend: WordBackend) -> None:
    half = list(ask((), QUESTION, Filters(), backend))[1]
    (turn,) = stopped(half)
    assert turn.state is TurnState.STOPPED
    html = conversation_html((turn,), Words(Language.ENGLISH))
    assert "not the whole answer" in html and "Zin 1" in html
    done = asked(backend, QUESTION)
    assert stopped(done) == done


def test_every_marker_opens_its_citation(backend: WordBackend) -> None:
    conversation = asked(backend, QUESTION)
    html = conversation_html(conversation, Words(Language.DUTCH))
    for marker in (1, 2):
        assert f'data-event="select" data-turn="0" data-marker="{marker}"' in html
        citation = citation_of(conversation, 0, marker)
        assert citation is not None and citation.quote in html
    assert "Toon bron 1: Handelsmissie naar Rijsel en Duinkerke, 13 tot 15 maart 2023, blz. 1" in html
    assert citation_of(conversation, 0, 3) is None and citation_of(conversation, 1, 1) is None


def test_a_refusal_looks_like_one_and_shows_what_came_nearest(backend: WordBackend) -> None:
    conversation = asked(backend, "Xylofoon?")
    html = conversation_html(conversation, Words(Language.DUTCH))
    assert 'class="refusal"' in html and 'class="answer"' not in html
    assert "Het dichtst in de buurt, maar geen antwoord" in html
    assert citation_of(conversation, 0, 1) is not None


def test_an_answer_without_claims_can_be_looked_at_while_it_grows(backend: WordBackend) -> None:
    (refused,) = asked(backend, "Xylofoon?")
    assert refused.answer is not None and not refused.answer.claims
    html = conversation_html((replace(refused, state=TurnState.RUNNING),), Words(Language.DUTCH))
    assert 'class="claim"' not in html and 'class="refusal"' not in html
    (given,) = asked(backend, QUESTION)
    assert given.answer is not None
    quotes = tuple(replace(claim, is_quote=True) for claim in given.answer.claims)
    html = conversation_html(
        (replace(given, answer=replace(given.answer, claims=quotes)),), Words(Language.DUTCH)
    )
    assert 'class="claim"' not in html and html.count('class="source"') == len(given.answer.citations)


def test_glosses_are_labelled_as_no_translation(backend: WordBackend) -> None:
    html = conversation_html(asked(backend, QUESTION), Words(Language.ENGLISH))
    assert "Key terms (not a translation)" in html and '<dt lang="nl">gedeputeerde</dt>' in html


def test_questions_are_text_wherever_they_come_back(backend: WordBackend) -> None:
    question = '<img src=x onerror=alert(1)> "deelnemers" {{x}} ${1+1}'
    for words in map(Words, SERVED):
        html = conversation_html(asked(backend, question), words)
        assert "<img" not in html and 'onerror=alert(1)>"' not in html


def test_a_citation_opens_its_page_and_its_neighbours(handlers: Handlers, backend: WordBackend) -> None:
    visit = Visit(conversation=asked(backend, QUESTION))
    shown = handlers.show_citation(visit, {"turn": "0", "marker": "1"})
    assert shown.shown is not None and shown.shown.page == 1
    assert 'class="highlight"' in handlers.source(shown)
    turned = handlers.show_citation(
        shown, {"document": shown.shown.document_id, "page": "2", "quotePage": "1", "start": "5", "end": "9"}
    )
    assert turned.shown is not None and (turned.shown.page, turned.shown.quote_page) == (2, 1)
    assert handlers.show_citation(visit, {"turn": "7", "marker": "1"}) == visit


FILTERS = Filters(
    countries=("BE", "FR"),
    date_from=date(2023, 1, 1),
    date_to=date(2023, 12, 31),
    languages=(Language.DUTCH,),
    documents=("a" * 64,),
    kinds=(Kind.PDF,),
    organisations=("POM West-Vlaanderen",),
)


def test_filters_survive_the_browser_s_memory() -> None:
    assert read_filters(json.loads(json.dumps(kept_filters(FILTERS)))) == FILTERS


@pytest.mark.parametrize("values", [None, [], "x", {"from": "soon", "languages": "nl", "kinds": ["exe"]}])
def test_what_is_no_filter_filters_nothing(values: object) -> None:
    assert read_filters(values) == Filters()


def test_every_active_filter_is_shown_and_can_be_taken_off() -> None:
    filters = FILTERS
    shown = active(filters, Words(Language.FRENCH), {"a" * 64: "Un rapport"})
    assert [one.label for one in shown] == [
        "Belgique",
        "France",
        "depuis le 1 janvier 2023",
        "jusqu’au 31 décembre 2023",
        "néerlandais",
        "PDF",
        "POM West-Vlaanderen",
        "Un rapport",
    ]
    for one in shown:
        filters = without(filters, one.field, one.value)
    assert filters == Filters()


def test_counts_stand_beside_choices_and_a_lost_report_is_forgotten(handlers: Handlers) -> None:
    visit = handlers.filter_by(Visit(), Filters(countries=("BE",), documents=("0" * 64,)))
    assert visit.filters == Filters(countries=("BE",))
    html = handlers.filters(visit)
    assert re.search(
        r'value="BE" checked><span class="choice">Belgium</span><span class="count">\d+</span>', html
    )
    assert "Remove filter: Belgium" in html


def test_a_year_is_chosen_and_taken_off_again(handlers: Handlers) -> None:
    chosen = handlers.toggle_year(Visit(), {"year": "2023"})
    assert (chosen.filters.date_from, chosen.filters.date_to) == (date(2023, 1, 1), date(2023, 12, 31))
    assert handlers.toggle_year(chosen, {"year": "2023"}).filters == Filters()


def test_the_table_sorts_and_searches(handlers: Handlers) -> None:
    reports, words = handlers.reports(), Words(Language.DUTCH)
    dates = [one.date for one in arranged(reports, Listing(), words) if one.date]
    assert dates == sorted(dates, reverse=True)
    visit = handlers.arrange(Visit(), {"column": "title"})
    titles = [one.title for one in arranged(reports, visit.listing, words)]
    assert titles == sorted(titles, key=str.casefold) and len(titles) == 3
    assert handlers.arrange(visit, {"column": "title"}).listing.is_descending
    found = handlers.look_for(Visit(), {"values": {"words": ["verenigd KONINKRIJK"]}})
    assert [one.name for one in arranged(reports, found.listing, words)] == [TEXT]


def test_a_report_opens_and_can_be_the_only_one_searched(handlers: Handlers) -> None:
    report = next(one for one in handlers.reports() if one.name == HTML)
    visit = handlers.open_report(Visit(language=Language.FRENCH), {"document": report.id})
    html = handlers.report(visit)
    assert "Chercher dans ce rapport seulement" in html and 'class="paper typeset"' in html
    assert handlers.only_report(visit, {"document": report.id}).filters == Filters(documents=(report.id,))


def test_a_report_tells_what_it_names_and_counts(handlers: Handlers) -> None:
    report = next(one for one in handlers.reports() if one.name == PDF)
    document = handlers.backend.require_library().document(report.id)
    names = {entry.id: places for entry, places in names_of(document)}
    assert len(names["city:lille"]) > 3 and names["city:lille"][0].text == "Rijsel"
    texts = {page.page: page.text for page in document.pages}
    for place in (place for places in names.values() for place in places):
        assert texts[place.page][place.start : place.end] == place.text
    assert "42 deelnemers" in [place.text for place in figures_of(document, 1)]
    html = handlers.report(handlers.open_report(Visit(language=Language.FRENCH), {"document": report.id}))
    assert "Lille" in html and "Chiffres de la page 1" in html


def test_a_removed_report_is_gone_from_everything(handlers: Handlers) -> None:
    report = next(one for one in handlers.reports() if one.name == PDF)
    visit = handlers.open_report(Visit(filters=Filters(documents=(report.id,))), {"document": report.id})
    after, outcome = handlers.remove(visit, {"document": report.id})
    assert f"Removed: {report.title}." in outcome
    assert (after.filters, after.report) == (Filters(), None)
    assert report.id not in [one.id for one in handlers.reports()]
    _, again = handlers.remove(after, {"document": report.id})
    assert 'class="trouble"' in again


def test_an_empty_library_offers_the_samples(tmp_path: Path) -> None:
    handlers = Handlers(WordBackend(tmp_path / "library"), Uploads(), PageImages())
    assert "Try the sample reports" in handlers.conversation(Visit())
    assert "Try the sample reports" in handlers.table(Visit())
    assert handlers.filters(Visit()) == ""


def test_a_conversation_leaves_as_markdown_and_word(handlers: Handlers, backend: WordBackend) -> None:
    conversation = asked(backend, QUESTION, "Xylofoon?")
    visit = Visit(language=Language.DUTCH, conversation=conversation)
    assert 'data-kind="docx"' in handlers.keep(visit)
    markdown, _ = handlers.export(visit, {"kind": "markdown"})
    assert markdown is not None and markdown.name.startswith("missive-hoeveel-deelnemers")
    text = markdown.content.decode("utf-8")
    assert "[^1]:" in text and text.count("## ") == 2
    word, _ = handlers.export(visit, {"kind": "docx", "turn": "0"})
    assert word is not None
    with zipfile.ZipFile(BytesIO(word.content)) as packed:
        notes = packed.read("word/footnotes.xml").decode("utf-8")
    first = citation_of(conversation, 0, 1)
    assert first is not None and re.sub(r"\s+", " ", first.quote)[:40] in re.sub(r"<[^>]+>", "", notes)
    assert base64.b64decode(word.as_payload()["content"]) == word.content


def test_a_dossier_leaves_as_json(handlers: Handlers, backend: WordBackend) -> None:
    dossier, _ = handlers.export(
        Visit(conversation=asked(backend, QUESTION)), {"kind": "dossier", "turn": "0"}
    )
    assert dossier is not None
    content = json.loads(dossier.content)
    assert content["answer"]["question"] == QUESTION
    assert all(check["verbatim"] for check in content["checks"])


def test_nothing_to_export_is_no_file(handlers: Handlers) -> None:
    assert handlers.export(Visit(), {"kind": "docx"}) == (None, "")


def test_every_part_speaks_every_language(handlers: Handlers, backend: WordBackend) -> None:
    conversation = asked(backend, QUESTION)
    for language in SERVED:
        visit = handlers.show_citation(
            Visit(language=language, conversation=conversation, filters=Filters(countries=("BE",))),
            {"turn": "0", "marker": "1"},
        )
        visit = handlers.open_report(visit, {"document": handlers.reports()[0].id})
        parts = [
            handlers.header(visit), handlers.footer(visit), handlers.notice(visit), handlers.filters(visit),
            handlers.conversation(visit), handlers.source(visit), handlers.drop_zone(visit),
            handlers.table(visit), handlers.report(visit), handlers.keep(replace(visit, conversation=conversation * 2)),
        ]  # fmt: skip
        assert f'lang="{language}"' in parts[0]
        assert all("{" not in part for part in parts)
