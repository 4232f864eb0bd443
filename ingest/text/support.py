"""Whether a quote carries a single figure or name of a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ingest.text.figures import CALENDAR_KINDS, Figure, FigureKind, read_figures, same_value
from ingest.text.glossary import is_term, terms_in, translations
from ingest.text.languages import Language
from ingest.text.lexicons import read_words
from ingest.text.names import EntryKind, find_names, fold, proper_names

_WORD = re.compile(r"[^\W_]+")
_RANGE_CHARS = 30
"""Two dates of a quote this near (`from 25 January to 28 January`) are the ends of a range."""
_SAME_NAME = ({"org:eu", "region:europe"},)
"""Entries that are named for each other: `subventions européennes` are `EU-subsidies`."""
_NESTING = frozenset({EntryKind.ORGANISATION, EntryKind.REGION})
"""Kinds whose names hold other names that they speak of too (`Vlaamse regering`, `Noord-Frankrijk`)."""


def read_claim_figures(
    text: str, language: Language, anchors: Sequence[date | None]
) -> tuple[tuple[Figure, ...], ...]:
    """Return the figures of a claim, each with its readings under the anchors, without those in names."""
    named = [(mention.start, mention.end) for mention in find_names(text)] + list(
        proper_names(text, language)
    )
    readings: dict[tuple[int, int], list[Figure]] = {}
    for anchor in anchors:
        for figure in read_figures(text, language, anchor=anchor):
            if not any(start < figure.end and figure.start < end for start, end in named):
                readings.setdefault((figure.start, figure.end), []).append(figure)
    return tuple(tuple(found) for _, found in sorted(readings.items()))


def carries_figure(figure: Figure, text: str, context: str, language: Language, anchor: date | None) -> bool:
    """Tell whether a quote or its context has the value of `figure`.

    A date of the quote without a year may take the year from the context. A month or year of the
    claim is carried by a day in it, and a range by its two ends where they stand together.
    """
    quoted = read_figures(text, language, anchor=anchor)
    around = read_figures(context, language, anchor=anchor)
    if any(same_value(figure, found) for found in (*quoted, *around)):
        return True
    if figure.kind not in CALENDAR_KINDS:
        return False
    dated = (*quoted, *_with_years(quoted, around))
    return any(same_value(figure, found) or _is_within(found, figure) for found in dated) or _spans(
        figure, quoted
    )


def is_calendar(figure: Figure) -> bool:
    """Tell whether a figure is a date, year or time."""
    return figure.kind in CALENDAR_KINDS or figure.kind is FigureKind.TIME


def same_number(figure: Figure, text: str, language: Language, anchor: date | None) -> bool:
    """Tell whether the text has the bare number of `figure`, with another unit."""
    return figure.value is not None and any(
        found.value == figure.value for found in read_figures(text, language, anchor=anchor)
    )


def _with_years(figures: Sequence[Figure], around: Sequence[Figure]) -> Iterator[Figure]:
    """Yield the dates whose year was not written, with each year that the context gives."""
    years = {found.first.year for found in around if found.first is not None and not found.year_inferred}
    for figure in figures:
        if figure.first is None or figure.last is None:
            continue
        if figure.first.year is not None and not figure.year_inferred:
            continue
        for year in years - {None}:
            yield replace(
                figure,
                first=replace(figure.first, year=year),
                last=replace(figure.last, year=year),
                year_inferred=False,
            )


def _is_within(found: Figure, figure: Figure) -> bool:
    """Tell whether the claim gives only the month or year of a date that the quote gives to the day."""
    if figure.part is not None or figure.is_range or figure.offset is not None:
        return False
    if found.period is None or figure.period is None or found.offset is not None or found.precision is None:
        return False
    return figure.period[0] <= found.period[0] and found.period[1] <= figure.period[1]


def _spans(figure: Figure, figures: Sequence[Figure]) -> bool:
    if figure.kind is not FigureKind.DATE_RANGE or figure.period is None:
        return False
    opening, closing = figure.period
    return any(
        one.period is not None
        and other.period is not None
        and (one.period[0], other.period[1]) == (opening, closing)
        and 0 < other.start - one.end <= _RANGE_CHARS
        for one in figures
        for other in figures
    )


def missing_names(
    text: str, language: Language, scopes: Sequence[tuple[str, Language]]
) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of the names in a claim that no scope (text, its language) has.

    Places and institutions compare by gazetteer entry, in any language. Other names must be there
    word for word; a word that the glossary knows may be there in translation.
    """
    mentions = find_names(text)
    known = _known_ids(scopes)
    for mention in mentions:
        if mention.entry.id not in known:
            yield mention.start, mention.end
    words = frozenset(word for scope, _ in scopes for word in _words(scope))
    for start, end in (*proper_names(text, language), *_opening_names(text, language)):
        if any(mention.start < end and start < mention.end for mention in mentions):
            rest = _unknown_rest(text, start, end, [(one.start, one.end) for one in mentions])
            yield from (span for span in rest if not _is_there(text[slice(*span)], language, words, scopes))
        elif not _is_vocabulary(text[start:end], language) and not all(
            _is_there(word, language, words, scopes) for word in _name_words(text[start:end])
        ):
            yield start, end


