"""What a Writer style says about the text it is put on, through its parent styles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from odf.namespaces import FONS, STYLENS, TEXTNS

_ELEMENT_NODE = 1
_MAX_PARENTS = 20
_SIZE = re.compile(r"(\d*\.?\d+)(pt|in|cm|mm)")
_POINTS_BY_UNIT = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_TINY_POINTS = 1.5
_NEAR_WHITE = 0xF0
_HEADING_NAME = re.compile(r"(?:heading|kop|titre)[ _](?:20_)?(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OdtStyles:
    """The styles of a document by family and name, and its list styles by name."""

    by_name: dict[tuple[str, str], Any]
    lists: dict[str, Any]

    @classmethod
    def of(cls, document: Any) -> OdtStyles:
        """Read the named and the automatic styles of a document."""
        by_name, lists = {}, {}
        for group in (document.styles, document.automaticstyles):
            for style in elements(group):
                name = attribute(style, STYLENS, "name")
                if style.qname == (STYLENS, "style"):
                    by_name[attribute(style, STYLENS, "family"), name] = style
                elif style.qname == (TEXTNS, "list-style"):
                    lists[name] = style
        return cls(by_name, lists)

    def heading_level(self, name: str) -> int | None:
        """Return the level of a paragraph style that is, or is based on, a heading's; 1 for a title's."""
        for own in self._names(name):
            match = _HEADING_NAME.fullmatch(own)
            if match:
                return int(match[1])
            if own == "Title":
                return 1
        return None

    def is_title(self, name: str) -> bool:
        """Say whether the paragraph style `name` is the title's, or based on it."""
        return "Title" in self._names(name)

    def is_raised(self, family: str, name: str) -> bool:
        """Say whether text of the style is superscript."""
        return self.text_property(family, name, STYLENS, "text-position").startswith(("super", "3", "5"))

    def text_property(self, family: str, name: str, prefix: str, tag: str) -> str:
        """Return the text property that a style gives, its own or a parent's; empty for none."""
        return self._property(family, name, "text-properties", prefix, tag)

    def is_vanished(self, family: str, name: str) -> bool:
        """Say whether text of the style is not displayed."""
        return self.text_property(family, name, TEXTNS, "display") == "none"

    def is_struck(self, family: str, name: str) -> bool:
        """Say whether text of the style is struck through."""
        value = self.text_property(family, name, STYLENS, "text-line-through-style")
        kind = self.text_property(family, name, STYLENS, "text-line-through-type")
        return value not in ("", "none") or kind not in ("", "none")

    def is_tiny(self, family: str, name: str) -> bool:
        """Say whether text of the style is too small for people to read."""
        match = _SIZE.fullmatch(self.text_property(family, name, FONS, "font-size"))
        return match is not None and float(match[1]) * _POINTS_BY_UNIT[match[2]] <= _TINY_POINTS

    def is_white(self, family: str, name: str) -> bool:
        """Say whether text of the style is white without a ground of its own that is not."""
        grounds = (
            self.text_property(family, name, FONS, "background-color"),
            self._property(family, name, "paragraph-properties", FONS, "background-color"),
        )
        dark = any(ground not in ("", "transparent") and not _is_near_white(ground) for ground in grounds)
        return not dark and _is_near_white(self.text_property(family, name, FONS, "color"))

    def is_bold(self, family: str, name: str) -> bool | None:
        """Say whether text of the style is bold; None where the style says nothing."""
        weight = self.text_property(family, name, FONS, "font-weight")
        return None if not weight else weight == "bold" or (weight.isdecimal() and int(weight) >= 600)

    def cell_is_painted(self, name: str) -> bool:
        """Say whether a table cell of the style has a ground that is not white."""
        ground = self._property("table-cell", name, "table-cell-properties", FONS, "background-color")
        return ground not in ("", "transparent") and not _is_near_white(ground)

    def marker(self, list_name: str, level: int, number: int) -> str:
        """Return what stands before item `number` of a list at `level` (from 1): `•`, `2.`, `b)`."""
        style = self.lists.get(list_name)
        for own in elements(style) if style is not None else ():
            numbered = own.qname == (TEXTNS, "list-level-style-number")
            if numbered and attribute(own, TEXTNS, "level") == str(level):
                suffix = attribute(own, STYLENS, "num-suffix") or "."
                prefix = attribute(own, STYLENS, "num-prefix")
                return f"{prefix}{_format(number, attribute(own, STYLENS, 'num-format'))}{suffix}"
        return "•"

    def _names(self, name: str) -> tuple[str, ...]:
        """Return `name` and the styles it is based on; some programs name styles and define none."""
        return (name, *(attribute(style, STYLENS, "name") for style in self._chain("paragraph", name)))

    def _property(self, family: str, name: str, group: str, prefix: str, tag: str) -> str:
        for style in self._chain(family, name):
            for properties in elements(style):
                if properties.qname == (STYLENS, group) and attribute(properties, prefix, tag):
                    return attribute(properties, prefix, tag)
        return ""

    def _chain(self, family: str, name: str) -> tuple[Any, ...]:
        chain: list[Any] = []
        while (family, name) in self.by_name and len(chain) < _MAX_PARENTS:
            chain.append(self.by_name[family, name])
            name = attribute(chain[-1], STYLENS, "parent-style-name")
        return tuple(chain)


def elements(parent: Any) -> tuple[Any, ...]:
    """Return the child elements of an odfpy element, without the text between them."""
    return tuple(child for child in parent.childNodes if child.nodeType == _ELEMENT_NODE)


def attribute(element: Any, namespace: str, name: str) -> str:
    """Return an attribute of an odfpy element; empty where it has none."""
    return str((element.attributes or {}).get((namespace, name)) or "")


def _is_near_white(colour: str) -> bool:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        return False
    return min(int(colour[place : place + 2], 16) for place in (1, 3, 5)) >= _NEAR_WHITE


def _format(number: int, number_format: str) -> str:
    if number_format in ("a", "A") and 0 < number <= 26:
        return chr(ord(number_format) + number - 1)
    return str(number)
