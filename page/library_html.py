"""The library tab: the table of reports, one report's page, and what became of uploads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from index.records import Summary
from ingest.document import Document
from ingest.text.names import fold
from page.contents_html import contents_html
from page.filter_values import kind_name
from page.markup import tag
from page.wording import Words

ROWS = 100
"""Rows of the table shown at once."""

COLUMNS = {
    "title": "column.title",
    "date": "column.date",
    "languages": "column.languages",
    "countries": "column.countries",
    "pages": "column.pages",
}
"""Columns that the table can be sorted by, each with the message that heads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """How the table of reports is looked at; `page` counts from 0."""

    words: str = ""
    column: str = "date"
    is_descending: bool = True
    page: int = 0


def arranged(reports: Sequence[Summary], listing: Listing, words: Words) -> tuple[Summary, ...]:
    """Return the reports that have every word looked for, in the order asked for."""
    wanted = fold(listing.words).split()
    found = [one for one in reports if all(word in _searched(one, words) for word in wanted)]
    keys = {
        "title": lambda one: (fold(one.title),),
        "date": lambda one: (str(one.date or ""), fold(one.title)),
        "languages": lambda one: (words.language_name(one.language), fold(one.title)),
        "countries": lambda one: (_countries(one.countries, words), fold(one.title)),
        "pages": lambda one: (one.pages + one.unread_pages, fold(one.title)),
    }
    return tuple(sorted(found, key=keys[listing.column], reverse=listing.is_descending))


def library_html(reports: Sequence[Summary], listing: Listing, words: Words) -> Markup:
    """Return the table of reports with its search box, and the question asked before one is removed."""
    if not reports:
        return tag("p", words.say("library.empty"), class_="notice")
    found = arranged(reports, listing, words)
    shown = found[listing.page * ROWS : (listing.page + 1) * ROWS]
    return tag(
        "div",
        _search_box(listing, words),
        tag(
            "div",
            tag("p", words.count("library.found", len(found)), class_="found", role="status"),
            tag("button", words.say("library.again"), type="button", class_="quiet", data_event="retry"),
            class_="above-table",
        ),
        tag(
            "div",
            tag(
                "table",
                tag("caption", words.say("library.caption"), class_="unseen"),
                tag(
                    "thead",
                    tag("tr", [_heading(one, listing, words) for one in COLUMNS], _last_heading(words)),
                ),
                tag("tbody", [_row(one, words) for one in shown]),
            ),
            class_="table-frame",
        ),
        _turns(listing, len(found), words),
        _removal(words),
        class_="reports",
    )


def report_html(document: Document, page: int, words: Words) -> Markup:
    """Return what is known of one report, with the figures on the page that is shown."""
    rows = (
        ("report.file", document.name),
        ("report.kind", kind_name(document.kind)),
        ("report.date", words.date(document.document_date)),
        ("report.event", words.date(document.event_date) if document.event_date else None),
        ("report.languages", _languages(document.languages, words)),
        ("report.countries", _countries(document.countries, words)),
        ("report.organisation", document.organisation),
        ("report.pages", words.number(len(document.pages) + len(document.unread_pages))),
    )
    return tag(
        "section",
        tag(
            "button",
            tag("span", "← ", aria_hidden="true"),
            words.say("report.close"),
            type="button",
            class_="quiet all-reports",
            data_event="collapse",
        ),
        tag("h2", document.title, tabindex="-1", id="report-title"),
        tag(
            "dl",
            [(tag("dt", words.say(key)), tag("dd", value)) for key, value in rows if value],
            class_="facts",
        ),
        _warnings(document, words),
        tag(
            "div",
            _button(words.say("report.only"), "apply", document.id),
            class_="actions",
        ),
        contents_html(document, page, words),
        class_="report",
    )


def _warnings(document: Document, words: Words) -> list[Markup]:
    found = []
    if document.unread_pages:
        pages = words.items(tuple(str(page.page) for page in document.unread_pages))
        found.append(words.say("report.unread", pages=pages))
    scanned = [page for page in document.pages if page.ocr_confidence is not None]
    if scanned:
        found.append(words.count("report.scanned", len(scanned)))
    if document.flags:
        found.append(words.count("report.flags", len(document.flags)))
    return [tag("p", text, class_="notice") for text in found]


