"""What a Word paragraph's or run's style says about it, through the styles it is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from ingest.readers.attributes import to_int

_MAX_BASED_ON = 20
_HEADING_NAME = re.compile(r"(?:heading|kop|titre|überschrift)\s*(\d)", re.IGNORECASE)
_BODY_OUTLINE_LEVEL = 9
_OFF = ("0", "false", "off", "none")

_TINY_HALF_POINTS = 3
"""Type of up to 1.5 points is not read by people (2 CSS pixels, as in HTML)."""

_NEAR_WHITE = 0xF0


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document, by id."""

    by_id: dict[str, Any]

    @classmethod
    def of(cls, styles: Any) -> Styles:
        """Read the `w:styles` element of a document."""
        return cls({str(style.get(qn("w:styleId"))): style for style in styles.findall(qn("w:style"))})

    def heading_level(self, paragraph: Any) -> int | None:
        """Return the level (1..9) of a heading, 1 for a title style too; None for other paragraphs."""
        own = _find(paragraph, "w:pPr", "w:outlineLvl")
        if own is not None:
            return _outline_level(own)
        for style in self._chain(_style_id(paragraph, "w:pPr", "w:pStyle")):
            outline = _find(style, "w:pPr", "w:outlineLvl")
            if outline is not None:
                return _outline_level(outline)
            match = _HEADING_NAME.fullmatch(_name(style))
            if match:
                return int(match[1])
            if _name(style) == "title":
                return 1
        return None

    def is_title(self, paragraph: Any) -> bool:
        """Say whether the paragraph has the title style, or one based on it."""
        chain = self._chain(_style_id(paragraph, "w:pPr", "w:pStyle"))
        return any(_name(style) == "title" for style in chain)

    def numbering(self, paragraph: Any) -> tuple[str, int] | None:
        """Return the list id and level (from 0) of a list item or numbered heading, or None."""
        level: int | None = None
        sources = [paragraph, *self._chain(_style_id(paragraph, "w:pPr", "w:pStyle"))]
        for source in sources:
            number = _find(source, "w:pPr", "w:numPr")
            if number is None:
                continue
            own_level = _find(number, "w:ilvl")
            if level is None and own_level is not None:
                level = to_int(own_level.get(qn("w:val")), 0)
            number_id = _find(number, "w:numId")
            if number_id is not None:
                value = str(number_id.get(qn("w:val")))
                return None if value == "0" else (value, level or 0)
        return None

    def run_property(self, run: Any, paragraph: Any, tag: str) -> Any | None:
        """Return the run property `tag` that holds for `run`: its own, its style's, its paragraph's."""
        own = _find(run, "w:rPr", tag)
        if own is not None:
            return own
        styles = (
            *self._chain(_style_id(run, "w:rPr", "w:rStyle")),
            *self._chain(_style_id(paragraph, "w:pPr", "w:pStyle")),
        )
        return next((found for style in styles if (found := _find(style, "w:rPr", tag)) is not None), None)

    def is_on(self, run: Any, paragraph: Any, tag: str) -> bool:
        """Say whether the on/off property `tag` holds for `run`."""
        found = self.run_property(run, paragraph, tag)
        return found is not None and (found.get(qn("w:val")) or "1") not in _OFF

    def is_tiny(self, run: Any, paragraph: Any) -> bool:
        """Say whether `run` is set too small for people to read."""
        size = self.run_property(run, paragraph, "w:sz")
        value = size.get(qn("w:val")) if size is not None else None
        return value is not None and value.isdecimal() and int(value) <= _TINY_HALF_POINTS

    def is_white_on_white(self, run: Any, paragraph: Any) -> bool:
        """Say whether `run` is white and nothing dark is painted behind it.

        Inside a table or text box the ground may be painted by a table style or the box: only a ground
        painted white, or not at all outside of those, counts as white.
        """
        if not _is_white(self.run_property(run, paragraph, "w:color"), "w:val"):
            return False
        if self.run_property(run, paragraph, "w:highlight") is not None:
            return False
        grounds = [self.run_property(run, paragraph, "w:shd"), _find(paragraph, "w:pPr", "w:shd")]
        cell = next(paragraph.iterancestors(qn("w:tc")), None)
        if cell is not None:
            grounds.append(_find(cell, "w:tcPr", "w:shd"))
        painted = [ground for ground in grounds if ground is not None and _fill(ground) != "auto"]
        if painted:
            return all(_is_white(ground, "w:fill") for ground in painted)
        styled = cell is not None and _find(next(cell.iterancestors(qn("w:tbl"))), "w:tblPr", "w:tblStyle")
        boxed = next(paragraph.iterancestors(qn("w:txbxContent")), None) is not None
        return (styled is None or styled is False) and not boxed

    def _chain(self, style_id: str | None) -> tuple[Any, ...]:
        chain: list[Any] = []
        while style_id in self.by_id and len(chain) < _MAX_BASED_ON:
            style = self.by_id[style_id]
            chain.append(style)
            based_on = style.find(qn("w:basedOn"))
            style_id = based_on.get(qn("w:val")) if based_on is not None else None
        return tuple(chain)


def _find(element: Any, *tags: str) -> Any | None:
    for tag in tags:
        if element is None:
            return None
        element = element.find(qn(tag))
    return element


def _style_id(element: Any, properties: str, tag: str) -> str | None:
    style = _find(element, properties, tag)
    return None if style is None else style.get(qn("w:val"))


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val"))).casefold()


def _outline_level(outline: Any) -> int | None:
    level = to_int(outline.get(qn("w:val")), _BODY_OUTLINE_LEVEL)
    return level + 1 if 0 <= level < _BODY_OUTLINE_LEVEL else None


def _fill(shading: Any) -> str:
    return str(shading.get(qn("w:fill")) or "auto").casefold()


def _is_white(element: Any | None, attribute: str) -> bool:
    value = "" if element is None else str(element.get(qn(attribute)) or "")
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        return False
    return min(int(value[place : place + 2], 16) for place in (0, 2, 4)) >= _NEAR_WHITE
