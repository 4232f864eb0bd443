"""When a document was written, and when what it reports on took place: both only where the text says so."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.document import Kind, Page
from ingest.layout.particulars import is_signature
from ingest.readers.raw import RawDocument
from ingest.text.figures import CalendarDate, Figure, FigureKind, Precision, read_figures
from ingest.text.languages import SERVED, Language, detect
from ingest.text.names import fold

_HEAD_CHARS = 3_000
_TAIL_CHARS = 1_200
_EARLIEST_YEAR = 1950
_RECENT = timedelta(days=366)
"""How long after the last date in a text its file may have been made and still date the text."""

_ISSUED = re.compile(
    r"(?:^|[(|·•,–—]|\s-|\.\s|\b(?:billet|article|page|tekst|text|report|rapport|réponse|antwoord|was)\s)\s*"
    r"(?:datum|date|dated|d\.d\.|(?:laatst )?(?:gewijzigd|bijgewerkt|gepubliceerd|geplaatst|opgesteld|opgemaakt"
    r"|vastgesteld|afgesloten)(?: op)?|tekst afgesloten op|(?:versie|version|versión) ?[\d.]*,? ?afgesloten op"
    r"|publicatiedatum|ontvangen|beantwoord|stand(?: van zaken)?(?: op)?|state of play|état(?: au)?|situation au"
    r"|publi[ée]e?(?: le)?|mise? en ligne(?: le)?|mise? à jour(?: le)?|clôture(?: de la rédaction)?|reçue(?: le)?"
    r"|published(?: on)?|posted(?: on)?|issued(?: on)?|(?:last )?(?:updated|modified)(?: on)?"
    r"|(?:finished|completed|submitted)(?: on)?|report of"
    r"|(?:version|versie)(?: définitive| finale)?(?: \d\S*)?(?: du| of| van)?"
    r"|final|definitief)\b[\s:|]*\w*[\s:|]*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:^|\s)(?:fait à|gedaan te|opgemaakt te|done at|signed at|fait et signé à)\s"
    r"|^(?:signé à|ondertekend te|signature|ondertekening)\b",
    re.IGNORECASE,
)
_PLACE_AND_COMMA = re.compile(
    r"^\W*(?:[A-ZÀ-Ý’'][\w’'-]*\s?){1,4}(?:\([^)]*\))?,?\s*(?:le|the|op|de|den)?\s*$"
)
_EVENT = re.compile(
    r"\b(?:missie\w*|\w*missie|reis|bezoek\w*|bezocht\w*|werkbezoek|vond\w* plaats|plaatsgevonden|"
    r"bracht\w*|trok\w*|"
    r"reisde\w*|delegatie|vergader\w*|overleg|bijeenkomst|zitting|congres|beurs|was ik in|waren wij in|"
    r"ging\w* naar|"
    r"délégation|séjourn\w*|mission\w*|visit[ée]\w*|déplacement|s['’]est (?:rendu|tenu|déroul)\w*|"
    r"a eu lieu|ont eu lieu|réunion|séance|rendez-vous|"
    r"conseil (?:municipal|communal)|sommet|colloque|salon|rencontre\w*|consultations|"
    r"delegation|visit\w*|travel\w*|took place|was held|were held|meeting\w*|summit|conference|event|fair|"
    r"workshop|trip)\b",
    re.IGNORECASE,
)
_OTHER_DEED = re.compile(
    r"\b(?:entrée en vigueur|inwerkingtreding|entry into force|indien\w*|inschrij\w*|registration|deadline|opened"
    r"|geopend|founded|opgericht|fondée?|ondertekend\w*|sinds|vanaf|uiterlijk|vóór|tegen|closed|signed|since|before|by|until|depuis|"
    r"signé\w*|avant|"
    r"fermé\w*|jusqu\w*|dès|au plus tard|op basis van|wet van|besluit van|loi du|arrêté du|"
    r"act of)\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(
    r"\b(?:vorige|eerdere|précédent\w*|dernier\w*|previous|last|prior|approb\w*|goedkeuring|approval)\b",
    re.IGNORECASE,
)
_MIN_EVENT_SCORE = 3.0
_EVENT_FADES_CHARS = 800
"""How far into the text a date loses a point: what a report is about, it says early."""

_CELL_END = re.compile(r"\t")
_HEAD_BLOCK_CHARS = 400
_LONGEST_EVENT = timedelta(days=31)
_HOURS = re.compile(
    r"\W{1,3}(?:van |de |from )?\d{1,2}(?:[.:hu]| h )\s?(?:\d{2})?\s*(?:u|uur|h)?\s*(?:[-–—à]|tot|to)\s*\d{1,2}"
)
"""Hours behind a date: a meeting was held then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """The date of the paper, and the first and last day of what it reports on; None where not stated."""

    document_date: date | None = None
    event_date: date | None = None
    event_end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """A date on a line of the text; `place` counts characters from the start of the document."""

    figure: Figure
    line: str
    place: int
    is_heading: bool

    @property
    def before(self) -> str:
        return self.line[: self.figure.start]

    @property
    def beside_chars(self) -> int:
        """How many letters stand on the line beside the date."""
        return sum(map(str.isalpha, self.before + self.line[self.figure.end :]))


