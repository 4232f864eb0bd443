"""Made-up tables, key figures, contact blocks and programmes, as reports carry them between the prose.

Row after row of `Netherlands 185`, often run together on a line, is where a reader of prose picks a
neighbouring figure. Every figure, person and organisation here is drawn by chance; the words stand in
`judge_tables.tsv`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from training.judge_examples import LANGUAGES, Example, Place
from training.judge_swaps import Named, named_places

T = TypeVar("T")
TABLES = Path(__file__).with_name("judge_tables.tsv")

FIRST_NAMES = (
    "Anna Bart Camille Daan Elodie Femke Guillaume Hanne Inès Joris Karim Lotte Mathieu Nadia Olivier Pauline "
    "Quentin Ruben Sophie Thomas Ursula Vincent Willem Yasmina Zoë Laurent Marijke Hugo Céline Pieter"
).split()
LAST_NAMES = (
    "Aerts|Bakker|Claes|Dubois|El Amrani|Fontaine|van den Berg|Girard|Hermans|Ivanov|Jacobs|Keller|Lefèvre|"
    "Mertens|Nguyen|Oosterhuis|Peeters|de Vries|Rousseau|Schmidt|Timmermans|Ulrich|Vermeulen|Weber|Yilmaz|"
    "Zwart|Morel|Lambert|O'Brien|Janssens|Moreau|Visser|Hoffmann|Garnier|Smeets"
).split("|")
SYLLABLES = (
    "al ver nor tek lux bio nova sol terra hydro agri lab med opti flex plan ster via mar aero qua dro"
).split()
ENDINGS = (" NV", " BV", " SA", " Group", " Cluster", " Institute", "", "", " Lab", " Invest", " Hub")
MAIL_ENDINGS = ("nl", "be", "fr", "eu", "com", "org")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of cells, and questions (by language) with the number of the cell that answers each."""

    cells: tuple[str, ...]
    questions: tuple[tuple[int, dict[str, str]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a title, and questions (by language) that the rows do not answer."""

    title: str
    rows: tuple[Row, ...]
    unanswered: tuple[dict[str, str], ...]


@cache
def labels(group: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return a group of `judge_tables.tsv`: id to language to forms."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in TABLES.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if fields[0] == group:
            forms = (tuple(cell.split("|")) for cell in fields[2:5])
            found[fields[1]] = dict(zip(LANGUAGES, forms, strict=True))
    return found


def table_example(draw: random.Random, prose: Callable[[str], str]) -> Example:
    """Return a question put to a made-up table.

    Args:
        draw: decides everything.
        prose: returns a sentence of a language, to stand before or after the rows.
    """
    language, asked = draw.choice(LANGUAGES), draw.choice(LANGUAGES)
    maker = draw.choice((_participants, _participants, _organisations, _facts, _contacts, _agenda, _projects))
    table = maker(draw, language)
    text, places = _layout(table, draw)
    before = prose(language) + "\n" if draw.random() < 0.3 else ""
    after = "\n" + prose(language) if draw.random() < 0.3 else ""
    heading = draw.random() < 0.7
    title = "" if heading else f"{table.title}\n"
    moved = len(before) + len(title)
    question, answer, row = _question(table, places, draw, asked)
    return Example(
        question=question,
        context=table.title if heading else "",
        text=before + title + text + after,
        answer=(answer[0] + moved, answer[1] + moved) if answer else None,
        evidence=(row[0] + moved, row[1] + moved) if row else None,
        origin="table" if answer else "table, no answer",
        question_language=asked,
        text_language=language,
    )


def _question(
    table: Table, places: Sequence[Sequence[Place]], draw: random.Random, language: str
) -> tuple[str, Place | None, Place | None]:
    if table.unanswered and draw.random() < 0.35:
        return draw.choice(table.unanswered)[language], None, None
    asked = [
        (cells[cell], (cells[0][0], cells[-1][1]), questions[language])
        for row, cells in zip(table.rows, places, strict=True)
        for cell, questions in row.questions
    ]
    answer, evidence, question = draw.choice(asked)
    return question, answer, evidence


def _layout(table: Table, draw: random.Random) -> tuple[str, list[list[Place]]]:
    """Return the rows as text, and where each cell stands."""
    between = draw.choice((" ", " ", "\t", ": ", " | ", " - ", ", "))
    under = draw.choice(("\n", "\n", "\n", " ", "; "))
    bullet = draw.choice(("", "", "", "• ", "- ")) if under == "\n" else ""
    text, places = "", []
    for row in table.rows:
        text += (under if text else "") + bullet
        cells = []
        for number, cell in enumerate(row.cells):
            text += between if number else ""
            cells.append((len(text), len(text) + len(cell)))
            text += cell
        places.append(cells)
    return text, places


def _participants(draw: random.Random, language: str) -> Table:
    countries = [place for place in named_places() if place.kind == "country"]
    here, away, goal = *_split(countries, draw.randint(3, 9), draw), draw.choice(countries)
    counts = [_count(draw) for _ in here]
    rows = [
        Row(cells=(country.of(language)[0], number), questions=_asked(1, *_country_questions(country, draw)))
        for country, number in zip(here, counts, strict=True)
    ]
    if draw.random() < 0.7:
        total = (labels("word")["total"][language][0], str(sum(map(int, counts))))
        asked = _asked(1, _ask("total", "", draw), _ask("mission", goal, draw))
        rows.append(Row(cells=total, questions=asked))
    missing = [questions for country in away[:4] for questions in _country_questions(country, draw)]
    missing.append(_ask("mission", draw.choice([other for other in countries if other != goal]), draw))
    title = labels("title")[draw.choice(("participants", "report"))][language][0]
    title = title.format(x=goal.of(language)[0])
    return Table(title=title, rows=tuple(rows), unanswered=tuple(missing))


def _country_questions(country: Named, draw: random.Random) -> list[dict[str, str]]:
    found = [_ask("country", country, draw)]
    listed = [place for place in named_places() if place.kind == "country"]
    peoples = [place for place in named_places() if place.kind == "people"]
    row = listed.index(country)
    # The list begins with twelve countries and their peoples in the same order.
    if row < 12:
        found.append(_ask("people", peoples[row], draw, form=-1))
    return found


def _organisations(draw: random.Random, language: str) -> Table:
    kinds = list(labels("org").values())
    here, away = _split(kinds, draw.randint(4, 8), draw)
    counts = [_count(draw) for _ in here]
    rows = [
        Row(
            cells=(kind[language][0], number),
            questions=_asked(1, _ask("org", {key: forms[1] for key, forms in kind.items()}, draw)),
        )
        for kind, number in zip(here, counts, strict=True)
    ]
    total = (labels("word")["total"][language][0], str(sum(map(int, counts))))
    rows.append(Row(cells=total, questions=_asked(1, _ask("total", "", draw))))
    missing = tuple(_ask("org", {key: forms[1] for key, forms in kind.items()}, draw) for kind in away)
    return Table(title=labels("word")["participants"][language][0], rows=tuple(rows), unanswered=missing)


def _facts(draw: random.Random, language: str) -> Table:
    if draw.random() < 0.5:
        places = [place for place in named_places() if place.kind in ("region", "city")]
        subject, other = draw.sample(places, 2)
        names, others, group = _names(subject), _names(other), "fact"
    else:
        names, others, group = _same(organisation(draw)), _same(organisation(draw)), "body"
    kinds = list(labels(group).items())
    here, away = _split(kinds, draw.randint(3, 7), draw)
    rows = [
        Row(
            cells=(kind[language][0], _value(key, draw, language)),
            questions=_asked(1, _fill({lang: forms[1] for lang, forms in kind.items()}, names)),
        )
        for key, kind in here
    ]
    templates = [{lang: forms[1] for lang, forms in kind.items()} for _, kind in (*away, *here)]
    missing = [_fill(template, names) for template in templates[: len(away)]]
    missing += [_fill(template, others) for template in templates[len(away) :]]
    title = f"{names[language]} - {labels('title')['figures'][language][0]}"
    return Table(title=title, rows=tuple(rows), unanswered=tuple(missing))


def _contacts(draw: random.Random, language: str) -> Table:
    people = [person(draw) for _ in range(draw.randint(2, 5))]
    firms = [organisation(draw) for _ in people]
    order = draw.sample(("works", "role", "phone", "mail"), draw.randint(2, 4))
    rows = []
    for name, firm in zip(people, firms, strict=True):
        cells, questions = [name], []
        for kind in order:
            cells.append(_contact_value(kind, name, firm, draw, language))
            template = {lang: forms[1] for lang, forms in labels("contact")[kind].items()}
            questions.append((len(cells) - 1, _fill(template, _same(name))))
        if "works" in order:
            questions.append((0, _ask("person", firm, draw)))
        rows.append(Row(cells=tuple(cells), questions=tuple(questions)))
    absent = [kind for kind in ("phone", "mail", "role") if kind not in order]
    asked = [{lang: forms[1] for lang, forms in labels("contact")[kind].items()} for kind in absent]
    missing = [_fill(template, _same(draw.choice(people))) for template in asked]
    other = person(draw)
    if other not in people:
        templates = [{lang: forms[1] for lang, forms in labels("contact")[kind].items()} for kind in order]
        missing += [_fill(template, _same(other)) for template in templates]
    missing.append(_ask("person", organisation(draw), draw))
    return Table(title=labels("title")["contacts"][language][0], rows=tuple(rows), unanswered=tuple(missing))


def _contact_value(kind: str, name: str, firm: str, draw: random.Random, language: str) -> str:
    if kind == "phone":
        return f"+{draw.choice(('31', '32', '33', '352', '49'))} " + " ".join(
            str(draw.randint(10, 99)) for _ in range(4)
        )
    if kind == "mail":
        parts = name.lower().replace("'", "").split()
        return f"{parts[0][0]}.{parts[-1]}@{firm.lower().split()[0]}.{draw.choice(MAIL_ENDINGS)}"
    return firm if kind == "works" else draw.choice(list(labels("role").values()))[language][0]


def _agenda(draw: random.Random, language: str) -> Table:
    minutes = sorted(draw.sample(range(8 * 4, 20 * 4), draw.randint(3, 7)))
    rows, asked = [], []
    mark = draw.choice((":", "h", "."))
    for quarter in minutes:
        event = draw.choice(list(labels("event").values()))
        firm = organisation(draw)
        asked.append((event, firm))
        time = f"{quarter // 4}{mark}{quarter % 4 * 15:02d}"
        question = _fill({lang: forms[1] for lang, forms in event.items()}, _same(firm))
        rows.append(Row(cells=(time, event[language][0].format(x=firm)), questions=((0, question),)))
    missing = [
        _fill({lang: forms[1] for lang, forms in event.items()}, _same(organisation(draw)))
        for event, _ in asked
    ]
    title = labels("title")["programme"][language][0]
    return Table(title=title, rows=tuple(rows), unanswered=tuple(missing))


def _projects(draw: random.Random, language: str) -> Table:
    rows = []
    for _ in range(draw.randint(2, 6)):
        project, firm = organisation(draw).split()[0].upper(), organisation(draw)
        amount = _value("budget", draw, language)
        questions = ((1, _ask("partner", project, draw)), (2, _ask("amount", project, draw)))
        rows.append(Row(cells=(project, firm, amount), questions=questions))
    other = organisation(draw).split()[0].upper()
    missing = (_ask("partner", other, draw), _ask("amount", other, draw))
    return Table(title=labels("title")["projects"][language][0], rows=tuple(rows), unanswered=missing)


def person(draw: random.Random) -> str:
    """Return a made-up name of a person."""
    return f"{draw.choice(FIRST_NAMES)} {draw.choice(LAST_NAMES)}"


def organisation(draw: random.Random) -> str:
    """Return a made-up name of a firm or body."""
    stem = "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(2, 3)))
    return (stem.upper() if draw.random() < 0.2 else stem.capitalize()) + draw.choice(ENDINGS)


def _value(kind: str, draw: random.Random, language: str) -> str:
    if kind in ("capital", "seat", "airport"):
        cities = [place for place in named_places() if place.kind == "city"]
        return draw.choice(cities).of(language)[0]
    if kind in ("head", "director"):
        return person(draw)
    if kind == "website":
        return f"www.{organisation(draw).lower().split()[0]}.{draw.choice(MAIL_ENDINGS)}"
    if kind == "founded":
        return str(draw.randint(1950, 2024))
    whole = _grouped(draw.randint(2, 99_999) * draw.choice((1, 1, 10, 1000)), language)
    tenth = f"{draw.randint(1, 900)}{'.' if language == 'en' else ','}{draw.randint(1, 9)}"
    if kind in ("gdp", "export", "import", "turnover", "budget"):
        return _money(whole, tenth, draw, language)
    percent = f"{draw.randint(2, 19)}{tenth[-2:]}" + (" %" if language == "fr" else "%")
    return {"area": f"{whole} km²", "jobless": percent}.get(kind, whole)


def _money(whole: str, tenth: str, draw: random.Random, language: str) -> str:
    million = {"nl": ("miljoen", "miljard"), "fr": ("millions", "milliards"), "en": ("million", "billion")}
    scale = draw.choice(million[language])
    named = f"{scale} d'euros" if language == "fr" else f"{scale} euro"
    return draw.choice((f"{tenth} {named}", f"€ {tenth} {scale}", f"€ {whole}"))


def _grouped(number: int, language: str) -> str:
    return f"{number:,}".replace(",", {"nl": ".", "fr": " ", "en": ","}[language])


def _count(draw: random.Random) -> str:
    return str(draw.choice((draw.randint(1, 9), draw.randint(10, 99), draw.randint(100, 900))))


def _ask(
    kind: str, what: Named | str | dict[str, str], draw: random.Random, *, form: int = 0
) -> dict[str, str]:
    way = draw.randrange(2)
    templates = {language: forms[way] for language, forms in labels("ask")[kind].items()}
    if isinstance(what, Named):
        return _fill(templates, _names(what, plural=form != 0))
    return _fill(templates, _same(what) if isinstance(what, str) else what)


def _asked(cell: int, *questions: dict[str, str]) -> tuple[tuple[int, dict[str, str]], ...]:
    return tuple((cell, question) for question in questions)


def _names(place: Named, *, plural: bool = False) -> dict[str, str]:
    """Return a place's name by language; of a people, the form before a plural noun."""
    return {language: place.of(language)[-1 if plural and language == "fr" else 0] for language in LANGUAGES}


def _same(name: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, name)


def _fill(templates: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    return {language: template.format(x=names[language]) for language, template in templates.items()}


def _split(things: Sequence[T], count: int, draw: random.Random) -> tuple[list[T], list[T]]:
    mixed = draw.sample(list(things), len(things))
    return mixed[:count], mixed[count:]
