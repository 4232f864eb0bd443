"""What a document is called: by its own words first, by its file's properties only where the two agree."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ingest.document import Kind, Page
from ingest.layout.marker import chapter_depth
from ingest.layout.particulars import is_author, is_field, is_hour, is_particular, is_publication
from ingest.organisations import is_letterhead
from ingest.readers.raw import RawDocument
from ingest.text.names import fold
from ingest.text.sentences import split_sentences
from ingest.text.tables import is_row

_MAX_TITLE_CHARS = 200
_MAX_HEADING_CHARS = 320
_MAX_OPENING_CHARS = 90
_HEAD_LINES = 40
_HEAD_CHARS = 3_000
_MIN_LETTERS = 8
_MAX_BESIDE_LETTERS = 10
_MIN_HEADLINE_WORDS = 6
_MIN_CENTRAL_TIMES = 5
_MIN_OUTLINE = 8

_SUBJECT = re.compile(
    r"^(?:betreft|onderwerp|objet|sujet|concerne|concernant|subject|re|aangaande|inzake)(?:\s?:|\t)"
    r"\s*(\S.*)$",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:(?:\d+(?:\.\d+)*|[ivx]+)\.?\s+)?(?:inleiding|introduction|voorwoord|avant-propos|preface|foreword|"
    r"samenvatting|management ?samenvatting|résumé|synthèse|summary|executive summary|inhoud(?:sopgave)?|"
    r"sommaire|"
    r"table des matières|(?:table of )?contents|compte[- ]rendu|verslag|rapport|report|notulen|"
    r"procès-verbal|minutes|"
    r"nota|note|memo(?:randum)?|brief|lettre|letter|bijlage.{0,4}|annexe.{0,4}|annex.{0,4}|mededeling|"
    r"communication|"
    r"agenda|ordre du jour|context(?:e)?|achtergrond|background|mededeling aan .*|hero image|image|logo|"
    r"banner|photo|"
    r"menu|home|accueil|untitled|document ?\d*|sans titre|naamloos|titel|titre|title|pr[eé]sentation ?\d*|"
    r"powerpoint[- ]presentati(?:e|on)|présentation powerpoint|diapositive ?\d*|dia ?\d*|slide ?\d*)\s*[:.]?",
    re.IGNORECASE,
)
# Words that say what kind of paper this is, and nothing of its subject.
_KINDS = frozenset(
    """accord agreement antwoord bilan brief bulletin closed communication communiqué communiqués communicatie
    compte conjoint conjointe coopération cooperation country dossier dossiers eindrapport eindverslag entente
    entretien entretiens étude event evenement événement exécutif executive factsheet fact fiche final finaal
    gesprek gesprekken gezamenlijk gezamenlijke groepszakenreis handelsmissie intentieverklaring interim
    interview joint landendossier landenfiche landenstudie lettre letter mededeling memo memorandum minutes
    missie missierapport missieverslag mission missions nieuwsbrief newsletter nota note notes opinie opinion
    overeenkomst pays perscommuniqué persbericht presse press procès protocol protocole protocole question
    questions rapport rapports rendu rendus report reports réponse réponses résumé samenvatting samenwerking
    samenwerkingsovereenkomst sector sectorielle sectorstudie sectorverkenning sheet study summary synthèse
    synthèses understanding verbal verbaux verkenning verslag voyage zakenreis release reis trip visit visite
    werkbezoek""".split()
)
_LINKING = frozenset("a à an and au aux d de der des du een en et het l la le les of the van".split())
_NUMBERED_QUESTION = re.compile(
    r"(?:(?:vergaderjaar|zittingsjaar|session|bulletin|questions? et réponses)\b.*"
    r"|nummer|schriftelijke vraag|question (?:écrite|orale)|written question|vraag)\s+"
    r"(?:n[°ºo]|nrs?)?\.?\s*\d.*",
    re.IGNORECASE,
)
# What mail programs set before the subject of an answer or of a mail sent on.
_REPLIED = re.compile(r"^(?:(?:re|fwd?|tr|rv|antw|aw|wg|doorst)\s?:\s*)+", re.IGNORECASE)
_OPENS_ON = re.compile(
    r"(?:entre|between|tussen|et|and|en|relatif|relative|betreffende|inzake|concernant|concerning|on|over|sur|van|de|of)\b"
)
_PROGRAM_PREFIX = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)|powerpoint presentation|print)\s*[-–:]\s*", re.I
)
_FILE_LIKE = re.compile(r"\.(?:docx?|pdf|pptx?|odt|indd|qxd|xlsx?|rtf|html?)\s*$|[_/\\]|^\S+$", re.IGNORECASE)
_LABEL = re.compile(r"^[\w' -]{2,25}\s?:\s")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S|\btel\b\.?|\b\d{4}\s?[A-Z]{2}\b|\+\d{2}\s?\d", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"\d+")
_CHAPTER = re.compile(r"^(?:\d+(?:\.\d+)*|[IVX]+)\.\s+")
_SENTENCE_END = re.compile(r"[.;,]$")
_SENTENCE = re.compile(r".+?[.!?](?=\s|$)")
_HASH = re.compile(r"[0-9a-f]{8,}|\d+", re.IGNORECASE)
_PLACE = re.compile(r"[^,]{2,30},\s*(?:le|the|de|den)?\s*")
_SITE_SUFFIX = re.compile(r"\s+[|•–—-]\s+[^|•–—]{2,40}$")

_AGREEING_SHARE = 0.6
"""Share of a property title's longer words that must stand in the opening of the text. Titles left from a
template or an older document share the words of their kind ("Conseil municipal") and differ in the rest;
their figures must all be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of the first page; `level` is that of a heading, None for other text."""

    text: str
    level: int | None


def find_title(raw: RawDocument, name: str) -> str:
    """Return the title of a document called `name`.

    In this order: the subject of a mail; a subject line (`Betreft:`, `Objet :`, `Subject:`); the title the
    layout shows; a title or subject property that the text agrees with; the first line that reads like a title; the
    file's name where it is words; the heading that says best what the text is about; the opening words.
    """
    pages = raw.pages
    if raw.kind is Kind.EMAIL and raw.title:
        return _REPLIED.sub("", raw.title).strip() or raw.title
    lines = tuple(_head_lines(pages[0])) if pages else ()
    found = (
        _subject(lines)
        or _shown(raw.title)
        or _agreeing_property(raw.properties.title, pages)
        or _agreeing_property(raw.properties.subject, pages)
        or (_first_line(lines) if raw.kind is Kind.TEXT else _title_line(lines, pages))
    )
    return _clip(
        found or _file_words(name) or _central_heading(pages) or _opening(pages) or PurePosixPath(name).name
    )


def _head_lines(page: Page) -> Iterator[_Line]:
    levels = {heading.start: heading.level for heading in page.headings}
    position = 0
    for number, line in enumerate(page.text.split("\n")):
        if number >= 2 * _HEAD_LINES:
            return
        if line.strip():
            yield _Line(text=line.strip(), level=levels.get(position))
        position += len(line) + 1


def _subject(lines: Sequence[_Line]) -> str | None:
    for line in lines[:_HEAD_LINES]:
        match = _SUBJECT.match(line.text)
        if match and len(match[1]) <= _MAX_TITLE_CHARS:
            return match[1][0].upper() + match[1][1:]
    return None


def _shown(title: str | None) -> str | None:
    return title if title and not _is_generic(title) else None


def _agreeing_property(title: str | None, pages: Sequence[Page]) -> str | None:
    """Return the title property where it reads like a title and its words and figures are in the text's head."""
    if not title:
        return None
    title = _PROGRAM_PREFIX.sub("", title).strip()
    head = fold(" ".join(page.text for page in pages[:3])[:_HEAD_CHARS])
    for candidate in (_SITE_SUFFIX.sub("", title), title):
        if _is_generic(candidate) or _FILE_LIKE.search(candidate):
            continue
        words = [fold(word) for word in _WORD.findall(candidate)]
        numbers = _NUMBER.findall(candidate)
        agreeing = sum(word in head for word in words)
        if words and agreeing >= _AGREEING_SHARE * len(words) and all(number in head for number in numbers):
            return candidate
    return None


