"""Whether one ground carries a statement, or says the same of another figure, date or name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.grounds import Ground, named_in
from assistant.checking.roles import is_mixed_up
from assistant.checking.statements import Statement
from index.analysis import overlap
from ingest.text.claims import Failure, FailureKind, Quoted, check_claim
from ingest.text.figures import CALENDAR_KINDS, Figure, FigureKind, read_figures, same_value
from ingest.text.glossary import translations
from ingest.text.languages import Language
from ingest.text.names import find_names, fold

SIMILARITY = 0.6
"""Least cosine of statement and ground (the better of bare and under its headings) to speak of the same thing.

Measured on the 120 statements of tests/data/draft_statements.tsv with encoder 6fb89ed8ae97e01c: grounds
that carry a true statement have 0.66 and more, grounds that merely hold all its names 0.44 and less.
"""

WORDS = 0.5
"""Least share of the statement's words in the ground and what it implies, measured in the same place."""

DIFFERING_SIMILARITY = 0.66
"""Stricter, for a ground that differs: there the nearest ground of an unfounded statement has up to 0.78."""

DIFFERING_WORDS = 0.5
"""Share of the words beside what differs, in the ground itself: unfounded ones have 0.4 and less there
wherever the cosine is high enough."""

_RATE = re.compile(r"(?<!\w)(?:per|par|an?|each|every|elke|elk|chaque)\s+([^\W\d_]+)", re.IGNORECASE)
_TIME_UNITS = (FigureKind.DURATION,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """What the draft states and what the ground has in its place."""

    kind: FailureKind
    stated: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A ground weighed against a statement; `similarity` is the cosine (-1..1, higher is nearer)."""

    ground: Ground
    similarity: float
    supports: bool
    counterpart: Counterpart | None


def weigh(statement: Statement, ground: Ground, bare: float, labelled: float) -> Weight:
    """Weigh a ground; `bare` and `labelled` are the statement's cosines with it without and with headings."""
    similarity = max(bare, labelled)
    words = ground.overlap_implied(statement.text, statement.language)
    failures = _failures(statement, ground)
    counterpart = None
    if bare >= DIFFERING_SIMILARITY:
        counterpart = _counterpart(statement, ground, failures)
    return Weight(
        ground=ground,
        similarity=similarity,
        supports=not failures
        and similarity >= SIMILARITY
        and words >= WORDS
        and not is_mixed_up(statement, ground),
        counterpart=counterpart,
    )


def _failures(statement: Statement, ground: Ground) -> tuple[Failure, ...]:
    """Return what the ground does not carry: figures by itself, dates also by its headings, names by all implied."""

    def check(context: str) -> tuple[Failure, ...]:
        quote = Quoted(
            text=ground.text, language=ground.language, anchor=ground.document.date, context=context
        )
        return check_claim(statement.text, statement.language, [quote])

    alone, dated = check(""), check(ground.dated)
    # Names may be implied by what stands above or by what was said before, not one by each.
    around = min((check(source) for source in ground.sources), key=len)
    found = [one for one in alone if one.kind in (FailureKind.FIGURE, FailureKind.UNIT)]
    found += [
        one for one in dated if one.kind is FailureKind.DATE and not _is_of_the_event(one, statement, ground)
    ]
    found += [
        one for one in around if one.kind in (FailureKind.NAME, FailureKind.NEGATION, FailureKind.DIRECTION)
    ]
    found += _displaced(statement, ground)
    found += _rates(statement, ground)
    found += _miscounted(statement, ground)
    return tuple({(one.start, one.end): one for one in found}.values())


def _is_of_the_event(failure: Failure, statement: Statement, ground: Ground) -> bool:
    """Tell whether a date is the month or year of what is reported on, where the ground gives no date itself."""
    event, end = ground.document.event_date, ground.document.event_end or ground.document.event_date
    if event is None or end is None or any(one.kind in CALENDAR_KINDS for one in ground.figures):
        return False
    return any(
        one.period is not None and one.period[0] <= event and end <= one.period[1]
        for one in read_figures(statement.text, statement.language)
        if one.start < failure.end and failure.start < one.end
    )


def _displaced(statement: Statement, ground: Ground) -> list[Failure]:
    """Return names that are only implied where the ground itself names another of their kind.

    What is said of Ostend and Esbjerg in a report on Copenhagen is not said of Copenhagen.
    """
    stated = find_names(statement.text)
    here = {mention.entry.id for mention in ground.mentions}
    wanted = {mention.entry.id for mention in stated}
    return [
        Failure(kind=FailureKind.NAME, text=mention.form, start=mention.start, end=mention.end)
        for mention in stated
        if mention.entry.id not in here
        and any(
            other.entry.kind is mention.entry.kind and other.entry.id not in wanted
            for other in ground.mentions
        )
    ]


def _rates(statement: Statement, ground: Ground) -> list[Failure]:
    """Return the `per minute` of a statement whose ground has `per second`."""
    there = {unit for _, unit in _rates_in(ground.text, ground.language)}
    return [
        Failure(kind=FailureKind.UNIT, text=match[0], start=match.start(), end=match.end())
        for match, unit in _rates_in(statement.text, statement.language)
        if there and unit not in there
    ]


def _rates_in(text: str, language: Language) -> list[tuple[re.Match[str], str]]:
    found = []
    for match in _RATE.finditer(text):
        units = [one.unit for one in read_figures(f"1 {match[1]}", language) if one.kind in _TIME_UNITS]
        found += [(match, unit) for unit in units if unit is not None]
    return found


def _miscounted(statement: Statement, ground: Ground) -> list[Failure]:
    """Return the figures that count one thing in the statement and only another thing in the ground."""
    failures = []
    for figure in read_figures(statement.text, statement.language):
        same = [one for one in ground.figures if same_value(figure, one)]
        if figure.kind is not FigureKind.NUMBER or figure.noun is None or not same:
            continue
        if not any(_counts_alike(figure, statement.language, one, ground) for one in same):
            failures.append(
                Failure(kind=FailureKind.UNIT, text=figure.text, start=figure.start, end=figure.end)
            )
    return failures


_HEADS = frozenset(
    "personen personnes people persons mensen deelnemers participants members leden membres person personne "
    "medewerkers werknemers collaborateurs employees staff salaries travailleurs workers".split()
)
"""Nouns that count people, which reports use for one another."""


def _counts_alike(figure: Figure, language: Language, other: Figure, ground: Ground) -> bool:
    """Tell whether two figures count the same, as far as their nouns tell; a noun not read tells nothing."""
    if figure.noun is None or other.noun is None:
        return True
    one, two = fold(figure.noun), fold(other.noun)
    if one == two or {one, two} <= _HEADS:
        return True
    if language is ground.language:
        return one[:5] == two[:5]
    meanings = {fold(form) for form in translations(figure.noun, language, ground.language)}
    return not meanings or any(meaning[:5] == two[:5] for meaning in meanings)


def _counterpart(statement: Statement, ground: Ground, failures: Sequence[Failure]) -> Counterpart | None:
    """Return what stands in the place of the one thing that fails, None where the subjects may differ."""
    if len({(one.start, one.end) for one in failures}) != 1:
        return None
    failure = failures[0]
    rest = statement.text[: failure.start] + " " + statement.text[failure.end :]
    if ground.overlap(rest, statement.language) < DIFFERING_WORDS:
        return None
    if failure.kind is FailureKind.NAME:
        found = _other_name(failure, statement, ground)
    elif failure.kind in (FailureKind.NEGATION, FailureKind.DIRECTION):
        found = ground.text if _repeats(statement, ground) else None
    else:
        found = _other_figure(failure, statement, ground)
    return Counterpart(kind=failure.kind, stated=failure.text, found=found) if found else None


def _repeats(statement: Statement, ground: Ground) -> bool:
    """Tell whether the ground says little else than the statement, so that what turns it round is at odds."""
    back = overlap(ground.text, ground.language, statement.text, statement.language)
    return statement.language is ground.language and back >= DIFFERING_WORDS


def _other_figure(failure: Failure, statement: Statement, ground: Ground) -> str | None:
    """Return the one figure of the ground that is of the same sort and that the statement has not."""
    own = read_figures(statement.text, statement.language, anchor=ground.document.date)
    stated = [one for one in own if one.start < failure.end and failure.start < one.end]
    others = [
        other
        for other in ground.figures
        if not any(same_value(other, one) for one in own)
        and any(_same_sort(one, statement.language, other, ground) for one in stated)
    ]
    return others[0].text if len(others) == 1 else None


def _same_sort(figure: Figure, language: Language, other: Figure, ground: Ground) -> bool:
    if figure.kind in CALENDAR_KINDS:
        return other.kind in CALENDAR_KINDS and figure.precision is other.precision
    if figure.kind is not other.kind:
        return False
    if figure.kind is FigureKind.NUMBER:
        return _counts_alike(figure, language, other, ground)
    return figure.kind is FigureKind.DURATION or figure.unit == other.unit or figure.kind is FigureKind.AMOUNT


def _other_name(failure: Failure, statement: Statement, ground: Ground) -> str | None:
    """Return the one name of the ground that is of the same kind and that the statement has not."""
    stated = find_names(failure.text)
    if any(mention.entry.id in ground.implied_ids for mention in stated):
        return None
    if stated:
        own = {mention.entry.id for mention in find_names(statement.text)}
        kinds = {mention.entry.kind for mention in stated}
        others = [
            mention.form
            for mention in ground.mentions
            if mention.entry.kind in kinds and mention.entry.id not in own
        ]
    else:
        own_names = named_in(statement.text, statement.language)
        others = [
            name
            for name in named_in(ground.text, ground.language)
            if not any(name in one for one in own_names)
        ]
    return others[0] if len(set(others)) == 1 else None
