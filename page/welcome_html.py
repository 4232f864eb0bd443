"""What stands on the ask tab before the first question: what is in the library, or how to fill it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from index.records import Summary
from page.markup import tag
from page.wording import Words

_RECENT = 6
"""Reports offered to open before anything was asked."""

_COUNTRIES = 6
"""Countries named in a summary; the filters have them all."""


def welcome_html(
    reports: Sequence[Summary], words: Words, *, has_samples: bool, is_ingesting: bool
) -> Markup:
    """Return what stands above the question box before the first question."""
    if reports:
        return tag(
            "section",
            tag("h2", words.say("ask.welcome")),
            tag("p", words.count("ask.searches", len(reports))),
            _holdings(reports, words),
            class_="welcome",
        )
    if is_ingesting:
        return tag(
            "section",
            tag("h2", words.say("empty.first")),
            tag("p", words.say("empty.wait")),
            class_="welcome",
        )
    return tag(
        "section",
        tag("h2", words.say("empty.title")),
        tag("p", words.say("empty.advice")),
        samples_button(words) if has_samples else None,
        class_="welcome",
    )


def samples_button(words: Words) -> Markup:
    """Return the button that reads the sample reports in."""
    return tag("button", words.say("empty.samples"), type="button", class_="primary", data_event="expand")


def nothing_shown_html(reports: Sequence[Summary], words: Words) -> Markup:
    """Return what the source pane says before a citation was chosen, with the latest reports to open."""
    return tag(
        "section",
        tag("h2", words.say("source.title")),
        tag("p", words.say("source.nothing")),
        _recent(reports, words),
        class_="source-pane is-empty",
        aria_label=words.say("source.title"),
    )


def _holdings(reports: Sequence[Summary], words: Words) -> Markup:
    """Return what the library holds in three lines: from when to when, in which languages, on which countries."""
    years = sorted(report.date.year for report in reports if report.date)
    languages = Counter(report.language for report in reports).items()
    countries = Counter(code for report in reports for code in report.countries).most_common(_COUNTRIES)
    spoken = [
        f"{name} ({words.number(count)})"
        for count, name in sorted(
            ((count, words.language_name(one)) for one, count in languages), key=lambda one: (-one[0], one[1])
        )
    ]
    rows = (
        ("filter.period", "–".join(dict.fromkeys((str(years[0]), str(years[-1])))) if years else ""),
        ("column.languages", words.items(tuple(spoken))),
        ("column.countries", words.items(tuple(words.country(code) for code, _ in countries))),
    )
    return tag(
        "dl",
        [(tag("dt", words.say(key)), tag("dd", value)) for key, value in rows if value],
        class_="facts",
    )


def _recent(reports: Sequence[Summary], words: Words) -> Markup | None:
    latest = sorted(reports, key=lambda one: str(one.date or ""), reverse=True)[:_RECENT]
    if not latest:
        return None
    items = [
        tag(
            "li",
            tag(
                "button",
                tag("bdi", report.title),
                type="button",
                class_="title",
                data_event="select",
                data_document=report.id,
            ),
            tag("span", _about(report, words), class_="name"),
        )
        for report in latest
    ]
    return tag(
        "div", tag("h3", words.say("source.recent")), tag("ul", items, class_="recent"), class_="offered"
    )


def _about(report: Summary, words: Words) -> str:
    return f"{words.date(report.date)} · {words.language_name(report.language)}"
