"""Line breaks that an author typed inside a paragraph, in formats that wrap lines by themselves."""

from __future__ import annotations

import re

LINE_BREAK = "\u2028"
"""Marks a typed line break in a text while it is being read."""

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RUNS_ON = re.compile(r"[\w,;(–-]$")


def split_lines(text: str) -> tuple[str, ...]:
    """Return the lines of `text` at its typed breaks; an empty line is left out.

    A line that goes on in lower case after an open end is joined to the one before: an address or a list
    typed with breaks stays in lines, a sentence broken for looks is whole again.
    """
    lines: list[str] = []
    for part in text.split(LINE_BREAK):
        line = " ".join(part.split())
        if line and lines and _RUNS_ON.search(lines[-1]) and line[0].islower():
            lines[-1] = f"{lines[-1]} {line}"
        elif line:
            lines.append(line)
    return tuple(lines)


def raise_digits(text: str) -> str:
    """Return superscript `text` with raised digits: `km²`, and no `20191` of a year and a note's mark."""
    return text.translate(_SUPERSCRIPTS) if text.strip().isdecimal() else text