def find_dating(raw: RawDocument, title: str) -> Dating:
    """Return the dates of a document titled `title`.

    The document's date is that of a mail's header, of a dateline (`Brussel, 12 maart 2024`), of a line
    that says so (`Datum:`, `Publié le`) or that holds little else, near the start or the end. The event's
    is the one in the title, alone on a line near it, or in a sentence on a visit, mission or meeting. A
    date without a year takes it from the document's date, or from its weekday and the years named.
    """
    head = tuple(_dated_lines(raw.pages, from_end=False))
    tail = tuple(_dated_lines(raw.pages, from_end=True))
    sent = raw.properties.created if raw.kind is Kind.EMAIL else None
    document_date = sent or _document_date(head, tail) or _titled_date(title)
    event = _event(head, title)
    first, last = _resolve(event, document_date, raw.pages) if event else (None, None)
    if document_date is None and first is None:
        document_date = _corroborated(raw)
    return Dating(document_date=document_date, event_date=first, event_end=last if last != first else None)


def find_dates(text: str, language: Language | None = None) -> tuple[Figure, ...]:
    """Return the dates and date ranges of `text` that name days, as read in its language or any served one."""
    languages = (language,) if language in SERVED else SERVED
    for own in languages:
        found = tuple(figure for figure in read_figures(text, own or Language.ENGLISH) if _is_day(figure))
        if found:
            return found
    return ()


def _is_day(figure: Figure) -> bool:
    dated = figure.kind in (FigureKind.DATE, FigureKind.DATE_RANGE) and figure.first is not None
    return dated and figure.precision is Precision.DAY and figure.offset is None


def _dated_lines(pages: Sequence[Page], *, from_end: bool) -> Iterator[_Dated]:
    seen_chars = 0
    for page in reversed(pages) if from_end else pages:
        starts = {heading.start for heading in page.headings}
        lines, position = [], 0
        for line in page.text.split("\n"):
            lines.append((line, position in starts))
            position += len(line) + 1
        for line, is_heading in reversed(lines) if from_end else lines:
            language = detect(line) if any(map(str.isdigit, line)) else None
            for figure in find_dates(line, language) if language is not None else ():
                yield _Dated(figure=figure, line=line, place=seen_chars + figure.start, is_heading=is_heading)
            seen_chars += len(line) + 1
            if seen_chars > (_TAIL_CHARS if from_end else _HEAD_CHARS):
                return


def _document_date(head: Sequence[_Dated], tail: Sequence[_Dated]) -> date | None:
    for dated in (*head, *tail):
        told = _ISSUED.search(dated.before) or _SIGNED.search(dated.before)
        day = _full_day(dated.figure)
        if told and day and dated.figure.kind is FigureKind.DATE:
            return day
    for dated in (*head, *tail):
        day = _full_day(dated.figure)
        if day and dated.figure.kind is FigureKind.DATE and _is_dateline(dated):
            return day
    return None


def _titled_date(title: str) -> date | None:
    """Return the day in the title of an act or speech ("Regulation of 23 July 2014"), None for an event's."""
    for figure in find_dates(title):
        if not _is_of_event(figure, title):
            return _full_day(figure)
    return None


def _is_dateline(dated: _Dated) -> bool:
    """Say whether the line is a place and a date, or a date with a word or two."""
    if _EVENT.search(dated.line) or _OTHER_DEED.search(dated.before):
        return False
    if _HOURS.match(dated.line[dated.figure.end :]) or _is_in_table(dated):
        return False
    after = sum(map(str.isalpha, dated.line[dated.figure.end :]))
    if _PLACE_AND_COMMA.match(dated.before) and after < 4:
        return True
    if dated.place < 2 * _HEAD_BLOCK_CHARS and is_signature(dated.line):
        return True
    return dated.beside_chars <= 15 and not dated.line.rstrip().endswith(".")


def _is_in_table(dated: _Dated) -> bool:
    """Say whether the date is one of several facts in a row."""
    others = dated.before + dated.line[dated.figure.end :]
    return len(_CELL_END.findall(others)) >= 2 and any(map(str.isdigit, others))


def _full_day(figure: Figure) -> date | None:
    period = figure.period
    if period is None or period[0].year < _EARLIEST_YEAR:
        return None
    return period[0] if period[0] == period[1] else None


def _event(head: Sequence[_Dated], title: str) -> Figure | None:
    """Return the date of the event; the title's own goes before any other."""
    in_title = find_dates(title)
    if in_title and _is_of_event(in_title[0], title):
        return in_title[0]
    best: tuple[float, Figure] | None = None
    for dated in head:
        score = _event_score(dated)
        if score >= _MIN_EVENT_SCORE and (best is None or score > best[0]):
            best = (score, dated.figure)
    return best[1] if best else None


