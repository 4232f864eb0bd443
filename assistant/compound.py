"""Several questions in one: taken apart, and their answers put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Claim
from assistant.wording import CATALOGUE, word
from index.passages import Passage
from ingest.messages import Message

_MOST_PARTS = 3
"""Beyond this, a text with many question marks is an exam, not a question; it is asked whole."""

_ENDS = re.compile(r"(?<=\?)\s+(?=\S)")
_ANDS = re.compile(
    r",?\s+(?:en|et|and)\s+(?=(?:wie|waar|wanneer|waarom|hoeveel|qui|quand|où|combien|pourquoi|who|where|when|why|how\s+m)\b)",
    re.IGNORECASE,
)

_FEWEST_WORDS = 3
"""A part of fewer words before or behind an "and" (`Where and when ...`) leans on the other."""


def split(text: str) -> tuple[str, ...]:
    """Return the questions in `text`, in order; `text` itself where it is one."""
    parts = [part for one in _ENDS.split(text) for part in _at_ands(one) if part.strip(" ,?")]
    if not 1 < len(parts) <= _MOST_PARTS:
        return (text,)
    return tuple(part if part.endswith("?") else f"{part} ?" for part in parts)


def _at_ands(text: str) -> list[str]:
    parts = [part.strip(" ,") for part in _ANDS.split(text)]
    return parts if all(len(part.split()) >= _FEWEST_WORDS for part in parts) else [text.strip(" ,")]


def join(text: str, answers: Sequence[Answer]) -> Answer:
    """Return the answers to the questions in `text` as one, citations numbered through.

    It is answered where one of them is; its evidence is that of the last. The nearest passages of a part that is
    refused stand in no joined answer, where their markers would be those of citations.
    """
    if len(answers) == 1:
        return replace(answers[0], question=text)
    numbered = _numbered(answers)
    last = numbered[-1]
    return replace(
        last,
        question=text,
        answered=any(answer.answered for answer in numbered),
        text="\n\n".join(f"{_over(answer)}\n\n{word(replace(answer, nearest=()))}" for answer in numbered),
        claims=tuple(claim for answer in numbered for claim in answer.claims),
        citations=tuple(citation for answer in numbered for citation in answer.citations),
        nearest=() if any(answer.answered for answer in numbered) else last.nearest,
        refusal=None if any(answer.answered for answer in numbered) else last.refusal,
        notices=tuple(dict.fromkeys(notice for answer in numbered for notice in answer.notices)),
        passages=_passages(numbered),
        unverified=tuple(claim for answer in numbered for claim in answer.unverified),
        timings_ms={
            stage: sum(answer.timings_ms.get(stage, 0.0) for answer in numbered) for stage in last.timings_ms
        },
    )


def _over(answer: Answer) -> str:
    return CATALOGUE.say(Message.of("answer.part", question=answer.question), answer.language)


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
