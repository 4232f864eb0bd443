"""The numbers and bullets that Word puts before paragraphs and that stand nowhere in their text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from ingest.readers.attributes import to_int

_MAX_LEVELS = 9
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """How one list level is numbered: Word's format name, the pattern (`%1.%2`), the first number."""

    number_format: str
    pattern: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of a document in their order."""

    _levels: dict[str, dict[int, _Level]]
    _abstract_ids: dict[str, str]
    _counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, numbering: Any | None) -> Numbering:
        """Read the `w:numbering` element of a document, or none."""
        if numbering is None:
            return cls({}, {})
        abstract = {
            element.get(qn("w:abstractNumId")): dict(_read_levels(element))
            for element in numbering.findall(qn("w:abstractNum"))
        }
        ids = {}
        for element in numbering.findall(qn("w:num")):
            reference = element.find(qn("w:abstractNumId"))
            if reference is not None:
                ids[element.get(qn("w:numId"))] = reference.get(qn("w:val"))
        return cls(abstract, ids)

    def marker(self, number_id: str, level: int) -> str:
        """Return what stands before the next paragraph at `level` of list `number_id`; mostly `•` or `2.`.

        Empty where the list numbers nothing.
        """
        abstract_id = self._abstract_ids.get(number_id, "")
        levels = self._levels.get(abstract_id, {})
        own = levels.get(level)
        if own is None or not 0 <= level < _MAX_LEVELS:
            return "" if number_id == "0" else "•"
        if own.number_format in ("bullet", "none"):
            return "•" if own.number_format == "bullet" else ""
        counts = self._counts.setdefault(abstract_id, [0] * _MAX_LEVELS)
        for shallower in range(level):
            counts[shallower] = counts[shallower] or levels.get(shallower, own).start
        counts[level] = counts[level] + 1 if counts[level] else own.start
        counts[level + 1 :] = [0] * (_MAX_LEVELS - level - 1)
        return _write(own, levels, counts)


def _read_levels(abstract: Any) -> Iterator[tuple[int, _Level]]:
    for element in abstract.findall(qn("w:lvl")):
        yield (
            to_int(element.get(qn("w:ilvl")), 0),
            _Level(
                number_format=_value(element, "w:numFmt") or "decimal",
                pattern=_value(element, "w:lvlText") or "",
                start=to_int(_value(element, "w:start"), 1),
            ),
        )


def _write(own: _Level, levels: dict[int, _Level], counts: list[int]) -> str:
    text = own.pattern
    for level in range(_MAX_LEVELS):
        written = _format(counts[level], levels.get(level, own).number_format)
        text = text.replace(f"%{level + 1}", written)
    return text.strip()


def _format(number: int, number_format: str) -> str:
    if number_format in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if number_format == "upperLetter" else letter
    if number_format in ("lowerRoman", "upperRoman") and 0 < number < 40:
        roman = _to_roman(number)
        return roman.upper() if number_format == "upperRoman" else roman
    return f"{number:02d}" if number_format == "decimalZero" else str(number)


def _to_roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _value(element: Any, tag: str) -> str | None:
    child = element.find(qn(tag))
    return None if child is None else str(child.get(qn("w:val")))
