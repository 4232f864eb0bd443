"""The table of notations, walked both ways: what each says, and back in all three languages."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.text.figures import (
    CALENDAR_KINDS,
    Comparison,
    Figure,
    FigureKind,
    read_figures,
    same_value,
    write_figure,
)
from ingest.text.languages import SERVED, Language

ANCHOR = date(2024, 6, 1)
_COMPARISONS = {
    ">": Comparison.MORE_THAN,
    "<": Comparison.LESS_THAN,
    ">=": Comparison.AT_LEAST,
    "<=": Comparison.UP_TO,
}


@dataclass(frozen=True, kw_only=True)
class Notation:
    language: Language
    text: str
    kind: str
    says: str


def _notations() -> list[Notation]:
    table = (Path(__file__).parent / "data" / "notations.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return [
        Notation(language=Language(row[0]), text=row[1], kind=row[2], says=row[3] if len(row) > 3 else "")
        for row in rows
    ]


NOTATIONS = _notations()
FIGURES = [notation for notation in NOTATIONS if notation.kind != "none"]


def _read(text: str, language: Language) -> tuple[Figure, ...]:
    return read_figures(text, language, anchor=ANCHOR)


def _number(written: str) -> Decimal:
    above, _, below = written.partition("/")
    return Decimal(above) / Decimal(below or "1")


def _name(notation: Notation) -> str:
    return f"{notation.language}-{notation.text}"


def test_the_table_is_broad_enough() -> None:
    for language in SERVED:
        assert sum(notation.language is language for notation in FIGURES) >= 50
        assert sum(notation.language is language for notation in NOTATIONS if notation.kind == "none") >= 10


@pytest.mark.parametrize("notation", FIGURES, ids=_name)
def test_it_says_what_the_table_holds(notation: Notation) -> None:
    figures = _read(notation.text, notation.language)
    assert len(figures) == 1, figures
    figure = figures[0]
    assert notation.text[figure.start : figure.end] == figure.text
    assert figure.kind == notation.kind
    says = notation.says.split()
    bounds = says[0].split("..")
    if figure.kind in CALENDAR_KINDS:
        assert figure.period == (date.fromisoformat(bounds[0]), date.fromisoformat(bounds[1]))
        assert figure.precision == says[1]
        assert figure.part == next((word for word in says[2:] if word != "?"), None)
        assert figure.year_inferred == ("?" in says)
        return
    assert figure.value == _number(bounds[0])
    assert figure.upper == (_number(bounds[1]) if len(bounds) > 1 else None)
    signs = {"~", "+", "-", *_COMPARISONS}
    unit, _, per = next((word for word in says[1:] if word not in signs), "").partition("/")
    assert (figure.unit or "", figure.per or "") == (unit, per)
    assert figure.approximate == ("~" in says)
    assert figure.comparison == next((_COMPARISONS[word] for word in says if word in _COMPARISONS), None)
    assert (figure.offset or 0) == int(figure.value) * (("+" in says) - ("-" in says))


@pytest.mark.parametrize("notation", FIGURES, ids=_name)
def test_it_comes_back_from_every_language(notation: Notation) -> None:
    figure = _read(notation.text, notation.language)[0]
    for language in SERVED:
        written = write_figure(figure, language)
        back = _read(written, language)
        assert len(back) == 1, (written, back)
        assert same_value(figure, back[0]), (written, back)
        assert back[0].kind == figure.kind
        assert (back[0].approximate, back[0].comparison) == (figure.approximate, figure.comparison), written


@pytest.mark.parametrize(
    "notation", [notation for notation in NOTATIONS if notation.kind == "none"], ids=_name
)
def test_what_only_looks_like_a_figure_is_none(notation: Notation) -> None:
    kinds = {figure.kind for figure in _read(notation.text, notation.language)}
    assert kinds <= {FigureKind.IDENTIFIER}


def test_rows_are_the_same_value_where_the_table_says_so_and_nowhere_else() -> None:
    figures = [(notation, _read(notation.text, notation.language)[0]) for notation in FIGURES]
    for row, (one, figure) in enumerate(figures):
        for another, other in figures[row:]:
            if figure.kind is other.kind and (figure.unit, figure.per) == (other.unit, other.per):
                assert same_value(figure, other) == _agree(one, another), (figure, other)


def _agree(one: Notation, other: Notation) -> bool:
    """Tell whether two rows give the same bounds and part, and do not point apart in time."""
    first, second = one.says.split(), other.says.split()
    if one.kind in CALENDAR_KINDS:
        parts = [[word for word in words if word in ("begin", "middle", "end")] for words in (first, second)]
        return first[0] == second[0] and parts[0] == parts[1]
    bounds = [[_number(bound) for bound in words[0].split("..")] for words in (first, second)]
    return bounds[0] == bounds[1] and not {"+", "-"} <= {*first, *second}
