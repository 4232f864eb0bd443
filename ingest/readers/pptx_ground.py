"""What lies behind the text of a slide: whether white letters can be seen on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pptx.enum.dml import MSO_FILL
from pptx.oxml.ns import qn

_NEAR_WHITE = 0xF0
_WHITE_SCHEMES = ("bg1", "lt1")


def is_white_run(run: Any) -> bool:
    """Say whether the run's own colour is white, or nearly so."""
    fill = run.find(f"{qn('a:rPr')}/{qn('a:solidFill')}")
    return fill is not None and _is_white_fill(fill)


def has_white_ground(shape: Any, slide: Any) -> bool:
    """Say whether `shape` of `slide` stands on white: nothing painted in it, behind it or on its layouts.

    Where that cannot be told (a picture, a gradient, a theme's own background) the answer is no, for white
    letters on a dark slide are common and must not be lost.
    """
    own = _own_fill(shape)
    if own is not None:
        return own
    if any(_overlaps(shape, other) and _is_painted(other) for other in _others(shape, slide)):
        return False
    return all(
        _is_white_background(part) for part in (slide, slide.slide_layout, slide.slide_layout.slide_master)
    )


def _own_fill(shape: Any) -> bool | None:
    """Return whether the shape's own fill is white; None where it has none."""
    properties = shape._element.find(qn("p:spPr"))
    if properties is None:
        return None
    solid = properties.find(qn("a:solidFill"))
    if solid is not None:
        return _is_white_fill(solid)
    other = any(properties.find(qn(tag)) is not None for tag in ("a:gradFill", "a:blipFill", "a:pattFill"))
    styled = shape._element.find(f"{qn('p:style')}/{qn('a:fillRef')}")
    painted = styled is not None and styled.get("idx") != "0" and properties.find(qn("a:noFill")) is None
    return False if other or painted else None


def _is_white_fill(solid: Any) -> bool:
    colour = solid.find(qn("a:srgbClr"))
    if colour is not None:
        value = str(colour.get("val"))
        if not re.fullmatch(r"[0-9A-Fa-f]{6}", value):
            return False
        return min(int(value[place : place + 2], 16) for place in (0, 2, 4)) >= _NEAR_WHITE
    scheme = solid.find(qn("a:schemeClr"))
    return scheme is not None and scheme.get("val") in _WHITE_SCHEMES and len(scheme) == 0


def _is_white_background(part: Any) -> bool:
    background = part._element.find(f"{qn('p:cSld')}/{qn('p:bg')}")
    if background is None:
        return True
    solid = background.find(f"{qn('p:bgPr')}/{qn('a:solidFill')}")
    if solid is not None:
        return _is_white_fill(solid)
    reference = background.find(f"{qn('p:bgRef')}/{qn('a:schemeClr')}")
    return reference is not None and reference.get("val") in _WHITE_SCHEMES


def _others(shape: Any, slide: Any) -> Iterable[Any]:
    layout = slide.slide_layout
    for shapes in (slide.shapes, layout.shapes, layout.slide_master.shapes):
        yield from (other for other in shapes if other._element is not shape._element)


def _overlaps(shape: Any, other: Any) -> bool:
    sides = [(part.left, part.top, part.width, part.height) for part in (shape, other)]
    if any(side is None for box in sides for side in box):
        return True
    (left, top, width, height), (other_left, other_top, other_width, other_height) = sides
    apart_x = left >= other_left + other_width or other_left >= left + width
    apart_y = top >= other_top + other_height or other_top >= top + height
    return not (apart_x or apart_y)


def _is_painted(shape: Any) -> bool:
    if shape._element.tag in (qn("p:pic"), qn("p:grpSp"), qn("p:graphicFrame")):
        return True
    if _own_fill(shape) is False:
        return True
    fill = getattr(shape, "fill", None)
    return fill is not None and fill.type not in (None, MSO_FILL.BACKGROUND, MSO_FILL.SOLID)
