"""What a page's own style rules say about an element: whether it is shown, and whether eyes can see it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from ingest.readers.sections import Hiding

_MAX_RULES = 2_000
_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
_NESTED = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RELEVANT = re.compile(r"display|visibility|opacity|color|background|font|indent|left|top|clip|height|width")

_TINY_PX = 2.0
"""Type of up to 2 pixels is not read by people; the smallest footnotes seen are 6 points."""

_FAR_OFF = re.compile(r"-\s*\d{3,}")
_ZERO = re.compile(r"0+(?:\.0+)?(?:px|pt|em|rem|%|cm|mm|in)?")
_SIZE = re.compile(r"(\d*\.?\d+)\s*(px|pt|em|rem|%)?")
_PX_BY_UNIT = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 0.16, None: 1.0}
_HEX = re.compile(
    r"#(?:([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?|([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\w{0,2})"
)
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)")
_NEAR_WHITE = 0xF0
"""A channel from 240 on: such text on white has a contrast below 1.15 to 1 (WCAG 2.2, 1.4.3 asks 4.5)."""

Declarations = Mapping[str, str]


def read_rules(tree: LexborHTMLParser) -> dict[int, dict[str, str]]:
    """Return the declarations that the `<style>` elements of `tree` give each element, by its `mem_id`.

    Rules inside `@media` and the like are left out (most are for print). Specificity is not weighed: the
    later rule wins.
    """
    found: dict[int, dict[str, str]] = {}
    sheet = " ".join(node.text(deep=True) for node in tree.css("style"))
    plain = _NESTED.sub(" ", _COMMENT.sub(" ", sheet))
    for number, rule in enumerate(_RULE.finditer(plain)):
        if number >= _MAX_RULES:
            break
        declarations = parse_declarations(rule[2])
        if not any(_RELEVANT.search(name) for name in declarations):
            continue
        for node in _select(tree, rule[1].strip()):
            found.setdefault(node.mem_id, {}).update(declarations)
    return found


def parse_declarations(style: str) -> dict[str, str]:
    """Return the declarations of a `style` attribute: lower-case names and values."""
    declarations = {}
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            declarations[name.strip().casefold()] = value.replace("!important", "").strip().casefold()
    return declarations


def hides(declarations: Declarations, attributes: Mapping[str, str | None]) -> Hiding | None:
    """Return how an element with these declarations and attributes is hidden with all it holds, or None."""
    if "hidden" in attributes or declarations.get("display") == "none":
        return Hiding.VANISHED
    if declarations.get("visibility") in ("hidden", "collapse") or _is_zero(declarations.get("opacity")):
        return Hiding.VANISHED
    if _is_clipped(declarations):
        return Hiding.VANISHED
    if any(_FAR_OFF.match(declarations.get(side, "")) for side in ("left", "top", "text-indent")):
        return Hiding.OFF_PAGE
    size_px = _size_px(declarations.get("font-size", ""))
    return Hiding.TINY if size_px is not None and size_px <= _TINY_PX else None


def is_near_white(colour: str) -> bool | None:
    """Say whether a CSS `colour` is white or nearly so; None for one that is not understood."""
    if colour in ("white", "snow", "ivory", "ghostwhite", "floralwhite", "whitesmoke"):
        return True
    match = _HEX.match(colour)
    if match:
        channels = [int(digit * 2 if len(digit) == 1 else digit, 16) for digit in match.groups() if digit]
        return min(channels) >= _NEAR_WHITE
    match = _RGB.match(colour)
    if match:
        return min(map(int, match.groups())) >= _NEAR_WHITE
    return False if re.fullmatch(r"[a-z]+", colour) else None


def background(declarations: Declarations, attributes: Mapping[str, str | None]) -> str | None:
    """Return `white` or `other` where an element paints its own background, None where it does not."""
    painted = declarations.get("background-color") or declarations.get("background") or ""
    painted = painted or (attributes.get("bgcolor") or "").casefold()
    if declarations.get("background-image", "none") != "none" or "url(" in painted or "gradient" in painted:
        return "other"
    if not painted or painted.split()[0] in ("none", "transparent", "inherit", "initial"):
        return None
    return "white" if is_near_white(painted) else "other"


def _select(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return list(tree.css(selector))
    except (SelectolaxError, ValueError):
        return []


def _is_zero(value: str | None) -> bool:
    return value is not None and bool(_ZERO.fullmatch(value))


def _is_clipped(declarations: Declarations) -> bool:
    """Say whether the text is clipped away, the way that text for screen readers only is."""
    if declarations.get("clip", "").replace(" ", "").startswith(("rect(0", "rect(1px,1px")):
        return True
    box = (declarations.get("height"), declarations.get("width"), declarations.get("max-height"))
    return declarations.get("overflow") == "hidden" and any(map(_is_zero, box))


def _size_px(value: str) -> float | None:
    match = _SIZE.fullmatch(value)
    return float(match[1]) * _PX_BY_UNIT[match[2]] if match else None
