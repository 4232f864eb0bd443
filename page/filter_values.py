"""Filters between the page's form, the browser's memory and a search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.serialising import filters_json
from index.passages import Filters
from ingest.document import Kind
from ingest.text.languages import Language
from page.wording import Words


def read_filters(values: object) -> Filters:
    """Return the filters in what a form or the browser's memory holds; what is no value is left out."""
    if not isinstance(values, Mapping):
        return Filters()
    return Filters(
        countries=_texts(values.get("countries")),
        date_from=_day(values.get("from")),
        date_to=_day(values.get("to")),
        languages=tuple(one for one in Language if str(one) in _texts(values.get("languages"))),
        documents=_texts(values.get("documents")),
        kinds=tuple(one for one in Kind if str(one) in _texts(values.get("kinds"))),
        organisations=_texts(values.get("organisations")),
    )


def kept_filters(filters: Filters) -> dict[str, object]:
    """Return what the browser keeps of filters; `read_filters` reads it back."""
    return filters_json(filters)


def without_lost_reports(filters: Filters, present: Iterable[str]) -> Filters:
    """Return the filters without reports that are no longer in the library."""
    known = set(present)
    return replace(filters, documents=tuple(one for one in filters.documents if one in known))


@dataclass(frozen=True, slots=True, kw_only=True)
class Active:
    """One value that is filtered on, and how a person reads it."""

    field: str
    value: str
    label: str


def active(filters: Filters, words: Words, titles: Mapping[str, str]) -> tuple[Active, ...]:
    """Return every value that is filtered on; `titles` are the reports' by id."""
    found = [Active(field="countries", value=code, label=words.country(code)) for code in filters.countries]
    if filters.date_from:
        label = words.say("filter.since", date=words.date(filters.date_from))
        found.append(Active(field="from", value="", label=label))
    if filters.date_to:
        label = words.say("filter.until", date=words.date(filters.date_to))
        found.append(Active(field="to", value="", label=label))
    found += [
        Active(field="languages", value=one, label=words.language_name(one)) for one in filters.languages
    ]
    found += [Active(field="kinds", value=one, label=kind_name(one)) for one in filters.kinds]
    found += [Active(field="organisations", value=one, label=one) for one in filters.organisations]
    found += [
        Active(field="documents", value=one, label=titles.get(one, one[:12])) for one in filters.documents
    ]
    return tuple(found)


def without(filters: Filters, field: str, value: str) -> Filters:
    """Return the filters without one value."""
    kept = kept_filters(filters)
    values = kept.get(field)
    if isinstance(values, list):
        kept[field] = [one for one in values if one != value]
    else:
        kept.pop(field, None)
    return read_filters(kept)


def kind_name(kind: Kind) -> str:
    """Return what people call a kind of file, the same in the three languages."""
    return _KIND_NAMES[kind]


_KIND_NAMES = {
    Kind.PDF: "PDF",
    Kind.DOCX: "Word (DOCX)",
    Kind.ODT: "Writer (ODT)",
    Kind.PPTX: "PowerPoint (PPTX)",
    Kind.HTML: "HTML",
    Kind.MARKDOWN: "Markdown",
    Kind.TEXT: "TXT",
    Kind.EMAIL: "E-mail (EML)",
}


def _texts(values: object) -> tuple[str, ...]:
    return tuple(str(value) for value in values if value) if isinstance(values, list) else ()


def _day(value: object) -> date | None:
    text = value[0] if isinstance(value, list) and value else value
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
