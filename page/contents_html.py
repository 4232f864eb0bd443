"""What a report speaks of: the places and institutions it names, and the figures on the page that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup

from ingest.document import Document
from ingest.text.figures import CALENDAR_KINDS, Figure, FigureKind, read_figures
from ingest.text.names import Entry, find_names
from page.markup import tag
from page.wording import Words

_NAMES = 24
"""Names shown, most mentioned first."""

_LEFT_OUT = CALENDAR_KINDS | {FigureKind.ORDINAL, FigureKind.IDENTIFIER, FigureKind.TIME}
"""Kinds that are no figures to look for: dates stand beside the report, the rest counts nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands: `start:end` of the text of `page`, and what is written there."""

    page: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """A report as a key: the same bytes may be read anew into another text."""

    texts: tuple[str, ...]
    document: Document = field(compare=False)


Names = tuple[tuple[Entry, tuple[Place, ...]], ...]


def names_of(document: Document) -> Names:
    """Return what the report names with every place it does, most mentioned first."""
    return _names_of(_Kept(tuple(page.text_sha256 for page in document.pages), document))


# Looking for names in 300 pages takes 0.8 s, and every turn of a page asks for them again.
@lru_cache(maxsize=8)
def _names_of(kept: _Kept) -> Names:
    document = kept.document
    found: dict[str, tuple[Entry, list[Place]]] = {}
    for page in document.pages:
        for mention in find_names(page.text):
            place = Place(page=page.page, start=mention.start, end=mention.end, text=mention.form)
            found.setdefault(mention.entry.id, (mention.entry, []))[1].append(place)
    ranked = sorted(found.values(), key=lambda pair: -len(pair[1]))
    return tuple((entry, tuple(places)) for entry, places in ranked)


def figures_of(document: Document, page: int) -> tuple[Place, ...]:
    """Return the figures on a page with what they count or measure, in order.

    Dates and the like are left out, and so are bare numbers: out of their sentence they say nothing.
    """
    shown = next((one for one in document.pages if one.page == page), None)
    if shown is None:
        return ()
    figures = read_figures(shown.text, document.language, anchor=document.date)
    return tuple(
        Place(page=page, start=one.start, end=one.end, text=_with_noun(shown.text, one))
        for one in figures
        if one.kind not in _LEFT_OUT and (one.noun or one.kind is not FigureKind.NUMBER)
    )


def contents_html(document: Document, page: int, words: Words) -> Markup:
    """Return names and figures as buttons that mark them on their page."""
    names = [
        (entry.name(words.language) or places[0].text, places[0], len(places))
        for entry, places in names_of(document)[:_NAMES]
    ]
    figures = [(place.text, place, 1) for place in figures_of(document, page)]
    return tag(
        "div",
        _list(words.say("report.names"), names, document, words),
        _list(words.say("report.figures", page=words.number(page)), figures, document, words),
        class_="contents",
    )


def _list(
    title: str, items: Sequence[tuple[str, Place, int]], document: Document, words: Words
) -> Markup | None:
    if not items:
        return None
    return tag("section", tag("h3", title), tag("ul", _buttons(items, document, words)))


def _buttons(items: Iterable[tuple[str, Place, int]], document: Document, words: Words) -> Iterable[Markup]:
    for label, place, count in items:
        yield tag(
            "li",
            tag(
                "button",
                label,
                tag("span", f" {words.number(count)}", class_="count") if count > 1 else None,
                type="button",
                data_event="select",
                data_document=document.id,
                data_page=place.page,
                data_quote_page=place.page,
                data_start=place.start,
                data_end=place.end,
            ),
        )


def _with_noun(text: str, figure: Figure) -> str:
    """Return a figure with what it counts (`42 deelnemers`), if that is the word behind it."""
    following = [word.rstrip(".,;:)") for word in text[figure.end : figure.end + 60].split()[:1]]
    counted = [word for word in following if figure.noun and word.casefold() == figure.noun.casefold()]
    return " ".join((*text[figure.start : figure.end].split(), *counted))