def _title_line(lines: Sequence[_Line], pages: Sequence[Page]) -> str | None:
    """Return the line before the first prose that reads most like a title.

    A higher heading beats a lower one, which beats plain text; a line that the text repeats is more
    likely the title, a letterhead in capitals less.
    """
    whole = "\n".join(page.text for page in pages[:3])
    best: tuple[float, str] | None = None
    for place, line in enumerate(_before_prose(lines)):
        if not _is_title_like(line):
            continue
        score = (3.0 - min(line.level, 3) * 0.5 if line.level is not None else 0.5) - place * 0.1
        score += 1.5 if whole.count(line.text) > 1 else 0.0
        score -= 2.0 if line.text.isupper() and place < 3 and line.level is None else 0.0
        if best is None or score > best[0]:
            best = (score, line.text)
    return _CHAPTER.sub("", best[1]) if best else None


def _first_line(lines: Sequence[_Line]) -> str | None:
    """Return the line before the first prose that a plain text, without type to tell titles by, opens with.

    Not the sender's name, and not the mere kind of paper it is ("MISSION REPORT") unless the subject goes on
    below it ("entre la Wallonie et ..."). A press article is titled by the line above its author's, or by the
    headline below it.
    """
    head = list(_before_prose(lines))
    places = [place for place, line in enumerate(head) if _opens(line, place)]
    for place, following in enumerate(head[1:]):
        if place in places and is_author(following.text):
            return head[place].text
    for place, line in enumerate(head):
        if _is_kind(line.text) and len(line.text.split()) > 1 and place + 1 < len(head):
            subject = _subject_below(head[place + 1 :])
            if subject:
                return f"{line.text} {subject}"
        if place in places:
            return _headline(head, places, place) or line.text
    return None


def _opens(line: _Line, place: int) -> bool:
    """Say whether `line` may be the title of a plain text."""
    text = line.text
    if text[0].islower() or chapter_depth(text) is not None or is_letterhead(text):
        return False
    if _NUMBERED_QUESTION.fullmatch(text) or is_hour(text):
        return False
    titled = replace(line, level=1) if place < 3 and not is_field(text) else line
    return _is_title_like(titled)


