"""What of a passage a model is given to read: lines that speak to a machine are kept from it.

Delimiting and marking what is data is spotlighting (Hines et al. 2024, "Defending Against Indirect
Prompt Injection Attacks With Spotlighting", https://arxiv.org/abs/2403.14720); leaving the flagged
lines out goes one step further, since no honest answer rests on them.
"""

from __future__ import annotations

import re

from assistant.scope import Scope
from ingest.document import Concern
from ingest.instructions import find_instructions

_LEFT_OUT = "[…]"

_REPEATED_WORDS = 6
"""Words in a row that a claim shares with the prompt only by repeating it."""

_WORD = re.compile(r"\w+")


def instructions_in(scope: Scope) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) offsets in the passage text of what speaks to a machine, in order.

    Found anew in the passage, and from the flags of its report: an instruction may be told as one
    only by a line that stands outside the passage.
    """
    text = scope.passage.text
    spans = list(find_instructions(text))
    for flag in scope.report.document.flags:
        start = text.find(flag.text) if flag.concern is Concern.INSTRUCTION and flag.text else -1
        if start >= 0:
            spans.append((start, start + len(flag.text)))
    return tuple(sorted(spans))


def shown_to_model(scope: Scope) -> str:
    """Return the passage text with every stretch that speaks to a machine left out."""
    text, pieces, done = scope.passage.text, list[str](), 0
    for start, end in instructions_in(scope):
        if start >= done:
            pieces += [text[done:start], _LEFT_OUT]
        done = max(done, end)
    return "".join((*pieces, text[done:]))


def source_of(scope: Scope) -> str:
    """Return where a passage stands, in words for a model; a title that speaks to a machine is not told."""
    passage = scope.passage
    title = " ".join(passage.title.split())
    named = _LEFT_OUT if find_instructions(title) else title
    date = f", {passage.date.isoformat()}" if passage.date else ""
    return f"{named}{date}, page {passage.page}"


def repeats(text: str, prompt: str) -> bool:
    """Tell whether `text` repeats a stretch of the prompt."""
    words = [match[0].lower() for match in _WORD.finditer(text)]
    told = " ".join(match[0].lower() for match in _WORD.finditer(prompt))
    runs = (words[place : place + _REPEATED_WORDS] for place in range(len(words) - _REPEATED_WORDS + 1))
    return any(f" {' '.join(run)} " in f" {told} " for run in runs)