def _search_box(listing: Listing, words: Words) -> Markup:
    return tag(
        "form",
        tag("label", words.say("library.search"), for_="library-search"),
        tag(
            "input", type="search", id="library-search", name="words", value=listing.words, autocomplete="off"
        ),
        data_form="input",
        role="search",
    )


def _heading(column: str, listing: Listing, words: Words) -> Markup:
    is_sorted = column == listing.column
    order = ("descending" if listing.is_descending else "ascending") if is_sorted else None
    sign = ("▾" if listing.is_descending else "▴") if is_sorted else ""
    return tag(
        "th",
        tag(
            "button",
            words.say(COLUMNS[column]),
            tag("span", sign, aria_hidden="true"),
            type="button",
            data_event="apply",
            data_column=column,
        ),
        scope="col",
        aria_sort=order,
        class_=f"column-{column}",
    )


def _last_heading(words: Words) -> Markup:
    return tag("th", tag("span", words.say("column.actions"), class_="unseen"), scope="col")


def _row(report: Summary, words: Words) -> Markup:
    opens = tag(
        "button", report.title, type="button", class_="title", data_event="select", data_document=report.id
    )
    removes = tag(
        "button",
        words.say("library.remove"),
        type="button",
        class_="quiet",
        aria_label=words.say("library.remove_one", title=report.title),
        data_ask="removal",
        data_document=report.id,
        data_title=report.title,
    )
    return tag(
        "tr",
        tag(
            "th",
            opens,
            tag("span", report.name, class_="name"),
            # What the columns say that a narrow screen has no room for.
            tag(
                "span", f"{words.date(report.date)} · {words.language_name(report.language)}", class_="brief"
            ),
            _state(report, words),
            scope="row",
        ),
        tag("td", words.date(report.date), class_="column-date"),
        tag("td", _languages(report.languages, words), class_="column-languages"),
        tag("td", _countries(report.countries[:4], words), class_="column-countries"),
        tag("td", words.number(report.pages + report.unread_pages), class_="column-pages"),
        tag("td", removes),
    )


def _state(report: Summary, words: Words) -> Markup | None:
    found = []
    if report.unread_pages:
        found.append(words.count("state.unread", report.unread_pages))
    if report.flags:
        found.append(words.say("state.flagged"))
    return tag("span", " · ".join(found), class_="state") if found else None


def _turns(listing: Listing, found: int, words: Words) -> Markup | None:
    if found <= ROWS:
        return None
    last = (found - 1) // ROWS
    pages = words.say("source.position", page=listing.page + 1, pages=last + 1)
    return tag(
        "div",
        _turn(words.say("source.previous"), listing.page - 1, listing.page > 0),
        tag("span", pages, class_="position"),
        _turn(words.say("source.next"), listing.page + 1, listing.page < last),
        class_="steps",
    )


def _turn(label: str, page: int, can: bool) -> Markup:
    return tag("button", label, type="button", disabled=not can, data_event="apply", data_page=page)


def _removal(words: Words) -> Markup:
    return tag(
        "dialog",
        tag("h2", words.say("removal.title"), id="removal-title"),
        tag("p", tag("strong", data_slot="title")),
        tag("p", words.say("removal.consequence")),
        tag(
            "div",
            tag("button", words.say("removal.keep"), type="button", data_close=True, autofocus=True),
            tag("button", words.say("removal.confirm"), type="button", class_="danger", data_event="delete"),
            class_="actions",
        ),
        id="removal",
        aria_labelledby="removal-title",
    )


def _button(label: str, event: str, document_id: str) -> Markup:
    return tag("button", label, type="button", data_event=event, data_document=document_id)


def _languages(languages: Sequence[tuple[object, float]], words: Words) -> str:
    return ", ".join(words.language_name(one) for one, share in languages if share >= 0.1)  # type: ignore[arg-type]


def _countries(codes: Sequence[str], words: Words) -> str:
    return ", ".join(words.country(code) for code in codes)


def _searched(report: Summary, words: Words) -> str:
    parts = (
        report.title,
        report.name,
        report.organisation or "",
        str(report.date or ""),
        _countries(report.countries, words),
    )
    return fold(" ".join(parts))
