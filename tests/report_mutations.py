"""Ways to alter a true sentence, and ways to set it otherwise without altering it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ingest.text.figures import read_figures
from ingest.text.languages import Language
from ingest.text.names import EntryKind, find_names, proper_names

Mutation = Callable[[str, Language], Iterator[str]]

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_UNITS = {
    Language.DUTCH: (
        ("miljoen", "miljard"), ("miljard", "miljoen"), ("euro", "dollar"), ("ton", "kilo"), ("jaar", "maanden"),
        ("procent", "promille"), ("km", "m"), ("meter", "kilometer"), ("maanden", "weken"), ("%", "‰"),
    ),
    Language.FRENCH: (
        ("millions", "milliards"), ("milliards", "millions"), ("euros", "dollars"), ("tonnes", "kilos"),
        ("ans", "mois"), ("mois", "semaines"), ("hectares", "ares"), ("km", "m"), ("MW", "kW"), ("%", "‰"),
    ),
    Language.ENGLISH: (
        ("million", "billion"), ("billion", "million"), ("tonnes", "pounds"), ("years", "months"), ("days", "weeks"),
        ("hours", "minutes"), ("GW", "MW"), ("kilometres", "metres"), ("months", "weeks"), ("%", "‰"),
    ),
}  # fmt: skip
_NEGATIONS = {
    Language.DUTCH: (
        ("niet ", ""), ("geen ", "een "), ("is", "is niet"), ("was", "was niet"), ("wordt", "wordt niet"),
        ("moet", "moet niet"), ("kan", "kan niet"), ("willen", "willen niet"), ("werden", "werden niet"),
        ("kunnen", "kunnen niet"), ("telt", "telt niet"), ("heeft", "heeft nooit"), ("namen", "namen geen"),
    ),
    Language.FRENCH: (
        ("n'a pas", "a"), ("n'était pas", "était"), ("n’a pas", "a"), ("est", "n'est pas"), ("a été", "n'a pas été"),
        ("ont signé", "n'ont pas signé"), ("a signé", "n'a jamais signé"), ("comptait", "ne comptait pas"),
        ("souhaite", "ne souhaite pas"), ("accueille", "n'accueille pas"), ("emploie", "n'emploie aucune"),
        ("viennent", "ne viennent pas"), ("seront", "ne seront pas"), ("sont", "ne sont pas"), ("Aucun", "Un"),
        ("doit", "ne doit pas"), ("avait", "n'avait pas"), ("ouvre", "n'ouvre pas"), ("estime", "n'estime pas"),
    ),
    Language.ENGLISH: (
        ("not ", ""), ("no ", "an "), ("is", "is not"), ("was", "was not"), ("will", "will not"), ("has", "has not"),
        ("should", "should not"), ("signed", "never signed"), ("had", "never had"), ("are", "are not"),
        ("were", "were not"),
    ),
}  # fmt: skip
_DIRECTIONS = {
    Language.DUTCH: (
        ("stijging", "daling"), ("daalde", "steeg"), ("minder", "meer"), ("meer", "minder"), ("verhogen", "verlagen"),
        ("verminderen", "vermeerderen"), ("hogere", "lagere"), ("later", "eerder"), ("vóór", "na"), ("minst", "meest"),
        ("tekort", "overschot"), ("ten hoogste", "ten minste"), ("maximaal", "minimaal"), ("pas", "al"),
    ),
    Language.FRENCH: (
        ("hausse", "baisse"), ("avant", "après"), ("déficit", "excédent"), ("au plus tard", "au plus tôt"),
        ("lenteur", "rapidité"), ("au plus", "au moins"), ("retard", "avance"), ("Premier", "Dernier"),
    ),
    Language.ENGLISH: (
        ("more", "less"), ("before", "after"), ("at least", "at most"), ("up to", "at least"), ("majority", "minority"),
        ("decide quickly", "decide slowly"), ("withdrew", "introduced"), ("lose", "gain"),
    ),
}  # fmt: skip
_MONTHS = {
    Language.DUTCH: "januari februari maart april mei juni juli augustus september oktober november december".split(),
    Language.FRENCH: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    Language.ENGLISH: (
        "January February March April May June July August September October November December".split()
    ),
}
_PLACES = {
    EntryKind.CITY: ("Lyon", "Utrecht", "Namur"),
    EntryKind.COUNTRY: ("Portugal",),
    EntryKind.REGION: ("Bourgogne",),
}


def digit(text: str, language: Language) -> Iterator[str]:
    """Change one digit of a number: the first of the first, the last of the last."""
    numbers = list(_NUMBER.finditer(text))
    places = {numbers[0].start(), numbers[-1].end() - 1} if numbers else set()
    for place in sorted(places):
        yield f"{text[:place]}{(int(text[place]) + 3) % 9 + 1}{text[place + 1 :]}"


def separator(text: str, language: Language) -> Iterator[str]:
    """Move or turn a separator; turned before three noughts it is the other countries' way to write the same."""
    for match in re.finditer(r"(?<!\d[.,])(?<!\d)(\d+)([.,])(\d+)(?![.,]?\d)", text):
        before, sign, after = match.groups()
        other = "," if sign == "." else "."
        forms = [f"{before}{after[0]}{sign}{after[1:]}" if len(after) > 1 else f"{before}{after}"]
        if len(after) == 3 and after != "000":
            forms.append(f"{before}{other}{after}")
        for form in forms:
            yield text[: match.start()] + form + text[match.end() :]


