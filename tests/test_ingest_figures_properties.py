"""General rules of figures: any value is the same in every notation, any changed one is not."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingest.text.figures import (
    CalendarDate,
    Figure,
    FigureKind,
    Part,
    Precision,
    read_figures,
    same_value,
    write_figure,
)
from ingest.text.languages import SERVED, Language

languages = st.sampled_from(SERVED)
values = st.decimals(min_value=-(10**12), max_value=10**12, places=None, allow_nan=False).filter(
    lambda value: isinstance(value.as_tuple().exponent, int) and -4 <= value.as_tuple().exponent <= 0
) | st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**11), 10**11), st.integers(0, 4)
)
units = st.sampled_from(
    [
        (FigureKind.NUMBER, None),
        (FigureKind.AMOUNT, "EUR"),
        (FigureKind.AMOUNT, "USD"),
        (FigureKind.AMOUNT, "GBP"),
        (FigureKind.AMOUNT, "CHF"),
        (FigureKind.PERCENTAGE, "%"),
        (FigureKind.PERCENTAGE, "pp"),
        (FigureKind.MEASURE, "km2"),
        (FigureKind.MEASURE, "MW"),
        (FigureKind.MEASURE, "t"),
        (FigureKind.MEASURE, "ha"),
        (FigureKind.DURATION, "day"),
        (FigureKind.DURATION, "month"),
        (FigureKind.DURATION, "year"),
    ]
)
magnitudes = st.sampled_from([0, 0, 6, 9])


@st.composite
def quantities(draw: st.DrawFn) -> Figure:
    value = draw(values)
    kind, unit = draw(units)
    magnitude = draw(magnitudes) if kind in (FigureKind.NUMBER, FigureKind.AMOUNT) else 0
    upper = None
    if draw(st.booleans()) and value > 0:
        upper = (value + draw(st.integers(1, 10**6))).scaleb(magnitude)
    return _figure(kind, value=value.scaleb(magnitude), upper=upper, unit=unit, magnitude=magnitude)


@st.composite
def dates(draw: st.DrawFn) -> Figure:
    day = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    precision = draw(st.sampled_from([Precision.DAY, Precision.MONTH, Precision.YEAR]))
    end = day + timedelta(days=draw(st.integers(1, 900))) if draw(st.booleans()) else day
    assume(end.year <= 2099)
    first, last = _calendar(day, precision), _calendar(end, precision)
    part = draw(st.none() | st.sampled_from(list(Part)))
    if first != last:
        kind, part = FigureKind.DATE_RANGE, None
    else:
        kind = FigureKind.YEAR if precision is Precision.YEAR else FigureKind.DATE
    if precision is Precision.DAY:
        part = None
    return _figure(kind, first=first, last=last, precision=precision, part=part)


def _calendar(day: date, precision: Precision) -> CalendarDate:
    month = None if precision is Precision.YEAR else day.month
    return CalendarDate(year=day.year, month=month, day=day.day if precision is Precision.DAY else None)


def _figure(kind: FigureKind, **more: object) -> Figure:
    return Figure(start=0, end=0, text="", kind=kind, **more)  # type: ignore[arg-type]


def _back(figure: Figure, language: Language) -> Figure:
    written = write_figure(figure, language)
    read = read_figures(written, language)
    assert len(read) == 1, (written, read)
    return read[0]


@settings(max_examples=300, deadline=None)
@given(quantities(), languages, languages)
def test_a_quantity_is_the_same_in_any_two_notations(figure: Figure, one: Language, other: Language) -> None:
    first, second = _back(figure, one), _back(figure, other)
    assert same_value(first, second)
    assert same_value(figure, first)
    assert first.magnitude == figure.magnitude
    assert first.value is not None
    assert figure.value is not None
    # "12.000" is twelve thousand, so three noughts behind a point are not written.
    if not (figure.value == figure.value.to_integral_value() and "." in str(figure.value)):
        assert first.value.as_tuple() == figure.value.as_tuple()


@settings(max_examples=300, deadline=None)
@given(dates(), languages, languages)
def test_a_date_is_the_same_in_any_two_notations(figure: Figure, one: Language, other: Language) -> None:
    first, second = _back(figure, one), _back(figure, other)
    assert same_value(first, second)
    assert (first.first, first.last, first.part) == (figure.first, figure.last, figure.part)


@settings(max_examples=400, deadline=None)
@given(quantities(), languages, languages, st.data())
def test_a_quantity_with_one_digit_changed_is_another(
    figure: Figure, one: Language, other: Language, data: st.DataObject
) -> None:
    written = write_figure(figure, one)
    changed = _with_another_digit(written, data)
    whole = _back(figure, other)
    assert not any(same_value(whole, read) for read in read_figures(changed, one)), (written, changed)


@settings(max_examples=400, deadline=None)
@given(dates(), languages, languages, st.data())
def test_a_date_with_one_digit_changed_is_another(
    figure: Figure, one: Language, other: Language, data: st.DataObject
) -> None:
    written = write_figure(figure, one)
    changed = _with_another_digit(written, data)
    whole = _back(figure, other)
    assert not any(same_value(whole, read) for read in read_figures(changed, one)), (written, changed)


def _with_another_digit(written: str, data: st.DataObject) -> str:
    places = [place for place, sign in enumerate(written) if sign in "0123456789"]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != written[place]]))
    return written[:place] + digit + written[place + 1 :]


@settings(max_examples=200, deadline=None)
@given(quantities(), languages)
def test_another_sign_or_unit_is_another_value(figure: Figure, language: Language) -> None:
    assume(figure.upper is None and figure.value)
    back = _back(figure, language)
    assert figure.value is not None
    opposite = _figure(figure.kind, value=-figure.value, unit=figure.unit, magnitude=figure.magnitude)
    assert not same_value(back, _back(opposite, language))
    for kind, unit in ((FigureKind.AMOUNT, "JPY"), (FigureKind.NUMBER, None), (FigureKind.PERCENTAGE, "%")):
        if unit != figure.unit:
            moved = _figure(kind, value=figure.value, unit=unit, magnitude=figure.magnitude)
            assert not same_value(back, _back(moved, language))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789 .,-/%€$kMm³:()'\n\u00a0eanviotdsurlhyqjp\x00½°§", max_size=80), languages)
def test_any_text_gives_figures_in_order_at_their_place(text: str, language: Language) -> None:
    last = 0
    for figure in read_figures(text, language, anchor=date(2024, 6, 1)):
        assert last <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.text
        last = figure.end