def _known_ids(scopes: Sequence[tuple[str, Language]]) -> frozenset[str]:
    ids = set[str]()
    for scope, _ in scopes:
        for mention in find_names(scope):
            ids.add(mention.entry.id)
            if mention.entry.kind in _NESTING:
                ids |= _nested(mention.form)
    for group in _SAME_NAME:
        if ids & group:
            ids |= group
    return frozenset(ids)


def _nested(form: str) -> set[str]:
    """Return the ids of the names inside a longer name."""
    starts = [match.start() for match in _WORD.finditer(form)]
    ends = [match.end() for match in _WORD.finditer(form)]
    parts = (form[start:end] for start in starts for end in ends if start < end and form[start:end] != form)
    return {mention.entry.id for part in parts for mention in find_names(part)}


def _words(text: str) -> Iterator[str]:
    return (fold(match[0]) for match in _WORD.finditer(text))


def _name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that make it, without its particles and initials."""
    return tuple(
        match[0]
        for match in _WORD.finditer(name)
        if (match[0][0].isupper() and len(match[0]) > 1) or any(character.isdigit() for character in match[0])
    )


def _is_there(
    word: str, language: Language, words: frozenset[str], scopes: Sequence[tuple[str, Language]]
) -> bool:
    if fold(word) in words:
        return True
    return any(
        bool(set(_words(form)) & words)
        for _, other in scopes
        if other is not language
        for form in translations(word, language, other)
    )


def _is_vocabulary(name: str, language: Language) -> bool:
    """Tell whether a run of capitals is nothing but terms of the glossary (`Member States`)."""
    covered = sum(mention.end - mention.start for mention in terms_in(name, language))
    return covered >= sum(len(word[0]) for word in _WORD.finditer(name))


def _unknown_rest(
    text: str, start: int, end: int, named: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the words of a name that stand beside a known one (`Rijsel Dupont`)."""
    for match in _WORD.finditer(text, start, end):
        is_known = any(one <= match.start() and match.end() <= other for one, other in named)
        if not is_known and match[0][0].isupper() and len(match[0]) > 1:
            yield match.start(), match.end()


def _opening_names(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """Yield a lone capitalised word at the head of a claim that looks like a name.

    Nouns do stand there without an article (`Bedrijven kwamen`), so only words that neither the
    glossary nor the function words know, and that a singular verb follows.
    """
    first = _WORD.search(text)
    if first is None or not first[0][0].isupper() or len(first[0]) < 2:
        return
    word, rest = first[0], text[first.end() :]
    common = read_words("function_words.tsv").get(str(language), frozenset[str]())
    is_known = word.lower() in common or is_term(word, language) or bool(terms_in(word, language))
    following = re.match(r"\s+([^\W\d_]+)", rest)
    if is_known or following is None or following[1].lower() not in read_words("openings.tsv")["verb"]:
        return
    if word.lower() not in read_words("openings.tsv")["adverb"]:
        yield first.start(), first.end()
