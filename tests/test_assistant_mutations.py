"""Sentences of the sample reports, altered: neither as a quote nor as a claim may one get through."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from report_mutations import MUTATIONS, settings, splices

from assistant.engines.parsing import tidied
from ingest.readers import read_document
from ingest.text.claims import Quoted, check_claim
from ingest.text.languages import SERVED, Language, detect
from ingest.text.quotes import is_verbatim, locate
from ingest.text.sentences import split_sentences

REPORTS = Path(__file__).parents[1] / "examples" / "reports"
PER_REPORT = 6
"""Altered sentences of one sort from one report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """A sentence of `page`, and what was made of it."""

    page: str
    sentence: str
    altered: str
    language: Language
    sort: str


@cache
def _sentences() -> tuple[tuple[str, str, Language, str], ...]:
    """Return (page text, sentence, language, report) of every sentence of prose; the scan is left out."""
    found = []
    for path in sorted(REPORTS.iterdir()):
        if path.name == "accord-luxembourg-2021.pdf":
            continue
        for document in read_document(path.read_bytes(), path.name):
            for page in document.pages:
                for start, end in split_sentences(page.text, document.language):
                    sentence = page.text[start:end]
                    if len(sentence.split()) < 5 or "\t" in sentence or not sentence.endswith("."):
                        continue
                    language = detect(sentence, default=document.language)
                    found.append((page.text, sentence, language, path.name))
    return tuple(found)


@cache
def _altered() -> tuple[Altered, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    found = []
    for page, sentence, language, report in _sentences():
        for sort, mutate in MUTATIONS.items():
            for altered in mutate(sentence, language):
                if counts[report, sort] < PER_REPORT and altered != sentence:
                    counts[report, sort] += 1
                    found.append(
                        Altered(page=page, sentence=sentence, altered=altered, language=language, sort=sort)
                    )
    return (*found, *_spliced())


def _spliced() -> tuple[Altered, ...]:
    found = []
    for report in sorted({row[3] for row in _sentences()}):
        rows = [row for row in _sentences() if row[3] == report]
        made = splices(tuple(row[1] for row in rows), rows[0][2])
        for sentence, altered in list(made)[:PER_REPORT]:
            page = next(row[0] for row in rows if row[1] == sentence)
            found.append(
                Altered(page=page, sentence=sentence, altered=altered, language=rows[0][2], sort="splice")
            )
    return tuple(found)


def test_the_suite_is_wide_enough() -> None:
    languages = Counter(one.language for one in _altered())
    sorts = Counter(one.sort for one in _altered())
    assert len(_altered()) >= 300
    assert all(languages[language] >= 100 for language in SERVED), languages
    assert set(sorts) == {*MUTATIONS, "splice"}
    assert min(sorts.values()) >= 8, sorts


@pytest.mark.parametrize("sort", [*MUTATIONS, "splice"])
def test_no_altered_quote_is_found(sort: str) -> None:
    through = [
        one.altered
        for one in _altered()
        if one.sort == sort
        and (
            locate(one.altered, one.page) is not None
            or is_verbatim(
                one.altered,
                one.page,
                one.page.index(one.sentence),
                one.page.index(one.sentence) + len(one.sentence),
            )
        )
    ]
    assert not through


@pytest.mark.parametrize("sort", [*MUTATIONS, "splice"])
def test_no_altered_claim_holds_against_the_true_quote(sort: str) -> None:
    through = [
        (one.altered, one.sentence)
        for one in _altered()
        if one.sort == sort
        and not check_claim(one.altered, one.language, [Quoted(text=one.sentence, language=one.language)])
    ]
    assert not through


def test_every_sentence_holds_against_itself() -> None:
    failing = [
        (sentence, failures)
        for _, sentence, language, _ in _sentences()
        if (failures := check_claim(sentence, language, [Quoted(text=sentence, language=language)]))
    ]
    assert not failing


def test_typography_alone_makes_no_quote_fail() -> None:
    failing = [
        form
        for page, sentence, _, _ in _sentences()
        for form in settings(sentence)
        if locate(form, page) is None
    ]
    assert not failing


def test_typography_alone_makes_no_claim_fail() -> None:
    failing = [
        (form, failures)
        for _, sentence, language, _ in _sentences()[::4]
        for form in settings(sentence)
        # As an engine's claims come to the check: on one line and without invisible signs.
        if (failures := check_claim(tidied(form), language, [Quoted(text=sentence, language=language)]))
    ]
    assert not failing
