"""Several questions in one: taken apart, and their answers put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.answer import Answer, Citation, Claim
from assistant.expectation import asks
from assistant.wording import word
from index.passages import Passage
from ingest.text.languages import SERVED, Language, detect
from ingest.text.names import EntryKind, find_names

_MOST_PARTS = 3
"""Beyond this, a text with many question marks is an exam, not a question; it is asked whole."""

_PARTS = re.compile(
    r"(?<=\?)\s+(?=\S)|"
    r",?\s+(?:en|et|and)\s+(?=(?:wie|waar|wanneer|waarom|hoeveel|qui|quand|où|combien|pourquoi|who|where|when|why|how\s+m)\b)",
    re.IGNORECASE,
)


_VERB = re.compile(
    r"^\s*(?:vergelijk|compare[rz]?|quelles?\s+(?:est|sont)\s+les?\s+diff[ée]rences?\s+entre|"
    r"what\s+(?:is|are)\s+the\s+differences?\s+between|wat\s+(?:is|zijn)\s+(?:het|de)\s+verschil(?:len)?\s+tussen)\s+",
    re.IGNORECASE,
)
_AND = r"(?:,|\b(?:en|et|and|met|avec|with|tegenover|à|to)\b)"
_JOINT = re.compile(rf"\s*{_AND}\s+(?:(?:in|van|en|de|of|the|die)\s+)?", re.IGNORECASE)
_CUT = re.compile(rf"\s*{_AND}\s+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def split(text: str, language: Language | None = None) -> tuple[str, ...]:
    """Return the questions in `text`, in order; `text` itself where it is one.

    A comparison is as many questions as it names places, organisations or years to compare.
    """
    asked_in = language or detect(text, default=Language.ENGLISH)
    compared = _compared(text, asked_in) if asked_in in SERVED else ()
    if compared:
        return compared
    parts = [part.strip(" ,") for part in _PARTS.split(text) if part.strip(" ,?")]
    if not 1 < len(parts) <= _MOST_PARTS:
        return (text,)
    return tuple(part if part.endswith("?") else f"{part} ?" for part in parts)


def _compared(text: str, language: Language) -> tuple[str, ...]:
    """Return one question for each of the things that `text` asks to compare; none where it does not."""
    if not asks("compare", text, language):
        return ()
    things = _things(text)
    if not 1 < len(things) <= _MOST_PARTS:
        return ()
    (first, _), (_, last) = things[0], things[-1]
    between = [text[end:start] for (_, end), (start, _) in pairwise(things)]
    if all(_JOINT.fullmatch(joint) for joint in between):
        asked = [text[:first] + text[start:end] + text[last:] for start, end in things]
    else:
        asked = _cut(text, things)
    if len(asked) < len(things):
        return ()
    topics = (_VERB.sub("", one).strip(" ?.,") for one in asked)
    return tuple(topic[:1].upper() + topic[1:] for topic in topics)


def _things(text: str) -> list[tuple[int, int]]:
    """Return where the years, or else the names of one kind, stand that a comparison sets side by side."""
    years = [(match.start(), match.end()) for match in _YEAR.finditer(text)]
    if len(years) > 1:
        return years
    kinds: dict[EntryKind, list[tuple[int, int]]] = {}
    for mention in find_names(text):
        kinds.setdefault(mention.entry.kind, []).append((mention.start, mention.end))
    return next((spans for spans in kinds.values() if len(spans) > 1), [])


def _cut(text: str, things: Sequence[tuple[int, int]]) -> list[str]:
    """Return `text` cut at the conjunction between each two things; whole where nothing joins them."""
    cuts = [0]
    for (_, end), (start, _) in pairwise(things):
        joint = _CUT.search(text, end, start)
        if joint is None:
            return [text]
        cuts += [joint.start(), joint.end()]
    return [text[start:end] for start, end in zip(cuts[::2], [*cuts[1::2], len(text)], strict=True)]


def join(text: str, answers: Sequence[Answer]) -> Answer:
    """Return the answers to the questions in `text` as one, citations numbered through.

    It is answered where one of them is; its refusal, evidence and times are those of the last.
    """
    if len(answers) == 1:
        return replace(answers[0], question=text)
    numbered = _numbered(answers)
    last = numbered[-1]
    return replace(
        last,
        question=text,
        answered=any(answer.answered for answer in numbered),
        text="\n\n".join(f"{answer.question}\n\n{word(answer)}" for answer in numbered),
        claims=tuple(claim for answer in numbered for claim in answer.claims),
        citations=tuple(citation for answer in numbered for citation in answer.citations),
        nearest=() if any(answer.answered for answer in numbered) else last.nearest,
        passages=_passages(numbered),
        unverified=tuple(claim for answer in numbered for claim in answer.unverified),
        timings_ms={
            stage: sum(answer.timings_ms.get(stage, 0.0) for answer in numbered) for stage in last.timings_ms
        },
    )


def _numbered(answers: Sequence[Answer]) -> list[Answer]:
    given = 0
    numbered = []
    for answer in answers:
        numbered.append(_shifted(answer, given))
        given += len(answer.citations)
    return numbered


def _shifted(answer: Answer, by: int) -> Answer:
    def claim(one: Claim) -> Claim:
        return replace(one, markers=tuple(marker + by for marker in one.markers))

    def citation(one: Citation) -> Citation:
        return replace(one, marker=one.marker + by)

    return replace(
        answer,
        claims=tuple(map(claim, answer.claims)),
        citations=tuple(map(citation, answer.citations)),
    )


def _passages(answers: Sequence[Answer]) -> tuple[Passage, ...]:
    """Return each passage once, the best of every answer first, ranked anew."""
    turns = [answer.passages for answer in answers]
    longest = max(map(len, turns))
    mixed = {
        turn[place].chunk: turn[place] for place in range(longest) for turn in turns if place < len(turn)
    }
    return tuple(replace(passage, rank=rank) for rank, passage in enumerate(mixed.values(), start=1))
