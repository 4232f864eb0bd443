"""Numbers in digits: what `1.234,56`, `2 161 000` and `1,234.5` say in each language."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.text.figures.pattern import Pattern
from ingest.text.languages import Language

# NBSP, narrow NBSP, thin, figure space: all are in use between groups of three.
HARD_SPACES = "\u00a0\u202f\u2009\u2007"
_APOSTROPHES = "'’"

NUMERAL = Pattern(
    rf"(?<![\d])(?:(?P<spaced>[1-9]\d{{0,2}}(?:[ {HARD_SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?(?!\d))"
    rf"|(?P<plain>\d+(?:[.,{_APOSTROPHES}]\d+)*))"
)
"""A run of digits with its separators; `spaced` has groups set apart by spaces."""

# Which separator sets groups apart where `1.234` or `1,234` could be either. French officially
# writes neither, but Belgian, Swiss and Luxembourg French use the point for groups, never for
# decimals (compare CLDR 48, numbers-symbols for fr-BE, fr-LU, fr-CH).
_GROUP_SIGN = {
    Language.DUTCH: ".",
    Language.FRENCH: ".",
    Language.ENGLISH: ",",
    Language.OTHER: ",",
}


def read_numeral(digits: str, language: Language) -> Decimal | None:
    """Return the value of `digits`, or None where it is no number (`3.1.2`, `4.10.2019`).

    One point or comma before exactly three digits is read by the rule of `language`; every other
    notation speaks for itself and is read alike in all of them.
    """
    body = re.sub(rf"[ {HARD_SPACES}]", "", digits)
    spaced = body != digits
    signs = re.findall(rf"[.,{_APOSTROPHES}]", body)
    parts = re.split(rf"[.,{_APOSTROPHES}]", body)
    if not signs:
        return Decimal(body)
    if spaced:
        return Decimal(f"{parts[0]}.{parts[1]}") if len(signs) == 1 else None
    if len(set(signs)) == 1:
        return _one_sign(parts, signs, language)
    if len(set(signs)) > 2 or signs.count(signs[-1]) > 1 or not _are_groups(parts[:-1]):
        return None
    return Decimal("".join(parts[:-1]) + "." + parts[-1])


def _one_sign(parts: list[str], signs: list[str], language: Language) -> Decimal | None:
    if len(signs) > 1:
        return Decimal("".join(parts)) if _are_groups(parts) else None
    if signs[0] in _APOSTROPHES:
        return Decimal("".join(parts)) if _are_groups(parts) else None
    # Three noughts are a round thousand in any language: nobody measures to that.
    if _are_groups(parts) and (signs[0] == _GROUP_SIGN[language] or parts[1] == "000"):
        return Decimal("".join(parts))
    return Decimal(".".join(parts))


def _are_groups(parts: list[str]) -> bool:
    return (
        1 <= len(parts[0]) <= 3 and not parts[0].startswith("0") and all(len(part) == 3 for part in parts[1:])
    )
