"""The filters: what is active, and what there is to choose with the number of reports beside each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from markupsafe import Markup

from index.passages import Filters
from index.records import Summary
from index.selection import Facets
from page.filter_values import active, kind_name
from page.markup import tag
from page.wording import Words

_LISTED_REPORTS = 40
"""Reports listed one by one; beyond that the library's own table, which can be searched, is the place."""

_Choice = tuple[str, str, int | None]


def filters_html(facets: Facets, filters: Filters, reports: Sequence[Summary], words: Words) -> Markup:
    """Return the active filters and, folded away, the form with all choices."""
    return tag(
        "div",
        _active(filters, reports, words),
        tag(
            "details",
            tag("summary", words.say("filter.title")),
            tag("form", _groups(facets, filters, reports, words), data_form="input", class_="choices"),
            class_="narrow",
            id="narrow",
        ),
        class_="filters",
    )


def _active(filters: Filters, reports: Sequence[Summary], words: Words) -> Markup | None:
    chosen = active(filters, words, {report.id: report.title for report in reports})
    if not chosen:
        return None
    chips = [
        tag(
            "li",
            tag(
                "button",
                tag("span", one.label),
                tag("span", "×", aria_hidden="true", class_="cross"),
                type="button",
                class_="chip",
                aria_label=words.say("filter.remove", value=one.label),
                data_event="clear",
                data_field=one.field,
                data_value=one.value,
            ),
        )
        for one in chosen
    ]
    everything = tag(
        "li", tag("button", words.say("filter.clear"), type="button", class_="quiet", data_event="clear")
    )
    return tag("ul", chips, everything, class_="chips", aria_label=words.say("filter.active"))


def _groups(
    facets: Facets, filters: Filters, reports: Sequence[Summary], words: Words
) -> Iterable[Markup | None]:
    countries = [(code, words.country(code), count) for code, count in facets.countries]
    yield _group("countries", words.say("filter.countries"), countries, filters.countries, words)
    yield _period(facets, filters, words)
    languages: list[_Choice] = [(one, words.language_name(one), count) for one, count in facets.languages]
    yield _group("languages", words.say("filter.languages"), languages, filters.languages, words)
    kinds: list[_Choice] = [(one, kind_name(one), count) for one, count in facets.kinds]
    yield _group("kinds", words.say("filter.kinds"), kinds, filters.kinds, words)
    organisations = [(name, name, count) for name, count in facets.organisations]
    yield _group(
        "organisations", words.say("filter.organisations"), organisations, filters.organisations, words
    )
    listed = [one for one in reports if one.id in filters.documents or len(reports) <= _LISTED_REPORTS]
    titles: list[_Choice] = [(one.id, one.title, None) for one in listed]
    yield _group("documents", words.say("filter.documents"), titles, filters.documents, words)
    if len(reports) > _LISTED_REPORTS:
        yield tag("p", words.say("filter.more_reports"), class_="advice")


def _group(
    field: str, title: str, choices: Sequence[_Choice], chosen: Sequence[str], words: Words
) -> Markup | None:
    if not choices:
        return None
    boxes = [
        tag(
            "label",
            tag("input", type="checkbox", name=field, value=value, checked=value in chosen),
            tag("span", label, class_="choice"),
            tag("span", words.number(count), class_="count") if count is not None else None,
        )
        for value, label, count in choices
    ]
    return tag("fieldset", tag("legend", title), tag("div", boxes, class_="boxes"))


def _period(facets: Facets, filters: Filters, words: Words) -> Markup:
    years = [
        tag(
            "button",
            str(year),
            " ",
            tag("span", words.number(count), class_="count"),
            type="button",
            class_="year",
            aria_pressed="true" if _is_year(filters, year) else "false",
            data_event="apply",
            data_year=year,
        )
        for year, count in sorted(facets.years, reverse=True)
    ]
    return tag(
        "fieldset",
        tag("legend", words.say("filter.period")),
        tag("div", years, class_="years"),
        _day_input("from", words.say("filter.from"), filters.date_from),
        _day_input("to", words.say("filter.to"), filters.date_to),
    )


def _is_year(filters: Filters, year: int) -> bool:
    return (filters.date_from, filters.date_to) == (date(year, 1, 1), date(year, 12, 31))


def _day_input(name: str, label: str, day: date | None) -> Markup:
    return tag(
        "label",
        tag("span", label),
        tag("input", type="date", name=name, value=day.isoformat() if day else ""),
        class_="day",
    )
