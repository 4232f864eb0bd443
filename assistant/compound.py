"""Several questions in one: taken apart, and their answers put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Claim
from assistant.wording import word
from index.passages import Passage

_MOST_PARTS = 3
"""Beyond this, a text with many question marks is an exam, not a question; it is asked whole."""

_PARTS = re.compile(
    r"(?<=\?)\s+(?=\S)|"
    r",?\s+(?:en|et|and)\s+(?=(?:wie|waar|wanneer|waarom|hoeveel|qui|quand|où|combien|pourquoi|who|where|when|why|how\s+m)\b)",
    re.IGNORECASE,
)


def split(text: str) -> tuple[str, ...]:
    """Return the questions in `text`, in order; `text` itself where it is one."""
    parts = [part.strip(" ,") for part in _PARTS.split(text) if part.strip(" ,?")]
    if not 1 < len(parts) <= _MOST_PARTS:
        return (text,)
    return tuple(part if part.endswith("?") else f"{part} ?" for part in parts)


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