def unit(text: str, language: Language) -> Iterator[str]:
    """Change the unit behind a figure."""
    for one, other in _UNITS[language]:
        for match in re.finditer(rf"(?<=\d)(\s?){re.escape(one)}(?!\w)", text):
            yield text[: match.start()] + match[1] + other + text[match.end() :]


def sign(text: str, language: Language) -> Iterator[str]:
    """Make a share or an amount negative."""
    match = re.search(r"(?<=\s)\d+(?:[.,]\d+)?(?=\s?(?:%|procent|milliards|miljard|billion|million))", text)
    if match is not None:
        yield f"{text[: match.start()]}-{text[match.start() :]}"


def _swapped(text: str, pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for one, other in pairs:
        match = re.search(rf"(?<!\w){re.escape(one)}" + ("" if one.endswith(" ") else r"(?!\w)"), text)
        if match is not None:
            yield text[: match.start()] + other + text[match.end() :]


def negation(text: str, language: Language) -> Iterator[str]:
    """Put a negation in, or take one out."""
    yield from _swapped(text, _NEGATIONS[language])


def direction(text: str, language: Language) -> Iterator[str]:
    """Turn a direction or a bound round."""
    yield from _swapped(text, _DIRECTIONS[language])


def name(text: str, language: Language) -> Iterator[str]:
    """Put another place, or another person, in the place of one."""
    for mention in find_names(text):
        if mention.entry.kind in _PLACES and not mention.is_adjective:
            there = {other.entry.id for other in find_names(text)}
            other = next(
                form
                for form in _PLACES[mention.entry.kind]
                if not {m.entry.id for m in find_names(form)} & there
            )
            yield text[: mention.start] + other + text[mention.end :]
            break
    for start, end in proper_names(text, language):
        words = text[start:end].split()
        if len(words) > 1 and not find_names(text[start:end]):
            yield text[:start] + " ".join((*words[:-1], "Oosterhuis")) + text[end:]
            break


def day(text: str, language: Language) -> Iterator[str]:
    """Change the month, the day or the year of a date."""
    months = _MONTHS[language]
    for match in re.finditer(rf"(?<!\w)({'|'.join(months)})(?!\w)", text):
        other = months[(months.index(match[0]) + 5) % 12]
        yield text[: match.start()] + other + text[match.end() :]
        number = re.search(r"(\d{1,2})(?:er)? $", text[: match.start()])
        if number is not None:
            moved = str(int(number[1]) + 1) if int(number[1]) < 28 else "3"
            yield text[: number.start(1)] + moved + text[number.end(1) :]
        break
    year = re.search(r"(?<!\d)20[12]\d(?!\d)", text)
    if year is not None:
        yield f"{text[: year.start()]}{int(year[0]) - 9}{text[year.end() :]}"


MUTATIONS: dict[str, Mutation] = {
    "digit": digit,
    "separator": separator,
    "unit": unit,
    "sign": sign,
    "negation": negation,
    "name": name,
    "date": day,
    "direction": direction,
}


def splices(sentences: tuple[str, ...], language: Language) -> Iterator[tuple[str, str]]:
    """Yield (sentence, the head of it with the tail of a later one), where the tail brings a figure of its own."""
    for one, other in zip(sentences, sentences[3:], strict=False):
        head = " ".join(one.split()[: len(one.split()) // 2])
        tail = " ".join(other.split()[len(other.split()) // 2 :])
        brought = [figure for figure in read_figures(tail, language) if any(c.isdigit() for c in figure.text)]
        if brought and not any(figure.text in one for figure in brought) and len(head.split()) > 3:
            yield one, f"{head} {tail}"


def settings(text: str) -> Iterator[str]:
    """Yield the same words in other typography: spaces, quotation marks, dashes, hyphens, ligatures."""
    yield text.replace(" ", "\u00a0")
    yield re.sub(r"(?<=\d) (?=\d{3})", "\u2009", text).replace(" ", "\u202f")
    yield text.replace(" ", "  ")
    yield text.replace("'", "’")
    yield text.replace("’", "'").replace("„", '"').replace("”", '"').replace("“", '"')
    yield text.replace("–", "-").replace("—", "-")
    yield text.replace("-", "\u2011")
    yield re.sub(r"(?<=[a-z]{4})(?=[a-z]{4})", "\u00ad", text)
    yield text.replace("ffi", "ﬃ").replace("ff", "ﬀ").replace("fi", "ﬁ").replace("fl", "ﬂ")
