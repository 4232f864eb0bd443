"""HTML built from values: everything that is not markup already is escaped."""

from __future__ import annotations

from markupsafe import Markup, escape

_VOID = frozenset(("input", "img", "br", "hr"))


def tag(name: str, /, *children: object, **attributes: object) -> Markup:
    """Return an element with its children, escaped unless they are markup.

    An attribute's name may end in `_` (`class_`, `for_`); other underscores become hyphens. An
    attribute that is None or False is left out, one that is True stands without a value. A child
    that is None or False is left out; tuples and lists of children are flattened.
    """
    opening = Markup("<{}{}>").format(Markup(name), join(_attribute(*one) for one in attributes.items()))
    return opening if name in _VOID else Markup("{}{}</{}>").format(opening, join(children), Markup(name))


def join(children: object) -> Markup:
    """Return children one after the other, each escaped unless it is markup."""
    if children is None or children is False:
        return Markup("")
    if isinstance(children, str):
        return escape(children)
    if hasattr(children, "__iter__"):
        return Markup("").join(join(child) for child in children)
    return escape(str(children))


def _attribute(name: str, value: object) -> Markup:
    if value is None or value is False:
        return Markup("")
    written = Markup(name.rstrip("_").replace("_", "-"))
    return Markup(" {}").format(written) if value is True else Markup(' {}="{}"').format(written, str(value))