def _subject_below(lines: Sequence[_Line]) -> str | None:
    """Return what a title goes on with in lines of their own, from "entre" or "relatif à" on."""
    words: list[str] = []
    for line in lines:
        if not (_OPENS_ON.match(line.text) or (words and line.text[:1].islower())) or is_author(line.text):
            break
        words.append(line.text.rstrip(","))
    return " ".join(words) if words else None


def _headline(head: Sequence[_Line], places: Sequence[int], first: int) -> str | None:
    """Return the headline below a paper's name and the date of its issue, None where there is none."""
    if first + 1 >= len(head) or not is_publication(head[first + 1].text):
        return None
    below = (place for place in places if place > first + 1)
    place = next(below, None)
    if place is None or place != len(head) - 1 or len(head[place].text.split()) < _MIN_HEADLINE_WORDS:
        return None
    return head[place].text


def _central_heading(pages: Sequence[Page]) -> str | None:
    """Return the heading whose words the text is most about, for a text of many sections and no title.

    Each of its words has to stand in the text several times; how often they do on average decides, the
    first heading where two are alike.
    """
    headings = [heading for page in pages for heading in page.headings]
    if len(headings) < _MIN_OUTLINE:
        return None
    counts = Counter(_WORD.findall(" ".join(page.text for page in pages).casefold()))
    best: tuple[float, str] | None = None
    for heading in headings:
        text = _CHAPTER.sub("", heading.text)
        words = [word for word in _WORD.findall(text.casefold()) if word not in _KINDS]
        times = [counts[word] for word in words]
        if len(words) < 2 or heading.level > 2 or _is_generic(text) or min(times) < _MIN_CENTRAL_TIMES:
            continue
        score = sum(map(math.log, times)) / len(times)
        if best is None or score > best[0]:
            best = (score, text)
    return best[1] if best else None


def _before_prose(lines: Sequence[_Line]) -> Iterator[_Line]:
    for line in lines[:_HEAD_LINES]:
        if line.level is None and (len(line.text) > _MAX_TITLE_CHARS or _is_prose(line.text)):
            return
        yield line


def _is_prose(text: str) -> bool:
    return text.endswith((".", "!", "?")) or len(split_sentences(text)) > 1


def _is_title_like(line: _Line) -> bool:
    text, is_heading = line.text, line.level is not None
    letters = len(_LETTERS.findall(text))
    return (
        letters >= _MIN_LETTERS
        and len(text) <= (_MAX_HEADING_CHARS if is_heading else _MAX_TITLE_CHARS)
        and letters * 2 > len(text.replace(" ", ""))
        and len(_CHAPTER.sub("", text).split()) >= 2
        and not _is_generic(text)
        and not _is_dateline(text)
        and not is_particular(text)
        and (is_heading or not _LABEL.match(text))
        and (is_heading or not _ADDRESS.search(text))
        and not _SENTENCE_END.search(text)
        and not is_row(text)
    )


def _is_generic(text: str) -> bool:
    return bool(_GENERIC.fullmatch(text.strip())) or _is_kind(text)


def _is_kind(text: str) -> bool:
    """Say whether `text` names a kind of paper only ("MISSION REPORT", "Compte rendu")."""
    words = [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if word not in _LINKING]
    return bool(words) and all(word in _KINDS for word in words)


def _is_dateline(text: str) -> bool:
    """Say whether little but a date stands on the line."""
    from ingest.dates import find_dates

    for figure in find_dates(text):
        beside = text[: figure.start] + text[figure.end :]
        if len(_LETTERS.findall(beside)) <= _MAX_BESIDE_LETTERS or _PLACE.fullmatch(text[: figure.start]):
            return True
    return False


def _file_words(name: str) -> str | None:
    """Return the file's name as words; None for a code such as `002_70b0f764`."""
    stem = PurePosixPath(name).stem
    words = [word for word in re.split(r"[\s_.-]+", stem) if word]
    spoken = [word for word in words if len(_LETTERS.findall(word)) >= 3 and not _HASH.fullmatch(word)]
    if len(spoken) < 2 or len(spoken) * 2 < len(words):
        return None
    text = " ".join(words)
    return text[0].upper() + text[1:]


def _opening(pages: Sequence[Page]) -> str | None:
    """Return the first words of the first prose, cut at a word."""
    for page in pages:
        for line in page.text.split("\n"):
            sentence = _SENTENCE.match(line.strip())
            if sentence and len(sentence[0].split()) > 4:
                return _cut(sentence[0].rstrip(".!? "), _MAX_OPENING_CHARS)
    first = next((line.strip() for page in pages for line in page.text.split("\n") if line.strip()), None)
    return _cut(first, _MAX_OPENING_CHARS) if first else None


def _clip(title: str) -> str:
    return _cut(" ".join(title.split()), _MAX_TITLE_CHARS)


def _cut(text: str, limit_chars: int) -> str:
    if len(text) <= limit_chars:
        return text
    return text[:limit_chars].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"
