"""Digits that count nothing: references, names with digits in them, addresses, section numbers."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.text.figures.calendar_names import months
from ingest.text.figures.figure import Figure, FigureKind
from ingest.text.figures.pattern import Pattern
from ingest.text.figures.words import fold
from ingest.text.figures.zones import find_zones

_LABELS = (
    "n°s?|nº|(?-i:Nos?|nos)|no\\.|nr\\.?|nrs\\.|num(?:mer|éro|ber)s?|art(?:ikel(?:en)?|icles?|\\.)|"
    "par(?:agra(?:af|phe?s?)|\\.)|§§?|hoofdstuk(?:ken)?|chapi?t(?:re|er)s?|secti(?:e|on)s?|bijlagen?|"
    "annexe?s?|annex|fig(?:uu?re?s?|uren|\\.)?|tab(?:el(?:len)?|leaux?|les?|\\.)|"
    "pag(?:ina(?:['’]s)?|es?|\\.)|p\\.|pp\\.|blz\\.|tier|stap|étape|step|versie|version|postbus|bp|"
    "p\\.?o\\.? box|scope|windows|model|slide|dia|klasse|categor(?:ie(?:ën)?|y|ies)|catégories?|lid|"
    "alinéas?|considérant|overweging|recital|vraag|fase|phase|appendi(?:x|ce)s?|points?|punt(?:en)?|"
    "amende?ment(?:en|s)?|rule|objecti(?:f|ve)s?|doelstelling|footnote|noot|note|ref\\.?|kenmerk|"
    "dossier(?:nummer)?|kvk|kbo|btw|bce|tva|vat|siren|siret|isbn|issn|doc\\.?|verordening|richtlijn|"
    "besluit|règlement|directive|décision|regulation|decision|nummers|lijn(?:en)?|lignes?|piste|"
    "r[ée]solutions?|resoluti(?:e|es)|terminal|quai|spoor|perron"
)
_SAME_LABELS = {
    label: labels[0]
    for labels in (
        ("artikel", "artikelen", "article", "articles", "art"),
        ("pagina", "pagina's", "page", "pages", "p", "pp", "blz"),
        ("paragraaf", "paragraphe", "paragraph", "par"),
        ("hoofdstuk", "chapitre", "chapter"),
        ("sectie", "section"),
        ("bijlage", "annexe", "annex"),
        ("figuur", "figure", "fig"),
        ("tabel", "tableau", "table", "tab"),
        ("stap", "étape", "step"),
        ("fase", "phase"),
        ("versie", "version"),
        ("nr", "no", "nummer", "numéro", "number"),
    )
    for label in labels
}
# Programmes and plans that are called after a year: the year dates nothing.
_PROGRAMMES = "Horizon|Agenda|France|Europe|Vision|Visie|Objectif|Generation|Génération"

_DIGITS = Pattern(r"\d+")
_REACH_CHARS = 40
# Not the second group of "25 000 000".
_NO_GROUP = r"(?<![\w.,])(?<!\d[ \u00a0\u202f\u2009])"
_STRONG = (
    r"(?:https?://|www\.)[^\s<>\"”’)\]]*[\w/]|\b[\w.+-]+@[\w-]+\.[\w.]+|\b(?:doi|DOI):?\s?10\.\S+|"
    r"\b10\.\d{4,}/\S+|#\w+",
    r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,}(?:[ ]?[A-Z0-9]{1,4})?\b",
    rf"{_NO_GROUP}(?:\+|00)[1-9]\d{{0,2}}[\s.]?(?:\(0\)[\s.]?)?\d{{1,4}}(?:[\s./-]?\d{{2,4}}){{2,5}}(?!\d)",
    r"(?<![\w.,])(?<!\d )0\d(?:[ .]\d\d){4}(?!\d)|"
    r"(?<![\w.,/])(?<!\d )0\d{1,3}[ /-]\d{2,3}(?:[ .]?\d{2}){2,3}(?!\d)|"
    r"(?<![\w.,])0\d{2,3}-\d{6,7}(?!\d)",
    rf"\b(?:{_PROGRAMMES})[ \u00a0](?:20[2-5]0|2025)\b(?!\s*[-–]\s*\d)",
    r"(?<!\w)\(?(?i:(?:EU|EG|UE|CE|EC|EEG|CEE|EEC)\)?\s+(?:n°|nr\.?|no\.?)?\s?)\d{2,4}/\d{1,4}\b",
    r"(?<!\w)(?:ISO|EN|NEN|NBN|DIN|IEC)(?:[/ -](?:EN|IEC))*[ -]\d{3,}(?:[-:]\d+)*",
    r"(?<!\w)\d{1,4}/\d{1,4}/(?:EU|EG|UE|CE|EC|EEG|CEE|EEC|JBZ|JAI|JHA|GBVB|PESC|CFSP)\b",
)
# List numbers and the bracketed notes of press articles say nothing at all: blanked, not returned.
_SILENT = (
    r"\[\d+(?:\s?[,–-]\s?\d+)*\]",
    r"(?m:^[ \t]*(?:\(?\d{1,2}[.)](?=\s)|\(\d{1,2}\)(?=\s)))",
)
# A label's number has no unit behind it ("btw 21%").
_NO_QUANTITY = (
    r"(?![\w%€]|[.,]\d|\s*(?:%|€|‰|procent|percent|per cent|pour cent|euro|mil[jl]|mrd|mld|mln|km|MW|ha\b))"
)
_LABELLED = (
    rf"(?<!\w)(?i:{_LABELS})(?<=[\w.°º§])\s?[A-Z]?\d+(?:[./:-]\d+)*[a-z]?{_NO_QUANTITY}"
    r"(?:\s?\(\d+[a-z]?\)(?:\s?\([a-z]\))?)?"
    r"(?:(?:,| en| et| and|-|–| t/m| tot en met| tot| à| to| et/ou| en/of| and/or)"
    rf"\s?\d+(?:\.\d+)*{_NO_QUANTITY})*"
)
# Letters and digits in one word. What remains is told from "50km", "3e" and "£2m" by `_is_quantity`.
_MIXED = r"(?<![\w€$£.,])(?=[\w-]*[^\W\d_])(?=[\w-]*\d)[^\W_]+(?:-[^\W_]+)*(?![\w])"
_QUANTITY_TAIL = (
    r"\d[\d.,]*(?:e|er|re|ers|ème|eme|ième|de|ste|st|nd|rd|th|s|h|u|uur|[hu]\d\d|k|M|Md|Mds|m|mn|bn|b|"
    r"tn|mln|mrd|mio|"
    r"km|km2|m2|m3|cm|mm|ha|kg|g|t|kt|Mt|l|hl|kWh|MWh|GWh|TWh|kW|MW|GW|W|kWp|MWp|kV|Hz|MHz|GHz|min|am|pm|"
    r"EUR|USD|GBP|CHF|KB|MB|GB|TB|PB|FTE|fte|TEU|dB|MEUR|KEUR|kEUR|x|jarige?|daagse?|jaars|weekse?|"
    r"maands)|[cdkm]?m[23]"
)
_HYPHENED = (
    r"\d+-(?:daags|jarig|maands|weeks|jaars|uurs|year|day|month|week|hour|minute|km|kilometer|MW|GW|kW|euro|"
    r"point|percent|procent|fold|punt|voudig|urig)\w*(?:-\w+)?|(?:EUR|USD|GBP|CHF)-?\d.*|20\d\d-\d.*|"
    r"\d+-\d+[a-z%]*|"
    r"(?:mid|mi|eind|begin|half|pre|post|pré|end|medio|fin)-\d{4}|[QTKHS][1-4]|[QTKHS][1-4]-\d{4}|"
    r"\d{4}-[QTKHS][1-4]"
)
_POSTCODES = (
    r"(?<=[,\n;(] )[1-9]\d{3}(?= [A-ZÉÎ][a-zé]+(?!\w*se\b))|(?<!\w)(?:B|BE|L|NL|F|FR|D|DE)-\d{4,5}\b|"
    r"(?<!\w)\d{5}(?= (?:[A-Z][a-zé]+|CEDEX|PARIS|LYON|LILLE))(?<=[,\n;] \d{5})|"
    r"(?<!\d)[1-9]\d{3} ?(?!EU|AI|IA|UK|US|VS|IT|DE|NL|FR|BE|MW|GW|EV|SA|NV|BV|II|"
    r"CO)[A-Z]{2}(?=\s+[A-Z][a-z’'-]|\s*(?:\n|$|,))"
)
_WEAK = (
    r"(?m:^[ \t]*(?:\d{1,2}(?:\.\d{1,2})+\.?(?=[ \t]+[^\W\d_a-zà-ÿ])))",
    r"(?<![\d.,])(?!\d{1,3}(?:\.\d{3})+(?!\.?\d))\d+(?:\.\d+){2,}(?![\d]|,\d)",
    r"(?<=[A-Za-zé])[ \u00a0]\d\.0(?![\d]|,\d|[ \u00a0]*(?:%|€|‰|mil|mrd|mln|bn|pro|per|pour|km|"
    r"m[²2])|\s*(?:punt|point))",
    r"(?<![\d.,/])\d+(?:/\d+)+(?:/[A-Z]\w+)?(?![\d/])(?!\s+(?:van|of|des?|du|d['’]|the))",
    r"(?<![\d.,-])\d+(?:[-–]\d+){2,}(?![\d-])",
    r"(?<![\d.,])\d{8,}(?<!000)(?![\d.,]\d)",
    r"(?<![\d.,])\d{1,2}°(?!\s?[CcKF]\b)",
    r"\b[Cc][Oo][Vv][Ii][Dd][- ]?\s?19\b",
    r"\bPM ?\d+(?:[.,]\d)?",
    r"(?<=[A-Za-z])-\d+(?:[.,]\d+)*\b",
)


def identity(written: str) -> str:
    """Return what must agree for two references to be one: not spacing, case or a label's language.

    A file number (`910/2014`) stands for itself; of `artikel 13` and `article 13` the labels are
    one word, those of `artikel 13` and `page 13` are not.
    """
    bare = re.sub(r"[\s\u00a0\u202f().]+", "", written).casefold()
    file_number = re.search(r"\d+/\d+(?!\d*[./]\d)", written)
    if file_number is not None:
        return file_number.group()
    match = re.match(r"([^\W\d_]+)(\d.*)", bare)
    if match is None:
        return re.sub(r"^(?:n°|nº)", "nr", bare)
    return _SAME_LABELS.get(match.group(1), match.group(1)) + match.group(2)


def find_identifiers(text: str) -> tuple[Figure, ...]:
    """Return the references and names with digits that can be told before any date is read."""
    return tuple(
        _figure(text, start, end) for match in _pattern().finditer(text) for start, end in _spans(match)
    )


def blank_list_numbers(text: str) -> str:
    """Return `text` with list numbers and bracketed notes blanked, offsets kept."""
    return _silent_pattern().sub(lambda match: "\x00" * len(match.group()), text)


def find_late_identifiers(text: str) -> tuple[Figure, ...]:
    """Return section numbers, file numbers and the like, in `text` from which dates are blanked."""
    return tuple(
        _figure(text, match.start() + _leading(match.group()), match.end())
        for zone in find_zones(text, _DIGITS, _REACH_CHARS)
        for match in _weak_pattern().finditer(text, *zone)
    )


def _spans(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    if match.lastgroup != "mixed" or not _is_quantity(match.group()):
        yield match.start() + _leading(match.group()), match.end()


def _leading(written: str) -> int:
    return len(written) - len(written.lstrip())


def _is_quantity(word: str) -> bool:
    """Tell whether a word of digits and letters is a number with its unit or suffix."""
    return _quantity_pattern().fullmatch(word) is not None or _is_dated(word)


def _is_dated(word: str) -> bool:
    """Tell a month with a day on its hyphen ("28 oktober-3 november")."""
    return fold(word.partition("-")[0]) in months()


def _figure(text: str, start: int, end: int) -> Figure:
    return Figure(start=start, end=end, text=text[start:end], kind=FigureKind.IDENTIFIER)


@functools.cache
def _quantity_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{_QUANTITY_TAIL})|(?i:{_HYPHENED})")


@functools.cache
def _pattern() -> re.Pattern[str]:
    strong = "|".join(_STRONG)
    return re.compile(rf"(?P<strong>{strong}|{_POSTCODES})|(?P<label>{_LABELLED})|(?P<mixed>{_MIXED})")


@functools.cache
def _silent_pattern() -> re.Pattern[str]:
    return re.compile("|".join(_SILENT))


@functools.cache
def _weak_pattern() -> re.Pattern[str]:
    return re.compile("|".join(_WEAK))
