"""Follow-ups: what a short question takes from the turns before it.

No model is asked. Where the follow-up only swaps something ("En uit Frankrijk?", "et en 2021 ?"),
the earlier question is asked again with it; where it asks something new of the same subject ("who
signed it?"), it is told the subject. Either way the asker sees the question that was really asked.
"""

from __future__ import annotations

import re

from assistant.question import Question, read_question
from ingest.text.languages import Language
from ingest.text.names import Mention

_LONGEST_SWAP_WORDS = 6
"""A follow-up longer than this says what it wants by itself, or asks something new."""

_SCRAP_WORDS = 3
"""A question as short as "En wanneer?" is about something said before."""

_LEADS = {
    Language.DUTCH: r"^(?:en|maar|ook)\b\s*(?:dan\s+)?(?:wat\s+(?:met|over)\s+)?",
    Language.FRENCH: r"^(?:et|mais|ou)\b\s*(?:qu['’]en est-il\s+(?:de|du|des|d['’])\s*)?",
    Language.ENGLISH: r"^(?:and|but|or)\b\s*|^(?:what|how)\s+about\s+",
}
_POINTS_BACK = {
    Language.DUTCH: r"\b(?:het|die|dat|dit|deze|daar\w*|hij|zij|ze|er|hun|zijn|haar|toen)\b",
    Language.FRENCH: r"\b(?:il|elle|ils|elles|ce|cet|cette|ces|cela|ça|y|en|celui-ci|celle-ci|leur|son|sa|ses|l['’]a)\b"
    r"|-t-(?:il|elle)",
    Language.ENGLISH: r"\b(?:it|its|that|this|these|those|he|she|they|them|their|there|his|her|then)\b",
}
_QUESTION_WORDS = re.compile(
    r"\b(?:wie|wat|waar\w*|wanneer|welke?|hoe\w*|qui|que|quoi|quand|où|quel\w*|combien|comment|pourquoi|"
    r"who\w*|what|where|when|which|how|why)\b",
    re.IGNORECASE,
)


def stand_alone(text: str, before: Question | None, language: Language | None = None) -> Question:
    """Return the question that `text` asks, completed from the question `before` it where it needs that."""
    question = read_question(text, language)
    if before is None:
        return question
    # A scrap such as "En 2021 ?" is too short to tell a language by; it keeps the conversation's.
    if language is None and len(text.split()) <= _SCRAP_WORDS:
        question = read_question(text, before.language)
    if _is_swap(question):
        swapped = _swap(question, before)
        return question if swapped is None else read_question(swapped, before.language)
    if _points_back(question):
        return read_question(_with_subject(question, before), question.language)
    return question


def _is_swap(question: Question) -> bool:
    """Tell whether the text only names something to put into the earlier question."""
    text = question.text.strip()
    is_short = len(text.split()) <= _LONGEST_SWAP_WORDS
    starts = re.match(_LEADS[question.language], text, re.IGNORECASE) is not None
    return is_short and starts and not _QUESTION_WORDS.search(_without_lead(question))


def _without_lead(question: Question) -> str:
    return re.sub(_LEADS[question.language], "", question.text.strip(), count=1, flags=re.IGNORECASE)


def _swap(question: Question, before: Question) -> str | None:
    """Return the earlier question with the follow-up's name or year in place of its own, else added to it."""
    text = before.text
    for name in question.names:
        place = _last_of_kind(before, name)
        if place is not None:
            new = question.text[name.start : name.end]
            return _cut(text, place.start, place.end, new)
    if question.years and before.years:
        return re.sub(rf"\b{before.years[-1]}\b", str(question.years[-1]), text)
    addition = _without_lead(question).strip(" ?.!")
    return f"{text.rstrip(' ?.!')} {addition} ?" if addition else None


def _last_of_kind(before: Question, name: Mention) -> Mention | None:
    """Return the last name of the same kind, preferring one in the same form (noun or adjective)."""
    same = [other for other in before.names if other.entry.kind == name.entry.kind]
    alike = [other for other in same if other.is_adjective == name.is_adjective]
    return next(reversed(alike or same), None)


def _cut(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _points_back(question: Question) -> bool:
    """Tell whether the question leans on what was said: a pronoun, or no name of its own in few words."""
    if question.names or question.proper_names:
        return False
    if len(question.text.split()) <= _SCRAP_WORDS:
        return True
    return re.search(_POINTS_BACK[question.language], question.text, re.IGNORECASE) is not None


def _with_subject(question: Question, before: Question) -> str:
    """Return the question followed by what the earlier one was about, without its question word."""
    subject = " ".join(_QUESTION_WORDS.sub("", before.text).split()).strip(" ?.!,")
    return f"{question.text.rstrip(' ?.!')} ({subject}) ?"
