"""How an answer and a refusal read, in the asker's language."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from assistant.answer import Answer, Citation, Missing
from assistant.expectation import Expected
from assistant.facts import quoted
from ingest.messages import Catalogue, Message
from ingest.text.languages import Language
from ingest.text.tables import CELL_SEPARATOR

CATALOGUE = Catalogue(Path(__file__).with_name("locale"))

CELL_GAP = "\u2003"
"""An em space stands between the cells of a quoted table row: white space, and wide enough to read them apart."""

_LOCALES = {Language.ENGLISH: "en_GB"}
"""Where a language alone would be read as another continent's: `en` writes `May 19, 2025`."""

_QUOTE_CHARS = 600
"""A longer quote is cut in the text (never in the citation), at a word, with an ellipsis outside the marks."""


def word(answer: Answer) -> str:
    """Return an answer or a refusal as a person reads it."""
    return word_answer(answer) if answer.answered else word_refusal(answer)


def word_answer(answer: Answer) -> str:
    """Return an answered answer as a person reads it: claims first, then the quotes they rest on."""
    language = answer.language
    lead = word_lead(answer) if _is_quotes_only(answer) else "\n".join(_claim_lines(answer))
    quotes = "\n\n".join(word_citation(citation, language) for citation in answer.citations)
    notices = [CATALOGUE.say(notice, language) for notice in answer.notices]
    struck = [_say("answer.unverified", language, claim=claim) for claim in answer.unverified]
    return "\n\n".join([*notices, lead, *(struck if answer.shows_unverified else ()), quotes])


def on_one_line(text: str) -> str:
    """Return a quote on one line: white space as single spaces, the cells of a row apart."""
    return re.sub(r"[^\S\u2003]+", " ", text.strip().replace(CELL_SEPARATOR, CELL_GAP))


def word_lead(answer: Answer) -> str:
    """Return the line above an answer of nothing but quotes: what kind of answer, from which reports, of when.

    It is what a reader who does not know the language of the quotes goes by.
    """
    expectation = answer.standalone.expectation
    key = _LEADS.get(expectation.kind, "answer.open.all" if expectation.every else "answer.open")
    reports = {citation.document_id: citation for citation in answer.citations}
    sources = tuple(_report(citation, answer.language) for citation in reports.values())
    return _say(key, answer.language, sources=word_list(sources, answer.language))


def _report(citation: Citation, language: Language) -> str:
    date = f"{word_date(citation.date, language)}, " if citation.date else ""
    return f"{quoted(citation.title, language)} ({date}{word_language(citation.language, language)})"


def word_refusal(answer: Answer) -> str:
    """Return a refusal as a person reads it: what is missing, what was searched, what comes nearest."""
    language = answer.language
    lines = [CATALOGUE.say(notice, language) for notice in answer.notices]
    lines.append(f"{_say('refusal.plain', language)} {_reason(answer)}".strip())
    lines.append(f"{_searched(answer)} {_advice(answer)}")
    if answer.nearest:
        nearest = "\n\n".join(word_citation(citation, language) for citation in answer.nearest)
        lines.append(f"{_say('refusal.nearest', language)}\n\n{nearest}")
    return "\n\n".join(lines)


def word_citation(citation: Citation, language: Language) -> str:
    """Return one citation: its marker, the quote in its own language, where it stands, and glossed terms."""
    lines = [
        f"[{citation.marker}] {quoted(_shown(citation.quote), language)} — {word_source(citation, language)}"
    ]
    if citation.glosses:
        pairs = " · ".join(f"{gloss.term} = {gloss.meaning}" for gloss in citation.glosses)
        lines.append(_say("answer.glosses", language, pairs=pairs))
    return "\n".join(lines)


def word_source(citation: Citation, language: Language) -> str:
    """Return where a quote stands: title, page, heading path, date of the report and its language."""
    return _say(
        "answer.source",
        language,
        title=citation.title,
        page=citation.page,
        heading=f", {citation.heading}" if citation.heading else "",
        date=f", {word_date(citation.date, language)}" if citation.date else "",
        language=word_language(citation.language, language),
    )


def word_date(date: datetime.date, language: Language) -> str:
    """Return a date in full in the language's own order, European for English (`23 March 2024`)."""
    from babel.dates import format_date

    return str(format_date(date, format="long", locale=_LOCALES.get(language, str(language))))


def word_language(named: Language, language: Language) -> str:
    """Return the name of a language in another (`Frans`, `French`)."""
    from babel import Locale

    return str(Locale(str(language)).languages.get(str(named), str(named)))


def word_list(items: tuple[str, ...], language: Language) -> str:
    """Return the items joined as the language joins them (`Lyon, Parijs en Rijsel`)."""
    from babel.lists import format_list

    return str(format_list(list(items), locale=str(language)))


def _say(key: str, language: Language, /, **values: object) -> str:
    return CATALOGUE.say(Message.of(key, **values), language)


def _is_quotes_only(answer: Answer) -> bool:
    return all(claim.is_quote for claim in answer.claims)


def _claim_lines(answer: Answer) -> list[str]:
    """Word each claim with its markers; where reports differ, say which report says what and of when."""
    lines = []
    by_marker = {citation.marker: citation for citation in answer.citations}
    for claim in answer.claims:
        text = claim.text
        if len(answer.claims) > 1 and claim.markers and answer.engine == "quotes":
            text = _attributed(text, by_marker[claim.markers[0]], answer.language)
        lines.append(f"{text} {''.join(f'[{marker}]' for marker in claim.markers)}")
    return lines


def _attributed(text: str, citation: Citation, language: Language) -> str:
    if citation.date is None:
        return _say("answer.in_undated_report", language, claim=text, title=citation.title)
    date = word_date(citation.date, language)
    return _say("answer.in_report", language, claim=text, title=citation.title, date=date)


def _shown(quote: str) -> str:
    flat = on_one_line(quote)
    if len(flat) <= _QUOTE_CHARS:
        return flat
    return flat[:_QUOTE_CHARS].rsplit(" ", 1)[0] + " …"


_LEADS = {Expected.REASON: "answer.open.reason", Expected.SUMMARY: "answer.open.summary"}

_REASONS = {
    Missing.NAME: "refusal.name",
    Missing.YEAR: "refusal.year",
    Missing.CONNECTION: "refusal.connection",
    Missing.KIND: "refusal.kind",
    Missing.UNSURE: "refusal.unsure",
}


def _reason(answer: Answer) -> str:
    refusal = answer.refusal
    if refusal is None or refusal.missing not in _REASONS:
        return ""
    key = _REASONS[refusal.missing]
    asked = word_list(refusal.asked, answer.language)
    if not refusal.instead:
        return _say(key, answer.language, asked=asked)
    return _say(
        f"{key}_instead", answer.language, asked=asked, instead=word_list(refusal.instead, answer.language)
    )


def _searched(answer: Answer) -> str:
    counts = tuple(
        f"{count} {word_language(name, answer.language)}" for name, count in answer.searched.languages
    )
    languages = ", ".join(counts)
    key = "refusal.searched_one" if answer.searched.reports == 1 else "refusal.searched"
    return _say(key, answer.language, reports=answer.searched.reports, languages=languages)


def _advice(answer: Answer) -> str:
    key = "refusal.try_words" if answer.filters.is_empty else "refusal.try_filters"
    return _say(key, answer.language)