def _is_of_event(figure: Figure, title: str) -> bool:
    """Say whether a date in a title is an event's: a stretch of days, or one beside a word for a visit or meeting."""
    return figure.kind is FigureKind.DATE_RANGE or bool(_EVENT.search(title))


def _event_score(dated: _Dated) -> float:
    """Return how likely the date is the event's: 3 and more where it is told as one."""
    figure, sentence = dated.figure, _sentence(dated)
    is_range = figure.kind is FigureKind.DATE_RANGE and not _is_long(figure)
    score = 2.0 if is_range else 0.0
    score += 2.0 if _EVENT.search(sentence) else 0.0
    score += 1.0 if dated.is_heading or dated.beside_chars <= 25 else 0.0
    score += 1.0 if is_range and dated.beside_chars <= 15 else 0.0
    # A stretch of days in the lines below a title, with the place or alone, is the event's.
    score += 0.5 if is_range and dated.place < _HEAD_BLOCK_CHARS and _is_set_off(dated) else 0.0
    score += 3.0 if _HOURS.match(dated.line[figure.end :]) else 0.0
    score += max(-2.0, 1.0 - dated.place / _EVENT_FADES_CHARS)
    score -= 3.0 if _OTHER_DEED.search(dated.before) or _PREVIOUS.search(sentence) else 0.0
    score -= 3.0 if _ISSUED.search(dated.before) else 0.0
    return score


def _is_long(figure: Figure) -> bool:
    """Say whether the stretch of days is longer than any visit or mission is."""
    return figure.period is not None and figure.period[1] - figure.period[0] > _LONGEST_EVENT


def _is_set_off(dated: _Dated) -> bool:
    """Say whether the date stands between marks on a line that is no sentence ("Lyon | 4-6 May 2024 | online")."""
    before, after = dated.before.rstrip(" "), dated.line[dated.figure.end :].lstrip(" ")
    apart_before = (
        not before or before[-1] in "\t|,–—-(:" or bool(re.search(r"[,|–—-]\s(?:du|van|from)$", before))
    )
    return apart_before and (not after or after[0] in "\t|,–—-):") and not dated.line.rstrip().endswith(".")


def _sentence(dated: _Dated) -> str:
    start = max((match.end() for match in re.finditer(r"[.!?;]\s", dated.before)), default=0)
    end = re.compile(r"[.!?;](?:\s|$)").search(dated.line, dated.figure.end)
    return dated.line[start : end.start() if end else len(dated.line)]


def _resolve(
    figure: Figure, document_date: date | None, pages: Sequence[Page]
) -> tuple[date | None, date | None]:
    """Return the first and last day of `figure`, with its year worked out where it names none."""
    if figure.period is not None:
        return figure.period if figure.period[0].year >= _EARLIEST_YEAR else (None, None)
    year = _inferred_year(figure, document_date, pages)
    days = [_in_year(part, year) for part in (figure.first, figure.last)] if year else [None, None]
    return days[0], days[1]


def _inferred_year(figure: Figure, document_date: date | None, pages: Sequence[Page]) -> int | None:
    """Return the year of a date that names none, None where the text does not settle it.

    With a document's date it is the last such day up to then. Without, the weekday must be named and fit
    one year only among those of the dates in the text.
    """
    weekday = _named_weekday(figure.text)
    if document_date is not None:
        for year in (document_date.year, document_date.year - 1):
            day = _in_year(figure.last, year)
            if day and day <= document_date and _fits(figure, year, weekday):
                return year
        return None
    if weekday is None:
        return None
    mentioned = {day.year for day in _full_days(pages)}
    fitting = [year for year in mentioned if _fits(figure, year, weekday)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(figure: Figure, year: int, weekday: int | None) -> bool:
    day = _in_year(figure.first, year)
    return day is not None and (weekday is None or day.weekday() == weekday)


def _in_year(part: CalendarDate | None, year: int) -> date | None:
    if part is None or part.month is None or part.day is None:
        return None
    try:
        return date(part.year or year, part.month, part.day)
    except ValueError:
        return None


def _named_weekday(text: str) -> int | None:
    """Return the first weekday named in `text` (Monday is 0); `maandagavond` names one too."""
    for word in re.findall(r"[^\W\d_]+", text):
        for name, weekday in _weekdays().items():
            if fold(word).startswith(name):
                return weekday
    return None


@functools.cache
def _weekdays() -> dict[str, int]:
    from babel.dates import get_day_names

    return {
        fold(name): number
        for language in SERVED
        for number, name in get_day_names("wide", locale=str(language)).items()
    }


def _full_days(pages: Iterable[Page]) -> Iterator[date]:
    for page in pages:
        for line in page.text.split("\n"):
            if any(map(str.isdigit, line)):
                yield from (figure.period[1] for figure in find_dates(line) if figure.period)


def _corroborated(raw: RawDocument) -> date | None:
    """Return the day the file was made where the text's own last date lies within a year before it."""
    created = raw.properties.created
    if created is None:
        return None
    days = [day for day in _full_days(raw.pages[:5]) if day <= created]
    return created if days and created - max(days) <= _RECENT else None
