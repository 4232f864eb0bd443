"""The entries of the gazetteer and the forms they are written in."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ingest.text.languages import SERVED, Language
from ingest.text.lexicons import read_rows

_SAME = "="
_GUARD = "!"
_NO_COUNTRY = frozenset({"CQ", "EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Two-letter codes in CLDR that are no country, and Sark, which it does not name in French."""


class EntryKind(StrEnum):
    """What sort of thing a name is of; the part of an entry's id before the colon."""

    COUNTRY = "country"
    REGION = "region"
    CITY = "city"
    RIVER = "river"
    ORGANISATION = "org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place or institution.

    `id` is stable (`city:lille`, `country:FR`, `org:rvo`). `country` is an ISO 3166-1 alpha-2 code,
    "" where the thing lies in none or several. `names` has the forms of each served language, the
    usual one first; `others` are forms of no particular language, `adjectives` the inflected
    adjectives and inhabitants of all three.
    """

    id: str
    kind: EntryKind
    country: str
    names: tuple[tuple[Language, tuple[str, ...]], ...]
    others: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()

    def name(self, language: Language) -> str | None:
        """Return the usual name in `language`, None where it is not known."""
        forms = dict(self.names).get(language, ())
        return forms[0] if forms else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way to write an entry; a guarded one is an ordinary word as well."""

    text: str
    entry: Entry
    is_guarded: bool = False
    is_adjective: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All entries by id, and all forms, the more general kind of thing first."""

    entries: dict[str, Entry]
    forms: tuple[Form, ...]


def entries() -> tuple[Entry, ...]:
    """Return every entry of the gazetteer."""
    return tuple(gazetteer().entries.values())


def expand(entry: Entry) -> tuple[str, ...]:
    """Return every form of `entry`: names in the three languages, others, adjectives; none twice."""
    names = tuple(form for _, forms in entry.names for form in forms)
    return tuple(dict.fromkeys((*names, *entry.others, *entry.adjectives)))


@functools.cache
def gazetteer() -> Gazetteer:
    """Read the gazetteer once."""
    cells = {**_countries(), **_rows("regions"), **_rows("places"), **_rows("organisations")}
    adjectives = {row[0]: _split(row[1:]) for row in read_rows("names/demonyms.tsv")}
    unknown = adjectives.keys() - cells.keys()
    if unknown:
        raise ValueError(f"names/demonyms.tsv names entries that do not exist: {sorted(unknown)}")
    found: dict[str, Entry] = {}
    forms: list[Form] = []
    for entry_id, (country, languages, others) in cells.items():
        own_adjectives = adjectives.get(entry_id, ())
        entry = Entry(
            id=entry_id,
            kind=EntryKind(entry_id.partition(":")[0]),
            country=country,
            names=tuple(
                (language, tuple(dict.fromkeys(form.lstrip(_GUARD) for form in named)))
                for language, named in zip(SERVED, languages, strict=True)
            ),
            others=tuple(form.lstrip(_GUARD) for form in others),
            adjectives=tuple(form.lstrip(_GUARD) for form in own_adjectives),
        )
        found[entry_id] = entry
        written = (*(form for named in languages for form in named), *others)
        forms += _forms(entry, written, is_adjective=False)
        forms += _forms(entry, own_adjectives, is_adjective=True)
    return Gazetteer(entries=found, forms=tuple(forms))


def _forms(entry: Entry, written: tuple[str, ...], *, is_adjective: bool) -> Iterator[Form]:
    # A name that CLDR gives is guarded by our writing it again with the mark.
    guarded = {form.lstrip(_GUARD) for form in written if form.startswith(_GUARD)}
    for form in dict.fromkeys(form.lstrip(_GUARD) for form in written):
        yield Form(
            text=form,
            entry=entry,
            is_guarded=form in guarded,
            is_adjective=is_adjective,
        )


_Cells = dict[str, tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...]]]


def _rows(which: str) -> _Cells:
    """Read a table of names; `regions` are the rows of the table of places that are no city."""
    table = "places" if which == "regions" else which
    cells: _Cells = {}
    for entry_id, country, dutch, french, english, *others in read_rows(f"names/{table}.tsv"):
        if table == "places" and entry_id.startswith("city:") == (which == "regions"):
            continue
        languages = tuple(_split((dutch if cell == _SAME else cell,)) for cell in (dutch, french, english))
        cells[entry_id] = (country, languages, _split(tuple(others)))
    return cells


def _split(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(form.strip() for cell in cells for form in cell.split("|") if form.strip())


def _countries() -> _Cells:
    """Return CLDR's countries with our further names."""
    from babel import Locale

    more = {row[0]: row[1:] for row in read_rows("names/countries.tsv")}
    territories = [Locale(str(language)).territories for language in SERVED]
    cells: _Cells = {}
    for code in sorted(territories[0]):
        if not re.fullmatch("[A-Z]{2}", code) or code in _NO_COUNTRY:
            continue
        ours = (*more.get(f"country:{code}", ()), "", "", "")
        languages = tuple(
            tuple(dict.fromkeys((*_plain(names.get(code, "")), *_split((ours[place],)))))
            for place, names in enumerate(territories)
        )
        cells[f"country:{code}"] = (code, languages, ())
    return cells


def _plain(name: str) -> tuple[str, ...]:
    """Return `Myanmar (Birma)` as `Myanmar`, `Congo - Kinshasa` as `Congo-Kinshasa`, `Hong Kong` without SAR."""
    plain = re.sub(r"\s*\(.*\)|\s*SAR (?:van )?China$|^R\.A\.S\. chinoise de\s*", "", name).replace(
        " - ", "-"
    )
    return (plain,) if plain else ()
