"""Dates to the day: `12 maart 2024`, `du 22 au 25 avril`, `March 12, 2024`, `2024-03-12`."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.text.figures.calendar_names import is_date, month_number, month_pattern, weekday_pattern
from ingest.text.figures.figure import CalendarDate, Figure, Precision
from ingest.text.figures.placing import (
    AND_WORDS,
    RANGE_WORDS,
    TO_OR_AND,
    YEAR,
    Reading,
    Rules,
    calendar_figure,
    inferred,
    is_and,
    is_between,
    is_real,
    place,
    weekday_before,
)

_TO = rf"(?:\s*[-–—]\s*|\s+(?:{RANGE_WORDS})\s+(?:le\s+|de\s+|the\s+)?)"
_NTH = r"(?:er|re|e|ste|de|st|nd|rd|th|\.)?"
_ALONE = r"(?<![\w.,/€$-])"


def day_rules() -> Rules:
    """Yield the patterns of dates to the day with what reads each, the most telling first."""
    month = month_pattern()
    first = rf"(?P<d1>[0-3]?\d){_NTH}"
    last = rf"(?:{weekday_pattern()},?\s+(?:le\s+)?)?(?P<d2>[0-3]?\d){_NTH}"
    closing = rf"{last}\s+(?:of\s+)?(?P<m2>{month})(?:,?\s+(?P<y2>{YEAR}))?"
    nth = r"(?:st|nd|rd|th)?"
    yield r"(?<![\d-])(?P<y>(?:19|20|21)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?![\d-])(?:T[\d:.Z+]+)?", _iso
    for sign, year, behind in (("/.-", r"(?:19|20)\d\d", r"(?![\d/-])"), ("/", r"\d\d", r"(?![\d/.-])")):
        yield (
            rf"(?<![\d./-])(?P<a>[0-3]?\d)(?P<sep>[{sign}])(?P<b>[0-3]?\d)(?P=sep)(?P<y>{year}){behind}",
            _numeric,
        )
    yield (
        rf"{_ALONE}(?P<first>{first}\s+(?:of\s+)?(?P<m1>{month}),?(?:\s+(?P<y1>{YEAR}))?){TO_OR_AND}{closing}",
        _span,
    )
    yield rf"{_ALONE}(?P<days>[0-3]?\d(?:,\s?[0-3]?\d)+),?\s+(?:{AND_WORDS})\s+{closing}", _listed
    yield rf"{_ALONE}(?P<first>{first}){TO_OR_AND}{closing}", _span
    yield (
        rf"(?<!\w)(?P<m>{month})\s+(?P<d1>[0-3]?\d){nth}"
        rf"(?:{_TO}(?:(?P<m2>{month})\s+)?(?P<d2>[0-3]?\d){nth})?"
        rf"(?!\d|[.,]\d)(?:,?\s+(?P<y>{YEAR})|(?!\s*(?:%|€|\w)))",
        _month_first,
    )
    yield (
        rf"{_ALONE}(?P<d>[0-3]?\d){_NTH}(?:\s+|-)(?:d['’]|of\s+)?(?P<m>{month})(?:(?:,?\s+|-)(?P<y>{YEAR}))?",
        _single,
    )


def _iso(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    year, month, day = (int(match.group(name)) for name in ("y", "m", "d"))
    return _whole_day(reading, match.span(), year, month, day) if is_date(year, month, day) else ()


def _numeric(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    """Read `12/03/2024` day first, as all three languages in Europe do, else month first."""
    first, second, year = (int(match.group(name)) for name in ("a", "b", "y"))
    if len(match.group("y")) == 2:
        # The POSIX pivot (strptime %y) of 69.
        year += 2000 if year < 69 else 1900
    for day, month in ((first, second), (second, first)):
        if is_date(year, month, day):
            return _whole_day(reading, match.span(), year, month, day)
    return ()


def _whole_day(
    reading: Reading, span: tuple[int, int], year: int, month: int, day: int
) -> tuple[Figure, ...]:
    when = CalendarDate(year=year, month=month, day=day)
    return (calendar_figure(reading, span, when, when, Precision.DAY),)


def _closing(match: re.Match[str], reading: Reading) -> tuple[CalendarDate, int]:
    """Return the last date of a match with `d2`, `m2`, `y2`, and where it ends."""
    return _dated(match, reading, ("d2", "m2", "y2"))


def _dated(match: re.Match[str], reading: Reading, names: tuple[str, str, str]) -> tuple[CalendarDate, int]:
    """Return the date in the groups `names` (day, month, year), placed where it has no year."""
    day, month, year = (match.group(name) for name in names)
    number, end = month_number(month), _end(match, reading)
    if year is not None:
        return CalendarDate(year=int(year), month=number, day=int(day)), end
    placed = place(reading, (match.start(names[0]), end), number, int(day))
    return CalendarDate(year=placed.year, month=number, day=int(day)), placed.end


def _end(match: re.Match[str], reading: Reading) -> int:
    """Return the end without the full stop of the sentence ("12 mei." is no abbreviation)."""
    closes = match.group().endswith(".") and not reading.text[match.end() : match.end() + 2].strip().islower()
    return match.end() - closes


def _span(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    """Read `22-25 april 2024`, `13 en 14 oktober`, `25 January 2021 - 28 January 2021`."""
    groups = match.groupdict()
    closing, end = _closing(match, reading)
    opening = replace(closing, day=int(groups["d1"]))
    if groups.get("m1"):
        opening = replace(opening, month=month_number(groups["m1"]))
    if groups.get("y1"):
        opening = replace(opening, year=int(groups["y1"]))
    elif opening.year and (opening.month or 0) > (closing.month or 0):
        opening = replace(opening, year=opening.year - 1)
    if not is_real(opening) or not is_real(closing):
        return ()
    start = weekday_before(reading.text, match.start())[0]
    if _runs_on(match, reading, opening, closing):
        figure = calendar_figure(reading, (start, end), opening, closing, Precision.DAY)
        return (inferred(figure, groups["y2"]),)
    one = calendar_figure(reading, (start, match.end("first")), opening, opening, Precision.DAY)
    other = calendar_figure(reading, (match.start("d2"), end), closing, closing, Precision.DAY)
    return (inferred(one, groups["y2"]), inferred(other, groups["y2"]))


def _runs_on(match: re.Match[str], reading: Reading, opening: CalendarDate, closing: CalendarDate) -> bool:
    """Tell a period from two days named together: "13 en 14" runs on, "3 en 14" does not."""
    if not is_and(match) or is_between(reading.text, match.start()):
        return True
    return opening.month == closing.month and (opening.day or 0) + 1 == closing.day


def _listed(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    """Read `4, 5 en 6 november` as a period where the days follow each other, else day by day."""
    closing, end = _closing(match, reading)
    year = match.group("y2")
    days = list(re.finditer(r"\d+", match.group("days")))
    dates = [replace(closing, day=int(day.group())) for day in days]
    if not all(is_real(when) for when in (*dates, closing)):
        return ()
    numbers = [when.day or 0 for when in (*dates, closing)]
    if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        figure = calendar_figure(reading, (match.start(), end), dates[0], closing, Precision.DAY)
        return (inferred(figure, year),)
    spans = [(match.start() + day.start(), match.start() + day.end()) for day in days]
    spans.append((match.start("d2"), end))
    return tuple(
        inferred(calendar_figure(reading, span, when, when, Precision.DAY), year)
        for span, when in zip(spans, [*dates, closing], strict=True)
    )


def _month_first(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    """Read the English `March 12, 2024` and `April 22-25, 2024`."""
    first, end = _dated(match, reading, ("d1", "m", "y"))
    last = first
    if match.group("d2"):
        month = month_number(match.group("m2")) if match.group("m2") else first.month
        last = replace(first, month=month, day=int(match.group("d2")))
    if not is_real(first) or not is_real(last):
        return ()
    figure = calendar_figure(reading, (match.start(), max(end, match.end("d1"))), first, last, Precision.DAY)
    return (inferred(figure, match.group("y")),)


def _single(match: re.Match[str], reading: Reading) -> tuple[Figure, ...]:
    when, end = _dated(match, reading, ("d", "m", "y"))
    if not is_real(when):
        return ()
    start = weekday_before(reading.text, match.start())[0]
    return (inferred(calendar_figure(reading, (start, end), when, when, Precision.DAY), match.group("y")),)
